"""``soxa keys``: a province and a commune with nothing but consoles and files between them."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.cli.main import main
from desktop.operations.office import open_office
from three_offices import PASSWORD, TIEN_PHUOC_SCOPE, Offices, founded_offices, offices

__all__ = ["founded_offices", "offices"]

Capture = pytest.CaptureFixture[str]
NEW = "Hoa-dao-2027"


class Console:
    """Runs ``soxa keys`` for one office after the other."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, deed: str, name: str, *args: object) -> dict[str, str]:
        """What a command printed, by the first cell of each line."""
        argv = ["keys", deed, str(self.folder / name), *map(str, args), "--user", "lan"]
        assert main(argv, StoppedClock(NOW)) == 0
        said = self._capsys.readouterr()
        assert said.err == ""
        return {head: " ".join(more) for head, *more in self._cells(said.out)}

    def refused(self, deed: str, name: str, *args: object) -> str:
        """The one line with which a command is refused."""
        argv = ["keys", deed, str(self.folder / name), *map(str, args), "--user", "lan"]
        assert main(argv, StoppedClock(NOW)) == 2
        said = self._capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1, said.err
        return said.err.strip()

    def last_complaint(self, deed: str, name: str, *args: object) -> str:
        """The line with which a command ends that told something before it."""
        argv = ["keys", deed, str(self.folder / name), *map(str, args), "--user", "lan"]
        assert main(argv, StoppedClock(NOW)) == 2
        said = self._capsys.readouterr()
        assert said.out == ""
        return said.err.splitlines()[-1]

    def _cells(self, out: str) -> list[list[str]]:
        return [line.split("\t") for line in out.splitlines()]


@pytest.fixture
def console(offices: Offices, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("SOXA_PASSWORD", PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Console(offices.folder, capsys)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lines that are piped into the next command."""

    def pipe(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return pipe


def sheet_args(said: dict[str, str], kind: str) -> list[str]:
    sheets = [text for head, text in said.items() if kind in head]
    return [word for sheet in sheets[:2] for word in ("--sheet", sheet)]


def enrolled(console: Console, sheets: list[str], name: str, *args: object) -> dict[str, str]:
    out = console.folder
    asked = console("enrol", name, "--out", out)
    code = asked["Mã đọc qua điện thoại"]
    request = out / "YEU-CAU.req"
    made = console(
        "approve", "tinh", request, "--out", out, "--code", code, *sheets, "--compartment", 3, *args
    )
    code = made["Mã ghi trong giấy gửi kèm"]
    return made | console("accept", name, out / "THE-KHOA.card", "--code", code)


def test_a_commune_is_enrolled_listed_and_struck(console: Console) -> None:
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")
    assert len(sheets) == 4
    made = enrolled(console, sheets, "a", "--may", "reference")
    assert made["Chữ cái của máy"] == "A"
    assert made["Đã nhận thẻ, danh bạ số"] == "2"
    second = enrolled(console, sheets, "a2")
    assert second["Chữ cái của máy"] == "B"
    assert "Chữ A đã có máy khác dùng nên máy này nhận chữ B." in second
    assert "Số hồ sơ mới từ nay mang chữ B; số đã cấp giữ nguyên." in second
    listed = console("show", "tinh")
    assert listed[f"{TIEN_PHUOC_SCOPE}-B"] == "UBND xã Tiên Phước Máy B Đang dùng"
    told = ("revoke", "tinh", f"{TIEN_PHUOC_SCOPE}-b", *sheets, "--reason", "Mất máy")
    struck = console(*told)
    assert struck["Đã thu hồi"] == f"{TIEN_PHUOC_SCOPE}-B UBND xã Tiên Phước"
    assert struck["Còn tính đến dòng nhật ký số"] == "0"
    assert console("show", "tinh")[f"{TIEN_PHUOC_SCOPE}-B"].endswith("Đã thu hồi")
    assert "không có máy 1-A" in console.refused("revoke", "tinh", "1-A", *sheets)
    assert "đã bị thu hồi" in console.refused("revoke", "tinh", f"{TIEN_PHUOC_SCOPE}-B", *sheets)
    refused = console.refused("revoke", "tinh", f"{TIEN_PHUOC_SCOPE}-B", *sheets, "--until", "3")
    assert "Không lấy được tệp số 3 của máy 20854-B làm mốc" in refused
    assert "không có" in refused


def test_code_and_sheets_may_be_piped_in_and_the_request_typed(
    console: Console, typed: Callable[..., None]
) -> None:
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")[1::2]
    asked = console("enrol", "a", "--out", console.folder / "xin.req")
    card = console.folder / "the.card"
    typed(asked["Mã đọc qua điện thoại"], *sheets)
    made = console("approve", "tinh", asked["Chữ của mã QR"], "--out", card)
    typed(made["Mã ghi trong giấy gửi kèm"])
    assert console("accept", "a", card)["Đã nhận thẻ, danh bạ số"] == "2"


def test_at_a_terminal_sheets_are_typed_unseen_after_it_was_told_who_asks(
    console: Console, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")[1::2]
    asked = console("enrol", "a", "--out", console.folder)
    waiting, hidden = iter(sheets), list[str]()

    def unseen(prompt: str) -> str:
        hidden.append(prompt)
        return next(waiting)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", unseen)
    monkeypatch.setattr("builtins.input", lambda _prompt: asked["Mã đọc qua điện thoại"])
    request = console.folder / "YEU-CAU.req"
    argv = ["keys", "approve", str(console.folder / "tinh"), str(request)]
    argv += ["--out", str(console.folder), "--user", "lan"]
    assert main(argv, StoppedClock(NOW)) == 0
    assert hidden == ["Mảnh khóa 1: ", "Mảnh khóa 2: "]
    assert f"Số cơ quan {TIEN_PHUOC_SCOPE}: Xã Tiên Phước" in capsys.readouterr().err


def test_a_lost_password_is_given_anew_with_the_provinces_help(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = console("found", "tinh")
    recovery = sheet_args(said, "phục hồi")
    enrolled(console, sheet_args(said, "cấp thẻ"), "a")
    monkeypatch.setenv("SOXA_PASSWORD", NEW)
    asked = console("recover", "a", "--ask", "--out", console.folder)
    code = asked["Mã đọc qua điện thoại"]
    monkeypatch.setenv("SOXA_PASSWORD", PASSWORD)
    request, answer = console.folder / "XIN-MO-LAI.hoi", console.folder / "MO-LAI.tra"
    grant = ("recover", "tinh", "--grant", request, "--out", answer, *recovery)
    wrong = f"{(int(code[:4]) + 1) % 10_000:04} {code[5:]}"
    assert "không khớp" in console.refused(*grant, "--code", wrong)
    assert not answer.exists()
    console(*grant, "--code", code)
    assert "lúc lập yêu cầu" in console.refused("recover", "a", "--answer", answer)
    monkeypatch.setenv("SOXA_PASSWORD", NEW)
    console("recover", "a", "--answer", answer)
    open_office(console.folder / "a", "lan", NEW, StoppedClock(NOW)).close()


def piped_refusal(
    console: Console, typed: Callable[..., None], lines: list[str], sheets: list[str]
) -> str:
    typed(*lines)
    return console.refused("hand-over", "tinh", *sheets)


def test_a_new_key_and_a_new_authority(console: Console, typed: Callable[..., None]) -> None:
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")
    enrolled(console, sheets, "a")
    said = console("hand-over", "tinh", "--print-new")
    assert not any("phục hồi" in head for head in said)
    new = sheet_args(said, "cấp thẻ")[1::2]
    assert "Thiếu “Mảnh khóa mới 2”" in piped_refusal(console, typed, new[:1], sheets)
    typed(*new)
    assert console("hand-over", "tinh", *sheets)["Đã đổi khóa cấp thẻ, danh bạ số"] == "3"
    old = [word for sheet in new for word in ("--new-sheet", sheet)]
    assert "đang dùng" in console.refused("hand-over", "tinh", *sheets, *old)
    console("enrol", "a", "--new-key", "--out", console.folder)
    enrolled(console, sheet_args(said, "cấp thẻ"), "a")
    assert "chưa có thẻ khóa" in console.refused("enrol", "b", "--new-key", "--out", console.folder)


def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(
    console: Console, tmp_path: Path
) -> None:
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")
    asked = console("enrol", "a", "--out", console.folder)
    request, out = console.folder / "YEU-CAU.req", tmp_path / "the.card"
    approve = ("approve", "tinh", request, "--out", out)
    code = asked["Mã đọc qua điện thoại"]
    wrong = f"{code[:5]}{(int(code[5:]) + 1) % 10_000:04}"
    assert "không khớp" in console.refused(*approve, "--code", wrong, *sheets)
    assert "Thiếu “Mã 8 số”" in console.refused(*approve)
    assert "Thiếu “Mảnh khóa 1”" in console.refused(*approve, "--code", code)
    assert "mới có 1" in console.refused(*approve, "--code", code, *sheets[:2])
    assert "Không đọc được" in console.refused("approve", "tinh", "SXRQ", "--out", out)
    assert "Không có thư mục" in console.refused("enrol", "a", "--out", tmp_path / "x" / "y")
    assert "không phải thẻ" in console.refused("accept", "a", request, "--code", code)
    assert "Không thấy dữ liệu" in console.refused("recover", "x", "--ask", "--out", out)
    assert "Thiếu --out" in console.refused("recover", "a", "--ask")
    assert not out.exists()


def test_nobody_is_asked_for_sheets_in_vain(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheets are secrets of paper: they are not typed before it is known that they can be used."""
    sheets = sheet_args(console("found", "tinh"), "cấp thẻ")
    enrolled(console, sheets, "a")
    console("enrol", "b", "--out", console.folder)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: pytest.fail(f"asked for {prompt}"))

    request, out = str(console.folder / "YEU-CAU.req"), ("--out", str(console.folder))
    wrong = ("--code", "00000000")
    assert "không khớp" in console.last_complaint("approve", "tinh", request, *out, *wrong)
    for told in (
        ("approve", "a", request, *out, *wrong),
        ("revoke", "a", f"{TIEN_PHUOC_SCOPE}-A"),
        ("hand-over", "a"),
        ("hand-over", "a", "--print-new"),
    ):
        assert "nơi cấp thẻ khóa" in console.last_complaint(*told)
    monkeypatch.setenv("SOXA_PASSWORD", NEW)
    console("recover", "a", "--ask", *out)
    monkeypatch.setenv("SOXA_PASSWORD", PASSWORD)
    grant = ("recover", "tinh", "--grant", console.folder / "XIN-MO-LAI.hoi", *out, *wrong)
    assert "không khớp" in console.last_complaint(*grant)


@pytest.mark.parametrize("deed", ["found", "show", "enrol", "approve", "recover", "revoke"])
def test_help_speaks_vietnamese(deed: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["keys", deed, "--help"], StoppedClock(NOW))
    heads = re.findall(r"^(\S[^:\n]*):$", capsys.readouterr().out, re.MULTILINE)
    assert set(heads) == {"Trợ giúp", "Tham số"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("recover", "a"), "Cần một trong: --ask --grant --answer."),
        (("recover", "a", "--ask", "--answer", "x"), "--answer không đi cùng --ask."),
        (("approve", "tinh", "x", "--out", "y", "--parent", "0"), "--parent"),
        (("approve", "tinh", "x", "--out", "y", "--level", "huyen"), "chỉ có"),
        (("approve", "tinh", "x", "--out", "y", "--compartment", "0"), "chỉ có"),
        (("nothing", "tinh"), "không có"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(
    args: tuple[str, ...], said: str, console: Console
) -> None:
    told = console.refused(*args)
    assert said in told
    assert "Chưa làm gì; xem soxa keys" in told


def test_no_secret_gets_into_the_log(console: Console, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = console("found", "tinh")
    sheets = sheet_args(said, "cấp thẻ")
    made = enrolled(console, sheets, "a")
    for secret in (*said.values(), PASSWORD, made["Mã ghi trong giấy gửi kèm"]):
        assert secret not in caplog.text
