"""Somebody is purged: asked below, granted above, gone everywhere, and no copy brings them back."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import makers
from conftest import TIEN_PHUOC
from desktop.base.errors import InvalidRecord, InvalidValue, UserError
from desktop.operations import attachments, cases, lists, purging, records, upkeep
from desktop.operations.exchange_keys import held_roster, keep_roster
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.records import CaseFile, Person, record_types
from desktop.store.engine import connect
from desktop.store.exchange.homes import bury_mark
from desktop.store.keeping import read_setting, write_setting
from desktop.store.ledger import LEDGER
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.columns import pack_column
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from exchange.forging import read_raw, write_raw

__all__ = ["enrolled_offices", "offices", "stick"]
NAME, PHONE = "Nguyễn Thị Hường Giang", "0950123987"
WHY, PAPER = "Rút lại đồng ý", "45/QĐ-SYT"


@pytest.fixture
def authority(offices: Offices) -> AuthorityKey:
    """The authority's key, on a fresh roster that everybody holds."""
    key = AuthorityKey.new()
    for name in ("tinh", "a", "b"):
        with offices[name].store.connection(write=True) as connection:
            roster = replace(held_roster(connection), authority=key.public, version=2)
            keep_roster(connection, sign_roster(roster, key), roster)
    return key


def carry(offices: Offices, sender: str, to: str, stick: Path) -> Any:
    return receive(offices[to], send(offices[sender], offices.scope(to), stick).path)


@pytest.fixture
def person(offices: Offices, stick: Path, tmp_path: Path) -> uuid.UUID:
    """Somebody with a case, a paper with a scan, a history and a sibling value, known to both."""
    office = offices["a"]
    made = makers.person(office, NAME, phone=PHONE, note=f"{NAME} đến lần đầu")
    scan = tmp_path / "scan.txt"
    scan.write_text(f"Bản quét của {NAME}", encoding="utf-8")
    case = makers.case(office, person_id=made)
    told = {"case_id": case, "seq": 1, "kind": "Đơn", "summary": f"Đơn của {NAME}"}
    file = attachments.keep_file(office, scan)
    makers.saved(office, "case_documents", **told, is_original=True, file=file)
    makers.contact(office, case, content=f"Gặp {NAME}")
    carry(offices, "a", "tinh", stick)
    records.save(office, "people", made, {"note": f"{NAME} đến lần hai"})
    records.save(offices["tinh"], "people", made, {"note": f"{NAME} theo tỉnh"})
    carry(offices, "a", "tinh", stick)
    carry(offices, "tinh", "a", stick)
    return made


def plain_bytes(offices: Offices, name: str) -> bytes:
    """Both files of an office as they lie on the disk, without their encryption."""
    office = offices[name]
    key = office.store.key
    folder = office.folder
    offices.close(name)
    found = b""
    for part in ("office.db", "files.db"):
        assert not (folder / f"{part}-wal").exists() or not (folder / f"{part}-wal").stat().st_size
        connection = connect(folder / part, key)
        plain = folder.parent / f"{name}-{part}.plain"
        plain.unlink(missing_ok=True)
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH DATABASE plain")
        connection.close()
        found += plain.read_bytes()
    return found + decrypted_pages(folder, key)


def decrypted_pages(folder: Path, key: bytes) -> bytes:
    """Every page of the file itself, free ones too, as SQLCipher 4 encrypts them."""
    size, reserve = 4096, 80
    raw = (folder / "office.db").read_bytes()
    found: list[bytes] = []
    for at in range(0, len(raw), size):
        page = raw[at : at + size]
        start = 16 if at == 0 else 0
        vector = page[size - reserve : size - reserve + 16]
        cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        found.append(cipher.update(page[start : size - reserve]) + cipher.finalize())
    return b"".join(found)


def traces(offices: Offices, name: str) -> list[str]:
    held = plain_bytes(offices, name)
    folded = "hường giang", "huong giang", NAME.lower()
    words = (NAME, PHONE, *folded)
    return [word for word in words if word.encode() in held]


def test_the_scan_itself_finds_a_name_that_is_there(offices: Offices, person: uuid.UUID) -> None:
    assert {NAME, PHONE} <= set(traces(offices, "a"))
    with_pages = decrypted_pages(offices.folder / "a", offices["a"].store.key)
    assert NAME.encode() in with_pages


def test_a_purge_leaves_no_byte_of_the_name_anywhere(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    purging.ask_purge(offices["a"], "people", person, WHY, "12/UBND")
    carry(offices, "a", "tinh", stick)
    (asked,) = purging.requests(offices["tinh"])
    assert (asked.id, asked.office, asked.reason) == (person, offices.scope("a"), WHY)
    sheets = authority.sheets()[:2]
    purging.grant_purge(offices["tinh"], "people", person, WHY, PAPER, sheets)
    assert purging.requests(offices["tinh"]) == []
    assert carry(offices, "tinh", "a", stick).tally.set_aside == []
    for name in ("tinh", "a"):
        assert lists.find(offices[name], "huong giang") == []
        assert offices[name].files.hashes() == frozenset()
        assert upkeep.check_office(offices[name]) == []
        assert traces(offices, name) == []


def test_nothing_of_a_purged_person_is_kept_among_what_was_not_taken(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    """Bad rows lie as they came until they can be read; not those of somebody who was purged."""
    spoiled = {"people": "sex", "residences": "kind"}

    def spoil(item: list[Any]) -> None:
        for table, name in spoiled.items():
            kind = record_types()[table]
            if item[:2] == [1, str(kind.entity)]:
                item[13][item[2].index(kind.field(name).no)] = pack_column([5] * item[3])

    def bad_file(note: str) -> Path:
        office = offices["a"]
        records.save(office, "people", person, {"note": f"{NAME} {note}"})
        told = {"kind": "THUONG_TRU", "unit_id": TIEN_PHUOC, "address_line": f"Nhà {NAME}"}
        makers.saved(office, "residences", person_id=person, **told)
        sent = send(office, offices.scope("tinh"), stick)
        sections = read_raw(offices["tinh"], sent.path)
        for item in sections["0"]:
            spoil(item)
        return write_raw(office, offices.scope("tinh"), stick / f"GOI_{note}.goi", sections)

    def kept() -> list[bytes]:
        with offices["tinh"].store.connection() as connection:
            return [
                bytes(raw)
                for raw in connection.exec_driver_sql("SELECT raw FROM sync_refused").scalars()
                if raw is not None
            ]

    receipt = receive(offices["tinh"], bad_file("mot"))
    assert {entity for entity, *_ in receipt.tally.set_aside} == {
        record_types()[table].entity for table in spoiled
    }
    assert len([raw for raw in kept() if NAME in str(json.loads(raw))]) >= 2
    again = bad_file("hai")
    purging.grant_purge(offices["tinh"], "people", person, WHY, PAPER, authority.sheets()[:2])
    assert kept() == []
    receipt = receive(offices["tinh"], again)
    assert receipt.tally.purged > 0
    assert kept() == []
    assert traces(offices, "tinh") == []


def test_the_province_sees_which_pcs_have_not_done_it(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    purging.grant_purge(offices["tinh"], "people", person, WHY, PAPER, authority.sheets()[:2])
    assert {one.missing for one in purging.progress(offices["tinh"])} == {
        ("Xã Tiên Phước, Máy a", "Phường Hải Châu, Máy b")
    }
    for name in ("a", "b"):
        carry(offices, "tinh", name, stick)
    carry(offices, "a", "tinh", stick)
    assert {one.missing for one in purging.progress(offices["tinh"])} == {
        ("Phường Hải Châu, Máy b",)
    }
    carry(offices, "b", "tinh", stick)
    assert {one.missing for one in purging.progress(offices["tinh"])} == {()}


def test_a_mark_that_the_authority_did_not_sign_is_set_aside(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    with offices["tinh"].writing("purge") as session:
        bury_mark(session, person.bytes, WHY, PAPER, AuthorityKey.new().sign(b"x"))
    receipt = carry(offices, "tinh", "a", stick)
    assert [why for _, _, why in receipt.tally.set_aside] == ["purge"]
    assert makers.loaded(offices["a"], Person, person).full_name == NAME


def test_a_copy_that_is_put_back_revives_nobody(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    office = offices["a"]
    upkeep.back_up_here(office)
    purging.grant_purge(offices["tinh"], "people", person, WHY, PAPER, authority.sheets()[:2])
    carry(offices, "tinh", "a", stick)
    (copy, *_) = sorted((office.folder / "backups").glob("SoXa-*"))
    upkeep_office = offices["a"]
    with upkeep_office.store.connection(write=True) as connection:
        connection.exec_driver_sql("UPDATE users SET role = 'QUAN_TRI,CAN_BO'")
    offices.close("a")
    comparison = upkeep.compare(offices["a"], copy)
    upkeep.restore(offices["a"], comparison)
    offices.opened.pop("a")
    assert (offices.folder / "a" / LEDGER).exists()
    with offices["a"].reading() as session:
        found = session.scalars(sa.select(Person.full_name).where(~Person.stub)).all()
    assert NAME not in found
    assert lists.find(offices["a"], "huong giang") == []
    assert traces(offices, "a") == []
    receipt = carry(offices, "a", "tinh", stick)
    assert receipt.tally.new.total() == 0


def test_only_two_right_sheets_and_a_reason_purge(
    offices: Offices, person: uuid.UUID, authority: AuthorityKey
) -> None:
    wrong = AuthorityKey.new().sheets()[:2]
    with pytest.raises(InvalidValue):
        purging.grant_purge(offices["tinh"], "people", person, WHY, PAPER, wrong)
    with pytest.raises(InvalidRecord):
        purging.grant_purge(offices["tinh"], "people", person, " ", "", authority.sheets()[:2])
    assert makers.loaded(offices["tinh"], Person, person).full_name == NAME


def test_one_case_is_purged_and_its_person_stays(
    offices: Offices, person: uuid.UUID, authority: AuthorityKey
) -> None:
    other = makers.case(offices["tinh"], person_id=person)
    sheets = authority.sheets()[:2]
    purging.grant_purge(offices["tinh"], "case_files", other, WHY, PAPER, sheets)
    with pytest.raises(UserError, match="không có trên máy"):
        cases.read_case(offices["tinh"], other)
    assert makers.loaded(offices["tinh"], Person, person).full_name == NAME


@pytest.mark.parametrize(
    "reason",
    [
        f"Gia đình {NAME} (HIV) xin xóa",
        "Gia đình chị Hường Giang xin xóa",
        "Chủ số 0950 123 987 xin xóa",
        "Gia đình bà Lê Thị Bông xin xóa",
        "Người cai nghiện xin xóa",
    ],
)
def test_nobody_is_named_in_a_mark_that_every_office_keeps(
    offices: Offices, person: uuid.UUID, authority: AuthorityKey, reason: str
) -> None:
    told = {"person_id": person, "full_name": "Lê Thị Bông", "relation": "ME"}
    makers.saved(offices["a"], "family_members", **told)
    makers.saved(offices["tinh"], "family_members", **told)
    with offices["tinh"].reading() as session:
        of_them = CaseFile.person_id == person
        case = session.scalars(sa.select(CaseFile.id).where(of_them)).one()
    sheets = authority.sheets()[:2]
    for table, record in (("people", person), ("case_files", case)):
        for texts in ((reason, PAPER), (WHY, f"12/{reason}")):
            with pytest.raises(InvalidRecord) as asked:
                purging.ask_purge(offices["a"], table, record, *texts)
            with pytest.raises(InvalidRecord) as granted:
                purging.grant_purge(offices["tinh"], table, record, *texts, sheets)
            wrong = "reason" if texts[0] == reason else "doc_no"
            assert [*asked.value.problems] == [*granted.value.problems] == [wrong]
            assert "không được nêu ai" in asked.value.problems[wrong]
    assert purging.requests(offices["a"]) == []
    assert purging.progress(offices["tinh"]) == []
    assert makers.loaded(offices["tinh"], Person, person).full_name == NAME


def test_a_name_that_a_file_asks_with_is_never_signed(
    offices: Offices, stick: Path, person: uuid.UUID, authority: AuthorityKey
) -> None:
    """Whatever a program below let through, the province looks at it again."""
    purging.ask_purge(offices["a"], "people", person, WHY, "12/UBND")
    named = f"{NAME} xin xóa"
    with offices["a"].store.connection(write=True) as connection:
        told = read_setting(connection, purging.ASKED, otherwise={})
        told[person.hex][3] = named
        write_setting(connection, purging.ASKED, told)
    carry(offices, "a", "tinh", stick)
    (asked,) = purging.requests(offices["tinh"])
    assert asked.reason == named
    with pytest.raises(InvalidRecord):
        purging.grant_purge(
            offices["tinh"], "people", person, asked.reason, PAPER, authority.sheets()[:2]
        )
    carry(offices, "tinh", "b", stick)
    assert traces(offices, "b") == []
