"""Rows that would only go back to the office they came from: they wait for nobody.

They are sent all the same, since only the other one knows whether it still has them; but they are no
work of ours that could be lost with this PC.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange.departures import Reach
from desktop.store.exchange.inbound import KIND
from desktop.store.exchange.shapes import Shape
from desktop.store.exchange.unknown import known_shapes
from desktop.versions.origins import Lineage
from desktop.versions.stamp import groups_of


def count_echoes(
    connection: sa.Connection, lineage: Lineage, reach: Reach, devices: Collection[bytes]
) -> dict[int, int]:
    """How many rows of a channel these PCs have sent us and nobody here has changed, by type."""
    seqs = _imports(connection, reach, devices)
    if not seqs:
        return {}
    theirs = {origin.no for origin in lineage if origin.device in devices}
    log = tables.log
    acked = connection.execute(sa.select(log.c.hlc).where(log.c.seq == reach.after)).scalar() or 0
    raw = raw_connection(connection)
    known = known_shapes(raw)
    found = {e: _count(raw, shape, reach, seqs, theirs, acked) for e, shape in known.items()}
    return {entity: count for entity, count in found.items() if count}


def without_echoes(
    connection: sa.Connection,
    lineage: Lineage,
    reach: Reach,
    devices: Collection[bytes],
    counts: Mapping[int, int],
) -> dict[int, int]:
    """Counts of a channel's rows by type, less those that would only go back."""
    echoes = count_echoes(connection, lineage, reach, devices) if counts else {}
    less = {entity: count - echoes.get(entity, 0) for entity, count in counts.items()}
    return {entity: count for entity, count in less.items() if count > 0}


def _imports(connection: sa.Connection, reach: Reach, devices: Collection[bytes]) -> list[int]:
    """The lines of our log that took in files of these PCs."""
    log, packages = tables.log, tables.packages
    asked = (
        sa.select(log.c.seq)
        .join(packages, packages.c.pkg == log.c.pkg)
        .where(
            log.c.kind == KIND,
            log.c.seq > reach.after,
            log.c.seq <= reach.until,
            packages.c.device.in_(list(devices)),
        )
    )
    return list(connection.execute(asked).scalars())


def _count(
    connection: RawConnection,
    shape: Shape,
    reach: Reach,
    seqs: Collection[int],
    theirs: Collection[int],
    acked: int,
) -> int:
    condition, values = reach.condition(shape.table)
    marks = ", ".join("?" * len(seqs))
    # Where values stand beside each other, one of them may be ours.
    sql = (
        f"SELECT sv, count(*) FROM {shape.table} WHERE {condition} AND sq IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM sync_sib WHERE ent = ? AND row = id) GROUP BY sv"
    )
    rows = connection.execute(sql, [*values, *seqs, shape.entity])
    return sum(
        count
        for sv, count in rows
        if all(group.dot.origin in theirs or group.dot.hlc <= acked for group in groups_of(sv))
    )
