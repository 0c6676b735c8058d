"""Who may open the office file: key slots in ``keys.json``.

The database has one random 256-bit key that never changes. Each slot wraps it under a key
made by Argon2id from a user's password, one more under the printed recovery code. Changing a
password wraps anew; the database is not encrypted again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.base.errors import DamagedFile, NewerFile, WrongPassword
from desktop.base.i18n import tr
from desktop.base.paths import write_whole
from desktop.base.text import fold

FORMAT = 1
KEY_BYTES = 32
_RECOVERY = "recovery"
_CODE_BYTES, _CHECK_BYTES, _GROUP = 18, 2, 4


@dataclass(frozen=True)
class Cost:
    """How dear one guess is (Argon2id: memory in KiB, passes, lanes)."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 2


@dataclass(frozen=True)
class Slot:
    """The database key, wrapped for one who knows a secret."""

    who: str
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class KeyRing:
    """The slots of one office."""

    office: bytes
    cost: Cost
    slots: tuple[Slot, ...]

    @classmethod
    def new(cls, cost: Cost | None = None) -> KeyRing:
        """An empty ring for a new office."""
        return cls(os.urandom(16), cost or Cost(), ())

    def with_user(self, user: str, password: str, key: bytes) -> KeyRing:
        """The ring in which this user's password opens the file."""
        return self._with(_name_hash(self.office, user), _secret(password), key)

    def without_user(self, user: str) -> KeyRing:
        """The ring in which this user opens nothing any more."""
        gone = _name_hash(self.office, user)
        return replace(self, slots=tuple(slot for slot in self.slots if slot.who != gone))

    def with_recovery(self, code: str, key: bytes) -> KeyRing:
        """The ring in which this recovery code, and no earlier one, opens the file."""
        return self._with(_RECOVERY, code_bytes(code), key)

    def open(self, user: str, password: str) -> bytes:
        """The database key.

        Raises WrongPassword with the same words and after the same work whether the user is
        unknown or the password wrong.
        """
        slot = self._slot(_name_hash(self.office, user))
        key = self._unwrap(slot or _decoy(), _secret(password))
        if key is None or slot is None:
            raise WrongPassword(
                tr(
                    "Tên đăng nhập hoặc mật khẩu không đúng. Chưa mở được dữ liệu. "
                    "Hãy gõ lại; chú ý phím Caps Lock và bộ gõ tiếng Việt."
                )
            )
        return key

    def recover(self, code: str) -> bytes:
        """The database key, by the printed code. Raises WrongPassword."""
        slot = self._slot(_RECOVERY)
        key = self._unwrap(slot or _decoy(), code_bytes(code))
        if key is None or slot is None:
            raise WrongPassword(
                tr(
                    "Mã khôi phục không đúng. Chưa mở được dữ liệu. "
                    "Hãy dùng tờ mã khôi phục in gần nhất."
                )
            )
        return key

    def _slot(self, who: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.who == who), None)

    def _with(self, who: str, secret: bytes, key: bytes) -> KeyRing:
        salt, nonce = os.urandom(16), os.urandom(12)
        wrapped = AESGCM(self._stretch(secret, salt)).encrypt(nonce, key, self._label(who))
        others = tuple(slot for slot in self.slots if slot.who != who)
        return replace(self, slots=(*others, Slot(who, salt, nonce, wrapped)))

    def _unwrap(self, slot: Slot, secret: bytes) -> bytes | None:
        stretched = self._stretch(secret, slot.salt)
        try:
            return AESGCM(stretched).decrypt(slot.nonce, slot.wrapped, self._label(slot.who))
        except InvalidTag:
            return None

    def _stretch(self, secret: bytes, salt: bytes) -> bytes:
        cost = self.cost
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID
        )

    def _label(self, who: str) -> bytes:
        return self.office + who.encode()


@dataclass(frozen=True)
class Password:
    """A user's password, as a way in."""

    user: str
    password: str

    def open(self, ring: KeyRing) -> bytes:
        """The database key. Raises WrongPassword."""
        return ring.open(self.user, self.password)


@dataclass(frozen=True)
class RecoveryCode:
    """The printed code, as a way in."""

    code: str

    def open(self, ring: KeyRing) -> bytes:
        """The database key. Raises WrongPassword."""
        return ring.recover(self.code)


Secret = Password | RecoveryCode


def _decoy() -> Slot:
    """A slot that nothing opens; an unknown user costs as much time as a known one."""
    return Slot("", os.urandom(16), os.urandom(12), os.urandom(KEY_BYTES + 16))


def _secret(password: str) -> bytes:
    import unicodedata

    # Two keyboards can compose the same letters differently.
    return unicodedata.normalize("NFC", password).encode()


def _name_hash(office: bytes, user: str) -> str:
    """What stands for an account in the file; no name of a person lies there in plain."""
    return hashlib.blake2b(fold(user.strip()).encode(), key=office, digest_size=16).hexdigest()


def new_key() -> bytes:
    """A random database key."""
    return secrets.token_bytes(KEY_BYTES)


def new_recovery_code() -> str:
    """A code to print: 32 letters and digits in groups of four, 144 random bits and a check."""
    body = secrets.token_bytes(_CODE_BYTES)
    text = base64.b32encode(body + _code_check(body)).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def code_bytes(code: str) -> bytes:
    """The secret in a recovery code as somebody typed it.

    Letters O and I are read as the digits' look-alikes are not in the alphabet (0, 1, 8 mean
    O, I, B). Raises WrongPassword if a character is mistyped.
    """
    plain = "".join(c for c in code.upper() if c.isalnum())
    plain = plain.replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        raw = base64.b32decode(plain)
    except ValueError:
        raw = b""
    body, check = raw[:_CODE_BYTES], raw[_CODE_BYTES:]
    if len(body) != _CODE_BYTES or check != _code_check(body):
        raise WrongPassword(
            tr("Mã khôi phục gõ chưa đúng: đủ 32 chữ và số. Chưa mở dữ liệu. Hãy đối chiếu lại.")
        )
    return body


def _code_check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK_BYTES).digest()


def write_keys(folder: Path, ring: KeyRing) -> None:
    """Write the ring, and its second copy for the day the first is damaged."""
    told = {
        "format": FORMAT,
        "office": ring.office.hex(),
        "kdf": {"name": "argon2id", **vars(ring.cost)},
        "slots": [
            {
                "who": slot.who,
                "salt": slot.salt.hex(),
                "nonce": slot.nonce.hex(),
                "key": slot.wrapped.hex(),
            }
            for slot in ring.slots
        ],
    }
    content = json.dumps({**told, "check": _check(told)}, indent=1).encode()
    write_whole(folder / "keys.json", content)
    write_whole(folder / "keys-copy.json", content)


def read_keys(folder: Path) -> KeyRing:
    """Read the ring; the copy stands in if the first file is damaged.

    Raises DamagedFile if neither can be read, NewerFile for a later format.
    """
    for name in ("keys.json", "keys-copy.json"):
        try:
            return _parse((folder / name).read_bytes())
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue
    raise DamagedFile(
        tr(
            "Tệp khóa keys.json bị hỏng hoặc bị mất. Dữ liệu chưa bị đụng tới. "
            "Hãy chép keys.json từ bản sao lưu gần nhất vào thư mục này rồi mở lại."
        )
    )


def _check(told: dict[str, Any]) -> str:
    """What shows a garbled file, which could else pass for one that a password does not open."""
    plain = json.dumps(told, sort_keys=True).encode()
    return hashlib.blake2b(plain, digest_size=16).hexdigest()


def _parse(content: bytes) -> KeyRing:
    told: dict[str, Any] = json.loads(content)
    if told.pop("check") != _check(told):
        raise ValueError("the slots are not as they were written")
    if told["format"] > FORMAT:
        raise NewerFile(
            tr(
                "Tệp khóa do phiên bản mới hơn của chương trình ghi. Chưa có gì thay đổi. "
                "Hãy cài phiên bản mới rồi mở lại."
            )
        )
    kdf = told["kdf"]
    return KeyRing(
        bytes.fromhex(told["office"]),
        Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])),
        tuple(
            Slot(
                str(slot["who"]),
                bytes.fromhex(slot["salt"]),
                bytes.fromhex(slot["nonce"]),
                bytes.fromhex(slot["key"]),
            )
            for slot in told["slots"]
        ),
    )
