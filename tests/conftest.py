"""What every test may ask for: an office made by the real operations, and a copy to work in."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import datetime as dt
import gc
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import shiboken6

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import Office, User, open_office
from desktop.rules.permissions import GRANTABLE
from desktop.store.folder import FolderLock
from desktop.store.keys import Cost
from desktop.ui.garbage import collect_what_is_due

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=VIETNAM)
TIEN_PHUOC = uuid.UUID("52af5e3a-5f0b-523a-adc1-90fae8ae1b24")
"""Xã Tiên Phước, code 20854: the commune that the examples of case numbers name."""

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
"""Argon2id at its least: what a guess costs is asked in one test, and must not slow down all."""

hypothesis.settings.register_profile(
    "usual",
    deadline=None,
    max_examples=30,
    print_blob=True,
    # Examples share the office of their test: each finds what the ones before it left.
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("usual"), max_examples=2000
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="write the kept files anew instead of comparing with them; read the diff after",
    )


@dataclass(frozen=True)
class Blank:
    """An office in which nothing was done yet, and what opens it."""

    folder: Path
    user: str
    password: str
    recovery_code: str


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the program keep what it may make again in the tests' own folder, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _collect_between_tests() -> Iterator[None]:
    """Free no forgotten window while Qt is at work, as the program does not either."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _clear_screen() -> Iterator[None]:
    """Close what a test of windows left open: a forgotten dialog would keep keys from the next."""
    yield
    collect_what_is_due()
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = None if widgets is None else widgets.QApplication.instance()
    if app is None:
        return
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    for window in app.topLevelWidgets():
        if shiboken6.isValid(window) and window.isVisible():
            window.hide()
    if app.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        # Qt believes that Ctrl is held until a key without it comes: a row would be added then to
        # those that are chosen, in the next test.
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)
    app.processEvents()


@pytest.fixture
def clock() -> StoppedClock:
    """21/11/2026, 9 o'clock in Việt Nam, until a test moves it."""
    return StoppedClock(NOW)


@pytest.fixture(scope="session")
def blank_office(tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """An empty office of Xã Tiên Phước, made once (per worker: it takes under a second)."""
    folder = tmp_path_factory.mktemp("blank") / "office"
    told = NewOffice(
        unit_id=TIEN_PHUOC,
        agency={
            "parent_name": "UBND thành phố Đà Nẵng",
            "name": "Ủy ban nhân dân xã Tiên Phước",
            "abbreviation": "UBND",
            "place_name": "Tiên Phước",
        },
        user="lan",
        full_name="Nguyễn Thị Lan",
        password="Hoa-mai-2026",
    )
    made = create_office(folder, told, StoppedClock(NOW), CHEAP)
    made.office.close()
    return Blank(folder, told.user, told.password, made.recovery_code)


@pytest.fixture
def folder(blank_office: Blank, tmp_path: Path) -> Path:
    """A copy of the blank office to do anything to."""
    return Path(shutil.copytree(blank_office.folder, tmp_path / "office"))


@pytest.fixture
def office(blank_office: Blank, folder: Path, clock: StoppedClock) -> Iterator[Office]:
    """The copy, open, with a clerk (cán bộ phụ trách) signed in and the clock stopped."""
    opened = open_office(folder, blank_office.user, blank_office.password, clock)
    yield opened
    opened.close()


@pytest.fixture
def open_as(office: Office) -> Callable[..., Office]:
    """The same open office in the hands of somebody of another role."""

    lock = FolderLock.__new__(FolderLock)  # the folder is held by the first; nobody closes this one

    def seen_by(role: str, **told: Any) -> Office:
        every = frozenset(int(c) for one in role.split(",") for c in GRANTABLE[one])
        compartments = told.pop("compartments", every)
        name = told.pop("name", role.lower())
        user = User(name, "Trần Văn Khác", role, compartments=compartments, **told)
        return Office(office.folder, office.store, office.files, user, office.clock, lock)

    return seen_by


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    """Whether kept files are to be written anew."""
    return bool(request.config.getoption("--write-golden"))
