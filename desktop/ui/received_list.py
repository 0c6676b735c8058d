"""Files that were taken in, the latest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations.imports_taken_back import ReceivedFile
from desktop.operations.package_files import numbered
from desktop.ui.exchange_words import at_text
from desktop.ui.theme import set_icon
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.table_box import TableBox

_HEADS = (
    N_("Ngày gửi"),
    N_("Cơ quan gửi"),
    N_("Số"),
    N_("Thay đổi"),
    N_("Trạng thái"),
)


class ReceivedList(Card):
    """The files that were taken in, the latest first; ``back_asked`` carries one to put back.

    ``print_asked`` carries one whose minutes are wanted on paper. ``aside_asked`` wants to see what was
    set aside.
    """

    back_asked = Signal(object)
    print_asked = Signal(object)
    aside_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Đã nhận"), flush=True)
        self._files: Sequence[ReceivedFile] = ()
        self.back = QPushButton(tr("Hoàn tác lần nhận này…"))
        set_icon(self.back, "undo-2")
        self.back.clicked.connect(lambda _checked=False: self._ask_back())
        self.paper = QPushButton(tr("In biên bản…"))
        set_icon(self.paper, "printer")
        self.paper.clicked.connect(lambda _checked=False: self._ask_paper())
        self.aside = QPushButton("")
        set_icon(self.aside, "inbox")
        self.aside.clicked.connect(lambda _checked=False: self.aside_asked.emit())
        self.add_action(self.aside)
        self.add_action(self.paper)
        self.add_action(self.back)
        self.table = TableBox(tr("Tệp đã nhận"), [tr(head) for head in _HEADS])
        self.table.selectionModel().currentChanged.connect(self._enable)
        self._none = EmptyState("inbox", tr("Chưa nhận tệp nào."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack, 1)
        self._enable()

    def show_files(self, files: Sequence[ReceivedFile], aside: int = 0) -> None:
        """List these files. aside: rows of them that wait to be taken in."""
        self._files = files
        self.aside.setText(tr("Đã để riêng ({n})…").format(n=grouped(aside)))
        self.aside.setVisible(aside > 0)
        self.table.show_rows([_received(one) for one in files], [one.name for one in files])
        self._stack.setCurrentWidget(self.table if files else self._none)
        self._enable()

    def names(self) -> frozenset[str]:
        """What the files that still stand are called."""
        return frozenset(one.name for one in self._files if not one.undone)

    def file_of(self, package: bytes) -> ReceivedFile | None:
        """The line of a package; None for one that changed nothing here."""
        return next((one for one in self._files if one.package == package), None)

    def _current(self) -> ReceivedFile | None:
        row = self.table.currentIndex().row()
        return self._files[row] if 0 <= row < len(self._files) else None

    def _enable(self) -> None:
        chosen = self._current()
        self.paper.setEnabled(chosen is not None)
        morning = "" if chosen is None else chosen.morning
        mine = [one for one in self._files if morning and one.morning == morning]
        mine += [] if chosen is None else [chosen]
        self.back.setEnabled(any(one.can_go_back for one in mine))

    def _ask_paper(self) -> None:
        if (chosen := self._current()) is not None:
            self.print_asked.emit(chosen)

    def _ask_back(self) -> None:
        if (chosen := self._current()) is not None:
            self.back_asked.emit(chosen)


def _received(one: ReceivedFile) -> tuple[str, ...]:
    state = tr("Đã hoàn tác") if one.undone else tr("Đã nhận")
    if one.is_struck and not one.undone:
        state = tr("Để riêng")
    elif not one.undone and not one.can_go_back:
        state = tr("Không có gì mới")
    return (
        at_text(one.at),
        one.office_name,
        numbered(one.name, one.number, for_all=one.for_all),
        grouped(one.rows),
        state,
    )
