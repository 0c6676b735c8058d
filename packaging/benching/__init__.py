"""The rows of ``dev.py bench``: what is measured, and against which floor."""
