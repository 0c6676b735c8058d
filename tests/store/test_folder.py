"""One office, one folder, one program at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import FolderInUse
from desktop.operations.office import Office, open_office
from desktop.store.folder import FolderLock, is_office

TOP = Path(__file__).parents[2]
HOLD = """
import sys, pathlib
from desktop.base.errors import FolderInUse
from desktop.store.folder import FolderLock
try:
    lock = FolderLock(pathlib.Path(sys.argv[1]))
except FolderInUse as error:
    sys.stdout.buffer.write(error.message.encode())
    raise SystemExit(2)
print("held", flush=True)
sys.stdin.readline()
"""


def another_program(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_second_program_is_refused_in_a_sentence(office: Office) -> None:
    with another_program(office.folder) as second:
        told, _ = second.communicate()
    assert second.returncode == 2
    assert "đang mở ở một cửa sổ Sổ Xã khác" in told.decode()
    assert "Chưa có gì thay đổi" in told.decode()


def test_a_folder_held_by_another_program_opens_when_that_has_ended(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    with another_program(folder) as first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline().strip() == b"held"
        with pytest.raises(FolderInUse):
            open_office(folder, blank_office.user, blank_office.password, clock)
        first.kill()
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    office.close()


def test_a_second_window_of_the_same_program_is_refused(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> None:
    with pytest.raises(FolderInUse):
        open_office(office.folder, blank_office.user, blank_office.password, clock)


def test_one_thread_may_open_and_another_close(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    opened: list[Office] = []
    worker = threading.Thread(
        target=lambda: opened.append(
            open_office(folder, blank_office.user, blank_office.password, clock)
        )
    )
    worker.start()
    worker.join()
    opened[0].close()
    FolderLock(folder).release()


def test_what_lies_in_a_folder_is_recognised(folder: Path, tmp_path: Path) -> None:
    assert is_office(folder)
    assert not is_office(tmp_path)
    (folder / "keys.json").unlink()
    assert is_office(folder), "an office without keys must not be written over"
    (folder / "office.db").unlink()
    assert is_office(folder), "nor attachments whose records are lost"


def test_to_close_twice_is_no_harm(blank_office: Blank, folder: Path, clock: StoppedClock) -> None:
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    office.close()
    office.close()
