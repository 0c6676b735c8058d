"""What a measurement says: two series taken in turn, their ratio, and the bound it must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple


class Pair(NamedTuple):
    """The floor and ours, measured one right after the other: a busy moment meets both."""

    floor: float
    ours: float


@dataclass(frozen=True)
class Bound:
    """What is allowed.

    most, least: of ours ÷ floor. enough: a value of ours that is good whatever the ratio says;
    never: one that it must stay under besides. All are asked of the median.
    """

    most: float | None = None
    least: float | None = None
    enough: float | None = None
    never: float | None = None

    def keeps(self, ratio: float, ours: float) -> bool:
        """Whether a measurement stays within."""
        if self.never is not None and ours >= self.never:
            return False
        if self.enough is not None and ours <= self.enough:
            return True
        return (self.most is None or ratio <= self.most) and (
            self.least is None or ratio >= self.least
        )

    def words(self, unit: str) -> str:
        """The bound as the table shows it."""
        told = [f"≤ {self.most:g}×"] if self.most is not None else []
        told += [f"≥ {self.least:g}×"] if self.least is not None else []
        line = " ".join(told)
        line += f" hoặc ≤ {self.enough:g} {unit}" if self.enough is not None else ""
        return line + (f"{' và' if line else ''} < {self.never:g} {unit}" if self.never else "")


@dataclass(frozen=True)
class Measured:
    """One line of the table; the pairs stand in the order they were taken."""

    name: str
    unit: str
    pairs: Sequence[Pair]
    bound: Bound
    note: str = ""

    @property
    def ratio(self) -> float:
        """The median of the ratios: each pair met the same noise of the machine."""
        return median(pair.ours / pair.floor for pair in self.pairs)

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the greatest ratio."""
        ratios = [pair.ours / pair.floor for pair in self.pairs]
        return min(ratios), max(ratios)

    @property
    def floor(self) -> float:
        """The median of the floor's values."""
        return median(pair.floor for pair in self.pairs)

    @property
    def ours(self) -> float:
        """The median of our values."""
        return median(pair.ours for pair in self.pairs)

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.bound.keeps(self.ratio, self.ours)

    def _quietest(self) -> str:
        if self.bound.enough is None and self.bound.never is None:
            return ""
        return f", ít nhất {min(pair.ours for pair in self.pairs):.4g}"

    def line(self) -> str:
        """The measurement as a line of the table, and its note below."""
        least, most = self.spread
        told = (
            f"{'đạt' if self.kept else 'VƯỢT':<5}{self.name:<52}{self.ratio:>6.2f}×"
            f"  ({least:.2f}–{most:.2f}, {len(self.pairs)} lần)  {self.bound.words(self.unit):<22}"
            f"  {self.ours:.4g} : {self.floor:.4g} {self.unit}{self._quietest()}"
        )
        return f"{told}\n     {self.note}" if self.note else told
