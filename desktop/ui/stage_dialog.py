"""Moving a case to another stage; ending one asks for the day and the reason."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import cases
from desktop.operations.office import known_day
from desktop.operations.transfers import may_transfer
from desktop.records import CaseFile
from desktop.records.cases import ENDED, STATUSES
from desktop.rules.permissions import Permission
from desktop.rules.stages import moves
from desktop.store.store import Changes
from desktop.ui.deed_dialog import DeedDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_icon
from desktop.ui.tokens import Role
from desktop.ui.transfer_dialog import TransferDialog
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_END_FIELDS = ("closed_on", "close_reason")


def open_moves(workplace: Workplace, status: str) -> tuple[str, ...]:
    """Where this user may move a case of this status to."""
    reopening = workplace.may(Permission.REOPEN_CASES)
    found = moves(status, reopening=reopening) if workplace.may(Permission.WRITE_CASES) else ()
    if reopening and status in ENDED:
        found = moves(status, reopening=True)
    may_end = workplace.may(Permission.CLOSE_CASES)
    return tuple(to for to in found if to not in ENDED or may_end)


class StageDialog(DeedDialog):
    """Offers the stages that are open from here; the wanted one is chosen if it is among them."""

    def __init__(
        self,
        workplace: Workplace,
        case_id: uuid.UUID,
        status: str,
        wanted: str,
        parent: QWidget | None = None,
    ) -> None:
        """status: where the case stands; wanted: the step that was clicked."""
        super().__init__(workplace, tr("Chuyển giai đoạn"), parent, width=520)
        self._case_id = case_id
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        offered = open_moves(workplace, status)
        now = tr("Đang ở giai đoạn “{stage}”.").format(stage=tr(STATUSES[status]))
        self.body.addWidget(label(now))
        self._told = InfoBanner(Role.WARNING, "")
        self._told.hide()
        self.body.addWidget(self._told)
        for to in offered:
            self._offer(to)
        self.end = RecordForm(
            CaseFile, workplace.context, only=_END_FIELDS, max_level=workplace.max_level
        )
        self.forms = FormGroup([self.end])
        # The status that the two fields are there for; without it they would be wrong.
        self.end.set_values({"status": ENDED[0], "closed_on": known_day(workplace.office)})
        self.body.addWidget(self.end)
        self.body.addStretch(1)
        self.away_button = QPushButton(tr("Chuyển tới cơ quan khác…"))
        set_icon(self.away_button, "arrow-right-left")
        self.away_button.setAutoDefault(False)
        self.away_button.clicked.connect(lambda _checked=False: self.send_away())
        set_shown(self.away_button, may_transfer(workplace.office))
        self.add_aside(self.away_button)
        self.add_cancel()
        self.move_button = self.add_primary(tr("Chuyển"), self.move_case)
        if not offered:
            self._say(tr("Không có giai đoạn nào chuyển tiếp được từ đây với tài khoản của bạn."))
        elif wanted not in offered and wanted != status:
            words = tr("Không chuyển thẳng sang “{to}” được. Các bước có thể chuyển ở dưới.")
            self._say(words.format(to=tr(STATUSES[wanted])))
        self._choose(wanted if wanted in offered else next(iter(offered), ""))

    def chosen(self) -> str:
        """The stage to move to, "" if none can be."""
        return next((to for to, button in self.buttons.items() if button.isChecked()), "")

    def move_case(self) -> None:
        """Move the case; the dialog closes when that is done."""
        to, case_id = self.chosen(), self._case_id
        if not self.check(self.end.problems() if to in ENDED else {}):
            return
        values = self.end.values() if to in ENDED else dict.fromkeys(_END_FIELDS)
        self.carry_out(
            lambda office: cases.move_case(
                office, case_id, to, values["closed_on"], values["close_reason"]
            )
        )

    def send_away(self) -> TransferDialog:
        """Ask for the office that is to have the case, in place of a stage."""
        window = self.parentWidget()
        assert window is not None
        dialog = TransferDialog(self._workplace, self._case_id, window)
        self.reject()
        dialog.open()
        return dialog

    def _offer(self, to: str) -> None:
        button = QRadioButton(tr(STATUSES[to]))
        button.toggled.connect(self._show_end)
        self._group.addButton(button)
        self.buttons[to] = button
        self.body.addWidget(button)

    def _choose(self, to: str) -> None:
        if to:
            self.buttons[to].setChecked(True)
            self.buttons[to].setFocus()
        self.move_button.setEnabled(bool(to))
        self._show_end()

    def _show_end(self) -> None:
        self.end.setVisible(self.chosen() in ENDED)
        if self.isVisible():
            self.resize(self.sizeHint())

    def _say(self, sentence: str) -> None:
        self._told.set_text(sentence)
        self._told.show()

    def _done(self, changes: Changes) -> None:
        stage = tr(STATUSES[self.chosen()])
        self._workplace.tell(tr("Đã chuyển hồ sơ sang “{stage}”.").format(stage=stage))
        super()._done(changes)

    def _refused(self, error: UserError) -> bool:
        # A reason that no field shows must be read as well.
        super()._refused(error)
        return self.refuse(error)
