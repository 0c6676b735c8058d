"""The indicators as declarations: complete, in words, and portable."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.dialects import postgresql

from desktop.base.resources import resource
from desktop.indicators import activity_figures
from desktop.indicators.definitions import INDICATORS, Indicator
from desktop.records.activities import TOPICS
from indicators.indicator_rows import PERIOD


@pytest.fixture(params=sorted(INDICATORS))
def indicator(request: pytest.FixtureRequest) -> Indicator:
    return INDICATORS[request.param]


def codes_of(code_list: str) -> set[str]:
    lists = json.loads(resource("codes/lists.json").read_text(encoding="utf-8"))["lists"]
    return {item["code"] for one in lists if one["list"] == code_list for item in one["items"]}


def test_the_indicators_are_d01_to_d07_and_t01_to_t20_in_order() -> None:
    expected = [f"D{n:02d}" for n in range(1, 8)] + [f"T{n:02d}" for n in range(1, 21)]
    assert list(INDICATORS) == expected


def test_an_indicator_says_in_words_what_it_counts(indicator: Indicator) -> None:
    assert indicator.label
    assert indicator.unit
    assert indicator.definition.endswith(".")
    assert set(indicator.total_of or ()) <= set(indicator.parts)


def test_its_queries_are_understood_by_another_database(indicator: Indicator) -> None:
    dialect = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    for query in (indicator.formula(PERIOD), indicator.records(PERIOD)):
        sql = str(query.compile(dialect=dialect)).lower()
        assert not any(word in sql for word in ("strftime", "julianday", "ifnull", "group_concat"))


def test_grouping_repeats_no_bound_value(indicator: Indicator) -> None:
    # PostgreSQL takes two bound values for two different expressions.
    dialect = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    sql = str(indicator.formula(PERIOD).compile(dialect=dialect))
    for grouping in sql.split("GROUP BY")[1:]:
        assert "%(" not in grouping.partition(")")[0].partition("UNION")[0]


def test_it_names_columns_that_drilling_needs(indicator: Indicator) -> None:
    assert [c.key for c in indicator.records(PERIOD).selected_columns] == [
        "entity",
        "id",
        "part",
        "amount",
    ]
    assert [c.key for c in indicator.formula(PERIOD).selected_columns] == ["part", "value"]


def test_the_codes_it_asks_for_are_in_the_code_lists() -> None:
    types = {*activity_figures.MEETING_TYPES, "DEM_TUYEN_TRUYEN", activity_figures.LOUDSPEAKER}
    assert types <= codes_of("L13")
    assert {"BAI", "PHONG_SU", "PANO", "AP_PHICH", "KHAU_HIEU", "TO_ROI", "PHAT_LOA"} <= codes_of(
        "L16"
    )
    assert set(activity_figures.PUPILS) <= codes_of("L15")
    assert activity_figures.ABOUT_TEAMS in TOPICS
