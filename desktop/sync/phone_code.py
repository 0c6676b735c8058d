"""Eight digits that two people compare over the telephone, or with a paper letter."""

from __future__ import annotations

import hashlib
import unicodedata

from desktop.base.errors import InvalidValue


class OtherCode(InvalidValue):
    """The code that was typed is not that of what lies here."""


_DIGITS, _GROUP = 8, 4
_LANES = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 64 << 20}
"""32 MiB and a tenth of a second: eight digits alone could be met by trying a hundred million files
in a minute."""


def phone_code(purpose: bytes, content: bytes) -> str:
    """The code of this content, as two groups of four digits.

    purpose: what is compared, so that the code of one thing never fits another.
    """
    digest = hashlib.blake2b(content, digest_size=32).digest()
    number = hashlib.scrypt(digest, salt=purpose, dklen=16, **_LANES)
    digits = f"{int.from_bytes(number, 'big') % 10**_DIGITS:0{_DIGITS}}"
    return f"{digits[:_GROUP]} {digits[_GROUP:]}"


def same_code(typed: str, code: str) -> bool:
    """Whether somebody typed this code; blanks and other signs between the digits do not matter."""
    return _digits(typed) == _digits(code)


def _digits(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")
