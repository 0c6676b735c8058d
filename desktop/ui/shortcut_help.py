"""The table of keys, from the registry of actions."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.base.i18n import tr
from desktop.ui.actions import ActionRegistry, ActionSpec, Context, shown_keys
from desktop.ui.theme import theme_of
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import SectionLabel, label

_COLUMNS = 2


class ShortcutDialog(DialogFrame):
    """Shows every action that has a key, by where the key holds."""

    def __init__(self, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(tr("Phím tắt"), parent, width=760)
        keyed = [spec for spec in registry.specs() if spec.keys]
        for context in Context:
            specs = [spec for spec in keyed if spec.context is context]
            if specs:
                self.body.addWidget(SectionLabel(tr(context.value)))
                self.body.addLayout(_table(specs))
        self.add_primary(tr("Đóng"), self.accept)


def _table(specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    rows = -(-len(specs) // _COLUMNS)
    for at, spec in enumerate(specs):
        column, row = divmod(at, rows)
        grid.addWidget(Chip(shown_keys(spec)), row, 2 * column)
        grid.addWidget(label(tr(spec.text)), row, 2 * column + 1)
    for column in range(_COLUMNS):
        grid.setColumnMinimumWidth(2 * column, theme_of().px(130))
        grid.setColumnStretch(2 * column + 1, 1)
    return grid
