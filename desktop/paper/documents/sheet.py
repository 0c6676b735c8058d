"""Tables put together column by column, each column from a declared field or from plain texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.i18n import tr
from desktop.paper.blocks import Align, Column, Inline, Row, RowKind, Table

if TYPE_CHECKING:
    from desktop.paper.documents.entry import Entry

_WIDE = 20


@dataclass(frozen=True)
class Strand:
    """One column: its head, its cells from top to bottom, what stands in the row of totals."""

    title: str
    cells: Sequence[Inline]
    weight: float = 1.0
    align: Align = Align.LEFT
    total: str = ""


def strand(
    model: Entry,
    rows: Sequence[Entry],
    *fields: str,
    weight: float,
    align: Align | None = None,
    total: str = "",
) -> list[Strand]:
    """A column of one field, or of several one below the other; none if they have no place.

    model: an entry of the same kind, asked for label and level.
    """
    kept = [name for name in fields if model.shows(name)]
    if not kept:
        return []
    cells = ["\n".join(filter(None, (row.text(name) for name in kept))) for row in rows]
    side = align if align is not None else _align(model, kept)
    return [Strand(model.label(*kept), cells, weight, side, total)]


def _align(model: Entry, fields: Sequence[str]) -> Align:
    kinds = [model.field(name).kind for name in fields]
    if all(kind.numeric for kind in kinds):
        return Align.RIGHT
    return Align.CENTRE if all(kind.width < _WIDE for kind in kinds) else Align.LEFT


def numbered(count: int) -> Strand:
    """The column of running numbers."""
    return Strand(tr("STT"), [str(at) for at in range(1, count + 1)], 0.6, Align.CENTRE)


def table(strands: Sequence[Strand], *, size: float = 12.0, empty_rows: int = 0) -> Table:
    """The columns side by side, a row of totals if any has one, rows to write on if wanted."""
    columns = tuple(Column(one.title, one.weight, one.align) for one in strands)
    rows = [Row(cells) for cells in zip(*(one.cells for one in strands), strict=True)]
    rows += [Row(("",) * len(strands), min_lines=2) for _ in range(empty_rows)]
    if rows and any(one.total for one in strands):
        rows.append(Row(tuple(one.total for one in strands), RowKind.TOTAL))
    return Table(columns, rows, size=size)
