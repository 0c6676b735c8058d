"""Whether the disk has room for a file that is about to be taken in."""

from __future__ import annotations

import shutil

from desktop.base.errors import DiskTrouble
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.office import Office
from desktop.operations.opened_files import Identity

_TIMES = 2.5
"""All of a file goes through one transaction: what is written lies in the log beside the database
first, and in the database after, and the search index grows too."""
_ROW = 400
"""Bytes of a row with its indexes, as far as nothing is known but how many rows there are."""
_MEGABYTE = 1_000_000


def room_needed(identity: Identity) -> int:
    """How many bytes have to be free before a file is taken in.

    How much it holds is known only by the rows that it tells of; attachments are as big as in it.
    """
    rows = sum(identity.counts.values())
    return int(_TIMES * max(identity.size, rows * _ROW))


def require_room(office: Office, identity: Identity) -> None:
    """Raise DiskTrouble unless the office's disk has room for a file."""
    needed = room_needed(identity)
    try:
        free = shutil.disk_usage(office.folder).free
    except OSError:
        return  # what can't be asked is told when it is written
    if free < needed:
        told = tr(
            "Ổ đĩa chứa dữ liệu còn {free} MB trống; nhận tệp {name} cần khoảng {needed} MB. Chưa có "
            "gì thay đổi. Hãy dọn bớt ổ đĩa rồi nhận lại."
        )
        raise DiskTrouble(
            told.format(
                free=grouped(free // _MEGABYTE),
                needed=grouped(-(-needed // _MEGABYTE)),
                name=identity.name,
            )
        )
