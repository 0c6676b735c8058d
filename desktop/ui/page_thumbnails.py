"""Small pictures of pages, to jump by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import QUIET
from desktop.ui.widgets.painting import box, line_of_text, ring
from desktop.ui.widgets.rows import CellDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from desktop.ui.pdf_pages import PdfPages

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_WIDTH, _HEIGHT = 92, 160


class _Numbers(QAbstractListModel):
    """The numbers of the pages; the delegate draws the pictures."""

    def __init__(self, pages: PdfPages, parent: QObject) -> None:
        super().__init__(parent)
        self._count = len(pages)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("Trang {}").format(index.row() + 1)
        return None


class _Pictures(CellDelegate):
    def __init__(self, pages: PdfPages, view: QListView) -> None:
        super().__init__(view)
        self._pages, self._view = pages, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(_WIDTH + 20, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, place = theme_of(), self._view.visualRect(index)
        painter.save()
        chosen = self._view.selectionModel().isSelected(index)
        if chosen:
            box(painter, place.adjusted(2, 2, -2, -2), theme.tokens.selected)
        ratio = self._view.devicePixelRatioF()
        image = self._pages.picture(index.row(), round(_WIDTH * ratio))
        size = QSize(round(image.width() / ratio), round(image.height() / ratio))
        size = size.boundedTo(QSize(_WIDTH, _HEIGHT - 28))
        sheet = QRect(place.left() + (place.width() - size.width()) // 2, place.top() + 6, 0, 0)
        sheet.setSize(size)
        painter.drawImage(sheet, image)
        painter.setPen(theme.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        below = QRect(place.left(), place.bottom() - 22, place.width(), 20)
        ink = theme.tokens.text if chosen else theme.tokens.quiet
        centre = Qt.AlignmentFlag.AlignHCenter
        line_of_text(painter, below, str(index.data()), theme.font(QUIET), ink, centre)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            ring(painter, place.adjusted(1, 1, -1, -1), theme.tokens.focus)
        painter.restore()


class PageThumbnails(QListView):
    """One small picture per page; choosing one is told by the selection."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self.setAccessibleName(tr("Trang thu nhỏ"))
        self.setModel(_Numbers(pages, self))
        self.setItemDelegate(_Pictures(pages, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH + 34)

    def show_page(self, page: int) -> None:
        """Mark the page that is in sight."""
        index = self.model().index(page, 0)
        if self.currentIndex() != index:
            self.setCurrentIndex(index)
        self.scrollTo(index)
