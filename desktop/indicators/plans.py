"""What was reached of what was planned for a year: X01, the percentage of a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_PLANNED, _SO_FAR = ":KE_HOACH", ":LUY_KE"
"""Behind the code of an indicator: under which keys an approved report keeps its plan."""


@dataclass(frozen=True)
class Plan:
    """The target of a year beside what the records give from its first day to the period's last."""

    planned: int
    so_far: int

    def corrected(self, more: int) -> Plan:
        """The same where the report gives so many more than the records."""
        return Plan(self.planned, self.so_far + more)

    @property
    def percent(self) -> int | None:
        """X01: done / planned × 100, rounded half up to a whole number; None of a plan of 0."""
        if not self.planned:
            return None
        return (200 * self.so_far + self.planned) // (2 * self.planned)


def kept_numbers(plans: Mapping[str, Plan]) -> dict[str, int]:
    """The plans as an approved report keeps them, beside its figures."""
    numbers: dict[str, int] = {}
    for code, plan in plans.items():
        numbers |= {f"{code}{_PLANNED}": plan.planned, f"{code}{_SO_FAR}": plan.so_far}
    return numbers


def split_numbers(numbers: Mapping[str, int]) -> tuple[dict[str, int], dict[str, Plan]]:
    """What an approved report keeps, as its figures and its plans."""
    plans = {
        code: Plan(planned, numbers[f"{code}{_SO_FAR}"])
        for key, planned in numbers.items()
        for code in (key.removesuffix(_PLANNED),)
        if key != code and f"{code}{_SO_FAR}" in numbers
    }
    return {key: n for key, n in numbers.items() if ":" not in key}, plans
