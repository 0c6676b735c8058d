"""The filters of a list as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.operations.lists import Filter
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.shown import set_shown


class NamedFilter:
    """A filter with the words that its chip shows."""

    def __init__(self, text: str, *filters: Filter) -> None:
        self.text = text
        self._filters = filters

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What a listing is asked."""
        return self._filters

    @property
    def about(self) -> str:
        """Of filters about the same one holds at a time: two answers would let nothing pass."""
        return self._filters[0].column


class FilterChips(QWidget):
    """Holds the filters of a list; ``changed`` tells that the list must be read anew."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._filters: list[NamedFilter] = []
        self._flow = FlowLayout(self)
        self.hide()

    def filters(self) -> list[NamedFilter]:
        """The filters whose chips are shown."""
        return list(self._filters)

    def conditions(self) -> list[Filter]:
        """What a listing is asked."""
        return [condition for named in self._filters for condition in named.filters]

    def words(self) -> list[str]:
        """The filters in words."""
        return [named.text for named in self._filters]

    def set_filters(self, filters: Sequence[NamedFilter]) -> None:
        """Let these filters hold, and no others."""
        self.begin(filters)
        self.changed.emit()

    def begin(self, filters: Sequence[NamedFilter]) -> None:
        """The same before anything is listed."""
        self._filters = list(filters)
        self._show()

    def narrow(self, named: NamedFilter) -> None:
        """Let this filter hold too; another answer takes the place of a former one."""
        others = [one for one in self._filters if one.about != named.about]
        self.set_filters([*others, named])

    def drop(self, text: str) -> None:
        """Let the filter with these words go."""
        self.set_filters([one for one in self._filters if one.text != text])

    def _show(self) -> None:
        self._flow.clear()
        for named in self._filters:
            chip = Chip(named.text, Role.MAIN, removable=True)
            chip.removed.connect(lambda text=named.text: self.drop(text))
            self._flow.addWidget(chip)
        if self._filters:
            clear = QPushButton(tr("Xóa bộ lọc"))
            set_look(clear, "link")
            clear.clicked.connect(lambda _checked=False: self.set_filters(()))
            self._flow.addWidget(clear)
        set_shown(self, bool(self._filters))
