"""The sample commune's inspections with their answers and findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.operations.inspections import questions
from desktop.operations.sample_words import Draw, words
from desktop.records import (
    ChecklistQuestion,
    ChecklistTemplate,
    Finding,
    Inspection,
    InspectionAnswer,
    Record,
    Team,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PLAN = (
    ("B", 480, "DA_KY"),
    ("D-CLB", 455, "DA_KY"),
    ("D-DIEM", 392, "HOAN_THANH"),
    ("B", 365, "DA_KY"),
    ("A", 300, "HOAN_THANH"),
    ("B", 246, "DA_KY"),
    ("E", 190, "HOAN_THANH"),
    ("D-CLB", 141, "DA_KY"),
    ("B", 118, "HOAN_THANH"),
    ("D-DIEM", 72, "HOAN_THANH"),
    ("B", 24, "HOAN_THANH"),
    ("F", 5, "NHAP"),
)
"""Template, how many days ago, state; the last one is still being written."""
_FOUND = (2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 2, 1)
_OPEN_DUE = (-9, -3, 4, 20, 31)
"""Days until the findings of the latest inspections are due."""
_SPOILT = ("MOT_PHAN", "KHONG")


def inspections(draw: Draw, session: Session, team: Team) -> Iterator[Record]:
    """Twelve inspections, fully answered, each before its answers and findings."""
    told = iter(words("inspections")["findings"] * 3)
    due = iter(_OPEN_DUE)
    numbers: dict[int, int] = {}
    for at, (code, days, state) in enumerate(_PLAN):
        day = draw.ago(days)
        numbers[day.year] = numbers.get(day.year, 0) + 1
        template = _template(session, code)
        inspection = _inspection(draw, template, team, day, state)
        inspection.number = f"KT-{day.year % 100:02d}-A-{numbers[day.year]:04d}"
        yield inspection
        answers = list(_answers(draw, inspection, questions(session, template.id), at))
        yield from answers
        for _ in range(_FOUND[at]):
            open_due = next(due, None) if at >= len(_PLAN) - 4 else None
            yield _finding(draw, inspection, next(told), answers, open_due)


def _template(session: Session, code: str) -> ChecklistTemplate:
    kind = ChecklistTemplate
    statement = sa.select(kind).where(kind.code == code).order_by(kind.version.desc())
    return session.scalars(statement.limit(1)).one()


def _inspection(
    draw: Draw, template: ChecklistTemplate, team: Team, day: dt.date, state: str
) -> Inspection:
    told = words("inspections")
    own_team = template.target_kind == "DOI"
    sudden = template.code == "F"
    return draw.make(
        Inspection,
        template_id=template.id,
        mode="DOT_XUAT" if sudden else "KE_HOACH",
        ad_hoc_basis="YEU_CAU" if sudden else None,
        round_label=f"Đợt {1 if day.month <= 6 else 2} năm {day.year}",
        target_kind=template.target_kind,
        team_id=team.id if own_team else None,
        target_name=None if own_team else told["targets"][template.code],
        started_on=day,
        ended_on=day if state != "NHAP" else None,
        period_from=day - dt.timedelta(days=120),
        period_to=day - dt.timedelta(days=1),
        place="Nhà văn hóa thôn 3" if own_team else "Tại nơi được kiểm tra",
        inspectors="\n".join(
            (
                "Phạm Thị Hạnh – Phó Trưởng phòng Văn hóa - Xã hội",
                "Trần Thị Lan – Chuyên viên phòng Văn hóa - Xã hội",
                "Phùng Văn Nghĩa – Cán bộ Công an xã",
            )
        ),
        represented_by="Lương Thị Hồng Hạnh – Đội trưởng" if own_team else "Người phụ trách",
        opinion=draw.pick(told["opinions"]) if state != "NHAP" else None,
        conclusion=draw.pick(told["conclusions"]) if state != "NHAP" else None,
        state=state,
    )


def _answers(
    draw: Draw, inspection: Inspection, asked: Sequence[ChecklistQuestion], at: int
) -> Iterator[InspectionAnswer]:
    """Every question answered; later inspections find less amiss."""
    for question in asked:
        told: dict[str, Any] = {"inspection_id": inspection.id, "question_id": question.id}
        if question.answer == "SCORED":
            told |= _result(draw, good=58 + at * 3, critical=question.critical)
        elif question.answer == "NUMBER":
            told |= {"number": draw.between(1, 30)}
        else:
            told |= {"note": draw.pick(words("inspections")["texts"])}
        yield draw.make(InspectionAnswer, **told)


def _result(draw: Draw, *, good: int, critical: bool) -> dict[str, Any]:
    if draw.chance(good + (15 if critical else 0)):
        value = "DAT"
    elif draw.chance(6) and not critical:
        return {"value": "KAD", "note": None}
    else:
        value = "MOT_PHAN" if critical or draw.chance(68) else "KHONG"
    return {"value": value, "note": draw.pick(words("inspections")["notes"][value])}


def _finding(
    draw: Draw,
    inspection: Inspection,
    told: dict[str, Any],
    answers: Sequence[InspectionAnswer],
    open_due: int | None,
) -> Finding:
    spoilt = [answer for answer in answers if answer.value in _SPOILT]
    due = inspection.started_on + dt.timedelta(days=30)
    fixed_on = min(due - dt.timedelta(days=draw.between(1, 14)), draw.today)
    state = {"state": "XONG", "fixed_on": fixed_on}
    if open_due is not None:
        due, state = draw.ago(-open_due), {"state": draw.pick(("MO", "DANG"))}
    return draw.make(
        Finding,
        inspection_id=inspection.id,
        question_id=draw.pick(spoilt).question_id if spoilt else None,
        group=told["group"],
        severity=told["severity"],
        text=told["text"],
        causes=tuple(told["causes"]),
        recommendation=told["recommendation"],
        owner=told["owner"],
        due_on=due,
        **state,
    )
