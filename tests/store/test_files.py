"""Attachments: kept once by content, never in plain, never silently wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from desktop.base.errors import DamagedFile, UserError
from desktop.fields import Attachment
from desktop.operations.office import Office
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
    assert office.files.count() == 1
    assert one.hash == two.hash
    assert (one.name, two.name) == ("a.pdf", "b.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\Lan\Scan 1.pdf", "Scan 1.pdf"),
        ("/home/lan/ảnh.jpg", "ảnh.jpg"),
        ("hai\ndòng.pdf", "hai dòng.pdf"),
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
    assert office.files.count() == 1


def test_a_file_that_is_not_here_is_told(office: Office, tmp_path: Path) -> None:
    other = FileCabinet(tmp_path / "files.db", bytes(32))
    file = other.keep("a.pdf", b"elsewhere")
    other.close()
    with pytest.raises(DamagedFile) as caught:
        office.files.read(file)
    assert "Hồ sơ không bị thay đổi" in caught.value.message


def test_content_that_was_changed_is_found_and_never_given_out(office: Office) -> None:
    file = office.files.keep("a.pdf", b"scan")
    office.files.keep("b.pdf", b"other")
    office.files._connection.execute("UPDATE blobs SET content = ? WHERE size = 4", (b"scam",))
    assert office.files.broken() == 1
    with pytest.raises(DamagedFile):
        office.files.read(file)


def test_a_cabinet_of_another_office_is_refused(office: Office, tmp_path: Path) -> None:
    FileCabinet(tmp_path / "files.db", bytes(32)).close()
    with pytest.raises(DamagedFile):
        FileCabinet(tmp_path / "files.db", office.store.key)


def test_nothing_of_an_attachment_lies_in_plain(office: Office) -> None:
    content = b"Quyet dinh cua Toa an nhan dan " * 50
    office.files.keep("quyet-dinh.pdf", content)
    raw = b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())
    assert b"Toa an" not in raw
    assert b"quyet-dinh" not in raw
