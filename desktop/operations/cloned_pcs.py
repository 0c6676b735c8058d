"""PCs of which two copies are at work under one card: who they are, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection

from desktop.base.i18n import tr
from desktop.operations.exchange_keys import held_roster, is_enrolled
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.engine import raw_connection
from desktop.store.exchange.clones import cloned_devices
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import DeviceEntry


def list_cloned(office: Office, only: Collection[bytes] | None = None) -> list[str]:
    """A sentence for each PC of the roster that runs as two copies. only: of these PCs."""
    if not office.may(Permission.EXCHANGE):
        office.require(Permission.CHECK)
    with office.store.connection() as connection:
        if not is_enrolled(connection):
            return []
        roster = held_roster(connection)
        found = cloned_devices(raw_connection(connection))
    return [
        words_for(roster, one)
        for one in roster.devices
        if one.device in found and one.revoked is None and (only is None or one.device in only)
    ]


def words_for(roster: Roster, one: DeviceEntry) -> str:
    """What is wrong with a PC that runs as two copies, and what to do."""
    told = tr(
        "Máy {code} ({office}) đang chạy hai bản sao cùng một thẻ khóa. Dữ liệu hai bản vẫn gộp đủ, "
        "nhưng số hồ sơ và số tệp có thể trùng. Hãy dừng một bản, hoặc lập dữ liệu mới cho bản ấy "
        "rồi xin thẻ khóa riêng."
    )
    return told.format(code=f"{one.scope}-{one.letter}", office=roster.office(one.scope).name)
