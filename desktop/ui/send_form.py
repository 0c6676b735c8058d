"""What a file would hold, where it goes, and the button that writes it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.opened_files import Progress
from desktop.operations.sending import Sent
from desktop.ui.kind_chips import KindChips
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.send_target import SendTarget
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.workplace import Workplace

_WIDTH = 760


class SendForm(PageScroll):
    """A number with its words, what goes by kind, the target and the button.

    A form says what it sends: ``is_ready``, ``doing`` and ``job``; and what else it shows, in
    ``head`` and ``notes``. ``sent`` carries the file that was written.
    """

    sent = Signal(object)

    def __init__(self, workplace: Workplace, deed: str, told: str) -> None:
        """deed: words of the button. told: who can open the file."""
        super().__init__(look="clear")
        self._workplace, self._waits_for_place = workplace, False
        self.figure, self.words = label("", "figure"), label("", "head")
        self.last = label("", "quiet")
        self.chips = KindChips()
        self.target = SendTarget(workplace.settings)
        self.send_button = QPushButton(deed)
        self.head, self.notes = QHBoxLayout(), QVBoxLayout()
        self._lay(told)
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        self.target.changed.connect(self._changed_target)

    def _lay(self, told: str) -> None:
        for one in (self.words, self.last):
            one.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.figure)
        line.addWidget(self.words, 1)
        whole = QVBoxLayout()
        whole.setSpacing(2)
        whole.addLayout(line)
        whole.addWidget(self.last)
        self.head.addLayout(whole, 1)
        card = Card()
        card.body.setContentsMargins(20, 18, 20, 18)
        card.body.addLayout(self.head)
        card.body.addWidget(self.chips)
        card.body.addLayout(self.notes)
        card.body.addWidget(SectionLabel(tr("Ghi tệp vào")))
        card.body.addWidget(self.target)
        card.body.addLayout(self._foot(told))
        card.setMaximumWidth(theme_of(self).px(_WIDTH))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _foot(self, told: str) -> QHBoxLayout:
        set_look(self.send_button, "primary")
        set_icon(self.send_button, "file-up", "on_main")
        self.send_button.setMinimumWidth(theme_of(self).px(110))
        note = label(told, "quiet")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(note, 1)
        foot.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    def stops(self) -> list[QWidget]:
        """What Tab comes to, in the order in which it is seen."""
        target = self.target
        return [*target.buttons, target.browse, target.mail, self.send_button]

    def _changed_target(self) -> None:
        # Drives come and go, and Qt puts new buttons behind everything else.
        for before, after in pairwise(self.stops()):
            QWidget.setTabOrder(before, after)
        self.enable()

    # -- what a form says -----------------------------------------------------------

    def is_ready(self) -> bool:
        """Whether it is known what would go."""
        raise NotImplementedError

    def doing(self) -> str:
        """Words for the time of writing."""
        raise NotImplementedError

    def job(self, place: Path) -> Callable[[Progress], Sent]:
        """What writes the file on a worker thread: it has all that it needs, and asks no widget."""
        raise NotImplementedError

    # -- deeds ----------------------------------------------------------------------

    def enable(self) -> None:
        """Let the button be pressed once there is something to write, and a place for it."""
        self.send_button.setEnabled(self.is_ready() and self.target.place() is not None)
        if self._waits_for_place and self.target.browse.hasFocus():
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """The button, if it can be pressed at once; else what has to be chosen first."""
        ready = self.send_button.isEnabled()
        # A stick that is found a moment later hands the keyboard on.
        self._waits_for_place = not ready
        (self.send_button if ready else self.target.browse).setFocus()

    def send(self) -> None:
        """Write the file; whoever hears of it shows the result."""
        place = self.target.place()
        if place is None or not self.is_ready():
            return
        self.send_button.setEnabled(False)
        self.target.remember()
        jobs = self._workplace.desk.jobs
        dialog = run_with_progress(jobs, self, self.doing(), self.job(place), self.sent.emit)
        dialog.finished.connect(self.enable)
