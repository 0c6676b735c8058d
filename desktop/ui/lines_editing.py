"""Editing a record together with its lines: an activity and its products."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.operations import drafts, line_drafts
from desktop.operations.office import Office
from desktop.operations.records import Seen
from desktop.operations.saving import Part
from desktop.store.store import Changes
from desktop.ui.drafts import FormDrafts
from desktop.ui.editing import Editing
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.workplace import Workplace

Rows = list[dict[str, Any]]
SaveLines = Callable[[Office, uuid.UUID | None, Mapping[str, Any], Any, Seen | None], Changes]
"""An operation that saves a record's values and its lines, as ``save_activity`` does."""


class Lines(Protocol):
    """The part of a screen that holds the lines of a record."""

    table: str

    def rows(self) -> Rows:
        """The lines as they stand, those that say nothing left out."""
        ...

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these lines as given."""
        ...

    def put_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Fill these lines in as if they were typed."""
        ...

    def is_changed(self) -> bool:
        """Whether they differ from those given."""
        ...

    def take_back(self) -> None:
        """Show those given again."""
        ...

    def check(self) -> bool:
        """Mark what is wrong and go there; True if nothing is."""
        ...

    def set_reading(self, *, reading: bool) -> None:
        """Show lines to read or to fill in."""
        ...


class LinesEditing(Editing):
    """Moves a form and the lines below it between reading and editing, and saves both at once."""

    def __init__(
        self,
        workplace: Workplace,
        owner: QWidget,
        form: RecordForm,
        lines: Lines,
        save: SaveLines,
        told: Callable[[Rows], Any] = list,
    ) -> None:
        """told: how the operation wants the lines, if not as rows."""
        self._lines, self._table = lines, form.record_type.__tablename__
        self._save_lines, self._told = save, told
        super().__init__(workplace, owner, [form], self._save_all)
        self.drafts.stop()
        self.drafts.deleteLater()
        self.drafts = _LineDrafts(workplace, self.forms, lines, self)

    def is_changed(self) -> bool:
        return super().is_changed() or (self._editing and self._lines.is_changed())

    def save(self) -> None:
        """Save form and lines, if both can be read."""
        if self._editing and not self.forms.problems() and not self._lines.check():
            return
        super().save()

    def _save_all(self, office: Office, parts: Sequence[Part]) -> Changes:
        (part,) = parts
        return self._save_lines(office, part.id, part.values, self._wanted, part.seen)

    def _parts(self) -> list[Part]:
        # Read here, on the window's thread; the operation runs elsewhere.
        self._wanted = self._told(self._lines.rows())
        parts, shown = super()._parts(), self._shown[self._table]
        if not parts and self._lines.is_changed():
            return [Part(self._table, shown.id, {}, shown.seen)]
        return parts

    def _drop(self) -> None:
        if self._editing:
            self._lines.take_back()
        super()._drop()

    def _set_editing(self, *, editing: bool) -> None:
        self._lines.set_reading(reading=not editing)
        super()._set_editing(editing=editing)


class _LineDrafts(FormDrafts):
    """Keeps the lines in the draft of their record."""

    def __init__(
        self, workplace: Workplace, forms: FormGroup, lines: Lines, parent: QObject
    ) -> None:
        super().__init__(workplace, forms, parent)
        self._lines, self._kept_rows = lines, Rows()

    def keep(self) -> None:
        """Keep form and lines, if they changed since the last time."""
        ((table, record_id),) = self._ids.items()
        typed, rows = self._forms.typed(table), self._lines.rows()
        changed = self._lines.is_changed()
        if typed == self._kept.get(table, {}) and (rows == self._kept_rows or not changed):
            return
        self._kept[table], self._kept_rows = typed, rows
        if typed or changed:
            deed = partial(
                line_drafts.keep_lines,
                table=table,
                record_id=record_id,
                values={**self._fixed[table], **typed},
                lines={self._lines.table: rows},
            )
        else:
            deed = partial(drafts.drop_draft, table=table, record_id=record_id)
        self._workplace.ask(deed, self._tell)
