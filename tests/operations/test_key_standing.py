"""What an office shows of its keys, and the papers that go with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import makers
from desktop.base.errors import NotAllowed
from desktop.operations import (
    authority,
    enrolment,
    key_papers,
    key_standing,
    lost_passwords,
    revocation,
)
from desktop.operations.authority import Approved, Sheets
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.store import backup
from desktop.store.events import read_events
from desktop.store.folder import SEALED
from desktop.sync.shares import AUTHORITY, RECOVERY, join
from paper.pages import words
from three_offices import PROVINCE_SCOPE, TIEN_PHUOC_SCOPE, Offices, founded_offices, offices

__all__ = ["founded_offices", "offices"]


@pytest.fixture
def sheets(offices: Offices) -> Sheets:
    return authority.found_authority(offices["tinh"])


def enrolled(offices: Offices, sheets: Sheets, name: str) -> Approved:
    asked = enrolment.request_membership(offices[name])
    made = authority.approve(offices["tinh"], asked.request, asked.code, sheets.authority[:2])
    enrolment.accept_card(offices[name], made.card, made.code)
    return made


def test_before_anything_a_province_may_found_and_a_commune_may_ask(offices: Offices) -> None:
    top = key_standing.read_key_standing(offices["tinh"])
    commune = key_standing.read_key_standing(offices["a"])
    assert (top.may_found, top.is_member, top.lines) == (True, False, ())
    assert (commune.may_found, commune.has_asked, commune.letter) == (False, False, "A")
    enrolment.request_membership(offices["a"])
    assert key_standing.read_key_standing(offices["a"]).has_asked


def test_a_member_sees_itself_and_since_when(offices: Offices, sheets: Sheets) -> None:
    founded = offices.clock.now()
    offices.clock.forward(days=3)
    made = enrolled(offices, sheets, "a")
    standing = key_standing.read_key_standing(offices["a"])
    assert standing.is_member
    assert not standing.is_authority
    assert standing.version == 2
    assert standing.authority_name == "Ủy ban nhân dân thành phố Đà Nẵng"
    assert standing.own is not None
    assert standing.own.code == f"{TIEN_PHUOC_SCOPE}-A"
    assert standing.own.since == offices.clock.now()
    top = key_standing.read_key_standing(offices["tinh"])
    assert top.is_authority
    assert not top.may_found, "another PC has a card now"
    assert top.own is not None
    assert (top.own.scope, top.own.since) == (PROVINCE_SCOPE, founded)
    offices.clock.forward(days=1)
    revocation.revoke(offices["tinh"], made.entry.device, sheets.authority[:2], reason="Mất máy")
    line = key_standing.read_key_standing(offices["tinh"]).lines[0]
    assert (line.is_revoked, line.since) == (True, offices.clock.now())
    with offices["tinh"].store.connection() as connection:
        told = [one.detail for one in read_events(connection) if one.kind == "keys"]
    assert told[0] == f"Thu hồi thẻ khóa: cơ quan số {TIEN_PHUOC_SCOPE}, máy A: Mất máy"


def test_a_new_key_waits_for_its_card(offices: Offices, sheets: Sheets) -> None:
    enrolled(offices, sheets, "a")
    assert not key_standing.read_key_standing(offices["a"]).new_key
    enrolment.rotate_keys(offices["a"])
    assert key_standing.read_key_standing(offices["a"]).new_key
    enrolled(offices, sheets, "a")
    assert not key_standing.read_key_standing(offices["a"]).new_key


def test_after_half_a_year_a_new_key_is_due(offices: Offices, sheets: Sheets) -> None:
    made = enrolled(offices, sheets, "a")
    began = offices.clock.now()
    offices.clock.forward(days=100)
    enrolled(offices, sheets, "a2")  # a later roster with the same key
    receive(offices["a"], send(offices["tinh"], TIEN_PHUOC_SCOPE, offices.folder).path)
    offices.clock.forward(days=83)
    assert not key_standing.read_key_standing(offices["a"]).key_is_old
    offices.clock.forward(days=1)
    standing = key_standing.read_key_standing(offices["a"])
    assert standing.version > made.roster.version
    assert standing.key_is_old
    assert standing.own is not None
    assert standing.own.key_since == began
    enrolment.rotate_keys(offices["a"])
    assert not key_standing.read_key_standing(offices["a"]).key_is_old, "it waits for the card"
    enrolled(offices, sheets, "a")
    standing = key_standing.read_key_standing(offices["a"])
    assert standing.own is not None
    assert (standing.own.since, standing.own.key_since) == (began, offices.clock.now())
    assert not standing.key_is_old


def test_up_to_which_file_a_pc_counts(offices: Offices, sheets: Sheets) -> None:
    made = enrolled(offices, sheets, "a")
    device = made.entry.device
    assert revocation.read_held_files(offices["tinh"], device) == []
    stick = offices.folder / "stick"
    stick.mkdir()
    for _ in range(2):
        offices.clock.forward(days=1)
        makers.person(offices["a"])
        receive(offices["tinh"], send(offices["a"], PROVINCE_SCOPE, stick).path)
    held = revocation.read_held_files(offices["tinh"], device)
    assert [one.number for one in held] == [2, 1]
    assert held[0].cut > held[1].cut
    assert held[0].came_at == offices.clock.now()
    assert key_standing.read_key_standing(offices["tinh"]).lines[0].last_in == held[0].came_at
    struck = revocation.revoke(offices["tinh"], device, sheets.authority[:2], held[1].cut)
    assert struck.revoked == held[1].cut


def test_who_exchanges_sees_it_and_others_do_not(open_as: Callable[..., Office]) -> None:
    for role in ("CAN_BO", "LANH_DAO", "QUAN_TRI"):
        assert key_standing.read_key_standing(open_as(role)).scope == TIEN_PHUOC_SCOPE
    with pytest.raises(NotAllowed):
        key_standing.read_key_standing(open_as("VAN_THU"))
    with pytest.raises(NotAllowed):
        revocation.read_held_files(open_as("CAN_BO"), bytes(16))


def test_a_card_tells_for_whom_it_is(offices: Offices, sheets: Sheets) -> None:
    enrolled(offices, sheets, "a2")
    asked = enrolment.request_membership(offices["a"])
    made = authority.approve(offices["tinh"], asked.request, asked.code, sheets.authority[:2])
    told = enrolment.look_at_card(offices["a"], made.card)
    assert told.office_name == "UBND xã Tiên Phước"
    assert (told.letter, told.present_letter, told.is_ours) == ("B", "A", True)
    assert told.version == 3
    assert not enrolment.look_at_card(offices["a2"], made.card).is_ours


def test_the_sheets_on_paper_give_the_keys_back(offices: Offices, sheets: Sheets) -> None:
    pages = words(key_papers.key_sheets(offices["tinh"], sheets))
    assert "MẢNH KHÓA CẤP THẺ 3/3" in pages
    assert "MẢNH KHÓA PHỤC HỒI 2/2" in pages
    for text in (*sheets.authority, *sheets.recovery):
        for line in key_papers.share_lines(text):
            assert " ".join(line.split()) in pages
    typed = [" ".join(key_papers.share_lines(text)).lower() for text in sheets.authority]
    assert join(typed[1:], AUTHORITY) == join(sheets.authority[:2], AUTHORITY)
    assert join(sheets.recovery, RECOVERY)


def test_the_letter_has_the_code_and_the_other_letter(offices: Offices, sheets: Sheets) -> None:
    first = words(key_papers.card_letter(offices["tinh"], enrolled(offices, sheets, "a")))
    assert "GIẤY BÁO MÃ THẺ KHÓA" in first
    assert "đã có máy khác" not in first
    made = enrolled(offices, sheets, "a2")
    second = words(key_papers.card_letter(offices["tinh"], made))
    assert made.code in second
    assert f"{TIEN_PHUOC_SCOPE}-B" in second
    assert "Chữ A đã có máy khác" in second
    with offices["tinh"].store.connection() as connection:
        told = [one.detail for one in read_events(connection) if one.kind == "print"]
    assert not any(made.code in one for one in told)


def test_the_sealed_key_is_put_back_where_it_is_looked_for(
    offices: Offices, sheets: Sheets
) -> None:
    enrolled(offices, sheets, "a")
    path = offices["a"].folder / SEALED
    before = path.read_bytes()
    path.unlink()
    lost_passwords.keep_sealed(offices["a"])
    assert path.read_bytes() == before
    lost_passwords.keep_sealed(offices["b"])
    assert not (offices["b"].folder / SEALED).exists(), "an office without a card has none"


def test_a_copy_holds_the_sealed_key_and_gives_it_back(offices: Offices, sheets: Sheets) -> None:
    enrolled(offices, sheets, "a")
    office = offices["a"]
    sealed, key = (office.folder / SEALED).read_bytes(), office.store.key
    now = offices.clock.now()
    made = backup.back_up(office.folder, key, offices.folder / "usb", now)
    assert (made.path / SEALED).read_bytes() == sealed
    counts = backup.read_copy(made.path, key)
    offices.close("a")
    (office.folder / SEALED).write_bytes(b"of another day")
    kept = backup.restore(made.path, office.folder, key, counts, now)
    assert (office.folder / SEALED).read_bytes() == sealed
    assert (kept / SEALED).read_bytes() == b"of another day"
