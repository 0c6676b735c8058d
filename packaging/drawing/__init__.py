"""What ``dev.py gallery`` draws: screens, dialogs, papers."""
