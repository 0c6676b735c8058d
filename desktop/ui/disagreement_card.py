"""One disagreement on the desk: what differs, who wrote what, and the choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import InvalidRecord, InvalidValue
from desktop.base.i18n import tr
from desktop.operations.decisions import NOTE_LENGTH, Choice
from desktop.operations.disagreement import Disagreement
from desktop.records import record_types
from desktop.ui.disagreement_options import OptionList
from desktop.ui.field_cell import FieldCell
from desktop.ui.field_grid import WIDE, FieldGrid
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class DisagreementCard(Card):
    """Shows one disagreement at a time.

    ``decided`` carries the choice, ``applied`` the option that counts for the whole record,
    ``stepped`` 1 or -1: on to the next, back to the one before.
    """

    decided = Signal(object)
    applied = Signal(int)
    stepped = Signal(int)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._workplace = workplace
        self.shown: Disagreement | None = None
        self.cells: dict[str, FieldCell] = {}
        self._called = ElidedLabel("", "title")
        self._kind = ElidedLabel("", "quiet")
        self.place = label("", "quiet")
        self._field = label("", "head")
        self._before = label("", "quiet")
        for one in (self._field, self._before):
            one.setWordWrap(True)
        self.only_read = InfoBanner(Role.NEUTRAL, "")
        self.options = OptionList()
        self.options.marked.connect(self._marked)
        self.options.taken.connect(self.take)
        self.options.stepped.connect(self.stepped)
        self._other: QWidget | None = None
        self._of: object = None
        self._lay()

    def show_disagreement(self, one: Disagreement, at: int, count: int, of_record: int) -> None:
        """Show this one. at, count: its place in the list; of_record: how many its record has."""
        self.shown = one
        self._called.setText(one.called or one.kind)
        self._kind.setText(one.kind if one.called else "")
        self.place.setText(f"{at + 1} / {count}")
        self._field.setText(" · ".join(one.labels))
        before = ", ".join(one.before)
        self._before.setText(tr("Trước đó: {before}").format(before=before))
        set_shown(self._before, bool(before))
        told = tr("Nơi đang giữ là {home}: chỉ người có quyền sửa ở đó mới chọn. Ở đây chỉ để xem.")
        self.only_read.set_text(told.format(home=one.home))
        set_shown(self.only_read, not one.may_decide)
        self._fill_other(one)
        self.options.show_options(one)
        self.skip_button.setEnabled(count > 1)
        self.all_button.setText(tr("Áp dụng cho cả hồ sơ ({n})").format(n=of_record))
        set_shown(self.all_button, one.may_decide and of_record > 1)
        set_shown(self.take_button, one.may_decide)
        set_shown(self._why, one.may_decide)
        if self._of != (one.table, one.id, one.unit):
            self.note.clear()
        self._of = (one.table, one.id, one.unit)
        self._show_ready()
        self._scroll.verticalScrollBar().setValue(0)

    def take(self) -> None:
        """Decide for what is marked; what is wrong with a typed value is said below its field."""
        at, one = self.options.at(), self.shown
        if one is None or at is None:
            return
        if at < len(one.options):
            self.decided.emit(at)
            return
        typed = self._typed()
        if typed is not None:
            self.decided.emit(typed)

    def note_text(self) -> str:
        """Why this value, if the clerk says so."""
        return self.note.text()

    def refuse(self, error: InvalidRecord) -> bool:
        """Mark the fields that are wrong; whether one of them is here."""
        for name, cell in self.cells.items():
            cell.set_problem(error.problems.get(name, ""))
        return bool(self.cells.keys() & error.problems.keys())

    # -- building -------------------------------------------------------------------

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._called, 1)
        head.addWidget(self.place)
        self._scroll = PageScroll(look="clear")
        self._scroll.column.setContentsMargins(0, 0, 0, 0)
        self._scroll.column.setSpacing(8)
        for part in (self._field, self._before, self.only_read, self.options):
            self._scroll.column.addWidget(part)
        self._scroll.column.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._kind)
        self.body.addLayout(column)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._note_row())
        self.body.addLayout(self._buttons())

    def _note_row(self) -> QWidget:
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_LENGTH)
        self.note.setPlaceholderText(tr("Vì sao chọn giá trị này (không bắt buộc)"))
        self.note.setToolTip(
            tr(
                "Ghi chú ở lại máy này, trong lịch sử và nhật ký, cả khi bản ghi bị xóa vĩnh viễn: "
                "đừng ghi họ tên, số giấy tờ."
            )
        )
        self.note.returnPressed.connect(self.take)
        words = label(tr("Ghi chú"), "quiet")
        words.setBuddy(self.note)
        self._why = QWidget()
        set_look(self._why, "clear")
        row = QHBoxLayout(self._why)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.note, 1)
        return self._why

    def _buttons(self) -> QHBoxLayout:
        self.skip_button = self._button(tr("Bỏ qua"), lambda: self.stepped.emit(1))
        self.skip_button.setToolTip(tr("Để sau, sang chỗ kế tiếp (→)"))
        self.all_button = self._button("", self._apply)
        self.all_button.setToolTip(
            tr("Ở mọi chỗ khác nhau của bản ghi này, lấy giá trị của cùng nơi ghi")
        )
        self.open_button = self._button(tr("Mở bản ghi"), self._open)
        set_look(self.open_button, "link")
        set_icon(self.open_button, "folder-open", "link")
        self.take_button = self._button(tr("Chọn"), self.take)
        set_look(self.take_button, "primary")
        self.take_button.setToolTip(tr("Chọn giá trị đang đánh dấu (Enter)"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addStretch(1)
        for button in (self.skip_button, self.all_button, self.take_button):
            row.addWidget(button)
        return row

    def _button(self, words: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _fill_other(self, one: Disagreement) -> None:
        """Editors for another value, of the fields that move together."""
        if self._other is not None:
            self._scroll.column.removeWidget(self._other)
            self._other.hide()
            self._other.deleteLater()
        self._other, self.cells = None, {}
        if not one.fields or not one.may_decide:
            return
        kind = record_types()[one.table]
        now = next(option for option in one.options if option.shown)
        for name in one.fields:
            cell = FieldCell(kind.field(name), self._workplace.context)
            cell.set_value(now.values.get(name))
            cell.changed.connect(self._clear)
            self.cells[name] = cell
        self._other = QWidget()
        set_look(self._other, "clear")
        cells = list(self.cells.values())
        FieldGrid([cells[at : at + WIDE] for at in range(0, len(cells), WIDE)], self._other)
        self._scroll.column.insertWidget(self._scroll.column.count() - 1, self._other)
        self._other.hide()

    # -- inside ---------------------------------------------------------------------

    def _marked(self, at: int) -> None:
        assert self.shown is not None
        other = at == len(self.shown.options)
        if self._other is not None:
            self._other.setVisible(other)
            if other:
                first = next(iter(self.cells.values()))
                first.editor.focus()
                # It has a place only once the page has made room for it.
                QTimer.singleShot(0, self, self._bring_other)
        self._show_ready()

    def _bring_other(self) -> None:
        if self._other is not None:
            self._scroll.bring(self._other)

    def _clear(self, name: str) -> None:
        self.cells[name].set_problem("")

    def _show_ready(self) -> None:
        at = self.options.at()
        known = self.shown is not None and at is not None and at < len(self.shown.options)
        self.take_button.setEnabled(at is not None)
        self.all_button.setEnabled(known)

    def _typed(self) -> Choice | None:
        values: dict[str, Any] = {}
        wrong: FieldCell | None = None
        for name, cell in self.cells.items():
            try:
                values[name] = cell.value()
            except InvalidValue as error:
                cell.set_problem(error.message)
                wrong = wrong or cell
        if wrong is None:
            return values
        wrong.editor.focus()
        return None

    def _apply(self) -> None:
        at = self.options.at()
        if at is not None:
            self.applied.emit(at)

    def _open(self) -> None:
        if self.shown is not None:
            self._workplace.open(self.shown.table, self.shown.id)
