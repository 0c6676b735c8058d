"""What the bench starts as a process of its own: ``python benching.child WHAT``, values to stdout.

The first value is seconds, 0 where whoever started it shall take the time; the second, if any, is
resident memory in MB. Nothing is imported before it is wanted: that is what is measured.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.app import Program
    from desktop.operations.office import Office
    from desktop.paper.blocks import Document

_QUIET_MS, _SETTLE_MS = 20, 1500


def memory(line: str = "VmRSS") -> float:
    """Resident memory of this process in MB, or its peak (VmHWM), as Linux counts it."""
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 -- pathlib is not free
        found = next(text for text in file if text.startswith(line))
    return int(found.split()[1]) / 1000


def tell(*values: float) -> None:
    """Say the values and end at once, without any tidying up that belongs to nobody's time."""
    os.write(1, (" ".join(f"{value:.6f}" for value in values) + "\n").encode())
    os._exit(0)


# -- windows --------------------------------------------------------------------------


def bare_label() -> None:
    """The least that Qt can show."""
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel

    class Label(QLabel):
        def paintEvent(self, arg__1: QPaintEvent) -> None:
            super().paintEvent(arg__1)
            tell(0, memory())

    app = QApplication(sys.argv[:1])
    shown = Label("Sổ Xã")
    shown.show()
    app.exec()


def sign_in_window() -> None:
    """The program as it is started, up to its first painted window."""
    from desktop import app

    start = app.Program.start

    def started(self: Program) -> None:
        self.sign_in.painted.connect(lambda: tell(0, memory()))
        start(self)

    app.Program.start = started
    app.main()


def first_list() -> None:
    """From Enter in the sign-in window to the painted list of people; then memory, once quiet."""
    from desktop import app

    start, opened = app.Program.start, app.Program.opened
    kept: list[_Entering] = []  # Qt's timers do not keep what they call

    def started(self: Program) -> None:
        start(self)
        kept.append(_Entering(self))
        kept[0].wait()

    def has_opened(self: Program, office: Office) -> None:
        opened(self, office)
        kept[0].look()

    app.Program.start, app.Program.opened = started, has_opened
    app.main()


class _Entering:
    """Signs in when the program has loaded what it loads behind its first window."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._pressed = self._taken = 0.0

    def wait(self) -> None:
        from PySide6.QtCore import QTimer

        if "desktop.ui.person_page" not in sys.modules or self._program.jobs.busy:
            QTimer.singleShot(_QUIET_MS, self.wait)
            return
        from time import perf_counter

        window = self._program.sign_in
        window.password.setText(os.environ["SOXA_PASSWORD"])
        self._pressed = perf_counter()
        window.enter.click()

    def look(self) -> None:
        """The main window stands: ask for the list when it is painted."""
        assert self._program.window is not None
        self._when_painted(self._program.window, self._open_list)

    def _open_list(self) -> None:
        from PySide6.QtWidgets import QTableView

        assert self._program.window is not None
        page = self._program.window.show_page("people")
        (view,) = (v for v in page.findChildren(QTableView) if v.model().rowCount() >= 100_000)
        self._when_painted(view.viewport(), self._listed)

    def _listed(self) -> None:
        from time import perf_counter

        from PySide6.QtCore import QTimer

        self._taken = perf_counter() - self._pressed
        QTimer.singleShot(_SETTLE_MS, lambda: tell(self._taken, memory()))

    def _when_painted(self, widget: object, then: Callable[[], None]) -> None:
        from PySide6.QtCore import QEvent, QObject, QTimer
        from PySide6.QtWidgets import QWidget

        assert isinstance(widget, QWidget)

        class Watch(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    watched.removeEventFilter(self)
                    QTimer.singleShot(0, then)  # the painting itself comes after this
                return False

        widget.installEventFilter(Watch(widget))
        widget.update()


# -- paper ----------------------------------------------------------------------------


def print_cases(folder: str, count: str, target: str) -> None:
    """So many case files into one PDF with bookmarks, read and composed as they are printed."""
    from time import perf_counter

    from desktop.operations.printing import print_case_files

    office, ids = _cases(folder, int(count))
    start = perf_counter()
    with open(target, "wb") as file:  # noqa: PTH123
        print_case_files(office, ids, file, reason="Đo tốc độ")
    taken = perf_counter() - start
    tell(taken, memory("VmHWM"))


def print_text(folder: str, count: str, target: str) -> None:
    """The same words in the same faces with ReportLab's own paragraphs and tables; no reading."""
    from time import perf_counter

    from reportlab import rl_config

    from desktop.operations.case_papers import compose_whole
    from desktop.operations.naming import names
    from desktop.operations.papers import Wish

    from benching.platypus import build, story_of

    rl_config.useA85 = 0  # as the program has it: both write pages as bytes
    office, ids = _cases(folder, int(count))
    made: dict[UUID, Document] = {}
    with office.reading() as session:
        called_so = names(office, session)
        for one in dict.fromkeys(ids):
            wish = Wish(one, reason="Đo tốc độ")
            made[one] = compose_whole(office, session, called_so, wish).document
    texts = {one: story_of(document) for one, document in made.items()}
    start = perf_counter()
    build(target, (texts[one] for one in ids))
    tell(perf_counter() - start, memory("VmHWM"))


def _cases(folder: str, count: int) -> tuple[Office, list[UUID]]:
    """The sample's case files, again and again until there are so many."""
    from itertools import cycle, islice
    from pathlib import Path
    from uuid import UUID

    from desktop.base.clock import SystemClock
    from desktop.operations.lists import ListReader, listing
    from desktop.operations.office import open_office

    user, password = os.environ["SOXA_USER"], os.environ["SOXA_PASSWORD"]
    office = open_office(Path(folder), user, password, SystemClock())
    found = ListReader(office, listing(office, "case_files")).ids()
    return office, [UUID(bytes=bytes(one)) for one in islice(cycle(found), count)]


# -- files between offices ----------------------------------------------------------------


def receive_file(folder: str, file: str) -> None:
    """Take a file in; then how much more memory that took at its peak than the open office has."""
    from pathlib import Path
    from time import perf_counter

    from desktop.base.clock import SystemClock
    from desktop.operations.office import open_office
    from desktop.operations.receiving import receive

    user, password = os.environ["SOXA_USER"], os.environ["SOXA_PASSWORD"]
    office = open_office(Path(folder), user, password, SystemClock())
    # The peak so far is that of the password's key.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = memory()
    start = perf_counter()
    receive(office, Path(file))
    taken = perf_counter() - start
    grown = memory("VmHWM") - before
    office.close()
    tell(taken, grown)


def read_beside(folder: str, until: str) -> None:
    """Open one record after the other until a file of this name is there: the slowest of a hundred.

    What a clerk does in another window while a large file comes in: by key, and a page of the list.
    """
    from contextlib import closing
    from pathlib import Path
    from time import perf_counter, sleep

    from desktop.store import keys
    from desktop.store.engine import connect

    key = keys.read_keys(Path(folder)).open(os.environ["SOXA_USER"], os.environ["SOXA_PASSWORD"])
    times: list[float] = []
    with closing(connect(Path(folder) / "office.db", key)) as file:
        rows = file.execute("SELECT id FROM people ORDER BY sort_key LIMIT 50").fetchall()
        while not Path(until).exists():
            start = perf_counter()
            for name in rows[len(times) % len(rows)]:
                file.execute("SELECT * FROM people WHERE id = ?", (name,)).fetchall()
            file.execute("SELECT id, full_name FROM people ORDER BY sort_key LIMIT 20").fetchall()
            times.append(perf_counter() - start)
            sleep(0.002)
    times.sort()
    tell(0, times[len(times) * 99 // 100] * 1000)


CHILDREN: dict[str, Callable[..., None]] = {
    "label": bare_label,
    "sign-in": sign_in_window,
    "list": first_list,
    "cases": print_cases,
    "text": print_text,
    "receive": receive_file,
    "read": read_beside,
}

if __name__ == "__main__":
    CHILDREN[sys.argv[1]](*sys.argv[2:])
