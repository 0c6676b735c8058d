from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import replace
from typing import Any

import msgpack
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import DamagedFile, InvalidValue, NewerFile, UserError
from desktop.sync.age_text import recipient_text
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.card import Card, new_card, read_card
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import (
    MOST_BYTES,
    new_request,
    read_request,
    read_request_text,
    request_file,
    request_text,
)
from desktop.sync.phone_code import phone_code, same_code
from desktop.sync.roster import UnknownDevice, Untrusted
from desktop.sync.roster_entries import Cut
from desktop.sync.signatures import REQUEST
from sync.invented_roster import (
    AUTHORITY,
    FIRST_PC,
    NOW_MS,
    ROSTER,
    SECOND_PC,
    TIEN_PHUOC,
    H,
    names,
)

ASKED = new_request(
    FIRST_PC, TIEN_PHUOC, "Ủy ban nhân dân xã Tiên Phước", "A", NOW_MS, "Nguyễn Thị Lan"
)
FILE, TEXT = request_file(ASKED, FIRST_PC), request_text(ASKED)
CARD = new_card(FIRST_PC.device, sign_roster(ROSTER, AUTHORITY))
CARD_FILE, CARD_CODE = CARD.to_bytes(), CARD.code


def _sealed(body: bytes) -> tuple[bytes, str]:
    """File and QR code with this body, rightly signed and checked."""
    check = hashlib.blake2b(body, digest_size=4).digest()
    text = "SXRQ" + base64.b32encode(body + check).decode().rstrip("=")
    return b"SOXA-REQ" + body + FIRST_PC.sign(REQUEST + body), text


@given(
    scope=st.integers(1, 0xFF_FFFF),
    office=names,
    letter=st.sampled_from("AMZ"),
    made=st.integers(0, (1 << 47) - 1),
    person=names,
)
def test_file_and_qr_code_say_the_same(
    scope: int, office: str, letter: str, made: int, person: str
) -> None:
    asked = new_request(FIRST_PC, scope, office, letter, made, person)

    assert read_request(request_file(asked, FIRST_PC)) == asked
    assert read_request_text(request_text(asked)) == asked
    assert len(request_file(asked, FIRST_PC)) <= MOST_BYTES
    assert (asked.scope, asked.letter, asked.made_ms) == (scope, letter, made)
    assert asked.public == FIRST_PC.public


@given(office=st.text(max_size=300), person=st.text(max_size=300))
@settings(max_examples=30, deadline=None)
def test_the_qr_code_fits_version_11_at_level_q_whatever_the_names(
    office: str, person: str
) -> None:
    asked = new_request(FIRST_PC, 0xFF_FFFF, f"Ế{office}", "Z", (1 << 47) - 1, f"ễ{person}")
    made = segno.make(request_text(asked), version=11, error="q", boost_error=False, micro=False)

    assert (made.version, made.error, made.mode) == (11, "Q", "alphanumeric")
    assert read_request_text(request_text(asked)) == asked


def test_usual_names_stay_whole() -> None:
    asked = new_request(
        FIRST_PC, TIEN_PHUOC, "Ủy ban nhân dân xã Tiên Phước", "A", 1, "Nguyễn Thị Ngọc Phương"
    )

    assert (asked.office, asked.person) == ("UBND xã Tiên Phước", "Nguyễn Thị Ngọc Phương")


def test_names_too_long_end_in_dots_and_the_persons_stays_readable() -> None:
    office = "Chi cục Phòng, chống tệ nạn xã hội thành phố Đà Nẵng"
    asked = new_request(FIRST_PC, TIEN_PHUOC, office, "A", 1, "Nguyễn Thị Lan")

    assert asked.person == "Nguyễn Thị Lan"
    assert asked.office.endswith("…")
    assert office.startswith(asked.office[:-1])


def test_names_are_composed_and_without_unseen_signs() -> None:
    typed = unicodedata.normalize("NFD", "  Trần\u202e  Văn\n\x00Ước ")
    asked = new_request(FIRST_PC, TIEN_PHUOC, unicodedata.normalize("NFD", "Xã"), "A", 1, typed)

    assert (asked.office, asked.person) == ("Xã", "Trần Văn Ước")
    assert read_request_text(request_text(asked)) == asked


@pytest.mark.parametrize(("office", "person"), [("", "Lan"), ("Xã", " \u200b"), ("\n", "Lan")])
def test_a_request_without_names_is_not_made(office: str, person: str) -> None:
    with pytest.raises(InvalidValue):
        new_request(FIRST_PC, TIEN_PHUOC, office, "A", 1, person)


def test_the_text_of_a_qr_code_may_be_copied_carelessly() -> None:
    assert read_request_text(f" {TEXT[:40].lower()}\n{TEXT[40:]} ") == ASKED


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_refuses_the_file(at: int, bit: int) -> None:
    content = bytearray(FILE)
    content[at % len(content)] ^= 1 << bit

    with pytest.raises((DamagedFile, NewerFile, Untrusted)):
        read_request(bytes(content))


@given(at=st.integers(1, 10_000))
def test_a_file_cut_short_or_with_more_behind_is_refused(at: int) -> None:
    with pytest.raises((DamagedFile, Untrusted)):
        read_request(FILE[: at % len(FILE)])
    with pytest.raises((DamagedFile, Untrusted)):
        read_request(FILE + bytes(at))


@given(st.binary(max_size=400), st.booleans())
def test_bytes_that_are_no_request_get_a_sentence(content: bytes, marked: bool) -> None:
    with pytest.raises((DamagedFile, NewerFile, Untrusted)) as refused:
        read_request(b"SOXA-REQ" * marked + content)
    assert refused.value.message == unicodedata.normalize("NFC", refused.value.message)


@given(st.text(max_size=300), st.booleans())
def test_texts_that_are_no_request_get_a_sentence(text: str, marked: bool) -> None:
    with pytest.raises((DamagedFile, NewerFile)):
        read_request_text("SXRQ" * marked + text)


@given(at=st.integers(4, len(TEXT) - 1), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_wrong_letter_in_the_text_is_found(at: int, letter: str) -> None:
    wrong = TEXT[:at] + letter + TEXT[at + 1 :]

    # The last letter holds bits that say nothing.
    if wrong != TEXT and at < len(TEXT) - 1:
        with pytest.raises((DamagedFile, NewerFile)):
            read_request_text(wrong)


def test_a_request_that_another_pc_signed_is_refused() -> None:
    stolen = new_request(FIRST_PC, TIEN_PHUOC, "Xã", "A", 1, "Lan")

    with pytest.raises(Untrusted):
        read_request(request_file(stolen, SECOND_PC))


@pytest.mark.parametrize(
    "body",
    [
        ASKED.body.replace(b"\n", b" "),
        ASKED.body + b"\nthird",
        ASKED.body + "\u202e".encode(),
        ASKED.body + b"\xff",
        ASKED.body + unicodedata.normalize("NFD", "ễ").encode(),
        ASKED.body[:1] + bytes(3) + ASKED.body[4:],
        ASKED.body[:52] + bytes(32) + ASKED.body[84:],
        ASKED.body[:84] + b"a" + ASKED.body[85:],
        b"\x00" + ASKED.body[1:],
        ASKED.body[:91] + b"\n",
        ASKED.body[:90],
        b"",
    ],
    ids=range(12),
)
def test_what_is_rightly_sealed_still_has_to_make_sense(body: bytes) -> None:
    content, text = _sealed(body)

    with pytest.raises(DamagedFile):
        read_request(content)
    with pytest.raises(DamagedFile):
        read_request_text(text)


def test_a_request_of_a_newer_program_is_told() -> None:
    content, text = _sealed(b"\x02" + ASKED.body[1:])

    with pytest.raises(NewerFile):
        read_request(content)
    with pytest.raises(NewerFile):
        read_request_text(text)


def test_the_code_is_the_same_for_file_and_qr_code_and_another_for_other_keys() -> None:
    other = replace(ASKED, public=replace(ASKED.public, age=SECOND_PC.public.age))

    assert read_request(FILE).code == read_request_text(TEXT).code == ASKED.code
    assert len({ASKED.code, other.code, replace(ASKED, person="Lan").code}) == 3


def test_codes_are_what_earlier_programs_made_of_the_same_bytes() -> None:
    assert phone_code(b"purpose", b"content") == "2471 3601"
    assert phone_code(b"purpose", b"content.") != phone_code(b"purpose", b"content")
    assert phone_code(b"another", b"content") != phone_code(b"purpose", b"content")


@pytest.mark.parametrize("typed", ["1234 5678", "12345678", " 1234-5678.", "１２３４ ５６７８"])
def test_a_code_may_be_typed_in_any_groups(typed: str) -> None:
    assert same_code(typed, "1234 5678")


@pytest.mark.parametrize("typed", ["", "1234 567", "1234 5679", "1234 56780", "abcd efgh"])
def test_another_code_is_not_the_same(typed: str) -> None:
    assert not same_code(typed, "1234 5678")


def test_an_approved_request_becomes_a_line_of_the_roster() -> None:
    line = ASKED.entry("D", "Máy của chị Lan", (1, 3), ("reference",))
    roster = ROSTER.with_device(line)

    assert roster.device(FIRST_PC.device) == line
    assert line.compartments == {1, 3}
    assert (line.scope, line.letter, line.revoked) == (TIEN_PHUOC, "D", None)
    assert (line.sign, line.age) == (FIRST_PC.public.sign, FIRST_PC.public.age)


def test_a_card_is_read_and_accepted_with_the_code_of_the_letter() -> None:
    card = read_card(CARD_FILE)

    assert card == CARD
    assert card.roster == ROSTER
    assert card.accepted(FIRST_PC.public, CARD_CODE.replace(" ", "")) == ROSTER


def test_a_card_with_another_code_is_not_accepted() -> None:
    wrong = CARD_CODE[:-1] + str((int(CARD_CODE[-1]) + 1) % 10)

    for typed in (wrong, ""):
        with pytest.raises(InvalidValue):
            CARD.accepted(FIRST_PC.public, typed)


def test_a_card_that_a_forger_signed_has_another_code() -> None:
    forger = AuthorityKey.new()
    forged = new_card(
        FIRST_PC.device, sign_roster(replace(ROSTER, authority=forger.public), forger)
    )

    assert read_card(forged.to_bytes()) == forged
    with pytest.raises(InvalidValue):
        forged.accepted(FIRST_PC.public, CARD_CODE)


def test_a_card_for_another_pc_is_not_accepted() -> None:
    with pytest.raises(UserError, match="máy khác"):
        CARD.accepted(SECOND_PC.public, CARD_CODE)
    with pytest.raises(UnknownDevice):
        new_card(bytes(16), CARD.signed)


def test_a_card_for_other_keys_or_a_revoked_pc_is_not_accepted() -> None:
    others = DeviceKeys.new(FIRST_PC.device).public
    revoked = ROSTER.with_revoked(FIRST_PC.device, Cut(1, H))
    late = new_card(FIRST_PC.device, sign_roster(revoked, AUTHORITY))

    with pytest.raises(UserError, match="yêu cầu mới"):
        CARD.accepted(others, CARD_CODE)
    with pytest.raises(UserError, match="yêu cầu mới"):
        late.accepted(FIRST_PC.public, late.code)


def _card(**changed: Any) -> bytes:
    told = {
        "f": 1,
        "i": CARD.device,
        "b": CARD.signed.body,
        "s": CARD.signed.signature,
        **changed,
    }
    content = b"SOXACARD" + msgpack.packb(told)
    return content + hashlib.blake2b(content, digest_size=16).digest()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"f": 2}, NewerFile),
        ({"f": -1}, DamagedFile),
        ({"f": 0}, DamagedFile),
        ({"i": bytes(15)}, DamagedFile),
        ({"i": bytes(16)}, UnknownDevice),
        ({"b": b"garbage"}, DamagedFile),
        ({"b": [[[[]]]]}, DamagedFile),
        ({"s": bytes(63)}, DamagedFile),
        ({"s": bytes(64)}, Untrusted),
    ],
)
def test_a_card_that_is_not_as_it_should_be_is_refused(
    changed: dict[str, Any], refusal: type[UserError]
) -> None:
    assert read_card(_card()) == CARD
    with pytest.raises(refusal):
        read_card(_card(**changed))


@given(at=st.integers(0, 100_000), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_refuses_the_card(at: int, bit: int) -> None:
    content = bytearray(CARD_FILE)
    content[at % len(content)] ^= 1 << bit

    with pytest.raises(DamagedFile):
        read_card(bytes(content))


@given(st.binary(max_size=100), st.integers(0, 100_000))
def test_other_bytes_or_a_card_cut_short_are_refused(content: bytes, at: int) -> None:
    for told in (content, b"SOXACARD" + content, CARD_FILE + content + b"."):
        with pytest.raises(DamagedFile) as refused:
            read_card(told)
        assert refused.value.message == unicodedata.normalize("NFC", refused.value.message)
    with pytest.raises(DamagedFile):
        read_card(CARD_FILE[: at % len(CARD_FILE)])


def test_a_key_that_seals_nothing_is_not_enrolled() -> None:
    hollow = replace(ASKED, public=replace(ASKED.public, age=recipient_text(bytes(32))))

    with pytest.raises(DamagedFile):
        read_request_text(request_text(hollow))


def test_a_card_of_a_whole_province_stays_small() -> None:
    """130 communes with two PCs each: well below what a mail takes."""
    roster = ROSTER
    for at in range(130):
        office = replace(ROSTER.office(TIEN_PHUOC), scope=30_000 + at)
        roster = roster.with_office(office)
        for letter in "AB":
            line = replace(
                ROSTER.device(FIRST_PC.device),
                device=f"{at:015}{letter}".encode(),
                scope=office.scope,
                letter=letter,
            )
            roster = roster.with_device(line)
    card: Card = new_card(FIRST_PC.device, sign_roster(roster, AUTHORITY))

    assert len(card.to_bytes()) < 64 * 1024
