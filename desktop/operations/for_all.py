"""A file for all offices below its sender: what it may hold, and what is believed of it here.

It belongs to no channel: it carries the whole of what the province hands down to everybody, it is
not numbered among the files to any office, confirms nothing and is confirmed by nobody. So it may
come in any order, any number of times, or never.
"""

from __future__ import annotations

from desktop.base.i18n import tr
from desktop.operations.incoming_facts import KINDS
from desktop.operations.package_files import EVERYBODY
from desktop.operations.told_facts import GRAVES, ROSTER, WHO
from desktop.records import record_types
from desktop.store.exchange.shapes import Shape, Shapes, shapes
from desktop.sync.blocks import Block
from desktop.sync.container import GENERAL, Header
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import Piece
from desktop.sync.refusals import Reason, Refused
from desktop.sync.roster import Roster, Untrusted

_SHARED_BY_ALL = 0
_OF_ONE_OFFICE = KINDS - {ROSTER, WHO, GRAVES}
"""Facts of a channel. Who the PCs are, who has worked, and what was purged is told to everybody;
what a later version tells besides is kept like anything that is not understood."""


def is_for_all(header: Header, manifest: Manifest, name: str) -> bool:
    """Whether a file is for all offices below its sender. name: of the file.

    Raises Refused for one that is outside what it is not inside.
    """
    told = manifest.to_office == EVERYBODY
    if told != bool(header.groups) or (told and header.kinds != (GENERAL,)):
        raise Refused(Reason.READDRESSED, name)
    return told


def require_from_above(roster: Roster, sender: int, own: int, name: str) -> None:
    """Raise Untrusted if a file for all is not from an office above this one."""
    if not roster.is_above(sender, own):
        raise Untrusted(
            tr(
                "Tệp {name} ghi là gửi chung nhưng không do cơ quan cấp trên gửi. Chưa có gì thay "
                "đổi. Hãy giữ lại tệp và báo cho tỉnh."
            ).format(name=name)
        )


def require_shared(item: Item, name: str) -> None:
    """Raise Untrusted for a part that is not for everybody: nobody should have sent it so."""
    match item:
        case Block():
            unsound = any(scope != _SHARED_BY_ALL for scope in item.scopes)
            unsound = unsound or item.entity in _of_offices()
        case Facts():
            unsound = item.kind in _OF_ONE_OFFICE
        case _:
            unsound = isinstance(item, Piece)
    if unsound:
        raise Untrusted(
            tr(
                "Tệp gửi chung {name} có phần của riêng một cơ quan, lẽ ra không được gửi chung. "
                "Chưa có gì thay đổi. Hãy giữ kín tệp và báo ngay cho tỉnh."
            ).format(name=name)
        )


def shared_shapes(declared: Shapes | None = None) -> dict[int, Shape]:
    """The record types whose rows belong to all offices. declared: what the program knows."""
    known = shapes() if declared is None else declared
    return {
        entity: shape
        for entity, shape in known.items()
        if shape.kind is not None and shape.kind.reference_data
    }


def _of_offices() -> frozenset[str]:
    """The record types, as packages call them, whose rows belong to an office."""
    return frozenset(
        str(kind.entity) for kind in record_types().values() if not kind.reference_data
    )
