"""Attachments go with the rows that name them, and come again when somebody lacks them."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

import pytest

import makers
from desktop.base.errors import DiskTrouble, UserError
from desktop.fields import StoredFile
from desktop.operations import attachments, records, upkeep
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.receipts import print_receipt
from desktop.operations.receiving import preview, receive
from desktop.operations.sending import Sent, pending, send
from desktop.records import CaseFile
from desktop.store.engine import connect
from desktop.store.exchange.burials import settle
from desktop.store.exchange.homes import bury
from desktop.store.keys import Password
from desktop.store.parcels import PART, Incoming
from exchange.enrolled import NAMES, PASSWORD, Offices, enrolled_offices, offices
from exchange.test_files_between_offices import stick
from paper.pages import words

__all__ = ["enrolled_offices", "offices", "stick"]

PLAIN = b"%PDF-1.7 Bi mat cua ho so nay"


def paper(office: Office, content: bytes, case_id: uuid.UUID | None = None) -> StoredFile:
    """A scan in a case, made as a clerk makes it."""
    file = office.files.keep("bản quét.pdf", content)
    case = case_id or makers.case(office)
    told = {"kind": "Quyết định", "summary": "Bản quét", "is_original": False}
    makers.saved(office, "case_documents", case_id=case, seq=1, file=file, **told)
    return file


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def up(offices: Offices, stick: Path, name: str = "a") -> Sent:
    """A file of a commune to the province."""
    return send(offices[name], offices.scope("tinh"), stick)


def down(offices: Offices, stick: Path, name: str = "a") -> Sent:
    """A file of the province to a commune."""
    return send(offices["tinh"], offices.scope(name), stick)


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7])
def test_an_attachment_arrives_with_its_row(offices: Offices, stick: Path, size: int) -> None:
    file = paper(offices["a"], noise(size))
    sent = up(offices, stick)
    assert sent.contents == 1
    receipt = receive(offices["tinh"], sent.path)
    assert (len(receipt.contents.arrived), len(receipt.contents.lacking)) == (1, 0)
    assert attachments.read_file(offices["tinh"], file) == noise(size)
    assert upkeep.check_office(offices["tinh"]) == []


def test_no_byte_of_an_attachment_or_its_name_stands_in_a_package(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], PLAIN)
    content = up(offices, stick).path.read_bytes()
    for told in (PLAIN, PLAIN[8:20], "bản quét".encode(), file.hash.encode(), b"Quy"):
        assert told not in content
    assert bytes.fromhex(file.hash) not in content


def test_what_the_other_office_holds_is_not_sent_again(offices: Offices, stick: Path) -> None:
    case = makers.case(offices["a"])
    paper(offices["a"], noise(50_000), case)
    receive(offices["tinh"], up(offices, stick).path)
    answer = down(offices, stick)
    assert answer.contents == 0, "the province got it from there"
    receive(offices["a"], answer.path)
    with offices["a"].reading() as session:
        (document,) = (
            session.connection().exec_driver_sql("SELECT id FROM case_documents").scalars()
        )
    records.save(offices["a"], "case_documents", uuid.UUID(bytes=document), {"kind": "Biên bản"})
    waiting = pending(offices["a"], offices.scope("tinh"))
    assert (waiting.contents, waiting.content_bytes) == (0, 0)
    sent = up(offices, stick)
    assert (sent.contents, sum(sent.counts.values())) == (0, 1)
    assert sent.size < 10_000


def test_as_long_as_nothing_is_confirmed_it_goes_with_every_file(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], noise(30_000))
    up(offices, stick).path.unlink()
    receive(offices["tinh"], up(offices, stick).path)
    assert attachments.read_file(offices["tinh"], file) == noise(30_000)


def test_what_has_not_come_is_told_in_words_and_asked_for_until_it_comes(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], noise(20_000))
    lose(offices["a"], file)
    receipt = receive(offices["tinh"], up(offices, stick).path)
    assert (len(receipt.contents.arrived), len(receipt.contents.lacking)) == (0, 1)
    for deed in (
        lambda: attachments.read_file(offices["tinh"], file),
        lambda: attachments.write_file(offices["tinh"], file, stick / "ra.pdf"),
    ):
        with pytest.raises(attachments.NotHereYet, match="chưa về tới máy này") as told:
            deed()
        assert NAMES["a"] in told.value.message
    assert ["1 tệp đính kèm" in line for line in upkeep.check_office(offices["tinh"])] == [True]
    receive(offices["a"], down(offices, stick).path)
    assert offices["a"].files.keep("tìm lại.pdf", noise(20_000)).hash == file.hash
    assert pending(offices["a"], offices.scope("tinh")).contents == 1
    up(offices, stick).path.unlink()
    again = up(offices, stick)
    assert (again.contents, sum(again.counts.values())) == (1, 0)
    assert receive(offices["tinh"], again.path).contents.arrived == {bytes.fromhex(file.hash)}
    assert attachments.missing_words(offices["tinh"], file) == ""
    assert upkeep.check_office(offices["tinh"]) == []
    receive(offices["a"], down(offices, stick).path)
    assert up(offices, stick).contents == 0


def test_an_attachment_of_a_compartment_is_only_for_those_who_may_read_it(
    offices: Offices, stick: Path
) -> None:
    case = makers.case(offices["a"], case_type="MT_SD")
    secret = paper(offices["a"], noise(9_000, 2), case)
    open_one = paper(offices["a"], noise(9_000, 3))
    receive(offices["tinh"], up(offices, stick).path)
    assert attachments.read_file(offices["tinh"], secret) == noise(9_000, 2)
    other = makers.case(offices["b"], case_type="MT_SD")
    hidden = paper(offices["b"], noise(9_000, 4), other)
    seen = paper(offices["b"], noise(9_000, 5))
    sent = up(offices, stick, "b")
    assert sent.contents == 1, "the PC of b has no right to send what is in that compartment"
    receive(offices["tinh"], sent.path)
    assert offices["tinh"].files.has(seen)
    assert not offices["tinh"].files.has(hidden)
    assert offices["tinh"].files.has(open_one)


def test_nobody_gets_a_content_by_asking_for_the_hash_of_somebody_elses(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["b"], noise(9_000, 6))
    receive(offices["tinh"], up(offices, stick, "b").path)
    receive(offices["tinh"], up(offices, stick).path)
    device = _device(offices["a"])
    with offices["tinh"].store.connection(write=True) as connection:
        connection.exec_driver_sql(
            "INSERT INTO sync_blob_peer VALUES (?, ?, 0, 1)", (bytes.fromhex(file.hash), device)
        )
    sent = down(offices, stick)
    assert sent.contents == 0
    receive(offices["a"], sent.path)
    assert not offices["a"].files.has(file)


def test_two_who_attach_another_file_both_have_both(offices: Offices, stick: Path) -> None:
    case = makers.case(offices["a"])
    paper(offices["a"], noise(5_000, 1), case)
    receive(offices["tinh"], up(offices, stick).path)
    with offices["a"].reading() as session:
        (row,) = session.connection().exec_driver_sql("SELECT id FROM case_documents").scalars()
    files = {}
    for name, seed in (("a", 7), ("tinh", 8)):
        offices.clock.forward(hours=1)
        files[name] = offices[name].files.keep(f"{name}.pdf", noise(5_000, seed))
        records.save(offices[name], "case_documents", uuid.UUID(bytes=row), {"file": files[name]})
    receive(offices["tinh"], up(offices, stick).path)
    receive(offices["a"], down(offices, stick).path)
    for name in ("a", "tinh"):
        assert all(offices[name].files.has(file) for file in files.values())


def test_an_import_that_is_taken_back_leaves_no_trouble_with_attachments(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], noise(40_000))
    sent = up(offices, stick)
    receive(offices["tinh"], sent.path)
    take_import_back(offices["tinh"])
    assert upkeep.check_office(offices["tinh"]) == []
    down(offices, stick)
    receive(offices["tinh"], sent.path)
    assert attachments.read_file(offices["tinh"], file) == noise(40_000)


def test_a_preview_takes_no_attachment_in(offices: Offices, stick: Path) -> None:
    file = paper(offices["a"], noise(4_000))
    preview(offices["tinh"], up(offices, stick).path, lambda *_told: None)
    assert not offices["tinh"].files.has(file)


def test_a_restored_office_gets_its_attachments_again(offices: Offices, stick: Path) -> None:
    without = upkeep.back_up_here(offices["tinh"])
    file = paper(offices["a"], noise(40_000))
    receive(offices["tinh"], up(offices, stick).path)
    receive(offices["a"], down(offices, stick).path)
    offices.close("tinh")
    upkeep.restore_copy(
        without.path, offices.folder / "tinh", Password("lan", PASSWORD), offices.clock
    )
    assert not offices["tinh"].files.has(file)
    receive(offices["a"], down(offices, stick.parent).path)
    receive(offices["tinh"], up(offices, stick).path)
    assert attachments.read_file(offices["tinh"], file) == noise(40_000)


def test_when_the_rows_can_not_last_no_row_points_to_a_half_content(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = paper(offices["a"], noise(700_000))
    sent = up(offices, stick)

    def full(_self: Incoming) -> None:
        raise DiskTrouble("đầy")

    with monkeypatch.context() as patch:
        patch.setattr(Incoming, "keep", full)
        with pytest.raises(DiskTrouble):
            receive(offices["tinh"], sent.path)
    assert not offices["tinh"].files.has(file)
    assert upkeep.check_office(offices["tinh"]) == []
    receive(offices["tinh"], sent.path)
    assert attachments.read_file(offices["tinh"], file) == noise(700_000)


def test_a_morning_with_attachments_in_any_order_and_twice(offices: Offices, stick: Path) -> None:
    files = []
    for seed in range(4):
        files.append(paper(offices["a"], noise(30_000, seed)))
        up(offices, stick)
    paths = sorted(stick.glob("*.goi")) * 2
    random.shuffle(paths)
    morning = receive_all(offices["tinh"], paths)
    assert morning.refused == []
    for seed, file in enumerate(files):
        assert attachments.read_file(offices["tinh"], file) == noise(30_000, seed)
    assert upkeep.check_office(offices["tinh"]) == []


def test_what_is_lost_here_is_found_by_the_check_up_and_comes_back_from_the_others(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], noise(60_000))
    receive(offices["tinh"], up(offices, stick).path)
    receive(offices["a"], down(offices, stick).path)
    lose(offices["a"], file)
    (told,) = upkeep.check_office(offices["a"])
    assert "không có trên máy" in told
    with pytest.raises(UserError, match="Hồ sơ không bị thay đổi"):
        attachments.read_file(offices["a"], file)
    receive(offices["tinh"], up(offices, stick).path)
    receive(offices["a"], down(offices, stick).path)
    assert upkeep.check_office(offices["a"]) == []
    assert attachments.read_file(offices["a"], file) == noise(60_000)


def test_what_a_purged_record_had_attached_does_not_come_again_with_an_old_file(
    offices: Offices, stick: Path
) -> None:
    case, other = makers.case(offices["a"]), makers.case(offices["a"])
    gone, kept = paper(offices["a"], noise(600_000, 1), case), paper(offices["a"], b"chung", case)
    makers.saved(
        offices["a"], "case_documents", case_id=other, seq=1, kind="Biên bản", file=kept,
        summary="Dùng chung", is_original=False,
    )  # fmt: skip
    old = up(offices, stick)
    receive(offices["tinh"], old.path)
    with offices["tinh"].writing("purge") as session:
        bury(session, session.get_one(CaseFile, case), "theo đơn", "12/QĐ", b"")
    office = offices["tinh"]
    settle(office.store, office.files, office.folder)
    assert (office.files.has(gone), office.files.has(kept)) == (False, True)
    take_again(office, old.path)
    assert (office.files.has(gone), office.files.has(kept)) == (False, True)
    assert upkeep.check_office(office) == []


def take_again(office: Office, path: Path) -> None:
    """Take a file in whose receipt was lost."""
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql("DELETE FROM sync_pkg")
    assert not receive(office, path).again


def lose(office: Office, file: StoredFile) -> None:
    """A content that is gone from the file of attachments."""
    connection = connect(office.files.path, office.store.key)
    connection.execute("DELETE FROM blobs WHERE hash = ?", (file.hash,))
    connection.close()


def _device(office: Office) -> bytes:
    with office.store.connection() as connection:
        told = connection.exec_driver_sql("SELECT v FROM sync_meta WHERE k = 'device'").scalar()
    return bytes.fromhex(str(told))


def spoil(office: Office, file: StoredFile) -> None:
    """Let a content be damaged where it lies, as a failing disk does."""
    connection = connect(office.folder / "files.db", office.store.key)
    told = (b"x" * file.size, file.hash)
    connection.execute("UPDATE blobs SET content = ? WHERE hash = ?", told)
    connection.close()


def test_a_damaged_content_is_asked_for_and_replaced(offices: Offices, stick: Path) -> None:
    case = makers.case(offices["a"])
    file = paper(offices["a"], noise(30_000), case)
    receive(offices["tinh"], up(offices, stick).path)
    receive(offices["a"], down(offices, stick).path)
    spoil(offices["tinh"], file)
    assert any("bị hỏng nội dung" in line for line in upkeep.check_office(offices["tinh"]))
    # Its row comes once more without the content: it is asked for all the same.
    with offices["a"].reading() as session:
        (row,) = session.connection().exec_driver_sql("SELECT id FROM case_documents").scalars()
    records.save(offices["a"], "case_documents", uuid.UUID(bytes=row), {"kind": "Biên bản"})
    sent = up(offices, stick)
    assert sent.contents == 0
    receive(offices["tinh"], sent.path)
    receive(offices["a"], down(offices, stick).path)
    again = up(offices, stick)
    assert again.contents == 1
    receipt = receive(offices["tinh"], again.path)
    assert receipt.contents.arrived == {bytes.fromhex(file.hash)}
    assert attachments.read_file(offices["tinh"], file) == noise(30_000)
    assert upkeep.check_office(offices["tinh"]) == []
    receive(offices["a"], down(offices, stick).path)
    assert up(offices, stick).contents == 0


def test_a_good_content_replaces_a_damaged_one_that_nobody_noticed(
    offices: Offices, stick: Path
) -> None:
    file = paper(offices["a"], noise(30_000))
    receive(offices["tinh"], up(offices, stick).path)
    spoil(offices["tinh"], file)
    sent = up(offices, stick)
    assert sent.contents == 1, "nothing was confirmed yet"
    receive(offices["tinh"], sent.path)
    assert attachments.read_file(offices["tinh"], file) == noise(30_000)


def test_the_minutes_say_how_many_attachments_came_and_how_many_are_awaited(
    offices: Offices, stick: Path
) -> None:
    case = makers.case(offices["a"])
    paper(offices["a"], noise(3_000, 1), case)
    lost = paper(offices["a"], noise(3_000, 2), case)
    lose(offices["a"], lost)
    first = receive(offices["tinh"], up(offices, stick).path).identity.package
    page = words(print_receipt(offices["tinh"], [first]).content)
    assert "1 tệp đính kèm đã về đủ nội dung" in page
    assert "1 tệp đính kèm của nơi gửi chưa về" in page
    receive(offices["a"], down(offices, stick).path)
    offices["a"].files.keep("tìm lại.pdf", noise(3_000, 2))
    second = receive(offices["tinh"], up(offices, stick).path).identity.package
    page = words(print_receipt(offices["tinh"], [first, second]).content)
    assert "2 tệp đính kèm đã về đủ nội dung" in page
    assert "chưa về" not in page
