"""An acknowledgement without a file: 20 signs that somebody reads out, types or pastes from a chat.

The signs are the ten digits and seven letters. There is no vowel and no D or W among them, so that
neither Telex nor VNI makes an accented letter of two signs; none of the pairs that short typing
(cc, gg, kk, nn, pp, qq, tt) turns into others; and what looks like a sign is read as that sign.
Two of the 20 make the sums over all signs, plain and weighted by place, divisible by 17: every
single wrong sign and every two neighbours in the wrong order are found.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr

ALPHABET = "0123456789FHJMRVX"
LENGTH = 20
MOST_SEQ = (1 << 33) - 1
_BASE, _GROUP, _TOLD = len(ALPHABET), 4, LENGTH - 2
_HINT_BYTES, _HASH_BYTES, _SEQ_BITS = 2, 3, 33
_LOOKALIKES = str.maketrans("OQDILZSB", "00011258")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_IN_A_CHAT = re.compile(
    rf"(?<![0-9A-Z])(?=([0-9A-Z]{{4}}(?P<sep>[{_DASHES}. ]?)(?:[0-9A-Z]{{4}}(?P=sep)){{3}}[0-9A-Z]{{4}})"
    r"(?![0-9A-Z]))"
)


class AckCode(NamedTuple):
    """What a code says.

    hint: 2 bytes from the name of the PC that acknowledges.
    seq: how far it holds the log of the PC that reads the code.
    h: the first 3 bytes of the chain hash there.
    """

    hint: bytes
    seq: int
    h: bytes

    def is_from(self, device: bytes) -> bool:
        """Whether this may be the PC that acknowledges; few PCs share a hint."""
        return device_hint(device) == self.hint

    def fits(self, seq: int, h: bytes) -> bool:
        """Whether the log has this hash at that place: only then does the code count."""
        return seq == self.seq and h[:_HASH_BYTES] == self.h


def device_hint(device: bytes) -> bytes:
    """What a code tells of a PC's name."""
    return hashlib.blake2b(device, digest_size=_HINT_BYTES).digest()


def make_ack_code(device: bytes, seq: int, h: bytes) -> str:
    """The code in five groups of four.

    device: name of the PC that acknowledges. seq, h: how far it holds the other's log, at most
    ``MOST_SEQ``, and the chain hash there.
    """
    if not 0 <= seq <= MOST_SEQ:
        raise ValueError("a log is never so long")
    told = device_hint(device) + h[:_HASH_BYTES]
    number = int.from_bytes(told, "big") << _SEQ_BITS | seq
    values = [number // _BASE**at % _BASE for at in reversed(range(_TOLD))]
    signs = "".join(ALPHABET[value] for value in _with_checks(values))
    return "-".join(signs[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read_ack_code(text: str) -> AckCode:
    """What somebody typed or pasted says; case, blanks, dashes and words around do not matter.

    Raises InvalidValue if signs are lacking, or if one is wrong.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    found = [_signs(match[1]) for match in _IN_A_CHAT.finditer(upper)]
    whole = next((signs for signs in found if _is_whole(signs)), _signs(upper))
    values = _values(whole)
    number = 0
    for value in values[:_TOLD]:
        number = number * _BASE + value
    told, seq = number >> _SEQ_BITS, number & MOST_SEQ
    if _sums(values) != (0, 0) or told >> 8 * (_HINT_BYTES + _HASH_BYTES):
        raise InvalidValue(
            tr(
                "Mã xác nhận gõ nhầm ít nhất một chữ. Chưa có gì thay đổi. "
                "Hãy đối chiếu từng nhóm rồi gõ lại."
            )
        )
    octets = told.to_bytes(_HINT_BYTES + _HASH_BYTES, "big")
    return AckCode(octets[:_HINT_BYTES], seq, octets[_HINT_BYTES:])


def _is_whole(signs: str) -> bool:
    known = all(sign in ALPHABET for sign in signs)
    return known and _sums([ALPHABET.index(sign) for sign in signs]) == (0, 0)


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).translate(_LOOKALIKES)


def _values(signs: str) -> list[int]:
    """The numbers of the signs. Raises InvalidValue with what is wrong."""
    if len(signs) != LENGTH:
        told = tr(
            "Mã xác nhận có 20 chữ và số, ở đây có {found}. Chưa có gì thay đổi. "
            "Hãy chép lại cả mã."
        )
        raise InvalidValue(told.format(found=len(signs)))
    strange = next((sign for sign in signs if sign not in ALPHABET), None)
    if strange is not None:
        told = tr(
            "Mã xác nhận không bao giờ có chữ {sign}. Chưa có gì thay đổi. Hãy đối chiếu rồi gõ lại."
        )
        raise InvalidValue(told.format(sign=strange))
    return [ALPHABET.index(sign) for sign in signs]


def _with_checks(values: Sequence[int]) -> list[int]:
    plain, weighted = _sums(values)
    # Places 19 and 20 weigh 2 and 3: x + y = -plain and 2x + 3y = -weighted.
    last = (2 * plain - weighted) % _BASE
    return [*values, (-plain - last) % _BASE, last]


def _sums(values: Sequence[int]) -> tuple[int, int]:
    plain = sum(values) % _BASE
    return plain, sum(at * value for at, value in enumerate(values, start=1)) % _BASE
