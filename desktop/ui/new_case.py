"""Opening a case: first who is known already, then the form of what is new."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.fields import Values
from desktop.operations import cases, drafts, intake
from desktop.operations.drafts import OpenDraft
from desktop.operations.intake import KnownPerson
from desktop.operations.office import Office, known_day
from desktop.operations.saving import Part
from desktop.records import CaseFile, Person
from desktop.store.store import Changes
from desktop.ui.editing import Editing
from desktop.ui.known_people import KnownPeople
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look
from desktop.ui.tokens import DIALOG_HEIGHT, Role
from desktop.ui.who_fields import WhoFields
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace

_GIVEN_LATER = ("number", "person_id", "status", "closed_on", "close_reason")


class NewCaseDialog(DialogFrame):
    """Looks the person up, then writes the case down, and the person with it if new.

    ``opened`` tells the case to show: the new one, or one that was found.
    """

    opened = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(tr("Thêm hồ sơ"), parent, width=980)
        self._workplace = workplace
        self.who = WhoFields()
        self.known = KnownPeople()
        self.known.show_people((), asked=False)
        self.body.addWidget(self.who)
        self.body.addWidget(self.known, 1)
        self.who.typed.connect(self.look_up)
        self.known.used.connect(self.begin_for)
        self.known.case_asked.connect(self._open_found)
        self.editing: Editing | None = None
        self._form_page: list[QWidget] = []
        self._lay_buttons()
        self.who.name.setFocus()

    # -- looking up -----------------------------------------------------------------

    def look_up(self) -> None:
        """Ask who may be the one that is typed."""
        typed = self.who.values()
        self._workplace.ask(lambda office: _look_up(office, typed), self._show_known)

    def _show_known(self, found: tuple[Values, list[KnownPerson]]) -> None:
        typed, people = found
        # An answer that comes late is not about what is typed now.
        if typed != self.who.values() or self.editing is not None:
            return
        self.known.show_people(people, asked=bool(typed))
        words = tr("Là người khác, lập mới") if people else tr("Lập hồ sơ mới")
        self.new_button.setText(words)

    def _open_found(self, case_id: object) -> None:
        self.opened.emit(case_id)
        self.accept()

    # -- writing down ---------------------------------------------------------------

    def begin_new(self) -> None:
        """Write down somebody who is not known; what was typed stands in the form."""
        self._begin(None, self.who.proposals(), {})

    def begin_for(self, person: KnownPerson) -> None:
        """Write down a new case of somebody who is known."""
        self._begin(person, {}, {})

    def resume(self, _found: OpenDraft) -> None:
        """Go on with what was typed and not saved, of the person and of the case."""
        self._workplace.ask(_read_new_drafts, self._resume)

    def go_back(self) -> None:
        """Back to looking up; what was written in the form is given up after asking."""
        if self.editing is None or not self.editing.cancel():
            return
        for widget in self._form_page:
            widget.hide()
            self.body.removeWidget(widget)
            widget.deleteLater()
        self.editing.deleteLater()
        self.editing = None
        self._show_step()
        self.who.name.setFocus()

    def reject(self) -> None:
        """Close, after asking about what is not saved."""
        if self.editing is None or self.editing.may_leave():
            super().reject()

    def sizeHint(self) -> QSize:
        # As large as can be from the start: a dialog that grows under the pointer is a nuisance.
        return QSize(super().sizeHint().width(), DIALOG_HEIGHT)

    def save(self) -> None:
        """Save the form, if it is reached."""
        if self.editing is not None:
            self.editing.save()

    # -- inside ---------------------------------------------------------------------

    def _begin(self, person: KnownPerson | None, who: Values, what: Values) -> None:
        context, most = self._workplace.context, self._workplace.max_level
        case_form = RecordForm(CaseFile, context, hidden=_GIVEN_LATER, max_level=most)
        forms = [case_form]
        words = tr("Người mới: ghi nhân thân trước, rồi đến hồ sơ. Ô có dấu * là bắt buộc.")
        if person is None:
            forms.insert(0, RecordForm(Person, context, max_level=most))
        else:
            words = f"{person.name} · {person.detail}"
        self._form_page = [InfoBanner(Role.MAIN, words), *forms]
        for widget in self._form_page:
            self.body.addWidget(widget)
        others = [one.id for one in self.known.people] if person is None else []
        save = partial(_open_case, others=others)
        self.editing = Editing(self._workplace, self, forms, save)
        self.editing.saved.connect(self._saved)
        if person is None:
            self.editing.start_new("people", who)
        fixed = {} if person is None else {"person_id": person.id}
        self.editing.start_new("case_files", {**self._usual(), **what}, fixed)
        self._show_step()
        self.order_buttons()
        self.editing.forms.go_to_first()

    def _usual(self) -> dict[str, Any]:
        """What most cases that this clerk opens today begin with."""
        office = self._workplace.office
        own = cases.own_officer(office)
        usual: dict[str, Any] = {"intake_on": known_day(office), "access_level": "THUONG"}
        return usual if own is None else {**usual, "case_worker_id": own, "intake_by_id": own}

    def _resume(self, found: tuple[Values, Values, KnownPerson | None]) -> None:
        who, what, person = found
        self._begin(person, who, what)

    def _saved(self, changes: Changes) -> None:
        (case_id,) = changes.ids("case_files")
        self.opened.emit(case_id)
        self.accept()

    def _lay_buttons(self) -> None:
        self.back_button = QPushButton(tr("Quay lại tìm"))
        set_look(self.back_button, "link")
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(lambda _checked=False: self.go_back())
        self.add_aside(self.back_button)
        self.add_cancel()
        self.new_button = self.add_button(tr("Lập hồ sơ mới"), self.begin_new)
        self.save_button = self.add_primary(tr("Cất"), self.save)
        self._workplace.actions.bind(self, "save", self.save)
        self._show_step()

    def _show_step(self) -> None:
        writing = self.editing is not None
        for widget in (self.who, self.known, self.new_button):
            widget.setVisible(not writing)
        for widget in (self.back_button, self.save_button):
            widget.setVisible(writing)


def _look_up(office: Office, typed: Values) -> tuple[Values, list[KnownPerson]]:
    return typed, intake.find_known(office, typed) if typed else []


def _open_case(office: Office, parts: Sequence[Part], others: Sequence[uuid.UUID]) -> Changes:
    told = {part.table: part.values for part in parts}
    return cases.open_case(office, told["case_files"], told.get("people"), others)


def _read_new_drafts(office: Office) -> tuple[Values, Values, KnownPerson | None]:
    """The unsaved new person, the unsaved new case, and whose it is if that is somebody known."""
    new = {d.draft.table: d.values for d in drafts.read_drafts(office) if d.draft.row is None}
    what = dict(new.get("case_files", {}))
    person_id = what.pop("person_id", None)
    person = None if person_id is None else intake.known_person(office, person_id)
    return new.get("people", {}), what, person
