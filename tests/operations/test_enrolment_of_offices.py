"""A province begins, communes ask and get their cards, PCs are struck, keys are changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from desktop.base.errors import DamagedFile, InvalidValue, NotAllowed, UserError
from desktop.operations import authority, enrolment, exchange_keys, key_standing, revocation
from desktop.operations import membership_requests as requests
from desktop.operations.authority import Approved, Sheets
from desktop.operations.enrolment import Asked
from desktop.operations.exchange_keys import NotEnrolled
from desktop.operations.kept_keys import SEALED_KEY
from desktop.operations.office import Office, letter
from desktop.rules.permissions import Permission
from desktop.store.events import read_events
from desktop.store.exchange.channels import Point, hold
from desktop.store.timeline import read_meta, write_meta
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.card import read_card
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import new_request, request_file
from desktop.sync.recovery import RecoveryKey, unwrap
from desktop.sync.roster import Roster, UnknownDevice, Untrusted
from desktop.sync.roster_entries import Cut, OfficeEntry
from three_offices import (
    PROVINCE_SCOPE,
    THANH_BINH_SCOPE,
    TIEN_PHUOC_SCOPE,
    Offices,
    founded_offices,
    offices,
)

__all__ = ["founded_offices", "offices"]

WRONG = "0000 0000"


@pytest.fixture
def sheets(offices: Offices) -> Sheets:
    """Those of the province, which has begun."""
    return authority.found_authority(offices["tinh"])


def roster_of(office: Office) -> Roster:
    with office.store.connection() as connection:
        return exchange_keys.held_roster(connection)


def keys_of(office: Office) -> DeviceKeys:
    with office.store.connection(write=True) as connection:
        return exchange_keys.own_keys(connection)


def letter_of(office: Office) -> str:
    with office.reading() as session:
        return letter(session)


def deeds(office: Office) -> list[str]:
    with office.store.connection() as connection:
        return [event.detail for event in read_events(connection) if event.kind == "keys"]


def approved(offices: Offices, sheets: Sheets, asked: Asked, **told: object) -> Approved:
    values: dict[str, object] = {"compartments": (3,), **told}
    return authority.approve(
        offices["tinh"],
        asked.request,
        asked.code,
        sheets.authority[:2],
        **values,  # pyright: ignore[reportArgumentType]
    )


def enrolled(offices: Offices, sheets: Sheets, name: str, **told: object) -> Approved:
    made = approved(offices, sheets, enrolment.request_membership(offices[name]), **told)
    enrolment.accept_card(offices[name], made.card, made.code)
    return made


def test_a_province_begins_with_itself_alone_and_keeps_no_secret(
    offices: Offices, sheets: Sheets
) -> None:
    office = offices["tinh"]
    roster = roster_of(office)
    assert roster.version == 1
    assert roster.offices == (
        OfficeEntry(PROVINCE_SCOPE, "Ủy ban nhân dân thành phố Đà Nẵng", None, "tinh"),
    )
    (own,) = roster.devices
    assert (own.scope, own.letter, own.compartments) == (PROVINCE_SCOPE, "A", {1, 2, 3, 4})
    assert own.capabilities == {"reference", "purge"}
    assert own.age == keys_of(office).public.age
    seeds = {
        AuthorityKey.joined(s, roster.authority).seed for s in combinations(sheets.authority, 2)
    }
    (seed,) = seeds
    assert all(seed not in path.read_bytes() for path in offices.folder.glob("tinh/*"))
    with office.store.connection() as connection:
        kept = str(connection.exec_driver_sql("SELECT k, v FROM sync_meta").all())
        told = str(read_events(connection))
    assert seed.hex() not in kept
    assert not any(sheet in kept + told + repr(sheets) for sheet in sheets.authority)
    recovery = RecoveryKey.joined(sheets.recovery, roster.recovery)
    assert recovery.identity not in kept


def test_a_province_may_begin_again_until_another_pc_has_a_card(
    offices: Offices, sheets: Sheets
) -> None:
    again = authority.found_authority(offices["tinh"])
    roster = roster_of(offices["tinh"])
    assert roster.version == 2
    AuthorityKey.joined(again.authority[1:], roster.authority)
    with pytest.raises(InvalidValue):
        AuthorityKey.joined(sheets.authority[1:], roster.authority)
    enrolled(offices, again, "a")
    for name in ("tinh", "a"):
        with pytest.raises(UserError, match="đã tham gia"):
            authority.found_authority(offices[name])
    assert roster_of(offices["tinh"]).authority == roster.authority


def test_offices_known_from_the_start_stand_in_the_roster(offices: Offices) -> None:
    commune = OfficeEntry(TIEN_PHUOC_SCOPE, "UBND xã Tiên Phước", PROVINCE_SCOPE, "xa")
    authority.found_authority(offices["tinh"], [commune], compartments=(3,))
    roster = roster_of(offices["tinh"])
    assert roster.office(TIEN_PHUOC_SCOPE) == commune
    assert roster.devices[0].compartments == {3}


@pytest.mark.parametrize("by", ["file", "qr"])
def test_a_commune_asks_is_approved_and_takes_its_card(
    by: str, offices: Offices, sheets: Sheets
) -> None:
    asked = enrolment.request_membership(offices["a"])
    told = asked.content if by == "file" else asked.text
    read = requests.read_membership_request(offices["tinh"], told)
    assert read.request == asked.request
    assert read.code == asked.code
    assert (read.known_as, read.in_roster) == ("Xã Tiên Phước", False)
    assert not read.renews
    assert not read.letter_taken
    made = approved(offices, sheets, replace(asked, request=read.request))
    assert not made.has_other_letter
    taken = enrolment.accept_card(offices["a"], made.card, made.code)
    assert taken.letter == taken.earlier_letter == "A"
    roster = roster_of(offices["a"])
    assert roster == roster_of(offices["tinh"]) == taken.roster
    assert roster.version == 2
    assert roster.office(TIEN_PHUOC_SCOPE).parent == PROVINCE_SCOPE
    assert roster.office(TIEN_PHUOC_SCOPE).level == "xa"
    assert roster.recipients(TIEN_PHUOC_SCOPE, 3) == (keys_of(offices["a"]).public.age,)
    assert roster.recipients(TIEN_PHUOC_SCOPE, 1) == ()
    assert deeds(offices["a"]) == ["Nhận thẻ khóa, danh bạ số 2", "Xin thẻ khóa cho máy này"]
    assert f"cơ quan số {TIEN_PHUOC_SCOPE}, máy A" in deeds(offices["tinh"])[0]


def test_another_code_approves_nobody(offices: Offices, sheets: Sheets) -> None:
    asked = enrolment.request_membership(offices["a"])
    with pytest.raises(InvalidValue, match="không khớp với yêu cầu"):
        approved(offices, sheets, replace(asked, code=WRONG))
    with pytest.raises(InvalidValue, match="mới có 1"):
        authority.approve(offices["tinh"], asked.request, asked.code, sheets.authority[:1])
    with pytest.raises(InvalidValue, match="loại khóa khác"):
        authority.approve(offices["tinh"], asked.request, asked.code, sheets.recovery)
    assert roster_of(offices["tinh"]).version == 1


def test_another_code_or_the_card_of_another_pc_enrols_nobody(
    offices: Offices, sheets: Sheets
) -> None:
    made = approved(offices, sheets, enrolment.request_membership(offices["a"]))
    with pytest.raises(InvalidValue, match="không khớp với thẻ"):
        enrolment.accept_card(offices["a"], made.card, WRONG)
    with pytest.raises(UserError, match="máy khác"):
        enrolment.accept_card(offices["b"], made.card, made.code)
    with pytest.raises(DamagedFile):
        enrolment.accept_card(offices["a"], made.card[:-1], made.code)
    for name in ("a", "b"):
        with pytest.raises(NotEnrolled):
            roster_of(offices[name])


def test_an_office_that_nobody_knows_needs_its_level_told(offices: Offices, sheets: Sheets) -> None:
    keys = DeviceKeys.new()
    request = new_request(keys, 299_999, "Trung tâm nào đó", "A", 1, "Lê Thị Cán")
    read = requests.read_membership_request(offices["tinh"], request_file(request, keys))
    assert (read.known_as, read.in_roster) == ("", False)
    asked = Asked(request, b"", "", request.code)
    with pytest.raises(UserError, match="số 299999"):
        approved(offices, sheets, asked)
    with pytest.raises(InvalidValue, match="Không có cấp"):
        approved(offices, sheets, asked, level="huyen")
    with pytest.raises(UserError, match="không có trong danh bạ"):
        approved(offices, sheets, asked, level="khac", parent=7)
    with pytest.raises(InvalidValue, match="dưới chính nó"):
        approved(offices, sheets, asked, level="khac", parent=299_999)
    assert roster_of(offices["tinh"]).version == 1
    approved(offices, sheets, asked, level="khac")
    entry = roster_of(offices["tinh"]).office(299_999)
    assert (entry.level, entry.parent) == ("khac", PROVINCE_SCOPE)
    enrolled(offices, sheets, "a", parent=299_999)
    assert roster_of(offices["tinh"]).is_above(299_999, TIEN_PHUOC_SCOPE)
    with pytest.raises(InvalidValue, match="cấp dưới của nó"):
        approved(offices, sheets, asked, parent=TIEN_PHUOC_SCOPE)


def test_a_second_pc_with_a_taken_letter_gets_the_next_and_numbers_with_it(
    offices: Offices, sheets: Sheets
) -> None:
    enrolled(offices, sheets, "a")
    asked = enrolment.request_membership(offices["a2"])
    read = requests.read_membership_request(offices["tinh"], asked.content)
    assert (read.letter_taken, read.renews, read.in_roster) == (True, False, True)
    made = approved(offices, sheets, asked)
    assert (made.asked_letter, made.entry.letter, made.has_other_letter) == ("A", "B", True)
    taken = enrolment.accept_card(offices["a2"], made.card, made.code)
    assert (taken.earlier_letter, taken.letter) == ("A", "B")
    assert letter_of(offices["a2"]) == "B"
    assert letter_of(offices["a"]) == "A"
    assert len(roster_of(offices["a2"]).active_devices(TIEN_PHUOC_SCOPE)) == 2


def test_changed_keys_ask_again_and_keep_letter_and_rights(
    offices: Offices, sheets: Sheets
) -> None:
    enrolled(offices, sheets, "a")
    enrolled(offices, sheets, "a2", compartments=(2, 3), capabilities=("reference",))
    before = keys_of(offices["a2"])
    asked = enrolment.rotate_keys(offices["a2"])
    keys = keys_of(offices["a2"])
    assert keys.earlier == (before.identity,)
    # Nobody seals for the new key yet: to ask once more changes nothing.
    again = enrolment.rotate_keys(offices["a2"])
    assert again.request.public == asked.request.public == keys.public
    assert requests.read_membership_request(offices["tinh"], again.content).renews
    made = authority.approve(offices["tinh"], asked.request, asked.code, sheets.authority[1:])
    assert (made.entry.letter, made.has_other_letter) == ("B", False)
    assert made.entry.compartments == {2, 3}
    assert made.entry.capabilities == {"reference"}
    enrolment.accept_card(offices["a2"], made.card, made.code)
    assert roster_of(offices["a2"]).device(keys.device).age == keys.public.age
    assert len(roster_of(offices["a2"]).devices) == 3
    # What was sealed two keys ago can't be opened by anybody any more.
    enrolment.rotate_keys(offices["a2"])
    assert keys_of(offices["a2"]).earlier == (keys.identity,)


def test_a_card_for_keys_of_before_is_refused(offices: Offices, sheets: Sheets) -> None:
    made = enrolled(offices, sheets, "a")
    enrolment.rotate_keys(offices["a"])
    with pytest.raises(UserError, match="không còn hợp"):
        enrolment.accept_card(offices["a"], made.card, made.code)


def test_a_late_card_takes_nothing_back(offices: Offices, sheets: Sheets) -> None:
    late = approved(offices, sheets, enrolment.request_membership(offices["a"]))
    made = enrolled(offices, sheets, "a")
    assert made.roster.version == 3
    assert enrolment.accept_card(offices["a"], late.card, late.code).roster.version == 3
    assert roster_of(offices["a"]).version == 3


def test_a_pc_cannot_take_the_place_of_another_offices(offices: Offices, sheets: Sheets) -> None:
    made = enrolled(offices, sheets, "a")
    thief = DeviceKeys.new(made.entry.device)
    request = new_request(thief, THANH_BINH_SCOPE, "UBND xã Thạnh Bình", "A", 1, "Ai đó")
    with pytest.raises(UserError, match="cơ quan khác"):
        approved(offices, sheets, Asked(request, b"", "", request.code))
    assert roster_of(offices["tinh"]).device(made.entry.device) == made.entry


def test_a_card_for_another_office_is_refused(offices: Offices, sheets: Sheets) -> None:
    made = approved(offices, sheets, enrolment.request_membership(offices["a"]))
    with offices["a"].store.connection(write=True) as connection:
        write_meta(connection, "scope", str(THANH_BINH_SCOPE))
    with pytest.raises(UserError, match="một cơ quan khác"):
        enrolment.accept_card(offices["a"], made.card, made.code)


def test_a_card_of_another_province_is_refused_once_enrolled(
    offices: Offices, sheets: Sheets
) -> None:
    enrolled(offices, sheets, "a")
    other = authority.found_authority(offices["b"])
    asked = enrolment.request_membership(offices["a"])
    made = authority.approve(offices["b"], asked.request, asked.code, other.authority[:2])
    with pytest.raises(Untrusted):
        enrolment.accept_card(offices["a"], made.card, made.code)
    assert roster_of(offices["a"]).authority == roster_of(offices["tinh"]).authority


def taken(office: Office, made: Approved) -> Roster:
    with office.store.connection(write=True) as connection:
        return enrolment.accept_roster(office, connection, read_card(made.card).signed)


def test_a_roster_in_a_file_only_rises(offices: Offices, sheets: Sheets) -> None:
    first = enrolled(offices, sheets, "a")
    second = enrolled(offices, sheets, "b")
    assert taken(offices["a"], second) == second.roster
    assert taken(offices["a"], first) == second.roster
    assert taken(offices["a"], second) == second.roster
    assert roster_of(offices["a"]) == second.roster
    assert deeds(offices["a"])[0] == "Nhận danh bạ số 3 trong tệp"


def test_a_roster_that_somebody_else_signed_is_not_believed(
    offices: Offices, sheets: Sheets
) -> None:
    made = enrolled(offices, sheets, "a")
    forger = AuthorityKey.new()
    forged = sign_roster(replace(made.roster, version=9, authority=forger.public), forger)
    office = offices["a"]
    with pytest.raises(Untrusted), office.store.connection(write=True) as connection:
        enrolment.accept_roster(office, connection, forged)
    assert roster_of(office) == made.roster


def test_a_roster_needs_a_card_first(offices: Offices, sheets: Sheets) -> None:
    made = approved(offices, sheets, enrolment.request_membership(offices["a"]))
    with pytest.raises(NotEnrolled):
        taken(offices["b"], made)


def test_the_authority_passes_on_and_late_rosters_of_the_old_one_do_no_harm(
    offices: Offices, sheets: Sheets
) -> None:
    made = enrolled(offices, sheets, "a")
    new = authority.new_authority_sheets(offices["tinh"])
    assert new.recovery == ()
    assert roster_of(offices["tinh"]) == made.roster
    for old, following, said in (
        (sheets.authority[:2], new.authority[:1], "mới có 1"),
        (new.authority[:2], new.authority[:2], "lần in mới nhất"),
        (sheets.authority[:2], sheets.authority[1:], "chính là khóa đang dùng"),
    ):
        with pytest.raises(InvalidValue, match=said):
            authority.hand_over_authority(offices["tinh"], old, following)
    assert roster_of(offices["tinh"]) == made.roster
    authority.hand_over_authority(offices["tinh"], sheets.authority[:2], new.authority[1:])
    asked = enrolment.request_membership(offices["b"])
    with pytest.raises(InvalidValue, match="lần in mới nhất"):
        approved(offices, sheets, asked)
    second = approved(offices, new, asked)
    assert taken(offices["a"], second) == second.roster
    assert taken(offices["a"], made) == second.roster
    assert roster_of(offices["a"]).authority != made.roster.authority


def test_a_struck_pc_gets_nothing_more_and_its_log_counts_as_far_as_it_is_held(
    offices: Offices, sheets: Sheets
) -> None:
    made = enrolled(offices, sheets, "a")
    device, h = made.entry.device, bytes(range(12))
    office = offices["tinh"]
    with office.store.connection(write=True) as connection:
        hold(connection, device, Point(0, bytes(12)), Point(37, h), 1)
    entry = revocation.revoke(office, device, sheets.authority[:2])
    assert entry.revoked == Cut(37, h)
    roster = roster_of(office)
    assert (roster.version, roster.recipients(TIEN_PHUOC_SCOPE, 0)) == (3, ())
    with pytest.raises(UserError, match="đã bị thu hồi"):
        revocation.revoke(office, device, sheets.authority[:2])
    with pytest.raises(UserError, match="đã bị thu hồi"):
        approved(offices, sheets, enrolment.request_membership(offices["a"]))
    # Another PC in its place never gets its letter.
    assert enrolled(offices, sheets, "a2").entry.letter == "B"


def test_a_pc_of_which_nothing_came_is_cut_at_its_beginning(
    offices: Offices, sheets: Sheets
) -> None:
    first, second = enrolled(offices, sheets, "a"), enrolled(offices, sheets, "b")
    held = sheets.authority[::2]
    cut = revocation.revoke(offices["tinh"], first.entry.device, held).revoked
    assert cut == Cut(0, bytes(12))
    told = Cut(5, bytes(range(12)))
    assert revocation.revoke(offices["tinh"], second.entry.device, held, told).revoked == told


def test_the_cut_of_a_struck_pc_is_corrected_and_it_stays_struck(
    offices: Offices, sheets: Sheets
) -> None:
    made, top = enrolled(offices, sheets, "a"), offices["tinh"]
    device, held, later = made.entry.device, sheets.authority[:2], Cut(9, bytes(range(12)))
    with pytest.raises(UserError, match="chưa bị thu hồi"):
        revocation.correct_cut(top, device, held, later)
    revocation.revoke(top, device, held)
    version = roster_of(top).version
    assert revocation.correct_cut(top, device, held, later, " Xã báo ").revoked == later
    assert roster_of(top).version == version + 1
    assert roster_of(top).recipients(TIEN_PHUOC_SCOPE, 0) == ()
    with pytest.raises(UserError, match="mốc đang dùng"):
        revocation.correct_cut(top, device, held, later)
    with pytest.raises(InvalidValue):
        revocation.correct_cut(top, device, [sheets.authority[0]] * 2, Cut(12, bytes(12)))
    assert roster_of(top).device(device).revoked == later
    told = f"Sửa mốc thu hồi thẻ khóa: cơ quan số {TIEN_PHUOC_SCOPE}, máy A: Xã báo"
    assert told in deeds(top)


def test_nobody_strikes_his_own_pc_or_one_that_is_not_there(
    offices: Offices, sheets: Sheets
) -> None:
    held = sheets.authority[:2]
    with pytest.raises(UserError, match="chính là máy đang dùng"):
        revocation.revoke(offices["tinh"], keys_of(offices["tinh"]).device, held)
    with pytest.raises(UnknownDevice):
        revocation.revoke(offices["tinh"], bytes(16), held)
    assert roster_of(offices["tinh"]).version == 1


def test_the_pcs_of_the_roster_are_listed_office_by_office(
    offices: Offices, sheets: Sheets
) -> None:
    enrolled(offices, sheets, "a2")
    made = enrolled(offices, sheets, "a")
    revocation.revoke(offices["tinh"], made.entry.device, sheets.authority[:2])
    lines = key_standing.read_roster_lines(offices["tinh"])
    assert [(line.scope, line.letter, line.is_revoked) for line in lines] == [
        (TIEN_PHUOC_SCOPE, "A", False),
        (TIEN_PHUOC_SCOPE, "B", True),
        (PROVINCE_SCOPE, "A", False),
    ]
    assert lines[0].office_name == "UBND xã Tiên Phước"


def test_the_database_key_is_kept_sealed_for_the_province(offices: Offices, sheets: Sheets) -> None:
    made = enrolled(offices, sheets, "a")
    key = RecoveryKey.joined(sheets.recovery, made.roster.recovery)
    with offices["a"].store.connection() as connection:
        wrapped = bytes.fromhex(read_meta(connection, SEALED_KEY))
    assert unwrap(wrapped, key) == offices["a"].store.key


@pytest.mark.parametrize("role", ["CAN_BO", "LANH_DAO", "VAN_THU", "CHI_XEM"])
def test_keys_are_the_administrators(
    role: str, offices: Offices, sheets: Sheets, open_as: Callable[..., Office]
) -> None:
    clerk = open_as(role)
    asked = enrolment.request_membership(offices["a"])
    for deed in (
        lambda: enrolment.request_membership(clerk),
        lambda: enrolment.rotate_keys(clerk),
        lambda: enrolment.accept_card(clerk, b"", ""),
        lambda: authority.found_authority(clerk),
        lambda: authority.approve(clerk, asked.request, asked.code, sheets.authority),
        lambda: revocation.revoke(clerk, bytes(16), sheets.authority),
        lambda: revocation.correct_cut(clerk, bytes(16), sheets.authority, Cut(0, bytes(12))),
        lambda: revocation.read_held_files(clerk, bytes(16)),
        lambda: authority.new_authority_sheets(clerk),
        lambda: authority.hand_over_authority(clerk, sheets.authority, sheets.authority),
        lambda: requests.read_membership_request(clerk, asked.content),
        lambda: key_standing.read_roster_lines(clerk),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert clerk.may(Permission.EXCHANGE) == (role in ("CAN_BO", "LANH_DAO"))


def test_who_does_not_exchange_takes_no_roster(
    offices: Offices, sheets: Sheets, open_as: Callable[..., Office]
) -> None:
    made = enrolled(offices, sheets, "a")
    with pytest.raises(NotAllowed):
        taken(open_as("QUAN_TRI"), made)
