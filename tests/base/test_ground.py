"""Ids, the clock, files written whole, marked words."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from desktop.base import clock, paths
from desktop.base.i18n import tr
from desktop.base.ids import new_id
from desktop.base.resources import resource

FIRST, LAST = dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001 -- hypothesis adds it
moments = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))


@hypothesis.given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_7_that_carries_its_time(ms: int, bits: bytes) -> None:
    made = new_id(ms, lambda count: bits[:count])
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == ms


def test_ids_sort_by_the_time_of_their_birth() -> None:
    made = [new_id(ms) for ms in range(1000, 1100)]
    assert made == sorted(made)
    assert len({new_id(5) for _ in range(1000)}) == 1000


@hypothesis.given(moments)
def test_milliseconds_and_moments_are_each_others_way_back(moment: dt.datetime) -> None:
    ms = clock.milliseconds(moment)
    back = clock.moment(ms)
    assert clock.milliseconds(back) == ms
    assert dt.timedelta(0) <= moment - back < dt.timedelta(milliseconds=1)


def test_a_day_begins_when_it_does_in_vietnam() -> None:
    stopped = clock.StoppedClock(dt.datetime(2026, 11, 20, 16, 59, tzinfo=dt.UTC))
    assert clock.today(stopped) == dt.date(2026, 11, 20)
    stopped.forward(minutes=1)
    assert clock.today(stopped) == dt.date(2026, 11, 21)
    assert clock.SystemClock().now().tzinfo is not None


@hypothesis.given(st.lists(st.binary(max_size=100), min_size=1, max_size=4))
def test_a_file_is_written_whole(tmp_path: Path, contents: list[bytes]) -> None:
    path = tmp_path / "keys.json"
    for content in contents:
        paths.write_whole(path, content)
        assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    paths.write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        paths.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for name in ("a.pdf", "a (2).pdf", "a (3).pdf"):
        free = paths.free_name(tmp_path / "a.pdf")
        assert free.name == name
        free.touch()


def test_words_are_vietnamese_unless_a_catalogue_says_otherwise() -> None:
    assert tr("Hồ sơ") == "Hồ sơ"
    assert tr("") == ""


def test_what_ships_is_found() -> None:
    for name in itertools.chain(["units/units.tsv"], ["codes/lists.json"]):
        assert resource(name).is_file()
