"""The offices that one may send to, with a search."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout

from desktop.base.i18n import tr
from desktop.base.text import fold, grouped
from desktop.operations.exchange_board import Partner
from desktop.operations.package_files import EVERYBODY
from desktop.operations.unconfirmed import Unconfirmed
from desktop.ui.exchange_words import day_text
from desktop.ui.theme import theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import TwoLineList

_SIDE_WIDTH = 300
_SCOPE = Qt.ItemDataRole.UserRole.value + 1
_FOLDED = Qt.ItemDataRole.UserRole.value + 2


class OfficeList(Card):
    """The offices that one may send to, with a search; ``chosen`` when it is another one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self._filling, self._by_hand = False, False
        self._offices: tuple[Partner, ...] = ()
        self._for_all = False
        self._waiting: Mapping[int, Unconfirmed] = {}
        self.search = SearchField(tr("Tìm xã, phường"))
        self.view = TwoLineList(tr("Nơi nhận"))
        self._items = QStandardItemModel(self)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self._items)
        self.shown.setFilterRole(_FOLDED)
        self.view.setModel(self.shown)
        top = QVBoxLayout()
        top.setContentsMargins(10, 10, 10, 6)
        top.addWidget(self.search)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self.view, 1)
        self.search.searched.connect(self._narrow)
        self.search.left_down.connect(self.view.setFocus)
        self.view.selectionModel().currentChanged.connect(self._tell)
        self.setMaximumWidth(theme_of(self).px(_SIDE_WIDTH))

    def show_offices(self, offices: tuple[Partner, ...], *, for_all: bool = False) -> None:
        """List these offices; the chosen one stays chosen.

        for_all: offer one file for all below, before them; it is never chosen by itself.
        """
        self._offices, self._for_all = offices, for_all
        self._fill()

    def show_waiting(self, waiting: Mapping[int, Unconfirmed]) -> None:
        """Tell how much waits for whom; those to whom something is to be sent come first.

        Until the clerk chooses an office the first of them is chosen.
        """
        before = self.scope()
        if waiting == self._waiting:
            return
        self._waiting = waiting
        self._fill()
        if not self._by_hand:
            self._choose(int(self._for_all))
        if self.scope() != before:
            self.chosen.emit()

    def _fill(self) -> None:
        chosen = self.scope()
        offices = sorted(self._offices, key=lambda one: _place(self._waiting.get(one.scope)))
        self._filling = True
        self._items.clear()
        if self._for_all:
            told = tr("Một tệp: danh mục, mẫu phiếu, địa bàn")
            self._add(EVERYBODY, tr("Gửi chung cho mọi nơi"), told)
        for one in offices:
            told = tr("Gửi {out} · nhận {came}").format(
                out=day_text(one.last_out), came=day_text(one.last_in)
            )
            self._add(one.scope, one.name, told)
        scopes = [*([EVERYBODY] if self._for_all else []), *(one.scope for one in offices)]
        self._filling = False
        self._choose(scopes.index(chosen) if chosen in scopes else int(self._for_all))

    def _choose(self, at: int) -> None:
        """Bring the keyboard to an office; who does so tells of it where it is another one."""
        self._filling = True
        self.view.setCurrentIndex(self.shown.mapFromSource(self._items.index(at, 0)))
        self._filling = False

    def _add(self, scope: int, name: str, below: str) -> None:
        item = QStandardItem(name)
        waiting = self._waiting.get(scope)
        if waiting is not None and waiting.count:
            words, number = _waiting_words(waiting), grouped(waiting.count)
            item.setData((number, _role(waiting)), END_CHIP_ROLE)
            item.setData("\n".join((name, below, words)), Qt.ItemDataRole.ToolTipRole)
            item.setData(f"{name}, {words}", Qt.ItemDataRole.AccessibleTextRole)
        item.setData(below, BELOW_ROLE)
        item.setData(scope, _SCOPE)
        item.setData(fold(name), _FOLDED)
        self._items.appendRow(item)

    def _tell(self) -> None:
        if not self._filling and self.scope() is not None:
            self._by_hand = True
            self.chosen.emit()

    def _narrow(self, words: str) -> None:
        self.shown.setFilterFixedString(fold(words))

    def scope(self) -> int | None:
        """The office that is chosen."""
        told = self.view.currentIndex().data(_SCOPE)
        return told if isinstance(told, int) else None


def _place(waiting: Unconfirmed | None) -> int:
    """First where something is to be sent, then where it is on its way."""
    if waiting is None or not waiting.count:
        return 2
    return int(waiting.is_sent)


def _role(waiting: Unconfirmed) -> Role:
    return Role.NEUTRAL if waiting.is_sent else Role.MAIN


def _waiting_words(waiting: Unconfirmed) -> str:
    words = (
        tr("{n} thay đổi đã gửi, nơi đó chưa xác nhận")
        if waiting.is_sent
        else tr("{n} thay đổi chưa gửi")
    )
    return words.format(n=grouped(waiting.count))
