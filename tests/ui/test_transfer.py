"""A case goes to another office through the windows: chosen, told in plain words, gone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import makers
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.ui.case_filters import left_cases
from desktop.ui.case_page import CasePage
from desktop.ui.transfer_dialog import TransferDialog
from desktop.ui.widgets.rows import END_CHIP_ROLE
from desktop.ui.workplace import Workplace
from exchange.enrolled import Offices, enrolled_offices, offices
from inline import settle, workplace_of

__all__ = ["enrolled_offices", "offices"]


@pytest.fixture
def place(offices: Offices, tmp_path: Path) -> Workplace:
    return workplace_of(offices["a"], tmp_path)


@pytest.fixture
def case(offices: Offices) -> uuid.UUID:
    return makers.case(offices["a"], person_id=makers.person(offices["a"], "Nguyễn Thị Hường"))


@pytest.fixture
def page(place: Workplace, case: uuid.UUID, qtbot: QtBot) -> Iterator[CasePage]:
    made = CasePage(place)
    qtbot.addWidget(made)
    made.resize(1130, 690)
    made.show()
    made.come_forward()
    made.open_case(case)
    settle()
    yield made
    place.desk.jobs.stop()


def asked(page: CasePage) -> TransferDialog:
    stages = page.workspace.ask_stage("DANH_GIA")
    assert stages is not None
    assert stages.away_button.isVisible()
    dialog = stages.send_away()
    settle()
    return dialog


def words(dialog: TransferDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_the_office_is_found_by_a_part_of_its_name_and_what_happens_is_said(page: CasePage) -> None:
    dialog = asked(page)
    assert "nhận cả hồ sơ" not in words(dialog)
    dialog.search.setText("hai chau")
    settle()
    assert dialog.offices.count() == 1
    assert "Phường Hải Châu nhận cả hồ sơ 20854-26-A-0001" in words(dialog)
    assert "Thông tin của Nguyễn Thị Hường chuyển theo." in words(dialog)


def test_what_is_missing_is_said_at_its_field(page: CasePage) -> None:
    dialog = asked(page)
    dialog.transfer()
    assert "Cần chọn một cơ quan trong danh sách." in words(dialog)
    dialog.search.setText("hai chau")
    settle()
    dialog.transfer()
    settle()
    assert dialog.isVisible()
    assert "Cần ghi số văn bản chuyển hồ sơ." in words(dialog)
    assert "Cần ghi lý do chuyển." in words(dialog)
    dialog.on.set_value(dt.date(2026, 12, 1))
    dialog.transfer()
    settle()
    assert "Ngày văn bản không được sau hôm nay." in words(dialog)


def test_a_case_that_moved_is_read_then_gone_and_stands_under_its_own_filter(
    page: CasePage, offices: Offices, case: uuid.UUID, tmp_path: Path
) -> None:
    dialog = asked(page)
    dialog.search.setText("hai chau")
    settle()
    dialog.number.setText("12/UBND-VHXH")
    dialog.why.setText("Chuyển nơi cư trú")
    dialog.transfer()
    settle()
    assert not dialog.isVisible()
    page.refresh()
    settle()
    here = page.workspace
    assert here.left.banner.isVisible()
    assert here.tabs.isVisible()
    assert here.ask_stage("DANH_GIA") is None
    assert page.list.count() == 0
    page.list.set_filters([left_cases(offices.scope("a"))])
    index = page.list.rows.index(0, 0)
    assert (index.data(), index.data(END_CHIP_ROLE)[0]) == ("Nguyễn Thị Hường", "→ Phường Hải Châu")
    top = offices.scope("tinh")
    receive(offices["tinh"], send(offices["a"], top, tmp_path).path)
    receive(offices["a"], send(offices["tinh"], offices.scope("a"), tmp_path).path)
    page.refresh()
    settle()
    assert here.left.gone.isVisible()
    assert not here.tabs.isVisible()
    assert "theo văn bản 12/UBND-VHXH" in here.left.gone.accessibleName()
    assert page.list.rows.index(0, 0).data() == "Nguyễn Thị Hường"
