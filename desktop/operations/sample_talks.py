"""The contact logs of the sample: what was said, when, and what was agreed for the next time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from desktop.operations.sample_words import Draw, words
from desktop.records import CaseFile, Contact

_GROUPS = {
    "MT_SD": "drugs",
    "MT_NGHIEN": "drugs",
    "MT_CAI_TN": "treatment",
    "MT_THAYTHE": "substitute",
    "MT_SAUCAI": "aftercare",
    "MD": "quiet",
    "HIV": "quiet",
    "MBN": "quiet",
}
_FEW = {"TIEP_NHAN": (2, 2), "DANH_GIA": (2, 3), "KE_HOACH": (3, 4)}
_EVENINGS = ("TAI_NHA", "DIEN_THOAI", "ZALO")
_MOST = 8
_SILENT_DAYS = (33, 38, 45, 58)
_MEETINGS = (-6, -2, 1, 3, 6)
"""Days until the next meeting where that is urgent; the others are more than a week away."""


class Talks:
    """Writes contact logs; a few matters are silent too long, a few meetings are due."""

    def __init__(self, draw: Draw, officers: Sequence[str], helpers: Sequence[str]) -> None:
        self._draw = draw
        self._officers = officers
        self._helpers = helpers
        self._silent = iter(_SILENT_DAYS)
        self._meetings = iter(_MEETINGS)
        self._under_way = 0

    def contacts(self, case: CaseFile, worker: str) -> list[Contact]:
        """Two to eight contacts of a case, the oldest first."""
        texts = self._texts(case)
        days = self._days(case, len(texts))
        texts = [*texts[: len(days) - 1], texts[-1]]
        after: list[dt.date | None] = [*days[1:], None]
        found = [
            self._contact(case, worker, *told) for told in zip(texts, days, after, strict=True)
        ]
        if case.closed_on is None:
            self._last_agreed(case, found[-1])
        return found

    def _texts(self, case: CaseFile) -> list[dict[str, Any]]:
        told = words("contacts")
        least, most = _FEW.get(case.status, (3, _MOST))
        last = [self._draw.pick(told["last"])] if case.closed_on else []
        count = self._draw.between(least, most) - 1 - len(last)
        group = told[_GROUPS.get(case.case_type, "community")]
        # The lists tell a way forward; what is left out of them leaves the rest in order.
        chosen = sorted(self._draw.some(range(len(group)), count))
        middle = [group[at] for at in chosen]
        return [self._draw.pick(told["first"]), *middle, *last]

    def _days(self, case: CaseFile, count: int) -> list[dt.date]:
        """Days from the intake to the end, or to the last contact for a matter under way."""
        end = case.closed_on or self._draw.ago(self._last_days_ago(case))
        span = max((end - case.intake_on).days, 0)
        # Two on one day could stand in the wrong order, and the wrong one would be the latest.
        inner = sorted(self._draw.some(range(1, span), count - 2))
        return [case.intake_on + dt.timedelta(days=at) for at in (0, *inner, span)]

    def _last_days_ago(self, case: CaseFile) -> int:
        if case.status != "THUC_HIEN":
            return self._draw.between(1, 3) if case.status == "TIEP_NHAN" else 8
        self._under_way += 1
        silent = next(self._silent, None) if self._under_way % 4 == 0 else None
        return self._draw.between(2, 26) if silent is None else silent

    def _contact(
        self,
        case: CaseFile,
        worker: str,
        text: dict[str, Any],
        day: dt.date,
        after: dt.date | None,
    ) -> Contact:
        draw = self._draw
        channel = text["channel"]
        places = words("contacts")["places"].get(channel)
        private = case.access_level == "HAN_CHE" or case.case_type == "MD"
        actor = worker if private or draw.chance(55) else draw.pick(self._helpers)
        return draw.make(
            Contact,
            case_id=case.id,
            at=draw.at(day, evening=channel in _EVENINGS),
            channel=channel,
            place=draw.pick(places) if places else None,
            content=text["content"],
            result=text["result"],
            next_step=text["next_step"],
            next_on=after,
            actor=actor,
            with_relative=True if channel == "TAI_NHA" and draw.chance(60) else None,
            minutes=draw.pick((10, 15, 20)) if places is None else draw.pick((30, 45, 60, 90)),
        )

    def _last_agreed(self, case: CaseFile, last: Contact) -> None:
        """When the next meeting is, counted from the last contact of a matter under way."""
        silent = last.at < self._draw.now - dt.timedelta(days=30)
        due = None
        if case.status == "THUC_HIEN" and not silent and self._under_way % 3 == 1:
            due = next(self._meetings, None)
        if due is not None:
            last.next_on = self._draw.ago(-due)
        elif not silent and self._draw.chance(70):
            last.next_on = self._draw.ago(-self._draw.between(9, 24))
