"""How the program is frozen and packed for Windows and Linux, and what goes with it."""
