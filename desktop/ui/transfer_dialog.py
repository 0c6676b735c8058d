"""Moving a case to another office: where to, by which paper, and what that does."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.base.errors import InvalidRecord, InvalidValue, UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations import transfers
from desktop.operations.office import known_day
from desktop.operations.transfers import Paper, Plan
from desktop.store.store import Changes
from desktop.sync.roster_entries import OfficeEntry
from desktop.ui.deed_dialog import OperationDialog
from desktop.ui.editors import editor_for
from desktop.ui.theme import theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.workplace import Workplace

_SCOPE = Qt.ItemDataRole.UserRole
_ROWS = 4


class TransferDialog(OperationDialog):
    """Asks for the office, the paper and the reason, and says what will happen."""

    def __init__(self, workplace: Workplace, case_id: uuid.UUID, parent: QWidget) -> None:
        super().__init__(workplace, tr("Chuyển hồ sơ tới cơ quan khác"), parent, width=640)
        self._case_id = case_id
        self._plan: Plan | None = None
        self.search = SearchField(tr("Gõ tên xã, phường, cơ quan"))
        self.offices = QListWidget()
        self.offices.setAccessibleName(tr("Cơ quan nhận hồ sơ"))
        self._where = FormField(tr("Chuyển tới"), self.search, required=True)
        self.number = QLineEdit()
        self.number.setMaxLength(40)
        self._number = FormField(tr("Số văn bản"), self.number, required=True)
        self.on = editor_for(Date(past=True), workplace.context)
        self._on = FormField(tr("Ngày văn bản"), self.on.widget, required=True)
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.why.setPlaceholderText(tr("Ví dụ: chuyển nơi cư trú"))
        self._why = FormField(tr("Lý do chuyển"), self.why, required=True)
        self._told = InfoBanner(Role.WARNING, "")
        self._told.hide()
        self._lay()
        self.on.set_value(known_day(workplace.office))
        self.search.searched.connect(self._look_up)
        self.search.left_down.connect(self.offices.setFocus)
        self.offices.currentRowChanged.connect(self._tell)
        self.why.textEdited.connect(self._why.clear_problem)
        self.number.textEdited.connect(self._number.clear_problem)
        workplace.ask(partial(transfers.plan_transfer, case_id=case_id), self._show_plan)
        self._look_up("")
        self.search.setFocus()

    def _lay(self) -> None:
        self.body.addWidget(self._where)
        self.offices.setFixedHeight(theme_of(self).px(_ROWS * 30))
        self.body.addWidget(self.offices)
        paper = QHBoxLayout()
        paper.setSpacing(16)
        for field, share in ((self._number, 2), (self._on, 2), (self._why, 3)):
            paper.addWidget(field, share)
        self.body.addLayout(paper)
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        self.add_cancel()
        self.add_primary(tr("Chuyển hồ sơ"), self.transfer)

    def chosen(self) -> OfficeEntry | None:
        """The office that is marked, if one is."""
        at = self.offices.currentRow()
        return None if at < 0 else self.offices.item(at).data(_SCOPE)

    def transfer(self) -> None:
        """Move the case, if everything needed is there; the dialog closes when that is done."""
        for field in (self._where, self._number, self._on, self._why):
            field.clear_problem()
        to = self.chosen()
        if to is None:
            self._where.set_problem(tr("Cần chọn một cơ quan trong danh sách."))
        paper = self._paper()
        if to is None or paper is None:
            return
        case_id, scope = self._case_id, to.scope
        self.carry_out(lambda office: transfers.transfer_case(office, case_id, scope, paper))

    def _paper(self) -> Paper | None:
        """The paper as it is typed; None while its day can't be read."""
        try:
            on = self.on.value()
        except InvalidValue as error:
            self._on.set_problem(error.message)
            return None
        if on is None:
            self._on.set_problem(tr("Cần ghi ngày văn bản."))
            return None
        return Paper(self.number.text(), on, self.why.text())

    # -- inside ---------------------------------------------------------------------

    def _look_up(self, words: str) -> None:
        self._workplace.ask(partial(transfers.find_offices, typed=words), self._offer)

    def _offer(self, found: Sequence[OfficeEntry]) -> None:
        before = self.chosen()
        self.offices.clear()
        for one in found:
            item = QListWidgetItem(one.name)
            item.setData(_SCOPE, one)
            self.offices.addItem(item)
            if before is not None and one.scope == before.scope:
                self.offices.setCurrentItem(item)
        if self.search.text().strip() and len(found) == 1:
            self.offices.setCurrentRow(0)

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._tell()

    def _tell(self, _row: int = -1) -> None:
        """What moving it there does, in plain words."""
        to, plan = self.chosen(), self._plan
        self._where.clear_problem()
        if to is None or plan is None:
            self._told.hide()
            return
        said = [
            tr("{to} nhận cả hồ sơ {case} với tệp trao đổi kế tiếp của tỉnh."),
            tr("{here} không sửa được nữa, và khi tỉnh xác nhận đã nhận đủ thì chỉ còn giữ số hồ "
               "sơ và họ tên."),
            tr("Thông tin của {person} chuyển theo.")
            if plan.along
            else tr("{person} còn hồ sơ khác ở {here} nên thông tin người này vẫn do {here} giữ; "
                    "{to} cùng xem và cùng ghi."),
            tr("Hoàn tác được cho tới khi gửi tệp."),
        ]  # fmt: skip
        words = {"to": to.name, "case": plan.case, "here": plan.here, "person": plan.person}
        self._told.set_text(" ".join(said).format(**words))
        self._told.show()
        if self.isVisible():
            self.resize(self.sizeHint())

    def _done(self, changes: Changes) -> None:
        to = self.chosen()
        name = "" if to is None else to.name
        self._workplace.tell(tr("Đã chuyển hồ sơ tới {name}.").format(name=name))
        super()._done(changes)

    def _refused(self, error: UserError) -> bool:
        fields = {"number": self._number, "on": self._on, "why": self._why}
        if isinstance(error, InvalidRecord):
            for name, sentence in error.problems.items():
                fields[name].set_problem(sentence)
            return True
        return super()._refused(error)
