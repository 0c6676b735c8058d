"""What the columns and the index of the exchange cost when many rows come in."""

from __future__ import annotations

import functools
import random
import secrets
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from desktop.base.ids import new_id
from desktop.store.engine import connect
from desktop.versions.origins import Dot
from desktop.versions.stamp import fresh_sv, mask_of

from benching.ratio import Bound, Measured, Pair
from benching.workshop import Workshop, seconds

_ROWS = 200_000
_FIELDS = (
    "full_name", "sort_key", "sex", "birth_date", "id_number", "phone", "address", "unit",
    "ethnicity", "job", "status", "opened_on", "note",
)  # fmt: skip
_INDEXED = ("sort_key", "id_number", "unit")
_TRACKED = (
    "root BLOB, scope INTEGER NOT NULL, comp INTEGER NOT NULL DEFAULT 0, "
    "sv BLOB NOT NULL, sq INTEGER NOT NULL, stub INTEGER DEFAULT 0, "
)
_GUARDS = (
    "CREATE INDEX t_scope ON t(scope, sq)",
    "CREATE TRIGGER t_u BEFORE UPDATE ON t WHEN NEW.sv IS OLD.sv AND NEW.sq IS OLD.sq "
    "BEGIN SELECT RAISE(ABORT, 'unstamped write'); END",
    "CREATE TRIGGER t_d BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'use void or purge'); END",
)
Rows = Sequence[tuple[object, ...]]


def measure_bulk(shop: Workshop) -> list[Measured]:
    """The same rows in one transaction, with the columns of the exchange and without them."""
    plain, tracked = _rows()
    rates: list[Pair] = []
    sizes: list[Pair] = []
    insert = functools.partial(_insert, shop.folder / "bulk.db")
    insert(_schema(""), plain[:1000])
    for _ in range(min(shop.times, 5)):
        (slow, small), (fast, large) = (
            insert(_schema(""), plain),
            insert(_schema(_TRACKED, *_GUARDS), tracked),
        )
        rates.append(Pair(_ROWS / slow / 1000, _ROWS / fast / 1000))
        sizes.append(Pair(small, large))
    name = f"ghi {_ROWS:,} dòng có cột và chỉ mục trao đổi".replace(",", ".")
    return [
        Measured(f"{name}: tốc độ", "nghìn/s", rates, Bound(least=0.65)),
        Measured(f"{name}: cỡ tệp", "MB", sizes, Bound(most=1.2)),
    ]


def _schema(more: str, *rest: str) -> tuple[str, ...]:
    columns = ", ".join(f"{name} TEXT" for name in _FIELDS)
    indexes = (f"CREATE INDEX t_{name} ON t({name})" for name in _INDEXED)
    return (f"CREATE TABLE t(id BLOB PRIMARY KEY, {more}{columns})", *indexes, *rest)


def _insert(path: Path, schema: Sequence[str], rows: Rows) -> tuple[float, float]:
    """Seconds of the transaction and MB of the file."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    marks = ",".join("?" * len(rows[0]))
    with closing(connect(path, secrets.token_bytes(32), must_exist=False)) as file:
        for sql in schema:
            file.execute(sql)

        def write() -> None:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(f"INSERT INTO t VALUES ({marks})", rows)  # noqa: S608
            file.execute("COMMIT")

        taken = seconds(write)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return taken, path.stat().st_size / 1e6


def _rows() -> tuple[Rows, Rows]:
    """Invented rows of a person's size: bare, and with what an insert is stamped with."""
    draw = random.Random(20_854)
    mask = mask_of(range(1, len(_FIELDS) + 1))
    start = 1_795_219_200_000
    plain: list[tuple[object, ...]] = []
    tracked: list[tuple[object, ...]] = []
    for at in range(_ROWS):
        row_id = new_id(start + at, draw.randbytes).bytes
        fields = _fields(draw, draw.randrange)
        # One flush writes some thousand rows: they share a number and a clock.
        sv = fresh_sv(mask, Dot((start + at // 5000) << 16, 3))
        plain.append((row_id, *fields))
        tracked.append((row_id, None, 20_854, 0, sv, 17 + at // 5000, 0, *fields))
    return plain, tracked


def _fields(draw: random.Random, below: Callable[[int], int]) -> tuple[str | None, ...]:
    name = f"{draw.choice(_FAMILIES)} {draw.choice(_MIDDLES)} {draw.choice(_GIVEN)}"
    year = 1950 + below(58)
    return (
        name,
        f"{name.rsplit(maxsplit=1)[-1]} {name}",
        draw.choice(("NAM", "NU")),
        f"{year}-{1 + below(12):02d}-{1 + below(28):02d}",
        f"099{below(10**9):09d}",
        f"095{below(10**7):07d}" if below(10) < 8 else None,
        f"Số {1 + below(180)}, thôn {1 + below(12)}",
        f"{below(3321):05d}",
        "01",
        draw.choice(("Làm nông", "Công nhân", "Buôn bán", None)),
        draw.choice(("TIEP_NHAN", "THUC_HIEN", "KET_THUC")),
        f"2026-{1 + below(12):02d}-{1 + below(28):02d}",
        "Gia đình có hoàn cảnh khó khăn" if below(8) == 0 else None,
    )


_FAMILIES = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi")
_MIDDLES = ("Văn", "Thị", "Ngọc", "Minh", "Đức", "Thanh")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Hà", "Hoa", "Lan", "Long", "Mai", "Sơn", "Tuấn", "Yến")
