"""Fields that somebody else changed meanwhile: both sides beside each other, one is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.fields import Names
from desktop.operations.records import Clash
from desktop.records import record_types
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import label

_WIDTH = 760


class ClashDialog(DialogFrame):
    """For each field one radio button per side: Của tôi, Của bên kia; all must be chosen.

    After it was accepted ``mine`` tells the fields whose typed value is kept.
    """

    def __init__(
        self,
        names: Names,
        table: str,
        clashes: Sequence[Clash],
        parent: QWidget | None = None,
    ) -> None:
        """table: the record type; names: what codes and records are called."""
        super().__init__(tr("Có nơi khác vừa sửa các mục này"), parent, width=_WIDTH)
        self._record, self._names = record_types()[table], names
        self._rows: dict[str, tuple[_Side, _Side]] = {}
        banner = InfoBanner(
            Role.WARNING,
            tr("Lần cất này chưa được ghi. Với mỗi mục, hãy chọn giữ bên nào rồi Cất lại."),
        )
        self.body.addWidget(banner)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, words in enumerate((tr("Mục"), tr("Của tôi"), tr("Của bên kia"))):
            grid.addWidget(label(words, "head"), 0, at)
        for clash in clashes:
            self._add_row(grid, clash)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.all_others = self._aside(tr("Lấy tất cả của bên kia"), 1)
        self.all_mine = self._aside(tr("Giữ tất cả của tôi"), 0)
        self.add_cancel(tr("Để sau"))
        self.save_button = self.add_primary(tr("Cất"), self.accept)
        self._show_ready()

    def mine(self) -> set[str]:
        """The fields of which the clerk keeps what she typed."""
        return {name for name, (mine, _) in self._rows.items() if mine.button.isChecked()}

    def choose(self, name: str, *, mine: bool) -> None:
        """Choose a side for one field."""
        self._rows[name][0 if mine else 1].button.setChecked(True)

    def _add_row(self, grid: QGridLayout, clash: Clash) -> None:
        at = grid.rowCount()
        title = tr(clash.label)
        head = label(title, "strong")
        head.setWordWrap(True)
        head.setContentsMargins(0, 4, 0, 0)
        grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        group = QButtonGroup(self)
        sides = (
            _Side(self._shown(clash.field, clash.mine), f"{title}: {tr('Của tôi')}"),
            _Side(self._shown(clash.field, clash.theirs), f"{title}: {tr('Của bên kia')}"),
        )
        for column, side in enumerate(sides):
            group.addButton(side.button)
            grid.addWidget(side, at, column + 1, Qt.AlignmentFlag.AlignTop)
        group.buttonToggled.connect(self._show_ready)
        self._rows[clash.field] = sides

    def _shown(self, name: str, value: Any) -> str:
        if value is None:
            return tr("(để trống)")
        return self._record.field(name).kind.format(value, self._names)

    def _aside(self, words: str, side: int) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self._choose_all(side))
        self.add_aside(button)
        return button

    def _choose_all(self, side: int) -> None:
        for sides in self._rows.values():
            sides[side].button.setChecked(True)

    def _show_ready(self) -> None:
        chosen = (any(side.button.isChecked() for side in pair) for pair in self._rows.values())
        self.save_button.setEnabled(all(chosen))


class _Side(QWidget):
    """A radio button with a text that may run over several lines; a click anywhere chooses it."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        set_look(self, "clear")
        self.button = QRadioButton()
        self.button.setAccessibleName(f"{name}: {text}")
        words = label(text)
        words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.button.setChecked(True)
        self.button.setFocus()
