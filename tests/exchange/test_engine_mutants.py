"""The histories on real files notice each mechanism of the exchange that is taken away.

The seeds are pinned because they are known to notice; whatever the program draws at random is drawn
from the seed as well. If histories or rows are made differently, look for new ones: any seed for which
``broken_by`` gives the promise. What no short history notices is proved by a test of its own.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.store.exchange import channels
from desktop.store.exchange.channels import Point
from desktop.store.store import Store
from exchange.engine_devices import KEY, pcs, template
from exchange.engine_mutants import MUTANTS
from versions.causality import Walking
from versions.histories import broken_by

#: mutant -> a seed that notices it, and a promise that it must see broken
PINNED = {
    "acks count by their number alone": (16, "quiet"),
    "acks never fall": (26, "quiet"),
    "purge marks are not sent": (6, "purged"),
    "purge marks do not hold back old files": (6, "purged"),
    "siblings are not sent": (0, "kept"),
    "one session for ever": (16, "kept"),
    "the last writer wins": (0, "kept"),
    "a row's office stays what it was": (2, "equal"),
    "files start where the last one ended": (0, "equal"),
    "an office is never sent what came from it": (0, "kept"),
    "what is here already is shown": (0, "equal"),
    "the last writer of a row wins": (0, "kept"),
}
#: mutant -> the module whose tests notice it, though no short history does
PROVED_BY = {
    "a file is acked although what came before it is missing": "exchange.test_engine_mutants",
    "what enters a channel's scope is not sent whole": "exchange.test_cases_that_move",
    "siblings outlive the decision of one who saw them": "operations.test_disagreements",
    # The histories know a file by its name, and whoever saves there has seen both sides.
    "files are skipped that end before what came": "exchange.test_mutants_of_files",
    "forms overwrite what came while they were open": "exchange.test_mutants_of_files",
}
FIRST, SECOND = Point(5, bytes(range(12))), Point(9, bytes(range(12, 24)))
PEER = bytes(range(16))


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


def broken(seed: int, blank: Path, folder: Path, patch: pytest.MonkeyPatch) -> set[str]:
    patch.setattr(os, "urandom", random.Random(seed).randbytes)
    return broken_by(seed, Walking(), make=pcs(folder, blank))


def test_every_mutant_is_noticed_somewhere() -> None:
    assert PINNED.keys() | PROVED_BY.keys() == MUTANTS.keys()


@pytest.mark.parametrize("mutant", PINNED)
def test_a_mutant_breaks_its_promise(
    mutant: str, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed, promise = PINNED[mutant]
    MUTANTS[mutant](monkeypatch)
    assert promise in broken(seed, blank, tmp_path, monkeypatch)


@pytest.mark.parametrize("seed", sorted({seed for seed, _ in PINNED.values()}))
def test_the_whole_exchange_survives_the_same_history(
    seed: int, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken(seed, blank, tmp_path, monkeypatch) == set()


def acked(blank: Path, *files: tuple[Point, Point]) -> list[Point]:
    """What a PC says it holds of another one's log after these files, in this order."""
    store = Store(blank, KEY, StoppedClock(NOW))
    try:
        with store.connection(write=True) as connection:
            for order, (begin, end) in enumerate(files, 1):
                channels.hold(connection, PEER, begin, end, order)
            found = channels.acks_for(connection, PEER)
            connection.rollback()
    finally:
        store.close()
    return found


@pytest.mark.parametrize("blind", [False, True])
def test_a_file_counts_once_what_came_before_it_is_here(
    blind: bool, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if blind:
        MUTANTS["a file is acked although what came before it is missing"](monkeypatch)
    start = Point(0, channels.BEGINNING)
    assert (acked(blank, (FIRST, SECOND)) == []) is not blind
    assert set(acked(blank, (FIRST, SECOND), (start, FIRST))) == {FIRST, SECOND}
