"""Words of others that came by a sender who does not vouch for them: dropped once they are here.

A PC of the province hears of what another one of its PCs changed first by the communes, perhaps; it
waits for that PC's own file. Once that has come, nothing is left to be decided.
"""

from __future__ import annotations

from desktop.store.engine import RawConnection
from desktop.store.exchange.left_out import LeftRow, forget_rows, rows_left
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.origins import Lineage
from desktop.versions.stamp import Version, read_sv, renumbered

RELAYED = "relayed"


def forget_known(
    connection: RawConnection, lineage: Lineage, declared: Shapes | None = None
) -> None:
    """Drop what was set aside of rows that are here now with all of its writes."""
    parts = rows_left(connection, RELAYED)
    known = known_shapes(connection, declared) if parts else {}
    forget_rows(
        connection,
        [
            one.no
            for one in parts
            if one.entity in known and _is_here(connection, lineage, known[one.entity].table, one)
        ],
    )


def _is_here(connection: RawConnection, lineage: Lineage, table: str, part: LeftRow) -> bool:
    found = connection.execute(f"SELECT sv FROM {table} WHERE id = ?", (part.row,)).fetchone()
    if found is None:
        return False
    rows, here = part.rows, read_sv(found[0])
    numbers = {no: lineage.named(oid).no for no, oid in rows.names.items()} | {0: 0}
    told = read_sv(renumbered(rows.svs[0], numbers))
    shown = all(unit in here and _has(lineage, here[unit], one) for unit, one in told.items())
    return shown and not rows.siblings


def _has(lineage: Lineage, here: Version, told: Version) -> bool:
    return lineage.covers({**here.context, here.dot.origin: here.dot.hlc}, told.dot)
