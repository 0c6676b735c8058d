"""Blocks of a package as the store takes them."""

from __future__ import annotations

from desktop.operations.opened_files import entity_number
from desktop.store.exchange.rows import Rows, Sibling
from desktop.sync.blocks import Block


def rows_of(block: Block, comp: int, name: str) -> Rows:
    """A block of a package as the store takes it. name: of the file. Raises Refused."""
    return Rows(
        entity_number(block.entity, name),
        block.fields,
        block.ids,
        block.roots,
        block.scopes,
        comp,
        block.svs,
        block.columns,
        [
            Sibling(one.row, one.unit, one.origin, one.hlc, one.value or "{}")
            for one in block.siblings
        ],
        dict(block.names),
    )
