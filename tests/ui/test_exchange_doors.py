"""Packages on their way to the page: opened by a double click, found on sticks, told in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import makers
from clerk import end_program
from desktop.app import Program
from desktop.operations.package_files import find_packages, packages_in
from desktop.operations.sending import send
from desktop.ui import main_window
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.exchange_words import kind_counts, numbers_text, size_text
from desktop.ui.jobs import Jobs
from desktop.ui.package_door import PackageDoor
from desktop.ui.package_watch import PackageWatch
from exchange.enrolled import PASSWORD, Offices, enrolled_offices, offices
from inline import Inline, settle

__all__ = ["enrolled_offices", "offices"]


def silent(_done: int, _total: int) -> None:
    """Hear of folders."""


@pytest.fixture
def file(offices: Offices, tmp_path: Path) -> Path:
    makers.person(offices["a"], "Người Gửi")
    return send(offices["a"], offices.scope("tinh"), tmp_path).path


@pytest.fixture
def program(qapp: QApplication, offices: Offices, file: Path, tmp_path: Path) -> Iterator[Program]:
    """The program of the province, started by a double click on a file."""
    offices["tinh"]
    offices.close()
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(offices.folder / "tinh"))
    made = Program(qapp, settings, offices.clock, Jobs(executor=Inline()))
    made.packages = PackageDoor([str(file)])
    yield made
    end_program(made)


def sign_in(qtbot: QtBot, program: Program) -> None:
    program.start()
    program.sign_in.user.clear()
    qtbot.keyClicks(program.sign_in.user, "lan")
    qtbot.keyClicks(program.sign_in.password, PASSWORD)
    qtbot.keyClick(program.sign_in.password, Qt.Key.Key_Return)
    settle()


def test_a_double_click_shows_the_file_once_somebody_has_signed_in(
    qtbot: QtBot, program: Program, file: Path
) -> None:
    sign_in(qtbot, program)
    assert program.window is not None
    page = program.window.page()
    assert isinstance(page, ExchangePage)
    assert page.receive.stack.currentWidget() is page.receive.one
    assert page.receive.one.strip.title.text() == "Tệp từ Xã Tiên Phước · số 1"
    page.receive.one.take.click()
    settle()
    assert page.receive.report.title.text().startswith("Đã nhận")


def test_who_may_not_receive_is_told_and_sees_the_usual_page(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(main_window, "show_error", lambda _w, error: told.append(error.message))
    monkeypatch.setattr("desktop.operations.office.User.may", lambda *_: False)
    sign_in(qtbot, program)
    assert "không được nhận dữ liệu" in told[0]


def test_a_file_is_opened_only_once(qtbot: QtBot, program: Program) -> None:
    sign_in(qtbot, program)
    assert program.window is not None
    page = program.window.page()
    assert isinstance(page, ExchangePage)
    page.receive.go_to_start()
    program.packages.open_in(program.window)
    settle()
    assert page.receive.stack.currentWidget() is page.receive.start


# -- on sticks --------------------------------------------------------------------------------


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"12345")
    return path


def test_packages_are_found_by_their_names_and_not_too_deep(tmp_path: Path) -> None:
    near = written(tmp_path / "GOI_20854_100048_20261121_0002.goi")
    below = written(tmp_path / "tháng 11" / "xã" / "GOI_20242_100048_20261121_0001.GOI")
    written(tmp_path / "a" / "b" / "c" / "d" / "GOI_20242_100048_20261121_0009.goi")
    written(tmp_path / "thư.goi")
    written(tmp_path / "GOI_20854_100048_20261121_0003.goi.part")
    found = find_packages([tmp_path], silent)
    assert [(one.path, one.sender, one.to, one.number, one.size) for one in found] == [
        (below, 20242, 100048, 1, 5),
        (near, 20854, 100048, 2, 5),
    ]


def test_a_drive_that_is_gone_is_passed_by(tmp_path: Path) -> None:
    assert find_packages([tmp_path / "đã rút"], silent) == []


def test_a_folder_stands_for_its_packages_and_none_comes_twice(tmp_path: Path) -> None:
    one = written(tmp_path / "x" / "thư.goi")
    other = written(tmp_path / "y.goi")
    written(tmp_path / "x" / "thư.txt")
    assert packages_in([other, tmp_path]) == [other, one]


def test_a_folder_that_was_named_is_looked_through_whatever_its_depth_and_its_files(
    tmp_path: Path,
) -> None:
    deep = tmp_path / "2026" / "11" / "21" / "xã" / "gửi" / "lần 2"
    every = [written(deep / f"GOI_{at:05d}_100048_20261121_0001.goi") for at in range(1, 2501)]
    short = written(tmp_path / "GOI_20~1.GOI")
    assert packages_in([tmp_path]) == [short, *every]
    assert len(find_packages([deep], silent)) == 2500


def test_traces_and_bins_of_a_system_are_no_packages_unless_they_are_named(tmp_path: Path) -> None:
    trace = written(tmp_path / "._GOI_20854_100048_20261121_0002.goi")
    for bin_of in (".Trash-1000", "$RECYCLE.BIN"):
        written(tmp_path / bin_of / "GOI_20854_100048_20261121_0002.goi")
    assert packages_in([tmp_path]) == []
    assert packages_in([trace]) == [trace]


def test_a_folder_that_can_not_be_opened_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, file = tmp_path / "khóa", written(tmp_path / "a.goi")
    written(closed / "b.goi")
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert packages_in([tmp_path]) == [file, closed]


def test_a_ring_of_folders_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "xã" / "a.goi")
    try:
        (tmp_path / "xã" / "vòng").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links may not be made here")
    real = os.walk

    def following(top: Path, **told: Any) -> object:
        return real(top, followlinks=True, **told)

    monkeypatch.setattr(os, "walk", following)
    assert packages_in([tmp_path]) == [file]


def test_a_look_tells_of_drives_and_what_lies_on_them(qtbot: QtBot, tmp_path: Path) -> None:
    file = written(tmp_path / "GOI_20854_100048_20261121_0002.goi")
    watch = PackageWatch(jobs=Jobs(executor=Inline()), drives=lambda: [tmp_path])
    with qtbot.waitSignals([watch.looked, watch.looked]):
        watch.look()
    settle()
    (drive,) = watch.found.drives
    assert (drive.root, drive.name) == (tmp_path, tmp_path.name)
    assert drive.free is not None
    assert [one.path for one in watch.found.packages] == [file]
    assert not watch.looking


# -- in words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((), ""), ((3,), "3"), ((1, 2, 3, 5), "1–3, 5"), ((9, 7), "7, 9"), ((1, 2), "1–2")],
)
def test_numbers_of_files_are_drawn_together(numbers: tuple[int, ...], words: str) -> None:
    assert numbers_text(numbers) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kB"), (12_840, "13 kB"), (2_500_000, "2,5 MB"), (14_200_000_000, "14,2 GB")],
)
def test_sizes_read_as_in_a_file_manager(size: int, words: str) -> None:
    assert size_text(size) == words


def test_many_kinds_are_cut_short_and_the_others_are_told_behind() -> None:
    counts = dict(enumerate(range(20, 26), start=4))
    shown, more = kind_counts(counts, 3)
    assert len(shown) == 3
    assert len(more.splitlines()) == 3
    every, nothing = kind_counts(counts, 5)
    assert (len(every), nothing) == (6, "")
