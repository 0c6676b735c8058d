"""The two sample offices, made once in a run of the tests; a test that changes one works in a copy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.operations.sample import Sample, Size, make_sample
from desktop.store.keys import Cost

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=VIETNAM)
PASSWORD = "Thu-nghiem-9"
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)


def sample_at(
    folder: Path, size: Size, people: int | None = None, now: dt.datetime = NOW
) -> Sample:
    """A sample office of a moment, whose password is quickly tried."""
    return make_sample(folder, size, PASSWORD, people, StoppedClock(now), cost=CHEAP)


@pytest.fixture(scope="session")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample commune, to be read only."""
    return sample_at(tmp_path_factory.mktemp("sample") / "xa", "commune")


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample province, to be read only."""
    return sample_at(tmp_path_factory.mktemp("sample") / "tinh", "province")
