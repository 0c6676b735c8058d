"""The way of a case, its stage bar, and what is left of its term."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import UserError
from desktop.records.cases import ENDED, STATUSES
from desktop.rules.stages import (
    MOVES,
    Standing,
    Urgency,
    moves,
    remaining,
    require_move,
    stage_bar,
)

TODAY = dt.date(2026, 8, 10)


def test_every_status_has_its_moves_and_they_lead_to_statuses() -> None:
    assert set(MOVES) == set(STATUSES)
    assert {to for allowed in MOVES.values() for to in allowed} <= set(STATUSES)


def test_the_five_steps_follow_each_other() -> None:
    way = ["TIEP_NHAN", "DANH_GIA", "KE_HOACH", "THUC_HIEN", "KET_THUC"]
    for now, to in pairwise(way):
        require_move(now, to)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        ("TIEP_NHAN", "THUC_HIEN"),
        ("TIEP_NHAN", "TAM_DINH_CHI"),
        ("DANH_GIA", "THUC_HIEN"),
        ("TAM_DINH_CHI", "KE_HOACH"),
    ],
)
def test_a_step_is_not_left_out(now: str, to: str) -> None:
    with pytest.raises(UserError, match="trạng thái chưa đổi") as caught:
        require_move(now, to)
    assert STATUSES[MOVES[now][0]] in caught.value.message


@pytest.mark.parametrize("ended", sorted(ENDED))
def test_a_closed_case_only_opens_by_reopening(ended: str) -> None:
    assert moves(ended) == ()
    with pytest.raises(UserError, match="mở lại"):
        require_move(ended, "THUC_HIEN")
    require_move(ended, "THUC_HIEN", reopening=True)
    with pytest.raises(UserError):
        require_move(ended, "TIEP_NHAN", reopening=True)


@given(st.sampled_from(sorted(STATUSES)))
def test_saving_without_a_change_of_status_is_no_move(status: str) -> None:
    require_move(status, status)


@given(st.sampled_from(sorted(STATUSES)))
def test_an_open_case_can_always_be_ended(status: str) -> None:
    assert status in ENDED or set(ENDED) <= set(MOVES[status])


@pytest.mark.parametrize(
    ("status", "labels", "standings"),
    [
        ("TIEP_NHAN", "Tiếp nhận|Đánh giá|Kế hoạch|Thực hiện|Kết thúc", "n...."),
        ("KE_HOACH", "Tiếp nhận|Đánh giá|Kế hoạch|Thực hiện|Kết thúc", "ddn.."),
        ("TAM_DINH_CHI", "Tiếp nhận|Đánh giá|Kế hoạch|Tạm đình chỉ|Kết thúc", "dddp."),
        ("KET_THUC", "Tiếp nhận|Đánh giá|Kế hoạch|Thực hiện|Kết thúc", "ddddn"),
        ("CHUYEN_DI", "Tiếp nhận|Đánh giá|Kế hoạch|Thực hiện|Chuyển đi", "ddddn"),
    ],
)
def test_the_stage_bar_shows_where_a_case_stands(status: str, labels: str, standings: str) -> None:
    signs = {Standing.DONE: "d", Standing.NOW: "n", Standing.PAUSED: "p", Standing.AHEAD: "."}
    bar = stage_bar(status)
    assert "|".join(step.label for step in bar) == labels
    assert "".join(signs[step.standing] for step in bar) == standings


@pytest.mark.parametrize(
    ("days", "text", "urgency"),
    [
        (-1200, "Quá hạn 1.200 ngày", Urgency.OVERDUE),
        (-1, "Quá hạn 1 ngày", Urgency.OVERDUE),
        (0, "Hết hạn hôm nay", Urgency.TODAY),
        (1, "Còn 1 ngày", Urgency.SOON),
        (30, "Còn 30 ngày", Urgency.SOON),
        (31, "Còn 31 ngày", Urgency.LATER),
    ],
)
def test_the_last_day_of_a_term_still_counts(days: int, text: str, urgency: Urgency) -> None:
    left = remaining(TODAY + dt.timedelta(days=days), TODAY)
    assert (left.days, left.text, left.urgency) == (days, text, urgency)


def test_a_case_without_a_term_has_nothing_left_to_say() -> None:
    left = remaining(None, TODAY)
    assert (left.days, left.text, left.urgency) == (None, "", Urgency.NONE)
