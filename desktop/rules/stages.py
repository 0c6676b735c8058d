"""The way of a case from intake to closing, and how long it still has."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.records.cases import ENDED, STATUSES

MOVES: Mapping[str, tuple[str, ...]] = {
    "TIEP_NHAN": ("DANH_GIA", "KET_THUC", "CHUYEN_DI"),
    "DANH_GIA": ("KE_HOACH", "TIEP_NHAN", "KET_THUC", "CHUYEN_DI"),
    "KE_HOACH": ("THUC_HIEN", "DANH_GIA", "KET_THUC", "CHUYEN_DI"),
    "THUC_HIEN": ("TAM_DINH_CHI", "KE_HOACH", "KET_THUC", "CHUYEN_DI"),
    "TAM_DINH_CHI": ("THUC_HIEN", "KET_THUC", "CHUYEN_DI"),
    "KET_THUC": (),
    "CHUYEN_DI": (),
}
"""Where a case may go from each status; one step back is allowed, for corrections
(five steps of TT 02/2020/TT-BLĐTBXH)."""
REOPENED = "THUC_HIEN"
"""Where a closed case goes when a leader reopens it."""

SOON_DAYS = 30
_BAR = ("TIEP_NHAN", "DANH_GIA", "KE_HOACH", "THUC_HIEN", "KET_THUC")


class Standing(enum.StrEnum):
    """How a step of the stage bar stands."""

    DONE = "done"
    NOW = "now"
    PAUSED = "paused"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Step:
    """One step of the stage bar: the status a click on it stands for, label and standing."""

    status: str
    label: str
    standing: Standing


def moves(status: str, *, reopening: bool = False) -> tuple[str, ...]:
    """Where a case of this status may go; reopening adds the way back from the end."""
    return (REOPENED,) if reopening and status in ENDED else MOVES[status]


def require_move(status: str, to: str, *, reopening: bool = False) -> None:
    """Refuse a move that leaves out a step.

    Raises UserError with the moves that are open.
    """
    allowed = moves(status, reopening=reopening)
    if to == status or to in allowed:
        return
    if not allowed:
        raise UserError(
            tr("Hồ sơ đã kết thúc nên không đổi trạng thái được. Lãnh đạo có thể mở lại hồ sơ.")
        )
    message = tr(
        "Không chuyển thẳng từ “{now}” sang “{to}” được; trạng thái chưa đổi. "
        "Bước tiếp theo có thể là: {allowed}."
    )
    raise UserError(
        message.format(
            now=tr(STATUSES[status]),
            to=tr(STATUSES[to]),
            allowed=", ".join(tr(STATUSES[one]) for one in allowed),
        )
    )


def stage_bar(status: str, moved_to: str = "") -> tuple[Step, ...]:
    """The five steps as the bar above a case shows them.

    A suspended case pauses at carrying out; one that moved away shows that as its last step.
    moved_to: the office that has it now, which is then all that counts.
    """
    if moved_to:
        told = tr("Đã chuyển tới {office}").format(office=moved_to)
        done = [Step(one, tr(STATUSES[one]), Standing.DONE) for one in _before(status)]
        return (*done, Step("CHUYEN_DI", told, Standing.NOW))
    end = status if status in ENDED else _BAR[-1]
    bar = (*_BAR[:-1], end)
    here = bar.index("THUC_HIEN" if status == "TAM_DINH_CHI" else status)
    now = Standing.PAUSED if status == "TAM_DINH_CHI" else Standing.NOW
    standings = [Standing.DONE] * here + [now] + [Standing.AHEAD] * (len(bar) - here - 1)
    shown = [
        status if standing is Standing.PAUSED else bar[at] for at, standing in enumerate(standings)
    ]
    return tuple(
        Step(code, tr(STATUSES[code]), standing)
        for code, standing in zip(shown, standings, strict=True)
    )


def _before(status: str) -> tuple[str, ...]:
    """The steps that a case had reached when it moved."""
    here = "THUC_HIEN" if status in ("TAM_DINH_CHI", *ENDED) else status
    return _BAR[: _BAR.index(here) + 1] if here else ()


class Urgency(enum.StrEnum):
    """How near the end of a term is."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Remaining:
    """How long a term still lasts.

    days: left after today; 0 on the last day, negative when it is over; None without a term.
    text: for the list and the header of a case; "" without a term.
    """

    days: int | None
    text: str
    urgency: Urgency


def remaining(due_on: dt.date | None, today: dt.date, soon: int = SOON_DAYS) -> Remaining:
    """What is left until the last day of a term, which still counts.

    soon: from how many days left on it is urgent.
    """
    if due_on is None:
        return Remaining(None, "", Urgency.NONE)
    days = (due_on - today).days
    if days < 0:
        text = tr("Quá hạn {days} ngày").format(days=grouped(-days))
        return Remaining(days, text, Urgency.OVERDUE)
    if days == 0:
        return Remaining(days, tr("Hết hạn hôm nay"), Urgency.TODAY)
    text = tr("Còn {days} ngày").format(days=grouped(days))
    return Remaining(days, text, Urgency.SOON if days <= soon else Urgency.LATER)
