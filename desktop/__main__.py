"""Starts the program: the console if there are arguments, else the windows."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; returns the exit code."""
    if len(sys.argv) > 1:
        from desktop.cli.main import main as console

        return console(sys.argv[1:])
    from desktop.app import main as windows

    return windows()


if __name__ == "__main__":
    sys.exit(main())
