"""Taking back what was saved last: what that is, asked about where it cannot be seen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop.base.i18n import tr
from desktop.operations import undoing
from desktop.operations.undoing import LastAction
from desktop.rules.permissions import Permission
from desktop.ui.dialogs import Message, ask
from desktop.ui.page import Page
from desktop.ui.workplace import Workplace


class Undo(QObject):
    """Undoes for one window."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace

    def undo(self, page: Page) -> None:
        """Take back what this clerk saved last, once nothing unsaved stands on the page.

        The clerk is asked first if the page shows something else than the record in question.
        """
        if page.may_leave():
            self._workplace.ask(undoing.last_action, partial(self._undo, page))

    def _undo(self, page: Page, found: LastAction | None) -> None:
        if found is None or page.shown_ids() & found.ids or _agreed(page, found):
            self._workplace.run(
                lambda office: undoing.undo_last(office, found),
                page.window(),
                lambda _changes: self._workplace.tell(_done(found)),
            )


class UndoAction(QAction):
    """Says in a menu what it would take back; it is off while there is nothing."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(tr("Hoàn tác lần cất gần nhất"), parent)
        self.setVisible(workplace.may(Permission.UNDO))
        workplace.ask(undoing.last_action, self.show_action)

    def show_action(self, found: LastAction | None) -> None:
        """Name this action."""
        self.setEnabled(found is not None)
        if found is not None:
            words = tr("Hoàn tác: {action}").format(action=found.told())
            # An ampersand in a name would underline the letter behind it.
            self.setText(words.replace("&", "&&"))


def _agreed(page: Page, found: LastAction) -> bool:
    question = Message(
        tr("Hoàn tác việc này? {action}.").format(action=found.told()),
        tr("Bản ghi này không mở trên màn hình. Nội dung trước đó sẽ thay cho nội dung đã cất."),
        tr("Hoàn tác thêm lần nữa thì trở lại như bây giờ."),
    )
    return ask(page.window(), tr("Hoàn tác"), question, tr("Hoàn tác"), danger=True)


def _done(found: LastAction | None) -> str:
    return "" if found is None else tr("Đã hoàn tác: {action}.").format(action=found.told())
