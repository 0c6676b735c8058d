"""Rows of a block as they came, ready to be joined with those that are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.store.exchange.joining import Side
from desktop.store.exchange.placing import Places
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape
from desktop.store.exchange.unknown import told_of_unknown
from desktop.versions.origins import Dot


def their_sides(
    shape: Shape,
    block: Rows,
    svs: Sequence[bytes],
    rows: Sequence[int],
    places: Places,
    numbers: Mapping[int, int],
) -> dict[bytes, Side]:
    """Rows of a block by their ids.

    svs: versions as this file counts sessions. rows: their places in the block. numbers: this file's
    numbers of sessions by the sender's.
    """
    beside: dict[int, dict[int, dict[Dot, str]]] = {}
    for one in block.siblings:
        dot = Dot(one.hlc, numbers[one.origin])
        beside.setdefault(one.at, {}).setdefault(one.unit, {})[dot] = one.value
    # Of a record type that this program doesn't know there are none.
    values = list(zip(*shape.in_order(block), strict=True)) or [()] * len(block.ids)
    return {
        block.ids[at]: Side(
            block.roots[at],
            places.scopes[at],
            places.comps[at],
            svs[at],
            values[at],
            beside.get(at, {}),
            told_of_unknown(block, at, svs[at]) if block.units else {},
        )
        for at in rows
    }
