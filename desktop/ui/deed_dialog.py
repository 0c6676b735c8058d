"""A dialog that asks what one operation needs, and carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import InvalidRecord, UserError
from desktop.operations.office import Office
from desktop.store.store import Changes
from desktop.ui.form_group import FormGroup
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace


class OperationDialog(DialogFrame):
    """Says above its buttons what the operation refuses; it closes itself when that is done."""

    def __init__(
        self,
        workplace: Workplace,
        title: str,
        parent: QWidget | None = None,
        *,
        width: int = 480,
        heading: str = "",
    ) -> None:
        super().__init__(title, parent, width=width, heading=heading)
        self._workplace = workplace

    def carry_out(self, operation: Callable[[Office], Changes]) -> None:
        """Carry it out; no button can be pressed a second time meanwhile."""
        self.show_trouble("")
        self.set_busy(busy=True)
        self._workplace.run(
            operation, self, self._done, refused=self._refused, settled=self._settled
        )

    def blamed(self, error: UserError) -> QWidget | None:
        """The field to go to when the operation refuses, if one is to blame."""

    def _settled(self) -> None:
        self.set_busy(busy=False)

    def _refused(self, error: UserError) -> bool:
        return self.refuse(error, self.blamed(error))

    def _done(self, _changes: Changes) -> None:
        self.accept()


class DeedDialog(OperationDialog):
    """Marks below its fields what is refused there.

    forms: what is filled in. The button's deed is to ``check`` them and to ``carry_out`` an
    operation with their values.
    """

    forms: FormGroup

    def check(self, problems: Mapping[str, str] | None = None) -> bool:
        """Mark what is wrong and go to the first of it; True if nothing is.

        problems: by field; those that the forms find themselves if left out.
        """
        self.show_trouble("")
        found = self.forms.problems() if problems is None else problems
        self.forms.mark(found)
        return not found

    def _refused(self, error: UserError) -> bool:
        if isinstance(error, InvalidRecord):
            self.forms.mark(error.problems)
            return True
        return super()._refused(error)


class BeginDialog(DeedDialog):
    """Begins a record of ``table``; ``begun`` tells the new one's id."""

    table: ClassVar[str]
    begun = Signal(object)

    def _done(self, changes: Changes) -> None:
        (made,) = changes.ids(self.table)
        self.accept()
        self.begun.emit(made)
