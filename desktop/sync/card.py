"""The province's answer to a request: the roster, and which PC it is handed to.

A PC that never heard of the province cannot know its key. The clerk therefore compares the card's
code with the one in the letter on paper; that code covers every byte of the roster.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop.base.errors import DamagedFile, NewerFile, UserError
from desktop.base.i18n import tr
from desktop.sync.device_keys import DEVICE_BYTES, DevicePublic
from desktop.sync.packed import pack, unpack
from desktop.sync.phone_code import OtherCode, phone_code, same_code
from desktop.sync.roster import Roster
from desktop.sync.shapes import Malformed
from desktop.sync.signatures import SIGNATURE_BYTES
from desktop.sync.signed_roster import MOST_BYTES as MOST_ROSTER
from desktop.sync.signed_roster import SignedRoster, parsed_roster, read_roster

FILE_NAME = "THE-KHOA.card"
FORMAT = 1
MOST_BYTES = MOST_ROSTER + 1024
"""More than any card; a reader need not take in a longer file."""
_MAGIC = b"SOXACARD"
_CHECK_BYTES = 16
_PURPOSE = b"So Xa: a card. Version 1."


@dataclass(frozen=True, slots=True)
class Card:
    """A roster for one PC.

    device: the PC's name, 16 bytes. signed: as the authority signed it; roster: what it says.
    """

    device: bytes
    signed: SignedRoster
    roster: Roster

    @property
    def code(self) -> str:
        """The eight digits in the letter on paper; takes a tenth of a second."""
        return phone_code(_PURPOSE, self.device + self.signed.signature + self.signed.body)

    def accepted(self, public: DevicePublic, typed_code: str) -> Roster:
        """The roster, once the clerk has typed the code of the letter.

        public: the keys of this PC. Raises OtherCode for another code, UserError if the card is
        for another PC, for other keys, or no longer good.
        """
        if self.device != public.device:
            raise UserError(
                tr(
                    "Thẻ này cấp cho một máy khác. Máy này chưa có gì thay đổi. "
                    "Hãy xin tỉnh đúng thẻ của máy này."
                )
            )
        if not same_code(typed_code, self.code):
            raise OtherCode(
                tr(
                    "Mã gõ vào không khớp với thẻ. Thẻ chưa được nhận, chưa có gì thay đổi. Hãy gõ "
                    "lại 8 số trong giấy của tỉnh; nếu vẫn không khớp, gọi cho tỉnh và đừng dùng "
                    "thẻ này."
                )
            )
        self._require_current(public)
        return self.roster

    def _require_current(self, public: DevicePublic) -> None:
        entry = self.roster.device(self.device)
        if (entry.sign, entry.age) != (public.sign, public.age) or entry.revoked is not None:
            raise UserError(
                tr(
                    "Thẻ này không còn hợp với khóa của máy này. Chưa có gì thay đổi. "
                    "Hãy gửi tỉnh một yêu cầu mới."
                )
            )

    def to_bytes(self) -> bytes:
        """The bytes of ``THE-KHOA.card``."""
        told = {
            "f": FORMAT,
            "i": self.device,
            "b": self.signed.body,
            "s": self.signed.signature,
        }
        content = _MAGIC + pack(told)
        return content + _check(content)


def new_card(device: bytes, signed: SignedRoster) -> Card:
    """The card for a PC that the signed roster names. Raises UnknownDevice if it does not."""
    roster = parsed_roster(signed.body)
    return Card(roster.device(device).device, signed, roster)


def read_card(content: bytes) -> Card:
    """The card in a file; it is good for nothing until its code was compared.

    Raises DamagedFile, NewerFile for a later format, Untrusted if the roster is not signed by the
    key it names, UnknownDevice if it does not name the PC.
    """
    told, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    if len(content) > MOST_BYTES or not told.startswith(_MAGIC) or check != _check(told):
        raise _damaged()
    try:
        device, signed = _read(told.removeprefix(_MAGIC))
    except Malformed as error:
        raise _damaged() from error
    roster = read_roster(*signed, parsed_roster(signed.body).authority)
    return Card(roster.device(device).device, signed, roster)


def _read(content: bytes) -> tuple[bytes, SignedRoster]:
    told = unpack(content, MOST_BYTES)
    if told.is_newer_than(FORMAT):
        raise NewerFile(
            tr(
                "Thẻ này do phiên bản mới hơn của chương trình ghi. Chưa có gì thay đổi. "
                "Hãy cập nhật chương trình rồi mở lại thẻ."
            )
        )
    signed = SignedRoster(told.octets("b"), told.octets("s", SIGNATURE_BYTES))
    return told.octets("i", DEVICE_BYTES), signed


def _damaged() -> DamagedFile:
    return DamagedFile(
        tr(
            "Đây không phải thẻ khóa của Sổ Xã, hoặc thẻ đã bị hỏng khi chép. Chưa có gì thay đổi. "
            "Hãy xin tỉnh gửi lại tệp THE-KHOA.card."
        )
    )


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK_BYTES).digest()
