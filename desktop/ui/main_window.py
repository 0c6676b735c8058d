"""The window of a signed-in clerk: navigation left, the strip on top, one screen at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import drafts, tasks, upkeep
from desktop.operations.lists import count
from desktop.operations.office import Office
from desktop.store.store import Changes
from desktop.ui.dialogs import show_error
from desktop.ui.file_preview import FilePreview
from desktop.ui.office_check import check_office
from desktop.ui.page import Page
from desktop.ui.pages import PAGES, PageSpec
from desktop.ui.quick_search import QuickSearch
from desktop.ui.shortcut_help import ShortcutDialog
from desktop.ui.status_line import StatusLine
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import WINDOW_HEIGHT, WINDOW_WIDTH, Role
from desktop.ui.undo import Undo, UndoAction
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.header_strip import TopBar
from desktop.ui.widgets.navigation import NavigationBar, Section
from desktop.ui.workplace import Workplace

COUNT_AGAIN_MS = 300
OLD_BACKUP_DAYS = 7
_SEARCH_WIDTH = 340


class MainWindow(QMainWindow):
    """Shows one page at a time; pages are made when they are first wanted.

    ``locked``, ``left`` and ``closed`` ask the program to lock, to sign out and to end.
    """

    locked = Signal()
    left = Signal()
    closed = Signal()

    def __init__(self, workplace: Workplace, agency: str) -> None:
        super().__init__()
        self.workplace = workplace
        # Neither the agency's people nor a record is named here: titles show in task bars.
        # Qt writes the program's name behind a title that does not end with it.
        self.setWindowTitle(f"{agency} – {tr('Sổ Xã')}")
        self._pages: dict[str, Page] = {}
        self._specs = {spec.key: spec for spec in PAGES if spec.offered(workplace.office)}
        self.navigation = NavigationBar(tr("Sổ Xã"), agency)
        self.top = TopBar()
        self.stack = QStackedWidget()
        self._undo = Undo(workplace, self)
        self._counting = QTimer(self, singleShot=True, interval=COUNT_AGAIN_MS)
        self._lay()
        # Said outright: what stands side by side now folds away when the window gets that narrow.
        self.setMinimumSize(WINDOW_WIDTH, WINDOW_HEIGHT)
        self._fill_navigation()
        self._bind()
        self.show_page("home" if "home" in self._specs else next(iter(self._specs)))

    # -- building -------------------------------------------------------------------

    def _lay(self) -> None:
        self.search = QuickSearch(self.workplace)
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.backup = Chip("", Role.NEUTRAL)
        self.user = QPushButton(self.workplace.office.user.full_name)
        set_icon(self.user, "circle-user-round")
        set_look(self.user, "flat")
        self.user.clicked.connect(self._open_user_menu)
        for part in (self.search, self.backup, self.user):
            self.top.add(part)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        self.foot = StatusLine(self.workplace)
        self.said = self.foot.said
        right.addWidget(self.foot)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _fill_navigation(self) -> None:
        for spec in self._specs.values():
            section = Section.FOOT if spec.foot else Section.MODULES
            self.navigation.add(spec.key, tr(spec.label), spec.icon, section)
        self.navigation.chosen.connect(self._navigate)

    def _bind(self) -> None:
        deeds: Mapping[str, Callable[[], object]] = {
            "add": lambda: self.page().add(),
            "search": self.search.begin,
            "reload": self._reload,
            "print": lambda: self.page().print_record(),
            "undo": self.undo,
            "lock": self.locked.emit,
            "help": self._show_shortcuts,
            "check": partial(check_office, self.workplace, self),
            "back_up": self.back_up,
            "quit": self.close,
        }
        for action_id, deed in deeds.items():
            self.workplace.actions.bind(self, action_id, deed)
        self.workplace.open_asked.connect(self.open_record)
        self.workplace.draft_asked.connect(self.open_draft)
        self.workplace.section_asked.connect(self._open_section)
        self.workplace.told.connect(self.say)
        self.workplace.day_told.connect(self._reload)
        self.workplace.files.shown.connect(FilePreview(self.workplace, self).show)
        self.workplace.desk.jobs.failed.connect(self._show_error)
        self.workplace.desk.changed.connect(self._heard)
        self._counting.timeout.connect(self.count_all)
        self.workplace.questions_counted.connect(self._show_questions)
        self.count_all()

    # -- pages ----------------------------------------------------------------------

    def page(self) -> Page:
        """The page in front."""
        return self._pages[self.navigation.selected()]

    def show_page(self, key: str) -> Page:
        """Bring a page to the front, made now if it is new."""
        if key not in self._pages:
            page = self._specs[key].make(self.workplace)
            self._pages[key] = page
            self.stack.addWidget(page)
        page = self._pages[key]
        self.navigation.select(key)
        self.top.set_title(tr(page.title))
        if self.stack.currentWidget() is not page:
            # What was said is about the page that goes.
            self.say("")
        self.stack.setCurrentWidget(page)
        page.come_forward()
        return page

    def _navigate(self, key: str) -> None:
        showing = next(k for k, p in self._pages.items() if p is self.stack.currentWidget())
        if key != showing and not self._pages[showing].may_leave():
            self.navigation.select(showing)
            return
        self.show_page(key).take_keyboard()

    def open_record(self, table: str, record_id: uuid.UUID | None) -> None:
        """Show a record on the page that is its home."""
        spec = next((s for s in self._specs.values() if table in s.tables), None)
        if spec is None or not (spec.key == self.navigation.selected() or self.page().may_leave()):
            return
        page = self.show_page(spec.key)
        if record_id is not None:
            page.open_record(table, record_id)
            if self.search.hasFocus():
                page.setFocus()

    def open_draft(self, found: drafts.OpenDraft) -> None:
        """Go on with a form that was not saved, on the page that is its home."""
        spec = next((s for s in self._specs.values() if found.draft.table in s.tables), None)
        if spec is not None and self.page().may_leave():
            self.show_page(spec.key).open_draft(found)

    def _open_section(self, key: str, section: str) -> None:
        if key in self._specs and self.page().may_leave():
            self.show_page(key).open_section(section)

    # -- counts and status ----------------------------------------------------------

    def count_all(self) -> None:
        """Read the numbers behind the navigation and the state of the copies."""
        self.workplace.ask(partial(_read_counts, tuple(self._specs.values())), self._show_counts)

    def _show_counts(self, found: _Counts) -> None:
        for key, number in found.numbers.items():
            self.navigation.set_count(key, number or None, urgent=key == "home")
        # Not with the others: a large office, counted for the first time, has the page wait for it.
        self.workplace.count_questions()
        state = found.backup
        if state.last is None:
            self.backup.set_state(tr("Chưa sao lưu"), Role.WARNING)
        else:
            at = in_vietnam(state.last)
            today = in_vietnam(self.workplace.office.clock.now()).date()
            when = at.strftime("%H:%M") if at.date() == today else at.strftime("%d/%m")
            old = (today - at.date()).days > OLD_BACKUP_DAYS
            words = tr("Đã sao lưu {when}").format(when=when)
            self.backup.set_state(words, Role.WARNING if old else Role.GOOD)

    def _show_questions(self, number: int) -> None:
        if "exchange" in self._specs:
            self.navigation.set_count("exchange", number or None, urgent=True)

    def _heard(self, _changes: Changes, _asked_by: object) -> None:
        self._counting.start()

    def say(self, line: str) -> None:
        """Show a short line at the foot of the window."""
        self.said.setText(line)

    def _show_error(self, error: UserError) -> None:
        show_error(self, error)

    # -- deeds ----------------------------------------------------------------------

    def undo(self) -> None:
        """Take back what this clerk saved last."""
        self._undo.undo(self.page())

    def back_up(self) -> None:
        """Make a verified copy beside the office."""
        self.workplace.ask(
            upkeep.back_up_here,
            lambda made: (
                self.say(tr("Đã sao lưu: {name}").format(name=made.path.name)),
                self.count_all(),
            ),
        )

    def _reload(self) -> None:
        self.page().refresh()
        self.count_all()

    def _show_shortcuts(self) -> None:
        dialog = ShortcutDialog(self.workplace.actions, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_user_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        undo = UndoAction(self.workplace, menu)
        undo.triggered.connect(lambda _checked=False: self.undo())
        menu.addAction(undo)
        menu.addAction(tr("Sao lưu ngay"), self.back_up)
        menu.addSeparator()
        menu.addAction(tr("Khóa (Ctrl+L)"), self.locked.emit)
        menu.addAction(tr("Đăng xuất"), self._leave)
        menu.popup(self.user.mapToGlobal(self.user.rect().bottomLeft()))

    def _leave(self) -> None:
        if self.page().may_leave():
            self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._pages and not self.page().may_leave():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()


class _Counts:
    """The numbers of the navigation, read together."""

    def __init__(self, numbers: dict[str, int], backup: upkeep.BackupState) -> None:
        self.numbers = numbers
        self.backup = backup


def _read_counts(specs: tuple[PageSpec, ...], office: Office) -> _Counts:
    numbers: dict[str, int] = {}
    for spec in specs:
        if spec.key == "home":
            unsaved = len(drafts.read_drafts(office))
            numbers["home"] = len(tasks.read_tasks(office)) + unsaved
        elif spec.counted:
            numbers[spec.key] = count(office, spec.counted, spec.count_filters)
    return _Counts(numbers, upkeep.backup_state(office))
