"""What the engine holds while a file comes in does not grow with the file (P16)."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.ids import new_id
from desktop.operations.exchange_keys import held_roster, own_keys
from desktop.operations.receiving import receive
from desktop.records import Person
from desktop.store import search
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape, shapes
from desktop.sync.manifest import Session
from desktop.versions.clock import DAY_MS
from desktop.versions.origins import GENESIS_OID, Dot
from desktop.versions.stamp import fresh_sv
from exchange.enrolled import Offices, enrolled_offices, offices, stick

from benching.exchange import Sender

__all__ = ["enrolled_offices", "offices", "stick"]

FEW, MANY, AT_ONCE = 4_000, 20_000, 1_000
START = 20_000 * DAY_MS
OID = b"sessions"


def people(shape: Shape, scope: int, count: int) -> Iterator[Rows]:
    """Invented people whom no other file has, a thousand at a time."""
    draw = random.Random(count)
    named = {column.field.name: column.no for column in shape.columns}
    fields = [named["full_name"], named["phone"], named["note"]]
    for first in range(0, count, AT_ONCE):
        numbers = range(first, first + AT_ONCE)
        ids = [new_id(START + at, draw.randbytes).bytes for at in numbers]
        svs = [fresh_sv(shape.mask, Dot((START + at) << 16, 1)) for at in numbers]
        notes = [draw.randbytes(20).hex() for _ in numbers]
        columns = [["Nguyễn Văn An"] * AT_ONCE, [f"09{at:08d}" for at in numbers], notes]
        where, none = [scope] * AT_ONCE, [None] * AT_ONCE
        names = {} if first else {1: OID}
        yield Rows(Person.entity, fields, ids, none, where, 0, svs, columns, (), names)


@pytest.mark.timeout(600)
def test_five_times_the_rows_need_no_more_memory(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Portions that the smaller file fills several times, else it would not need a whole one.
    monkeypatch.setattr(search, "_AT_ONCE", AT_ONCE)
    with offices["a"].store.connection(write=True) as connection:
        keys, roster = own_keys(connection), held_roster(connection)
    sender = Sender(keys, roster, offices.scope("a"), offices.scope("tinh"))
    told = (Session(OID, keys.device, GENESIS_OID, 0),)
    shape = next(one for one in shapes().values() if one.kind is Person)
    offices.close("a")
    top, peaks = offices["tinh"], dict[int, int]()
    # The first file also pays for what is made once and kept.
    for number, count in enumerate((AT_ONCE, FEW, MANY), 1):
        file = stick / f"GOI_{count}.goi"
        sender.write(file, number, people(shape, sender.scope, count), told)
        tracemalloc.start()
        try:
            receipt = receive(top, file)
            peaks[count] = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert receipt.tally.new.total() == count
        assert receipt.tally.set_aside == []
    assert peaks[MANY] < 1.2 * peaks[FEW], peaks
    assert peaks[MANY] < 30e6
