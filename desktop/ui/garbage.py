"""Frees what Python can only find by looking for cycles, at moments when Qt is not at work.

Left to itself Python looks for cycles whenever enough was made: on the thread of a job, or in the
middle of Qt dressing a window. A forgotten window that is freed just then takes its C++ half with
it, under the feet of whoever is using it, and the program dies without a word.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class GarbageCollection(QObject):
    """Collects from the event loop of the window's thread, and nowhere else, as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # What was loaded until now stays to the end; it need not be looked through each time.
        gc.freeze()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()


def collect_what_is_due() -> None:
    """Collect the generations that Python itself would have collected by now."""
    due = zip(gc.get_count(), gc.get_threshold(), strict=True)
    ages = [age for age, (count, most) in enumerate(due) if count > most > 0]
    if ages:
        gc.collect(max(ages))
