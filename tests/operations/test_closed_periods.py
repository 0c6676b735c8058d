"""What an approved report counted is not written any more until a leader reopens the report."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import makers
from desktop.base.errors import UserError
from desktop.indicators.periods import month
from desktop.operations import activities, approvals, records, reports
from desktop.operations.office import Office
from desktop.operations.saving import Part, save_parts
from desktop.operations.undoing import undo_last
from desktop.records import Activity, ActivityProduct, Record, Training

D = dt.date
INSIDE, OUTSIDE = D(2026, 10, 10), D(2026, 11, 10)
SENTENCE = "nằm trong kỳ của báo cáo “tháng 10 năm 2026” đã duyệt"
NEW_ACTIVITY = {
    "summary": "Thăm gia đình",
    "duty": "B",
    "type": "KHAC",
    "topics": ("MA_TUY",),
    "organiser_level": "XA",
    "sessions": 1,
    "attendance": 3,
}


@pytest.fixture
def leader(open_as: Callable[..., Office]) -> Office:
    return open_as("LANH_DAO")


@pytest.fixture
def october(office: Office) -> uuid.UUID:
    return makers.only(reports.open_report(office, month(2026, 10)), "reports")


def stands(office: Office, kind: type[Record], record_id: uuid.UUID) -> dict[str, Any]:
    return makers.loaded(office, kind, record_id).values()


def test_no_way_of_saving_reaches_into_a_closed_period(
    office: Office, leader: Office, october: uuid.UUID
) -> None:
    inside, outside = (makers.activity(office, from_on=day) for day in (INSIDE, OUTSIDE))
    training = makers.training(office, from_on=INSIDE)
    told = {"activity_id": inside, "type": "TO_ROI", "quantity": 100}
    product = makers.saved(office, "activity_products", **told)
    volunteer = makers.saved(office, "volunteers", full_name="Lý Thị Hoa", sex="NU")
    approvals.approve(leader, october)
    save, save_activity = (partial(f, office) for f in (records.save, activities.save_activity))
    ways: list[Callable[[], object]] = [
        partial(save_activity, None, {**NEW_ACTIVITY, "from_on": INSIDE}),
        partial(save_activity, inside, {"attendance": 900}),
        partial(save_activity, inside, {"from_on": OUTSIDE}),
        partial(save_activity, outside, {"from_on": INSIDE}),
        partial(save_activity, inside, {}, [{"type": "TO_ROI", "quantity": 5}]),
        partial(activities.save_training, office, training, {"attendance": 5}),
        partial(activities.save_training, office, training, {}, [volunteer]),
        partial(save, "activities", inside, {"attendance": 900}),
        partial(save, "activities", None, {**NEW_ACTIVITY, "from_on": INSIDE}),
        partial(save, "activity_products", product, {"quantity": 1}),
        partial(save, "activity_products", product, {"activity_id": outside}),
        partial(save, "activity_products", None, told),
        partial(save, "training_attendances", None,
                {"training_id": training, "volunteer_id": volunteer}),
        partial(save_parts, office, [Part("activities", inside, {"attendance": 900})]),
        partial(records.void, office, "activities", inside, "Ghi trùng"),
        partial(records.void, office, "activity_products", product, "Ghi trùng"),
    ]  # fmt: skip
    before = [stands(office, Activity, inside), stands(office, ActivityProduct, product)]
    for way in ways:
        with pytest.raises(UserError, match=SENTENCE):
            way()
    assert before == [stands(office, Activity, inside), stands(office, ActivityProduct, product)]
    assert stands(office, Activity, outside)["from_on"] == OUTSIDE
    assert stands(office, Training, training)["attendance"] == 30
    activities.save_activity(office, outside, {"attendance": 46})


def test_a_leader_opens_the_period_again(
    office: Office, leader: Office, october: uuid.UUID
) -> None:
    inside = makers.activity(office, from_on=INSIDE)
    approvals.approve(leader, october)
    approvals.set_sent(office, october, D(2026, 11, 5), "05/BC-UBND", D(2026, 11, 5))
    with pytest.raises(UserError, match=r"đã gửi, nên không ghi thêm.*nhờ lãnh đạo mở lại"):
        activities.save_activity(office, inside, {"attendance": 46})
    approvals.reopen(leader, october)
    activities.save_activity(office, inside, {"attendance": 46})


def test_a_report_that_waits_for_approval_closes_nothing(
    office: Office, october: uuid.UUID
) -> None:
    inside = makers.activity(office, from_on=INSIDE)
    approvals.submit(office, october)
    activities.save_activity(office, inside, {"attendance": 46})


@pytest.mark.parametrize("day", [INSIDE, OUTSIDE])
def test_undoing_does_not_reach_into_a_closed_period(
    office: Office, leader: Office, october: uuid.UUID, day: dt.date
) -> None:
    other = {INSIDE: OUTSIDE, OUTSIDE: INSIDE}[day]
    activity = makers.activity(office, from_on=other)
    activities.save_activity(office, activity, {"from_on": day})
    approvals.approve(leader, october)
    with pytest.raises(UserError, match=SENTENCE):
        undo_last(office)
    assert stands(office, Activity, activity)["from_on"] == day
    approvals.reopen(leader, october)
    undo_last(office)
    assert stands(office, Activity, activity)["from_on"] == other


def test_undoing_does_not_take_out_what_was_counted(
    office: Office, leader: Office, october: uuid.UUID
) -> None:
    activity = makers.activity(office, from_on=INSIDE)
    approvals.approve(leader, october)
    with pytest.raises(UserError, match=SENTENCE):
        undo_last(office)
    assert stands(office, Activity, activity)["void_reason"] is None
