"""Key slots: who may open the file, and what a damaged ``keys.json`` does."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from conftest import CHEAP, Blank
from desktop.base.errors import DamagedFile, NewerFile, WrongPassword
from desktop.operations.office import Office, change_password
from desktop.store import keys
from desktop.store.keys import Cost, KeyRing

KEY = bytes(range(32))
passwords = st.text(min_size=1, max_size=40)
users = st.text("abcdeghiklmnopqrstuvxyzđăâêôơư0123456789._-", min_size=1, max_size=12)


@hypothesis.given(users, passwords)
def test_the_password_opens_and_gives_the_key_back(user: str, password: str) -> None:
    ring = KeyRing.new(CHEAP).with_user(user, password, KEY)
    assert ring.open(user, password) == KEY
    assert ring.open(f" {user.upper()} ", password) == KEY


@hypothesis.given(passwords, passwords)
def test_no_other_password_opens(password: str, other: str) -> None:
    hypothesis.assume(unicodedata.normalize("NFC", password) != unicodedata.normalize("NFC", other))
    ring = KeyRing.new(CHEAP).with_user("lan", password, KEY)
    with pytest.raises(WrongPassword):
        ring.open("lan", other)


@hypothesis.given(passwords)
def test_however_the_keyboard_composes_letters_the_password_is_the_same(password: str) -> None:
    composed, split = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    ring = KeyRing.new(CHEAP).with_user("lan", split, KEY)
    assert ring.open("lan", composed) == ring.open("lan", split) == KEY


def test_an_unknown_user_and_a_wrong_password_cost_and_say_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = KeyRing.new(CHEAP).with_user("lan", "Hoa-mai-2026", KEY)
    asked: list[tuple[Any, ...]] = []
    real = keys.hash_secret_raw

    def counted(secret: bytes, salt: bytes, *cost: Any) -> bytes:
        asked.append((len(salt), *cost))
        return real(secret, salt, *cost)

    monkeypatch.setattr(keys, "hash_secret_raw", counted)
    told: list[str] = []
    for user, password in (("lan", "Hoa-mai-2027"), ("nobody", "Hoa-mai-2026"), ("", "")):
        with pytest.raises(WrongPassword) as caught:
            ring.open(user, password)
        told.append(caught.value.message)
    assert len(set(told)) == 1
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_a_guess_is_dear_by_default() -> None:
    # OWASP's least for Argon2id is 19 MiB and two passes.
    assert Cost().memory_kib >= 64 * 1024
    assert Cost().passes >= 2


def test_one_password_changed_leaves_the_others_and_the_recovery_code() -> None:
    code = keys.new_recovery_code()
    ring = KeyRing.new(CHEAP).with_user("lan", "a", KEY).with_user("hoa", "b", KEY)
    ring = ring.with_recovery(code, KEY).with_user("lan", "c", KEY)
    assert ring.open("lan", "c") == ring.open("hoa", "b") == ring.recover(code) == KEY
    with pytest.raises(WrongPassword):
        ring.open("lan", "a")
    with pytest.raises(WrongPassword):
        ring.without_user("hoa").open("hoa", "b")


def test_a_slot_moved_to_another_name_opens_nothing() -> None:
    import dataclasses

    ring = KeyRing.new(CHEAP).with_user("lan", "a", KEY).with_user("hoa", "b", KEY)
    one, two = ring.slots
    swapped = dataclasses.replace(
        ring, slots=(dataclasses.replace(one, who=two.who), dataclasses.replace(two, who=one.who))
    )
    for user, password in (("lan", "b"), ("hoa", "a"), ("lan", "a")):
        with pytest.raises(WrongPassword):
            swapped.open(user, password)


def test_a_new_recovery_code_ends_the_old_one() -> None:
    old, new = keys.new_recovery_code(), keys.new_recovery_code()
    ring = KeyRing.new(CHEAP).with_recovery(old, KEY).with_recovery(new, KEY)
    assert ring.recover(new) == KEY
    with pytest.raises(WrongPassword):
        ring.recover(old)


@hypothesis.given(st.randoms(use_true_random=False))
def test_look_alikes_blanks_and_case_do_not_matter_in_a_recovery_code(randomly: Any) -> None:
    code = keys.new_recovery_code()
    alike = {"O": "0", "I": "1", "B": "8"}
    typed = "".join(alike.get(c, c) if randomly.random() < 0.5 else c for c in code)
    typed = typed.replace("-", randomly.choice(["", " ", "–", " - "]))
    typed = typed.lower() if randomly.random() < 0.5 else typed
    assert keys.code_bytes(typed) == keys.code_bytes(code)


@hypothesis.given(st.integers(0, 31), st.sampled_from("ACDEFGHJKLMNPQRSTUVWXYZ234567"))
def test_a_mistyped_sign_of_the_code_opens_nothing(at: int, sign: str) -> None:
    plain = keys.new_recovery_code().replace("-", "")
    hypothesis.assume(plain[at] != sign)
    wrong = plain[:at] + sign + plain[at + 1 :]
    ring = KeyRing.new(CHEAP).with_recovery(plain, KEY)
    # 16 bits of check: one slip in 65,536 is only noticed by the key itself.
    with pytest.raises(WrongPassword):
        ring.recover(wrong)


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "không phải mã", "A" * 32, "ABCD-" * 30, "\x00" * 32]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(WrongPassword):
        keys.code_bytes(typed)


def test_codes_are_in_groups_to_be_read_aloud() -> None:
    codes = {keys.new_recovery_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code.split("-")) == 8 for code in codes)


def a_ring(folder: Path) -> KeyRing:
    ring = KeyRing.new(CHEAP).with_user("lan", "a", KEY)
    keys.write_keys(folder, ring)
    return ring


def test_the_ring_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert a_ring(tmp_path) == keys.read_keys(tmp_path)


@hypothesis.given(st.data())
def test_any_byte_damaged_in_one_file_is_mended_by_its_copy(
    tmp_path: Path, data: st.DataObject
) -> None:
    ring = a_ring(tmp_path)
    path = tmp_path / data.draw(st.sampled_from(["keys.json", "keys-copy.json"]))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    path.write_bytes(content[:cut])
    assert keys.read_keys(tmp_path) == ring


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"format": 1}', None]
)
def test_both_files_damaged_is_told(tmp_path: Path, content: bytes | None) -> None:
    for name in ("keys.json", "keys-copy.json"):
        if content is not None:
            (tmp_path / name).write_bytes(content)
    with pytest.raises(DamagedFile) as caught:
        keys.read_keys(tmp_path)
    assert "keys.json" in caught.value.message
    assert "Dữ liệu chưa bị đụng tới" in caught.value.message


def test_a_later_format_is_refused_as_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FORMAT", keys.FORMAT + 1)
    a_ring(tmp_path)
    monkeypatch.undo()
    with pytest.raises(NewerFile):
        keys.read_keys(tmp_path)


def test_no_name_and_no_password_stands_in_the_file(tmp_path: Path) -> None:
    keys.write_keys(tmp_path, KeyRing.new(CHEAP).with_user("nguyenthilan", "Hoa-mai-2026", KEY))
    content = (tmp_path / "keys.json").read_text()
    assert "nguyenthilan" not in content
    assert "Hoa-mai" not in content
    assert KEY.hex() not in content


def test_changing_a_password_wraps_the_key_anew_and_encrypts_nothing_again(
    office: Office, blank_office: Blank
) -> None:
    salt = (office.folder / "office.db").read_bytes()[:16]
    slots = json.loads((office.folder / "keys.json").read_text())["slots"]
    change_password(office, blank_office.password, "Cúc-vàng-2027!")
    ring = keys.read_keys(office.folder)
    assert ring.open(blank_office.user, "Cúc-vàng-2027!") == office.store.key
    assert ring.recover(blank_office.recovery_code) == office.store.key
    with pytest.raises(WrongPassword):
        ring.open(blank_office.user, blank_office.password)
    # SQLCipher's salt stands in the first 16 bytes; a file encrypted again gets another one.
    assert (office.folder / "office.db").read_bytes()[:16] == salt
    changed = json.loads((office.folder / "keys.json").read_text())["slots"]
    assert len([slot for slot in changed if slot not in slots]) == 1
