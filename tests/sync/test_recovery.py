from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import DamagedFile, InvalidValue
from desktop.sync.age_text import recipient_text
from desktop.sync.authority import AuthorityKey
from desktop.sync.phone_code import same_code
from desktop.sync.recovery import (
    MOST_BYTES,
    RecoveryKey,
    recovery_code,
    rewrap,
    unwrap,
    wrap_for_recovery,
)
from sync.invented_roster import ONE_TIME_KEY, RECOVERY_KEY

PROVINCE, PC = RECOVERY_KEY, ONE_TIME_KEY
KEY = bytes(range(32))
WRAPPED = wrap_for_recovery(KEY, PROVINCE.public)


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=25)
def test_a_lost_key_comes_back_by_way_of_the_province(key: bytes) -> None:
    wrapped = wrap_for_recovery(key, PROVINCE.public)
    answer = rewrap(wrapped, PROVINCE, PC.public)

    assert unwrap(answer, PC) == key
    assert key not in wrapped + answer
    assert len(wrapped) <= MOST_BYTES


def test_nobody_else_opens_what_was_sealed() -> None:
    with pytest.raises(DamagedFile):
        unwrap(WRAPPED, PC)
    with pytest.raises(DamagedFile):
        unwrap(rewrap(WRAPPED, PROVINCE, PC.public), PROVINCE)
    with pytest.raises(DamagedFile):
        rewrap(WRAPPED, PC, PC.public)


def test_two_officers_hold_the_provinces_key_together() -> None:
    first, second = PROVINCE.sheets()

    assert RecoveryKey.joined((second, first), PROVINCE.public) == PROVINCE
    for held in ((first,), (second, second), (), (first, PROVINCE.sheets()[1])):
        with pytest.raises(InvalidValue):
            RecoveryKey.joined(held, PROVINCE.public)


def test_sheets_of_another_key_are_refused() -> None:
    with pytest.raises(InvalidValue, match="không ra khóa"):
        RecoveryKey.joined(PC.sheets(), PROVINCE.public)
    with pytest.raises(InvalidValue, match="loại khóa khác"):
        RecoveryKey.joined(AuthorityKey.new().sheets(), PROVINCE.public)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_refuses_the_sealed_key(at: int, bit: int) -> None:
    content = bytearray(WRAPPED)
    content[at % len(content)] ^= 1 << bit

    with pytest.raises(DamagedFile):
        unwrap(bytes(content), PROVINCE)


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_other_bytes_or_a_sealed_key_cut_short_are_refused(content: bytes, at: int) -> None:
    for told in (content, WRAPPED[: at % len(WRAPPED)], WRAPPED + b"." + content):
        with pytest.raises(DamagedFile):
            unwrap(told, PROVINCE)


def test_something_else_sealed_for_the_key_is_refused() -> None:
    import pyrage

    for plain in (b"", KEY, b"SOXA-KEY", b"SOXA-KEY" + KEY + b".", b"OTHERKEY" + KEY):
        sealed = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(PROVINCE.public)])
        with pytest.raises(DamagedFile):
            unwrap(sealed, PROVINCE)


@pytest.mark.parametrize(
    "public", ["", "age1", PC.identity, recipient_text(bytes(32)), PC.public[:-1] + "b"]
)
def test_a_key_that_seals_nothing_is_refused(public: str) -> None:
    with pytest.raises(InvalidValue):
        wrap_for_recovery(KEY, public)
    with pytest.raises(InvalidValue):
        rewrap(WRAPPED, PROVINCE, public)


def test_only_a_database_key_is_wrapped() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        wrap_for_recovery(KEY[:-1], PROVINCE.public)


def test_the_code_for_the_telephone_names_the_one_time_key() -> None:
    code = recovery_code(WRAPPED, PC.public)

    assert same_code(code, recovery_code(WRAPPED, PC.public))
    assert not same_code(code, recovery_code(WRAPPED, RecoveryKey.new().public))
    assert not same_code(code, recovery_code(wrap_for_recovery(KEY, PROVINCE.public), PC.public))


def test_the_identity_is_not_shown_by_accident() -> None:
    assert repr(PROVINCE) == "RecoveryKey()"
