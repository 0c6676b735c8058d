from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import InvalidValue
from desktop.sync.ack_code import ALPHABET, MOST_SEQ, device_hint, make_ack_code, read_ack_code

DEVICE, H = bytes(range(16)), bytes(range(100, 112))
CODE = make_ack_code(DEVICE, 1_234_567, H)
devices = st.binary(min_size=16, max_size=16)
hashes = st.binary(min_size=12, max_size=12)
codes = st.builds(make_ack_code, devices, st.integers(0, MOST_SEQ), hashes)


@given(device=devices, seq=st.integers(0, MOST_SEQ), h=hashes)
def test_a_code_says_what_was_put_in(device: bytes, seq: int, h: bytes) -> None:
    code = make_ack_code(device, seq, h)
    read = read_ack_code(code)

    assert read == (device_hint(device), seq, h[:3])
    assert read.is_from(device)
    assert read.fits(seq, h)
    assert not read.fits(seq + 1, h)
    assert not read.fits(seq, bytes([h[0] ^ 1]) + h[1:])


@pytest.mark.parametrize("seq", [0, 1, 1 << 32, MOST_SEQ])
def test_a_code_has_twenty_signs_in_five_groups(seq: int) -> None:
    code = make_ack_code(bytes(16), seq, bytes(12))

    assert [len(group) for group in code.split("-")] == [4] * 5
    assert set(code) <= set(ALPHABET) | {"-"}


def test_a_log_too_long_for_a_code_is_refused() -> None:
    for seq in (-1, MOST_SEQ + 1):
        with pytest.raises(ValueError, match="never so long"):
            make_ack_code(DEVICE, seq, H)


@given(codes)
def test_every_single_wrong_sign_is_found(code: str) -> None:
    plain = code.replace("-", "")
    for at, right in enumerate(plain):
        for wrong in ALPHABET.replace(right, "") + "EWĐ€":
            with pytest.raises(InvalidValue):
                read_ack_code(plain[:at] + wrong + plain[at + 1 :])


@given(codes)
def test_every_swap_of_neighbours_is_found(code: str) -> None:
    plain = code.replace("-", "")
    for at in range(19):
        swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
        if swapped != plain:
            with pytest.raises(InvalidValue):
                read_ack_code(swapped)


@given(codes, st.integers(0, 19))
def test_a_sign_too_few_or_twice_is_found(code: str, at: int) -> None:
    plain = code.replace("-", "")

    with pytest.raises(InvalidValue, match="19"):
        read_ack_code(plain[:at] + plain[at + 1 :])
    with pytest.raises(InvalidValue, match="21"):
        read_ack_code(plain[:at] + plain[at] + plain[at:])


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", " — "),
        CODE.replace("-", "\u2011"),
        f"  {CODE}\n",
        f"Em gửi mã xác nhận: {CODE} ạ.",
        f"MA XAC NHAN {CODE} DA NHAN DU",
        f"NHAN {CODE.replace('-', ' ')} XONG",
        f"01-12-2026 {CODE}. Gọi 0905 123 456",
        "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in CODE),
    ],
)
def test_how_it_is_typed_or_pasted_does_not_matter(typed: str) -> None:
    assert read_ack_code(typed) == read_ack_code(CODE)


@given(codes)
def test_signs_that_look_alike_are_read_as_ours(code: str) -> None:
    alike = code.translate(str.maketrans("01258", "OLZSB"))

    assert read_ack_code(alike) == read_ack_code(code)
    assert read_ack_code(alike.lower().replace("l", "i")) == read_ack_code(code)


def test_no_two_signs_make_an_accented_letter_on_a_vietnamese_keyboard() -> None:
    telex = {"aa", "ee", "oo", "dd", "aw", "ow", "uw", "ww", "w"}
    telex |= {"".join(pair) for pair in itertools.product("aeiouy", "sfrxjz")}
    vni = {"".join(pair) for pair in itertools.product("aeiouy", "0123456789")} | {"d9"}
    short = {"cc", "gg", "kk", "nn", "pp", "qq", "tt", "uu"}
    possible = {"".join(pair) for pair in itertools.product(ALPHABET.lower(), repeat=2)}

    assert not possible & (telex | vni | short)
    assert "w" not in ALPHABET.lower()


@given(st.text(max_size=60) | st.text(ALPHABET + "- ", max_size=40))
def test_any_other_text_gets_a_sentence_or_is_a_code(text: str) -> None:
    try:
        read = read_ack_code(text)
    except InvalidValue as refused:
        said = refused.message
    else:
        said = make_ack_code(bytes(16), read.seq, read.h)
    assert said == unicodedata.normalize("NFC", said)


def test_a_number_beyond_what_codes_say_is_refused() -> None:
    with pytest.raises(InvalidValue, match="gõ nhầm"):
        read_ack_code("X" * 17 + "000")
    with pytest.raises(InvalidValue, match="gõ nhầm"):
        # 17 equal signs weigh 17 times the same, and the sum over 1 … 17 is divisible by 17 too.
        read_ack_code("XXXX-XXXX-XXXX-XXXX-X000")


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(InvalidValue, match="có 3"):
        read_ack_code("123")
    with pytest.raises(InvalidValue, match="chữ W"):
        read_ack_code("W" + CODE[1:])
