"""A window for work that takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.jobs import Jobs, Progress

T = TypeVar("T")
PATIENCE_MS = 500
"""How long work may take before the window appears."""


class ProgressDialog(DialogFrame):
    """Shows how far the work is once it has taken half a second; Cancel stops it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, width=420)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress: Progress | None = None
        self._over = False
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        self._count = label(tr("Đang bắt đầu…"), "quiet")
        self.body.addWidget(self._bar)
        self.body.addWidget(self._count)
        self.cancel_button = self.add_button(tr("Dừng"), self.reject)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.open)

    def watch(self, progress: Progress) -> None:
        """Wait half a second for this work, then appear; Cancel will stop it."""
        self._progress = progress
        self._timer.start(PATIENCE_MS)

    def step(self, done: int, total: int) -> None:
        """Show that so many of so many steps are done; total is 0 where nobody knows it."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        told = tr("{} trên {}").format(grouped(done), grouped(total)) if total else grouped(done)
        self._count.setText(told)

    def finish(self) -> None:
        """Go away; the work is over."""
        self._over = True
        self._timer.stop()
        self.done(0)
        self.deleteLater()

    def reject(self) -> None:
        # It stays until the work has really stopped: what is half done is undone by then.
        if self._progress is None or self._over:
            return
        self._progress.cancel()
        self.cancel_button.setEnabled(False)
        self._count.setText(tr("Đang dừng. Không có gì bị thay đổi dở dang."))


def run_with_progress(
    jobs: Jobs,
    window: QWidget,
    text: str,
    work: Callable[[Progress], T],
    done: Callable[[T], object],
) -> ProgressDialog:
    """Do long work for a window under a progress window with these words."""
    dialog = ProgressDialog(text, window)
    dialog.watch(jobs.run(work, done, dialog.step, dialog.finish))
    return dialog
