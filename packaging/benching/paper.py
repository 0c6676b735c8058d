"""Many case files into one PDF, against the same words with ReportLab alone."""

from __future__ import annotations

from desktop.operations.sample import USER

from benching.ratio import Bound, Measured, Pair
from benching.workshop import PASSWORD, Workshop

_CASES = 1000
_MOST_MB = 300


def measure_paper(shop: Workshop) -> list[Measured]:
    """Time and greatest memory of processes that do nothing else."""
    folder = str(shop.office(0))
    told = {"SOXA_USER": USER, "SOXA_PASSWORD": PASSWORD}

    def printed(what: str) -> list[float]:
        target = str(shop.folder / f"{what}.pdf")
        return shop.run(what, folder, str(_CASES), target, **told)

    both = [(printed("text"), printed("cases")) for _ in range(min(shop.times, 2))]
    times = [Pair(floor[0], ours[0]) for floor, ours in both]
    memory = [Pair(floor[1], ours[1]) for floor, ours in both]
    name = f"{_CASES:,} hồ sơ vào một PDF có mục lục".replace(",", ".")
    return [
        Measured(name, "s", times, Bound(most=1.5), "mức sàn không đọc dữ liệu, chỉ dàn chữ"),
        Measured("bộ nhớ cao nhất khi in", "MB", memory, Bound(never=_MOST_MB)),
    ]
