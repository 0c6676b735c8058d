from __future__ import annotations

import hashlib
import unicodedata

import msgpack
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import DamagedFile, NewerFile
from desktop.sync.age_text import (
    identity_bytes,
    identity_text,
    is_usable,
    recipient_bytes,
    recipient_text,
)
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.signatures import is_signed
from sync.invented_roster import FIRST_PC, SECOND_PC

LOW_ORDER = [
    bytes(32),
    (1).to_bytes(32, "little"),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    (2**255 - 19 - 1).to_bytes(32, "little"),
    (2**255 - 19).to_bytes(32, "little"),
    (2**255 - 19 + 1).to_bytes(32, "little"),
]


def _opened(sealed: bytes, identity: str) -> bytes:
    return pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])


def test_keys_are_kept_to_the_byte() -> None:
    keys = DeviceKeys.new().rotated().rotated()

    assert DeviceKeys.from_bytes(keys.to_bytes()) == keys


def test_new_keys_keep_the_name_the_database_has() -> None:
    assert DeviceKeys.new(b"0123456789abcdef").device == b"0123456789abcdef"
    assert DeviceKeys.new().device != DeviceKeys.new().device


def test_only_the_own_signature_of_this_message_is_good() -> None:
    message = hashlib.blake2b(b"package", digest_size=32).digest()
    signature = FIRST_PC.sign(message)

    assert is_signed(FIRST_PC.public.sign, message, signature)
    assert not is_signed(SECOND_PC.public.sign, message, signature)
    assert not is_signed(FIRST_PC.public.sign, message + b" ", signature)
    assert not is_signed(FIRST_PC.public.sign, message, signature[:-1])
    assert not is_signed(b"short", message, signature)


@given(at=st.integers(0, 8 * 64 - 1))
def test_a_signature_with_one_bit_changed_is_not_good(at: int) -> None:
    signature = int.from_bytes(FIRST_PC.sign(b"message"), "big") ^ 1 << at

    assert not is_signed(FIRST_PC.public.sign, b"message", signature.to_bytes(64, "big"))


def test_a_package_to_the_key_before_opens_until_that_is_thrown_away() -> None:
    keys = DeviceKeys.new()
    sealed = pyrage.encrypt(b"old", [pyrage.x25519.Recipient.from_str(keys.public.age)])
    rotated = keys.rotated()

    assert rotated.public.age != keys.public.age
    assert (rotated.device, rotated.public.sign) == (keys.device, keys.public.sign)
    assert _opened(sealed, rotated.identities[1]) == b"old"
    (left,) = rotated.without_earlier().identities
    with pytest.raises(pyrage.DecryptError):
        _opened(sealed, left)


def test_secrets_are_not_shown_by_accident() -> None:
    shown = repr(FIRST_PC)

    assert "AGE-SECRET" not in shown
    assert repr(FIRST_PC.seed) not in shown


@given(content=st.binary(max_size=200))
def test_bytes_that_are_no_keys_get_a_sentence(content: bytes) -> None:
    with pytest.raises((DamagedFile, NewerFile)) as refused:
        DeviceKeys.from_bytes(content)
    assert refused.value.message == unicodedata.normalize("NFC", refused.value.message)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_kept_keys_with_a_bit_changed_are_refused_or_other_keys(at: int, bit: int) -> None:
    content = bytearray(FIRST_PC.to_bytes())
    content[at % len(content)] ^= 1 << bit

    try:
        read = DeviceKeys.from_bytes(bytes(content))
    except (DamagedFile, NewerFile):
        return
    assert read.device + read.seed != FIRST_PC.device + FIRST_PC.seed or (
        read.identity != FIRST_PC.identity
    )


def test_keys_of_a_newer_program_are_told_apart() -> None:
    told = msgpack.unpackb(FIRST_PC.to_bytes())

    with pytest.raises(NewerFile):
        DeviceKeys.from_bytes(msgpack.packb({**told, "f": 2}))
    with pytest.raises(DamagedFile):
        DeviceKeys.from_bytes(msgpack.packb({**told, "f": 0}))


@given(st.binary(min_size=32, max_size=32))
def test_keys_of_age_become_text_and_bytes_again(key: bytes) -> None:
    assert recipient_bytes(recipient_text(key)) == key
    assert identity_bytes(identity_text(key)) == key
    assert str(pyrage.x25519.Recipient.from_str(recipient_text(key))) == recipient_text(key)
    pyrage.x25519.Identity.from_str(identity_text(key))


def test_a_key_of_age_is_read_as_age_wrote_it() -> None:
    identity = pyrage.x25519.Identity.generate()
    again = pyrage.x25519.Identity.from_str(identity_text(identity_bytes(str(identity))))

    assert str(again.to_public()) == str(identity.to_public())
    assert recipient_text(recipient_bytes(str(identity.to_public()))) == str(identity.to_public())


@given(at=st.integers(0, 61), sign=st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7lb1Qế"))
def test_a_mistyped_key_of_age_is_found(at: int, sign: str) -> None:
    text = FIRST_PC.public.age
    wrong = text[:at] + sign + text[at + 1 :]

    if wrong != text:
        with pytest.raises(ValueError, match=r"."):
            recipient_bytes(wrong)


@pytest.mark.parametrize("text", ["", "age1", "AGE1" + "Q" * 58, "x" * 62, "age1" + "q" * 4000])
def test_other_texts_are_no_keys_of_age(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        recipient_bytes(text)
    with pytest.raises(ValueError, match=r"."):
        identity_bytes(text)


@pytest.mark.parametrize("point", LOW_ORDER)
def test_a_key_that_would_tell_everybody_is_not_usable(point: bytes) -> None:
    assert not is_usable(point)
    assert is_usable(recipient_bytes(FIRST_PC.public.age))
