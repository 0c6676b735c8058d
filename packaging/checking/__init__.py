"""What ``dev.py build`` does with a program it has built: installs, uses, disturbs and removes it."""
