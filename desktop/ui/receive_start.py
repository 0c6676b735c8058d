"""Where receiving begins: files dropped or chosen, files on sticks, files taken in before."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.package_files import EVERYBODY, FoundPackage, numbered
from desktop.ui.drives import drive_name
from desktop.ui.exchange_words import size_text
from desktop.ui.received_list import ReceivedList
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.widgets.table import TwoLineList

_SIDE_WIDTH, _LIST_HEIGHT = 400, 116


class DropArea(QFrame):
    """Takes files and folders that are dropped on it, or lets them be chosen: ``given`` tells."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        set_look(self, "drop")
        self.setAccessibleName(tr("Thả tệp vào đây"))
        self.files = QPushButton(tr("Chọn tệp…"))
        set_look(self.files, "primary")
        set_icon(self.files, "package-check", "on_main")
        self.files.clicked.connect(lambda _checked=False: self.choose_files())
        self.folder = QPushButton(tr("Chọn thư mục…"))
        set_icon(self.folder, "folder-open")
        self.folder.clicked.connect(lambda _checked=False: self.choose_folder())
        words = label(tr("Thả tệp .goi hoặc cả thư mục vào đây"), "head")
        note = label(tr("Chưa nhận gì trước khi bạn xem và bấm Nhận."), "quiet")
        note.setWordWrap(True)
        centre = Qt.AlignmentFlag.AlignHCenter
        for one in (words, note):
            one.setAlignment(centre)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(IconLabel("inbox", "link", 22, ground=Role.MAIN), 0, centre)
        column.addWidget(words)
        column.addWidget(note)
        column.addLayout(buttons)

    def choose_files(self) -> None:
        """Let the clerk choose packages."""
        kinds = tr("Tệp dữ liệu (*.goi)")
        names, _ = QFileDialog.getOpenFileNames(self, tr("Chọn tệp để nhận"), "", kinds)
        if names:
            self.given.emit([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Let the clerk choose a folder with packages."""
        name = QFileDialog.getExistingDirectory(self, tr("Chọn thư mục có tệp để nhận"))
        if name:
            self.given.emit([Path(name)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            set_look(self, "drop-over")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_look(self, "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_look(self, "drop")
        event.acceptProposedAction()
        paths = [_path(url) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.given.emit(paths)


def _path(url: QUrl) -> Path:
    if os.name != "posix":
        return Path(url.toLocalFile())
    # Qt would put another sign for a byte that is no letter, and the file could not be found.
    return Path(
        os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    )


class StickList(Card):
    """The packages for this office that lie on sticks; ``given`` carries those to look at."""

    given = Signal(object)
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Tệp thấy trên USB"), flush=True)
        self.look = QPushButton(tr("Tìm lại"))
        set_look(self.look, "link")
        set_icon(self.look, "refresh-cw", "link")
        self.look.clicked.connect(lambda _checked=False: self.look_asked.emit())
        self.every = QPushButton("")
        self.every.clicked.connect(lambda _checked=False: self.given.emit(list(self._fresh)))
        self.add_action(self.look)
        self.add_action(self.every)
        self._fresh: list[Path] = []
        self._paths: list[Path] = []
        self._items = QStandardItemModel(self)
        self.view = TwoLineList(tr("Tệp thấy trên USB"))
        self.view.setModel(self._items)
        self.view.setMinimumHeight(theme_of(self).px(_LIST_HEIGHT))
        self.view.opened.connect(self._open)
        self.none = label("", "quiet")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(16, 0, 16, 14)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.view)
        self.body.addWidget(self._stack, 1)

    def show_found(
        self,
        found: Sequence[FoundPackage],
        names: Mapping[int, str],
        received: Collection[str],
        *,
        looking: bool,
    ) -> None:
        """List these files. names: of offices. received: names of files that were taken in."""
        self.look.setEnabled(not looking)
        self.none.setText(tr("Đang tìm trên các ổ đĩa…") if looking else _nothing_found())
        self._items.clear()
        fresh = [one for one in found if one.path.name not in received]
        for one in found:
            known = one.path.name in received
            item = QStandardItem(_title(one, names))
            item.setData(_below(one), BELOW_ROLE)
            item.setToolTip(str(one.path))
            state = (tr("đã nhận"), Role.NEUTRAL) if known else (tr("chưa nhận"), Role.MAIN)
            item.setData(state, END_CHIP_ROLE)
            self._items.appendRow(item)
        self._paths = [one.path for one in found]
        self._fresh = [one.path for one in fresh]
        self.every.setVisible(len(fresh) > 1)
        self.every.setText(tr("Xem cả {n} tệp").format(n=len(fresh)))
        self._stack.setCurrentWidget(self.view if found else self.none)
        if found:
            first = found.index(fresh[0]) if fresh else 0
            self.view.setCurrentIndex(self._items.index(first, 0))

    def _open(self, index: QModelIndex) -> None:
        self.given.emit([self._paths[index.row()]])


def _nothing_found() -> str:
    return tr("Chưa thấy tệp nào gửi cho cơ quan mình. Cắm USB rồi bấm Tìm lại.")


def _title(one: FoundPackage, names: Mapping[int, str]) -> str:
    name = names.get(one.sender, tr("Nơi chưa rõ"))
    number = numbered(one.path.name, one.number, for_all=one.to == EVERYBODY)
    return tr("{name} · số {number}").format(name=name, number=number)


def _below(one: FoundPackage) -> str:
    """Where it lies and of which day it is; its name tells nothing besides."""
    day = "" if one.day is None else Date().format(one.day)
    return " · ".join(filter(None, (drive_name(one.root), size_text(one.size), day)))


class ReceiveStart(QWidget):
    """The three of them, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = DropArea()
        self.sticks = StickList()
        self.received = ReceivedList()
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.drop)
        left.addWidget(self.sticks, 1)
        side = QWidget()
        set_look(side, "clear")
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setMaximumWidth(theme_of(self).px(_SIDE_WIDTH))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(side, 2)
        row.addWidget(self.received, 3)
