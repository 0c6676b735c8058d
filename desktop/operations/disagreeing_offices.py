"""Offices and PCs that wrote differently: what they are called, and which of them decides."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from desktop.base.i18n import tr
from desktop.operations.exchange_keys import NotEnrolled, held_roster, own_scope
from desktop.operations.exchange_rights import SHARED_BY_ALL
from desktop.operations.shared_lists import hands_down
from desktop.store.exchange.authors import lineage_of
from desktop.store.timeline import read_meta
from desktop.sync.roster import Roster
from desktop.versions.origins import Lineage


class DisagreeingOffices:
    """Reads the roster once, when something is asked that it knows."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.own = own_scope(connection)

    @cached_property
    def own_scopes(self) -> frozenset[int]:
        """The offices whose records this one decides upon: itself, and what it hands down."""
        shared = {SHARED_BY_ALL} if hands_down(self._connection) else set[int]()
        return frozenset({self.own} | shared)

    def decides(self, scope: int) -> bool:
        """Whether this office chooses between values of a record of that office."""
        return scope in self.own_scopes

    def name(self, scope: int) -> str:
        """What an office is called; its number if the roster does not name it."""
        if self._roster is not None:
            for one in self._roster.offices:
                if one.scope == scope:
                    return one.name
        return tr("cơ quan này") if scope == self.own else tr("cơ quan số {n}").format(n=scope)

    def place(self, device: bytes) -> tuple[str, int | None]:
        """What a PC and its office are called, and the number of that office if it is known."""
        mine = device == self._device
        if self._roster is None or not self._roster.knows(device):
            return (tr("máy này"), self.own) if mine else (tr("máy khác"), None)
        entry = self._roster.device(device)
        label = tr("{label} (máy này)").format(label=entry.label) if mine else entry.label
        return f"{label}, {self.name(entry.scope)}", entry.scope

    @cached_property
    def lineage(self) -> Lineage:
        """All sessions that this file knows; read only when somebody has to ask it."""
        return lineage_of(self._connection)

    @cached_property
    def _device(self) -> bytes:
        return bytes.fromhex(read_meta(self._connection, "device", bytes(16).hex()))

    @cached_property
    def _roster(self) -> Roster | None:
        try:
            return held_roster(self._connection)
        except NotEnrolled:
            return None
