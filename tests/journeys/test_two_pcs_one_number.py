"""Two PCs of one office, one telephone number written twice, decided with the keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from clerk import Clerk
from desktop.operations import records
from desktop.operations.disagreements import disagreements
from desktop.operations.histories import read_history
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.exchange_page import ExchangePage
from exchange.enrolled import PASSWORD, TWIN, Offices, make_offices
from exchange_steps import listed, look, put_stick_in, send, take
from inline import settle
from tables import Tables, set_up

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FIRST, OURS, THEIRS = "0905000111", "0905000222", "0905000333"
OTHER_PCS = "Các máy khác"


@pytest.fixture(scope="session")
def two_pcs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The enrolled offices, the commune with a second PC; never to be opened."""
    return make_offices(tmp_path_factory.mktemp("two"), twin="a")


@pytest.fixture
def tables(
    two_pcs: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Tables]:
    offices = Offices(Path(shutil.copytree(two_pcs, tmp_path / "offices")))
    with set_up(offices, qtbot, put_stick_in(tmp_path, monkeypatch), PASSWORD) as made:
        yield made


def test_two_pcs_one_phone_number_one_conflict(tables: Tables) -> None:
    clerk = tables.signs_in("a")
    person = makers.person(clerk.office, "Võ Thành Long", phone=FIRST)
    send(tables, clerk, OTHER_PCS)
    clerk = tables.signs_in(TWIN)
    take(clerk, look(tables, clerk))
    tables.clock.forward(hours=1)
    records.save(clerk.office, "people", person, {"phone": THEIRS})
    clerk = tables.signs_in("a")
    tables.clock.forward(hours=1)
    records.save(clerk.office, "people", person, {"phone": OURS})
    send(tables, clerk, OTHER_PCS)

    clerk = tables.signs_in(TWIN)
    page = look(tables, clerk)
    assert ("Tự gộp", "Người được hỗ trợ · Võ Thành Long") in listed(page)
    take(clerk, page)
    assert phone(clerk, person) == OURS, "the later one is shown until somebody decides"
    decide_for_the_other(clerk)
    assert phone(clerk, person) == THEIRS
    assert disagreements(clerk.office) == []
    send(tables, clerk, OTHER_PCS)

    clerk = tables.signs_in("a")
    take(clerk, look(tables, clerk))
    assert phone(clerk, person) == THEIRS
    assert disagreements(clerk.office) == [], "it is decided everywhere"
    known = {line.after for line in read_history(clerk.office, "people", person)}
    assert {"0905 000 111", "0905 000 222", "0905 000 333"} <= known, "no word is lost"


def decide_for_the_other(clerk: Clerk) -> None:
    """A telephone number is no question; it stands among what the program chose by itself."""
    page = clerk.go("exchange", ExchangePage)
    page.open_section("review")
    settle()
    review = page.review
    assert isinstance(review, DisagreementsView)
    review.lists.setFocus()
    clerk.key(Qt.Key.Key_Right)
    assert review.lists.tabText(review.lists.currentIndex()) == "Đã tự chọn (1)"
    clerk.key(Qt.Key.Key_Tab, times=2)
    (one,) = review.shown
    assert one.labels == ("Điện thoại",)
    assert clerk.focus is review.card.options
    at = next(n for n, option in enumerate(one.options) if option.texts == ("0905 000 333",))
    assert not one.options[at].shown
    clerk.key(Qt.Key(Qt.Key.Key_1.value + at))
    clerk.key(Qt.Key.Key_Return)
    settle()


def phone(clerk: Clerk, person: object) -> object:
    return records.read(clerk.office, "people", person).values["phone"]  # type: ignore[arg-type]
