"""The strip above a case that never scrolls: who, how urgent, what can be done, which stage."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.cases import CaseHeader
from desktop.rules.stages import Standing, Urgency
from desktop.ui.case_rows import RISK_ROLES, URGENCY_ROLES
from desktop.ui.remark_banners import RemarkBanners
from desktop.ui.tokens import Role
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.widgets.stage_bar import StageBar


class CaseHead(QWidget):
    """Shows a case's header; ``stage_asked`` tells the status of the step that was clicked."""

    stage_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = HeaderStrip()
        self.remarks = RemarkBanners()
        self.remarks.hide()
        self.stages: StageBar | None = None
        self._statuses: tuple[str, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.remarks)

    def show_header(self, header: CaseHeader, *, void: bool = False) -> None:
        """Show whose case this is and where it stands."""
        number = tr("Hồ sơ {number}").format(number=header.number)
        *facts, last = header.facts or ("",)
        self.strip.set_words(header.name, " · ".join(f for f in (*facts, number, last) if f))
        chips = [Chip(tr("Đã xóa"), Role.ERROR)] if void else []
        if header.risk:
            words = tr("Nguy cơ {risk}").format(risk=header.risk_label.lower())
            chips.append(Chip(words, RISK_ROLES[header.risk]))
        if header.left.urgency is not Urgency.NONE:
            chips.append(Chip(header.left.text, URGENCY_ROLES[header.left.urgency]))
        self.strip.set_chips(chips)
        self.remarks.show_remarks(header.remarks)
        self._show_stages(header)

    def _show_stages(self, header: CaseHeader) -> None:
        labels = tuple(step.label for step in header.stages)
        here = (Standing.NOW, Standing.PAUSED)
        current = next(at for at, step in enumerate(header.stages) if step.standing in here)
        self._statuses = tuple(step.status for step in header.stages)
        if self.stages is None or labels != self._labels:
            self._replace(labels, current)
        elif self.stages.current() != current:
            self.stages.set_current(current)

    def _replace(self, labels: tuple[str, ...], current: int) -> None:
        """The words of a bar are its own for good; another end takes another bar."""
        if self.stages is not None:
            self._column.removeWidget(self.stages)
            self.stages.hide()
            self.stages.deleteLater()
        self._labels = labels
        self.stages = StageBar(labels, current, clickable=True)
        self.stages.chosen.connect(self._ask)
        self._column.addWidget(self.stages)

    def _ask(self, at: int) -> None:
        self.stage_asked.emit(self._statuses[at])
