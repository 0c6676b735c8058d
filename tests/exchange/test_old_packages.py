"""A package that an earlier version wrote is taken in today, by the office it was written for.

packaging/making/old_package.py keeps one of each version before it is released.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.clock import StoppedClock
from desktop.operations import lists
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sample import USER
from desktop.store import check
from desktop.store.folder import PARTS
from store.test_old_files import LATER

OLD_PACKAGES = Path(__file__).parents[1] / "old_packages"
VERSIONS = sorted(path.name for path in OLD_PACKAGES.iterdir() if path.is_dir())
PACKAGE, PASSWORD = "GOI.goi", "mat-khau.txt"


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest) -> Path:
    """The folder of one version."""
    return OLD_PACKAGES / request.param


@pytest.fixture
def receiver(kept: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of the province for which the package of a version was written."""
    folder = tmp_path / "Tỉnh cũ"
    folder.mkdir()
    for name in PARTS:
        shutil.copyfile(kept / name, folder / name)
    password = (kept / PASSWORD).read_text(encoding="utf-8").strip()
    office = open_office(folder, USER, password, StoppedClock(LATER))
    yield office
    office.close()


def test_an_old_package_is_taken_in_whole(receiver: Office, kept: Path) -> None:
    receipt = receive(receiver, kept / PACKAGE)

    assert receipt.tally.set_aside == []
    assert receipt.tally.new.total() == 2
    assert receipt.tally.same.total() > 1000
    assert receipt.tally.disputed.total() == 1
    assert {hit.title for hit in lists.quick_search(receiver, "mau cu")} == {
        "Phan Thị Mẫu Cũ",
        "Phan Văn Mẫu Cũ",
    }
    assert check.check(receiver.store) == []
    assert receive(receiver, kept / PACKAGE).again


def test_an_old_package_is_taken_back(receiver: Office, kept: Path) -> None:
    receive(receiver, kept / PACKAGE)
    done = take_import_back(receiver)

    assert (done.gone.total(), done.restored.total()) == (2, 1)
    assert check.check(receiver.store) == []
    assert lists.quick_search(receiver, "mau cu") == []


def test_a_kept_package_is_small_and_complete() -> None:
    assert VERSIONS
    for version in VERSIONS:
        files = {path.name: path.stat().st_size for path in (OLD_PACKAGES / version).iterdir()}
        assert set(files) == {*PARTS, PASSWORD, PACKAGE}
        assert sum(files.values()) < 3_000_000
