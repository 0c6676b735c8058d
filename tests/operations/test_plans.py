"""Targets of a year: whom they bind, what was reached of them, and how a report tells it (X01)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import makers
from desktop.indicators.periods import Period, phase, quarter, whole_year
from desktop.indicators.plans import Plan, kept_numbers, split_numbers
from desktop.operations import approvals, records, reports
from desktop.operations.office import Office
from desktop.operations.period_reports import compute_period
from desktop.operations.printing import print_document
from desktop.records import AdminUnit
from paper.pages import words

QUARTER = quarter(2026, 3)


def target(office: Office, indicator: str, planned: int, **values: Any) -> uuid.UUID:
    told = {"year": 2026, "indicator": indicator, "planned": planned}
    return makers.saved(office, "targets", **(told | values))


def plans(office: Office, period: Period = QUARTER) -> dict[str, Plan]:
    found = compute_period(office, period.from_on, period.to_on).lines()
    return {key: line.plan for key, line in found.items() if line.plan is not None}


def held_class(office: Office, day: dt.date) -> None:
    makers.activity(office, from_on=day)


# -- X01 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "planned", "percent"),
    # The first line is the worked example of Đắk Lắk: 107,96 is printed as 108%.
    [(1193, 1105, 108), (1, 200, 1), (1, 201, 0), (0, 7, 0), (3, 3, 100), (5, 0, None)],
)
def test_a_percentage_is_rounded_half_up_to_a_whole_number(
    done: int, planned: int, percent: int | None
) -> None:
    assert Plan(planned, done).percent == percent


@given(
    st.dictionaries(st.sampled_from(["T01", "T05", "D03"]), st.builds(Plan, *[st.integers(0)] * 2)),
    st.dictionaries(st.sampled_from(["T01", "T01.XA", "D04.7"]), st.integers(0)),
)
def test_what_an_approved_report_keeps_is_told_apart_again(
    told: dict[str, Plan], figures: dict[str, int]
) -> None:
    assert split_numbers({**figures, **kept_numbers(told)}) == (figures, told)


# -- whom a target binds -----------------------------------------------------------------


def test_what_is_set_for_the_unit_goes_before_what_binds_everybody(office: Office) -> None:
    target(office, "T05", 10)
    assert plans(office) == {"T05": Plan(10, 0)}
    target(office, "T05", 4, unit_id=makers.commune(office))
    target(office, "T05", 99, unit_id=other_unit(office))
    target(office, "T06", 7, year=2025)
    gone = target(office, "T08", 3)
    records.void(office, "targets", gone, "Ghi nhầm")
    assert plans(office) == {"T05": Plan(4, 0)}


def other_unit(office: Office) -> uuid.UUID:
    with office.reading() as session:
        asked = sa.select(AdminUnit.id).where(AdminUnit.code == "20875")
        return session.scalars(asked.where(AdminUnit.valid_to.is_(None))).one()


def test_what_was_reached_is_counted_from_the_first_of_january(office: Office) -> None:
    target(office, "T05", 4)
    target(office, "D01", 1)
    for day in ((2025, 12, 31), (2026, 1, 1), (2026, 8, 10), (2026, 10, 1)):
        held_class(office, dt.date(*day))
    makers.team(office, decision_on=dt.date(2020, 1, 2))
    assert plans(office) == {"D01": Plan(1, 1), "T05": Plan(4, 2)}
    assert plans(office, whole_year(2026)) == {"D01": Plan(1, 1), "T05": Plan(4, 3)}
    assert plans(office, phase(2025, 2026)) == {}, "a target binds one year"


# -- in a report ---------------------------------------------------------------------------


def reported(office: Office, report: uuid.UUID) -> Plan | None:
    return reports.read_report(office, report).body.lines()["T05"].plan


def test_an_approved_report_keeps_its_plan_whatever_is_set_later(
    office: Office, open_as: Callable[..., Office]
) -> None:
    binding = target(office, "T05", 8)
    held_class(office, dt.date(2026, 2, 3))
    held_class(office, dt.date(2026, 8, 10))
    report = makers.only(reports.open_report(office, QUARTER), "reports")
    reports.edit_figure(office, report, "T05", 3, "Hai lớp của Hội Phụ nữ")
    assert reported(office, report) == Plan(8, 4), "with what this report corrects"
    leader = open_as("LANH_DAO")
    approvals.approve(leader, report)
    records.save(office, "targets", binding, {"planned": 1})
    makers.brought_activity(office, from_on=dt.date(2026, 2, 4))
    assert reported(office, report) == Plan(8, 4)
    approvals.reopen(leader, report)
    assert reported(office, report) == Plan(1, 5)


def test_the_appendix_tells_the_plan_where_there_is_one(office: Office) -> None:
    held_class(office, dt.date(2026, 8, 10))
    report = makers.only(reports.open_report(office, QUARTER), "reports")
    without = words(print_document(office, "T10", key=report).content)
    assert "Kế hoạch" not in without
    target(office, "T05", 7)
    told = words(print_document(office, "T10", key=report).content)
    assert "Lũy kế năm Kế hoạch %" in told
    assert "lớp 1 1 7 14" in told
