"""Scripts that write files which are then committed."""
