"""Pages with a list and the sheet opened from it: what the two of them share."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.indicators.periods import whole_year
from desktop.operations import reports
from desktop.operations.office import Office
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.report_page import ReportPage
from desktop.ui.sheet_page import SheetPage
from inline import settle, workplace_of
from makers import inspection, only


def report(office: Office) -> uuid.UUID:
    return only(reports.open_report(office, whole_year(2026), dt.date(2026, 11, 18)), "reports")


PAGES = pytest.mark.parametrize(
    ("kind", "make"), [(InspectionPage, inspection), (ReportPage, report)]
)


def opened(kind: Callable[..., SheetPage], office: Office, qtbot: QtBot, folder: Path) -> SheetPage:
    page = kind(workplace_of(office, folder))
    qtbot.addWidget(page)
    page.show()
    page.come_forward()
    settle()
    return page


def buttons(page: SheetPage) -> dict[str, QPushButton]:
    """The buttons above the list that can be pressed."""
    listing = page.list.parentWidget()
    while listing is not None and listing.parentWidget() is not page.stack:
        listing = listing.parentWidget()
    assert listing is not None
    found = listing.findChildren(QPushButton)
    return {one.text(): one for one in found if one.isVisible()}


@PAGES
def test_a_state_is_a_button_that_narrows_the_list(
    kind: type[SheetPage], make: Callable[..., uuid.UUID], office: Office, qtbot: QtBot, tmp_path
) -> None:
    make(office)
    page = opened(kind, office, qtbot, tmp_path)
    found: list[tuple[int, str]] = []
    for words in page.states.values():
        buttons(page)[words].click()
        found.append((page.list.count(), page.list.filter_text()))
    first, *others = page.states.values()
    assert found == [(1, first), *((0, words) for words in others)]


@PAGES
def test_a_sheet_comes_in_the_lists_place_and_gives_it_back(
    kind: type[SheetPage], make: Callable[..., uuid.UUID], office: Office, qtbot: QtBot, tmp_path
) -> None:
    made = make(office)
    page = opened(kind, office, qtbot, tmp_path)
    page.list.opened.emit(made)
    settle()
    assert page.sheet_is_open()
    page.show_list()
    assert not page.sheet_is_open()
    page.open_record("people", made)
    assert not page.sheet_is_open(), "not a record of this page"


@PAGES
def test_who_only_reads_is_offered_the_list_and_nothing_new(
    kind: type[SheetPage],
    make: Callable[..., uuid.UUID],
    office: Office,
    open_as: Callable[..., Office],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    make(office)
    page = opened(kind, open_as("CHI_XEM"), qtbot, tmp_path)
    assert set(page.states.values()) <= set(buttons(page))
    assert page.new_words not in buttons(page)
