"""Reading a record and changing it: one way for every page and dialog that shows forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.errors import InvalidRecord, UserError
from desktop.base.i18n import tr
from desktop.operations import records
from desktop.operations.office import Office
from desktop.operations.records import ChangedMeanwhile, Reading
from desktop.operations.saving import Part, save_parts
from desktop.store.store import Changes
from desktop.ui.actions import button_for
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.dialogs import Message, ask, choose
from desktop.ui.drafts import FormDrafts
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.shown_record import ShownRecord
from desktop.ui.tokens import Role
from desktop.ui.workplace import Workplace

SaveParts = Callable[[Office, Sequence[Part]], Changes]


class Editing(QObject):
    """Moves forms between reading and editing, saves what changed, keeps drafts meanwhile.

    ``mode_changed`` tells whether fields can be filled in now, ``saved`` the changes of a save.
    Ask ``may_leave`` before something else takes the place of what is shown.
    """

    mode_changed = Signal(bool)
    saved = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        owner: QWidget,
        forms: Sequence[RecordForm],
        save: SaveParts = save_parts,
    ) -> None:
        """Take charge of forms: parts of one record, or records that are saved together.

        owner: the page or dialog around them, on which questions stand.
        save: the operation that saves all that changed, or nothing.
        """
        super().__init__(owner)
        self._workplace, self._owner, self._save = workplace, owner, save
        self.forms = FormGroup(forms)
        self._shown = {table: ShownRecord() for table in self.forms.tables()}
        self._editing, self._saving, self._may_edit = False, False, True
        self._actions: dict[str, QAction] = {}
        self._others, self._outdated, self._proposed = set[str](), set[str](), list[str]()
        self._when_settled: Callable[[], object] = _nothing
        self.drafts = FormDrafts(workplace, self.forms, self)
        workplace.desk.changed.connect(self._heard)

    # -- what is shown --------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        """Whether fields can be filled in."""
        return self._editing

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved; proposals are not."""
        return self._editing and self.forms.is_changed() and self.forms.texts() != self._proposed

    def show(self, *readings: Reading) -> None:
        """Show these records to read, one for each kind that the forms are made for."""
        for reading in readings:
            if reading.id != self._shown[reading.table].id:
                self._workplace.turn_to(reading.id)
            self._shown[reading.table] = ShownRecord(reading.id, reading.seen, reading.values)
            self._outdated.discard(reading.table)
            self._fill(reading.table, reading.values)
            self.drafts.follow(reading.table, reading.id)
        self._proposed = []
        self._set_editing(editing=False)

    def start_new(
        self, table: str, values: Mapping[str, Any], fixed: Mapping[str, Any] | None = None
    ) -> None:
        """Begin a new record.

        values: proposals that stand in the fields. fixed: what is saved with it unseen, such as
        the record it is a part of.
        """
        self._shown[table] = ShownRecord(fixed=fixed or {})
        self.drafts.follow(table, None, fixed)
        self._fill(table, {})
        self.forms.put(table, values)
        self.drafts.take_up(table)
        self._proposed = self.forms.texts()
        self._set_editing(editing=True)

    def resume(self, table: str, values: Mapping[str, Any]) -> None:
        """Go on with what a draft of a record held, over what the file holds."""
        self.begin()
        self.forms.put(table, values)
        self.drafts.take_up(table)

    # -- deeds ----------------------------------------------------------------------

    def bind(self, *, may_edit: bool = True) -> list[QAbstractButton]:
        """The buttons Hoãn, Sửa, Cất with their keys; those that can be pressed now show.

        may_edit: without it none of them is ever offered.
        """
        self._may_edit = self._may_ever = may_edit
        buttons: list[QAbstractButton] = []
        for action_id, deed in (("cancel", self.cancel), ("edit", self.begin), ("save", self.save)):
            action = self._workplace.actions.bind(self._owner, action_id, deed)
            self._actions[action_id] = action
            buttons.append(button_for(action, "primary" if action_id == "save" else ""))
        self._show_actions()
        return buttons

    def allow(self, *, allowed: bool) -> None:
        """Let these records be edited or not, for who may edit at all."""
        self._may_edit = self._may_ever and allowed
        self._show_actions()

    def begin(self) -> None:
        """Let the fields be filled in (Sửa)."""
        if not self._editing and self._may_edit:
            self._set_editing(editing=True)
            self.forms.go_to_first()

    def cancel(self) -> bool:
        """Leave without saving (Hoãn), after asking if something was typed; True if left."""
        question = Message(
            tr("Có nội dung chưa cất."), tr("Nếu bỏ, bản đã cất trước đó vẫn giữ nguyên.")
        )
        if self.is_changed() and not ask(
            self._owner, tr("Hoãn sửa"), question, tr("Bỏ thay đổi"), danger=True
        ):
            return False
        self._drop()
        return True

    def may_leave(self) -> bool:
        """Whether something else may take this place; asks (Cất / Bỏ / Ở lại) if it must."""
        if not self.is_changed():
            self._drop()
            return True
        question = Message(tr("Có nội dung chưa cất."), "", tr("Cất trước khi rời khỏi đây?"))
        answers = (("drop", tr("Bỏ thay đổi")), ("save", tr("Cất")))
        answer = choose(self._owner, tr("Chưa cất"), question, answers, Role.WARNING)
        if answer == "drop":
            self._drop()
        return answer == "drop" or (answer == "save" and self._save_and_wait())

    def save(self) -> None:
        """Save what changed (Cất); problems are marked, clashes are asked about."""
        if not self._editing or self._saving:
            return
        problems = self.forms.problems()
        self.forms.mark(problems)
        if problems:
            return
        parts = self._parts()
        if not parts:
            self._drop()
            self._workplace.tell(tr("Không có gì thay đổi."))
            return
        self._saving = True
        # A draft that is kept behind the save's back would outlive it.
        self.drafts.stop()
        self._show_actions()
        self._workplace.run(
            lambda office: self._save(office, parts),
            self._owner,
            self._done,
            refused=self._refused,
            settled=self._settle,
        )

    # -- inside ---------------------------------------------------------------------

    def _parts(self) -> list[Part]:
        parts: list[Part] = []
        for table, shown in self._shown.items():
            typed = self.forms.typed(table)
            if typed or shown.id is None:
                parts.append(Part(table, shown.id, {**shown.fixed, **typed}, shown.seen))
        return parts

    def _done(self, changes: Changes) -> None:
        self.drafts.were_saved()
        self._set_editing(editing=False)
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã cất {at}").format(at=f"{at:%H:%M}"))
        self.saved.emit(changes)

    def _refused(self, error: UserError) -> bool:
        if isinstance(error, InvalidRecord):
            self.forms.mark(error.problems)
        elif isinstance(error, ChangedMeanwhile):
            self._ask_sides(error)
        return isinstance(error, InvalidRecord | ChangedMeanwhile)

    def _ask_sides(self, error: ChangedMeanwhile) -> None:
        """Show both sides of each field; save again what the clerk wants to keep."""
        table = self._table_of(error)
        shown = self._shown[table]
        self._outdated.add(table)
        dialog = ClashDialog(self._workplace.names, table, error.clashes, self._owner)
        chosen = dialog.exec() == dialog.DialogCode.Accepted
        mine = dialog.mine()
        dialog.deleteLater()
        if not chosen or shown.id is None:
            return
        self._others = {clash.field for clash in error.clashes} - mine
        self._workplace.ask(partial(records.read, table=table, record_id=shown.id), self._save_over)

    def _save_over(self, reading: Reading) -> None:
        """Save again over what was read now, without the fields of which others' words stay."""
        typed = self.forms.typed(reading.table)
        shown = self._shown[reading.table]
        shown.seen, shown.values = reading.seen, reading.values
        self._fill(reading.table, reading.values)
        kept = {name: value for name, value in typed.items() if name not in self._others}
        self.forms.put(reading.table, kept)
        self.save()

    def _fill(self, table: str, values: Mapping[str, Any]) -> None:
        """Show values of a record whose place in the office is known by now."""
        shown = self._shown[table]
        self.forms.set_values(table, values, shown.beside(table))

    def _table_of(self, error: ChangedMeanwhile) -> str:
        names = {clash.field for clash in error.clashes}
        return next(t for t in self._shown if names <= set(self.forms.typed(t)))

    def _save_and_wait(self) -> bool:
        loop = QEventLoop()
        # Settling comes before the answer, the end of the loop after both.
        self._when_settled = lambda: QTimer.singleShot(0, loop.quit)
        self.save()
        if self._saving:
            loop.exec()
        self._when_settled = _nothing
        return not self._editing

    def _settle(self) -> None:
        self._saving = False
        self.drafts.start()
        self._show_actions()
        self._when_settled()

    def _drop(self) -> None:
        """Go back to what was given, and forget the drafts."""
        if not self._editing:
            return
        for table, shown in self._shown.items():
            self._fill(table, shown.values)
        self.drafts.forget()
        self._set_editing(editing=False)
        for table in tuple(self._outdated):
            if (record_id := self._shown[table].id) is not None:
                read = partial(records.read, table=table, record_id=record_id)
                self._workplace.ask(read, self._show_again)

    def _show_again(self, reading: Reading) -> None:
        """Show what others wrote while the form was being filled in."""
        if not self._editing and self._shown[reading.table].id == reading.id:
            self.show(reading)

    def _heard(self, changes: Changes, _asked_by: object) -> None:
        if self._editing:
            self._outdated |= {t for t, one in self._shown.items() if one.id in changes.ids(t)}

    def _set_editing(self, *, editing: bool) -> None:
        changed, self._editing = editing != self._editing, editing
        self.forms.set_reading(reading=not editing)
        (self.drafts.start if editing else self.drafts.stop)()
        self._show_actions()
        if changed:
            self.mode_changed.emit(editing)

    def _show_actions(self) -> None:
        for action_id, action in self._actions.items():
            wanted = self._may_edit and self._editing == (action_id != "edit")
            action.setVisible(wanted)
            action.setEnabled(wanted and not self._saving)


def _nothing() -> None:
    return
