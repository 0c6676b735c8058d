"""Forms that stand on one screen and are read, checked and filled in together."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.errors import InvalidValue
from desktop.ui.record_form import Problem, RecordForm


class FormGroup:
    """Several forms as one: parts of one record, or records that are saved together."""

    def __init__(self, forms: Sequence[RecordForm]) -> None:
        self._forms = list(forms)

    def tables(self) -> list[str]:
        """The record types that the forms show, each once."""
        return list(dict.fromkeys(_table(form) for form in self._forms))

    def set_values(
        self, table: str, values: Mapping[str, Any], beside: tuple[str, uuid.UUID] | None = None
    ) -> None:
        """Show a record's values in its forms. beside: see ``RecordForm.set_values``."""
        for form in self._of(table):
            form.set_values(values, beside)

    def set_reading(self, *, reading: bool) -> None:
        """Show values to read, or fields to fill in."""
        for form in self._forms:
            form.set_reading(reading)

    def is_changed(self) -> bool:
        """Whether anything differs from what was given."""
        return any(form.is_changed() for form in self._forms)

    def texts(self) -> list[str]:
        """All fields as they read now, understood or not."""
        return [form.cell(name).editor.shown() for form in self._forms for name in form.names()]

    def typed(self, table: str) -> dict[str, Any]:
        """What was changed in the fields of a record, as far as it can be understood."""
        found: dict[str, Any] = {}
        for form in self._of(table):
            for name in form.names():
                cell = form.cell(name)
                try:
                    value = cell.editor.value()
                except InvalidValue:
                    continue
                if value != cell.given:
                    found[name] = value
        return found

    def put(self, table: str, values: Mapping[str, Any]) -> None:
        """Fill values in as if they were typed: they count as changed."""
        for form in self._of(table):
            # In the order of the screen: a value may be what gives the next one its place.
            for name in form.record_type.layout.names():
                if name in values and name in form.names():
                    form.cell(name).editor.set_value(values[name])
                    form.cell(name).changed.emit(name)

    def problems(self) -> dict[str, str]:
        """What is wrong with the fields as they stand."""
        return {
            name: sentence
            for form in self._forms
            for name, sentence in form.problems().items()
            if name in form.names()
        }

    def mark(self, problems: Mapping[str, str]) -> None:
        """Mark these fields and no others, and bring the keyboard to the first."""
        left = dict(problems)
        first: tuple[RecordForm, str] | None = None
        for form in self._forms:
            own = {name: left.pop(name) for name in list(left) if name in form.names()}
            name = form.show_problems(own)
            if name is not None and first is None:
                first = (form, name)
        if left:
            # What has no place here must be read all the same.
            self._forms[0].show_problems({**left, **self._shown(self._forms[0])})
        if first is not None:
            first[0].go_to(first[1])

    def shown_problems(self) -> list[Problem]:
        """What stands below the fields of all forms now, in their order."""
        return [problem for form in self._forms for problem in form.shown_problems()]

    def go_to(self, name: str) -> None:
        """Bring the keyboard to a field, in whichever form it stands."""
        for form in self._forms:
            if name in form.names():
                form.go_to(name)
                return

    def go_to_first(self) -> None:
        """Bring the keyboard to the first field."""
        for form in self._forms:
            for name in form.names()[:1]:
                form.go_to(name)
                return

    def _of(self, table: str) -> list[RecordForm]:
        return [form for form in self._forms if _table(form) == table]

    def _shown(self, form: RecordForm) -> dict[str, str]:
        return {problem.name: problem.sentence for problem in form.shown_problems()}


def _table(form: RecordForm) -> str:
    return form.record_type.__tablename__
