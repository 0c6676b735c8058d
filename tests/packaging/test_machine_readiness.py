"""packaging/machine.py finds a fitting Python, tells what is missing, and rebuilds when it must."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import machine

PRESENT = machine.SystemPart("libc6", "libc.so.6", "always", "C")
ABSENT = machine.SystemPart("libso-xa0", "libkhong-co-o-dau.so.9", "always", "thử")
ABSENT_WINDOW = ABSENT._replace(package="libcua-so0", when="window")

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="thư viện của Linux")


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own with an empty apt.txt, on a PC where nothing may be installed."""
    monkeypatch.setattr(machine, "PACKAGING", tmp_path)
    monkeypatch.setattr(machine, "_may_install", lambda: False)
    (tmp_path / "apt.txt").write_text("# nothing\n", encoding="utf-8")
    return tmp_path


def write_parts(folder: Path, *parts: machine.SystemPart) -> None:
    lines = ["   ".join(part) for part in parts]
    (folder / "apt.txt").write_text("# why\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


def test_every_line_of_apt_txt_says_when_and_what_for() -> None:
    parts = machine.system_parts()

    assert len({part.package for part in parts}) == len(parts) > 20
    assert {part.when for part in parts} == {"always", "window", "build"}
    assert all(part.purpose for part in parts)
    assert all(part.shown_by.startswith("/") or ".so." in part.shown_by for part in parts)


@on_linux
def test_what_only_builders_need_is_asked_of_builders_only(listed: Path) -> None:
    write_parts(listed, PRESENT, ABSENT._replace(package="nsis", when="build"))

    machine.need_system_parts(window=True)

    assert machine.missing_parts() == []
    with pytest.raises(machine.CannotGoOn, match="nsis"):
        machine.need_system_parts(window=False, build=True)


@on_linux
def test_only_what_does_not_load_is_missing(listed: Path) -> None:
    write_parts(listed, PRESENT, ABSENT)

    assert machine.missing_parts() == [ABSENT]


@on_linux
def test_a_missing_library_stops_with_its_name_and_its_package(listed: Path) -> None:
    write_parts(listed, PRESENT, ABSENT)

    with pytest.raises(machine.CannotGoOn) as told:
        machine.need_system_parts(window=False)

    assert "libkhong-co-o-dau.so.9" in str(told.value)
    assert "libso-xa0" in str(told.value)
    assert "libc6" not in str(told.value)


@on_linux
def test_what_only_windows_need_is_told_but_does_not_stop_the_tests(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_parts(listed, ABSENT_WINDOW)

    machine.need_system_parts(window=False)

    assert "libcua-so0" in capsys.readouterr().err
    with pytest.raises(machine.CannotGoOn):
        machine.need_system_parts(window=True)


@on_linux
def test_a_complete_pc_hears_nothing(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_parts(listed, PRESENT)

    machine.need_system_parts(window=True)

    assert capsys.readouterr() == ("", "")


def test_the_running_python_is_taken_if_it_fits() -> None:
    assert machine.fitting_python() == sys.executable


@pytest.fixture
def too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty PATH, seen from a Python that the program can't use."""
    monkeypatch.setattr(machine.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(machine.sys, "version", "3.9.2 (main)")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def write_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@on_linux
def test_a_launcher_that_starts_nothing_is_passed_over(too_old: Path) -> None:
    write_program(too_old / "python3.13", "echo 'command not found' >&2; exit 127")
    write_program(too_old / "python3.12", "echo 3.12")
    write_program(too_old / "python3.11", "echo 3.11")

    assert machine.fitting_python() == str(too_old / "python3.12")


@on_linux
def test_without_a_fitting_python_the_sentence_says_what_to_install(too_old: Path) -> None:
    write_program(too_old / "python3.11", "echo 2.7")

    with pytest.raises(machine.CannotGoOn, match=r"3\.9\.2.*\n.*apt-get install.*python3\.11-venv"):
        machine.fitting_python()


def test_another_list_means_another_environment(listed: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    home.mkdir()
    (listed / "requirements.lock").write_text("one==1\n", encoding="utf-8")
    assert not machine._is_made(home, "requirements.lock")

    key = machine._key(home, "requirements.lock")
    (home / "made-from").write_text(key, encoding="utf-8")
    assert machine._is_made(home, "requirements.lock")

    (listed / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    assert not machine._is_made(home, "requirements.lock")


@pytest.mark.parametrize("name", ["requirements.lock", "units.lock", "lock.lock"])
def test_a_locked_list_pins_every_package_with_hashes_and_names_no_server(name: str) -> None:
    text = (machine.PACKAGING / name).read_text(encoding="utf-8")
    entries = re.findall(
        r"^[a-z0-9-]+==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )

    assert len(entries) == len(re.findall(r"^[^#\s]", text, re.MULTILINE)) > 0
    assert "://" not in text


def test_the_locked_list_holds_what_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads((machine.TOP / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    text = (machine.PACKAGING / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split(" ")[0] for line in text.splitlines() if line[:1].isalnum()}

    assert {name.lower().replace("_", "-") for name in asked} <= locked
