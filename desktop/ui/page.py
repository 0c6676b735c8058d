"""What the main window asks of every screen it shows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.operations.drafts import OpenDraft
from desktop.store.store import Changes
from desktop.ui.workplace import Workplace

_BY_TAB = Qt.FocusPolicy.TabFocus


class Page(QWidget):
    """One screen: it reads when it is first shown, and again when something it shows changed.

    title: what the window's strip calls it. tables: the records whose changes concern it.
    """

    title: ClassVar[str]
    tables: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self._stale = True
        workplace.desk.changed.connect(self._heard)
        workplace.keys_changed.connect(self.outdate)

    def come_forward(self) -> None:
        """The page is in front now: read if something changed meanwhile."""
        if self._stale:
            self._stale = False
            self.refresh()

    def take_keyboard(self) -> None:
        """Bring the keyboard to the list that stands first, so that arrows and Enter work."""
        lists = self.findChildren(QAbstractItemView)
        reached = (one for one in lists if one.isVisible() and one.focusPolicy() & _BY_TAB)
        (next(reached, None) or self).setFocus()

    def refresh(self) -> None:
        """Read what the page shows anew, keeping the clerk's place."""

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        """Show this record."""

    def open_draft(self, found: OpenDraft) -> None:
        """Go on with a form that was not saved; a page without a better way opens its record."""
        if found.draft.row is not None:
            self.open_record(found.draft.table, found.draft.row)

    def open_section(self, section: str) -> None:
        """Show one part of the page, named as the page names it."""

    def add(self) -> None:
        """Begin a new record of the page's kind."""

    def print_record(self) -> None:
        """Show what the page has to print."""

    def shown_ids(self) -> frozenset[uuid.UUID]:
        """The records that fill the page now: one alone, or several that are shown as one."""
        return frozenset()

    def may_leave(self) -> bool:
        """Whether nothing unsaved stands in the way; asks the clerk if it does."""
        return True

    def _heard(self, changes: Changes, _asked_by: object) -> None:
        if any(changes.touch(table) for table in self.tables):
            self.outdate()

    def outdate(self) -> None:
        """What the page shows is old: read now if it is in front, else when it comes there."""
        if self.isVisible():
            self._stale = False
            self.refresh()
        else:
            self._stale = True
