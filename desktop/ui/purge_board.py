"""Purges as the office sees them that grants them: what is asked for, and how far each has come."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations.purge_board import AskedPurge, GrantedPurge, PurgeBoard, read_purge_board
from desktop.ui.exchange_words import day_text
from desktop.ui.purge_dialog import PurgeDialog
from desktop.ui.theme import set_icon, theme_of
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_ASKED_HEADS = (
    N_("Cơ quan"),
    N_("Loại"),
    N_("Mã, số"),
    N_("Lý do"),
    N_("Số văn bản"),
    N_("Ngày đề nghị"),
)
_GRANTED_HEADS = (
    N_("Số văn bản"),
    N_("Lý do"),
    N_("Bản ghi"),
    N_("Máy đã xóa"),
    N_("Máy chưa báo xong"),
)
_HEIGHT = 150


class PurgeButton(QPushButton):
    """Opens the purges; hidden where none is asked for and none was granted."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        set_icon(self, "trash-2")
        self.clicked.connect(lambda _checked=False: self.open_purges())
        self.hide()

    def refresh(self) -> None:
        """Count what waits."""
        self._workplace.ask(read_purge_board, self._show)

    def open_purges(self) -> PurgesDialog:
        """Show the purges."""
        dialog = PurgesDialog(self._workplace, self.window())
        dialog.changed.connect(self.refresh)
        dialog.open()
        return dialog

    def _show(self, board: PurgeBoard) -> None:
        words = tr("Đề nghị xóa ({n})…") if board.asked else tr("Đã xóa vĩnh viễn…")
        self.setText(words.format(n=grouped(len(board.asked))))
        self.setVisible(bool(board.asked or board.granted))


class PurgesDialog(DialogFrame):
    """Requests, to be signed one at a time, and granted purges with the PCs that lag behind.

    ``changed`` when one was signed.
    """

    changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(tr("Xóa vĩnh viễn"), parent, width=920)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace = workplace
        self._board = PurgeBoard()
        self.asked = self._table(tr("Đề nghị chờ ký"), _ASKED_HEADS)
        self._none_asked = label(tr("Không có đề nghị nào chờ ký."), "quiet")
        self.body.addWidget(self._none_asked)
        self.granted = self._table(tr("Đã ký xóa"), _GRANTED_HEADS)
        self._none_granted = label(tr("Chưa ký xóa lần nào."), "quiet")
        self.body.addWidget(self._none_granted)
        self.body.addStretch(1)
        self.sign = self.add_button(tr("Ký xóa…"), self.sign_chosen)
        set_icon(self.sign, "key-round")
        self.asked.selectionModel().selectionChanged.connect(self._enable)
        self.asked.opened.connect(self._open)
        self.add_primary(tr("Đóng"), self.accept)
        self.refresh()

    def refresh(self) -> None:
        """Read the purges."""
        self._workplace.ask(read_purge_board, self.show_board)

    def sign_chosen(self) -> PurgeDialog | None:
        """Ask for two sheets of the key and grant what is chosen; None if nothing may be signed."""
        chosen = self._chosen()
        if chosen is None or not self._board.may_grant:
            return None
        request = chosen.request
        dialog = PurgeDialog(
            self._workplace, request.id, named(chosen), self, granting=True, table=request.table
        )
        dialog.purged.connect(self._signed)
        dialog.open()
        return dialog

    def _table(self, words: str, heads: tuple[str, ...]) -> TableBox:
        self.body.addWidget(SectionLabel(words))
        table = TableBox(words, [tr(head) for head in heads])
        table.setMinimumHeight(theme_of(self).px(_HEIGHT))
        self.body.addWidget(table, 1)
        return table

    def show_board(self, board: PurgeBoard) -> None:
        """Show these purges."""
        self._board = board
        self.asked.show_rows([_asked_line(one) for one in board.asked])
        self.granted.show_rows([_granted_line(one) for one in board.granted])
        for table, none, rows in (
            (self.asked, self._none_asked, board.asked),
            (self.granted, self._none_granted, board.granted),
        ):
            set_shown(table, bool(rows))
            set_shown(none, not rows)
        if board.asked:
            self.asked.selectRow(0)
        self._enable()

    def _chosen(self) -> AskedPurge | None:
        rows = [index.row() for index in self.asked.selectionModel().selectedRows()]
        return self._board.asked[rows[0]] if len(rows) == 1 else None

    def _open(self, _index: QModelIndex) -> None:
        self.sign_chosen()

    def _enable(self) -> None:
        self.sign.setEnabled(self._chosen() is not None and self._board.may_grant)

    def _signed(self) -> None:
        self.refresh()
        self.changed.emit()


def named(one: AskedPurge) -> str:
    """What is to be purged, without the name of anybody."""
    if one.code:
        return tr("{kind} mã {code} của {office}").format(
            kind=one.kind, code=one.code, office=one.office_name
        )
    words = tr("{kind} theo văn bản {number} của {office}")
    return words.format(kind=one.kind, number=one.request.doc_no, office=one.office_name)


def _asked_line(one: AskedPurge) -> tuple[str, ...]:
    request = one.request
    at = day_text(request.at)
    return one.office_name, one.kind, one.code or "–", request.reason, request.doc_no, at


def _granted_line(one: GrantedPurge) -> tuple[str, ...]:
    total = one.done + len(one.missing)
    done = tr("{done}/{total}").format(done=grouped(one.done), total=grouped(total))
    missing = "; ".join(one.missing) or tr("Không còn máy nào")
    return one.doc_no, one.reason, grouped(one.records), done, missing
