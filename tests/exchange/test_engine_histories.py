"""The model's histories on real files: nothing is lost, all agree, whatever goes wrong.

``dev.py test`` takes new seeds each time and prints the first; ``HISTORIES_FROM`` gives the same ones
again, and a seed that fails is named. As many are played as fit into ``ENGINE_SECONDS`` in each of two
lanes, and never fewer than a handful: how quick the PC is decides how many are looked at, and nothing
else. ``dev.py histories`` looks much longer: ``ENGINE_HISTORIES`` is how many, each a test of its own.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from exchange.engine_devices import pcs, template
from versions.causality import Walking
from versions.histories import broken_by

HISTORIES = int(os.environ.get("ENGINE_HISTORIES", "0"))
SECONDS = float(os.environ.get("ENGINE_SECONDS", "60"))
FIRST = int(os.environ.get("HISTORIES_FROM", "1"))
LANES = 0 if HISTORIES else 2
FEWEST = 5
BROKE_ONCE = (
    57318042,  # a copy is put back, then the clock set right: it claimed to know what was lost
    73240115,  # the checker took the latest write for the shown one: two saves beside a later one
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


@pytest.mark.parametrize("seed", [*BROKE_ONCE, *range(FIRST, FIRST + HISTORIES)])
def test_no_word_is_lost_between_real_files(seed: int, blank: Path, tmp_path: Path) -> None:
    assert broken_by(seed, Walking(), make=pcs(tmp_path, blank)) == set()


def seeds_in_time(lane: int, seconds: float) -> Iterator[int]:
    """The seeds of a lane, one after the other, until the time is up; a few in any case."""
    end = time.monotonic() + seconds
    for played in count():
        if played >= FEWEST and time.monotonic() > end:
            return
        yield FIRST + lane + played * LANES


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lane", range(LANES))
def test_no_word_is_lost_in_as_many_histories_as_there_is_time_for(
    lane: int, blank: Path, tmp_path: Path
) -> None:
    for seed in seeds_in_time(lane, SECONDS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        broken = broken_by(seed, Walking(), make=pcs(folder, blank))
        assert not broken, f"HISTORIES_FROM={seed} ENGINE_HISTORIES=1: {sorted(broken)}"
        shutil.rmtree(folder)


@pytest.mark.skipif(not LANES, reason="each history is a test of its own")
def test_a_lane_plays_a_few_histories_even_without_time_and_no_seed_twice() -> None:
    played = [[*seeds_in_time(lane, seconds=-1)] for lane in range(LANES)]
    assert [len(one) for one in played] == [FEWEST, FEWEST]
    assert {seed for one in played for seed in one} == {*range(FIRST, FIRST + 2 * FEWEST)}
