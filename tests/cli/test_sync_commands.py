"""``soxa sync`` and ``soxa demo --size exchange``: offices with nothing but consoles and files."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import makers
from desktop.base.clock import StoppedClock
from desktop.base.errors import UserError
from desktop.cli.main import main
from desktop.operations import lists, upkeep
from desktop.operations.office import Office, open_office
from desktop.operations.sample_exchange import FOLDERS, ExchangeSample, make_exchange
from desktop.store.exchange import disputes
from desktop.store.folder import BACKUPS
from exchange.test_attachments_between_offices import noise, paper
from samples import CHEAP, NOW, PASSWORD

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> ExchangeSample:
    """The three sample offices, to be read only."""
    folder = tmp_path_factory.mktemp("exchange") / "demo"
    return make_exchange(folder, PASSWORD, 0, StoppedClock(NOW), cost=CHEAP)


class Console:
    """Runs commands in copies of the three."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.folder, self._capsys = folder, capsys
        self.stick = folder / "USB"
        self.stick.mkdir()

    def said(self, *args: object) -> tuple[int, list[list[str]], list[str]]:
        """The exit code, the cells that were printed, and the lines that complain."""
        code = main([str(arg) for arg in args], StoppedClock(NOW))
        told = self._capsys.readouterr()
        assert "Traceback" not in told.err
        return code, [line.split("\t") for line in told.out.splitlines()], told.err.splitlines()

    def __call__(self, deed: str, name: str, *args: object) -> list[list[str]]:
        code, cells, complaints = self.said("sync", deed, self.folder / name, *args)
        assert (code, complaints) == (0, [])
        return cells

    def refused(self, deed: str, name: str, *args: object) -> str:
        """The one line with which a command is refused."""
        code, cells, complaints = self.said("sync", deed, self.folder / name, *args)
        assert (code, cells) == (2, [])
        (line,) = complaints
        return line

    def export(self, sender: str, receiver: str) -> Path:
        ((path, *_),) = self("export", sender, "--to", receiver, "--out", self.stick)
        return Path(path)


@pytest.fixture
def console(
    made: ExchangeSample, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> Console:
    monkeypatch.setenv("SOXA_PASSWORD", PASSWORD)
    monkeypatch.delenv("SOXA_USER", raising=False)
    source = made.offices["tinh"].folder.parent
    return Console(Path(shutil.copytree(source, tmp_path / "demo")), capsys)


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    office = open_office(folder, "mau", PASSWORD, StoppedClock(NOW))
    try:
        yield office
    finally:
        office.close()


def write(console: Console, name: str, person: str) -> None:
    with opened(console.folder / name) as office:
        makers.person(office, person)


def finds(console: Console, name: str, person: str) -> bool:
    with opened(console.folder / name) as office:
        return any(hit.title == person for hit in lists.quick_search(office, person))


def test_the_sample_has_exchanged_and_one_disagreement_waits(made: ExchangeSample) -> None:
    assert tuple(made.offices) == FOLDERS
    assert {path.name for path in made.offices["tinh"].folder.parent.iterdir()} == set(FOLDERS)
    for name, sample in made.offices.items():
        with opened(sample.folder) as office:
            with office.store.connection() as connection:
                disputed = disputes.disputed(connection)
            assert len(disputed) == (0 if name == "xa-2" else 1)
            assert upkeep.check_office(office) == []
            assert (name == "xa-2") != any(
                hit.title == made.disputed for hit in lists.quick_search(office, made.disputed)
            )


def test_the_sample_is_made_by_a_command_that_says_how_to_sign_in(
    console: Console, tmp_path: Path
) -> None:
    code, rows, complaints = console.said("demo", tmp_path / "moi", "--size", "exchange")
    assert (code, complaints) == (0, [])
    assert [row[1] for row in rows if row[0] == "Thư mục"] == [
        str(tmp_path / "moi" / name) for name in FOLDERS
    ]
    assert PASSWORD not in str(rows)
    with opened(tmp_path / "moi" / "xa-2") as office:
        assert office.user.full_name == "Hồ Thị Mỹ Duyên"


def test_the_sample_is_not_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "xa-2").mkdir()
    (tmp_path / "xa-2" / "thư.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(UserError, match="đã có dữ liệu"):
        make_exchange(tmp_path, PASSWORD, 0, StoppedClock(NOW), cost=CHEAP)
    with pytest.raises(UserError, match="Mật khẩu"):
        make_exchange(tmp_path / "b", "dễ", 0, StoppedClock(NOW), cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir() if path.name != "b"] == ["xa-2"]
    assert not any((tmp_path / "b" / name).exists() for name in FOLDERS)


def test_what_one_writes_goes_by_file_to_the_other(console: Console) -> None:
    write(console, "xa-2", "Nguyễn Thị Hường")
    ((path, name, number, rows, size),) = console(
        "export", "xa-2", "--to", "đà nẵng", "--out", console.stick
    )
    assert (name, number, rows) == ("Thành phố Đà Nẵng", "số 3", "1 thay đổi")
    assert re.fullmatch(r"[\d.]+ byte", size)
    assert re.fullmatch(r"GOI_20875_100048_20261121_0003\.goi", Path(path).name)
    ((file, *card),) = console("examine", "tinh", path)
    assert file == Path(path).name
    assert card == [
        "Xã Lãnh Ngọc",
        "Hồ Thị Mỹ Duyên",
        "21/11/2026 09:00",
        "số 3",
        "1 thay đổi",
        "chưa nhận",
    ]
    ((_, office, number, *counts),) = console("import", "tinh", path)
    assert (office, number) == ("Xã Lãnh Ngọc", "số 3")
    assert counts == "mới 1,cập nhật 0,gộp 0,cần xem 0,đã có 0,xóa 0,để riêng 0".split(",")
    assert finds(console, "tinh", "Nguyễn Thị Hường")
    assert console("examine", "tinh", path)[0][-1] == "đã nhận"
    assert console("import", "tinh", path)[0][-1] == "đã nhận trước đây"


def test_files_for_mail_are_listed_and_their_attachments_counted(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.cli.exchange.MAIL", 400_000)
    with opened(console.folder / "xa-2") as office:
        for seed in (1, 2):
            paper(office, noise(300_000, seed))
    first, *others = console("export", "xa-2", "--to", "100048", "--out", console.stick, "--mail")
    assert first[-1] == "2 tệp đính kèm"
    paths = [Path(first[0]), *(Path(path) for (path,) in others)]
    assert sorted(console.stick.iterdir()) == paths
    assert len(paths) >= 3
    lines = console("import", "tinh", *paths[:-1])
    assert lines[-1][-2:] == ["1 tệp đính kèm", "1 tệp đính kèm chưa về"]
    assert console("import", "tinh", paths[-1])[0][-1] == "1 tệp đính kèm"


def test_a_folder_of_files_is_a_morning_and_a_bad_one_holds_up_nobody(console: Console) -> None:
    for name in ("xa-1", "xa-2"):
        write(console, name, "Người Mới")
        console.export(name, "100048")
    (console.stick / "GOI_rac.goi").write_bytes(b"khong phai goi")
    code, cells, complaints = console.said("sync", "import", console.folder / "tinh", console.stick)
    assert code == 2
    assert [row[1] for row in cells[:-1]] == ["Xã Tiên Phước", "Xã Lãnh Ngọc"]
    assert cells[-1][:4] == ["Tổng cộng", "2 tệp", "không nhận 1", "mới 2"]
    assert len(complaints) == 1
    assert complaints[0].startswith("GOI_rac.goi: ")
    assert any((console.folder / "tinh" / BACKUPS).iterdir())


def test_a_file_whose_name_is_no_text_is_one_of_the_morning(console: Console) -> None:
    if os.name == "nt":
        pytest.skip("names are no bytes there")
    for name in ("xa-1", "xa-2"):
        write(console, name, "Người Mới")
    odd = console.export("xa-1", "100048")
    odd = odd.rename(odd.with_name(os.fsdecode(b"B\xb8o c\xb8o.goi")))
    good = console.export("xa-2", "100048")
    told = console("import", "tinh", console.stick)
    assert {row[0] for row in told[:-1]} == {"B?o c?o.goi", good.name}
    assert told[-1][:3] == ["Tổng cộng", "2 tệp", "không nhận 0"]
    assert console("examine", "tinh", odd)[0][0] == "B?o c?o.goi"
    assert console("import", "tinh", odd)[0][-1] == "đã nhận trước đây"
    assert console("undo", "tinh", "b?o c?o.goi")[0][0] == "Đã hoàn tác"
    odd.write_bytes(b"khong phai goi")
    assert console.refused("import", "tinh", odd).startswith("Tệp B?o c?o.goi không phải")


def test_a_folder_is_read_on_the_console_as_in_the_window(console: Console) -> None:
    """Depth, capitals and traces of a Mac: both looked for files in a way of their own."""
    write(console, "xa-2", "Người Mới")
    file = console.export("xa-2", "100048")
    deep = console.stick / "2026" / "11" / "21" / "tối"
    deep.mkdir(parents=True)
    (console.stick / "._GOI_20875_100048_20261121_0003.goi").write_bytes(b"trace")
    file.rename(deep / "GOI_20~1.GOI")
    ((name, _office, number, *_),) = console("import", "tinh", console.stick)
    assert (name, number) == ("GOI_20~1.GOI", "số 3")


def test_an_import_is_taken_back_by_its_name_or_the_last(console: Console) -> None:
    write(console, "xa-2", "Nguyễn Văn Một")
    first = console.export("xa-2", "Đà Nẵng")
    console("import", "tinh", first)
    write(console, "xa-2", "Nguyễn Văn Hai")
    second = console.export("xa-2", "Đà Nẵng")
    console("import", "tinh", second)
    copies = console.folder / "tinh" / BACKUPS
    before = len(list(copies.iterdir()))
    ((done, gone, *_),) = console("undo", "tinh")
    assert (done, gone) == ("Đã hoàn tác", "bỏ 1 mới nhận")
    assert len(list(copies.iterdir())) == before + 1, "as in the windows"
    assert not finds(console, "tinh", "Nguyễn Văn Hai")
    ((_, gone, *_),) = console("undo", "tinh", first.name)
    assert gone == "bỏ 1 mới nhận"
    assert not finds(console, "tinh", "Nguyễn Văn Một")
    assert "Chưa có gì thay đổi" in console.refused("undo", "tinh", second.name)
    assert "Chưa nhận tệp nào tên la.goi" in console.refused("undo", "tinh", "la.goi")


def test_all_files_of_one_command_are_taken_back_by_another(console: Console) -> None:
    paths: list[Path] = []
    for name in ("Nguyễn Văn Một", "Nguyễn Văn Hai"):
        write(console, "xa-2", name)
        paths.append(console.export("xa-2", "đà nẵng"))
    console("import", "tinh", console.stick)
    told = console("undo", "tinh", paths[0].name, "--morning")
    assert [row[0] for row in told] == [paths[1].name, paths[0].name, "Tổng cộng"]
    assert told[-1][1:3] == ["2 tệp", "bỏ 2 mới nhận"]
    assert not finds(console, "tinh", "Nguyễn Văn Một")
    assert "Không có đợt nhận" in console.refused("undo", "tinh", "--morning")
    console("import", "tinh", console.stick)
    assert [row[0] for row in console("undo", "tinh", "--morning")][-1] == "Tổng cộng"
    console("import", "tinh", paths[0])
    line = console.refused("undo", "tinh", paths[0].name, "--morning")
    assert "được nhận một mình" in line


def test_a_code_read_out_on_one_side_is_heard_on_the_other(console: Console) -> None:
    write(console, "xa-2", "Người Được Xác Nhận")
    console("import", "tinh", console.export("xa-2", "Đà Nẵng"))
    codes = {row[1]: row[0] for row in console("ack", "tinh")}
    assert set(codes) == {"Xã Tiên Phước", "Xã Lãnh Ngọc"}
    ((name, _, confirmed, waiting),) = console("ack", "xa-2", *codes["Xã Lãnh Ngọc"].split("-"))
    assert (name, confirmed) == ("Thành phố Đà Nẵng", "xác nhận thêm 1 thay đổi")
    assert waiting == "còn 0 chưa xác nhận"
    assert "máy khác" in console.refused("ack", "xa-2", codes["Xã Tiên Phước"])
    assert "20 chữ và số" in console.refused("ack", "xa-2", "1234")


def test_status_tells_what_waits_and_check_compares(console: Console) -> None:
    write(console, "xa-2", "Người Chờ")
    ((number, name, came, went, waiting, *_),) = console("status", "xa-2")
    assert (number, name, waiting) == (
        "100048",
        "Thành phố Đà Nẵng",
        "1 thay đổi nơi đó chưa xác nhận",
    )
    assert (came, went) == ("nhận số 1, 21/11/2026 09:00", "gửi số 2, 21/11/2026 09:00")
    assert [row[1] for row in console("status", "tinh")] == ["Xã Lãnh Ngọc", "Xã Tiên Phước"]

    def code(name: str, peer: str) -> str:
        rows = console("check", name, "--with", peer)
        return next(row[3] for row in rows if row[2] == "Chung")

    assert code("xa-2", "Đà Nẵng") != code("tinh", "Lãnh Ngọc")
    console("import", "tinh", console.export("xa-2", "Đà Nẵng"))
    assert code("xa-2", "Đà Nẵng") == code("tinh", "Lãnh Ngọc")
    assert {row[0] for row in console("check", "tinh")} == {"20854", "20875"}


def test_a_check_up_goes_with_the_next_file_and_is_answered(console: Console) -> None:
    assert all(row[2] != "Đã đối soát" for row in console("check", "xa-2"))
    console("import", "tinh", console.export("xa-2", "Đà Nẵng"))
    rows = console("check", "tinh", "--with", "20875")
    assert rows[-1] == [
        "20875",
        "Xã Lãnh Ngọc",
        "Đã đối soát",
        "khác 0 nhóm",
        "gửi lại 0 bản ghi với tệp sau",
    ]


def test_what_cannot_be_done_is_refused_in_one_sentence(console: Console, tmp_path: Path) -> None:
    assert "không có nơi nào tên “Huế”" in console.refused(
        "export", "xa-1", "--to", "Huế", "--out", console.stick
    )
    assert "không có nơi nào tên “xã”" in console.refused(
        "export", "xa-1", "--to", "xã", "--out", console.stick
    )
    assert "không gửi tệp cho Xã Lãnh Ngọc" in console.refused(
        "export", "xa-1", "--to", "20875", "--out", console.stick
    )
    assert "Không có thư mục" in console.refused(
        "export", "xa-1", "--to", "Đà Nẵng", "--out", tmp_path / "khong"
    )
    assert list(console.stick.iterdir()) == []
    assert "Không có tệp .goi nào" in console.refused("import", "tinh", console.stick)
    for deed in ("import", "examine"):
        line = console.refused(deed, "tinh", tmp_path / "khong.goi")
        assert line.startswith("Không thấy tệp khong.goi ở đó: đường dẫn có thể chưa đúng")
        assert "đường dẫn bỏ trống" in console.refused(deed, "tinh", "")
    assert "đường dẫn bỏ trống" in console.refused("import", "tinh", console.stick, " ")
    assert "USB là một thư mục" in console.refused("examine", "tinh", console.stick)
    assert "gửi cho nơi khác" in console.refused(
        "import", "xa-1", console.export("tinh", "Lãnh Ngọc")
    )
    assert "Thiếu" in console.refused("export", "xa-1")


def test_an_office_that_is_not_enrolled_is_told_how(
    capsys: Capture, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOXA_PASSWORD", "Hoa-mai-2026")
    for args in (["status"], ["check"], ["ack"], ["export", "--to", "1", "--out", str(tmp_path)]):
        deed, *more = args
        argv = ["sync", deed, str(folder), *more, "--user", "lan"]
        assert main(argv, StoppedClock(NOW)) == 2
        assert "thẻ khóa" in capsys.readouterr().err


def test_what_was_refused_is_listed_and_trying_in_vain_changes_nothing(console: Console) -> None:
    assert console("refused", "tinh") == []
    told = console.refused("refused", "tinh", "--retry")
    assert "không còn gì để thử" in told
    assert "Chưa có gì thay đổi" in told


def test_one_file_for_all_is_written_and_taken_in_by_each(console: Console) -> None:
    told = console.refused("export", "tinh", "--to", "all", "--out", console.stick)
    assert "không có gì để gửi chung" in told
    with opened(console.folder / "tinh") as office:
        told = {"code_list": "L22", "code": "MOI", "label": "Thiếu kinh phí", "position": 90}
        makers.saved(office, "code_items", **told)
    mail = console.refused("export", "tinh", "--to", "all", "--out", console.stick, "--mail")
    assert "không chia nhỏ được" in mail
    ((path, *rest),) = console("export", "tinh", "--to", "ALL", "--out", console.stick)
    assert rest[:3] == ["chung cho 2 nơi", "số 1 (chung)", "1 thay đổi"]
    assert "_00000_" in path
    for name in ("xa-1", "xa-2"):
        ((_, office, _, _, number, *_, known),) = console("examine", name, path)
        assert (office, number, known) == ("Thành phố Đà Nẵng", "số 1 (chung)", "chưa nhận")
        ((_, _, number, new, *_),) = console("import", name, console.stick)
        assert (number, new) == ("số 1 (chung)", "mới 1")
        ((*_, again),) = console("import", name, console.stick)
        assert again == "đã nhận trước đây"
    assert "cấp dưới" in console.refused("export", "xa-1", "--to", "all", "--out", console.stick)
