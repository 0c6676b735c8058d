"""This PC and its card: asking the province for it, and taking it when it has come."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import enrolment
from desktop.operations.enrolment import Accepted, Asked, CardTold
from desktop.operations.office import Office
from desktop.sync.card import FILE_NAME as CARD_NAME
from desktop.sync.enrolment import FILE_NAME as REQUEST_NAME
from desktop.sync.phone_code import OtherCode
from desktop.ui.exchange_words import day_text
from desktop.ui.key_dialog import KeyDialog, typed_code
from desktop.ui.key_files import FileField, KeyTarget, read_key_file
from desktop.ui.theme import theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.code_label import code_label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.qr_label import QrLabel
from desktop.ui.workplace import Workplace

_QR_SIDE = 280


class RequestDialog(KeyDialog):
    """Shows this PC's request as QR code, as digits to read aloud, and as a file to hand on."""

    def __init__(self, workplace: Workplace, parent: QWidget, *, new_key: bool = False) -> None:
        title = tr("Xin thẻ cho khóa mới") if new_key else tr("Xin thẻ khóa của tỉnh")
        super().__init__(workplace, title, parent, width=720)
        self._asked: Asked | None = None
        self.qr = QrLabel(theme_of(self).px(_QR_SIDE))
        self.code = code_label("", 30)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(), 1)
        self.body.addLayout(row)
        self.body.addWidget(label(tr("Ghi tệp yêu cầu vào"), "quiet"))
        self.target = KeyTarget(workplace, self)
        self.body.addWidget(self.target)
        self.written = self.add_banner(Role.GOOD)
        self.add_cancel(tr("Đóng"))
        self.write_button = self.add_primary(tr("Ghi tệp yêu cầu"), self.write)
        self.work(enrolment.rotate_keys if new_key else enrolment.request_membership, self._show)

    def write(self) -> None:
        """Write the file to the stick or folder that is chosen."""
        self.attempt(self._write)

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(tr("Mã đọc qua điện thoại"), "quiet"))
        self.code.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.code)
        for sentence in (
            tr("1. Gửi tỉnh tệp {name}, hoặc cho tỉnh quét mã QR.").format(name=REQUEST_NAME),
            tr(
                "2. Tỉnh gọi lại số điện thoại của cơ quan. Đọc 8 số trên; không gửi mã này kèm "
                "theo tệp."
            ),
            tr("3. Tỉnh gửi về tệp {name} và một giấy báo mã. Khi đó chọn “Nhận thẻ khóa”.").format(
                name=CARD_NAME
            ),
        ):
            line = label(sentence)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        return column

    def _show(self, asked: Asked) -> None:
        self._asked = asked
        self.code.setText(asked.code)
        self.code.setAccessibleName(tr("Mã đọc qua điện thoại"))
        self.qr.show_text(asked.text, tr("Mã QR của yêu cầu"))
        self.told.emit("")
        self.write_button.setFocus()

    def _write(self) -> None:
        if self._asked is not None:
            self.written.set_text(self.target.write(REQUEST_NAME, self._asked.content))
            self.written.show()
            self.show_trouble("")


class CardDialog(KeyDialog):
    """Shows what a card says, and takes it once the code of the letter on paper was typed."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(workplace, tr("Nhận thẻ khóa"), parent)
        self._content = b""
        self.say(
            tr(
                "Thẻ khóa là tệp {name} tỉnh gửi về. Mã của thẻ ghi trong giấy báo mã gửi riêng: "
                "chương trình chỉ nhận thẻ khi hai bên khớp nhau."
            ).format(name=CARD_NAME),
            "quiet",
        )
        self.file = FileField(tr("Chọn thẻ khóa"), tr("Thẻ khóa (*.card)"))
        self.file.chosen.connect(self._read)
        self.body.addWidget(FormField(tr("Tệp thẻ khóa"), self.file))
        self.facts = self.say("")
        self.facts.hide()
        self.warning = self.add_banner(Role.WARNING)
        self.code = self.add_code(tr("Mã 8 số trong giấy báo của tỉnh"))
        self.body.addStretch(1)
        self.add_cancel()
        self.add_primary(tr("Nhận thẻ"), self.take)

    def take(self) -> None:
        """Take the card."""
        self.attempt(self._accept)

    def _read(self, path: Path) -> None:
        self._content = b""
        self.facts.hide()
        self.warning.hide()
        self.attempt(lambda: self._look(read_key_file(path)))

    def _look(self, content: bytes) -> None:
        def look(office: Office) -> tuple[bytes, CardTold]:
            return content, enrolment.look_at_card(office, content)

        self.work(look, self._show, lambda _error: self.file.button)

    def _show(self, found: tuple[bytes, CardTold]) -> None:
        self._content, told = found
        self.facts.setText(
            tr(
                "Thẻ cấp cho {office}, máy {letter}\nDo {authority} cấp ngày {day} · danh bạ số "
                "{version}"
            ).format(
                office=told.office_name,
                letter=told.letter,
                authority=told.authority_name,
                day=day_text(told.issued_at),
                version=told.version,
            )
        )
        self.facts.show()
        if not told.is_ours:
            self._warn(tr("Thẻ này cấp cho một máy khác. Hãy xin tỉnh đúng thẻ của máy này."))
        elif told.letter != told.present_letter:
            self._warn(
                tr(
                    "Chữ {present} đã có máy khác của cơ quan dùng: từ khi nhận thẻ, số hồ sơ mới "
                    "của máy này mang chữ {letter}. Số đã cấp giữ nguyên."
                ).format(present=told.present_letter, letter=told.letter)
            )
        self.code.setFocus()

    def _warn(self, sentence: str) -> None:
        self.warning.set_text(sentence)
        self.warning.show()

    def _accept(self) -> None:
        self.file.required(tr("Hãy chọn tệp thẻ khóa tỉnh gửi về."))
        content, code = self._content, typed_code(self.code)
        self.work(
            lambda office: enrolment.accept_card(office, content, code),
            self._accepted,
            self._blamed,
        )

    def _blamed(self, error: UserError) -> QWidget:
        return self.code if isinstance(error, OtherCode) else self.file.button

    def _accepted(self, accepted: Accepted) -> None:
        self.told.emit(accepted_words(accepted))
        self.accept()


def accepted_words(accepted: Accepted) -> str:
    """What is told once a card was taken, and what comes next."""
    words = tr(
        "Đã nhận thẻ khóa, danh bạ số {version}. Từ nay gửi, nhận được ở Trao đổi dữ liệu. Nếu máy "
        "này thay máy đã hỏng hoặc mất, hãy nhận tệp tỉnh gửi về: trong đó có dữ liệu của cơ quan "
        "mà tỉnh đã nhận."
    ).format(version=accepted.roster.version)
    if accepted.letter == accepted.earlier_letter:
        return words
    more = tr("Số hồ sơ mới từ nay mang chữ {letter}; số đã cấp giữ nguyên.")
    return f"{words} {more.format(letter=accepted.letter)}"
