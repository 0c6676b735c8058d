"""What any program needs: errors, time, text, ids, places on disk, words."""
