"""Lists that all offices share: who writes them, and what this office wrote before it learnt that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from desktop.base.errors import NotAllowed
from desktop.base.i18n import tr
from desktop.operations.exchange_keys import held_roster, is_enrolled, own_scope
from desktop.operations.office import Office
from desktop.records import CodeItem, record_types
from desktop.store.exchange.authors import lineage_of
from desktop.store.timeline import read_meta
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import REFERENCE
from desktop.versions.origins import GENESIS
from desktop.versions.stamp import groups_of

_CODES = CodeItem.__tablename__


@dataclass(frozen=True)
class SharedLists:
    """may_write: whether this PC writes what all offices share.

    writers: who does, in words; "" before the exchange. own: how many rows this office wrote itself,
    which no other office has: by code list, or by table where there are no lists.
    """

    may_write: bool = True
    writers: str = ""
    own: Mapping[str, int] = field(default_factory=dict[str, int])


def hands_down(connection: sa.Connection) -> bool:
    """Whether this PC writes what all offices share; before the exchange everybody does."""
    if not is_enrolled(connection):
        return True
    return _may(held_roster(connection), bytes.fromhex(read_meta(connection, "device")))


def require_hands_down(office: Office) -> None:
    """Raise NotAllowed unless this PC writes what all offices share: others would not take it."""
    with office.store.connection() as connection:
        if hands_down(connection):
            return
        writers = _writers(connection)
    raise NotAllowed(
        tr(
            "Danh mục, mẫu, chỉ tiêu và định mức do {writers} sửa rồi gửi xuống; nơi khác không nhận "
            "phần ghi ở đây. Chưa có gì thay đổi. Hãy đề nghị nơi đó thêm hoặc sửa."
        ).format(writers=writers)
    )


def read_shared_lists(office: Office, table: str) -> SharedLists:
    """Whether rows that all offices share can be written here, and what is to be told of it."""
    with office.store.connection() as connection:
        if hands_down(connection):
            return SharedLists()
        return SharedLists(False, _writers(connection), _own_rows(connection, table))


def _may(roster: Roster, device: bytes) -> bool:
    return roster.knows(device) and REFERENCE in roster.device(device).capabilities


def _writers(connection: sa.Connection) -> str:
    """The offices whose PCs may write what is shared; PCs of this one by their names."""
    roster, own = held_roster(connection), own_scope(connection)
    may = [one for one in roster.devices if one.revoked is None and _may(roster, one.device)]
    named = [
        roster.office(one.scope).name if one.scope != own else tr("máy {}").format(one.label)
        for one in may
    ]
    return ", ".join(dict.fromkeys(named)) or tr("nơi cấp thẻ khóa")


def _own_rows(connection: sa.Connection, table: str) -> Mapping[str, int]:
    """By list, rows with a write of somebody whose writes other offices do not take."""
    roster, lineage = held_roster(connection), lineage_of(connection)
    columns = record_types()[table].__table__.c
    named = columns.code_list if table == _CODES else sa.literal(table)
    asked = sa.select(named, columns.sv).where(columns.void_reason.is_(None), ~columns.stub)
    found: Counter[str] = Counter()
    # What ships has one writer, and there are twenty thousand units of it.
    for name, sv in connection.execute(asked.where(columns.sq > 0)):
        origins = {group.dot.origin for group in groups_of(sv)} - {GENESIS.origin}
        found[name] += any(not _may(roster, lineage[one].device) for one in origins)
    return +found
