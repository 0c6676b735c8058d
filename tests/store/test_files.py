"""Attachments: kept once by content, never in plain, never silently wrong."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import DamagedFile, UserError
from desktop.fields import Attachment, StoredFile
from desktop.operations import records, upkeep
from desktop.operations.office import Office, open_office
from desktop.store.engine import connect
from desktop.store.files import BIGGEST, FileCabinet


@hypothesis.settings(max_examples=20)
@hypothesis.given(st.binary(max_size=5000), st.text(max_size=300))
def test_what_is_kept_is_read_back_and_its_line_fits_its_kind(
    office: Office, content: bytes, name: str
) -> None:
    file = office.files.keep(name, content)
    assert office.files.read(file) == content
    assert file.hash == hashlib.blake2b(content, digest_size=32).hexdigest()
    assert file.size == len(content)
    assert Attachment().parse(file.line()) == file
    assert len(file.line()) <= 400


def test_the_same_content_is_kept_once_whatever_it_is_called(office: Office) -> None:
    one = office.files.keep("a.pdf", b"scan")
    two = office.files.keep("b.pdf", b"scan")
    assert len(office.files.hashes()) == 1
    assert one.hash == two.hash
    assert (one.name, two.name) == ("a.pdf", "b.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\Lan\Scan 1.pdf", "Scan 1.pdf"),
        ("/home/lan/ảnh.jpg", "ảnh.jpg"),
        ("hai\ndòng.pdf", "hai dòng.pdf"),
        ("Qu\u0065\u0302\u0301t đi\u0323nh\0.pdf", "Quết định.pdf"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(office: Office, given: str, kept: str) -> None:
    assert office.files.keep(given, b"1").name == kept


def test_a_file_of_25_mb_is_kept_and_one_byte_more_is_refused(office: Office) -> None:
    file = office.files.keep("lon.pdf", bytes(BIGGEST))
    assert len(office.files.read(file)) == BIGGEST
    with pytest.raises(UserError) as caught:
        office.files.keep("lon.pdf", bytes(BIGGEST + 1))
    assert "25 MB" in caught.value.message
    assert len(office.files.hashes()) == 1


def test_a_file_that_is_not_here_is_told(office: Office, tmp_path: Path) -> None:
    other = FileCabinet(tmp_path / "files.db", bytes(32), new=True)
    file = other.keep("a.pdf", b"elsewhere")
    other.close()
    with pytest.raises(DamagedFile) as caught:
        office.files.read(file)
    assert "Hồ sơ không bị thay đổi" in caught.value.message


def test_content_that_was_changed_is_found_and_never_given_out(office: Office) -> None:
    file = office.files.keep("a.pdf", b"scan")
    office.files.keep("b.pdf", b"other")
    office.files._connection.execute("UPDATE blobs SET content = ? WHERE size = 4", (b"scam",))
    assert office.files.broken() == {file.hash}
    with pytest.raises(DamagedFile):
        office.files.read(file)


def test_a_damaged_content_gives_way_to_the_good_one(office: Office) -> None:
    kept = [office.files.keep(name, content) for name, content in (("a", b"one"), ("b", b"two"))]
    office.files._connection.execute("UPDATE blobs SET content = ?", (b"bad",))
    office.files.keep("a", b"one")
    digest = bytes.fromhex(kept[1].hash)
    with office.files.incoming(0) as incoming:
        incoming.take(digest, 3, 0, b"tow")
        assert (incoming.whole, incoming.wrong) == (set(), {digest})
        incoming.take(digest, 3, 0, b"two")
        assert (incoming.whole, incoming.wrong) == ({digest}, set())
    assert [office.files.read(file) for file in kept] == [b"one", b"two"]
    assert office.files.broken() == frozenset()


def test_what_is_not_better_leaves_the_damaged_one_in_its_place(office: Office) -> None:
    file = office.files.keep("a.pdf", b"scan")
    office.files._connection.execute("UPDATE blobs SET content = ?", (b"scam",))
    with office.files.incoming(0) as incoming:
        incoming.take(bytes.fromhex(file.hash), 4, 0, b"span")
    assert office.files.hashes() == {file.hash}


def test_a_cabinet_that_is_gone_is_told_and_none_is_put_in_its_place(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> None:
    office.close()
    path = office.folder / "files.db"
    path.unlink()
    before = (office.folder / "office.db").read_bytes()
    with pytest.raises(DamagedFile, match=r"files\.db.*Chưa có gì thay đổi.*bản sao lưu"):
        open_office(office.folder, blank_office.user, blank_office.password, clock)
    assert not path.exists()
    assert (office.folder / "office.db").read_bytes() == before


def test_a_database_without_attachments_is_no_cabinet(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> None:
    office.close()
    (office.folder / "files.db").unlink()
    connect(office.folder / "files.db", office.store.key, must_exist=False).close()
    with pytest.raises(DamagedFile, match=r"files\.db"):
        open_office(office.folder, blank_office.user, blank_office.password, clock)


@pytest.fixture
def on_a_damaged_page(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> Iterator[tuple[Office, list[StoredFile]]]:
    """An office whose file of attachments has three garbled pages in the midst of one of them."""
    kept = [office.files.keep(f"{n}.pdf", bytes([n]) * 40_000) for n in range(6)]
    office.close()
    path = office.folder / "files.db"
    content = bytearray(path.read_bytes())
    at = len(content) // 2 // 4096 * 4096
    content[at : at + 3 * 4096] = bytes(3 * 4096)
    path.write_bytes(content)
    opened = open_office(office.folder, blank_office.user, blank_office.password, clock)
    yield opened, kept
    opened.close()


def test_a_damaged_page_takes_no_other_attachment_along(
    on_a_damaged_page: tuple[Office, list[StoredFile]],
) -> None:
    office, kept = on_a_damaged_page
    lost = office.files.broken()
    assert 1 <= len(lost) <= 2
    for file in kept:
        if file.hash in lost:
            with pytest.raises(DamagedFile, match="khôi phục"):
                office.files.read(file)
        else:
            assert len(office.files.read(file)) == 40_000
    assert office.files.read(office.files.keep("mới.pdf", b"sau")) == b"sau"


def test_what_comes_for_a_content_on_damaged_pages_harms_nothing(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> None:
    long = office.files.keep("a.pdf", bytes(1_000_000))
    office.close()
    path = office.folder / "files.db"
    content = bytearray(path.read_bytes())
    at = len(content) // 2 // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content)
    office = open_office(office.folder, blank_office.user, blank_office.password, clock)
    assert office.files.broken() == {long.hash}
    fresh = hashlib.blake2b(b"new", digest_size=32).digest()
    with office.files.incoming(0) as incoming:
        incoming.take(bytes.fromhex(long.hash), 1_000_000, 0, bytes(1_000_000))
        incoming.take(fresh, 3, 0, b"new")
        assert (incoming.whole, incoming.wrong) == ({fresh}, set())
    assert office.files.hashes() == {long.hash, fresh.hex()}
    office.close()


def paper(office: Office, case: uuid.UUID, file: StoredFile) -> uuid.UUID:
    told = {"case_id": case, "seq": 1, "kind": "Quyết định", "summary": "-", "is_original": True}
    return makers.saved(office, "case_documents", **told, file=file)


def test_the_check_tells_of_damaged_pages_and_of_the_records_that_miss_a_file(
    on_a_damaged_page: tuple[Office, list[StoredFile]],
) -> None:
    office, kept = on_a_damaged_page
    case = makers.case(office)
    papers = {file.hash: paper(office, case, file) for file in kept}
    lost = office.files.broken()
    found = upkeep.check_office(office)
    assert any("files.db có một trang không giải mã được" in line for line in found)
    assert f"{len(lost)} tệp đính kèm bị hỏng nội dung." in found
    assert {line for line in found if line.startswith("Giấy tờ")} == {
        f"Giấy tờ {papers[file]}: nội dung tệp đính kèm không có trên máy hoặc đã hỏng."
        for file in lost
    }


def test_the_check_tells_which_records_name_a_file_that_is_not_here(office: Office) -> None:
    case = makers.case(office)
    missing = paper(office, case, StoredFile("0" * 64, 10, "a.pdf"))
    paper(office, case, office.files.keep("b.pdf", b"scan"))
    records.void(office, "case_documents", missing, "nhập nhầm")
    (line,) = upkeep.check_office(office)
    assert str(missing) in line
    assert "a.pdf" not in line, "the name of a file may tell what only some may know"


def test_a_cabinet_of_another_office_is_refused(office: Office, tmp_path: Path) -> None:
    FileCabinet(tmp_path / "files.db", bytes(32), new=True).close()
    with pytest.raises(DamagedFile):
        FileCabinet(tmp_path / "files.db", office.store.key)


def test_nothing_of_an_attachment_lies_in_plain(office: Office) -> None:
    content = b"Quyet dinh cua Toa an nhan dan " * 50
    office.files.keep("quyet-dinh.pdf", content)
    raw = b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())
    assert b"Toa an" not in raw
    assert b"quyet-dinh" not in raw
