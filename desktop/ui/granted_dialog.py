"""What the province hands on after it has given a card: the file, and the letter with its code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations import key_papers
from desktop.operations.authority import Approved
from desktop.sync.card import FILE_NAME
from desktop.ui.dialogs import Message, ask
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.key_files import KeyTarget
from desktop.ui.key_preview import preview_key_paper
from desktop.ui.theme import set_icon
from desktop.ui.tokens import Role
from desktop.ui.widgets.code_label import code_label
from desktop.ui.widgets.labels import SectionLabel
from desktop.ui.workplace import Workplace


class GrantedDialog(KeyDialog):
    """Writes the card and prints the letter; the two travel apart."""

    def __init__(self, workplace: Workplace, approved: Approved, parent: QWidget) -> None:
        super().__init__(workplace, tr("Đã cấp thẻ khóa"), parent, width=640)
        self._approved = approved
        self._is_written = False
        entry, roster = approved.entry, approved.roster
        self.say(
            tr("Máy {code} của {office} đã vào danh bạ số {version}.").format(
                code=f"{entry.scope}-{entry.letter}",
                office=roster.office(entry.scope).name,
                version=roster.version,
            ),
            "strong",
        )
        if approved.has_other_letter:
            words = tr("Chữ {asked} đã có máy khác dùng nên máy này nhận chữ {given}.")
            told = words.format(asked=approved.asked_letter, given=entry.letter)
            self.add_banner(Role.NEUTRAL, told)
        self.body.addWidget(SectionLabel(tr("1. Thẻ khóa, gửi bằng USB hoặc thư công vụ")))
        self.target = KeyTarget(workplace, self)
        self.body.addWidget(self.target)
        self.written = self.add_banner(Role.GOOD)
        self.body.addWidget(SectionLabel(tr("2. Giấy báo mã, gửi riêng")))
        row = QHBoxLayout()
        self.code = code_label(approved.code, 24)
        self.code.setAccessibleName(tr("Mã của thẻ"))
        self.letter_button = QPushButton(tr("Xem và in giấy báo…"))
        set_icon(self.letter_button, "printer")
        self.letter_button.clicked.connect(lambda _checked=False: self.print_letter())
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        row.addWidget(self.letter_button)
        self.body.addLayout(row)
        self.say(
            tr(
                "Không ghi mã này trên USB, không gửi cùng thư với thẻ: máy kia nhận thẻ nhờ so mã."
            ),
            "quiet",
        )
        self.body.addStretch(1)
        self.add_cancel(tr("Đóng"))
        self.write_button = self.add_primary(tr("Ghi thẻ khóa"), lambda: self.attempt(self._write))

    def print_letter(self) -> None:
        """Look at the letter, and print it from there."""
        approved = self._approved
        self.work(lambda office: key_papers.card_letter(office, approved), self._preview)

    def reject(self) -> None:
        question = Message(
            tr("Thẻ khóa chưa ghi ra tệp nào."),
            tr("Máy kia đã vào danh bạ nhưng chưa có thẻ."),
            tr("Đóng bây giờ thì phải duyệt lại yêu cầu với hai mảnh khóa."),
        )
        if self._is_written or ask(self, tr("Chưa ghi thẻ"), question, tr("Vẫn đóng"), danger=True):
            super().reject()

    def _write(self) -> None:
        self.written.set_text(self.target.write(FILE_NAME, self._approved.card))
        self.written.show()
        self._is_written = True
        self.show_trouble("")

    def _preview(self, content: bytes) -> None:
        preview_key_paper(self, tr("Giấy báo mã thẻ khóa"), content)
