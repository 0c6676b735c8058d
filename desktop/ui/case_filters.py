"""The filters that the list of cases offers, by name."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import departures
from desktop.operations.lists import Filter
from desktop.operations.office import day
from desktop.records.cases import ENDED, RISKS, STATUSES
from desktop.rules.stages import SOON_DAYS
from desktop.ui.filter_chips import NamedFilter
from desktop.ui.workplace import Workplace

_OPEN = tuple(status for status in STATUSES if status not in ENDED)
ORDERS = {
    "person_id": (N_("Tên người"), (("person_id", True), ("number", True))),
    "intake_on": (N_("Mới tiếp nhận trước"), (("intake_on", False), ("number", False))),
    "due_end_on": (N_("Hết hạn trước"), (("due_end_on", True), ("number", True))),
    "number": (N_("Số hồ sơ"), (("number", True),)),
}
"""In what order cases may be listed: words, columns."""


def open_cases() -> NamedFilter:
    """Cases that have not ended."""
    return NamedFilter(tr("Đang mở"), Filter("status", "in", _OPEN))


def ended_cases() -> NamedFilter:
    """Cases that have ended or moved away."""
    return NamedFilter(tr("Đã kết thúc"), Filter("status", "in", ENDED))


def left_cases(own: int) -> NamedFilter:
    """Cases that this office had and another one has now. own: the number of this office."""
    return NamedFilter(tr("Đã chuyển đi nơi khác"), Filter("id", "left", own))


def soon_over(today: dt.date) -> NamedFilter:
    """Open cases whose term is over or ends soon."""
    until = today + dt.timedelta(days=SOON_DAYS)
    return NamedFilter(
        tr("Sắp hết hạn"),
        Filter("status", "in", _OPEN),
        Filter("due_end_on", "until", until),
    )


class WaitingCases(NamedFilter):
    """Cases with the mark that somebody has to choose between two values, as they are marked now."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Chờ xem lại"))
        self._workplace = workplace

    @property
    def filters(self) -> tuple[Filter, ...]:
        marked = self._workplace.flags.of("case_files")
        return (Filter("id", "in", [uuid.UUID(bytes=one) for one in marked]),)

    @property
    def about(self) -> str:
        return "flags"


class FilterMenu(QMenu):
    """Lets filters be ticked and an order chosen; ``chosen`` and ``ordered`` tell which."""

    chosen = Signal(object, bool)
    ordered = Signal(str)

    def __init__(
        self, workplace: Workplace, on: list[str], order: str, parent: QWidget | None = None
    ) -> None:
        """on: the names of the filters that hold now; order: the key of ORDERS."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace, self._on = workplace, on
        for named in (open_cases(), soon_over(day(workplace.office)), ended_cases()):
            self._offer(self, named)
        if workplace.flags.of("case_files"):
            self._offer(self, WaitingCases(workplace))
        if departures.departures(workplace.office):
            self._offer(self, left_cases(departures.own_number(workplace.office)))
        if (mine := workplace.office.user.officer_id) is not None:
            self._offer(self, NamedFilter(tr("Của tôi"), Filter("case_worker_id", "is", mine)))
        if workplace.max_level > 1:
            self._offer_codes(tr("Loại hồ sơ"), "case_type", workplace.names.codes("L4"))
            risks = [(code, tr(words)) for code, words in RISKS.items()]
            self._offer_codes(tr("Mức nguy cơ"), "risk_level", risks, tr("Nguy cơ: {}"))
        statuses = [(code, tr(words)) for code, words in STATUSES.items()]
        self._offer_codes(tr("Trạng thái"), "status", statuses)
        self.addSeparator()
        orders = self.addMenu(tr("Xếp theo"))
        for key, (words, _columns) in ORDERS.items():
            action = QAction(tr(words), orders, checkable=True, checked=key == order)
            action.triggered.connect(lambda _on=False, key=key: self.ordered.emit(key))
            orders.addAction(action)

    def open_below(self, widget: QWidget) -> None:
        """Show the menu under a button."""
        self.popup(widget.mapToGlobal(QPoint(0, widget.height())))

    def _offer_codes(
        self, title: str, column: str, codes: Sequence[tuple[str, str]], words: str = "{}"
    ) -> None:
        menu = self.addMenu(title)
        for code, called in codes:
            named = NamedFilter(words.format(called), Filter(column, "is", code))
            self._offer(menu, named)

    def _offer(self, menu: QMenu, named: NamedFilter) -> None:
        action = QAction(named.text, menu, checkable=True, checked=named.text in self._on)
        action.toggled.connect(partial(self.chosen.emit, named))
        menu.addAction(action)
