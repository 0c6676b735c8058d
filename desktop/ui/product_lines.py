"""The products of an activity, a line each: what, how many, how many hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QToolButton, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.records import ActivityProduct
from desktop.ui.editors import Editor, EditorContext, editor_for
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import label

_FIELDS = ("type", "quantity", "hours")
Row = dict[str, Any]


class _Line:
    """One line: its editors, by field, and what was given for it."""

    def __init__(self, context: EditorContext, given: Mapping[str, Any]) -> None:
        self.given = dict(given)
        self.editors: dict[str, Editor] = {}
        for name in _FIELDS:
            field = ActivityProduct.field(name)
            self.editors[name] = editor_for(field.kind, context)
            self.editors[name].set_label(tr(field.label))
            self.editors[name].set_value(given.get(name))
        self.remove = QToolButton()
        set_icon(self.remove, "trash-2")
        self.remove.setToolTip(tr("Bỏ dòng này"))
        self.remove.setAccessibleName(tr("Bỏ dòng này"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def is_blank(self) -> bool:
        return all(editor.is_blank() for editor in self.editors.values())

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, editor in self.editors.items():
            try:
                value = editor.value()
            except InvalidValue as error:
                found[name] = error.message
            else:
                if value is None and ActivityProduct.field(name).required:
                    found[name] = tr("Cần ghi ô này.")
        return found

    def row(self) -> Row:
        """What stands in the line, as far as it can be understood."""
        told: Row = {"id": self.given["id"]} if "id" in self.given else {}
        wrong = self.problems()
        return told | {n: e.value() for n, e in self.editors.items() if n not in wrong}

    def widgets(self) -> list[QWidget]:
        return [*(editor.widget for editor in self.editors.values()), self.remove]


class ProductLines(Card):
    """Lines to read or to fill in; ``changed`` tells that one is another now."""

    changed = Signal()
    table = "activity_products"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sản phẩm"), parent)
        self._context = context
        self._given: list[Row] = []
        self.lines: list[_Line] = []
        self._reading = False
        self.add_button = QPushButton(tr("Thêm dòng"))
        set_look(self.add_button, "link")
        set_icon(self.add_button, "plus", "link")
        self.add_button.clicked.connect(lambda _checked=False: self.add().editors["type"].focus())
        self._none = label(tr("Không có sản phẩm."), "quiet")
        self.trouble = label("", "error")
        self.trouble.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._heads = [label(tr(ActivityProduct.field(n).label), "quiet") for n in _FIELDS]
        for at, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, at)
        self.body.setSpacing(6)
        self.body.addWidget(self._none)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.trouble)
        self.add_action(self.add_button)
        self._show()

    # -- what LinesEditing asks -----------------------------------------------------

    def rows(self) -> list[Row]:
        """The lines as they stand, without blank ones."""
        return [line.row() for line in self.lines if not line.is_blank()]

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these lines as given."""
        self._given = [_told(row) for row in rows]
        self.put_rows(self._given)

    def put_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Fill these lines in as if they were typed."""
        for line in self.lines:
            _free(line)
        self.lines = []
        for row in rows:
            self._append(_told(row))
        self._show()

    def is_changed(self) -> bool:
        """Whether lines were added, changed or taken away."""
        return self.rows() != self._given

    def take_back(self) -> None:
        """Show the given lines again."""
        self.put_rows(self._given)

    def check(self) -> bool:
        """Mark what is wrong and bring the keyboard to the first; True if nothing is."""
        first: Editor | None = None
        sentence = ""
        for line in self.lines:
            problems = {} if line.is_blank() else line.problems()
            for name, editor in line.editors.items():
                editor.set_problem(problems.get(name))
                if name in problems and first is None:
                    first, sentence = editor, problems[name]
        self.trouble.setText(f"✕ {sentence}")
        self.trouble.setVisible(first is not None)
        if first is not None:
            first.focus()
        return first is None

    def set_reading(self, *, reading: bool) -> None:
        """Show lines to read or to fill in."""
        self._reading = reading
        self._show()

    # -- inside ---------------------------------------------------------------------

    def add(self) -> _Line:
        """Add an empty line and give it back."""
        line = self._append({})
        self._show()
        return line

    def remove(self, line: _Line) -> None:
        """Take a line away; it is voided when the activity is saved."""
        self.lines.remove(line)
        _free(line)
        self._show()
        self.changed.emit()

    def _append(self, row: Row) -> _Line:
        line = _Line(self._context, row)
        line.remove.clicked.connect(partial(self._removed, line))
        for editor in line.editors.values():
            editor.changed.connect(self.changed)
        at = self._grid.rowCount()
        for column, widget in enumerate(line.widgets()):
            self._grid.addWidget(widget, at, column)
        self.lines.append(line)
        return line

    def _removed(self, line: _Line, _checked: bool = False) -> None:
        self.remove(line)

    def _show(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self.lines))
        self._none.setVisible(not self.lines)
        self.add_button.setVisible(not self._reading)
        for line in self.lines:
            line.remove.setVisible(not self._reading)
            for editor in line.editors.values():
                editor.set_read_only(self._reading)


def _told(row: Mapping[str, Any]) -> Row:
    return {name: row[name] for name in ("id", *_FIELDS) if name in row}


def _free(line: _Line) -> None:
    for widget in line.widgets():
        widget.hide()
        widget.deleteLater()
