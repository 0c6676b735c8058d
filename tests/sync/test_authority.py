from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import InvalidValue
from desktop.sync.authority import AuthorityKey
from desktop.sync.shares import AUTHORITY, RECOVERY, join, read_share, split
from sync.invented_roster import AUTHORITY as INVENTED

KEY = INVENTED
SHEETS = KEY.sheets()
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
secrets_32 = st.binary(min_size=32, max_size=32)


def test_any_two_of_three_sheets_give_the_key_back() -> None:
    for two in itertools.permutations(SHEETS, 2):
        assert AuthorityKey.joined(two, KEY.public) == KEY
    assert AuthorityKey.joined(SHEETS, KEY.public) == KEY


@given(secret=secrets_32, data=st.data())
@settings(max_examples=40)
def test_as_many_sheets_as_are_needed_give_any_secret_back(
    secret: bytes, data: st.DataObject
) -> None:
    sheets = data.draw(st.integers(2, 15))
    needed = data.draw(st.integers(2, sheets))
    texts = split(secret, AUTHORITY, needed, sheets)
    chosen = data.draw(st.permutations(texts))[:needed]

    assert join(chosen, AUTHORITY) == secret
    with pytest.raises(InvalidValue):
        join(chosen[:-1], AUTHORITY)


def test_one_sheet_tells_nothing_of_the_secret() -> None:
    """A byte of one sheet takes every value, whatever the secret is."""
    for secret in (bytes(32), bytes([255] * 32)):
        seen = {read_share(split(secret, RECOVERY, 2, 2)[0]).values[0] for _ in range(2500)}
        assert len(seen) > 240


def test_a_sheet_is_sixteen_groups_of_four_letters() -> None:
    groups = SHEETS[0].split("-")

    assert len(groups) == 16
    assert {len(group) for group in groups} == {4}
    assert "AGE" not in repr(read_share(SHEETS[0]))
    assert str(read_share(SHEETS[0]).values) not in repr(read_share(SHEETS[0]))


def test_case_blanks_dashes_and_look_alikes_do_not_matter() -> None:
    typed = SHEETS[0].lower().replace("-", " – ").replace("o", "0").replace("i", "1")

    assert read_share(f"\n {typed} ") == read_share(SHEETS[0])
    assert read_share(SHEETS[0]).text == SHEETS[0]


def test_every_single_wrong_letter_is_found() -> None:
    plain = SHEETS[0].replace("-", "")
    for at, right in enumerate(plain):
        for wrong in LETTERS.replace(right, "")[:: 1 if at < 4 else 5]:
            with pytest.raises(InvalidValue):
                read_share(plain[:at] + wrong + plain[at + 1 :])


def test_every_swap_of_neighbours_is_found() -> None:
    plain = SHEETS[1].replace("-", "")
    for at in range(63):
        swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
        if swapped != plain:
            with pytest.raises(InvalidValue):
                read_share(swapped)


@given(st.text(max_size=80) | st.text(LETTERS, min_size=64, max_size=64))
def test_any_other_text_is_no_sheet(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_share(text)


@pytest.mark.parametrize(
    "sheets",
    [
        (),
        (SHEETS[0],),
        (SHEETS[0], SHEETS[0]),
        (SHEETS[0], KEY.sheets()[1]),
        (SHEETS[0], AuthorityKey.new().sheets()[1]),
        (SHEETS[0], split(KEY.seed, RECOVERY, 2, 2)[1]),
        split(KEY.seed, RECOVERY, 2, 3),
        (SHEETS[0], split(KEY.seed, AUTHORITY, 3, 3)[1]),
    ],
    ids=range(8),
)
def test_sheets_that_do_not_belong_together_are_refused(sheets: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValue):
        AuthorityKey.joined(sheets, KEY.public)


def test_sheets_of_another_key_are_refused() -> None:
    with pytest.raises(InvalidValue):
        AuthorityKey.joined(AuthorityKey.new().sheets(), KEY.public)


def test_a_sheet_with_a_right_check_but_other_values_gives_no_key() -> None:
    share = read_share(SHEETS[1])
    other = type(share)(share.kind, 2, 2, share.made, bytes(32)).text

    with pytest.raises(InvalidValue):
        AuthorityKey.joined((SHEETS[0], other), KEY.public)


def test_each_printing_differs_and_the_key_stands_on_no_sheet() -> None:
    raws = [base64.b32decode(text.replace("-", "")) for text in (*SHEETS, *KEY.sheets())]

    assert len(set(raws)) == 6
    assert not any(KEY.seed in raw for raw in raws)
    assert repr(KEY) == "AuthorityKey()"


@pytest.mark.parametrize(("needed", "sheets"), [(1, 3), (3, 2), (2, 16), (0, 0)])
def test_sheets_in_foolish_numbers_are_not_made(needed: int, sheets: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        split(KEY.seed, AUTHORITY, needed, sheets)
    with pytest.raises(ValueError, match="32 bytes"):
        split(b"short", AUTHORITY, 2, 3)
