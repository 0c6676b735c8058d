"""A secret of 32 bytes on several sheets of paper, of which some together give it back.

Shamir's scheme over GF(256) with the polynomial of AES: each byte is the value at 0 of a random
polynomial, a sheet holds the values at its number. Fewer sheets than needed tell nothing at all.
What stands on a sheet is 64 letters and digits, and any mistyped letter is found.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr

SECRET_BYTES = 32
AUTHORITY, RECOVERY = 1, 2
"""What the secret is; sheets of different secrets never go together."""
_SET_BYTES, _CHECK_BYTES, _GROUP = 2, 4, 4
_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Share:
    """One sheet.

    kind: ``AUTHORITY`` or ``RECOVERY``.
    needed: how many sheets of the set give the secret back, 2 to 15.
    number: which sheet of the set this is, from 1.
    made: two random bytes that all sheets of one printing have.
    """

    kind: int
    needed: int
    number: int
    made: bytes
    values: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The sheet's text: 16 groups of four."""
        body = bytes((self.kind, self.needed << 4 | self.number)) + self.made + self.values
        letters = base64.b32encode(body + _check(body)).decode()
        return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def split(secret: bytes, kind: int, needed: int, sheets: int) -> tuple[str, ...]:
    """The texts of so many sheets, any ``needed`` of which give the secret back.

    secret: 32 bytes. needed: from 2. sheets: at most 15.
    """
    if len(secret) != SECRET_BYTES or not 2 <= needed <= sheets <= 15:
        raise ValueError("32 bytes, on at least two and at most 15 sheets")
    curves = [(byte, *secrets.token_bytes(needed - 1)) for byte in secret]
    made = secrets.token_bytes(_SET_BYTES)
    return tuple(
        Share(kind, needed, at, made, bytes(_value(curve, at) for curve in curves)).text
        for at in range(1, sheets + 1)
    )


def read_share(text: str) -> Share:
    """The sheet that somebody typed; case, blanks and dashes do not matter.

    0, 1 and 8 are read as O, I and B, which they look like. Raises InvalidValue if anything
    is mistyped.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    if len(plain) != _LETTERS:
        told = tr(
            "Một mảnh khóa có 64 chữ và số, ở đây có {found}. Chưa có gì thay đổi. "
            "Hãy đối chiếu từng nhóm với tờ giấy."
        )
        raise InvalidValue(told.format(found=len(plain)))
    try:
        return _told(base64.b32decode(plain.translate(str.maketrans("018", "OIB"))))
    except ValueError as error:
        raise InvalidValue(
            tr(
                "Mảnh khóa này gõ nhầm ít nhất một chữ. Chưa có gì thay đổi. "
                "Hãy đối chiếu từng nhóm với tờ giấy rồi sửa lại."
            )
        ) from error


def _told(raw: bytes) -> Share:
    """What a sheet's bytes say. Raises ValueError if the check does not fit."""
    body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if check != _check(body) or body[0] not in (AUTHORITY, RECOVERY):
        raise ValueError("not a sheet")
    return Share(body[0], body[1] >> 4, body[1] & 15, body[2:4], body[4:])


def join(texts: Sequence[str], kind: int) -> bytes:
    """The secret of these sheets.

    kind: what the secret must be. Sheets beyond those needed are let be. Raises InvalidValue if a
    sheet is mistyped, belongs to another secret or printing, is there twice, or if one is lacking.
    """
    shares = [read_share(text) for text in texts]
    if not shares:
        raise InvalidValue(_lacking(2, 0))
    _require_one_set(shares, kind)
    needed = shares[0].needed
    held = {share.number: share.values for share in shares}
    if len(held) < needed:
        raise InvalidValue(_lacking(needed, len(held)))
    return _at_zero(sorted(held.items())[:needed])


def _require_one_set(shares: Sequence[Share], kind: int) -> None:
    first = shares[0]
    if any(share.kind != kind for share in shares):
        raise InvalidValue(
            tr(
                "Có mảnh của một loại khóa khác. Chưa có gì thay đổi. "
                "Hãy xem tên khóa ghi ở đầu mỗi tờ và lấy đúng tờ."
            )
        )
    if any((share.made, share.needed) != (first.made, first.needed) for share in shares):
        raise InvalidValue(
            tr(
                "Các mảnh không thuộc cùng một lần in. Chưa có gì thay đổi. "
                "Hãy lấy những tờ in cùng ngày."
            )
        )


def _lacking(needed: int, found: int) -> str:
    told = tr(
        "Cần {needed} mảnh khác nhau, mới có {found}. Chưa có gì thay đổi. Hãy nhập thêm mảnh khác."
    )
    return told.format(needed=needed, found=found)


def _check(body: bytes) -> bytes:
    # A CRC finds every change within 32 neighbouring bits, so every mistyped letter and every
    # two letters in the wrong order; a longer hash would only make that very likely.
    return zlib.crc32(body).to_bytes(_CHECK_BYTES, "big")


def _value(curve: Sequence[int], at: int) -> int:
    """The polynomial's value; its coefficients begin with that of degree 0."""
    value = 0
    for coefficient in reversed(curve):
        value = _times(value, at) ^ coefficient
    return value


def _at_zero(points: Sequence[tuple[int, bytes]]) -> bytes:
    """The values at 0 of the curves through these points (Lagrange)."""
    secret = bytes(SECRET_BYTES)
    for number, values in points:
        weight = 1
        for other, _ in points:
            if other != number:
                weight = _times(weight, _times(other, _inverse(other ^ number)))
        secret = bytes(s ^ _times(weight, v) for s, v in zip(secret, values, strict=True))
    return secret


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    power = 1
    for _ in range(254):  # a^255 is 1 for every a but 0
        power = _times(power, a)
    return power
