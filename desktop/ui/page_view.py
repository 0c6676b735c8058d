"""Pages of a document under one another, drawn as they come into sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.base.i18n import tr
from desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages
from desktop.ui.theme import set_look, theme_of
from desktop.ui.widgets.painting import ring

_GAP, _EDGE = 14, 18
_DPI = 96
SMALLEST, LARGEST = 0.25, 4.0
STEP = 1.2


class PageView(QAbstractScrollArea):
    """Shows pages at a zoom; 1.0 is the size of paper at 96 dpi. Only visible pages are drawn."""

    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._zoom, self._fits, self._page = pages, 1.0, True, 0
        set_look(self, "ground")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Các trang"))
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    def zoom(self) -> float:
        """The present zoom."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show pages at this zoom, keeping the present page in sight."""
        self._fits = False
        self._apply(zoom)

    def fit_width(self) -> None:
        """Show pages as wide as there is room, also after the window changes."""
        self._fits = True
        room = self.viewport().width() - 2 * _EDGE
        widest = max(self._pages.size(at).width() for at in range(len(self._pages)))
        self._apply(room / (widest * _DPI / POINTS_PER_INCH))

    def page(self) -> int:
        """The page that fills most of the view, from 0."""
        return self._page

    def show_page(self, page: int) -> None:
        """Bring the top of this page into sight."""
        self.verticalScrollBar().setValue(self._places()[page].top() - _GAP // 2)

    def sizeHint(self) -> QSize:
        return QSize(700, 560)

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        if self._fits:
            self.fit_width()
        else:
            self._set_ranges()

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), theme_of(self)
        ratio = self.viewport().devicePixelRatioF()
        for page, place in self._in_sight():
            image = self._pages.picture(page, max(1, round(place.width() * ratio)))
            painter.drawImage(place, image)
            painter.setPen(theme.colour("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            ring(painter, self.viewport().rect(), theme.tokens.focus, 0)

    def wheelEvent(self, arg__1: QWheelEvent) -> None:
        if arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = arg__1.angleDelta().y() / 120
            self.set_zoom(self._zoom * STEP**turns)
        else:
            super().wheelEvent(arg__1)

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), arg__1.key()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        elif key == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(arg__1)

    def _apply(self, zoom: float) -> None:
        page, former = self._page, self._places()
        into = (self.verticalScrollBar().value() - former[page].top()) / former[page].height()
        self._zoom = max(SMALLEST, min(zoom, LARGEST))
        self._set_ranges()
        place = self._places()[page]
        self.verticalScrollBar().setValue(round(place.top() + into * place.height()))
        self.viewport().update()
        self.zoomed.emit(self._zoom)

    def _set_ranges(self) -> None:
        places, room = self._places(), self.viewport().size()
        high, wide = places[-1].bottom() + _EDGE, max(p.width() for p in places) + 2 * _EDGE
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, room.height()),
            (self.horizontalScrollBar(), wide, room.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)

    def _places(self) -> list[QRect]:
        """Where each page lies in the whole, centred; independent of the scroll bars."""
        scale = self._zoom * _DPI / POINTS_PER_INCH
        sizes = [(self._pages.size(at) * scale).toSize() for at in range(len(self._pages))]
        middle = max(self.viewport().width(), max(s.width() for s in sizes) + 2 * _EDGE) // 2
        places, y = list[QRect](), _GAP
        for size in sizes:
            places.append(QRect(QPoint(middle - size.width() // 2, y), size))
            y += size.height() + _GAP
        return places

    def _in_sight(self) -> list[tuple[int, QRect]]:
        shift = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        moved = ((at, place.translated(shift)) for at, place in enumerate(self._places()))
        return [(at, place) for at, place in moved if place.intersects(self.viewport().rect())]

    def _follow(self) -> None:
        seen = self._in_sight()
        if not seen:
            return
        room = self.viewport().rect()
        most = max(seen, key=lambda item: item[1].intersected(room).height())[0]
        self.viewport().update()
        if most != self._page:
            self._page = most
            self.page_changed.emit(most)
