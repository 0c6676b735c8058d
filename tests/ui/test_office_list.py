"""Gửi at the province: the list tells how much waits for whom, and those come first."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import records
from desktop.operations.sending import send
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.jobs import Jobs
from desktop.ui.office_list import OfficeList
from desktop.ui.package_watch import PackageWatch
from desktop.ui.tokens import Role
from desktop.ui.widgets.rows import END_CHIP_ROLE
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick
from inline import Inline, settle, workplace_of

__all__ = ["enrolled_offices", "offices", "stick"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
Open = Callable[[], ExchangePage]


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody of the commune whom the province knows."""
    made = makers.person(offices["a"])
    carry(offices, stick, "a", "tinh")
    return made


@pytest.fixture
def open_page(offices: Offices, qtbot: QtBot, tmp_path: Path) -> Open:
    def opened() -> ExchangePage:
        watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=list)
        page = ExchangePage(workplace_of(offices["tinh"], tmp_path), watch=watch)
        watch.setParent(page)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        page.come_forward()
        settle()
        return page

    return opened


def told(shown: OfficeList) -> list[tuple[str, object]]:
    rows = [shown.shown.index(at, 0) for at in range(shown.shown.rowCount())]
    return [(str(one.data()), one.data(END_CHIP_ROLE)) for one in rows]


def test_who_waits_for_something_comes_first_and_is_chosen(
    offices: Offices, person: uuid.UUID, open_page: Open
) -> None:
    page = open_page()
    assert told(page.send.offices) == [
        ("Gửi chung cho mọi nơi", None),
        ("Phường Hải Châu", None),
        ("Xã Tiên Phước", None),
    ]
    assert page.send.offices.scope() == offices.scope("b")
    records.save(offices["tinh"], "people", person, {"phone": "0950000001"})
    page.refresh()
    settle()
    assert told(page.send.offices) == [
        ("Gửi chung cho mọi nơi", None),
        ("Xã Tiên Phước", ("1", Role.MAIN)),
        ("Phường Hải Châu", None),
    ]
    assert page.send.offices.scope() == offices.scope("a")
    assert page.send.form.figure.text() == "1"
    first = page.send.offices.shown.index(1, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Xã Tiên Phước, 1 thay đổi chưa gửi"


def test_what_is_on_its_way_is_told_more_quietly(
    offices: Offices, person: uuid.UUID, open_page: Open, stick: Path
) -> None:
    records.save(offices["tinh"], "people", person, {"phone": "0950000001"})
    send(offices["tinh"], offices.scope("a"), stick)
    page = open_page()
    assert ("Xã Tiên Phước", ("1", Role.NEUTRAL)) in told(page.send.offices)


def test_the_office_that_the_clerk_chose_stays_chosen(
    offices: Offices, person: uuid.UUID, open_page: Open
) -> None:
    page = open_page()
    shown = page.send.offices
    shown.view.setCurrentIndex(shown.shown.index(1, 0))
    assert shown.scope() == offices.scope("b")
    shown.view.setCurrentIndex(shown.shown.index(2, 0))
    shown.view.setCurrentIndex(shown.shown.index(1, 0))
    records.save(offices["tinh"], "people", person, {"phone": "0950000001"})
    page.refresh()
    settle()
    assert told(shown)[1][0] == "Xã Tiên Phước"
    assert shown.scope() == offices.scope("b")
