"""The frozen program looks after its own files: sizes in every start, contents when asked to."""

from __future__ import annotations

from pathlib import Path

import pytest

from freezing.bundle import write_list
from freezing.start_soxa import LIST, spoilt_files

NAMES = (
    "soxa.exe",
    "_internal/Qt6Core.dll",
    "_internal/desktop/env.py",
    "_internal/resources/a.tsv",
)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder as a build leaves it."""
    home = tmp_path / "Chương trình của xã"
    for name in NAMES:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(name.encode())
    write_list(home)
    return home


def spoilt(program: Path, *, thorough: bool) -> list[str]:
    return spoilt_files(program, program / "_internal" / LIST, thorough=thorough)


@pytest.mark.parametrize("thorough", [True, False])
def test_what_was_built_is_whole(program: Path, thorough: bool) -> None:
    assert spoilt(program, thorough=thorough) == []


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_gone_is_named(program: Path, name: str, thorough: bool) -> None:
    (program / name).unlink()
    assert spoilt(program, thorough=thorough) == [name]


@pytest.mark.parametrize("thorough", [True, False])
def test_files_of_a_folder_that_is_gone_are_named(program: Path, thorough: bool) -> None:
    (program / NAMES[2]).unlink()
    (program / NAMES[2]).parent.rmdir()
    assert spoilt(program, thorough=thorough) == [NAMES[2]]


@pytest.mark.parametrize("thorough", [True, False])
def test_a_folder_in_the_place_of_a_file_is_not_the_file(program: Path, thorough: bool) -> None:
    (program / NAMES[3]).unlink()
    (program / NAMES[3]).mkdir()
    assert spoilt(program, thorough=thorough) == [NAMES[3]]


@pytest.mark.parametrize("thorough", [True, False])
def test_a_file_that_was_cut_is_named(program: Path, thorough: bool) -> None:
    (program / NAMES[3]).write_bytes(b"id\n")
    assert spoilt(program, thorough=thorough) == [NAMES[3]]


def test_another_content_of_the_same_size_is_seen_only_by_reading(program: Path) -> None:
    (program / NAMES[2]).write_bytes(NAMES[2].upper().encode())
    assert spoilt(program, thorough=False) == []
    assert spoilt(program, thorough=True) == [NAMES[2]]


def test_qt_may_be_another_build_but_the_installer_asks_for_what_it_brought(program: Path) -> None:
    (program / NAMES[1]).write_bytes(b"a build of one's own")
    assert spoilt(program, thorough=False) == []
    assert spoilt(program, thorough=True) == [NAMES[1]]


def test_a_link_is_as_large_as_what_it_leads_to(program: Path) -> None:
    other = program / "_internal" / "Qt6Core-1.dll"
    (program / NAMES[3]).rename(other)
    (program / NAMES[3]).symlink_to(other)
    assert spoilt(program, thorough=False) == []
    other.unlink()
    assert spoilt(program, thorough=False) == [NAMES[3]]
