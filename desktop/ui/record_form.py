"""The form for any record type, built from its layout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.errors import InvalidRecord, InvalidValue
from desktop.base.i18n import tr
from desktop.ui.actions import ActionRegistry
from desktop.ui.editors.references import ReferenceEditor
from desktop.ui.field_cell import FieldCell
from desktop.ui.field_finder import FieldFinder
from desktop.ui.field_grid import FieldGrid
from desktop.ui.theme import set_look
from desktop.ui.tokens import GAP
from desktop.ui.widgets.card import Card

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping

    from PySide6.QtGui import QAction

    from desktop.fields import Field, Section
    from desktop.records import Record
    from desktop.ui.editors import EditorContext

STRICTEST = 3


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a form."""

    name: str
    label: str
    sentence: str


class RecordForm(QWidget):
    """Shows one record's values, to read or to fill in; it saves nothing itself.

    only, hidden: the fields that have a place here, those that have none.
    max_level: the most sensitive level the user may see; what lies above is not even built.

    ``changed`` tells the name of a field somebody changed, ``problems_changed`` the list of
    ``Problem`` that stands below fields now, ``reference_asked`` table and id (or None) of a
    record that the clerk wants to open or to choose. Keys: F6 goes to a field by its name, F8
    to the next problem, F10 to the next empty field.
    """

    changed = Signal(str)
    problems_changed = Signal(object)
    reference_asked = Signal(str, str, object)

    def __init__(
        self,
        record_type: type[Record],
        context: EditorContext,
        parent: QWidget | None = None,
        *,
        only: Collection[str] | None = None,
        hidden: Collection[str] = (),
        max_level: int = STRICTEST,
    ) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.record_type = record_type
        self._context, self._given = context, dict[str, Any]()
        self._cells: dict[str, FieldCell] = {}
        self._locked = False
        self._cards: list[tuple[Card, list[FieldCell]]] = []
        names = set(record_type.layout.names()) - set(hidden)
        if only is not None:
            names &= set(only)
        fields = (record_type.field(name) for name in names)
        self._build({field.name: field for field in fields if field.level <= max_level})
        self._deeds = self._bind()

    # -- values ---------------------------------------------------------------------

    def set_values(
        self, values: Mapping[str, Any], beside: tuple[str, uuid.UUID] | None = None
    ) -> None:
        """Show a record's values; fields that are not in them become empty.

        beside: table and id of the record, or of the one that a new record is a part of.
        """
        self._given = dict(values)
        for name, cell in self._cells.items():
            if isinstance(cell.editor, ReferenceEditor):
                cell.editor.beside = beside
            cell.set_value(values.get(name))
        self._show_cells()
        self._tell_problems()

    def values(self) -> dict[str, Any]:
        """What the fields of the form hold.

        A field that has no place now (``shown_if``) keeps what was given: what nobody sees is
        not erased. Raises InvalidRecord if something that is typed can't be understood.
        """
        found, problems = self._read()
        if problems:
            raise InvalidRecord(tr("Có ô chưa đọc được. Chưa lưu gì; xem dòng chữ đỏ."), problems)
        return {name: found[name] for name in self._cells}

    def changed_values(self) -> dict[str, Any]:
        """Only the values that differ from those given; raises as ``values`` does."""
        values = self.values()
        return {name: value for name, value in values.items() if value != self._cells[name].given}

    def is_changed(self) -> bool:
        """Whether anything differs from what was given, understood or not."""
        return any(cell.is_changed() for cell in self._cells.values() if not cell.isHidden())

    # -- problems -------------------------------------------------------------------

    def problems(self) -> dict[str, str]:
        """What is wrong now: not understood, missing, or wrong between fields."""
        if self._locked:
            return {}
        values, found = self._read()
        for name, cell in self._cells.items():
            if cell.isHidden() or name in found:
                continue
            if cell.field.required and values.get(name) is None:
                found[name] = tr("Cần ghi ô này.")
        for name, sentence in self.record_type.problems(values).items():
            found.setdefault(name, sentence)
        return {name: found[name] for name in self._in_order(found)}

    def show_problems(self, problems: Mapping[str, str]) -> str | None:
        """Mark these fields and no others; returns the first one's name.

        A sentence on a field without a place in this form shows at the form's first field, with
        the label of its own, so that it is never lost.
        """
        places, shown = self.names(), dict[str, str]()
        for name, sentence in problems.items():
            if name in places:
                shown[name] = sentence
            elif places:
                label = tr(self.record_type.field(name).label)
                shown.setdefault(places[0], f"{label}: {sentence}")
        for name, cell in self._cells.items():
            cell.set_problem(shown.get(name, ""))
        self._tell_problems()
        return next(iter(self._in_order(shown)), None)

    def shown_problems(self) -> list[Problem]:
        """What stands below fields now, in the order of the screen."""
        return [
            Problem(name, tr(cell.field.label), cell.problem())
            for name, cell in self._cells.items()
            if cell.problem() and not cell.isHidden()
        ]

    # -- looks ----------------------------------------------------------------------

    def set_reading(self, reading: bool) -> None:
        """Show values to read (Cất, Hoãn) or fields to fill in (Sửa)."""
        reading = reading or self._locked
        for deed in self._deeds:
            deed.setEnabled(not reading)
        if reading and self.isAncestorOf(self._focused()):
            # Else the keyboard runs through all fields as they hide, and the page with it.
            self.setFocus()
        for cell in self._cells.values():
            cell.set_reading(reading)

    def lock(self, *, locked: bool) -> None:
        """Keep all of it to be read, whatever the mode: what is sealed beside what is not."""
        self._locked = locked

    def set_read_only(self, name: str, read_only: bool) -> None:
        """Keep one field from being changed, as a number that the program gives."""
        self._cells[name].editor.set_read_only(read_only)

    def cell(self, name: str) -> FieldCell:
        """The cell of a field that is in the form."""
        return self._cells[name]

    def names(self) -> list[str]:
        """The fields that have a place now, in the order of the screen."""
        return [name for name, cell in self._cells.items() if not cell.isHidden()]

    # -- going to fields ------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Bring the keyboard to a field; the page around the form scrolls there."""
        self._cells[name].editor.focus()

    def go_to_next_problem(self) -> None:
        """The next field with a problem below it (F8), around the end to the first."""
        self._go_on([problem.name for problem in self.shown_problems()])

    def go_to_next_empty(self) -> None:
        """The next field in which nothing stands (F10), around the end to the first."""
        self._go_on([name for name in self.names() if self._cells[name].editor.is_blank()])

    def find_field(self) -> FieldFinder:
        """Open the list of fields to go to by name (F6)."""
        pairs = [(name, tr(self._cells[name].field.label)) for name in self.names()]
        finder = FieldFinder(pairs, self)
        finder.chosen.connect(self.go_to)
        finder.open()
        return finder

    # -- inside ---------------------------------------------------------------------

    def _bind(self) -> list[QAction]:
        """Its keys hold while the keyboard is inside: one window may show several forms."""
        registry = ActionRegistry(parent=self)
        deeds = {
            "go_to_field": self.find_field,
            "to_problem": self.go_to_next_problem,
            "next_empty": self.go_to_next_empty,
        }
        return [registry.bind(self, name, deed, here_only=True) for name, deed in deeds.items()]

    def _build(self, fields: Mapping[str, Field]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for section in self.record_type.layout.sections:
            self._add_section(section, fields, column)
        column.addStretch(1)
        self._show_cells()

    def _add_section(
        self, section: Section, fields: Mapping[str, Field], column: QVBoxLayout
    ) -> None:
        lines = [[fields[n] for n in line if n in fields] for line in section.lines]
        cells = [[self._make_cell(f, roomy=len(line) == 1) for f in line] for line in lines if line]
        if not cells:
            return
        card = Card(tr(section.title))
        grid = QWidget()
        set_look(grid, "clear")
        FieldGrid(cells, grid)
        card.body.addWidget(grid)
        column.addWidget(card)
        self._cards.append((card, [cell for line in cells for cell in line]))

    def _make_cell(self, field: Field, *, roomy: bool) -> FieldCell:
        cell = FieldCell(field, self._context, roomy=roomy)
        cell.changed.connect(self._field_changed)
        cell.left.connect(self._field_left)
        if isinstance(cell.editor, ReferenceEditor):
            cell.editor.asked.connect(partial(self.reference_asked.emit, field.name))
        self._cells[field.name] = cell
        return cell

    def _read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The whole record's values as far as they can be understood, and what can't."""
        values, problems = dict(self._given), dict[str, str]()
        for name, cell in self._cells.items():
            values[name] = cell.given
            if cell.isHidden():
                continue
            try:
                values[name] = cell.value()
            except InvalidValue as error:
                problems[name] = error.message
        return values, problems

    def _show_cells(self) -> None:
        values, _ = self._read()
        for cell in self._cells.values():
            cell.setVisible(cell.field.shown(values))
        for card, cells in self._cards:
            card.setVisible(any(not cell.isHidden() for cell in cells))

    def _field_changed(self, name: str) -> None:
        cell = self._cells[name]
        if cell.problem():
            # Nobody is told off while typing; what was wrong is right until the field is left.
            cell.set_problem("")
            self._tell_problems()
        if any(other.field.shown_if for other in self._cells.values()):
            self._show_cells()
        self.changed.emit(name)

    def _field_left(self, name: str) -> None:
        cell = self._cells[name]
        try:
            cell.value()
        except InvalidValue as error:
            cell.set_problem(error.message)
            self._tell_problems()

    def _tell_problems(self) -> None:
        self.problems_changed.emit(self.shown_problems())

    def _in_order(self, names: Collection[str]) -> list[str]:
        known = [name for name in self._cells if name in names]
        return known + [name for name in names if name not in self._cells]

    def _go_on(self, names: list[str]) -> None:
        if not names:
            return
        order = list(self._cells)
        here = next((n for n in order if self._cells[n].isAncestorOf(self._focused())), "")
        after = order[order.index(here) + 1 :] if here else order
        self.go_to(next((name for name in after if name in names), names[0]))

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self
