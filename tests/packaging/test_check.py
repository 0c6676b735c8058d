"""packaging/check.py hears what a program must not say, sees whether a window stands, and counts."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

import check
from checking.console import Console
from checking.deeds import DeedFailed, Deeds, NotTried, Outcome, require, told, trouble_in
from checking.linux import compared
from checking.screen import Picture, read_xwd


def picture(pixels: Iterable[int], width: int = 100, height: int = 70) -> Picture:
    """A picture of these colours, repeated until it is full."""
    row = list(pixels)
    whole = (row * (width * height // len(row) + 1))[: width * height]
    return Picture(width, height, struct.pack(f"<{width * height}I", *whole))


BLACK = picture([0])
LETTERS = picture(range(0xF00000, 0xF00065))


# -- what was written ------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Traceback (most recent call last):",
        "qt.qpa.plugin: Could not load the Qt platform plugin",
        "QObject::connect: No such signal",
        "QFont::setPointSize: Point size <= 0 (-1), must be greater than 0",
        "QPainter::begin(): Paint device returned engine == 0",
        "ModuleNotFoundError: No module named 'desktop.ui.home'",
        "DeprecationWarning: old",
        "[PYI-4242:ERROR] Failed to execute script 'start_soxa'",
        "Chương trình gặp lỗi của chính nó (KeyError, lists.py:3). Việc đang làm dở…",
        "sqlalchemy: no such table: people",
    ],
)
def test_what_a_program_must_not_write_is_heard(line: str) -> None:
    assert trouble_in(f"Người được hỗ trợ\t60\n{line}\nCán bộ\t8\n") == line


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn Quý: Người được hỗ trợ",
        "Không thấy lỗi nào.",
        "Quyết định số 12: đã hết hạn",
        "Đã sao lưu, mở và đếm lại\tC:\\Dữ liệu\\SoXa-20261122",
    ],
)
def test_what_a_clerk_reads_is_no_trouble(line: str) -> None:
    assert trouble_in(line + "\n") == ""


# -- deeds -----------------------------------------------------------------------------


def fail() -> None:
    raise DeedFailed("bộ cài trả về 0, không phải 13")


def skip() -> None:
    raise NotTried("cần một PC")


def break_down() -> None:
    raise KeyError("keys.json")


def test_every_deed_is_judged_and_none_stops_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    deeds = Deeds()

    went = [
        deeds.do("cài", lambda: "vào C:"),
        deeds.do("gỡ", fail),
        deeds.do("người thứ hai", skip),
        deeds.do("mở", break_down),
    ]

    assert went == [True, False, False, False]
    assert [one.verdict for one in deeds.outcomes] == [
        "đạt",
        "KHÔNG ĐẠT",
        "không thử",
        "KHÔNG ĐẠT",
    ]
    assert [one.name for one in deeds.failed()] == ["gỡ", "mở"]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "KeyError" in lines[3]


def test_one_failed_deed_fails_the_check_and_one_left_out_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    deeds = Deeds()
    deeds.do("người thứ hai", skip)
    assert check.verdict("windows", deeds, 12) == 0
    deeds.do("gỡ", fail)

    assert check.verdict("windows", deeds, 12) == 1
    assert "KHÔNG ĐẠT: gỡ" in capsys.readouterr().out


def test_the_summary_holds_every_deed(tmp_path: Path) -> None:
    deeds = Deeds([Outcome("cài", 4.5, "đạt", ""), Outcome("gỡ", 2.0, "KHÔNG ĐẠT", "còn sót")])
    deeds.write(tmp_path / "sâu" / "check.json", "windows")

    kept = json.loads((tmp_path / "sâu" / "check.json").read_text(encoding="utf-8"))
    assert kept["passed"] is False
    assert kept["seconds"] == 6.5
    assert [one["said"] for one in kept["deeds"]] == ["", "còn sót"]


def test_a_deed_is_one_line_whatever_it_says() -> None:
    line = told(Outcome("gỡ", 2.04, "KHÔNG ĐẠT", "còn sót\n  hai tệp"))

    assert line == "     2.0 s ✗ gỡ: còn sót hai tệp"


def test_what_is_required_fails_with_its_sentence() -> None:
    require([1], "có")
    with pytest.raises(DeedFailed, match="trống"):
        require([], "trống")


# -- what stands on the screen ---------------------------------------------------------


def test_a_black_screen_and_an_empty_window_are_not_painted() -> None:
    assert not BLACK.is_painted()
    assert not picture([0xF4F5F7]).is_painted()
    assert LETTERS.is_painted()


def test_a_small_window_on_a_black_screen_is_not_yet_the_program() -> None:
    pixels = [0] * 6500 + [0xF00000 + at for at in range(500)]
    assert not picture(pixels).is_painted()


def test_a_blinking_caret_is_no_change_and_a_dialog_is() -> None:
    caret = bytearray(LETTERS.pixels)
    for row in range(20, 36):
        caret[(row * 100 + 40) * 4 : (row * 100 + 40) * 4 + 4] = b"\0\0\0\0"

    assert not LETTERS.differs(Picture(100, 70, bytes(caret)))
    assert LETTERS.differs(BLACK)


def test_a_picture_is_kept_as_others_read_it() -> None:
    image = Image.open(io.BytesIO(picture([0x0F766E, 0xFFFFFF], 4, 3).png()))

    assert image.size == (4, 3)
    assert image.getpixel((0, 0)) == (0x0F, 0x76, 0x6E)
    assert image.getpixel((1, 0)) == (255, 255, 255)


def test_the_screen_of_xvfb_is_read_without_what_stands_around_its_pixels() -> None:
    width, height, line = 3, 2, 16
    head = [0] * 25
    head[0], head[4], head[5], head[12], head[19] = 104, width, height, line, 2
    rows = [bytes([at] * 4 * width) + b"\xff" * (line - 4 * width) for at in (1, 2)]
    file = struct.pack(">25I", *head) + b"name" + bytes(2 * 12) + b"".join(rows)

    assert read_xwd(file) == Picture(width, height, bytes([1] * 12 + [2] * 12))


# -- measuring -------------------------------------------------------------------------


def test_the_ratio_is_that_of_the_medians() -> None:
    frozen = iter([9.0, 1.2, 1.2, 1.2, 1.2, 30.0])
    source = iter([9.0, 1.0, 1.0, 1.0, 1.0, 1.0])

    assert compared(lambda: next(frozen), lambda: next(source)) == "1.20 s / 1.00 s = 1.20"


def test_a_slow_program_gets_one_more_chance_and_then_fails() -> None:
    calls: list[str] = []

    def frozen() -> float:
        calls.append("frozen")
        return 2.0

    with pytest.raises(DeedFailed, match=r"2\.00, quá 1\.3"):
        compared(frozen, lambda: 1.0)
    assert len(calls) == 11


# -- the command line ------------------------------------------------------------------


@pytest.mark.parametrize("argv", [[], ["mac", "x"], ["linux", "x.deb"], ["windows", "a", "b", "c"]])
def test_a_wrong_command_line_is_told_how(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(argv) == 2
    assert "check linux [DEB PORTABLE_TAR]" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(["windows", str(tmp_path / "SoXa-setup.exe")]) == 2
    assert "SoXa-setup.exe" in capsys.readouterr().err


def test_the_console_check_works_in_a_folder_with_spaces_and_vietnamese_letters() -> None:
    assert Console.OFFICE.isascii() is False
    assert " " in Console.OFFICE
