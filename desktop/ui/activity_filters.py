"""Which activities are listed: of a period, of a kind, of a team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.indicators import periods
from desktop.indicators.periods import Period
from desktop.operations import lists
from desktop.operations.lists import Filter
from desktop.operations.office import day
from desktop.ui.filter_chips import NamedFilter
from desktop.ui.record_table import RecordTable
from desktop.ui.theme import set_look
from desktop.ui.workplace import Workplace

_TEAMS = 200


class OfKind(NamedFilter):
    """A filter that takes the place of another one of its kind."""

    def __init__(self, kind: str, text: str, *filters: Filter) -> None:
        super().__init__(text, *filters)
        self.kind = kind


def usual_periods(today: dt.date) -> list[tuple[str, Period]]:
    """This month, quarter and year, and the year before, with what buttons call them."""
    quarter = (today.month + 2) // 3
    return [
        (tr("Tháng này"), periods.month(today.year, today.month)),
        (tr("Quý này"), periods.quarter(today.year, quarter)),
        (tr("Năm nay"), periods.whole_year(today.year)),
        (tr("Năm trước"), periods.whole_year(today.year - 1)),
    ]


def of_period(period: Period) -> OfKind:
    """Only what began in this period."""
    label = period.label[:1].upper() + period.label[1:]
    return OfKind(
        "period",
        label,
        Filter("from_on", "from", period.from_on),
        Filter("from_on", "until", period.to_on),
    )


class FilterBar(QWidget):
    """Buttons that narrow a list; what holds shows as chips on the list itself."""

    def __init__(self, workplace: Workplace, table: RecordTable, *, kinds: bool) -> None:
        """kinds: whether to offer types and teams besides periods."""
        super().__init__()
        self._table = table
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.menus: list[QMenu] = []
        times = [
            (words, of_period(period)) for words, period in usual_periods(day(workplace.office))
        ]
        row.addWidget(self._menu(tr("Kỳ"), times))
        if kinds:
            codes = workplace.names.codes("L13")
            types = [(w, OfKind("type", w, Filter("type", "is", c))) for c, w in codes]
            row.addWidget(self._menu(tr("Loại"), types))
            found = lists.lookup(workplace.office, "teams", "", _TEAMS)
            teams = [
                (t.title, OfKind("team", t.title, Filter("team_id", "is", t.id))) for t in found
            ]
            if len(teams) > 1:
                row.addWidget(self._menu(tr("Đội"), teams))

    def add(self, named: OfKind) -> None:
        """Let only these pass, besides what other kinds of filters let pass."""
        others = [
            one
            for one in self._table.filters()
            if not (isinstance(one, OfKind) and one.kind == named.kind)
        ]
        self._table.set_filters([*others, named])

    def _menu(self, words: str, offered: Sequence[tuple[str, OfKind]]) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "flat")
        menu = QMenu(button)
        for text, named in offered:
            menu.addAction(text, lambda named=named: self.add(named))
        button.setMenu(menu)
        self.menus.append(menu)
        return button
