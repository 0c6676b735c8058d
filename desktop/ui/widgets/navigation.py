"""The bar on the left: modules, pinned lists and, at its foot, what concerns the program."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import FOLD_BELOW, NAVIGATION_FOLDED, NAVIGATION_WIDTH
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import ElidedLabel, SectionLabel
from desktop.ui.widgets.navigation_item import NavigationItem
from desktop.ui.widgets.page_scroll import PageScroll


class Section(Enum):
    """Where in the bar an item stands."""

    MODULES = "modules"
    PINNED = "pinned"
    FOOT = "foot"


class NavigationBar(QFrame):
    """Chooses what the window shows; ``chosen`` tells the key of the item.

    It is one stop of the Tab key: Up, Down, Home and End move inside, Enter or Space chooses.
    In a window narrower than 1200 it folds to its icons by itself.
    """

    chosen = Signal(str)

    def __init__(self, product: str, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "navigation")
        self.setAccessibleName(tr("Điều hướng"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._items: dict[str, NavigationItem] = {}
        self._selected = ""
        self._folded = False
        self._watched: QWidget | None = None
        self._names = QWidget()
        self._scroll = PageScroll()
        self._scroll.column.setSpacing(2)
        self._rows = {section: QVBoxLayout() for section in Section}
        self._pinned_head = SectionLabel(tr("Danh sách ghim"))
        self._pinned_head.setContentsMargins(10, 10, 0, 4)
        self._pinned_head.hide()
        self._lay(product, office)

    def _lay(self, product: str, office: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 10)
        column.setSpacing(2)
        column.addWidget(self._heading(product, office))
        column.addSpacing(6)
        column.addWidget(self._scroll, 1)
        for rows in self._rows.values():
            rows.setSpacing(2)
        self._scroll.column.addLayout(self._rows[Section.MODULES])
        self._scroll.column.addWidget(self._pinned_head)
        self._scroll.column.addLayout(self._rows[Section.PINNED])
        self._scroll.column.addStretch(1)
        column.addLayout(self._rows[Section.FOOT])

    def add(self, key: str, text: str, icon: str, section: Section = Section.MODULES) -> None:
        """Add an item behind the others of its section; key is what ``chosen`` will tell."""
        item = NavigationItem(text, icon)
        item.clicked.connect(lambda: self._choose(key))
        item.set_folded(folded=self._folded)
        self._items[key] = item
        self._rows[section].addWidget(item)
        self._settle_sections()
        if len(self._items) == 1:
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def clear_pinned(self) -> None:
        """Take all pinned lists away, before the present ones are added."""
        rows = self._rows[Section.PINNED]
        pinned = [key for key, item in self._items.items() if rows.indexOf(item) >= 0]
        for key in pinned:
            item = self._items.pop(key)
            rows.removeWidget(item)
            item.hide()
            item.deleteLater()
        self._settle_sections()

    def set_count(self, key: str, count: int | None, *, urgent: bool = False) -> None:
        """Show a number behind an item, or none; urgent ones are red."""
        self._items[key].set_count(count, urgent=urgent)

    def selected(self) -> str:
        """The key of the item whose screen is shown."""
        return self._selected

    def select(self, key: str) -> None:
        """Mark an item as the one whose screen is shown, without a signal."""
        self._selected = key
        for name, item in self._items.items():
            item.setChecked(name == key)
            focus = Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus
            item.setFocusPolicy(focus)

    def is_folded(self) -> bool:
        """Whether only the icons are shown."""
        return self._folded

    def set_folded(self, *, folded: bool) -> None:
        """Show the icons alone, or icons and words."""
        self._folded = folded
        self._names.setVisible(not folded)
        for item in self._items.values():
            item.set_folded(folded=folded)
        self._settle_sections()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self._folded:
            return QSize(NAVIGATION_FOLDED, 400)
        return QSize(min(theme_of(self).px(NAVIGATION_WIDTH), 300), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 200)

    def event(self, e: QEvent) -> bool:
        if e.type() in (QEvent.Type.Show, QEvent.Type.ParentChange):
            self._watch_window()
        return super().event(e)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and watched is self._watched:
            self._fold_for(event.size().width())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = self._in_order()
        at = next((at for at, item in enumerate(items) if item.hasFocus()), None)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if at is not None and event.key() in moves:
            items[(at + moves[Qt.Key(event.key())]) % len(items)].setFocus()
        elif at is not None and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            items[0 if event.key() == Qt.Key.Key_Home else -1].setFocus()
        else:
            super().keyPressEvent(event)

    def _in_order(self) -> list[NavigationItem]:
        laid = (rows.itemAt(at) for rows in self._rows.values() for at in range(rows.count()))
        widgets = (item.widget() for item in laid if item is not None)
        return [widget for widget in widgets if isinstance(widget, NavigationItem)]

    def _choose(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _watch_window(self) -> None:
        window = self.window()
        if window is self._watched or window is self:
            return
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        window.installEventFilter(self)
        self._fold_for(window.width())

    def _fold_for(self, width: int) -> None:
        if (width < FOLD_BELOW) != self._folded:
            self.set_folded(folded=width < FOLD_BELOW)

    def _settle_sections(self) -> None:
        pinned = self._rows[Section.PINNED].count() > 0
        self._pinned_head.setVisible(pinned and not self._folded)
        # Folded, a little room stands for the head.
        room = 12 if pinned and self._folded else 0
        self._rows[Section.PINNED].setContentsMargins(0, room, 0, 0)

    def _heading(self, product: str, office: str) -> QWidget:
        heading = QWidget()
        set_look(heading, "clear")
        row = QHBoxLayout(heading)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel("book-open-check", "nav_text", 24))
        set_look(self._names, "clear")
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addWidget(ElidedLabel(product, "product"))
        names.addWidget(ElidedLabel(office, "small"))
        row.addWidget(self._names, 1)
        return heading
