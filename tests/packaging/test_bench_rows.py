"""packaging/bench.py declares every row of the table of goals, and judges by their bounds."""

from __future__ import annotations

import pytest

import bench
from benching.child import CHILDREN
from benching.ratio import Bound, Measured, Pair


def test_every_row_of_the_goals_is_declared() -> None:
    assert list(bench.ROWS) == [
        "start",
        "sign-in",
        "memory",
        "save",
        "stamping",
        "encryption",
        "bulk",
        "search",
        "list",
        "exchange",
        "morning",
        "million",
        "everybody",
        "paper",
    ]
    assert all(row.what and row.floor for row in bench.ROWS.values())
    assert len({row.measure for row in bench.ROWS.values()}) == len(bench.ROWS)


def test_every_process_that_rows_start_is_there() -> None:
    assert set(CHILDREN) == {
        "label",
        "sign-in",
        "list",
        "cases",
        "text",
        "receive",
        "read",
    }


def test_an_unknown_row_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["faster"]) == 2
    told = capsys.readouterr().err
    assert "faster" in told
    assert all(key in told for key in bench.ROWS)


def measured(bound: Bound, *pairs: tuple[float, float]) -> Measured:
    return Measured("một dòng", "ms", [Pair(*pair) for pair in pairs], bound)


def test_a_row_is_judged_by_the_median_of_its_ratios() -> None:
    steady = measured(Bound(most=2), (1, 1.9), (2, 3.6), (1, 90))
    assert steady.ratio == pytest.approx(1.9)
    assert steady.spread == pytest.approx((1.8, 90))
    assert steady.kept
    assert not measured(Bound(most=2), (1, 1.9), (1, 2.1), (1, 2.2)).kept


def test_a_bound_in_milliseconds_is_asked_of_the_median() -> None:
    assert measured(Bound(most=3, never=16), (9, 15), (5, 11), (9, 19)).kept
    assert not measured(Bound(most=3, never=16), (9, 18), (5, 11), (9, 17)).kept
    assert measured(Bound(most=4, enough=5), (1, 8), (1, 4.9), (1, 4.8)).kept


@pytest.mark.parametrize(
    ("bound", "floor", "ours", "kept"),
    [
        (Bound(most=4, enough=5), 1.0, 4.9, True),
        (Bound(most=4, enough=5), 1.0, 5.1, False),
        (Bound(most=4, enough=5), 2.0, 7.9, True),
        (Bound(most=3, never=16), 6.0, 15.9, True),
        (Bound(most=3, never=16), 6.0, 16.0, False),
        (Bound(most=3, never=16), 1.0, 3.5, False),
        (Bound(least=0.65), 100.0, 65.0, True),
        (Bound(least=0.65), 100.0, 64.0, False),
        (Bound(never=300), 900.0, 299.0, True),
    ],
)
def test_bounds_are_kept_as_they_say(bound: Bound, floor: float, ours: float, kept: bool) -> None:
    found = measured(bound, (floor, ours))
    assert found.kept is kept
    assert ("VƯỢT" in found.line()) is not kept
