from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import DamagedFile, NewerFile, UserError
from desktop.sync.authority import AuthorityKey, handed_over, sign_roster
from desktop.sync.roster import Roster, UnknownDevice, Untrusted
from desktop.sync.roster_entries import Cut, OfficeEntry
from desktop.sync.signatures import ROSTER as PURPOSE
from desktop.sync.signed_roster import SignedRoster, accept, parsed_roster, read_roster
from sync.invented_roster import (
    AUTHORITY,
    DEPARTMENT,
    FIRST_PC,
    NOW_MS,
    OLD_PC,
    PROVINCE,
    PROVINCE_PC,
    ROSTER,
    SECOND_PC,
    THANH_BINH,
    THANH_BINH_PC,
    TIEN_PHUOC,
    H,
    rosters,
)

SIGNED = sign_roster(ROSTER, AUTHORITY)


def _signed(told: dict[str, Any], key: AuthorityKey = AUTHORITY) -> SignedRoster:
    body = msgpack.packb(told)
    return SignedRoster(body, key.sign(PURPOSE + body))


def _told() -> dict[str, Any]:
    return msgpack.unpackb(ROSTER.to_bytes())


@given(rosters())
def test_a_roster_is_read_as_it_was_signed(roster: Roster) -> None:
    assert read_roster(*sign_roster(roster, AUTHORITY), AUTHORITY.public) == roster


def test_names_are_composed_however_they_were_typed() -> None:
    apart = replace(
        ROSTER.offices[0], name=unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh Quảng Ngãi")
    )
    read = read_roster(*sign_roster(ROSTER.with_office(apart), AUTHORITY), AUTHORITY.public)

    assert read.office(PROVINCE).name == "Ủy ban nhân dân tỉnh Quảng Ngãi"


def test_another_key_signs_no_roster() -> None:
    forger = AuthorityKey.new()
    forged = sign_roster(replace(ROSTER, version=9, authority=forger.public), forger)

    with pytest.raises(Untrusted):
        read_roster(*forged, AUTHORITY.public)
    with pytest.raises(Untrusted):
        read_roster(SIGNED.body, forger.sign(PURPOSE + SIGNED.body), AUTHORITY.public)
    with pytest.raises(ValueError, match="another authority"):
        sign_roster(ROSTER, forger)


def test_a_signature_for_something_else_is_none_for_a_roster() -> None:
    with pytest.raises(Untrusted):
        read_roster(SIGNED.body, AUTHORITY.sign(SIGNED.body), AUTHORITY.public)


@given(at=st.integers(0, 100_000), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_refuses_the_roster(at: int, bit: int) -> None:
    content = bytearray(SIGNED.body + SIGNED.signature)
    content[at % len(content)] ^= 1 << bit
    body, signature = bytes(content[:-64]), bytes(content[-64:])

    with pytest.raises((Untrusted, DamagedFile, NewerFile)):
        read_roster(body, signature, AUTHORITY.public)


@given(at=st.integers(0, 100_000))
def test_a_roster_cut_short_is_refused(at: int) -> None:
    with pytest.raises((DamagedFile, Untrusted)):
        read_roster(SIGNED.body[: at % len(SIGNED.body)], SIGNED.signature, AUTHORITY.public)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_roster_get_a_sentence(content: bytes) -> None:
    with pytest.raises((DamagedFile, NewerFile)) as refused:
        parsed_roster(content)
    assert refused.value.message == unicodedata.normalize("NFC", refused.value.message)


@pytest.mark.parametrize(
    "content",
    [
        b"\x91" * 100_000,
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff\xa1f\x01",
        b"\xc6\xff\xff\xff\xff",
        b"\x81\xa1f\xd6\xff\x00\x00\x00\x00",
        b"\x81\xa1f\x01" * 3,
        b"\x81\xa1f\xc3",
        b"\x81\xa1f\xff",
        b"\x81\xa2\xed\xa0\x01",
        b"",
    ],
    ids=range(10),
)
def test_tricks_of_the_format_are_refused(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        parsed_roster(content)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("f", 0),
        ("v", -1),
        ("v", True),
        ("v", 1 << 60),
        ("t", 1 << 60),
        ("t", 1.5),
        ("a", b"short"),
        ("a", "text"),
        ("r", b"short"),
        ("o", {}),
        ("o", None),
        ("d", [1]),
        ("h", [{"o": bytes(32), "n": bytes(32), "s": b""}]),
    ],
)
def test_a_signed_roster_still_has_to_make_sense(part: str, value: object) -> None:
    with pytest.raises(DamagedFile):
        read_roster(*_signed({**_told(), part: value}), AUTHORITY.public)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("s", 0),
        ("s", 1 << 24),
        ("n", ""),
        ("n", "  "),
        ("n", "x" * 201),
        ("n", "Xã\u202eA"),
        ("n", "Xã\nA"),
        ("n", "Xã\x00"),
        ("l", "huyen"),
        ("p", 77),
        ("p", TIEN_PHUOC),
    ],
)
def test_an_office_that_makes_no_sense_is_refused(part: str, value: object) -> None:
    told = _told()
    told["o"][2][part] = value

    with pytest.raises(DamagedFile):
        read_roster(*_signed(told), AUTHORITY.public)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("i", bytes(15)),
        ("i", FIRST_PC.device),
        ("s", 4),
        ("l", "a"),
        ("l", "AB"),
        ("l", "Đ"),
        ("l", ""),
        ("k", bytes(33)),
        ("a", bytes(31)),
        ("c", [256]),
        ("c", [[]]),
        ("c", 3),
        ("w", [3]),
        ("x", {"q": -1, "h": H}),
        ("x", {"q": 1, "h": H[:-1]}),
        ("x", [1, H]),
    ],
    ids=range(16),
)
def test_a_pc_that_makes_no_sense_is_refused(part: str, value: object) -> None:
    told = _told()
    told["d"][0][part] = value

    with pytest.raises(DamagedFile):
        read_roster(*_signed(told), AUTHORITY.public)


def test_offices_in_a_ring_or_twice_are_refused() -> None:
    ring, twice = _told(), _told()
    ring["o"][0]["p"] = DEPARTMENT
    twice["o"].append(twice["o"][0])

    for told in (ring, twice):
        with pytest.raises(DamagedFile):
            read_roster(*_signed(told), AUTHORITY.public)


def test_what_a_later_program_adds_is_let_be_and_a_later_format_told() -> None:
    told = _told()
    told["later"] = told["o"][0]["later"] = told["d"][0]["later"] = [1, {"deep": None}]

    assert read_roster(*_signed(told), AUTHORITY.public) == ROSTER
    with pytest.raises(NewerFile):
        read_roster(*_signed({**_told(), "f": 2}), AUTHORITY.public)


def test_a_key_that_seals_nothing_is_not_signed() -> None:
    told = _told()
    told["d"][0]["a"] = bytes(32)
    roster = parsed_roster(msgpack.packb(told))

    with pytest.raises(ValueError, match="seals nothing"):
        sign_roster(roster, AUTHORITY)


def test_the_version_only_rises() -> None:
    later = ROSTER.reissued(NOW_MS + 1)

    assert accept(None, ROSTER) is ROSTER
    assert accept(ROSTER, later) is later
    assert accept(later, ROSTER) is later
    assert accept(later, replace(later)) == later


def test_two_rosters_of_one_version_are_told() -> None:
    with pytest.raises(Untrusted):
        accept(ROSTER, ROSTER.with_revoked(FIRST_PC.device, Cut(1, H)))


@given(st.permutations(range(6)))
def test_in_whatever_order_rosters_come_the_last_one_is_held(order: list[int]) -> None:
    issued = [ROSTER]
    for at in range(5):
        issued.append(issued[-1].with_revoked(FIRST_PC.device, Cut(at, H)).reissued(NOW_MS + at))
    held = None
    for at in order:
        held = accept(held, issued[at])

    assert held == issued[-1]


def test_the_old_authority_names_the_new_one() -> None:
    second, third = AuthorityKey.new(), AuthorityKey.new()
    once = handed_over(ROSTER.reissued(NOW_MS), AUTHORITY, second.public)
    twice = handed_over(once.reissued(NOW_MS), second, third.public)
    signed = sign_roster(twice, third)

    for known in (AUTHORITY, second, third):
        assert read_roster(*signed, known.public) == twice
    assert accept(ROSTER, twice) is twice
    assert accept(once, twice) is twice
    with pytest.raises(Untrusted):
        read_roster(*signed, AuthorityKey.new().public)


def test_nobody_but_the_old_authority_names_a_new_one() -> None:
    forger = AuthorityKey.new()
    step = handed_over(replace(ROSTER, authority=forger.public), forger, forger.public).handovers[0]
    forged = replace(
        ROSTER,
        version=9,
        authority=forger.public,
        handovers=(step._replace(old=AUTHORITY.public),),
    )

    with pytest.raises(Untrusted):
        read_roster(*sign_roster(forged, forger), AUTHORITY.public)
    with pytest.raises(Untrusted):
        accept(ROSTER, forged)
    with pytest.raises(ValueError, match="present authority"):
        handed_over(ROSTER, forger, forger.public)


def test_a_roster_names_the_key_that_signs_it() -> None:
    with pytest.raises(Untrusted):
        read_roster(*_signed({**_told(), "a": AuthorityKey.new().public}), AUTHORITY.public)


def test_a_key_that_handed_over_signs_nothing_any_more() -> None:
    second = AuthorityKey.new()
    held = handed_over(ROSTER.reissued(NOW_MS), AUTHORITY, second.public)
    stale = replace(ROSTER, version=held.version + 1)

    with pytest.raises(Untrusted):
        read_roster(*sign_roster(stale, AUTHORITY), second.public)
    with pytest.raises(Untrusted):
        accept(held, stale)


def test_an_unknown_pc_or_office_gets_a_sentence() -> None:
    assert ROSTER.device(FIRST_PC.device).letter == "A"
    assert ROSTER.knows(OLD_PC.device)
    assert not ROSTER.knows(bytes(16))
    with pytest.raises(UnknownDevice):
        ROSTER.device(bytes(16))
    with pytest.raises(UserError):
        ROSTER.office(5)


def test_files_to_an_office_go_to_its_pcs_that_work() -> None:
    assert {one.device for one in ROSTER.active_devices(TIEN_PHUOC)} == {
        FIRST_PC.device,
        SECOND_PC.device,
    }
    both = {FIRST_PC.public.age, SECOND_PC.public.age}
    assert set(ROSTER.recipients(TIEN_PHUOC, 0)) == both
    assert set(ROSTER.recipients(TIEN_PHUOC, 3)) == both
    assert ROSTER.recipients(TIEN_PHUOC, 1) == (FIRST_PC.public.age,)
    assert ROSTER.recipients(DEPARTMENT, 0) == ()
    assert ROSTER.recipients(5, 0) == ()


@given(rosters(), st.integers(0, 255))
def test_no_section_is_sealed_for_more_than_those_who_may_read_it(
    roster: Roster, compartment: int
) -> None:
    for office in roster.offices:
        allowed = [
            one.age
            for one in roster.devices
            if one.scope == office.scope
            and one.revoked is None
            and (compartment in one.compartments or compartment == 0)
        ]
        assert list(roster.recipients(office.scope, compartment)) == allowed


def test_an_office_is_above_what_is_under_it_at_any_depth() -> None:
    assert ROSTER.is_above(PROVINCE, TIEN_PHUOC)
    assert ROSTER.is_above(DEPARTMENT, THANH_BINH)
    assert not ROSTER.is_above(TIEN_PHUOC, PROVINCE)
    assert not ROSTER.is_above(TIEN_PHUOC, THANH_BINH)
    assert not ROSTER.is_above(PROVINCE, PROVINCE)
    assert not ROSTER.is_above(PROVINCE, 5)


@given(rosters())
def test_being_above_is_an_order(roster: Roster) -> None:
    scopes = [one.scope for one in roster.offices]
    for a in scopes:
        for b in scopes:
            assert not (roster.is_above(a, b) and roster.is_above(b, a))
            for c in scopes:
                if roster.is_above(a, b) and roster.is_above(b, c):
                    assert roster.is_above(a, c)


def test_offices_in_a_ring_are_asked_without_end_only_by_hand() -> None:
    ring = Roster(
        1, 0, AUTHORITY.public, (OfficeEntry(1, "A", 2, "xa"), OfficeEntry(2, "B", 1, "xa"))
    )

    assert ring.is_above(2, 1)
    assert not ring.is_above(1, 1)


@pytest.mark.parametrize(
    ("device", "kind", "scope", "may"),
    [
        (FIRST_PC, "case_files", TIEN_PHUOC, True),
        (FIRST_PC, "case_files", THANH_BINH, False),
        (FIRST_PC, "case_files", PROVINCE, False),
        (FIRST_PC, "code_items", 0, False),
        (FIRST_PC, "purge", TIEN_PHUOC, False),
        (OLD_PC, "case_files", TIEN_PHUOC, True),
        (PROVINCE_PC, "inspections", TIEN_PHUOC, True),
        (PROVINCE_PC, "code_items", 0, True),
        (PROVINCE_PC, "purge", TIEN_PHUOC, True),
        (PROVINCE_PC, "reference", TIEN_PHUOC, True),
        (PROVINCE_PC, "case_files", 5, False),
        (THANH_BINH_PC, "case_files", THANH_BINH, True),
    ],
)
def test_who_may_write_what(device: Any, kind: str, scope: int, may: bool) -> None:
    assert ROSTER.may_write(device.device, kind, scope) is may


def test_a_pc_that_nobody_knows_writes_nothing() -> None:
    assert not ROSTER.may_write(bytes(16), "case_files", TIEN_PHUOC)
    assert not ROSTER.may_write(bytes(16), "code_items", 0)


def test_a_parent_relays_its_subtree_and_a_child_itself() -> None:
    assert ROSTER.may_relay(PROVINCE_PC.device, FIRST_PC.device)
    assert ROSTER.may_relay(SECOND_PC.device, FIRST_PC.device)
    assert not ROSTER.may_relay(FIRST_PC.device, PROVINCE_PC.device)
    assert not ROSTER.may_relay(FIRST_PC.device, THANH_BINH_PC.device)
    assert not ROSTER.may_relay(PROVINCE_PC.device, bytes(16))
    assert not ROSTER.may_relay(bytes(16), FIRST_PC.device)


def test_a_revoked_pc_counts_up_to_its_cut() -> None:
    old, working = ROSTER.device(OLD_PC.device), ROSTER.device(FIRST_PC.device)

    assert old.allows(36, bytes(12))
    assert old.allows(37, H)
    assert not old.allows(37, bytes(12))
    assert not old.allows(38, H)
    assert not old.may_read(0)
    assert working.may_read(0)
    assert working.allows(1 << 40, H)


def test_a_letter_is_never_given_twice() -> None:
    assert ROSTER.next_letter(TIEN_PHUOC) == "D"
    assert ROSTER.next_letter(DEPARTMENT) == "A"
    full = ROSTER
    for at in range(23):
        letter = full.next_letter(TIEN_PHUOC)
        line = replace(ROSTER.device(FIRST_PC.device), device=bytes([at] * 16), letter=letter)
        full = full.with_device(line)
    with pytest.raises(UserError):
        full.next_letter(TIEN_PHUOC)


def test_a_roster_grows_line_by_line() -> None:
    moved = replace(ROSTER.device(SECOND_PC.device), label="Máy phòng họp")
    changed = ROSTER.with_device(moved).with_revoked(FIRST_PC.device, Cut(5, H))

    assert len(changed.devices) == len(ROSTER.devices)
    assert changed.device(SECOND_PC.device).label == "Máy phòng họp"
    assert changed.device(FIRST_PC.device).revoked == (5, H)
    with pytest.raises(UnknownDevice):
        ROSTER.with_revoked(bytes(16), Cut(5, H))
