"""Where the files that ship with the program lie, from source and frozen alike."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """The path of a shipped file or folder, such as ``icons/save.svg``."""
    frozen = getattr(sys, "_MEIPASS", None)
    top = Path(frozen) if frozen else Path(__file__).parents[2]
    return top / "resources" / name
