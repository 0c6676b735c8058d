"""The province gives a PC its card: who asks, the call, what the PC may read, two sheets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import authority, membership_requests
from desktop.operations.authority import Approved
from desktop.operations.membership_requests import MembershipRequest
from desktop.rules.permissions import COMPARTMENTS, GRANTABLE, Compartment
from desktop.sync.phone_code import OtherCode
from desktop.sync.roster_entries import COMMUNE, OTHER, PROVINCE, PURGE, REFERENCE
from desktop.sync.shares import AUTHORITY
from desktop.ui.granted_dialog import GrantedDialog
from desktop.ui.key_dialog import KeyDialog, typed_code
from desktop.ui.key_files import FileField, read_key_file
from desktop.ui.sheet_fields import SheetFields
from desktop.ui.theme import set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.workplace import Workplace

_CLOSED = tuple(one for one in Compartment if one is not Compartment.GENERAL)
_USUAL = GRANTABLE["CAN_BO"] - {Compartment.GENERAL}
_CAPABILITIES = {
    REFERENCE: N_("Sửa danh mục, mẫu chung gửi xuống các cơ quan"),
    PURGE: N_("Xóa hẳn hồ sơ theo yêu cầu"),
}
_LEVELS = {COMMUNE: N_("Cấp xã"), PROVINCE: N_("Cấp tỉnh"), OTHER: N_("Cơ quan khác")}


class ApproveDialog(KeyDialog):
    """Reads a request; only what it says is believed that was told over the telephone."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Duyệt yêu cầu cấp thẻ khóa"), parent, width=720)
        self._found: MembershipRequest | None = None
        self.file = FileField(tr("Chọn tệp yêu cầu"), tr("Yêu cầu cấp thẻ (*.req)"))
        self.file.chosen.connect(self._read_file)
        self.body.addWidget(FormField(tr("Tệp yêu cầu (YEU-CAU.req)"), self.file))
        self.text = QLineEdit()
        self.text.editingFinished.connect(self._read_text)
        words = tr("Hoặc chữ của mã QR")
        hint = tr("Đặt con trỏ vào ô này rồi quét bằng máy quét mã")
        self.text_row = FormField(words, self.text, hint=hint)
        self.body.addWidget(self.text_row)
        self.facts = self.say("", "strong")
        self.facts.hide()
        self.warning = self.add_banner(Role.WARNING)
        self.rest = QWidget()
        set_look(self.rest, "clear")
        self._fill_rest()
        self.body.addWidget(self.rest)
        self.rest.hide()
        self.body.addStretch(1)
        self.add_cancel()
        self.approve_button = self.add_primary(tr("Cấp thẻ"), self.approve)
        self.approve_button.setEnabled(False)

    # -- what is asked ---------------------------------------------------------------

    def _fill_rest(self) -> None:
        column = QVBoxLayout(self.rest)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        outer, self.body = self.body, column
        self.body.addWidget(SectionLabel(tr("Gọi điện đối chiếu")))
        self.called = QCheckBox("")
        self.body.addWidget(self.called)
        self.code = self.add_code(tr("Mã 8 số cơ quan đó đọc qua điện thoại"))
        self.level = ChoiceBox()
        for level, words in _LEVELS.items():
            self.level.addItem(tr(words), level)
        self.level_row = FormField(tr("Cấp của cơ quan"), self.level)
        self.body.addWidget(self.level_row)
        self.body.addWidget(SectionLabel(tr("Máy này được")))
        self.body.addWidget(label(tr("Đọc hồ sơ riêng ngoài hồ sơ chung:"), "quiet"))
        self.reach = self._boxes({str(int(c)): COMPARTMENTS[c] for c in _CLOSED})
        self.body.addWidget(label(tr("Làm thêm:"), "quiet"))
        self.may = self._boxes(_CAPABILITIES)
        self.body.addWidget(SectionLabel(tr("Hai mảnh khóa cấp thẻ")))
        self.sheets = SheetFields(AUTHORITY, tr("Mảnh thứ {at}"))
        self.body.addWidget(self.sheets)
        self.body = outer

    def _boxes(self, options: dict[str, str]) -> dict[str, QCheckBox]:
        grid = QGridLayout()
        boxes = {key: QCheckBox(tr(words)) for key, words in options.items()}
        for at, box in enumerate(boxes.values()):
            grid.addWidget(box, at // 2, at % 2)
        self.body.addLayout(grid)
        return boxes

    # -- reading ---------------------------------------------------------------------

    def _read_file(self, path: Path) -> None:
        self.attempt(lambda: self._look(read_key_file(path), self.file.button))

    def _read_text(self) -> None:
        if self.text.text().strip():
            self._look(self.text.text(), self.text)

    def _look(self, told: bytes | str, field: QWidget) -> None:
        self._found = None
        self.approve_button.setEnabled(False)
        for part in (self.facts, self.warning, self.rest):
            part.hide()
        self.work(
            lambda office: membership_requests.read_membership_request(office, told),
            self._show,
            lambda _error: field,
        )

    def _show(self, found: MembershipRequest) -> None:
        self._found = found
        self.text_row.setVisible(self.file.path is None)
        self.facts.setText(_facts(found))
        self.facts.show()
        warning = _warning(found)
        self.warning.set_text(warning)
        self.warning.setVisible(bool(warning))
        name = found.known_as or tr("cơ quan này")
        self.called.setText(
            tr("Tôi đã gọi {name} theo số điện thoại đã biết từ trước").format(name=name)
        )
        self.called.setChecked(False)
        self.code.clear()
        self.level_row.setVisible(not found.known_as)
        for key, box in self.reach.items():
            usual = int(key) in _USUAL if not found.renews else int(key) in found.compartments
            box.setChecked(usual)
        for key, box in self.may.items():
            box.setChecked(key in found.capabilities)
        self.rest.show()
        self.approve_button.setEnabled(True)
        self.order_buttons()
        self.called.setFocus()

    # -- the deed --------------------------------------------------------------------

    def approve(self) -> None:
        """Give the card."""
        self.attempt(self._approve)

    def _approve(self) -> None:
        found = self._found
        if found is None:
            return
        if not self.called.isChecked():
            sentence = tr(
                "Hãy gọi cho cơ quan đó và nghe họ đọc 8 số trước khi cấp thẻ. Chưa cấp thẻ."
            )
            raise FaultyField(sentence, self.called)
        code, sheets = typed_code(self.code), self.sheets.texts()
        level = None if found.known_as else str(self.level.currentData())
        reach = [int(key) for key, box in self.reach.items() if box.isChecked()]
        may = [key for key, box in self.may.items() if box.isChecked()]
        self.work(
            lambda office: authority.approve(
                office,
                found.request,
                code,
                sheets,
                level=level,
                compartments=reach,
                capabilities=may,
            ),
            self._approved,
            self._blamed,
        )

    def _blamed(self, error: UserError) -> QWidget:
        return self.code if isinstance(error, OtherCode) else self.sheets.fields[0]

    def _settled(self) -> None:
        super()._settled()
        self.approve_button.setEnabled(self._found is not None)

    def _approved(self, approved: Approved) -> None:
        self.sheets.clear()
        parent = self.parentWidget()
        assert parent is not None
        self.told.emit("")
        self.accept()
        GrantedDialog(self.workplace, approved, parent).open()


def _facts(found: MembershipRequest) -> str:
    request = found.request
    known = found.known_as or tr("chưa có trong danh bạ và danh mục đơn vị")
    return tr(
        "Số cơ quan {scope}: {known}\nTự xưng: {office} · người gửi {person} · chữ của máy {letter}"
    ).format(
        scope=request.scope,
        known=known,
        office=request.office,
        person=request.person,
        letter=request.letter,
    )


def _warning(found: MembershipRequest) -> str:
    if found.renews:
        return tr(
            "Máy này đã có trong danh bạ: đây là xin thẻ cho khóa mới. Chữ của máy giữ nguyên."
        )
    if found.letter_taken:
        return tr(
            "Chữ {letter} đã có máy khác của cơ quan dùng: máy này sẽ nhận chữ kế tiếp. Nếu máy "
            "này thay máy hỏng hoặc mất, hãy thu hồi máy cũ."
        ).format(letter=found.request.letter)
    return ""
