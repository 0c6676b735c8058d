"""Records that may be one person: side by side, with the choice, which may be changed later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.operations import same_verdicts
from desktop.operations.office import Office
from desktop.operations.same_people import Pair, Side, same_people
from desktop.store.exchange.sameness import DIFFERENT, SAME
from desktop.store.store import Changes
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import GAP, TWO_LINE_ROW_HEIGHT, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_LIST_WIDTH = 270


class SamePeopleView(QWidget):
    """A list of pairs, and one pair at a time beside it. ``counted`` tells that it was read anew."""

    counted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._workplace = workplace
        self.pairs: list[Pair] = []
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Những người có thể trùng nhau"))
        self.rows.currentRowChanged.connect(self._show_row)
        self.picks: dict[str, QButtonGroup] = {}
        self._reason = label("", "head")
        self._told = InfoBanner(Role.NEUTRAL, "")
        self._scroll = PageScroll(look="clear")
        self._scroll.column.setContentsMargins(0, 0, 0, 0)
        self._table = QWidget()
        self.one_button = QPushButton(tr("Là một người"))
        self.two_button = QPushButton(tr("Là hai người khác nhau"))
        set_look(self.one_button, "primary")
        set_icon(self.one_button, "user", "on_main")
        set_icon(self.two_button, "users")
        self.one_button.clicked.connect(lambda _checked=False: self.say_one())
        self.two_button.clicked.connect(lambda _checked=False: self.say_two())
        self._none = EmptyState("circle-check", tr("Không có ai có vẻ bị ghi hai lần."))
        self._lay()

    def waiting(self) -> int:
        """How many pairs wait for a choice."""
        return sum(not one.verdict for one in self.pairs)

    def shown(self) -> Pair | None:
        """The pair on the desk."""
        at = self.rows.currentRow()
        return self.pairs[at] if 0 <= at < len(self.pairs) else None

    def refresh(self) -> None:
        """Read anew, keeping the clerk's place."""
        self._workplace.ask(same_people, self._fill)

    def take_keyboard(self) -> None:
        """Bring the keyboard to the list, or to what is done next."""
        (self.rows if self.pairs else self).setFocus()

    def say_one(self) -> None:
        """Both records are one person, with the values that are picked."""
        pair = self.shown()
        if pair is None:
            return
        values = self._picked(pair)
        first, second = pair.first.id, pair.second.id
        self._carry_out(
            lambda office: same_verdicts.decide_same(office, first, second, values),
            tr("Đã ghi: là một người."),
        )

    def say_two(self) -> None:
        """They are two people."""
        pair = self.shown()
        if pair is None:
            return
        first, second = pair.first.id, pair.second.id
        self._carry_out(
            lambda office: same_verdicts.decide_different(office, first, second),
            tr("Đã ghi: là hai người khác nhau."),
        )

    # -- building -------------------------------------------------------------------

    def _lay(self) -> None:
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setFixedWidth(theme_of(self).px(_LIST_WIDTH))
        side = Card(flush=True)
        side.body.addWidget(self.rows)
        card = Card()
        self._reason.setWordWrap(True)
        card.body.addWidget(self._reason)
        card.body.addWidget(self._told)
        self._scroll.column.addWidget(self._table)
        self._scroll.column.addStretch(1)
        card.body.addWidget(self._scroll, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.two_button)
        buttons.addWidget(self.one_button)
        card.body.addLayout(buttons)
        both = QWidget()
        set_look(both, "clear")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(side)
        row.addWidget(card, 1)
        self._stack = QStackedWidget()
        for part in (self._none, both):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    # -- showing --------------------------------------------------------------------

    def _fill(self, pairs: list[Pair]) -> None:
        at = max(0, self.rows.currentRow())
        self.pairs = pairs
        self.rows.blockSignals(True)
        self.rows.clear()
        height = theme_of(self).px(TWO_LINE_ROW_HEIGHT)
        for one in pairs:
            item = QListWidgetItem(f"{one.first.called}\n{one.reason}")
            item.setToolTip(f"{one.first.called} · {one.second.called}\n{one.reason}")
            item.setSizeHint(QSize(0, height))
            self.rows.addItem(item)
        self.rows.blockSignals(False)
        self._stack.setCurrentIndex(1 if pairs else 0)
        if pairs:
            self.rows.setCurrentRow(min(at, len(pairs) - 1))
            self._show_row(self.rows.currentRow())
        self.counted.emit()

    def _show_row(self, _row: int) -> None:
        pair = self.shown()
        if pair is None:
            return
        self._reason.setText(pair.reason)
        told = ""
        if not pair.may_decide:
            told = tr("Một trong hai người do nơi khác giữ. Ở đây chỉ để xem; nhờ tỉnh chọn.")
        elif pair.verdict == SAME:
            told = tr("Danh sách, tìm kiếm và hồ sơ đang hiện như một người. Chọn lại được.")
        elif pair.verdict == DIFFERENT:
            told = tr("Đang để là hai người. Chọn lại được.")
        self._told.set_text(told)
        set_shown(self._told, bool(told))
        self._show_table(pair)
        self.one_button.setEnabled(pair.may_decide and pair.verdict != SAME)
        self.two_button.setEnabled(pair.may_decide and pair.verdict != DIFFERENT)

    def _show_table(self, pair: Pair) -> None:
        """Both records by their fields; of those that differ one value is picked."""
        self._scroll.column.removeWidget(self._table)
        self._table.hide()
        self._table.deleteLater()
        self._table, self.picks = QWidget(), {}
        set_look(self._table, "clear")
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(6)
        for at, side in enumerate((pair.first, pair.second), 1):
            grid.addWidget(_head(side), 0, at)
            grid.setColumnStretch(at, 3)
        grid.setColumnStretch(0, 2)
        picking = pair.may_decide and pair.verdict != SAME
        for row, (name, words) in enumerate(pair.fields, 1):
            self._add_row(grid, row, pair, (name, words), picking=picking)
        self._scroll.column.insertWidget(0, self._table)
        self._table.show()

    def _add_row(
        self, grid: QGridLayout, row: int, pair: Pair, field: tuple[str, str], *, picking: bool
    ) -> None:
        name, words = field
        grid.addWidget(label(words, "quiet"), row, 0)
        group = QButtonGroup(self._table)
        texts = [side.texts.get(name, "") for side in (pair.first, pair.second)]
        for at, text in enumerate(texts):
            if not picking:
                shown: QWidget = label(text or tr("(để trống)"))
            else:
                shown = QRadioButton(text or tr("(để trống)"))
                shown.setAccessibleName(f"{words}: {text or tr('(để trống)')}")
                group.addButton(shown, at)
            grid.addWidget(shown, row, at + 1)
        if picking:
            # What somebody wrote before nothing; else the record that stands for both.
            group.button(0 if texts[0] else 1).setChecked(True)
            self.picks[name] = group

    def _picked(self, pair: Pair) -> dict[str, Any]:
        """The picked values that the standing record does not have."""
        picked = {n: (pair.first, pair.second)[g.checkedId()] for n, g in self.picks.items()}
        return {n: side.values[n] for n, side in picked.items() if side is pair.second}

    def _carry_out(self, deed: Callable[[Office], Changes], told: str) -> None:
        self._workplace.run(deed, self, lambda _changes: self._decided(told))

    def _decided(self, told: str) -> None:
        self._workplace.tell(told)
        self.refresh()


def _head(side: Side) -> QWidget:
    """Who it is, whose record, with which cases."""
    head = QWidget()
    set_look(head, "clear")
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 6)
    column.setSpacing(2)
    column.addWidget(label(side.called, "head"))
    column.addWidget(label(side.office, "quiet"))
    cases = ", ".join(side.cases) or tr("chưa có hồ sơ")
    words = label(tr("Hồ sơ: {cases}").format(cases=cases), "quiet")
    words.setWordWrap(True)
    column.addWidget(words)
    return head
