"""An office that an earlier version wrote opens today, with everything that was in it.

packaging/making/old_office.py keeps one of each version before it is released.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.operations import lists, upkeep
from desktop.operations.office import Office, open_office
from desktop.operations.sample import USER
from desktop.store.folder import PARTS

OLD_FILES = Path(__file__).parents[1] / "old_files"
LATER = dt.datetime(2040, 1, 1, 9, 0, tzinfo=VIETNAM)
"""After every release that will be kept: what was written then is not of the future."""
VERSIONS = sorted(path.name for path in OLD_FILES.iterdir() if path.is_dir())


@pytest.fixture(params=VERSIONS)
def old_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """A copy of one kept office, opened with the password that lies beside it."""
    kept = OLD_FILES / request.param
    folder = tmp_path / "Dữ liệu cũ"
    folder.mkdir()
    for name in PARTS:
        shutil.copyfile(kept / name, folder / name)
    password = (kept / "mat-khau.txt").read_text(encoding="utf-8").strip()
    office = open_office(folder, USER, password, StoppedClock(LATER))
    yield office
    office.close()


def test_an_old_office_opens_sound(old_office: Office) -> None:
    assert upkeep.check_office(old_office) == []


def test_nothing_of_an_old_office_is_lost(old_office: Office) -> None:
    counts = upkeep.counts(old_office)

    assert counts["people"] == 60
    assert counts["case_files"] == 80
    assert counts["contacts"] == 387


def test_people_of_an_old_office_are_found_without_accents(old_office: Office) -> None:
    found = lists.quick_search(old_office, "nguyen van")

    assert any(hit.title.startswith("Nguyễn Văn") for hit in found)


def test_a_kept_office_is_small_and_complete() -> None:
    assert VERSIONS
    for version in VERSIONS:
        files = {path.name: path.stat().st_size for path in (OLD_FILES / version).iterdir()}
        assert set(files) == {*PARTS, "mat-khau.txt"}
        assert sum(files.values()) < 2_000_000
