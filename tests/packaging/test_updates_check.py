"""The part of the check that makes releases of its own: what it signs, what it leaves behind."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from desktop.operations.updates import find_updates
from desktop.store.announcements import NotGenuine

from checking.deeds import DeedFailed
from checking.screen import Area, Picture
from checking.updates import FORGED, NEWER, Publisher, believed, trusting
from freezing import release
from freezing.bundle import version, write_list
from freezing.start_soxa import LIST, spoilt_files


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    file = tmp_path / "SoXa-setup.exe"
    file.write_bytes(b"MZ" * 5000)
    return file


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder as a build without a key leaves it."""
    home = tmp_path / "chương trình"
    (home / "_internal" / "resources").mkdir(parents=True)
    (home / "_internal" / "resources" / "release.pub").write_bytes(b"")
    (home / "soxa.exe").write_bytes(b"MZ")
    write_list(home)
    return home


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoilt(program: Path) -> list[str]:
    return spoilt_files(program, program / "_internal" / LIST, thorough=True)


def test_a_program_is_whole_with_another_key_and_as_before_afterwards(program: Path) -> None:
    before = everything(program)
    with trusting(program, Publisher().public):
        assert (program / "_internal/resources/release.pub").stat().st_size == 32
        assert spoilt(program) == []
        assert everything(program) != before
    assert everything(program) == before


def test_a_deed_that_breaks_leaves_no_key_behind(program: Path) -> None:
    before = everything(program)
    with pytest.raises(KeyError), trusting(program, Publisher().public):
        raise KeyError
    assert everything(program) == before


def test_a_program_that_does_not_list_its_key_is_not_touched(program: Path) -> None:
    (program / "_internal" / LIST).write_text("", encoding="utf-8")
    with pytest.raises(DeedFailed, match=r"release\.pub"), trusting(program, b"k" * 32):
        pass
    assert (program / "_internal/resources/release.pub").read_bytes() == b""


def test_a_program_offers_what_the_check_signs_and_not_what_a_stranger_does(
    tmp_path: Path, setup: Path
) -> None:
    ours, inbox = Publisher(), tmp_path / "inbox"
    copy = ours.publish(inbox, NEWER, setup)
    Publisher().publish(inbox, FORGED, setup)
    found = find_updates([inbox], ours.public, version())
    assert [one.announced.version for one in found.updates] == [NEWER]
    assert found.updates[0].setup == copy
    assert [one.path.name for one in found.refused] == [f"SoXa-{FORGED}.banmoi"]
    assert found.refused[0].forged


def test_the_announcement_of_a_release_is_compared_with_the_key_inside(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "khoa.pem"
    public = release.make_key(key)
    monkeypatch.setenv(release.KEY, str(key))
    setup = tmp_path / f"SoXa-setup-{version()}.exe"
    setup.write_bytes(b"MZ" * 5000)
    (told,) = release.announce(setup, version())
    with trusting(program, public):
        assert believed(told, program, setup) == told.name
        setup.write_bytes(b"MZ" * 4999 + b"M?")
        with pytest.raises(DeedFailed, match="bộ cài khác"):
            believed(told, program, setup)
    with trusting(program, Publisher().public), pytest.raises(NotGenuine):
        believed(told, program, setup)


# -- reading a screen ------------------------------------------------------------------


def test_lines_of_dark_letters_are_counted_within_an_area() -> None:
    width, height = 100, 60
    letters = {10, 11, 12, 30, 31, 50}
    pixels = [
        0x17212B if y in letters and 40 <= x < 90 and x % 5 == 0 else 0xFFFFFF
        for y in range(height)
        for x in range(width)
    ]
    whole = Picture(width, height, struct.pack(f"<{len(pixels)}I", *pixels))

    assert whole.lines() == 3
    assert whole.part(Area(20, 5, 60, 40)).lines() == 2
    assert whole.part(Area(0, 0, 40, 60)).lines() == 0


def test_a_banner_is_known_by_its_ground() -> None:
    pixels = [0xE6F4F2] * 4000 + [0xFFFFFF] * 3000
    shown = Picture(100, 70, struct.pack("<7000I", *pixels))

    assert shown.shows("#E6F4F2", 3900)
    assert not shown.shows("#E6F4F2", 4200)
    assert not shown.shows("#FDECEA", 1)


def test_red_letters_are_told_from_dark_ones_and_from_the_ground_of_a_warning() -> None:
    reds = [0xB42318, 0xD07A70, 0xE8B4AE] * 300
    ground = [0xFDECEA] * (7000 - len(reds) - 1000)
    shown = Picture(100, 70, struct.pack("<7000I", *reds, *[0x17212B] * 1000, *ground))

    assert shown.is_red(500)
    assert not shown.is_red(700)
