"""Starts the program: the windows, also for a package of data that was opened; else the console."""

from __future__ import annotations

import sys

_PACKAGE = ".goi"


def main() -> int:
    """Run the program; returns the exit code."""
    args = sys.argv[1:]
    # A double click on a package starts the program with its path and nothing else.
    if args and not (len(args) == 1 and args[0].casefold().endswith(_PACKAGE)):
        from desktop.cli.main import main as console

        return console(args)
    from desktop.app import main as windows

    return windows()


if __name__ == "__main__":
    sys.exit(main())
