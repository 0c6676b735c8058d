"""The card that says how this PC stands in the exchange, with the deeds that fit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations.key_standing import KeyStanding
from desktop.ui.exchange_words import day_text
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.labels import label

_DEEDS = {
    "approve": (N_("Duyệt yêu cầu…"), "clipboard-check"),
    "found": (N_("Lập khóa của tỉnh…"), "key-round"),
    "request": (N_("Xin thẻ khóa…"), "key-round"),
    "card": (N_("Nhận thẻ khóa…"), "download"),
    "help": (N_("Giúp mở lại dữ liệu…"), "lock"),
    "new_key": (N_("Đổi khóa của máy này…"), "refresh-cw"),
    "hand_over": (N_("Đổi khóa cấp thẻ…"), "refresh-cw"),
    "lost": (N_("Khi máy hỏng hoặc mất"), "circle-question-mark"),
}
_FACTS = (
    N_("Mã máy"),
    N_("Chữ trong số hồ sơ"),
    N_("Danh bạ"),
    N_("Nơi cấp thẻ"),
    N_("Tham gia từ"),
    N_("Khóa nhận từ"),
)
_OLD_KEY = N_(
    "Khóa nhận của máy này đã dùng quá 6 tháng: nên đổi khóa, để tệp cũ thất lạc không ai mở lại được."
)
_COLUMNS = 3


class StandingCard(Card):
    """``asked`` carries the deed that was pressed.

    may_manage: whether the account may do anything with keys.
    """

    asked = Signal(str)

    def __init__(self, *, may_manage: bool) -> None:
        super().__init__(tr("Máy này trong trao đổi dữ liệu"))
        self._may_manage = may_manage
        self.state = Chip("", Role.NEUTRAL)
        self.add_beside_title(self.state)
        self.words = label("")
        self.words.setWordWrap(True)
        self.body.addWidget(self.words)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(2)
        self._values = [self._fact(at, words) for at, words in enumerate(_FACTS)]
        self.body.addLayout(self.facts)
        self.buttons: dict[str, QPushButton] = {}
        deeds = QWidget()
        set_look(deeds, "clear")
        flow = FlowLayout(deeds)
        for key, (words, icon) in _DEEDS.items():
            button = QPushButton(tr(words))
            set_icon(button, icon)
            button.clicked.connect(lambda _checked=False, key=key: self.asked.emit(key))
            flow.addWidget(button)
            self.buttons[key] = button
        self.body.addWidget(deeds)

    def show_standing(self, standing: KeyStanding) -> None:
        """Show how the PC stands."""
        self.state.set_state(*_state(standing))
        words = _words(standing)
        if standing.key_is_old:
            words = f"{words} {tr(_OLD_KEY)}"
        if not self._may_manage:
            note = tr("Việc với thẻ khóa do tài khoản có vai trò Quản trị làm.")
            words = f"{words} {note}"
        self.words.setText(words)
        for value, text in zip(self._values, _told(standing), strict=True):
            value.setText(text)
        first = _first(standing)
        offered = _offered(standing) if self._may_manage else {"lost"}
        for key, button in self.buttons.items():
            set_look(button, "primary" if key == first else "")
            set_icon(button, _DEEDS[key][1], "on_main" if key == first else "quiet")
            button.setVisible(key in offered)
        again = standing.is_authority and standing.may_found
        self.buttons["found"].setText(
            tr("Lập lại khóa của tỉnh…") if again else tr("Lập khóa của tỉnh…")
        )

    def _fact(self, at: int, words: str) -> QLabel:
        value = label("–", "strong")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row, column = at // _COLUMNS * 2, at % _COLUMNS
        self.facts.addWidget(label(tr(words), "quiet"), row, column)
        self.facts.addWidget(value, row + 1, column)
        self.facts.setColumnStretch(column, 1)
        value.setAccessibleName(tr(words))
        return value


def _state(standing: KeyStanding) -> tuple[str, Role]:
    own = standing.own
    if own is not None and own.is_revoked:
        return tr("Đã bị thu hồi"), Role.ERROR
    if standing.new_key:
        return tr("Chờ thẻ cho khóa mới"), Role.WARNING
    if standing.is_member:
        return tr("Đã tham gia"), Role.GOOD
    if standing.has_asked:
        return tr("Chờ thẻ khóa"), Role.WARNING
    return tr("Chưa tham gia"), Role.NEUTRAL


def _words(standing: KeyStanding) -> str:
    own = standing.own
    if own is not None and own.is_revoked:
        return tr(
            "Tỉnh đã thu hồi thẻ khóa của máy này: dữ liệu trong máy còn nguyên, nhưng tệp máy gửi "
            "đi không được nhận nữa. Hãy hỏi tỉnh."
        )
    if standing.is_authority:
        return tr(
            "Cơ quan này cấp thẻ khóa cho các cơ quan khác. Mỗi lần cấp hoặc thu hồi cần hai trong "
            "ba mảnh khóa in trên giấy."
        )
    if standing.is_member:
        return tr("Máy này gửi, nhận dữ liệu được với các cơ quan trong danh bạ.")
    if standing.has_asked:
        return tr(
            "Đã lập yêu cầu. Khi tỉnh gửi về tệp thẻ khóa và giấy báo mã, chọn “Nhận thẻ khóa”."
        )
    if standing.may_found:
        return tr(
            "Chưa có thẻ khóa nên chưa gửi, nhận dữ liệu được. Cơ quan cấp tỉnh lập khóa của tỉnh "
            "trên một máy; các máy khác của tỉnh và mọi xã, phường xin thẻ khóa."
        )
    return tr(
        "Máy này chưa có thẻ khóa nên chưa gửi, nhận dữ liệu được. Lập yêu cầu, gửi tỉnh, rồi nhận "
        "thẻ khóa tỉnh gửi về."
    )


def _told(standing: KeyStanding) -> tuple[str, ...]:
    own = standing.own
    version = "–"
    if standing.version:
        version = tr("số {version}, ngày {day}").format(
            version=standing.version, day=day_text(standing.issued_at)
        )
    return (
        f"{standing.scope}-{standing.letter}",
        standing.letter,
        version,
        standing.authority_name or "–",
        day_text(own.since if own is not None else None),
        day_text(own.key_since if own is not None else None),
    )


def _first(standing: KeyStanding) -> str:
    """What is done next, most likely."""
    if standing.is_authority:
        return "approve"
    if standing.new_key or (standing.has_asked and not standing.is_member):
        return "card"
    if standing.is_member:
        return "new_key" if standing.key_is_old else ""
    return "found" if standing.may_found else "request"


def _offered(standing: KeyStanding) -> set[str]:
    offered = {"lost"}
    if standing.may_found:
        offered.add("found")
    if standing.is_authority:
        offered |= {"approve", "help", "hand_over"}
    if standing.is_member:
        offered |= {"new_key", "card"}
    else:
        offered |= {"request", "card"}
    return offered
