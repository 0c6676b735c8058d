from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop.operations import activities, drafts, line_drafts
from desktop.operations.lists import count
from desktop.operations.office import Office
from desktop.records import Activity
from desktop.ui.activity_page import ActivityPage
from desktop.ui.attendance_list import AttendanceList
from desktop.ui.lines_dialog import LinesDialog
from desktop.ui.log_dialog import LogDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.product_lines import ProductLines
from desktop.ui.workplace import Workplace
from inline import settle, shown_one, workplace_of
from makers import activity, loaded, member, team, training

TODAY = dt.date(2026, 11, 21)
FIELDS = {
    "summary": "Nói chuyện tại Trường THCS Nguyễn Du",
    "duty": "A",
    "type": "NGOAI_KHOA",
    "topics": ("MA_TUY",),
    "attendance": 120,
}


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Workplace:
    return workplace_of(office, tmp_path)


def opened(workplace: Workplace, qtbot: QtBot) -> ActivityPage:
    page = ActivityPage(workplace)
    qtbot.addWidget(page)
    page.resize(1130, 690)
    page.show()
    page.come_forward()
    settle()
    return page


def fill(dialog: LinesDialog, values: dict[str, Any]) -> None:
    dialog.editing.forms.put(dialog.form.record_type.__tablename__, values)


def product(dialog: LinesDialog, kind: str, quantity: int) -> None:
    line = shown_one(ProductLines, dialog).add()
    line.editors["type"].set_value(kind)
    line.editors["quantity"].set_value(quantity)


def latest(office: Office) -> uuid.UUID:
    """The activity that was made last: ids grow with time."""
    with office.reading() as session:
        return session.scalars(sa.select(Activity.id).order_by(Activity.id.desc()).limit(1)).one()


def test_an_activity_is_written_down_with_its_products(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    only = team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(LinesDialog, page)
    fill(dialog, FIELDS)
    product(dialog, "TO_ROI", 500)
    shown_one(ProductLines, dialog).add()  # a line that nobody filled in is no product
    dialog.editing.save()
    settle()
    assert not [one for one in page.findChildren(LinesDialog) if one.isVisible()]
    made = loaded(office, Activity, latest(office))
    assert (made.team_id, made.from_on, made.sessions) == (only, TODAY, 1)
    (line,) = activities.read_products(office, made.id)
    assert (line["type"], line["quantity"]) == ("TO_ROI", 500)
    assert page.activities.count() == 1


def test_a_product_without_a_number_is_marked_and_nothing_saved(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(LinesDialog, page)
    fill(dialog, FIELDS)
    lines = shown_one(ProductLines, dialog)
    lines.add().editors["type"].set_value("PANO")
    dialog.editing.save()
    settle()
    assert lines.trouble.isVisible()
    assert count(office, "activities") == 0


def test_the_next_one_begins_with_what_stays_the_same(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    team(office)
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(LinesDialog, page)
    fill(dialog, {**FIELDS, "from_on": dt.date(2026, 11, 3)})
    product(dialog, "TO_ROI", 500)
    (following,) = dialog.findChildren(QAction, "save_next")
    following.trigger()
    settle()
    assert dialog.isVisible()
    assert count(office, "activities") == 1
    values = dialog.form
    assert values.cell("from_on").editor.value() == dt.date(2026, 11, 3)
    assert values.cell("type").editor.value() == "NGOAI_KHOA"
    assert values.cell("summary").editor.is_blank()
    assert values.cell("attendance").editor.is_blank()
    assert shown_one(ProductLines, dialog).rows() == []
    fill(dialog, {"summary": "Buổi thứ hai", "attendance": 60})
    dialog.editing.save()
    settle()
    assert count(office, "activities") == 2
    assert loaded(office, Activity, latest(office)).topics == ("MA_TUY",)


def test_an_opened_activity_is_read_until_it_is_edited(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    made = activity(office)
    activities.save_activity(
        office, made, {}, [{"type": "PANO", "quantity": 2}, {"type": "TO_ROI", "quantity": 9}]
    )
    page = opened(workplace, qtbot)
    page.open_record("activities", made)
    settle()
    dialog = shown_one(LinesDialog, page)
    lines = shown_one(ProductLines, dialog)
    assert not dialog.editing.is_editing
    assert not lines.add_button.isVisible()
    dialog.editing.begin()
    lines.remove(lines.lines[0])
    assert dialog.editing.is_changed()
    dialog.editing.save()
    settle()
    assert [line["type"] for line in activities.read_products(office, made)] == ["TO_ROI"]


def test_giving_up_brings_the_products_back(
    office: Office, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.ui import editing

    made = activity(office)
    activities.save_activity(office, made, {}, [{"type": "PANO", "quantity": 2}])
    page = opened(workplace, qtbot)
    page.open_record("activities", made)
    settle()
    dialog = shown_one(LinesDialog, page)
    dialog.editing.begin()
    shown_one(ProductLines, dialog).lines[0].editors["quantity"].set_value(5)
    monkeypatch.setattr(editing, "ask", lambda *_, **__: True)
    assert dialog.editing.cancel()
    assert shown_one(ProductLines, dialog).rows()[0]["quantity"] == 2


def test_a_copy_is_for_today_with_its_products(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    made = activity(office, from_on=dt.date(2026, 2, 1))
    activities.save_activity(office, made, {}, [{"type": "PANO", "quantity": 2}])
    page = opened(workplace, qtbot)
    page.activities.select(made)
    page.duplicate("activities")
    settle()
    dialog = shown_one(LinesDialog, page)
    dialog.editing.save()
    settle()
    fresh = latest(office)
    assert fresh != made
    assert loaded(office, Activity, fresh).from_on == TODAY
    assert [line["quantity"] for line in activities.read_products(office, fresh)] == [2]
    assert len(activities.read_products(office, made)) == 1


def test_a_draft_keeps_the_products_too(office: Office, workplace: Workplace, qtbot: QtBot) -> None:
    page = opened(workplace, qtbot)
    page.add()
    dialog = shown_one(LinesDialog, page)
    fill(dialog, FIELDS)
    product(dialog, "TO_ROI", 500)
    dialog.editing.drafts.keep()
    settle()
    assert line_drafts.read_lines(office, "activities", None) is not None
    (found,) = drafts.read_drafts(office)

    again = opened(workplace, qtbot)
    again.open_draft(found)
    settle()
    resumed = shown_one(LinesDialog, again)
    resumed.editing.save()
    settle()
    (line,) = activities.read_products(office, latest(office))
    assert line["quantity"] == 500
    assert drafts.read_drafts(office) == []


def test_filters_of_one_kind_take_each_others_place(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    activity(office, from_on=dt.date(2026, 11, 2))
    activity(office, from_on=dt.date(2026, 10, 2), type="TOA_DAM")
    activity(office, from_on=dt.date(2026, 2, 2))
    activity(office, from_on=dt.date(2025, 2, 2))
    page = opened(workplace, qtbot)
    month, quarter, year, before = page.filters.menus[0].actions()
    counts: list[int] = []
    for action in (month, quarter, year, before):
        action.trigger()
        counts.append(page.activities.count())
    assert counts == [1, 2, 3, 1]
    year.trigger()
    dialogue = next(a for a in page.filters.menus[1].actions() if a.text() == "Tọa đàm")
    dialogue.trigger()
    assert page.activities.count() == 1
    assert page.activities.filter_text() == "Năm 2026; Tọa đàm"


def test_the_members_of_a_team_are_ticked_at_once(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    member(office, one, "Trần Thị Ánh", dt.date(2026, 1, 1))
    member(office, one, "Lê Minh Hòa", dt.date(2026, 1, 1))
    member(office, one, "Bùi Văn Thắng", dt.date(2026, 11, 1))
    made = training(office, from_on=dt.date(2026, 10, 1))
    page = opened(workplace, qtbot)
    page.open_record("trainings", made)
    settle()
    dialog = shown_one(LinesDialog, page)
    dialog.editing.begin()
    people = shown_one(AttendanceList, dialog)
    people.tick_team()
    settle()
    assert people.counted.text() == "2 người"  # the third was no member on that day
    people.names.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.editing.save()
    settle()
    assert len(activities.read_attendance(office, made)) == 1


def test_the_log_is_previewed_for_two_days(
    office: Office, workplace: Workplace, qtbot: QtBot
) -> None:
    one = team(office)
    activity(office, team_id=one)
    page = opened(workplace, qtbot)
    page.print_record()
    dialog = shown_one(LogDialog, page)
    dialog.set_span((TODAY, dt.date(2026, 1, 1)))
    dialog.take()
    assert dialog.isVisible()  # the end stands before the beginning
    dialog.set_span((dt.date(2026, 1, 1), TODAY))
    dialog.take()
    settle()
    preview = shown_one(PdfPreview, page)
    assert len(preview.pages) == 1
    preview.close()


def test_who_may_not_write_is_offered_no_change(
    office: Office, open_as, tmp_path: Path, qtbot: QtBot
) -> None:
    made = activity(office)
    page = opened(workplace_of(open_as("CHI_XEM"), tmp_path), qtbot)
    page.add()
    assert not [one for one in page.findChildren(LinesDialog) if one.isVisible()]
    page.open_record("activities", made)
    settle()
    dialog = shown_one(LinesDialog, page)
    assert not dialog.edit_button.isVisible()
    assert count(office, "activities") == 1
