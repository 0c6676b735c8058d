"""Saving a finished document where the clerk wants it, whatever stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.errors import DiskTrouble
from desktop.base.i18n import tr
from desktop.base.paths import free_name, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def save_document(path: Path, content: bytes) -> Path:
    """Write the document and tell where it is.

    If the file is open in another program, or can't be replaced for another reason, it is saved
    beside it under a name with a number. Raises DiskTrouble if nothing can be written there.
    """
    try:
        write_whole(path, content)
    except OSError:
        # Windows refuses to replace a PDF that a reader holds open.
        beside = free_name(path)
        _write_beside(beside, content)
        return beside
    return path


def _write_beside(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise _trouble(path) from error


def _trouble(path: Path) -> DiskTrouble:
    return DiskTrouble(
        tr(
            "Chưa lưu được tệp vào thư mục {}.\n"
            "Hồ sơ trong sổ không thay đổi. Hãy chọn thư mục hoặc ổ đĩa khác còn chỗ trống."
        ).format(path.parent)
    )
