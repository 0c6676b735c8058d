"""Thiết lập › Trao đổi dữ liệu: this PC in the exchange, the PCs of the roster, deeds with keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import fold
from desktop.operations.key_standing import KeyStanding, RosterLine, read_key_standing
from desktop.rules.permissions import Permission
from desktop.ui.approve_dialog import ApproveDialog
from desktop.ui.dialogs import Message, ask
from desktop.ui.exchange_words import day_text
from desktop.ui.found_dialog import FoundDialog, HandOverDialog
from desktop.ui.help_dialogs import HelpGrantDialog
from desktop.ui.key_dialog import KeyDialog
from desktop.ui.lost_pc_dialog import LostPcDialog
from desktop.ui.membership_dialogs import CardDialog, RequestDialog
from desktop.ui.revoke_dialog import CorrectCutDialog, RevokeDialog
from desktop.ui.standing_card import StandingCard
from desktop.ui.theme import theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_HEADS = (
    N_("Cơ quan"),
    N_("Mã máy"),
    N_("Trạng thái"),
    N_("Từ ngày"),
    N_("Tệp gần nhất"),
)
_SEARCH_WIDTH = 220


class ExchangeSection(QWidget):
    """A card with this PC and what may be done; below it the roster."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._standing: KeyStanding | None = None
        self._lines: list[RosterLine] = []
        self.news = InfoBanner(Role.GOOD, "")
        self.news.add_action(tr("Mở Trao đổi dữ liệu"), self._go_on)
        self.news.hide()
        self.card = StandingCard(may_manage=workplace.may(Permission.MANAGE_KEYS))
        self.table = TableBox(tr("Máy trong danh bạ"), [tr(head) for head in _HEADS])
        self.search = SearchField(tr("Tìm cơ quan"))
        self.search.setFixedWidth(theme_of(self).px(_SEARCH_WIDTH))
        self.search.searched.connect(self._fill)
        self.search.left_down.connect(self.table.setFocus)
        self.revoke_button = QPushButton(tr("Thu hồi máy đang chọn…"))
        self.revoke_button.clicked.connect(lambda _checked=False: self.revoke())
        self.roster = Card(tr("Cơ quan và máy trong danh bạ"), flush=True)
        self.roster.add_action(self.search)
        self.roster.add_action(self.revoke_button)
        self.roster.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.news)
        column.addWidget(self.card)
        column.addWidget(self.roster, 100)
        column.addStretch(1)
        self.card.asked.connect(self._do)
        self.table.selectionModel().currentChanged.connect(self._enable)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A file that was taken in meanwhile may have brought another roster.
        self.refresh()

    def refresh(self) -> None:
        """Read where things stand."""
        self._workplace.ask(read_key_standing, self._show)

    def marked(self) -> RosterLine | None:
        """The line of the roster that is chosen."""
        row = self.table.currentIndex().row()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def revoke(self) -> None:
        """Strike the chosen PC from the roster; of one that is struck, correct how far it counts."""
        line = self.marked()
        if line is not None and not line.is_own:
            dialog = CorrectCutDialog if line.is_revoked else RevokeDialog
            self._open(dialog(self._workplace, line, self))

    def _show(self, standing: KeyStanding) -> None:
        self._standing = standing
        self.card.show_standing(standing)
        self.roster.setVisible(bool(standing.lines))
        may = standing.is_authority and self._workplace.may(Permission.MANAGE_KEYS)
        self.revoke_button.setVisible(may)
        self._fill()

    def _fill(self, _words: str = "") -> None:
        wanted = fold(self.search.text())
        lines = self._standing.lines if self._standing is not None else ()
        self._lines = [one for one in lines if wanted in fold(f"{one.office_name} {one.code}")]
        self.table.show_rows([roster_row(one) for one in self._lines])
        self._enable()

    def _enable(self) -> None:
        line = self.marked()
        self.revoke_button.setEnabled(line is not None and not line.is_own)
        struck = line is not None and line.is_revoked
        words = tr("Sửa mốc thu hồi…") if struck else tr("Thu hồi máy đang chọn…")
        self.revoke_button.setText(words)

    # -- deeds ----------------------------------------------------------------------

    def _do(self, deed: str) -> None:
        place = self._workplace
        made: dict[str, Callable[[], KeyDialog]] = {
            "request": lambda: RequestDialog(place, self),
            "card": lambda: CardDialog(place, self),
            "found": lambda: FoundDialog(place, self),
            "approve": lambda: ApproveDialog(place, self),
            "help": lambda: HelpGrantDialog(place, self),
            "hand_over": lambda: HandOverDialog(place, self),
            "lost": lambda: LostPcDialog(place, self, is_authority=self._is_authority()),
        }
        if deed == "new_key":
            self._ask_new_key()
        else:
            self._open(made[deed]())

    def _is_authority(self) -> bool:
        return self._standing is not None and self._standing.is_authority

    def _ask_new_key(self) -> None:
        standing = self._standing
        if standing is None:
            return
        question = Message(
            tr("Đổi khóa nhận của máy này?"),
            tr("Máy vẫn gửi, nhận như thường; tệp đang trên đường tới vẫn mở được."),
            tr(
                "Sau khi có thẻ mới, những tệp cũ gửi cho máy này từ trước lần đổi khóa gần nhất "
                "không ai mở lại được nữa, kể cả máy này. Dữ liệu đã nhận vẫn còn nguyên."
            ),
        )
        if standing.new_key or ask(self, tr("Đổi khóa"), question, tr("Đổi khóa"), danger=True):
            self._open(RequestDialog(self._workplace, self, new_key=True))

    def _open(self, dialog: KeyDialog) -> None:
        dialog.told.connect(self._tell)
        dialog.open()

    def _tell(self, sentence: str) -> None:
        self.news.set_text(sentence)
        self.news.setVisible(bool(sentence))
        self.refresh()
        self._workplace.keys_changed.emit()

    def _go_on(self) -> None:
        self._workplace.section_asked.emit("exchange", "receive")


def roster_row(line: RosterLine) -> tuple[str, ...]:
    """A PC of the roster as the table shows it."""
    state = tr("Đã thu hồi") if line.is_revoked else tr("Đang dùng")
    if line.is_cloned:
        state = tr("Đang chạy hai bản sao")
    if line.is_own:
        state = tr("{state} (máy này)").format(state=state)
    return (line.office_name, line.code, state, day_text(line.since), day_text(line.last_in))
