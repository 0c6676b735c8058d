"""Quick search from anywhere: hits below the field while one types."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.lists import Found, quick_search
from desktop.records import record_types
from desktop.ui.theme import set_look
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.rows import BELOW_ROLE, END_CHIP_ROLE
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import TwoLineList
from desktop.ui.workplace import Workplace

_WAIT_MS = 60
_MOST_ROWS = 8
_ROW = 54
_WIDTH = 620
"""Room for what an activity was about, not only for a name."""
AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Hits(QAbstractListModel):
    """What was found, for the list below the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hits: list[Found] = []

    def show(self, hits: list[Found]) -> None:
        """List these hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, row: int) -> Found:
        """The hit in this row."""
        return self._hits[row]

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == BELOW_ROLE:
            return hit.detail
        if role == END_CHIP_ROLE:
            return (tr(record_types()[hit.table].singular), "neutral")
        return None


class QuickSearch(SearchField):
    """The field in the window's strip; Enter opens the hit that is marked."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tìm người, hồ sơ, số căn cước… (Ctrl+F)"), parent)
        self._workplace = workplace
        self._model = Hits(self)
        self._opening = False
        self.popup = QFrame(self.window(), Qt.WindowType.ToolTip)
        set_look(self.popup, "popup")
        self.list = TwoLineList(tr("Kết quả tìm"), self.popup)
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label(
            tr("Không thấy. Thử gõ ít chữ hơn, hoặc số căn cước, số hồ sơ."), "quiet"
        )
        self.nothing.setContentsMargins(12, 10, 12, 10)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.look_up)
        self.searched.connect(self._wait)
        self.returnPressed.connect(self._open_marked)
        self.left_down.connect(lambda: self._step(1))
        self.list.clicked.connect(self._open)

    def begin(self) -> None:
        """Take the keyboard; what stands there from the last search is typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _wait(self, _text: str) -> None:
        self._timer.start()

    def look_up(self) -> None:
        """Search for what is typed now."""
        typed = self.text().strip()
        if not typed:
            self.popup.hide()
            return
        self._workplace.ask(lambda office: (typed, quick_search(office, typed)), self._show)

    def _show(self, found: tuple[str, list[Found]]) -> None:
        typed, hits = found
        if typed != self.text().strip() or not self.isVisible():
            return
        self._model.show(hits)
        self.list.setVisible(bool(hits))
        self.nothing.setVisible(not hits)
        if hits:
            self.list.setCurrentIndex(self._model.index(0))
        self._place(len(hits))
        if self._opening and hits:
            self._open(self.list.currentIndex())
        self._opening = False

    def _place(self, count: int) -> None:
        rows = min(count, _MOST_ROWS)
        height = rows * _ROW + 12 if rows else self.nothing.sizeHint().height() + 16
        width = max(self.width(), min(_WIDTH, self.window().width()))
        self.popup.resize(width, height)
        corner = self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + 4))
        self.popup.move(corner)
        self.popup.show()
        self.popup.raise_()

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if self.popup.isVisible() and arg__1.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if arg__1.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(arg__1)

    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        self.popup.hide()

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(row))

    def _open_marked(self) -> None:
        if self._timer.isActive():
            # Who types and presses Enter at once means the first hit, found or not yet.
            self._timer.stop()
            self._opening = True
            self.look_up()
        elif self.popup.isVisible() and self.list.currentIndex().isValid():
            self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        hit = self._model.hit(index.row())
        self.popup.hide()
        self.clear()
        self._workplace.open(hit.table, hit.id)
