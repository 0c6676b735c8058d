"""Editors for days, months and moments: typed short, or chosen in a calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desktop.base.clock import in_vietnam, known_today, today
from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.base.text import fold
from desktop.fields import Date, Kind, Moment, Month, Partial, PartialDate
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.editors.typed import LineEditor

if TYPE_CHECKING:
    from desktop.ui.editors.editor import EditorContext

_SPOKEN = {N_("hôm qua"): -1, N_("hôm nay"): 0, N_("ngày mai"): 1}


class _CalendarEditor(LineEditor):
    """A line with a calendar at its end."""

    def __init__(self, kind: Kind[Any], context: EditorContext) -> None:
        super().__init__(kind, context)
        self.line.add_button("calendar", tr("Mở lịch (F4)"), self.open_list)

    def open_list(self) -> None:
        """Open the calendar at the day that is typed, or at today."""
        if self._read_only:
            return
        now = today(self._context.clock)
        popup = CalendarPopup(self._day() or now, known_today(self._context.clock), self.line)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.picked.connect(self._take)
        popup.open_at(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def _read(self, text: str) -> Any:
        day = self._spoken(text)
        return super()._read(text) if day is None else self._of_day(day)

    def _spoken(self, text: str) -> dt.date | None:
        said = fold(" ".join(text.split()))
        for words, days in _SPOKEN.items():
            if said == fold(tr(words)):
                return self._known_today() + dt.timedelta(days=days)
        return None

    def _known_today(self) -> dt.date:
        """Raises InvalidValue while nobody knows it."""
        if (found := known_today(self._context.clock)) is None:
            raise InvalidValue(
                tr("Đồng hồ máy sai nên chưa biết hôm nay là ngày nào: hãy gõ rõ ngày.")
            )
        return found

    def _day(self) -> dt.date | None:
        """The day that stands in the line, if one does."""
        try:
            value = self.value()
        except InvalidValue:
            return None
        return None if value is None else self._to_day(value)

    def _take(self, day: dt.date) -> None:
        self._choose(self._of_day(day))

    def _of_day(self, day: dt.date) -> Any:
        """The value that means this day."""
        return day

    def _to_day(self, value: Any) -> dt.date:
        """The day that the calendar opens at for this value."""
        return value


class DateEditor(_CalendarEditor):
    """A day: 5/3/75, 05031975, hôm nay."""

    def __init__(self, kind: Date, context: EditorContext) -> None:
        super().__init__(kind, context)


class PartialDateEditor(_CalendarEditor):
    """A day of which only the month or the year may be known: 1975, 3/1975."""

    def __init__(self, kind: PartialDate, context: EditorContext) -> None:
        super().__init__(kind, context)

    def _of_day(self, day: dt.date) -> Partial:
        return Partial(day.year, day.month, day.day)

    def _to_day(self, value: Partial) -> dt.date:
        return value.first()


class MonthEditor(_CalendarEditor):
    """A month: 11/2026; of a day that is chosen or said its month is taken."""

    def __init__(self, kind: Month, context: EditorContext) -> None:
        super().__init__(kind, context)

    def _of_day(self, day: dt.date) -> dt.date:
        return day.replace(day=1)


class MomentEditor(_CalendarEditor):
    """A day and a time: 5/3/26 14:30, hôm nay 14:30, bây giờ."""

    def __init__(self, kind: Moment, context: EditorContext) -> None:
        super().__init__(kind, context)

    def _read(self, text: str) -> dt.datetime:
        if fold(" ".join(text.split())) == fold(tr("bây giờ")):
            self._known_today()
            return self._context.clock.now().replace(second=0, microsecond=0)
        *head, time = text.split()
        whole, day = self._spoken(text), self._spoken(" ".join(head))
        if whole is not None:
            text = Date().format(whole)
        elif day is not None:
            text = f"{Date().format(day)} {time}"
        return self._kind.parse(text)

    def _of_day(self, day: dt.date) -> dt.datetime:
        """The day with the time that stands in the line already, else with the present one."""
        try:
            before = self.value()
        except InvalidValue:
            before = None
        time = in_vietnam(before or self._context.clock.now()).time().replace(second=0)
        return self._kind.parse(f"{Date().format(day)} {time:%H:%M}")

    def _to_day(self, value: dt.datetime) -> dt.date:
        return in_vietnam(value).date()
