"""Where measurements are made: a temporary folder, sample offices in it, processes of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

from desktop.base.clock import SystemClock
from desktop.operations.office import Office, open_office
from desktop.operations.sample import USER, make_sample
from desktop.operations.sample_people import crowd
from desktop.operations.sample_words import Draw
from desktop.store.bulk import add_in_bulk
from desktop.store.engine import RawConnection, connect

import machine
from benching.ratio import Pair

PEOPLE, MORE_PEOPLE = 100_000, 200_000
PASSWORD = "Do-toc-do-2026"  # noqa: S105 -- of a sample that lives for one run
_AT_ONCE, _PATIENCE = 25_000, 600


class Workshop:
    """Lends offices; each is made once and copied for whoever wants to write in it.

    times: how often floor and ours are measured in turn.
    """

    def __init__(self, folder: Path, times: int) -> None:
        self.folder = folder
        self.times = times

    def office(self, people: int = PEOPLE) -> Path:
        """The folder of a commune's sample office with so many people more."""
        made = self.folder / f"office-{people}"
        if not made.exists():
            say(f"lập dữ liệu mẫu {people:,} người…".replace(",", "."))
            if people > PEOPLE:
                shutil.copytree(self.office(), made)
                self._add_people(made, people - PEOPLE)
            else:
                make_sample(made, "commune", PASSWORD, people, SystemClock())
        return made

    def copy(self, name: str, people: int = PEOPLE) -> Path:
        """A copy of an office under another name."""
        return Path(shutil.copytree(self.office(people), self.folder / name, dirs_exist_ok=True))

    def opened(self, folder: Path) -> AbstractContextManager[Office]:
        """An office with the sample's user signed in."""
        return closing(open_office(folder, USER, PASSWORD, SystemClock()))

    def run(self, *args: str, **environ: str) -> list[float]:
        """Run the bench's own child process; its first value is its time in seconds.

        That is what the child says, or, where it says 0, the time from here to its first word.
        """
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        told = machine.environ(HOME=str(home), QT_QPA_PLATFORM="offscreen")
        own = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        told |= dict.fromkeys(own, str(home)) | environ
        command = machine.command(Path(sys.executable), "benching.child", *args)
        log = self.folder / f"{args[0]}.log"
        with log.open("w", encoding="utf-8") as noise:
            start = time.perf_counter()
            with subprocess.Popen(
                command, env=told, stdout=subprocess.PIPE, stderr=noise, text=True
            ) as child:
                late = threading.Timer(_PATIENCE, child.kill)
                late.start()
                assert child.stdout is not None
                first = child.stdout.readline()
                taken = time.perf_counter() - start
                found = [float(word) for word in first.split()]
                late.cancel()
        if child.returncode or not found:
            raise RuntimeError(f"benching.child {args[0]}: {log.read_text(encoding='utf-8')}")
        return [found[0] or taken, *found[1:]]

    def in_turn(self, floor: Callable[[], float], ours: Callable[[], float]) -> list[Pair]:
        """Measure both so many times; a first time, for what is read and compiled once, is not kept."""
        floor()
        ours()
        return [Pair(floor(), ours()) for _ in range(self.times)]

    def _add_people(self, folder: Path, count: int) -> None:
        with self.opened(folder) as office:
            drawn = crowd(Draw(office.clock.now(), seed=count), count)
            for _ in range(0, count, _AT_ONCE):
                with office.writing("demo") as session:
                    add_in_bulk(session, (next(drawn) for _ in range(_AT_ONCE)))


def raw(office: Office) -> AbstractContextManager[RawConnection]:
    """The office's file through the driver alone, with the same pragmas."""
    return closing(connect(office.store.path, office.store.key))


def seconds(work: Callable[[], object]) -> float:
    """How long this takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(line: str) -> None:
    """Tell how far the bench is, apart from its table."""
    print(f"  … {line}", file=sys.stderr, flush=True)
