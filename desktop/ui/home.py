"""Việc cần làm: what is overdue or due soon, each line leading to its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QPushButton, QStackedWidget, QVBoxLayout

from desktop.base.clock import in_vietnam
from desktop.base.i18n import N_, tr
from desktop.fields import Date
from desktop.operations import drafts, exchange_board, tasks, upkeep
from desktop.operations.check_up_days import due_check_ups
from desktop.operations.exchange_board import Partner
from desktop.operations.office import Office
from desktop.operations.sending import Pending
from desktop.operations.tasks import Task
from desktop.rules.stages import Urgency
from desktop.ui.exchange_news import ExchangeNews
from desktop.ui.page import Page
from desktop.ui.theme import set_icon, theme_of
from desktop.ui.tokens import GAP, Role
from desktop.ui.update_news import UpdateNews
from desktop.ui.widgets.banner import InfoBanner, order_banners
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.lines import AnyIndex, Lines
from desktop.ui.widgets.rows import CHIP_ROLE
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.tile import Tile
from desktop.ui.widgets.tile_grid import TileGrid
from desktop.ui.workplace import Workplace

COLUMNS = (N_("Hạn"), N_("Việc"), N_("Hồ sơ, đơn vị"), N_("Người phụ trách"), N_("Ngày"))
_WIDTHS = (150, 270, 330, 160, 110)
_WORDS = (1, 2)
_ROLES = {Urgency.OVERDUE: Role.ERROR, Urgency.TODAY: Role.WARNING, Urgency.SOON: Role.WARNING}
OLD_COPY_DAYS = 7


class TaskList(Lines[Task]):
    """The tasks, one line each."""

    def __init__(self, parent: Page) -> None:
        super().__init__([tr(head) for head in COLUMNS], parent)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        task = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            day = Date().format(task.due_on)
            return (task.left.text, task.label, task.about, task.who, day)[index.column()]
        if role == CHIP_ROLE and index.column() == 0:
            return _ROLES.get(task.left.urgency, Role.NEUTRAL)
        return None


@dataclass(frozen=True)
class _Seen:
    """What the page reads at once."""

    tasks: list[Task]
    drafts: list[drafts.OpenDraft]
    backup: upkeep.BackupState
    waiting: list[Pending]
    check_ups: list[Partner]


def _read(office: Office) -> _Seen:
    return _Seen(
        tasks.read_tasks(office),
        drafts.read_drafts(office),
        upkeep.backup_state(office),
        exchange_board.waiting(office),
        due_check_ups(office),
    )


class HomePage(Page):
    """Tiles that filter, and the list of what there is to do."""

    title: ClassVar[str] = N_("Việc cần làm")
    tables: ClassVar[frozenset[str]] = frozenset(
        {"case_files", "contacts", "findings", "inspections", "reports", "people"}
    )

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._seen: _Seen | None = None
        self._only: str = ""
        self._mine = False
        self.tiles = {
            "overdue": Tile("clock-alert", tr("Quá hạn")),
            "soon": Tile("calendar", tr("Trong 7 ngày tới")),
            "report": Tile("file-chart-column", tr("Hạn báo cáo")),
            "drafts": Tile("pencil", tr("Nháp chưa lưu")),
            "review": Tile("arrow-right-left", tr("Xung đột chờ xử lý")),
            "backup": Tile("hard-drive-download", tr("Chưa sao lưu ra USB")),
        }
        workplace.questions_counted.connect(self._show_questions)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 18, 20, 16)
        self._column.setSpacing(GAP)
        self.news = UpdateNews(workplace)
        self._column.addWidget(self.news)
        self.waiting = ExchangeNews(workplace)
        self.waiting.checked.connect(self.refresh)
        self._column.addWidget(self.waiting)
        self._banners = QVBoxLayout()
        self._column.addLayout(self._banners)
        self._column.addWidget(self._tile_row())
        self._column.addWidget(self._list(), 1)

        self._show_questions(workplace.questions)

    def _tile_row(self) -> TileGrid:
        self.grid = TileGrid()
        for key, tile in self.tiles.items():
            self.grid.add(tile)
            tile.clicked.connect(lambda _checked=False, key=key: self._choose(key))
        return self.grid

    def _list(self) -> Card:
        self.card = Card(tr("Việc cần làm"), flush=True)
        self.count = Chip("0", Role.MAIN)
        self.card.add_beside_title(self.count)
        self.mine = QPushButton(tr("Của tôi"))
        self.mine.setCheckable(True)
        set_icon(self.mine, "user")
        self.mine.toggled.connect(self._show_mine)
        self.card.add_action(self.mine)
        self.model = TaskList(self)
        self.view = Table(tr("Việc cần làm"))
        self.view.setModel(self.model)
        self.view.opened.connect(self._open)
        head = self.view.horizontalHeader()
        head.setStretchLastSection(False)
        for at, width in enumerate(_WIDTHS):
            self.view.setColumnWidth(at, theme_of(self).px(width))
        # In a small room the words give way, never the days.
        for at in _WORDS:
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self._empty = EmptyState("circle-check", tr("Không có việc nào quá hạn hoặc sắp đến hạn."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.card.body.addWidget(self._stack)
        return self.card

    # -- showing --------------------------------------------------------------------

    def refresh(self) -> None:
        self.workplace.ask(_read, self._show)

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        late = [task for task in seen.tasks if task.left.urgency is Urgency.OVERDUE]
        self._figure("overdue", len(late), Role.ERROR)
        self._figure("soon", len(seen.tasks) - len(late), Role.WARNING)
        reports = [task for task in seen.tasks if task.kind == tasks.REPORT]
        due = Date().format(reports[0].due_on)[:5] if reports else "–"
        self.tiles["report"].set_figure(due, Role.MAIN if reports else Role.NEUTRAL)
        self._figure("drafts", len(seen.drafts), Role.WARNING)
        self._show_backup(seen.backup)
        self.waiting.show_news(seen.waiting, seen.check_ups)
        self._offer_drafts(seen.drafts)
        self._filter()

    def _show_questions(self, number: int) -> None:
        """Tell what waits for a choice; where nothing does, the others have the room."""
        self._figure("review", number, Role.ERROR)
        self.grid.offer(self.tiles["review"], offered=number > 0)

    def _figure(self, key: str, number: int, role: Role) -> None:
        self.tiles[key].set_figure(str(number), role if number else Role.NEUTRAL)

    def _show_backup(self, state: upkeep.BackupState) -> None:
        days = state.days_elsewhere
        words = tr("Chưa có") if days is None else tr("{days} ngày").format(days=days)
        old = days is None or days > OLD_COPY_DAYS
        self.tiles["backup"].set_figure(words, Role.WARNING if old else Role.GOOD)

    def _offer_drafts(self, drafts: Sequence[drafts.OpenDraft]) -> None:
        while self._banners.count():
            item = self._banners.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()
        banners: list[InfoBanner] = []
        for found in drafts[:3]:
            at = in_vietnam(found.draft.at)
            words = tr("Chưa lưu lần trước: {name}, lúc {at}. Mở lại để lưu hoặc bỏ.")
            told = words.format(name=found.called, at=f"{at:%H:%M %d/%m/%Y}")
            banner = InfoBanner(Role.WARNING, told)
            banner.add_action(tr("Mở lại"), lambda found=found: self._reopen(found))
            banner.add_action(tr("Bỏ nháp"), lambda found=found: self._drop(found))
            self._banners.addWidget(banner)
            banners.append(banner)
        order_banners(self.waiting, banners)

    def _filter(self) -> None:
        if self._seen is None:
            return
        found = [task for task in self._seen.tasks if self._wanted(task)]
        self.model.set_lines(found)
        self.count.set_state(str(len(found)), Role.MAIN)
        self._stack.setCurrentWidget(self.view if found else self._empty)

    def _wanted(self, task: Task) -> bool:
        late = task.left.urgency is Urgency.OVERDUE
        if self._mine and task.who != self.workplace.office.user.full_name:
            return False
        match self._only:
            case "overdue":
                return late
            case "soon":
                return not late
            case "report":
                return task.kind == tasks.REPORT
            case _:
                return True

    # -- deeds ----------------------------------------------------------------------

    def _choose(self, key: str) -> None:
        if key == "backup":
            self.workplace.section_asked.emit("settings", "backup")
        elif key == "review":
            self.workplace.section_asked.emit("exchange", "review")
        elif key != "drafts":
            self._only = "" if self._only == key else key
            self._filter()

    def _show_mine(self, on: bool) -> None:
        self._mine = on
        self._filter()

    def _open(self, index: QModelIndex) -> None:
        task = self.model.line(index.row())
        if task is not None:
            self.workplace.open(task.table, task.id)

    def _reopen(self, found: drafts.OpenDraft) -> None:
        self.workplace.draft_asked.emit(found)

    def _drop(self, found: drafts.OpenDraft) -> None:
        draft = found.draft
        self.workplace.ask(
            lambda office: drafts.drop_draft(office, draft.table, draft.row),
            lambda _nothing: self.refresh(),
        )
