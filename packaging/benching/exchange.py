"""Files between offices: how fast rows come in and go out, how large they are, how much memory it takes."""

from __future__ import annotations

import os
import random
import shutil
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import SystemClock
from desktop.base.ids import new_id
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sample import USER
from desktop.operations.sample_exchange import FIRST, TOP, make_exchange
from desktop.operations.sending import block_of, send
from desktop.records import Person
from desktop.store import tables
from desktop.store.engine import connect
from desktop.store.exchange import channels, inbound
from desktop.store.exchange.rows import Rows
from desktop.store.exchange.shapes import Shape, shapes
from desktop.sync.container import Header
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.manifest import Manifest, Session
from desktop.sync.roster import Roster
from desktop.sync.writer import Section, write_package
from desktop.versions.origins import GENESIS_OID, Dot, Lineage
from desktop.versions.stamp import fresh_sv, mask_of, stamped

from benching.ratio import Bound, Measured, Pair
from benching.workshop import PASSWORD, Workshop, say, seconds

_ROWS = int(os.environ.get("SOXA_BENCH_ROWS", "100000"))
_FEW, _WEEK, _WEEKS = 10_000, 200, 5
_AT_ONCE = 1000
_START = 1_795_219_200_000
_FILLED = ("full_name", "sex", "birth_date", "id_type", "id_number", "phone", "ethnicity",
           "native_place", "birth_place", "other_names")  # fmt: skip
_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_MIDDLES = "Văn Thị Hữu Đức Thanh Minh Ngọc Quang Xuân Thu Kim Hồng".split()
_GIVEN = "An Bình Chi Dung Giang Hà Hải Hoa Hùng Lan Linh Long Mai Nam Sơn Thảo Trang Yến".split()


@dataclass(frozen=True)
class Sender:
    """A commune's PC, whose files are made from rows that no file of a database holds."""

    keys: DeviceKeys
    roster: Roster
    scope: int
    top: int

    def write(
        self, target: Path, number: int, rows: Iterable[Rows], told: Sequence[Session]
    ) -> int:
        """Write a package; returns its size."""
        target.unlink(missing_ok=True)
        manifest = Manifest(
            from_seq=0,
            from_h=bytes(12),
            to_seq=number,
            to_h=os.urandom(12),
            epoch=bytes(8),
            lineage=tuple(told),
            schema=1,
            min_reader=1,
            roster_version=1,
            office=self.scope,
            office_name="Xã",
            sender_name="Bàn đo",
            to_office=self.top,
            number=number,
            wall_ms=_START,
            clock_ok=True,
        )
        devices = tuple(one.device for one in self.roster.active_devices(self.top))
        header = Header(os.urandom(16), self.keys.device, devices, ("0",))
        items = chain([manifest], map(block_of, rows))
        section = Section("0", self.roster.recipients(self.top, 0), items)
        public = self.keys.public.sign
        return write_package(target, header, [section], sign=self.keys.sign, public_key=public).size


class Bench:
    """A province that is copied for each import, and what a commune sends to it."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.made = shop.folder / "exchange"
        if not self.made.exists():
            say("lập một tỉnh và hai xã đã trao thẻ khóa…")
            make_exchange(self.made, PASSWORD, 0, SystemClock())
        self.shape = next(one for one in shapes().values() if one.kind is Person)
        names = [column.field.name for column in self.shape.columns]
        self.fields = [self.shape.columns[names.index(name)].no for name in _FILLED]
        with (
            closing(self._open(self.made / FIRST)) as office,
            office.store.connection(write=True) as connection,
        ):
            keys, roster = own_keys(connection), held_roster(connection)
            scope = own_scope(connection)
        top = next(one.scope for one in roster.offices if one.parent is None)
        self.sender = Sender(keys, roster, scope, top)
        self.oid, self.later = os.urandom(8), os.urandom(8)

    def _open(self, folder: Path) -> Office:
        return open_office(folder, USER, PASSWORD, SystemClock())

    def province(self) -> Office:
        """A fresh copy of the province, open."""
        return self._open(self.copied())

    def commune(self) -> Office:
        """A fresh copy of the first commune, open."""
        return self._open(self.copied(FIRST))

    def copied(self, name: str = TOP) -> Path:
        """The folder of a fresh copy of the province, or of a commune."""
        folder = self.shop.folder / "exchange-copy"
        shutil.rmtree(folder, ignore_errors=True)
        return Path(shutil.copytree(self.made / name, folder))

    def sessions(self) -> tuple[Session, ...]:
        """The session that wrote the rows, and a later one."""
        device = self.sender.keys.device
        first = Session(self.oid, device, GENESIS_OID, 0)
        return first, Session(self.later, device, self.oid, 1 << 62)

    def rows(self, count: int) -> list[Rows]:
        """Invented people, a thousand at a time."""
        return list(self.many(count))

    def many(self, count: int) -> Iterator[Rows]:
        """The same, for more than there is room for at once."""
        draw = random.Random(count)
        return (self.some(draw, at, min(_AT_ONCE, count - at)) for at in range(0, count, _AT_ONCE))

    def some(self, draw: random.Random, at: int, count: int) -> Rows:
        """So many invented people. at: how many came before them."""
        ids = [new_id(_START + at + n, draw.randbytes).bytes for n in range(count)]
        mask = self.shape.mask
        svs = [fresh_sv(mask, Dot((_START + (at + n) * 7) << 16, 1)) for n in range(count)]
        columns = list(zip(*(_person(draw) for _ in range(count)), strict=True))
        names = {1: self.oid} if at == 0 else {}
        where = [self.sender.scope] * count
        return Rows(6, self.fields, ids, [None] * count, where, 0, svs, columns, (), names)

    def edited(self, rows: Sequence[Rows]) -> tuple[list[Rows], list[tuple[Any, ...]]]:
        """Every tenth row with another phone number, and the same for a plain UPDATE."""
        lineage = Lineage()
        lineage.add(self.oid, self.sender.keys.device, GENESIS_OID, 0)
        lineage.add(self.later, self.sender.keys.device, self.oid, 1 << 62)
        unit = mask_of((Person.field("phone").unit,))
        place = _FILLED.index("phone")
        every = [
            (block.ids[at], block.svs[at], [column[at] for column in block.columns])
            for block in rows
            for at in range(0, len(block.ids), 10)
        ]
        found: list[Rows] = []
        plain: list[tuple[Any, ...]] = []
        for first in range(0, len(every), _AT_ONCE):
            ids, before, values = zip(*every[first : first + _AT_ONCE], strict=True)
            dot = Dot((_START + 10**9 + first) << 16, 2)
            svs = [stamped(sv, unit, dot, lineage) for sv in before]
            columns = [list(column) for column in zip(*values, strict=True)]
            columns[place] = [f"097{random.randrange(10**7):07d}" for _ in ids]
            names = {1: self.oid, 2: self.later} if first == 0 else {}
            where, roots = [self.sender.scope] * len(ids), [None] * len(ids)
            found.append(Rows(6, self.fields, ids, roots, where, 0, svs, columns, (), names))
            plain += zip(columns[place], svs, ids, strict=True)
        return found, plain

    def stored(self, rows: Sequence[Rows]) -> list[tuple[Any, ...]]:
        """The same rows as plain tuples for the table."""
        return [row for block in rows for row in _tuples(self.shape, block)]


def _tuples(shape: Shape, block: Rows) -> Iterator[tuple[Any, ...]]:
    told, count = dict(zip(block.fields, block.columns, strict=True)), len(block.ids)
    columns = [told.get(column.no, [None] * count) for column in shape.columns]
    keys = [shape.key(row) for row in zip(*columns, strict=True)]
    ones, none = [10**9] * count, [0] * count
    frame = (block.ids, block.roots, block.scopes, none, block.svs, ones, none)
    return zip(*frame, *columns, keys, strict=True)


def _person(draw: random.Random) -> tuple[Any, ...]:
    name = f"{draw.choice(_FAMILIES)} {draw.choice(_MIDDLES)} {draw.choice(_GIVEN)}"
    day = f"{draw.randrange(1950, 2012)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
    number, phone = f"099{draw.randrange(10**9):09d}", f"09{draw.randrange(10**8):08d}"
    place = draw.choice(("Đà Nẵng", "Quảng Nam", None))
    return name, draw.choice(("NAM", "NU")), day, "CAN_CUOC", number, phone, "01", None, place, None


def measure_exchange(shop: Workshop) -> list[Measured]:
    """All rows of the exchange: each import against the same rows through the driver alone."""
    bench = Bench(shop)
    found: dict[str, list[Pair]] = {}
    for _ in range(min(shop.times, 3)):
        for name, pair in _once(bench).items():
            found.setdefault(name, []).append(pair)
    size, memory, week = _size(bench), _memory(bench), _week(bench)
    count = f"{_ROWS:,}".replace(",", ".")
    return [
        Measured(f"nhận {count} dòng mới: tốc độ", "nghìn/s", found["new"], Bound(least=0.45)),
        Measured(f"nhận lại {count} dòng: tốc độ", "nghìn/s", found["again"], Bound(least=1.5)),
        Measured("nhận 10 % dòng đã sửa: tốc độ", "nghìn/s", found["edited"], Bound(least=0.35)),
        Measured(f"gửi {count} dòng: tốc độ", "nghìn/s", found["sent"], Bound(least=1.0)),
        Measured("trong đó bước tìm nhanh, so với dòng", "s", found["index"], Bound(most=1.0)),
        Measured("cỡ mỗi dòng, 2.000 dòng", "B", [Pair(55, size)], Bound(most=1.0)),
        Measured("bộ nhớ khi nhận, nhiều dòng so với ít", "MB", memory, Bound(most=2.0, never=120)),
        Measured("gói một tuần, 200 thay đổi", "ms", [Pair(50, week)], Bound(most=1.0)),
    ]


def _once(bench: Bench) -> dict[str, Pair]:
    rows = bench.rows(_ROWS)
    plain, folder = bench.stored(rows), bench.shop.folder
    first, again = folder / "1.goi", folder / "2.goi"
    bench.sender.write(first, 1, rows, bench.sessions()[:1])
    bench.sender.write(again, 2, rows, bench.sessions()[:1])
    edited, updates = bench.edited(rows)
    third = folder / "3.goi"
    bench.sender.write(third, 3, edited, bench.sessions())
    with closing(bench.province()) as office:
        raw, raw_edits = _raw(office, bench.shape, plain, updates)
    del plain
    with closing(bench.province()) as office, _index_watch() as spent:
        new = seconds(lambda: receive(office, first))
        index = spent.pop()
        known = seconds(lambda: receive(office, again))
        merged = seconds(lambda: receive(office, third)) - spent.pop()
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        sent = seconds(lambda: send(office, bench.sender.scope, out))
    floor, many = _ROWS / raw / 1000, _ROWS / 1000
    return {
        "new": Pair(floor, many / (new - index)),
        "again": Pair(floor, many / known),
        "edited": Pair(len(updates) / raw_edits / 1000, len(updates) / merged / 1000),
        "sent": Pair(floor, many / sent),
        "index": Pair(new - index, index),
    }


def _raw(
    office: Office, shape: Shape, rows: Sequence[Any], edits: Sequence[Any]
) -> tuple[float, float]:
    """Seconds of the driver alone for the same rows, and for the same edits."""
    with closing(connect(office.store.path, office.store.key)) as file:

        def write(sql: str, values: Sequence[Any]) -> None:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(sql, values)
            file.execute("COMMIT")

        new = seconds(lambda: write(shape.insert, rows))
        sql = f"UPDATE {shape.table} SET phone = ?, sv = ? WHERE id = ?"  # noqa: S608
        return new, seconds(lambda: write(sql, edits))


class _index_watch:  # noqa: N801 -- used as a function is
    """Notes how long the step of quick search took in each import."""

    def __enter__(self) -> list[float]:
        self._step, spent = inbound.index_arrivals, list[float]()

        def watched(*args: Any) -> None:
            spent.append(seconds(lambda: self._step(*args)))

        inbound.index_arrivals = watched
        return spent

    def __exit__(self, *_error: object) -> None:
        inbound.index_arrivals = self._step


def _size(bench: Bench) -> float:
    rows = bench.rows(2000)
    target = bench.shop.folder / "size.goi"
    return bench.sender.write(target, 1, rows, bench.sessions()[:1]) / 2000


def _memory(bench: Bench) -> list[Pair]:
    """Peaks of what Python holds while few rows and while many come in."""
    peaks: list[float] = []
    for count in (_FEW, _ROWS):
        target = bench.shop.folder / "memory.goi"
        bench.sender.write(target, 1, bench.rows(count), bench.sessions()[:1])
        with closing(bench.province()) as office:
            tracemalloc.start()
            receive(office, target)
            peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
    return [Pair(*peaks)]


def _week(bench: Bench) -> float:
    """Milliseconds in which a commune finds and writes what it changed in a week."""
    out = bench.shop.folder / "week"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    times: list[float] = []
    with closing(bench.commune()) as office:
        for week in range(_WEEKS):
            with office.store.connection(write=True) as connection:
                # As if the province had confirmed all that was before.
                last = channels.last_point(connection).seq
                connection.execute(sa.update(tables.peers).values(acked=last))
            with office.writing() as session:
                names = (f"Người {n} của tuần {week}" for n in range(_WEEK))
                session.add_all(Person(full_name=name, scope=bench.sender.scope) for name in names)
            times.append(seconds(lambda: send(office, bench.sender.top, out)))
    return sorted(times)[_WEEKS // 2] * 1000
