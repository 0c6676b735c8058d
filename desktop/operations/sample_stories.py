"""The matters of the sample commune: which kinds follow which, how far each has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.base.errors import UserError
from desktop.rules.signers import OPENING_DECISIONS
from desktop.rules.terms import months_after, term_end

if TYPE_CHECKING:
    from desktop.operations.sample_words import Draw

_CHAINS: tuple[tuple[int, str, str, str], ...] = (
    (7, "MT_CAI_TN", "DAT_MUC_TIEU", "MT_SAUCAI"),
    (4, "MT_SD", "XAC_DINH_NGHIEN", "MT_NGHIEN"),
    (3, "MT_NGHIEN", "DAT_MUC_TIEU", "MT_THAYTHE"),
    (2, "MT_SD", "HET_THOI_HAN", "NGUY_CO"),
    (1, "GD_XA", "HET_THOI_HAN", "NGUY_CO"),
    (1, "AN_XA", "DAT_MUC_TIEU", "KHAC"),
    (2, "MT_CAI_TN", "KHONG_LIEN_LAC", "MT_NGHIEN"),
)
"""How many people went from one matter, closed for a reason, to the next that is under way."""
_T, _D, _K, _H, _S, _E, _M = (
    "TIEP_NHAN",
    "DANH_GIA",
    "KE_HOACH",
    "THUC_HIEN",
    "TAM_DINH_CHI",
    "KET_THUC",
    "CHUYEN_DI",
)
_SINGLES: dict[str, tuple[str, ...]] = {
    "MT_SD": (_H, _H, _E, _M, _S, _T, _D, _H),
    "MT_SAUCAI": (_H, _H, _S, _E, _M, _T),
    "MT_THAYTHE": (_H, _K, _M, _S),
    "MD": (_H, _T, _D, _E, _K),
    "MBN": (_D, _K, _E),
    "HIV": (_H, _D),
    "AN_XA": (_H, _E, _M, _T),
    "GD_XA": (_H, _T),
    "NGUY_CO": (_D,),
    "THAN_NHAN": (_K, _D, _E),
    "KHAC": (_T,),
    "MT_CAI_TN": (_K,),
}
"""The matters of people who have only one."""
_OPENED = {_T: (4, 9), _D: (12, 28), _K: (32, 60), _H: (90, 330), _S: (150, 280)}
_EDUCATED = (40, 130)
_DUE = (-12, -4, 2, 5, 18, 26, 45, 75, 110, 150, 190, 230)
"""Days left of the terms that run: two are over, two end within a week."""
_FORMS = {"QL_SAUCAI": "TN_GDCD"}
_EDUCATION_MONTHS = 6
"""Giáo dục tại xã lasts three to six months (Luật Xử lý vi phạm hành chính, Điều 89)."""


@dataclass(frozen=True)
class Episode:
    """One case file to be: its kind, how far it is, and its days."""

    case_type: str
    status: str
    opened_on: dt.date
    decision: str = ""
    decided_on: dt.date | None = None
    due_on: dt.date | None = None
    closed_on: dt.date | None = None
    reason: str | None = None


Story = tuple[Episode, ...]


def stories(draw: Draw) -> list[Story]:
    """Sixty people with eighty matters, in chance order."""
    due = iter(_DUE)
    found = [*_chains(draw, due), *_singles(draw, due)]
    draw.random.shuffle(found)
    return found


def _chains(draw: Draw, due: Iterator[int]) -> Iterator[Story]:
    for times, first, reason, second in _CHAINS:
        for _ in range(times):
            now = _running(draw, second, _H, due)
            gone = now.opened_on - dt.timedelta(days=draw.between(1, 9))
            yield (_ended(draw, first, gone, reason), now)


def _singles(draw: Draw, due: Iterator[int]) -> Iterator[Story]:
    for case_type, statuses in _SINGLES.items():
        for status in statuses:
            if status in (_E, _M):
                gone = draw.ago(draw.between(15, 320))
                reason = "CHUYEN_CU_TRU" if status == _M else _last_reason(draw, case_type)
                yield (replace(_ended(draw, case_type, gone, reason), status=status),)
            else:
                yield (_running(draw, case_type, status, due),)


def _last_reason(draw: Draw, case_type: str) -> str:
    return (
        "HET_THOI_HAN" if case_type in OPENING_DECISIONS else draw.pick(("DAT_MUC_TIEU", "TU_CHOI"))
    )


def _running(draw: Draw, case_type: str, status: str, due: Iterator[int]) -> Episode:
    """A matter under way; its term, if it has one, ends as many days from now as told."""
    kind = OPENING_DECISIONS.get(case_type, "")
    left = next(due, 120) if kind in ("QL_SD", "QL_SAUCAI") and status == _H else None
    if left is not None:
        decided = months_after(draw.ago(-left), -12)
        return _decided(Episode(case_type, status, _before(draw, decided)), kind, decided)
    days = _EDUCATED if case_type == "GD_XA" and status == _H else _OPENED[status]
    opened = draw.ago(draw.between(*days))
    episode = Episode(case_type, status, opened)
    if kind and status in (_H, _S):
        return _decided(episode, kind, opened + dt.timedelta(days=draw.between(4, 9)))
    return episode


def _ended(draw: Draw, case_type: str, closed_on: dt.date, reason: str) -> Episode:
    kind = OPENING_DECISIONS.get(case_type, "")
    decided = months_after(closed_on, -6 if kind in ("CAI_TN", "GD_XA") else -12)
    decided = max(decided, draw.ago(700))
    opened = _before(draw, decided)
    episode = Episode(case_type, _E, opened, closed_on=closed_on, reason=reason)
    return _decided(episode, kind, decided) if kind else episode


def _before(draw: Draw, decided: dt.date) -> dt.date:
    return decided - dt.timedelta(days=draw.between(4, 15))


def _decided(episode: Episode, kind: str, day: dt.date) -> Episode:
    return replace(episode, decision=kind, decided_on=day, due_on=_term_end(kind, day))


def _term_end(kind: str, day: dt.date) -> dt.date:
    try:
        return term_end(kind, day, _FORMS.get(kind, ""))
    except UserError:
        return months_after(day, _EDUCATION_MONTHS)
