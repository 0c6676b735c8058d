"""Many files before they are taken in: who sent each, and one button for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.paths import shown_name
from desktop.base.text import grouped
from desktop.operations.incoming import Examined, Group
from desktop.operations.incoming_all import Forecast, Sight
from desktop.operations.opened_files import Elsewhere
from desktop.operations.package_files import number_words
from desktop.ui.exchange_words import at_text, change_words
from desktop.ui.identity_strip import missing_words
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.column_fit import ColumnFit
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.lines import AnyIndex
from desktop.ui.widgets.rows import CHIP_ROLE, NameDelegate
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.tick_lines import TickLines
from desktop.ui.widgets.tick_table import TickTable

_HEADS = (
    N_("Lấy"),
    N_("Trạng thái"),
    N_("Cơ quan gửi"),
    N_("Số"),
    N_("Người gửi"),
    N_("Ngày gửi"),
    N_("Bản ghi"),
    N_("Sẽ thay đổi"),
    N_("Tệp"),
)
_MOST_NAMED = 3
_STATE, _CHANGES, _GIVE_WAY, _FILE = 1, 7, (4, 6), 8
"""The column of what a file would do, those that make room for it, and that of its name."""


class FileList(TickLines[Examined]):
    """Files, one line each; those that are new can be ticked."""

    def __init__(self, parent: QObject) -> None:
        super().__init__([tr(head) for head in _HEADS], parent)
        self._told: Mapping[Path, Forecast] = {}
        self._unwanted: set[Path] = set()

    def show(self, files: Sequence[Examined]) -> None:
        """Show these files, all of them wanted."""
        self._unwanted = set()
        self.set_lines(files)

    def wanted(self) -> list[Path]:
        """The new files that are wanted."""
        return [one.path for one in self._lines if self.may_leave(one) and self.is_wanted(one)]

    def is_wanted(self, one: Examined) -> bool:
        return one.path not in self._unwanted

    def may_leave(self, one: Examined) -> bool:
        return one.identity is not None and not one.identity.known

    def choose(self, lines: Sequence[Examined], *, wanted: bool) -> None:
        paths = {one.path for one in lines}
        self._unwanted = self._unwanted - paths if wanted else self._unwanted | paths

    def set_forecasts(self, told: Mapping[Path, Forecast]) -> None:
        """Tell what each of them would do."""
        self._told = told
        if self._lines:
            corner = self.index(len(self._lines) - 1, _CHANGES)
            self.dataChanged.emit(self.index(0, _CHANGES), corner)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self._lines[index.row()]
        if (tick := self.tick_data(index, role)) is not None:
            return tick
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(one)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return trouble_of(one) or self._cells(one)[index.column()]
        if role == CHIP_ROLE and index.column() == _STATE:
            return state_of(one)[1] if self.is_wanted(one) else Role.NEUTRAL
        if role == Qt.ItemDataRole.ForegroundRole and one.elsewhere is not None:
            return theme_of().colour("quiet")
        return None

    def told_of(self, one: Examined) -> str:
        """What a file would do, as far as that was asked."""
        told = self._told.get(one.path)
        return "" if told is None else forecast_words(told)

    def _cells(self, one: Examined) -> tuple[str, ...]:
        cells = _cells(one)
        return ("", *cells[: _CHANGES - 1], self.told_of(one), *cells[_CHANGES - 1 :])


def forecast_words(told: Forecast) -> str:
    """What a file would do, or why that cannot be told of it."""
    match told.sight:
        case Sight.COUNTED:
            return change_words(told.counts, told.purged)
        case Sight.COVERED:
            return tr("có cả trong tệp số {n}").format(n=told.covered_by)
        case Sight.LATER:
            return tr("xem được sau khi nhận tệp trước")
        case Sight.REFUSED:
            return told.trouble


def _sum_words(told: Sequence[Forecast], asked: int) -> str:
    """What all of them would do, and of how many that is not known."""
    counts, purged = Counter[Group](), 0
    for one in told:
        counts.update(one.counts)
        purged += one.purged
    words = [tr("Nhận cả {n} tệp sẽ thay đổi: {changes}.")]
    unknown = sum(one.sight in (Sight.LATER, Sight.REFUSED) for one in told) + asked - len(told)
    if unknown:
        words.append(tr("Chưa kể {m} tệp chưa xem trước được."))
    return " ".join(words).format(
        n=grouped(asked), changes=change_words(counts, purged), m=grouped(unknown)
    )


def trouble_of(one: Examined) -> str:
    """Why a file is not taken in; "" for one that can be."""
    return one.trouble if one.elsewhere is None else elsewhere_words(one.elsewhere)


def state_of(one: Examined) -> tuple[str, Role]:
    """What can be said of a file before it is taken in."""
    if one.elsewhere is not None:
        words = tr("Tệp máy này đã gửi") if one.elsewhere.own else tr("Gửi cho nơi khác")
        return words, Role.NEUTRAL
    if one.identity is None:
        return tr("Không nhận được"), Role.ERROR
    if one.identity.known:
        return tr("Đã nhận"), Role.NEUTRAL
    if one.identity.is_struck:
        return tr("Thẻ khóa máy gửi đã thu hồi"), Role.WARNING
    if not one.identity.follows:
        return missing_words(one.identity), Role.WARNING
    return tr("Hợp lệ"), Role.GOOD


def _cells(one: Examined) -> tuple[str, ...]:
    state, told = state_of(one)[0], one.identity
    if told is None:
        sender = "" if one.elsewhere is None else one.elsewhere.sender
        return (state, sender, "", "", "", "", shown_name(one.path))
    at = at_text(told.sent_at) if told.clock_ok else tr("{at} (đồng hồ sai)").format(
        at=at_text(told.sent_at)
    )  # fmt: skip
    count = grouped(sum(told.counts.values()))
    number = number_words(told.number, for_all=told.for_all)
    return (state, told.office_name, number, told.sender, at, count, shown_name(one.path))


def elsewhere_words(one: Elsewhere) -> str:
    """Whose file it is that stays where it lies."""
    to = ", ".join(one.to[:_MOST_NAMED]) or tr("nơi khác")
    if len(one.to) > _MOST_NAMED:
        to = tr("{n} nơi").format(n=grouped(len(one.to)))
    told = tr("Tệp này gửi cho {to}: cứ để đó, không phải nhận ở đây.")
    if one.own:
        told = tr("Tệp máy này đã gửi cho {to}: cứ để đó, không phải nhận lại.")
    return told.format(to=to)


class IncomingFiles(QWidget):
    """The list; ``taken`` carries the paths to take in, ``opened`` one to look at alone.

    ``forecast_asked`` carries the files of which somebody wants to know what they would do.
    """

    taken = Signal(object)
    forecast_asked = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = FileList(self)
        self.rows.ticked.connect(self._name_buttons)
        self.table = TickTable(tr("Tệp sẽ nhận"))
        self.table.setModel(self.rows)
        self.table.turned.connect(self.rows.turn)
        self.table.setItemDelegateForColumn(_FILE, NameDelegate(self.table))
        self._fit = ColumnFit(self.table)
        self.table.opened.connect(self._open)
        self.forecast = QPushButton(tr("Xem trước tất cả"))
        set_icon(self.forecast, "list-checks")
        self.forecast.clicked.connect(lambda _checked=False: self._ask_forecast())
        self.sum = label("")
        self.sum.setWordWrap(True)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        card = Card(tr("Tệp sẽ nhận"), flush=True)
        self.all = QPushButton("")
        set_look(self.all, "link")
        self.all.clicked.connect(lambda _checked=False: self.rows.turn_all())
        card.add_action(self.all)
        card.add_action(self.forecast)
        card.body.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card, 1)
        column.addWidget(self.sum)
        column.addWidget(self.trouble)
        column.addLayout(self._foot())

    def show_files(self, files: Sequence[Examined]) -> None:
        """List these files and offer to take in those that can be."""
        self.rows.show(files)
        self.show_forecasts(())
        self._name_buttons()
        if files:
            self.table.selectRow(0)
        self._tell()

    def _name_buttons(self) -> None:
        """What is offered, by how many files could be taken in and how many are wanted."""
        fresh, count = self.rows.may_turn(), len(self.rows.wanted())
        self.take.setText(tr("Nhận {n} tệp").format(n=grouped(count)))
        self.take.setEnabled(count > 0)
        for part in (self.take, self.note):
            set_shown(part, fresh)
        self.later.setText(tr("Để sau") if fresh else tr("Đóng"))
        self.forecast.setEnabled(count > 0)
        self.all.setText(tr("Bỏ chọn hết") if self.rows.all_wanted() else tr("Chọn lại hết"))
        set_shown(self.all, fresh)
        # It told of other files than those that are wanted now.
        set_shown(self.sum, False)

    def show_forecasts(self, told: Sequence[Forecast]) -> None:
        """Tell what each file would do, and all of them together; nothing yet if none was looked at."""
        self.rows.set_forecasts({one.path: one for one in told})
        for column in (_CHANGES, *_GIVE_WAY):
            self.table.setColumnHidden(column, bool(told) == (column in _GIVE_WAY))
        self._fit.fit()
        self.sum.setText(_sum_words(told, len(self.rows.wanted())) if told else "")
        self.sum.setVisible(bool(told))
        self._tell()

    def take_keyboard(self) -> None:
        """The button that takes them in."""
        (self.take if self.take.isEnabled() else self.later).setFocus()

    def let_take_again(self) -> None:
        """They were not taken in: let it be tried again."""
        self.take.setEnabled(bool(self.rows.wanted()))

    def _foot(self) -> QHBoxLayout:
        told = tr("Trước khi nhận, chương trình tự sao lưu. Tệp nào không nhận được thì để lại.")
        self.note = label(told, "quiet")
        self.note.setWordWrap(True)
        self.later = QPushButton(tr("Để sau"))
        self.later.clicked.connect(lambda _checked=False: self.left.emit())
        self.take = QPushButton("")
        set_look(self.take, "primary")
        set_icon(self.take, "check", "on_main")
        self.take.clicked.connect(lambda _checked=False: self._take())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addStretch(0)
        row.addWidget(self.later)
        row.addWidget(self.take)
        return row

    def _ask_forecast(self) -> None:
        lines = (self.rows.line(at) for at in range(self.rows.rowCount()))
        asked = [one for one in lines if one is not None and self.rows.is_wanted(one)]
        self.forecast_asked.emit(asked)

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.taken.emit(self.rows.wanted())

    def _open(self, index: QModelIndex) -> None:
        one = self.rows.line(index.row())
        if one is not None and one.identity is not None:
            self.opened.emit([one.path])

    def _tell(self) -> None:
        """Why the chosen file is not taken in, or all that it would do: its cell may be too narrow."""
        one = self.rows.line(self.table.currentIndex().row())
        self.trouble.setText("" if one is None else trouble_of(one) or self._told_words(one))
        set_look(self.trouble, "error" if one is not None and one.trouble else "quiet")
        self.trouble.setVisible(bool(self.trouble.text()))

    def _told_words(self, one: Examined) -> str:
        told = self.rows.told_of(one)
        if not told or one.identity is None:
            return ""
        number = number_words(one.identity.number, for_all=one.identity.for_all)
        return tr("Tệp số {number} của {name}: {told}.").format(
            number=number, name=one.identity.office_name, told=told
        )
