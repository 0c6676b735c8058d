"""Filling in an inspection sheet, with its score and what it will record as wanting."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import inspections
from desktop.operations.inspections import Sheet
from desktop.operations.line_drafts import LineDraft, Lines
from desktop.records.inspections import DONE
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.actions import button_for
from desktop.ui.checklist_rows import ChecklistRows
from desktop.ui.checklist_side import ChecklistSide, SheetCard
from desktop.ui.dialogs import Message, choose
from desktop.ui.inspection_dialogs import InspectionHeadDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.sheet_drafts import Opened, SheetDrafts, read_opened
from desktop.ui.tokens import GAP, Role
from desktop.ui.workplace import Workplace


class ChecklistView(QWidget):
    """One sheet, in work until it is finished; ``left`` asks to go back to the list.

    ``print_asked`` carries the sheet's id and whether it shall be blank.
    """

    left = Signal()
    print_asked = Signal(object, bool)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._sheet: Sheet | None = None
        self._wanted: uuid.UUID | None = None
        self._facts: Mapping[uuid.UUID, str] = {}
        self._edits = 0
        self._waiting = QEventLoop(self)
        self._head: dict[str, Any] = {}
        self._changed = self._saving = False
        self.rows = ChecklistRows(workplace.context)
        self.card, self.side = SheetCard(), ChecklistSide(workplace.context)
        self.drafts = SheetDrafts(workplace, self._content)
        self._lay()
        self._bind()

    # -- what is shown --------------------------------------------------------------

    @property
    def inspection_id(self) -> uuid.UUID | None:
        """The inspection that is shown."""
        return None if self._sheet is None else self._sheet.inspection.id

    @property
    def template_id(self) -> uuid.UUID | None:
        """The template of the sheet that is shown."""
        return None if self._sheet is None else self._sheet.template.id

    @property
    def locked(self) -> bool:
        """Whether the sheet is only read: finished, or not for this user to fill in."""
        done = self._sheet is None or self._sheet.inspection.state in DONE
        return done or not self._workplace.may_write("inspections")

    def open(self, inspection_id: uuid.UUID) -> None:
        """Read a sheet and show it."""
        self._wanted = inspection_id
        self._workplace.ask(partial(read_opened, inspection_id=inspection_id), self.show_opened)

    def refresh(self) -> None:
        """Read the sheet anew, unless something is not saved yet."""
        # What was asked for last may still be on its way; the one before must not come after it.
        if self._wanted is not None and not self._changed:
            self.open(self._wanted)

    def show_opened(self, opened: Opened) -> None:
        """Show a sheet that was read; the keyboard stays where it was in the same one."""
        sheet = opened.sheet
        same = self.inspection_id == sheet.inspection.id and self._facts == opened.facts
        self._sheet, self._head, self._facts = sheet, {}, opened.facts
        findings = [{"id": one.id, **one.values()} for one in sheet.findings]
        self.side.findings.set_findings(findings, sheet.inspection.started_on)
        if same:
            told = {line.question.id: line.answer for line in sheet.lines if line.answer}
            self.rows.set_answers({key: answer.values() for key, answer in told.items()})
        else:
            self.rows.show_sheet(sheet, opened.facts)
            self.side.tell("")
        self._set_changed(changed=False)
        self._show_state()
        self.drafts.follow(sheet.inspection.id, None if self.locked else opened.draft)
        if not same:
            self.rows.go_to_open()

    def is_changed(self) -> bool:
        """Whether something is not saved."""
        return self._changed

    # -- deeds ----------------------------------------------------------------------

    def save(self, then: Any = None) -> None:
        """Save answers, head and findings together (Cất)."""
        if self._sheet is None or self.locked or self._saving:
            return
        wrong = next((row for row in self.rows.rows if row.problem()), None)
        if wrong is not None:
            self.rows.go_to(wrong)
            self.side.tell(f"{wrong.question.code}: {wrong.problem()}")
            return
        answers, head, findings = (
            self.rows.answers(),
            dict(self._head),
            list(self.side.findings.findings),
        )
        deed = partial(
            inspections.save_answers,
            inspection_id=self._sheet.inspection.id,
            answers=answers,
            values=head,
            findings=findings,
        )
        self._run(deed, partial(self._saved, then, self._edits))

    def finish(self) -> None:
        """Finish the sheet (Hoàn thành), after saving it; what is missing is told."""
        if self._changed:
            self.save(self.finish)
        elif self._sheet is not None:
            deed = partial(inspections.finish_inspection, inspection_id=self._sheet.inspection.id)
            self._run(deed, self._finished)

    def reopen(self) -> None:
        """Take a finished sheet back into work (Bỏ hoàn thành)."""
        if self._sheet is not None:
            deed = partial(inspections.reopen_inspection, inspection_id=self._sheet.inspection.id)
            self._run(deed, self._finished)

    def edit_head(self) -> None:
        """Look at, or change, who inspected whom, when and with what conclusion."""
        if self._sheet is None:
            return
        values = {**self._sheet.reading.values, **self._head}
        dialog = InspectionHeadDialog(self._workplace, values, self, locked=self.locked)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(self._take_head)
        dialog.open()

    def may_leave(self) -> bool:
        """Whether nothing unsaved stands in the way; asks the clerk if it does."""
        if not self._changed:
            return True
        question = Message(
            tr("Phiếu kiểm tra có câu trả lời chưa cất."),
            tr("Nếu bỏ, phiếu trở về lần cất trước."),
        )
        answers = (("drop", tr("Bỏ thay đổi")), ("save", tr("Cất")))
        answer = choose(self, tr("Chưa cất"), question, answers, Role.WARNING)
        if answer == "drop":
            self.drafts.drop()
            self._set_changed(changed=False)
            self._sheet = self._wanted = None
        return answer == "drop" or (answer == "save" and self._save_and_wait())

    # -- inside ---------------------------------------------------------------------

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self.card.body.addWidget(self.drafts)
        self.card.body.addWidget(self.rows, 1)
        row.addWidget(self.card, 1)
        row.addWidget(self.side)

    def _bind(self) -> None:
        bind = self._workplace.actions.bind
        self.card.head.addWidget(button_for(bind(self, "former_value", self.rows.take_former)))
        self.side.add_deeds(save=bind(self, "save", self.save))
        bind(self, "note", self.rows.open_note)
        side = self.side
        self.card.back.clicked.connect(self.left)
        self.side.about.clicked.connect(self.edit_head)
        side.finish.clicked.connect(self.finish)
        side.reopen.clicked.connect(self.reopen)
        side.print_asked.connect(self._ask_print)
        side.findings.changed.connect(self._answered)
        side.findings.follow_asked.connect(self.follow)
        self.rows.changed.connect(self._answered)
        self.drafts.taken.connect(self._take_draft)

    def follow(self, finding_id: uuid.UUID) -> RecordDialog:
        """Open a finding of a finished sheet, to write down how it is put right."""
        owner = ("inspection_id", "question_id")
        dialog = RecordDialog(self._workplace, "findings", self.window(), hidden=owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_record(finding_id).open()
        return dialog

    def _content(self) -> tuple[dict[str, Any], Lines]:
        lines = {
            "inspection_answers": self.rows.readable_answers(),
            "findings": list(self.side.findings.findings),
        }
        return dict(self._head), lines

    def _ask_print(self, blank: bool) -> None:
        self.print_asked.emit(self.inspection_id, blank)

    def _run(self, deed: Any, done: Any) -> None:
        self._saving = True
        self._workplace.run(deed, self, done, refused=self._refused, settled=self._settled)

    def _settled(self) -> None:
        self._saving = False
        # Settling comes before the answer, the end of the loop after both.
        QTimer.singleShot(0, self._waiting.quit)

    def _save_and_wait(self) -> bool:
        self.save()
        if self._saving:
            self._waiting.exec()
        return not self._changed

    def _refused(self, error: UserError) -> bool:
        self.side.tell(error.message)
        self.rows.go_to_open()
        return True

    def _saved(self, then: Any, edits: int, _changes: Changes) -> None:
        if edits == self._edits:
            self._set_changed(changed=False)
        else:  # somebody types faster than the disk writes
            assert self._sheet is not None
            shown = self._sheet.inspection.id
            read = partial(inspections.read_sheet, inspection_id=shown)
            self._workplace.ask(read, self._learn_ids)
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã cất {at}").format(at=f"{at:%H:%M}"))
        if callable(then):
            then()

    def _learn_ids(self, sheet: Sheet) -> None:
        self.side.findings.learn_ids(sheet.findings)

    def _finished(self, _changes: Changes) -> None:
        self.refresh()

    def _answered(self) -> None:
        self._set_changed(changed=True)
        self._show_score()

    def _set_changed(self, *, changed: bool) -> None:
        self._changed = changed
        self._edits += changed
        self.drafts.set_changed(changed=changed)
        self.side.set_changed(changed=changed)

    def _show_state(self) -> None:
        sheet = self._sheet
        assert sheet is not None
        names, inspection = self._workplace.names, sheet.inspection
        target = (
            names.record("teams", inspection.team_id)
            if inspection.team_id
            else inspection.target_name
        )
        day = Date().format(inspection.started_on)
        told = (inspection.round_label, target, day, inspection.number)
        details = " · ".join(filter(None, told))
        self.card.show_words(sheet.template, details, inspection.state)
        may_finish = self._workplace.may(Permission.FINALISE_INSPECTIONS)
        self.side.show_deeds(inspection.state, locked=self.locked, may_finish=may_finish)
        self.rows.set_locked(self.locked)
        self._show_score()

    def _show_score(self) -> None:
        asked = [row.question for row in self.rows.rows]
        score = inspections.score_answers(asked, self.rows.values())
        scored = sum(1 for q in asked if q.answer == "SCORED" and q.weight)
        self.side.score.show_score(score, scored)
        self.side.findings.show_shortcomings(self.rows.rows, locked=self.locked)

    def _take_head(self, values: dict[str, Any]) -> None:
        self._head.update(values)
        self._set_changed(changed=True)

    def _take_draft(self, draft: LineDraft) -> None:
        answers = draft.lines.get("inspection_answers", ())
        self.rows.set_answers({answer["question_id"]: dict(answer) for answer in answers})
        day = self._sheet.inspection.started_on if self._sheet else draft.at.date()
        self.side.findings.set_findings(draft.lines.get("findings", ()), day)
        self._head = dict(draft.values)
        self._answered()
