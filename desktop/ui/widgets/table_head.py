"""The head of a table: its words are never cut without a sign, nor run into the arrow of the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import BODY, CELL_PADDING, HEAD_ARROW
from desktop.ui.widgets.painting import line_of_text, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_FLAG = Qt.AlignmentFlag
_ARROW = 13


class TableHead(QHeaderView):
    """Leaves the arrow its own room at the right and shortens with … what is too long.

    It paints itself: the style would draw the arrow over words that stand at the right.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setDefaultAlignment(_FLAG.AlignLeft | _FLAG.AlignVCenter)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setSectionsMovable(True)
        # Widths follow the rows in sight: reading a thousand others would take its time.
        self.setResizeContentsPrecision(0)

    def least_width(self, section: int, *, sorted_by: bool) -> int:
        """How wide a section must be for its words, and for the arrow beside them if sorted by."""
        words = text_width(self._words(section), theme_of(self).font(BODY, strong=True))
        return words + 2 * CELL_PADDING + (self._arrow() if sorted_by else 0) + 1

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme = theme_of(self)
        painter.save()
        painter.fillRect(rect, theme.colour("head"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), theme.colour("line"))
        place = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            self._paint_arrow(painter, rect)
            place.setRight(place.right() - self._arrow())
        ink = theme.tokens.text if self._pointed(logicalIndex) else theme.tokens.quiet
        font = theme.font(BODY, strong=True)
        line_of_text(painter, place, self._words(logicalIndex), font, ink, self._side(logicalIndex))
        painter.restore()

    def _paint_arrow(self, painter: QPainter, rect: QRect) -> None:
        theme = theme_of(self)
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        arrow = theme.pixmap("chevron-up" if up else "chevron-down", "quiet", _ARROW)
        side = theme.px(_ARROW)
        painter.drawPixmap(rect.right() - side - 4, rect.center().y() - side // 2 + 1, arrow)

    def _arrow(self) -> int:
        # It reaches into the padding: what it takes beyond that.
        return theme_of(self).px(HEAD_ARROW) - CELL_PADDING // 2

    def _words(self, section: int) -> str:
        model = self.model()
        return str(model.headerData(section, self.orientation()) or "") if model else ""

    def _side(self, section: int) -> Qt.AlignmentFlag:
        told = self.model().headerData(
            section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole
        )
        side = told if isinstance(told, _FLAG) else self.defaultAlignment()
        return side & (_FLAG.AlignLeft | _FLAG.AlignRight | _FLAG.AlignHCenter)

    def _pointed(self, section: int) -> bool:
        if not (self.sectionsClickable() and self.underMouse()):
            return False
        return self.logicalIndexAt(self.mapFromGlobal(QCursor.pos())) == section
