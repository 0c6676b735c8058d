"""Where the windows ask for work and hear what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.ui.jobs import Jobs, Progress, call_if_alive, nothing, silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.base.errors import UserError

T = TypeVar("T")


class Touching(Protocol):
    """What windows ask of the changes an operation made."""

    def touch(self, table: str) -> bool:
        """Whether records of this type were changed."""
        ...


C = TypeVar("C", bound=Touching)


class Desk(QObject):
    """Runs operations one after another and tells every window what changed.

    ``changed`` carries the changes and the one who asked for them.
    """

    changed = Signal(object, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs

    def run(
        self,
        operation: Callable[[Progress], C],
        asked_by: object,
        done: Callable[[C], Any] | None = None,
        progress: Callable[[int, int], object] = silent,
        settled: Callable[[], object] = nothing,
        refused: Callable[[UserError], bool] | None = None,
    ) -> Progress:
        """Carry out an operation; then tell the one who asked, then everyone.

        refused hears of a UserError first, as a form does that marks its fields.
        """

        def finished(changes: C) -> None:
            if done is not None:
                call_if_alive(done, changes)
            self.changed.emit(changes, asked_by)

        return self.jobs.run(operation, finished, progress, settled, refused)

    def ask(
        self,
        question: Callable[[Progress], T],
        done: Callable[[T], Any],
        progress: Callable[[int, int], object] = silent,
        settled: Callable[[], object] = nothing,
    ) -> Progress:
        """Read, print or compute something elsewhere; nothing is changed, nobody else is told."""
        return self.jobs.run(question, done, progress, settled)
