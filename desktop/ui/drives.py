"""The drives that come and go: sticks, discs, cards."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

from PySide6.QtCore import QStorageInfo

_MOUNTED_UNDER = ("/media", "/run/media", "/mnt")
_CARRIED = frozenset({2, 3, 5})
"""What Windows' GetDriveType calls removable, fixed (large sticks and USB discs too) and CD."""


def carried_drives() -> list[Path]:
    """The roots of all drives but the system's own and those of a network.

    Asking a slow reader takes its time, so this is called away from the window's thread.
    """
    system = QStorageInfo.root().rootPath()
    found: list[Path] = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        if volume.isValid() and volume.isReady() and root != system and _is_carried(root):
            found.append(Path(root))
    return found


def _is_carried(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")) in _CARRIED
    return is_mount_of_carriers(root)


def is_mount_of_carriers(root: str) -> bool:
    """Whether the desktops of Linux put sticks where this file system begins."""
    return any(root.startswith(f"{top}/") for top in _MOUNTED_UNDER)


def drive_name(root: PurePath) -> str:
    """What a clerk calls a drive: ``E:``, or its label on Linux."""
    return root.drive or root.name or str(root)
