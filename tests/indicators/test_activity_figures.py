"""T01–T20: what counts, and the same counted without SQL."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop.indicators.activity_figures import MEETING_TYPES
from desktop.indicators.checks import check_attendance, check_figures, check_growth
from desktop.indicators.compute import Figure, compute, drill, flat
from desktop.indicators.definitions import ACTIVITY_INDICATORS, INDICATORS
from desktop.indicators.periods import between, month
from desktop.rules.remarks import Severity
from indicators.indicator_rows import (
    PERIOD,
    activity,
    empty_office,
    product,
    training,
)

FIRST, LAST = PERIOD.from_on, PERIOD.to_on
ONE_DAY = dt.timedelta(days=1)
TYPE_OF = {
    "T05": "LOP_TUYEN_TRUYEN",
    "T06": "NGOAI_KHOA",
    "T07": "DOI_THOAI",
    "T08": "TOA_DAM",
    "T09": "MIT_TINH",
    "T10": "LUU_DONG",
    "T11": "HOP_DAN",
    "T13": "DEM_TUYEN_TRUYEN",
}


def figure(session: Session, code: str) -> Figure:
    return compute(session, [INDICATORS[code]], PERIOD)[code]


def test_events_count_from_the_first_to_the_last_day() -> None:
    with empty_office() as session:
        for on in (FIRST - ONE_DAY, FIRST, LAST, LAST + ONE_DAY):
            activity(session, "TOA_DAM", on=on, sessions=2)
        assert figure(session, "T08").total == 4
        assert len(drill(session, "T08", PERIOD)) == 2


def test_void_activities_and_stubs_never_count() -> None:
    with empty_office() as session:
        activity(session, "MIT_TINH", void="Ghi hai lần")
        activity(session, "MIT_TINH", stub=True)
        assert figure(session, "T09").total == 0
        assert drill(session, "T09", PERIOD) == []


def test_sessions_about_building_teams_count_in_t01_only() -> None:
    with empty_office() as session:
        activity(session, "HOP_DAN", topics=("MA_TUY", "XAY_DUNG_DOI"), sessions=3, attendance=90)
        activity(session, "HOP_DAN", topics=("MA_TUY",), sessions=5, attendance=50)
        activity(session, "HOP_DAN", topics=None, sessions=1, attendance=7)
        totals = {code: figure(session, code).total for code in ("T01", "T02", "T11", "T12")}
        assert totals == {"T01": 3, "T02": 90, "T11": 6, "T12": 57}


def test_a_code_is_found_whole_and_literally() -> None:
    with empty_office() as session:
        activity(session, "HOP_DAN", topics=("XAYxDUNGxDOI",))
        activity(session, "HOP_DAN", topics=("XAY_DUNG_DOI_2", "KHAC"))
        activity(session, "HOP_DAN", audience=("HOC_SINH_CU",), sessions=4)
        assert figure(session, "T01").total == 0
        assert figure(session, "T20").total == 0
        assert figure(session, "T11").total == 6


def test_levels_add_up_and_a_missing_level_has_a_part_of_its_own() -> None:
    with empty_office() as session:
        for level, count in (("TINH", 2), ("XA", 3), ("DOI", 4), (None, 1)):
            activity(session, "KHAC", topics=("XAY_DUNG_DOI",), level=level, sessions=count)
        propaganda = figure(session, "T01")
        assert propaganda.parts == {"TINH": 2, "HUYEN": 0, "XA": 3, "DOI": 4, "CHUA_RO": 1}
        assert propaganda.total == 10
        assert len(drill(session, "T01", PERIOD, "CHUA_RO")) == 1
        sentences = [one.sentence for one in check_figures({"T01": 10, "T01.CHUA_RO": 1})]
        assert "T01: còn 1 chưa ghi rõ thuộc phần nào." in sentences


def test_products_count_with_their_activity() -> None:
    with empty_office() as session:
        good = activity(session, "KHAC")
        product(session, good, "PANO", 200)
        product(session, good, "AP_PHICH", 78)
        product(session, good, "PANO", 999, void="Nhầm")
        product(session, activity(session, "KHAC", void="Nhầm"), "PANO", 999)
        product(session, activity(session, "KHAC", on=LAST + ONE_DAY), "PANO", 999)
        boards = figure(session, "T16")
        assert (boards.total, boards.parts) == (278, {"PANO": 200, "AP_PHICH": 78})
        assert len(drill(session, "T16", PERIOD, "PANO")) == 1


def test_loudspeakers_count_times_and_hours_and_each_broadcast_once() -> None:
    with empty_office() as session:
        noted = activity(session, "PHAT_LOA", sessions=5)
        product(session, noted, "PHAT_LOA", 30, hours=12)
        product(session, activity(session, "KHAC"), "PHAT_LOA", 2)
        activity(session, "PHAT_LOA", sessions=4)
        erased = activity(session, "PHAT_LOA", sessions=8)
        product(session, erased, "PHAT_LOA", 70, hours=9, void="Nhầm")
        spoken = figure(session, "T19")
        assert (spoken.total, spoken.parts) == (44, {"LAN": 44, "GIO": 12})
        assert Counter(table for table, _ in drill(session, "T19", PERIOD)) == {
            "activities": 2,
            "activity_products": 2,
        }


def test_sessions_for_pupils_and_students_are_counted_once_each() -> None:
    with empty_office() as session:
        activity(
            session, "NGOAI_KHOA", audience=("HOC_SINH", "SINH_VIEN"), sessions=2, attendance=300
        )
        activity(session, "TOA_DAM", audience=("PHU_NU", "SINH_VIEN"), sessions=1, attendance=40)
        activity(session, "TOA_DAM", audience=("PHU_NU",), sessions=9, attendance=900)
        schools = figure(session, "T20")
        assert (schools.total, schools.parts) == (3, {"BUOI": 3, "LUOT": 340})
        assert len(drill(session, "T20", PERIOD)) == 2


def test_trainings_count_classes_and_people_by_level() -> None:
    with empty_office() as session:
        training(session, level="TINH", classes=2, attendance=80)
        training(session, level="XA", classes=1, attendance=20)
        training(session, level="XA", void="Nhầm")
        training(session, on=FIRST - ONE_DAY)
        assert figure(session, "T03").parts == {"TINH": 2, "HUYEN": 0, "XA": 1, "DOI": 0}
        assert (figure(session, "T03").total, figure(session, "T04").total) == (3, 100)


Row = tuple[str, tuple[str, ...], str, dt.date, int, int, bool, tuple[str, ...] | None]
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.sampled_from([*MEETING_TYPES, "DEM_TUYEN_TRUYEN", "KHAC"]),
        st.lists(st.sampled_from(["MA_TUY", "XAY_DUNG_DOI"]), min_size=1, unique=True).map(tuple),
        st.sampled_from(["TINH", "HUYEN", "XA", "DOI"]),
        st.dates(dt.date(2020, 3, 25), dt.date(2020, 7, 6)),
        st.integers(1, 5),
        st.integers(0, 200),
        st.booleans(),
        st.none() | st.lists(st.sampled_from(["HOC_SINH", "PHU_NU"]), min_size=1).map(tuple),
    ),
    max_size=14,
)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_every_figure_agrees_with_a_plain_count(table: list[Row]) -> None:
    counted = [row for row in table if FIRST <= row[3] <= LAST and not row[6]]
    about = [row for row in counted if "XAY_DUNG_DOI" in row[1]]
    others = [row for row in counted if "XAY_DUNG_DOI" not in row[1]]
    schools = [row for row in counted if row[7] and "HOC_SINH" in row[7]]
    with empty_office() as session:
        for kind, topics, level, on, sessions, attendance, void, audience in table:
            activity(
                session,
                kind,
                topics=topics,
                level=level,
                on=on,
                sessions=sessions,
                attendance=attendance,
                audience=audience,
                void="Nhầm" if void else None,
            )
        values = flat(compute(session, ACTIVITY_INDICATORS, PERIOD))
        for code, kind in TYPE_OF.items():
            assert values[code] == sum(row[4] for row in others if row[0] == kind)
        for level in ("TINH", "HUYEN", "XA", "DOI"):
            assert values[f"T01.{level}"] == sum(row[4] for row in about if row[2] == level)
            assert values[f"T02.{level}"] == sum(row[5] for row in about if row[2] == level)
        assert values["T01"] == sum(row[4] for row in about)
        assert values["T02"] == sum(row[5] for row in about)
        assert values["T12"] == sum(row[5] for row in others if row[0] in MEETING_TYPES)
        assert values["T20.BUOI"] == sum(row[4] for row in schools)
        assert values["T20.LUOT"] == sum(row[5] for row in schools)
        assert check_figures(values) == ()
        assert len(drill(session, "T01", PERIOD)) == len(about)
        assert len(drill(session, "T12", PERIOD)) == sum(row[0] in MEETING_TYPES for row in others)


@given(ROWS, st.integers(1, 3))
@settings(max_examples=12, deadline=None)
def test_months_add_up_to_their_quarter(table: list[Row], upto: int) -> None:
    with empty_office() as session:
        for kind, topics, level, on, sessions, attendance, _, _ in table:
            activity(
                session, kind, topics=topics, level=level, on=on,
                sessions=sessions, attendance=attendance,
            )  # fmt: skip
        whole = flat(compute(session, ACTIVITY_INDICATORS, PERIOD))
        months = [
            flat(compute(session, ACTIVITY_INDICATORS, month(2020, 3 + at))) for at in (1, 2, 3)
        ]
        assert {code: sum(one[code] for one in months) for code in INDICATORS if code in whole} == {
            code: whole[code] for code in INDICATORS if code in whole
        }
        part = between(FIRST, month(2020, 3 + upto).to_on)
        assert check_growth(flat(compute(session, ACTIVITY_INDICATORS, part)), whole) == ()


def test_more_women_than_people_are_pointed_out_with_the_activities() -> None:
    with empty_office() as session:
        wrong = activity(session, "TOA_DAM", attendance=10)
        wrong.women, wrong.under_18 = 11, 10
        right = activity(session, "TOA_DAM", attendance=10)
        right.women = 10
        outside = activity(session, "TOA_DAM", on=LAST + ONE_DAY)
        outside.women = 5
        remarks = check_attendance(session, PERIOD)
        assert [one.sentence for one in remarks] == [
            "1 hoạt động ghi số nữ nhiều hơn tổng số lượt người."
        ]
        assert remarks[0].records == (("activities", wrong.id),)
        assert remarks[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"T01": 376, "T01.TINH": 118, "T01.HUYEN": 66, "T01.XA": 191},
            "T01: các phần cộng lại là 375, khác tổng số 376.",
        ),
        (
            {"D03": 221, "D04": 32, "D04.9": 1, "D04.7": 28, "D04.5": 3},
            "D04: số Đội nhân số thành viên cộng lại là 220, khác D03 là 221.",
        ),
        ({"D01": 33, "D04": 32, "D04.7": 32}, "D04 có 32 Đội, khác D01 là 33."),
        ({"D01": 31, "D02": 32}, "D02 (32) không thể nhiều hơn D01 (31)."),
    ],
)
def test_figures_that_do_not_fit_together_are_named(values: dict[str, int], sentence: str) -> None:
    assert sentence in [one.sentence for one in check_figures(values)]


def test_members_that_appear_without_joining_are_pointed_out() -> None:
    values = {"D06": 1, "D06.VAO": 1, "D06.RA": 0, "D06.DAU_KY": 7, "D06.CUOI_KY": 7}
    [remark] = check_figures(values)
    assert remark.sentence.startswith("D06: đầu kỳ cộng vào trừ ra là 8, khác cuối kỳ 7.")


def test_a_flow_that_shrinks_is_named() -> None:
    [remark] = check_growth({"T05": 12, "D01": 9, "T06": 1}, {"T05": 11, "D01": 8, "T06": 1})
    assert remark.sentence == "T05: kỳ sau 11 ít hơn kỳ trước nằm trong nó 12."
