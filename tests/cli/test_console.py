"""The console as a clerk uses it: what it prints, what it refuses, and with which exit code."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop.base.clock import StoppedClock
from desktop.base.errors import UserError
from desktop.cli import commands
from desktop.cli.main import main
from desktop.cli.record_names import table_of
from desktop.operations.office import open_office
from desktop.operations.sample import Sample
from desktop.records import record_types
from samples import NOW, PASSWORD

TOP = Path(__file__).parents[2]
Capture = pytest.CaptureFixture[str]


class Console:
    """Runs commands and keeps what they said."""

    def __init__(self, capsys: Capture) -> None:
        self._capsys = capsys

    def __call__(self, *args: object, code: int = 0) -> list[list[str]]:
        """The cells that a command printed; it must end with this code and be quiet otherwise."""
        assert main([str(arg) for arg in args], StoppedClock(NOW)) == code
        said = self._capsys.readouterr()
        assert said.err == ""
        return [line.split("\t") for line in said.out.splitlines()]

    def refused(self, *args: object, at: dt.datetime = NOW) -> str:
        """The one line with which a command is refused. at: what the PC's clock shows."""
        assert main([str(arg) for arg in args], StoppedClock(at)) == 2
        said = self._capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1, said.err
        assert "Traceback" not in said.err
        return said.err.strip()


@pytest.fixture
def console(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("SOXA_PASSWORD", PASSWORD)
    monkeypatch.delenv("SOXA_USER", raising=False)
    return Console(capsys)


@pytest.fixture
def xa(commune: Sample, tmp_path: Path) -> Path:
    """A copy of the sample commune to do anything to."""
    return Path(shutil.copytree(commune.folder, tmp_path / "xa"))


@pytest.fixture
def case_number(console: Console, xa: Path) -> str:
    rows = console("list", xa, "case_files")
    return next(row[0] for row in rows if "Thực hiện" in row and not row[1].startswith("KH-"))


def pdf_text(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    text = "".join(pages[at].get_textpage().get_text_range() for at in range(len(pages)))
    pages.close()
    return " ".join(text.split())


def test_demo_writes_an_office_and_says_how_to_sign_in(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOXA_PASSWORD")
    said = dict(row[:2] for row in console("demo", tmp_path / "xa", "--size", "commune"))
    assert said["Tài khoản"] == "mau"
    assert said["Hồ sơ"] == "80"
    assert re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", said["Mã khôi phục"])
    open_office(tmp_path / "xa", "mau", said["Mật khẩu"], StoppedClock(NOW)).close()


def test_demo_takes_the_password_it_is_given_and_never_prints_it(
    console: Console, tmp_path: Path
) -> None:
    rows = console("demo", tmp_path / "tinh", "--size", "province", "--people", "25")
    assert PASSWORD not in str(rows)
    assert ["Đội tình nguyện", "32"] in rows
    assert ["Người được hỗ trợ", "25"] in rows
    open_office(tmp_path / "tinh", "mau", PASSWORD, StoppedClock(NOW)).close()


def test_list_prints_what_a_record_is_called_first(console: Console, xa: Path) -> None:
    cases = console("list", xa, "case_files")
    assert len(cases) == 80
    assert all(re.fullmatch(r"20854-\d\d-A-\d{4}", row[0]) for row in cases)
    assert len({len(row) for row in cases}) == 1
    people = console("list", xa, "people", "--limit", "5")
    assert len(people) == 5
    codes = [row[0] for row in console("list", xa, "people")]
    assert any(code.startswith("KH-") for code in codes)


def test_list_shows_heads_of_columns_on_a_screen_only(
    console: Console, xa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    head, first = console("list", xa, "case_files", "--limit", "1")
    assert head[0] == "Hồ sơ"
    assert "Trạng thái" in head
    assert len(head) == len(first)


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        ("case_files", "case_files"),
        ("hồ sơ", "case_files"),
        ("ho-so", "case_files"),
        ("CASES", "case_files"),
        ("người", "people"),
        ("đội", "teams"),
        ("Hoạt động", "activities"),
        ("kiểm tra", "inspections"),
        ("thon", "hamlets"),
    ],
)
def test_record_types_go_by_several_names(typed: str, table: str) -> None:
    assert table_of(typed) == table


def test_every_record_type_goes_by_its_table_and_none_by_nonsense() -> None:
    assert [table_of(table) for table in record_types()] == list(record_types())
    with pytest.raises(UserError, match="case_files"):
        table_of("xe đạp")


def test_every_record_type_can_be_listed(console: Console, xa: Path) -> None:
    for table in ("teams", "memberships", "membership_roles", "contacts", "findings", "reports"):
        assert console("list", xa, table, "--limit", "2"), table


def test_find_needs_no_accents(console: Console, xa: Path, capsys: Capture) -> None:
    rows = console("find", xa, "nguyen", "van")
    assert all(row[0].startswith("Nguyễn Văn") for row in rows)
    assert {"Người được hỗ trợ"} <= {row[1] for row in rows}
    assert main(["find", str(xa), "khongcoai"], StoppedClock(NOW)) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Không tìm thấy.\n")


@pytest.mark.parametrize("code", ["Q1", "q4", "Q7", "case"])
def test_papers_of_a_case_are_printed_by_its_number(
    console: Console, xa: Path, case_number: str, code: str, tmp_path: Path
) -> None:
    target = tmp_path / "to.pdf"
    assert console("print", xa, code, case_number, "--out", target) == [[str(target)]]
    assert case_number in pdf_text(target)


def test_papers_of_the_team_are_printed_for_a_day_or_a_period(
    console: Console, xa: Path, tmp_path: Path
) -> None:
    console("print", xa, "T6", "--until", "1/10/2025", "--out", tmp_path / "t6.pdf")
    assert "01/10/2025" in pdf_text(tmp_path / "t6.pdf")
    days = ("--from", "2026-07-01", "--until", "30/09/2026")
    console("print", xa, "T8", *days, "--out", tmp_path / "t8.pdf")
    assert "01/7/2026" in pdf_text(tmp_path / "t8.pdf").replace("01/07/2026", "01/7/2026")
    console("print", xa, "T10", *days, "--out", tmp_path / "t10.docx")
    assert (tmp_path / "t10.docx").read_bytes().startswith(b"PK")


def test_inspection_sheets_are_printed_filled_and_blank(
    console: Console, xa: Path, tmp_path: Path
) -> None:
    number = console("list", xa, "inspections", "--limit", "1")[0][0]
    console("print", xa, "K1", number, "--out", tmp_path / "k1.pdf")
    assert number in pdf_text(tmp_path / "k1.pdf")
    console("print", xa, "K1", "B", "--blank", "--out", tmp_path / "blank.pdf")
    assert number not in pdf_text(tmp_path / "blank.pdf")


def test_the_report_of_the_province_says_what_its_own_of_2020_said(
    console: Console, province: Sample, tmp_path: Path
) -> None:
    folder = shutil.copytree(province.folder, tmp_path / "tinh")
    console("print", folder, "T10", "--until", "31/12/2020", "--out", tmp_path / "t10.pdf")
    text = pdf_text(tmp_path / "t10.pdf")
    for words in (
        "32 xã, phường, thị trấn",
        "220 tình nguyện viên",
        "01 Đội có 9 tình nguyện viên, 28 Đội có 7 tình nguyện viên và 03 Đội có 5",
        "376 buổi",
        "118 buổi",
        "192 buổi",
        "33 lớp",
        "222 lớp",
        "230 cuộc họp dân",
        "90 đêm",
        "278 pano, áp phích",
    ):
        assert words in text, words


def test_a_restricted_file_is_printed_for_a_reason_only(
    console: Console, xa: Path, tmp_path: Path
) -> None:
    rows = console("list", xa, "case_files")
    number = next(row[0] for row in rows if "Nạn nhân bị mua bán" in row)
    wish = ("print", xa, "Q1", number, "--out", tmp_path / "q1.pdf")
    assert "lý do" in console.refused(*wish)
    assert not (tmp_path / "q1.pdf").exists()
    console(*wish, "--reason", "Bàn giao cho Tòa án")
    assert (tmp_path / "q1.pdf").exists()


def test_history_tells_who_changed_what(console: Console, xa: Path, case_number: str) -> None:
    rows = console("history", xa, "ho so", case_number.lower())
    assert all(row[1:3] == ["mau", "Dữ liệu mẫu"] for row in rows)
    assert ["Số hồ sơ", "", case_number] in [row[3:] for row in rows]


def test_history_finds_people_by_name_without_accents_and_by_number(
    console: Console, xa: Path
) -> None:
    name, _, _, number, *_ = console("list", xa, "people", "--limit", "1")[0]
    assert console("history", xa, "people", name) == console("history", xa, "people", number)
    assert console("history", xa, "people", name.upper()) == console("history", xa, "people", name)


def test_several_of_one_name_are_not_guessed_among(console: Console, xa: Path) -> None:
    refused = console.refused("history", xa, "inspection_answers", _twin(console, xa))
    assert "Có 2 " in refused
    assert "mã sau dấu #" in refused


def _twin(console: Console, xa: Path) -> str:
    names = [row[0].rpartition(" #")[0] for row in console("list", xa, "inspection_answers")]
    return next(name for name in names if names.count(name) == 2)


@pytest.mark.parametrize("table", record_types())
def test_the_first_column_of_every_list_is_a_key_of_its_own(
    console: Console, xa: Path, table: str
) -> None:
    keys = [row[0] for row in console("list", xa, table, "--limit", "300")]
    assert len(set(keys)) == len(keys)
    for key in keys[:1] + keys[-1:]:
        with_key = console("history", xa, table, key)
        if "#" in key:
            assert console("history", xa, table, key.rpartition("#")[2].upper()) == with_key
        assert with_key or record_types()[table].reference_data


def test_numbers_and_names_that_nobody_shares_need_no_more(console: Console, xa: Path) -> None:
    for table in ("case_files", "teams", "inspections", "hamlets"):
        assert not any("#" in row[0] for row in console("list", xa, table)), table
    for table in ("people", "memberships", "activities", "reports"):
        rows = console("list", xa, table)
        assert all(re.search(r".+ #[0-9a-f]{12}$", row[0]) for row in rows), table


def test_papers_take_the_keys_of_lists_too(console: Console, xa: Path, tmp_path: Path) -> None:
    (report, *_), *_ = console("list", xa, "reports")
    console("print", xa, "T10", report, "--out", tmp_path / "a.pdf")
    console("print", xa, "T10", report.rpartition("#")[2], "--out", tmp_path / "b.pdf")
    assert pdf_text(tmp_path / "a.pdf") == pdf_text(tmp_path / "b.pdf")
    template = next(row[0] for row in console("list", xa, "checklist_templates"))
    console("print", xa, "K1", template, "--blank", "--out", tmp_path / "k1.pdf")


def test_what_find_prints_first_is_a_key(console: Console, xa: Path) -> None:
    for key, kind, *_ in console("find", xa, "nguyen", "van"):
        assert console("history", xa, kind, key), key


def test_find_knows_teams_hamlets_activities_and_spaced_numbers(console: Console, xa: Path) -> None:
    for typed, kind in (
        ("doi cong tac xa hoi tien phuoc", "Đội tình nguyện"),
        (console("list", xa, "hamlets")[0][0], "Thôn, tổ dân phố"),
        (console("list", xa, "activities")[0][0].rpartition(" #")[0], "Hoạt động"),
        (console("list", xa, "trainings")[0][0].rpartition(" #")[0], "Lớp tập huấn"),
    ):
        assert kind in {row[1] for row in console("find", xa, typed)}, typed
    number = next(row for row in console("find", xa, "nguyen") if "Người được" in row[1])
    shown = next(part for part in number[2].split(" · ") if re.fullmatch(r"\d{3}( \d{3}){3}", part))
    assert [row[0] for row in console("find", xa, *shown.split())] == [number[0]]
    assert [row[0] for row in console("find", xa, shown)] == [number[0]]


def test_a_password_for_a_sample_may_name_its_account(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOXA_PASSWORD", "Mau-2026-xyz")
    console("demo", tmp_path / "xa", "--size", "commune")
    assert console("list", tmp_path / "xa", "teams")
    monkeypatch.setenv("SOXA_PASSWORD", "yếu")
    refused = console.refused("demo", tmp_path / "b", "--size", "commune")
    assert "8 ký tự" in refused
    assert "Chưa lập gì." in refused
    assert "Mật khẩu cũ" not in refused
    assert not (tmp_path / "b").exists()


def test_backup_and_restore_bring_everything_back(
    console: Console, xa: Path, tmp_path: Path
) -> None:
    ((_, copy),) = console("backup", xa, "--to", tmp_path / "usb")
    ((_, beside),) = console("backup", xa)
    assert Path(beside).parent == xa / "backups"
    cases = console("list", xa, "case_files")
    console("restore", copy, tmp_path / "new")
    assert console("list", tmp_path / "new", "case_files") == cases
    rows = console("restore", copy, xa)
    assert ["Hồ sơ", "80", "80"] in rows
    assert Path(rows[-1][1], "office.db").exists()
    assert console("list", xa, "case_files") == cases


def test_check_counts_and_finds_nothing(console: Console, xa: Path) -> None:
    rows = console("check", xa)
    assert ["Hồ sơ", "80"] in rows
    assert rows[-1] == ["Không thấy lỗi nào."]


def test_check_ends_with_1_and_says_what_is_wrong(console: Console, xa: Path) -> None:
    office = open_office(xa, "mau", PASSWORD, StoppedClock(NOW))
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER people_u")
    office.close()
    rows = console("check", xa, code=1)
    assert rows[-2:] == [["Các chốt chặn ghi tắt không còn đủ."], ["Số lỗi: 1"]]


def garble(path: Path) -> None:
    """Put zeros over a page in the midst of a file."""
    content = bytearray(path.read_bytes())
    at = len(content) // 2 // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["office.db", "files.db"])
def test_check_tells_damage_in_lines_of_its_own(console: Console, xa: Path, name: str) -> None:
    garble(xa / name)
    rows = console("check", xa, code=1)
    assert any(name in row[0] for row in rows), rows
    assert rows[-1][0].startswith("Số lỗi: ")


@pytest.mark.parametrize("name", ["office.db", "files.db"])
def test_a_damaged_office_is_not_copied(console: Console, xa: Path, name: str) -> None:
    garble(xa / name)
    assert "Tệp dữ liệu" in console.refused("backup", xa)
    assert list((xa / "backups").iterdir()) == []


@pytest.mark.parametrize("name", ["office.db", "files.db", "keys.json"])
def test_a_lost_file_is_told_and_a_copy_takes_the_place_of_what_is_left(
    console: Console, xa: Path, tmp_path: Path, name: str
) -> None:
    ((_, copy),) = console("backup", xa, "--to", tmp_path / "usb")
    cases = console("list", xa, "case_files")
    for path in xa.glob(f"{name.replace('.json', '')}*"):
        path.unlink()
    told = console.refused("check", xa)
    assert name in told
    assert "bản sao lưu" in told
    assert not (xa / name).exists()
    rows = console("restore", copy, xa)
    assert console("list", xa, "case_files") == cases
    assert rows[-1][0] == "Dữ liệu trước đó giữ ở"
    left = {path.name for path in Path(rows[-1][1]).iterdir()}
    assert left & {"office.db", "files.db", "keys.json"} == {
        "office.db",
        "files.db",
        "keys.json",
    } - {name}


@pytest.mark.parametrize("name", ["office.db", "files.db", "keys.json"])
def test_a_copy_that_lacks_a_file_is_refused(
    console: Console, xa: Path, tmp_path: Path, name: str
) -> None:
    ((_, copy),) = console("backup", xa, "--to", tmp_path / "usb")
    Path(copy, name).unlink()
    for folder in (xa, tmp_path / "new"):
        assert f"thiếu tệp {name}" in console.refused("restore", copy, folder)
    assert not (tmp_path / "new").exists()
    console("check", xa)


def test_keys_may_be_typed_in_any_spelling(console: Console, xa: Path) -> None:
    name = console("list", xa, "people", "--limit", "1")[0][0].split(" #")[0]
    other = unicodedata.normalize("NFD", name)
    assert other != name
    assert console("find", xa, other) == console("find", xa, name)
    assert console("history", xa, "people", other) == console("history", xa, "people", name)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody may write; root needs a drive of its own for that."""
    folder = tmp_path / "read only"
    folder.mkdir()
    (folder / "t6.pdf").write_bytes(b"before")
    if os.name == "nt":
        pytest.skip("a folder can't be locked so there")
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("mounting takes root")
    subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_print_into_a_folder_that_is_locked_leaves_nothing_of_itself(
    console: Console, xa: Path, read_only: Path
) -> None:
    for name in ("t6.pdf", "moi.pdf"):
        told = console.refused("print", xa, "T6", "--out", read_only / name)
        assert f"Không ghi được tệp {read_only / name}" in told
    assert {path.name: path.read_bytes() for path in read_only.iterdir()} == {"t6.pdf": b"before"}


def test_a_print_over_a_folder_leaves_nothing_of_itself(
    console: Console, xa: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "t6.pdf"
    target.mkdir(parents=True)
    (target / "trong.txt").write_text("giữ")
    assert "Không ghi được tệp" in console.refused("print", xa, "T6", "--out", target)
    assert [path.name for path in target.parent.iterdir()] == ["t6.pdf"]
    assert [path.name for path in target.iterdir()] == ["trong.txt"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Thiếu"),
        (("chay",), "không có 'chay'"),
        (("list", "{xa}"), "Thiếu RECORD"),
        (("list", "{xa}", "xe"), "Không có loại bản ghi “xe”"),
        (("list", "{xa}", "people", "--limit", "nhiều"), "--limit: Phải là số nguyên"),
        (("list", "{xa}", "people", "--limit"), "--limit: thiếu giá trị"),
        (("list", "{xa}", "people", "--all"), "Không hiểu “--all”"),
        (("list", "{xa}/khong-co", "people"), "Không thấy dữ liệu Sổ Xã"),
        (("list", "{xa}", "people", "--user", "ai-do"), "không đúng"),
        (("history", "{xa}", "people", "Không Có Ai"), "Không thấy"),
        (("print", "{xa}", "T99", "--out", "a.pdf"), "Không có mẫu in “T99”"),
        (("print", "{xa}", "T6", "--out", "a.txt"), ".pdf hoặc .docx"),
        (("print", "{xa}", "T6", "--out", "{xa}/khong/a.pdf"), "Không có thư mục"),
        (("print", "{xa}", "T8", "--from", "32/1/2026", "--out", "a.pdf"), "--from: Không có ngày"),
        (("print", "{xa}", "T8", "--from", "hôm nay", "--out", "a.pdf"), "--from: Ngày viết như"),
        (("print", "{xa}", "Q1", "--out", "a.pdf"), "Cần nói rõ"),
        (("print", "{xa}", "Q1", "20854-26-A-9999", "--out", "a.pdf"), "Không thấy"),
        (("print", "{xa}", "T6"), "Thiếu --out"),
        (("restore", "{xa}/backups", "{xa}"), "không phải là bản sao lưu"),
        (("demo", "{xa}", "--size", "commune"), "đã có dữ liệu"),
        (("demo", "{xa}", "--size", "huyen"), "--size: không có"),
        (("demo", "{xa}", "--size", "commune", "--people", "-1"), "--people"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(
    console: Console, xa: Path, args: tuple[str, ...], words: str
) -> None:
    before = {path: path.stat().st_mtime_ns for path in xa.glob("keys*.json")}
    assert words in console.refused(*(arg.format(xa=xa) for arg in args))
    assert {path: path.stat().st_mtime_ns for path in xa.glob("keys*.json")} == before


def test_a_wrong_password_is_refused(
    console: Console, xa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOXA_PASSWORD", "Sai-mat-khau-1")
    assert "tài khoản mau" in console.refused("check", xa)
    monkeypatch.setenv("SOXA_USER", "lan")
    assert "tài khoản lan" in console.refused("check", xa)


def test_without_a_password_and_a_terminal_it_says_what_to_set(
    console: Console, xa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOXA_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert "SOXA_PASSWORD" in console.refused("check", xa)


def test_at_a_terminal_the_password_is_asked_for(
    console: Console, xa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOXA_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr("getpass.getpass", answer)
    assert console("list", xa, "teams")
    assert asked == ["Mật khẩu: "]


def test_our_own_mistake_is_one_line_without_values_and_exit_code_70(
    console: Console,
    xa: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_args: object) -> Callable[..., int]:
        raise RuntimeError("Nguyễn Văn Bí Mật")

    monkeypatch.setattr(commands.lists, "listing", broken)
    assert main(["list", str(xa), "people"], StoppedClock(NOW)) == 70
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "RuntimeError" in said.err
    assert "Bí Mật" not in said.err + caplog.text


def test_help_is_vietnamese(console: Console, capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["print", "--help"])
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: soxa print")
    assert not re.search(r"usage|options|positional|show this", said)


def test_a_command_is_told_the_day_where_the_clock_is_wrong(
    console: Console, xa: Path, tmp_path: Path, capsys: Capture
) -> None:
    wrong = NOW.replace(year=2009)
    wish = ("print", xa, "T6", "--out", tmp_path / "t6.pdf")
    refused = console.refused(*wish, at=wrong)
    assert "chưa biết hôm nay là ngày nào. Chưa có gì thay đổi. Hãy thêm --today" in refused
    told = [str(one) for one in (*wish, "--today", "25/11/2026")]
    assert main(told, StoppedClock(wrong)) == 0
    assert capsys.readouterr().err == ""
    assert "25 tháng 11 năm 2026" in " ".join(pdf_text(tmp_path / "t6.pdf").split())
    assert "Hôm nay không thể là ngày" in console.refused(*wish, "--today", "1/1/2009", at=wrong)
    assert "--today" in console.refused(*wish, "--today", "hôm nay", at=wrong)


def test_what_speaks_against_a_typed_day_is_said_and_the_day_taken(
    console: Console, xa: Path, tmp_path: Path, capsys: Capture
) -> None:
    told = ("print", str(xa), "T6", "--out", str(tmp_path / "t6.pdf"), "--today", "25/12/2062")
    assert main([*told], StoppedClock(NOW.replace(year=2009))) == 0
    assert "xa quá" in (said := capsys.readouterr().err)
    assert "Lệnh này vẫn dùng ngày đã gõ: 25/12/2062." in said


def run(*args: object, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, on a PC that knows no Vietnamese."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    settings = {**kept, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(TOP), **environ}
    command = [sys.executable, "-m", "desktop", *map(str, args)]
    return subprocess.run(command, env=settings, capture_output=True, check=False)


def test_output_is_utf8_whatever_the_locale_says(xa: Path) -> None:
    done = run("list", xa, "teams", SOXA_PASSWORD=PASSWORD, PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().startswith("Đội công tác xã hội tình nguyện xã Tiên Phước\t")
    refused = run("list", xa, "teams", SOXA_PASSWORD="sai", PYTHONCOERCECLOCALE="0")
    assert refused.returncode == 2
    assert "không đúng" in refused.stderr.decode()


@pytest.mark.parametrize("name", ["office.db", "files.db"])
def test_of_damage_and_wrong_keys_only_our_own_sentence_is_heard(
    xa: Path, tmp_path: Path, name: str
) -> None:
    other = Path(shutil.copytree(xa, tmp_path / "other"))
    garble(other / name)
    checked = run("check", other, SOXA_PASSWORD=PASSWORD)
    assert (checked.returncode, checked.stderr) == (1, b"")
    copied = run("backup", other, SOXA_PASSWORD=PASSWORD)
    assert copied.returncode == 2
    assert copied.stderr.count(b"\n") == 1
    assert copied.stderr.decode().startswith("Tệp dữ liệu")
    # The first page of another key: as if the files of two offices were mixed up.
    (xa / name).write_bytes(os.urandom((xa / name).stat().st_size))
    opened = run("list", xa, "teams", SOXA_PASSWORD=PASSWORD)
    assert opened.returncode == 2
    assert opened.stderr.count(b"\n") == 1
    assert opened.stderr.decode().startswith("Tệp dữ liệu bị hỏng")


@pytest.mark.skipif(os.name != "posix", reason="pipes break in another way there")
def test_a_reader_who_has_enough_is_no_mistake(xa: Path) -> None:
    settings = {**os.environ, "SOXA_PASSWORD": PASSWORD, "PYTHONPATH": str(TOP)}
    command = [sys.executable, "-m", "desktop", "list", str(xa), "admin_units"]
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode == 0
