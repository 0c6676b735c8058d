"""Which files went to one office and came from it, and the minutes of those that came."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations.exchange_board import BoardRow
from desktop.operations.package_files import number_words
from desktop.operations.package_history import PackageLine, package_history
from desktop.ui.exchange_words import at_text
from desktop.ui.receipt_paper import print_minutes
from desktop.ui.theme import set_icon, theme_of
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_HEADS = (
    N_("Chiều"),
    N_("Số"),
    N_("Ngày"),
    N_("Máy"),
    N_("Thay đổi"),
    N_("Mới ở đây"),
    N_("Trạng thái"),
    N_("Tệp"),
)
_WIDTH, _HEIGHT = 960, 300


class PackageHistoryDialog(DialogFrame):
    """The files of an office as a table; what is chosen of those that came can be printed."""

    def __init__(self, workplace: Workplace, office: BoardRow, parent: QWidget) -> None:
        title = tr("Tệp gửi, nhận: {name}").format(name=office.name)
        super().__init__(title, parent, width=_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace = workplace
        self._lines: list[PackageLine] = []
        self.table = TableBox(title, [tr(head) for head in _HEADS])
        self.table.setMinimumHeight(theme_of(self).px(_HEIGHT))
        self._none = EmptyState("inbox", _why_empty(office))
        self.stack = QStackedWidget()
        for part in (self.table, self._none):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        self.paper = self.add_button(tr("In biên bản…"), self._print)
        set_icon(self.paper, "printer")
        self.close_button = self.add_primary(tr("Đóng"), self.accept)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self._enable()
        workplace.ask(lambda told: package_history(told, office.scope), self._show)

    def _show(self, lines: list[PackageLine]) -> None:
        self.table.show_rows([_texts(one) for one in lines])
        self.stack.setCurrentWidget(self.table if lines else self._none)
        self._lines = lines
        if lines:
            came = (at for at, one in enumerate(lines) if one.came)
            self.table.selectRow(next(came, 0))
            self.table.setFocus()
        else:
            self.close_button.setFocus()
        self._enable()

    def _chosen(self) -> list[bytes]:
        """The files that came, among the lines that are chosen."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._lines[at].package for at in rows if self._lines[at].came]

    def _enable(self) -> None:
        chosen = bool(self._chosen())
        self.paper.setEnabled(chosen)
        self.paper.setToolTip("" if chosen else tr("Chọn một tệp đã nhận để in biên bản nhận."))

    def _print(self) -> None:
        print_minutes(self._workplace, self, self._chosen())


def _why_empty(office: BoardRow) -> str:
    if not office.enrolled:
        return tr(
            "{name} chưa có thẻ khóa nên chưa gửi, nhận được tệp nào. Hãy duyệt yêu cầu của nơi đó "
            "ở Thiết lập › Trao đổi dữ liệu."
        ).format(name=office.name)
    return tr(
        "Chưa gửi tệp nào cho {name}, chưa nhận tệp nào của nơi đó. Gửi: chọn nơi đó ở thẻ Gửi. "
        "Nhận: thả tệp của nơi đó vào thẻ Nhận."
    ).format(name=office.name)


def _texts(one: PackageLine) -> tuple[str, ...]:
    way = tr("Nhận") if one.came else tr("Gửi")
    state = tr("Đã hoàn tác") if one.undone else ""
    number = number_words(one.number, for_all=one.for_all)
    new = "" if one.changed is None else grouped(one.changed)
    return (way, number, at_text(one.at), one.pc, grouped(one.rows), new, state, one.name)
