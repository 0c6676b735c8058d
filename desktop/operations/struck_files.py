"""A file of a PC that was struck from the exchange before it wrote it: all of it is set aside.

It may be a thief's, or honest work that was under way when the PC was struck. So nothing of it
counts, and nothing of it is lost: its rows and facts are kept as they came, sessions and all, and
the file is not confirmed to its sender. Once the roster's cut is made later, they can be tried again,
or the file can come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.arrived_rows import rows_of
from desktop.operations.opened_files import entity_number
from desktop.operations.section_heads import HEAD, read_head
from desktop.operations.told_facts import ENDS, GRAVES, SAME, SESSIONS, SHARES, WHO
from desktop.store.engine import raw_connection
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.refused_parts import REVOKED, count_of_struck
from desktop.store.exchange.rows import Rows
from desktop.sync.blocks import Block
from desktop.sync.items import Facts, Item
from desktop.sync.manifest import Manifest
from desktop.sync.reader import Package
from desktop.versions.origins import GENESIS, GENESIS_OID

SESSION = "#session"
"""The kind under which a session is kept that only such a file has told of."""
MOST_PARTS, MOST_BYTES = 50_000, 64 << 20
"""So much is kept of one PC that was struck, whatever it sends: years of a commune's work."""
_KEPT_KINDS = frozenset({SHARES, ENDS, GRAVES, SAME, SESSIONS, WHO})
"""Facts that are somebody's word on a record. The others speak of the PC alone, or are signed by
the authority and come with every file."""


class StruckTaker:
    """Sets each item of such a package aside. comp: the compartment of the section it is at."""

    def __init__(self, inbound: Inbound, package: Package) -> None:
        self._inbound, self._name = inbound, package.name
        self.comp = 0
        self._names: dict[int, bytes] = {GENESIS.origin: GENESIS_OID}
        self._units: defaultdict[int, dict[int, int]] = defaultdict(dict)
        connection = raw_connection(inbound.connection)
        self._before = count_of_struck(connection, package.header.sender)

    def __call__(self, item: Item) -> None:
        if isinstance(item, Block):
            rows = rows_of(item, self.comp, self._name)
            self._names.update(rows.names)
            self._inbound.refuse(self._told_units(rows), REVOKED, self._names)
        elif isinstance(item, Manifest):
            self._hear(item)
        elif isinstance(item, Facts):
            self._keep(item)
        self._require_room()

    def _hear(self, manifest: Manifest) -> None:
        self._inbound.refused.schema = manifest.schema
        for told, fields in manifest.dictionary.items():
            units = {one.no: one.unit for one in fields}
            self._units[entity_number(told, self._name)].update(units)
        self._keep_each(
            SESSION,
            (list(one) for one in manifest.lineage if not self._inbound.is_heard(one.oid)),
        )

    def _keep(self, facts: Facts) -> None:
        if facts.kind == HEAD:
            for told in read_head(facts.rows):
                self._units[told.entity].update(told.units)
        elif facts.kind in _KEPT_KINDS:
            self._keep_each(facts.kind, facts.rows)

    def _keep_each(self, kind: str, rows: Iterable[Any]) -> None:
        for told in rows:
            self._inbound.refused.fact(kind, told, REVOKED)
            self._require_room()

    def _told_units(self, rows: Rows) -> Rows:
        """The rows with the units of their fields: nobody else may ever tell of them."""
        units = self._units[rows.entity]
        return replace(rows, units={no: units[no] for no in rows.fields if no in units})

    def _require_room(self) -> None:
        count, size = self._before
        refused = self._inbound.refused
        if count + len(refused.found) > MOST_PARTS or size + refused.size > MOST_BYTES:
            raise UserError(
                tr(
                    "Tệp {name} do một máy đã bị thu hồi thẻ khóa gửi, và phần để riêng của máy ấy "
                    "đã quá nhiều. Chưa có gì thay đổi. Hãy giữ lại tệp và báo cho tỉnh."
                ).format(name=self._name)
            )
