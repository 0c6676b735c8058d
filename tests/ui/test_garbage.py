"""Cycles are looked for by the window's event loop only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.garbage import GarbageCollection, collect_what_is_due

_MANY = 5000


@pytest.fixture
def collecting(qtbot: QtBot) -> Iterator[QObject]:
    holder = QObject()
    yield GarbageCollection(holder)
    gc.unfreeze()


@pytest.fixture
def few() -> Iterator[None]:
    """So few objects between two collections that every test goes over it."""
    kept = gc.get_threshold()
    gc.set_threshold(100, 2, 2)
    yield
    gc.set_threshold(*kept)


class _Knot(QWidget):
    """A window that nothing but itself holds."""

    def __init__(self) -> None:
        super().__init__()
        self.knot = self


@pytest.mark.usefixtures("collecting", "few")
def test_a_job_that_makes_much_frees_no_window() -> None:
    trace = weakref.ref(_Knot())

    def work() -> None:
        for _ in range(_MANY):
            cycle: list[object] = []
            cycle.append(cycle)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert trace() is not None
    collect_what_is_due()
    assert trace() is None


@pytest.mark.usefixtures("collecting", "few")
def test_the_event_loop_frees_a_forgotten_window(qtbot: QtBot) -> None:
    trace = weakref.ref(_Knot())
    made: list[list[object]] = []

    def is_freed() -> bool:
        # What earlier tests left and Qt frees meanwhile counts against what is made here.
        made.extend([] for _ in range(_MANY))
        return trace() is None

    assert not is_freed()
    qtbot.waitUntil(is_freed)


@pytest.mark.usefixtures("few")
def test_old_ones_are_looked_through_more_rarely() -> None:
    gc.collect()
    ages: list[int] = []

    def hear(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            ages.append(told["generation"])

    made: list[list[object]] = []
    gc.callbacks.append(hear)
    try:
        for _ in range(30):
            made += [[] for _ in range(_MANY)]
            collect_what_is_due()
    finally:
        gc.callbacks.remove(hear)
    assert len(ages) == 30
    assert ages.count(0) > ages.count(1) > 0
    assert ages.count(0) > ages.count(2) > 0
