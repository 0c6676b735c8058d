"""Packages that an earlier version wrote are taken in today, by the offices they were written for.

packaging/making/old_package.py keeps those of each version before it is released.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from desktop.base.clock import StoppedClock
from desktop.operations import lists
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.naming import names
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sample import USER
from desktop.store import check
from desktop.store.folder import PARTS
from store.test_old_files import LATER

OLD_PACKAGES = Path(__file__).parents[1] / "old_packages"
VERSIONS = sorted(path.name for path in OLD_PACKAGES.iterdir() if path.is_dir())
PACKAGE, FOR_ALL, PASSWORD = "GOI.goi", "CHUNG.goi", "mat-khau.txt"
PROVINCE, COMMUNE = "tinh", "xa-1"
Opened = Callable[[str], Office]


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest) -> Path:
    """The folder of one version."""
    return OLD_PACKAGES / request.param


@pytest.fixture
def opened(kept: Path, tmp_path: Path) -> Iterator[Opened]:
    """Opens a copy of an office of that version."""
    password = (kept / PASSWORD).read_text(encoding="utf-8").strip()
    with ExitStack() as offices:

        def open_copy(name: str) -> Office:
            folder = Path(shutil.copytree(kept / name, tmp_path / f"{name} cũ"))
            office = open_office(folder, USER, password, StoppedClock(LATER))
            return offices.enter_context(closing(office))

        yield open_copy


@pytest.fixture
def receiver(opened: Opened) -> Office:
    """The province for which the package of a version was written."""
    return opened(PROVINCE)


def test_an_old_package_is_taken_in_whole(receiver: Office, kept: Path) -> None:
    receipt = receive(receiver, kept / PACKAGE)

    assert receipt.tally.set_aside == []
    assert receipt.tally.new.total() == 2
    assert receipt.tally.same.total() > 1000
    assert receipt.tally.joined.total() == 1
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


def test_an_old_file_for_everybody_is_taken_in_and_back(opened: Opened, kept: Path) -> None:
    commune = opened(COMMUNE)
    before = first_name(commune)
    receipt = receive(commune, kept / FOR_ALL)

    assert receipt.identity.for_all
    assert (receipt.tally.set_aside, receipt.tally.changed) == ([], 1)
    assert first_name(commune) == "Hồ sơ mẫu cũ" != before
    assert check.check(commune.store) == []
    assert receive(commune, kept / FOR_ALL).again

    take_import_back(commune)
    assert first_name(commune) == before
    assert check.check(commune.store) == []


def first_name(office: Office) -> str:
    """What the first item of the list is called that the province changed."""
    with office.reading() as session:
        return next(iter(names(office, session).codes("L22")))[1]


def test_what_is_kept_is_small_and_complete() -> None:
    assert VERSIONS
    for version in VERSIONS:
        there = [path for path in (OLD_PACKAGES / version).rglob("*") if path.is_file()]
        told = {path.relative_to(OLD_PACKAGES / version).as_posix() for path in there}
        parts = {f"{office}/{part}" for office in (PROVINCE, COMMUNE) for part in PARTS}
        assert told == {*parts, PASSWORD, PACKAGE, FOR_ALL}
        assert sum(path.stat().st_size for path in there) < 5_000_000
