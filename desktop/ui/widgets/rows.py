"""How rows of tables and lists are drawn: chips in cells, two lines, one ring around the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.theme import Theme, theme_of
from desktop.ui.tokens import (
    BODY,
    CELL_PADDING,
    QUIET,
    SMALL_ICON,
    TWO_LINE_ROW_HEIGHT,
    Role,
)
from desktop.ui.widgets.painting import box, line_of_text, ring, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

AnyIndex = QModelIndex | QPersistentModelIndex

#: Roles that a model may answer: a ``Role`` makes the cell a chip, a text stands quiet below the
#: first line, a (word, Role) pair is a chip at the right end of a two-line row, any words put
#: the mark at the end of the cell that two places wrote differently.
CHIP_ROLE = Qt.ItemDataRole.UserRole.value + 101
BELOW_ROLE = Qt.ItemDataRole.UserRole.value + 102
END_CHIP_ROLE = Qt.ItemDataRole.UserRole.value + 103
FLAG_ROLE = Qt.ItemDataRole.UserRole.value + 104
_FLAG = "arrow-right-left"


def paint_chip(painter: QPainter, theme: Theme, place: QRect, text: str, role: Role) -> None:
    """A chip at the left of the place, in the middle of its height."""
    font = theme.font(QUIET, strong=True)
    ink, ground = theme.tokens.pair(role)
    width = min(text_width(text, font) + 2 * CELL_PADDING, place.width())
    height = theme.px(22)
    pill = QRect(place.left(), place.center().y() - height // 2, width, height)
    box(painter, pill, ground, theme.tokens.chip_line, 9)
    words = pill.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
    line_of_text(painter, words, text, font, ink)


def paint_flag(painter: QPainter, theme: Theme, place: QRect) -> int:
    """The mark at the right end of the place, in the middle of its height; where it begins."""
    drawn = theme.pixmap(_FLAG, "warning", SMALL_ICON)
    side = theme.px(SMALL_ICON)
    left = place.right() + 1 - side
    painter.drawPixmap(QRect(left, place.center().y() - side // 2, side, side), drawn)
    return left


class CellDelegate(QStyledItemDelegate):
    """Draws a cell, as a chip where the model names a role, and the ring around the current row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        role = _role(index.data(CHIP_ROLE))
        theme = theme_of()
        if role is not None:
            painter.save()
            self._paint_ground(painter, theme, option)
            place = option.rect.adjusted(CELL_PADDING, 0, -4, 0)
            if index.data(FLAG_ROLE):
                place.setRight(paint_flag(painter, theme, place) - 4)
            paint_chip(painter, theme, place, str(index.data() or ""), role)
            painter.restore()
        else:
            super().paint(painter, option, index)
        self._ring_row(painter, theme, option, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        # The row gets its ring below; Qt would frame one cell only.
        option.state = option.state & ~QStyle.StateFlag.State_HasFocus
        if index.data(FLAG_ROLE):
            side = theme_of().px(SMALL_ICON)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = theme_of().icon(_FLAG, "warning", SMALL_ICON)
            option.decorationSize = QSize(side, side)
            option.decorationPosition = QStyleOptionViewItem.Position.Right
            option.decorationAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        size = super().sizeHint(option, index)
        role, theme = _role(index.data(CHIP_ROLE)), theme_of()
        if role is not None:
            words = text_width(str(index.data() or ""), theme.font(QUIET, strong=True))
            size.setWidth(words + 4 * CELL_PADDING)
        return size

    def _paint_ground(self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selected"))

    def _ring_row(
        self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        view = self.parent()
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        current = view.currentIndex()
        if current.row() != index.row() or current.parent() != index.parent():
            return
        # One ring around the whole row: each cell draws the piece that lies in it.
        painter.save()
        painter.setClipRect(option.rect)
        whole = view.visualRect(index)
        whole.setLeft(0)
        whole.setRight(view.viewport().width() - 1)
        ring(painter, whole, theme.tokens.focus, 3)
        painter.restore()


class NameDelegate(CellDelegate):
    """Draws the name of a file: what tells files apart stands at its end, so … goes in the middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class TwoLineDelegate(CellDelegate):
    """Draws a list row as a name over a quiet line, with a chip at its right end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(120, theme_of().px(TWO_LINE_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = theme_of()
        painter.save()
        place = option.rect.adjusted(0, 1, 0, -1)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            box(painter, place, theme.tokens.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            box(painter, place, theme.tokens.hover)
        inside = place.adjusted(CELL_PADDING, theme.px(5), -CELL_PADDING, -theme.px(5))
        end: tuple[str, str] | None = index.data(END_CHIP_ROLE)
        if end is not None:
            inside.setRight(self._paint_end(painter, theme, inside, end) - 8)
        if index.data(FLAG_ROLE):
            inside.setRight(paint_flag(painter, theme, inside) - 8)
        first = QRect(inside.topLeft(), QSize(inside.width(), inside.height() // 2))
        second = first.translated(0, first.height())
        font = theme.font(BODY, strong=True)
        line_of_text(painter, first, str(index.data() or ""), font, theme.tokens.text)
        below = str(index.data(BELOW_ROLE) or "")
        line_of_text(painter, second, below, theme.font(QUIET), theme.tokens.quiet)
        if self._is_ringed(index):
            ring(painter, place, theme.tokens.focus)
        painter.restore()

    def _is_ringed(self, index: AnyIndex) -> bool:
        view = self.parent()
        if not isinstance(view, QAbstractItemView):
            return False
        return view.hasFocus() and view.currentIndex() == index

    def _paint_end(
        self, painter: QPainter, theme: Theme, inside: QRect, chip: tuple[str, str]
    ) -> int:
        word, role = chip[0], _role(chip[1]) or Role.NEUTRAL
        width = text_width(word, theme.font(QUIET, strong=True)) + 2 * CELL_PADDING
        place = inside.adjusted(inside.width() - width, 0, 0, 0)
        paint_chip(painter, theme, place, word, role)
        return place.left()


def _role(value: object) -> Role | None:
    # Some models of Qt hand the texts of an enumeration back as plain texts.
    return Role(value) if isinstance(value, str) else None
