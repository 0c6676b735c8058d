"""What clerks do at the page of the exchange, with a stick between the PCs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clerk import Clerk
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.package_watch import PackageWatch
from inline import settle
from tables import Tables


def put_stick_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that every PC finds."""
    stick = folder / "KINGSTON"
    stick.mkdir()
    defaults = PackageWatch.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "drives", lambda: [stick])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    return stick


def ready(tables: Tables, clerk: Clerk, section: str) -> ExchangePage:
    """The page of the exchange, once it has looked at the drives."""
    page = clerk.go("exchange", ExchangePage)
    settle()
    tables.qtbot.waitUntil(lambda: not page.watch.looking)
    page.open_section(section)
    settle()
    page.take_keyboard()
    return page


def send(tables: Tables, clerk: Clerk, to: str = "") -> None:
    """Write the file onto the stick."""
    page = ready(tables, clerk, "send")
    if to:
        page.send.offices.search.setText(to)
        page.send.offices.view.setCurrentIndex(page.send.offices.shown.index(0, 0))
        settle()
    assert page.send.form.target.place() == tables.stick
    clerk.press("Gửi", page.send.form)
    settle()
    assert page.send.result.pull.isVisible()


def look(tables: Tables, clerk: Clerk) -> ExchangePage:
    """Open the one file on the stick that is for this office."""
    page = ready(tables, clerk, "receive")
    receiving = page.receive
    assert receiving.start.sticks.view.hasFocus()
    clerk.key(Qt.Key.Key_Return)
    assert receiving.stack.currentWidget() is receiving.one
    return page


def listed(page: ExchangePage) -> list[tuple[str, str]]:
    rows = page.receive.one.changes.rows
    return [
        (str(rows.index(at, 1).data()), str(rows.index(at, 2).data()))
        for at in range(rows.rowCount())
    ]


def take(clerk: Clerk, page: ExchangePage) -> None:
    """Press the one button, and see the report."""
    clerk.click(page.receive.one.take)
    settle()
    assert page.receive.stack.currentWidget() is page.receive.report
    assert page.receive.report.title.text().startswith("Đã nhận")
