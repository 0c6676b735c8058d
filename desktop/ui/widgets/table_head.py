"""The head of a table: its words are never cut without a sign, nor run into the arrow of the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from desktop.ui.theme import theme_of
from desktop.ui.tokens import BODY, CELL_PADDING, HEAD_ARROW
from desktop.ui.widgets.painting import line_of_text, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_FLAG = Qt.AlignmentFlag


class TableHead(QHeaderView):
    """Leaves the arrow its own room at the right and shortens with … what is too long.

    The style would draw the arrow over words that stand at the right.
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

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        option.text = ""  # the words are drawn below, where there is room for them

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        super().paintSection(painter, rect, logicalIndex)
        theme = theme_of(self)
        arrow = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        right = CELL_PADDING + (self._arrow() if arrow else 0)
        place = rect.adjusted(CELL_PADDING, 0, -right, 0)
        ink = theme.tokens.text if self._pointed(logicalIndex) else theme.tokens.quiet
        font = theme.font(BODY, strong=True)
        painter.save()
        line_of_text(painter, place, self._words(logicalIndex), font, ink, self._side(logicalIndex))
        painter.restore()

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
