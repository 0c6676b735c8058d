"""What encryption costs: the same library with a key and without, opening, and the page cache."""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack, closing
from pathlib import Path

import sqlalchemy as sa
from argon2.low_level import Type, hash_secret_raw
from sqlcipher3 import dbapi2

from desktop.operations.office import Office
from desktop.operations.sample import USER
from desktop.store.engine import RawConnection, connect
from desktop.store.folder import OFFICE_DB
from desktop.store.keys import KEY_BYTES, read_keys

from benching.ratio import Bound, Measured, Pair
from benching.workshop import PASSWORD, Workshop, seconds

_ROWS, _COMMITS, _SERIES = 50_000, 30, 5
_DAILY_MB, _IMPORT_MB, _MB = 32, 64, 1024
_PLAIN_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY",
                  "secure_delete = ON")  # fmt: skip


def measure_encryption(shop: Workshop) -> list[Measured]:
    """Rows in bulk and one by one with a key and without; signing in; how much is kept in memory."""
    bulk: list[Pair] = []
    commits: list[Pair] = []
    for series in range(min(shop.times, _SERIES) + 1):
        (plain, plain_commit), (coded, coded_commit) = (
            _written(shop.folder / f"plain-{series}.db", key=None),
            _written(shop.folder / f"coded-{series}.db", key=secrets.token_bytes(KEY_BYTES)),
        )
        bulk.append(Pair(_ROWS / plain / 1000, _ROWS / coded / 1000))
        commits.append(Pair(1 / plain_commit, 1 / coded_commit))
    folder = shop.office()
    signing = shop.in_turn(lambda: _stretch(folder), lambda: _unlock(folder))
    with shop.opened(folder) as office:
        daily, importing = _kept_daily(office), _kept_importing(office)
    return [
        Measured("ghi nhiều dòng, có mã hóa so với không", "nghìn/s", bulk[1:], Bound(least=0.6)),
        Measured("mỗi lần lưu, có mã hóa so với không", "lần/s", commits[1:], Bound(least=0.5)),
        Measured("mở khóa bằng mật khẩu, so với riêng Argon2id", "ms", signing, Bound(most=1.2)),
        Measured(
            "trang giữ trong bộ nhớ, hằng ngày", "MB", [Pair(_DAILY_MB, daily)], Bound(most=1)
        ),
        Measured(
            "trang giữ trong bộ nhớ, khi nhận tệp",
            "MB",
            [Pair(_IMPORT_MB, importing)],
            Bound(most=1),
        ),
    ]


def _written(path: Path, key: bytes | None) -> tuple[float, float]:
    """Seconds of one transaction of many rows, and of one small transaction."""
    rows = [(os.urandom(16), f"Người số {at}", f"099{at:09d}") for at in range(_ROWS)]
    with closing(_plain(path) if key is None else connect(path, key, must_exist=False)) as file:
        file.execute("CREATE TABLE t(id BLOB PRIMARY KEY, full_name TEXT, id_number TEXT)")
        file.execute("CREATE INDEX t_number ON t(id_number)")

        def many() -> None:
            file.execute("BEGIN IMMEDIATE")
            file.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
            file.execute("COMMIT")

        def singly() -> None:
            for at in range(_COMMITS):
                file.execute("BEGIN IMMEDIATE")
                file.execute("UPDATE t SET full_name = ? WHERE id = ?", (f"Tên {at}", rows[at][0]))
                file.execute("COMMIT")

        taken = seconds(many), seconds(singly) / _COMMITS
    path.unlink()
    return taken


def _plain(path: Path) -> RawConnection:
    """The same library and pragmas, without a key."""
    file: RawConnection = dbapi2.connect(str(path), isolation_level=None)
    for pragma in _PLAIN_PRAGMAS:
        file.execute(f"PRAGMA {pragma}")
    return file


def _stretch(folder: Path) -> float:
    """Milliseconds of one Argon2id at the price that the office's ring names."""
    cost = read_keys(folder).cost
    return 1000 * seconds(
        lambda: hash_secret_raw(
            PASSWORD.encode(),
            os.urandom(16),
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    )


def _unlock(folder: Path) -> float:
    """Milliseconds from a typed password to a file that is read."""

    def work() -> None:
        key = read_keys(folder).open(USER, PASSWORD)
        connect(folder / OFFICE_DB, key).close()

    return 1000 * seconds(work)


def _kept_daily(office: Office) -> float:
    """MB of pages that all connections together may keep."""
    with ExitStack() as lent:
        pool = office.store.engine.pool
        assert isinstance(pool, sa.QueuePool)
        connections = [
            lent.enter_context(office.store.engine.connect()) for _ in range(pool.size())
        ]
        return sum(map(_cache_of, connections))


def _kept_importing(office: Office) -> float:
    """MB of pages that the connection keeps through which files come in."""
    with office.store.bulk_work(), office.store.engine.connect() as connection:
        return _cache_of(connection)


def _cache_of(connection: sa.Connection) -> float:
    told = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    assert told < 0, "told in pages, not in KiB"
    return -told / _MB
