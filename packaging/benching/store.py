"""Saving, searching and listing, against the same rows through the driver alone."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event

from desktop.base.text import words
from desktop.operations import lists, records
from desktop.operations.lists import ListReader, listing
from desktop.operations.office import Office
from desktop.records import CaseFile
from desktop.store.engine import RawConnection

from benching.ratio import Bound, Measured, Pair
from benching.workshop import MORE_PEOPLE, PEOPLE, Workshop, raw, seconds

_SAVES, _PAGES, _PAGE, _HITS = 20, 60, 100, 30
_TYPED = (
    "nguyen van an", "tran thi hoa", "Nguyễn Thị Hồng", "đặng ngọc ánh", "hoa tran", "lê", "pham",
    "0951234567", "099090", "20854-26-A",
)  # fmt: skip
Statement = tuple[str, Any, bool]
"""SQL, its parameters, and whether they are many."""


# -- saving ---------------------------------------------------------------------------


def measure_save(shop: Workshop) -> list[Measured]:
    """One changed case through the operation; the floor writes the same rows into a twin.

    A series is many saves, and its value their median: one save is as long as one fsync.
    """
    pairs: list[Pair] = []
    with shop.opened(shop.copy("saving")) as office, shop.opened(shop.copy("twin")) as twin:
        case = _open_case(office)
        written = _writes_of(office)
        with raw(twin) as file:
            for series in range(shop.times + 1):
                both = [_save(office, case, file, written, f"{series}.{n}") for n in range(_SAVES)]
                pairs.append(Pair(median(p.floor for p in both), median(p.ours for p in both)))
    name = "cất một hồ sơ, có dấu phiên bản, nhật ký, lịch sử"
    return [Measured(name, "ms", pairs[1:], Bound(most=4, enough=5))]


def _save(
    office: Office, case: UUID, twin: RawConnection, written: list[Statement], mark: str
) -> Pair:
    seen = records.read(office, "case_files", case).seen
    told = {"problem": f"Khó khăn lần {mark}", "urgent": f"Cần giúp lần {mark}"}
    written.clear()
    ours = seconds(lambda: records.save(office, "case_files", case, told, seen))
    return Pair(seconds(lambda: _write(twin, written)) * 1000, ours * 1000)


def _open_case(office: Office) -> UUID:
    with office.reading() as session:
        return session.scalars(
            sa.select(CaseFile.id)
            .where(CaseFile.comp == 0, CaseFile.closed_on.is_(None))
            .order_by(CaseFile.number)
            .limit(1)
        ).one()


def _writes_of(office: Office) -> list[Statement]:
    """A list that fills with every statement by which the office changes its file."""
    found: list[Statement] = []

    def note(_c: Any, _cursor: Any, sql: str, told: Any, _context: Any, many: bool) -> None:
        if not sql.startswith(("SELECT", "BEGIN", "PRAGMA")):
            found.append((sql, told, many))

    event.listen(office.store.engine, "before_cursor_execute", note)
    return found


def _write(file: RawConnection, statements: list[Statement]) -> None:
    file.execute("BEGIN IMMEDIATE")
    for sql, told, many in statements:
        (file.executemany if many else file.execute)(sql, told)
    file.execute("COMMIT")


# -- searching ------------------------------------------------------------------------


def measure_search(shop: Workshop) -> list[Measured]:
    """Every beginning of what is typed, letter by letter, to the lines of the drop-down."""
    typed = [text[:end] for text in _TYPED for end in range(1, len(text) + 1) if text[:end].strip()]
    pairs: list[Pair] = []
    with shop.opened(shop.office(MORE_PEOPLE)) as office, raw(office) as file:
        for at in range(shop.times + 1):
            both = [
                Pair(
                    seconds(lambda t=text: _match(file, t)) * 1000,
                    seconds(lambda t=text: lists.quick_search(office, t, _HITS)) * 1000,
                )
                for text in typed
            ]
            if at:
                pairs.append(Pair(_p95([p.floor for p in both]), _p95([p.ours for p in both])))
    people = f"{MORE_PEOPLE:,}".replace(",", ".")
    name = f"gõ tìm trong {people} người, p95 của {len(typed)} phím"
    return [Measured(name, "ms", pairs, Bound(most=3, never=16))]


def _match(file: RawConnection, text: str) -> None:
    query = " AND ".join(f'"{word}"*' for word in words(text))
    sql = "SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?"
    file.execute(sql, (query, _HITS)).fetchall()


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


# -- listing --------------------------------------------------------------------------


def measure_list(shop: Workshop) -> list[Measured]:
    """All ids in the order of names, then pages as they come into sight."""
    with shop.opened(shop.office()) as office, raw(office) as file:
        shown = listing(office, "people")
        sql = "SELECT id FROM people ORDER BY sort_key, id"
        opened = shop.in_turn(
            lambda: seconds(lambda: file.execute(sql).fetchall()) * 1000,
            lambda: seconds(lambda: ListReader(office, shown).ids()) * 1000,
        )
        reader = ListReader(office, shown)
        scrolled = _scroll(reader, file, list(reader.ids()))
    count = f"{PEOPLE:,}".replace(",", ".")
    return [
        Measured(f"mở danh sách {count} người", "ms", opened, Bound(most=2)),
        Measured("cuộn một trang của danh sách", "ms", scrolled, Bound(most=3)),
    ]


def _scroll(reader: ListReader, file: RawConnection, ids: list[bytes]) -> list[Pair]:
    columns = ", ".join(reader.listing.columns)
    sql = f"SELECT id, {columns} FROM people WHERE id IN ({','.join('?' * _PAGE)})"  # noqa: S608
    pairs: list[Pair] = []
    for at in range(_PAGES + 1):
        first = at * (len(ids) // (_PAGES + 1))
        page = ids[first : first + _PAGE]
        works: tuple[Callable[[], object], ...] = (
            lambda p=page: file.execute(sql, p).fetchall(),
            lambda p=page: reader.cells(p),
        )
        floor, ours = (seconds(work) * 1000 for work in works)
        pairs.append(Pair(floor, ours))
    return pairs[1:]
