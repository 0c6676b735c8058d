"""Trao đổi dữ liệu: sending, receiving, deciding, and for a province the board."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations import exchange_board, imports_taken_back, refused_parts, set_aside
from desktop.operations.exchange_board import Standing
from desktop.operations.imports_taken_back import ReceivedFile
from desktop.operations.office import Office
from desktop.operations.package_history import sent_names
from desktop.records import record_types
from desktop.ui.exchange_board_view import BoardView
from desktop.ui.package_watch import PackageWatch
from desktop.ui.page import Page
from desktop.ui.receive_view import ReceiveView
from desktop.ui.send_view import SendView
from desktop.ui.tokens import GAP
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.workplace import Workplace

_LOOK_EVERY_MS = 3000
_DISAGREEMENTS = "desktop.ui.disagreements_view"


@dataclass(frozen=True)
class _Seen:
    """What the page reads at once; nothing for an office that is not in the exchange."""

    standing: Standing | None
    files: Sequence[ReceivedFile]
    aside: int = 0
    own: frozenset[str] = frozenset()


def _read(office: Office) -> _Seen:
    if not exchange_board.is_enrolled(office):
        return _Seen(None, ())
    return _Seen(
        exchange_board.read_standing(office),
        imports_taken_back.received_files(office),
        set_aside.count_set_aside(office) + refused_parts.count_refused(office),
        sent_names(office),
    )


class ExchangePage(Page):
    """Tabs; sections: ``send``, ``receive``, ``review``, ``board``."""

    title: ClassVar[str] = N_("Trao đổi dữ liệu")
    tables: ClassVar[frozenset[str]] = frozenset(record_types())

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        watch: PackageWatch | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        self.watch = watch or PackageWatch(self)
        self.send = SendView(workplace, self.watch)
        self.receive = ReceiveView(workplace, self.watch)
        self.board: BoardView | None = None
        self.review = _review(workplace)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._sections: dict[str, QWidget] = {}
        self._none = EmptyState(
            "key-round",
            tr(
                "Cơ quan này chưa có thẻ khóa nên chưa trao đổi dữ liệu được. "
                "Xin thẻ khóa của tỉnh ở Thiết lập › Trao đổi dữ liệu."
            ),
            tr("Mở Thiết lập"),
            "settings",
        )
        self._waiting = QWidget()
        self._wanted: Sequence[Path] = ()
        self._section = ""
        self.stack = QStackedWidget()
        for part in (self._waiting, self._none, self.tabs):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 20, GAP)
        column.addWidget(self.stack)
        self._sticks = QTimer(self, interval=_LOOK_EVERY_MS)
        self._bind()

    def _bind(self) -> None:
        self._sticks.timeout.connect(self.watch.look_if_changed)
        self._none.asked.connect(partial(self.workplace.section_asked.emit, "settings", "exchange"))
        self.receive.received.connect(self.refresh)
        self.receive.review_asked.connect(partial(self.open_section, "review"))
        self.receive.report.let_review(may=self.review is not None)
        self.tabs.currentChanged.connect(self._turned)
        self.workplace.questions_counted.connect(self._show_questions)
        steps = (("next_tab", 1), ("previous_tab", -1))
        for action_id, by in steps:
            self.workplace.actions.bind(self, action_id, partial(self._step, by), here_only=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._sticks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._sticks.stop()

    # -- what the main window asks ----------------------------------------------------

    def come_forward(self) -> None:
        super().come_forward()
        self.watch.look()

    def refresh(self) -> None:
        """Read who this office is, what waits and what came."""
        self.workplace.ask(_read, self._show)

    def open_section(self, section: str) -> None:
        """Show a tab, also one that comes with what is being read now."""
        part = self._sections.get(section)
        self._section = "" if part is not None else section
        if part is not None:
            self.tabs.setCurrentWidget(part)
            self.take_keyboard()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Look at files that were opened from outside the program."""
        if self.stack.currentWidget() is self.tabs:
            self.open_section("receive")
            self.receive.look_at(paths)
        else:
            self._wanted = paths

    def take_keyboard(self) -> None:
        """What is done next on the tab in front."""
        shown = self.tabs.currentWidget()
        if self.stack.currentWidget() is self._none and self._none.button is not None:
            self._none.button.setFocus()
        elif (take := getattr(shown, "take_keyboard", None)) is not None:
            take()
        else:
            super().take_keyboard()

    def shown_ids(self) -> frozenset[uuid.UUID]:
        return frozenset()

    # -- showing --------------------------------------------------------------------

    def _show(self, seen: _Seen) -> None:
        if seen.standing is None:
            self.stack.setCurrentWidget(self._none)
            return
        self._fill_tabs(seen.standing)
        self.send.show_standing(seen.standing)
        self.receive.show_standing(seen.standing, seen.files, seen.aside, seen.own)
        if self.board is not None:
            self.board.refresh()
        first = self.stack.currentWidget() is not self.tabs
        self.stack.setCurrentWidget(self.tabs)
        if self._section:
            self.open_section(self._section)
        wanted, self._wanted = self._wanted, ()
        if wanted:
            self.open_files(wanted)
        elif first and self.isVisible():
            self.take_keyboard()

    def _fill_tabs(self, standing: Standing) -> None:
        if not self._sections:
            self._add("send", self.send, tr("Gửi"))
            self._add("receive", self.receive, tr("Nhận"))
            if self.review is not None:
                self._add("review", self.review, tr("Cần xem lại"))
                self._show_questions(self.workplace.questions)
        if standing.is_province and self.board is None:
            self.board = BoardView(self.workplace)
            self._add("board", self.board, tr("Theo dõi"))
        if self.board is not None:
            self.tabs.setTabVisible(self.tabs.indexOf(self.board), standing.is_province)

    def _add(self, section: str, part: QWidget, words: str) -> None:
        self._sections[section] = part
        self.tabs.addTab(part, words)

    def _show_questions(self, number: int) -> None:
        if "review" in self._sections:
            words = tr("Cần xem lại ({n})") if number else tr("Cần xem lại")
            at = self.tabs.indexOf(self._sections["review"])
            self.tabs.setTabText(at, words.format(n=grouped(number)))

    def _turned(self, _at: int) -> None:
        refresh = getattr(self.tabs.currentWidget(), "refresh", None)
        if refresh is not None:
            refresh()
        # Arrows on the tabs go on to the next tab; from anywhere else the tab is opened to be used.
        if self.tabs.isVisible() and not self.tabs.tabBar().hasFocus():
            self.take_keyboard()

    def _step(self, by: int) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())


def _review(workplace: Workplace) -> QWidget | None:
    """The place where people decide between two values, if this program has it."""
    if find_spec(_DISAGREEMENTS) is None:
        return None
    made: Callable[[Workplace], QWidget] = import_module(_DISAGREEMENTS).DisagreementsView
    return made(workplace)
