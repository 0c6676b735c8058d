"""The menu that narrows any list: one line for each field that chooses, its answers beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.base.i18n import tr
from desktop.fields import Choice, Choices, Field, YesNo
from desktop.operations.lists import Filter
from desktop.records import Record
from desktop.ui.workplace import Workplace

Chosen = Callable[[str, Filter], object]
_MOST = 60


def filter_menu(
    workplace: Workplace, record: type[Record], chosen: Chosen, parent: QWidget
) -> QMenu:
    """Offers every answer of every choice that the user may see; chosen hears words and filter."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for field in record.fields():
        if field.level > workplace.max_level:
            continue
        offered = list(_offered(workplace, field))[:_MOST]
        if offered:
            part = menu.addMenu(tr(field.label))
            for words, narrowed in offered:
                told = f"{tr(field.label)}: {words}"
                part.addAction(words, partial(chosen, told, narrowed))
    return menu


def _offered(workplace: Workplace, field: Field) -> Iterator[tuple[str, Filter]]:
    kind = field.kind
    if isinstance(kind, Choice | Choices):
        operator = "has" if isinstance(kind, Choices) else "is"
        for code, words in kind.pairs(workplace.names):
            yield words, Filter(field.name, operator, code)
    elif isinstance(kind, YesNo):
        for value in (True, False):
            yield kind.format(value), Filter(field.name, "is", value)
