"""One very large file: the memory it takes, and what others feel who read in the meantime."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop.operations.sample import USER

from benching.exchange import Bench
from benching.ratio import Bound, Measured, Pair
from benching.workshop import PASSWORD, Workshop, say

_FEW = 10_000
_MANY = int(os.environ.get("SOXA_BENCH_MANY", "1000000"))
_QUIET = 5
"""Seconds of readings while nothing else happens."""
_MOST_GROWN = 120
"""MB that a file may take above the open program, however many rows it has."""
_MOST_WAIT = 5
"""Milliseconds that 99 of 100 readings may take beside it."""


def measure_million(shop: Workshop) -> list[Measured]:
    """Both offices are copies of the same province; readers are a process of their own."""
    bench, told = Bench(shop), {"SOXA_USER": USER, "SOXA_PASSWORD": PASSWORD}
    few = _received(bench, _FEW, told)
    with ThreadPoolExecutor(1) as pool:
        quiet = _reading(bench, pool, told, lambda _folder: time.sleep(_QUIET))
        say(f"một tệp {_MANY:,} dòng…".replace(",", "."))
        file = _written(bench, _MANY)
        many: list[float] = []
        waited = _reading(
            bench,
            pool,
            told,
            lambda folder: many.extend(shop.run("receive", str(folder), str(file), **told)),
        )
    return [
        Measured(
            "bộ nhớ thêm khi nhận: một triệu dòng so với ít",
            "MB",
            [Pair(few[1], many[1])],
            Bound(never=_MOST_GROWN),
            f"{_MANY / many[0] / 1000:.1f} nghìn dòng/s, cả bước tìm nhanh",
        ),
        Measured("đọc trong lúc nhận: 99 %", "ms", [Pair(quiet, waited)], Bound(never=_MOST_WAIT)),
    ]


def _written(bench: Bench, count: int) -> Path:
    file = bench.shop.folder / f"{count}.goi"
    bench.sender.write(file, 1, bench.many(count), bench.sessions()[:1])
    return file


def _received(bench: Bench, count: int, told: dict[str, str]) -> list[float]:
    return bench.shop.run("receive", str(bench.copied()), str(_written(bench, count)), **told)


def _reading(
    bench: Bench,
    pool: ThreadPoolExecutor,
    told: dict[str, str],
    meanwhile: Callable[[Path], object],
) -> float:
    """Milliseconds of the slowest of a hundred readings while something else is done."""
    folder, until = bench.copied(), bench.shop.folder / "enough"
    until.unlink(missing_ok=True)
    reading = pool.submit(bench.shop.run, "read", str(folder), str(until), **told)
    try:
        meanwhile(folder)
    finally:
        until.touch()
    return reading.result()[1]
