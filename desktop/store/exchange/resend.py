"""Having rows go out once more, whole, because the other office holds them otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.store.engine import raw_connection
from desktop.store.exchange.digests import Bucket, Extent
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.store.stamping import STAMPER, Stamper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KIND = "resend"


def send_rows_again(
    session: Session, extent: Extent, buckets: Iterable[Bucket], declared: Shapes | None = None
) -> int:
    """Let the rows of these buckets go out with the next files, in a ``writing`` session.

    They keep their values and versions, and are joined where they arrive: nothing is written over
    anybody. Returns how many there are; without any, nothing is written into the log either.
    declared: the record types that the program knows; buckets of others may be held, too.
    """
    session.flush()
    raw = raw_connection(session.connection())
    condition, values = extent.condition()
    wanted: dict[tuple[int, int], list[int]] = {}
    for bucket in buckets:
        wanted.setdefault((bucket.entity, bucket.comp), []).append(bucket.number)
    found: list[tuple[int, bytes]] = []
    known = known_shapes(raw, declared)
    for (entity, comp), numbers in wanted.items():
        if entity not in known:
            continue  # nothing of it ever came here, so that only the other one can send it
        sql = f"SELECT id FROM {known[entity].table} WHERE {condition} AND comp = ?"
        rows = raw.execute(sql, [*values, comp]).fetchall()
        found += [(entity, row) for (row,) in rows if row[-1] in numbers]
    if found:
        stamper: Stamper = session.info[STAMPER]
        # The versions stay, so the line says only that these rows went out anew.
        seq, _dot = stamper.log_apart(KIND, ((entity, row, b"") for entity, row in found))
        for entity, row in found:
            raw.execute(f"UPDATE {known[entity].table} SET sq = ? WHERE id = ?", (seq, row))
    return len(found)
