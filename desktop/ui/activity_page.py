"""What the teams did: activities with their products, and trainings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import activities, line_drafts, records
from desktop.operations.drafts import OpenDraft
from desktop.operations.line_drafts import LineDraft
from desktop.operations.office import Office, known_day
from desktop.operations.papers import Span
from desktop.operations.records import Reading
from desktop.ui.activity_filters import FilterBar
from desktop.ui.activity_form import (
    activity_dialog,
    copied,
    training_dialog,
)
from desktop.ui.lines_dialog import LinesDialog, Rows
from desktop.ui.log_dialog import LogDialog
from desktop.ui.page import Page
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

#: The summary comes last: it takes what is left of the width.
_COLUMNS = ("from_on", "type", "team_id", "sessions", "attendance", "summary")
_ACTIVITIES, _TRAININGS = "activities", "trainings"


class ActivityPage(Page):
    """Two lists, of activities and of trainings; Enter opens one in its dialog."""

    title = N_("Hoạt động")
    tables: ClassVar[frozenset[str]] = frozenset(
        {"activities", "activity_products", "trainings", "training_attendances"}
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.activities = RecordTable(
            workplace,
            _ACTIVITIES,
            tr("Chưa có hoạt động nào ở đây. Bấm Ghi hoạt động, hoặc Ctrl+N."),
            columns=_COLUMNS,
        )
        self.trainings = RecordTable(
            workplace, _TRAININGS, tr("Chưa có lớp tập huấn nào. Bấm Ghi lớp, hoặc Ctrl+N.")
        )
        self.filters = FilterBar(workplace, self.activities, kinds=True)
        self.training_filters = FilterBar(workplace, self.trainings, kinds=False)
        self.tabs = QTabWidget()
        self._lay()
        for table, listed in self._lists().items():
            listed.opened.connect(partial(self.open_record, table))
            listed.add_asked.connect(self.add)
            workplace.actions.bind(
                listed, "duplicate", partial(self.duplicate, table), here_only=True
            )
        bind = workplace.actions.bind
        bind(self, "next_tab", partial(self.tabs.setCurrentIndex, 1))
        bind(self, "previous_tab", partial(self.tabs.setCurrentIndex, 0))

    def refresh(self) -> None:
        """Read both lists."""
        for listed in self._lists().values():
            listed.refresh()

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        """Show an activity or a training in its dialog."""
        if table in self._lists():
            self.tabs.setCurrentIndex(list(self._lists()).index(table))
            self._open(self._dialog(table).show_record(record_id))

    def open_draft(self, found: OpenDraft) -> None:
        """Go on with an activity or a training that was not saved."""
        table, row = found.draft.table, found.draft.row

        def resume(draft: LineDraft | None) -> None:
            dialog = self._dialog(table)
            rows = next(iter(draft.lines.values()), ()) if draft else ()
            dialog.resume(row, found.values, rows)
            self._open(dialog)

        if table in self._lists():
            read = partial(line_drafts.read_lines, table=table, record_id=row)
            self.workplace.ask(read, resume)

    def add(self) -> None:
        """Write down an activity, or a training on the other tab."""
        table = list(self._lists())[self.tabs.currentIndex()]
        if not self.workplace.may_write(table):
            return
        first = activities.first_activity if table == _ACTIVITIES else activities.first_training
        self._open(self._dialog(table).start_new(first(self.workplace.office)))

    def duplicate(self, table: str) -> None:
        """Begin a new record as a copy of the chosen one, for today (Ctrl+D)."""
        chosen = self._lists()[table].current_id()
        if chosen is None or not self.workplace.may_write(table):
            return

        def read(office: Office) -> tuple[Reading, Rows]:
            reading = records.read(office, table, chosen)
            rows = activities.read_products(office, chosen) if table == _ACTIVITIES else ()
            return reading, [{n: v for n, v in row.items() if n != "id"} for row in rows]

        def begin(told: tuple[Reading, Rows]) -> None:
            values = copied(told[0].values, known_day(self.workplace.office))
            self._open(self._dialog(table).start_new(values, told[1]))

        self.workplace.ask(read, begin)

    def print_record(self) -> None:
        """Ask for team and days, and show the log as it is printed (T8)."""
        dialog = LogDialog(self.workplace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(self._print)
        dialog.open()

    # -- inside ---------------------------------------------------------------------

    def _lists(self) -> dict[str, RecordTable]:
        return {_ACTIVITIES: self.activities, _TRAININGS: self.trainings}

    def _dialog(self, table: str) -> LinesDialog:
        make = activity_dialog if table == _ACTIVITIES else training_dialog
        return make(self.workplace, self)

    def _open(self, dialog: LinesDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _print(self, team_id: uuid.UUID, span: Span) -> None:
        PaperPreview(self.workplace, self, "T8", team_id, period=span).show()

    def _lay(self) -> None:
        prints = _button(tr("In sổ hoạt động"), "printer", self.print_record)
        self.tabs.addTab(
            self._tab(_ACTIVITIES, tr("Ghi hoạt động"), self.filters, prints),
            tr("Hoạt động"),
        )
        self.tabs.addTab(
            self._tab(_TRAININGS, tr("Ghi lớp tập huấn"), self.training_filters),
            tr("Tập huấn"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 20, GAP)
        column.addWidget(self.tabs)

    def _tab(self, table: str, words: str, filters: FilterBar, *more: QWidget) -> QWidget:
        add = _button(words, "plus", self.add)
        set_look(add, "primary")
        set_icon(add, "plus", "on_main")
        copy = _button(tr("Nhân bản"), "copy", partial(self.duplicate, table))
        for button in (add, copy):
            set_shown(button, self.workplace.may_write(table))
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(add)
        bar.addWidget(filters)
        bar.addStretch(1)
        for part in (copy, *more):
            bar.addWidget(part)
        card = Card(flush=True)
        card.body.addWidget(self._lists()[table])
        area = QWidget()
        set_look(area, "clear")
        column = QVBoxLayout(area)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(bar)
        column.addWidget(card, 1)
        return area


def _button(words: str, icon: str, deed: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    set_icon(button, icon)
    button.clicked.connect(lambda _checked=False: deed())
    return button
