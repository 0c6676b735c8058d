"""The history of records, as the clerk reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import makers
from desktop.base.clock import StoppedClock
from desktop.operations import records
from desktop.operations.office import Office
from desktop.ui.history_view import HistoryDialog, HistoryView
from desktop.ui.workplace import Workplace
from inline import settle, workplace_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def workplace(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    made = workplace_of(office, tmp_path)
    yield made
    made.desk.jobs.stop()


def test_it_says_who_changed_what_when_from_what_to_what(
    workplace: Workplace, qtbot: QtBot, clock: StoppedClock
) -> None:
    office = workplace.office
    person_id = makers.person(office, "Nguyễn Văn An", occupation="Thợ xây")
    clock.forward(hours=2)
    records.save(office, "people", person_id, {"occupation": "Thợ mộc"})
    view = HistoryView(workplace)
    qtbot.addWidget(view)
    view.show_records(("people", person_id))
    settle()
    newest, *rest = view.texts()
    assert newest == ["21/11/2026 11:00", "lan", "Cất", "Nghề nghiệp", "Thợ xây", "Thợ mộc"]
    assert ["21/11/2026 09:00", "lan", "Lập mới", "Họ và tên", "", "Nguyễn Văn An"] in rest


def test_several_records_are_told_apart_and_stand_in_order_of_time(
    workplace: Workplace, qtbot: QtBot, clock: StoppedClock
) -> None:
    office = workplace.office
    person_id = makers.person(office)
    case_id = makers.case(office, person_id=person_id)
    for minutes, (table, record_id, values) in enumerate(
        (
            ("people", person_id, {"occupation": "Thợ mộc"}),
            ("case_files", case_id, {"contact_person": "Chị Bảy"}),
            ("people", person_id, {"occupation": "Thợ xây"}),
        ),
        1,
    ):
        clock.forward(minutes=minutes)
        records.save(office, table, record_id, values)
    view = HistoryView(workplace)
    qtbot.addWidget(view)
    view.show_records(("case_files", case_id), ("people", person_id))
    settle()
    assert [row[3] for row in view.texts()[:3]] == [
        "Người được hỗ trợ · Nghề nghiệp",
        "Hồ sơ · Người liên hệ",
        "Người được hỗ trợ · Nghề nghiệp",
    ]


def test_the_dialog_names_the_record(workplace: Workplace, qtbot: QtBot) -> None:
    person_id = makers.person(workplace.office)
    dialog = HistoryDialog(workplace, "Nguyễn Văn An", ("people", person_id))
    qtbot.addWidget(dialog)
    settle()
    assert dialog.windowTitle() == "Lịch sử: Nguyễn Văn An"
    assert dialog.view.texts()
