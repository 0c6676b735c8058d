"""What two places wrote differently: what waits for a choice, what the program chose, what was chosen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import InvalidRecord, UserError
from desktop.base.i18n import tr
from desktop.operations.decisions import Choice, decide, decide_record
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import disagreements, is_own
from desktop.operations.office import Office
from desktop.operations.question_age import OLD_DAYS, days_open
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.disagreement_card import DisagreementCard
from desktop.ui.same_people_view import SamePeopleView
from desktop.ui.settled_view import SettledView
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import GAP, TWO_LINE_ROW_HEIGHT
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.workplace import Workplace

_LIST_WIDTH = 270
_ASKED, _CHOSEN, _SAME = range(3)


class DisagreementsView(QWidget):
    """Two lists, and one disagreement at a time beside them.

    roots: only these records and their parts. ``counted`` tells how many wait for a choice.
    """

    counted = Signal(int)

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        roots: Sequence[uuid.UUID] = (),
    ) -> None:
        super().__init__(parent)
        self._workplace, self._roots = workplace, tuple(roots)
        self._found: tuple[list[Disagreement], list[Disagreement]] = ([], [])
        self._wanted: tuple[str, uuid.UUID] | None = None
        self._stale, self._reads, self._waits = True, False, False
        self.lists = QTabBar()
        self.lists.setDrawBase(False)
        self.lists.setExpanding(False)
        # Who may be one person concerns the whole office, not one record.
        self.same: SamePeopleView | None = None if self._roots else SamePeopleView(workplace)
        may_look_back = workplace.may(Permission.READ_HISTORY)
        self.settled = SettledView(workplace, self._roots) if may_look_back else None
        self._beside = [part for part in (self.same, self.settled) if part is not None]
        for _ in (_ASKED, _CHOSEN, *self._beside):
            self.lists.addTab("")
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Các chỗ hai nơi ghi khác nhau"))
        self.card = DisagreementCard(workplace)
        self._none = EmptyState("circle-check", "")
        self._lay()
        self._bind()
        self._show_counts()

    @property
    def shown(self) -> Sequence[Disagreement]:
        """The list in front."""
        at = self.lists.currentIndex()
        return self._found[at] if at in (_ASKED, _CHOSEN) else ()

    def refresh(self) -> None:
        """Read anew, keeping the clerk's place."""
        self._stale, self._reads = False, True
        if self.settled is not None:
            self.settled.refresh()
        self._workplace.ask(partial(disagreements, roots=self._roots), self._fill)
        if self.same is not None:
            self.same.refresh()

    def show_record(self, table: str, record_id: uuid.UUID) -> None:
        """Go to the first disagreement of a record."""
        self._wanted = (table, record_id)
        self.refresh()

    def take_keyboard(self) -> None:
        """Bring the keyboard to the options, so that 1, 2, 3 and Enter work."""
        part = self._part()
        # What is being read now hands the keyboard on when it is there.
        self._waits = self._reads and part is None
        if part is not None:
            part.take_keyboard()
        else:
            (self.card.options if self.shown else self.lists).setFocus()

    # -- building -------------------------------------------------------------------

    def _lay(self) -> None:
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setFixedWidth(theme_of(self).px(_LIST_WIDTH))
        side = Card(flush=True)
        side.body.addWidget(self.rows)
        both = QWidget()
        set_look(both, "clear")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(side)
        row.addWidget(self.card, 1)
        self._stack = QStackedWidget()
        for part in (self._none, both):
            self._stack.addWidget(part)
        for part in self._beside:
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.lists)
        column.addWidget(self._stack, 1)

    def _bind(self) -> None:
        self.lists.currentChanged.connect(self._turned)
        self.rows.currentRowChanged.connect(self._show_row)
        self.rows.itemActivated.connect(self.take_keyboard)
        self.card.decided.connect(self._decide)
        self.card.applied.connect(self._apply)
        self.card.stepped.connect(self._step)
        if self.same is not None:
            self.same.counted.connect(self._show_counts)
        self._workplace.desk.changed.connect(self._heard)

    # -- showing --------------------------------------------------------------------

    def _fill(self, found: list[Disagreement]) -> None:
        self._reads = False
        asked = [one for one in found if one.asked]
        self._found = (asked, [one for one in found if not one.asked])
        self._show_counts()
        self.counted.emit(sum(map(is_own, asked)))
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not any((one.table, one.id) == wanted for one in asked):
            chosen = any((one.table, one.id) == wanted for one in found)
            self.lists.setCurrentIndex(_CHOSEN if chosen else _ASKED)
        elif wanted is not None:
            self.lists.setCurrentIndex(_ASKED)
        if self._part() is not None:
            return
        at = next((n for n, one in enumerate(self.shown) if (one.table, one.id) == wanted), None)
        self._show_list(self.rows.currentRow() if at is None else at)
        if self._waits and self.lists.hasFocus():
            self.take_keyboard()

    def _show_counts(self) -> None:
        asked, chosen = map(len, self._found)
        own = sum(map(is_own, self._found[_ASKED]))
        words = (
            tr("Cần xem lại ({n}, nơi khác {others})") if asked > own else tr("Cần xem lại ({n})")
        )
        self.lists.setTabText(_ASKED, words.format(n=own, others=asked - own))
        self.lists.setTabText(_CHOSEN, tr("Đã tự chọn ({n})").format(n=chosen))
        if self.same is not None:
            words = tr("Có thể trùng người ({n})").format(n=self.same.waiting())
            self.lists.setTabText(_SAME, words)
        if self.settled is not None:
            self.lists.setTabText(self.lists.count() - 1, tr("Đã giải quyết"))

    def _part(self) -> SamePeopleView | SettledView | None:
        """What is in front in the place of list and card, if anything is."""
        at = self.lists.currentIndex() - _SAME
        return self._beside[at] if 0 <= at < len(self._beside) else None

    def _turned(self, _at: int) -> None:
        part = self._part()
        if part is not None:
            self._stack.setCurrentWidget(part)
        else:
            self._show_list(0)

    def _show_list(self, at: int) -> None:
        here = self._stack.isAncestorOf(self.window().focusWidget() or self)
        self.rows.blockSignals(True)
        self.rows.clear()
        height = theme_of(self).px(TWO_LINE_ROW_HEIGHT)
        for one in self.shown:
            words = f"{one.called or one.kind}\n{self._told_below(one)}"
            item = QListWidgetItem(words)
            item.setToolTip(f"{one.kind}\n{words}")
            item.setSizeHint(QSize(0, height))
            self.rows.addItem(item)
        self.rows.blockSignals(False)
        self._stack.setCurrentIndex(1 if self.shown else 0)
        if self.shown:
            self.rows.setCurrentRow(max(0, min(at, len(self.shown) - 1)))
        else:
            self._none.set_sentence(self._why_empty())
        if here:
            self.take_keyboard()

    def _told_below(self, one: Disagreement) -> str:
        """Which fields differ, behind how long that has waited if it is long."""
        labels = ", ".join(one.labels)
        days = days_open(self._workplace.office, one)
        if days is None or days <= OLD_DAYS:
            return labels
        return tr("Chờ {n} ngày · {labels}").format(n=days, labels=labels)

    def _why_empty(self) -> str:
        if self.lists.currentIndex() == _CHOSEN:
            return tr("Trong 90 ngày qua chương trình không phải tự chọn giá trị nào.")
        return tr("Không có chỗ nào hai nơi ghi khác nhau đang chờ chọn.")

    def _show_row(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            one = self.shown[row]
            same = [
                o for found in self._found for o in found if (o.table, o.id) == (one.table, one.id)
            ]
            self.card.show_disagreement(one, row, len(self.shown), len(same))

    def _step(self, by: int) -> None:
        if self.shown:
            self.rows.setCurrentRow((self.rows.currentRow() + by) % len(self.shown))
            self.card.options.setFocus()

    # -- deciding -------------------------------------------------------------------

    def _decide(self, choice: Choice) -> None:
        one = self.card.shown
        if one is not None:
            told = tr("Đã chọn: {labels}.").format(labels=", ".join(one.labels))
            note = self.card.note_text()
            self._carry_out(partial(decide, disagreement=one, choice=choice, note=note), told)

    def _apply(self, at: int) -> None:
        one = self.card.shown
        if one is not None:
            told = tr("Đã chọn cùng một nơi cho cả hồ sơ.")
            note = self.card.note_text()
            deed = partial(decide_record, disagreement=one, choice=at, note=note)
            self._carry_out(deed, told)

    def _carry_out(self, deed: partial[Changes], told: str) -> None:
        def operation(office: Office) -> Changes:
            return deed(office)

        self.card.setEnabled(False)
        self._workplace.run(
            operation,
            self,
            lambda _changes: self._workplace.tell(told),
            refused=self._refused,
            settled=self._settled,
        )

    def _settled(self) -> None:
        self.card.setEnabled(True)
        self.take_keyboard()

    def _refused(self, error: UserError) -> bool:
        if isinstance(error, InvalidRecord) and self.card.refuse(error):
            return True
        self.refresh()
        return False

    def _heard(self, _changes: Changes, _asked_by: object) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
