"""How a PC asks to take part: a small file, or a QR code with the same words.

The person at the province reads the code of the request to the office over the telephone number
that is known; only then is the PC entered into the roster.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.base.errors import DamagedFile, InvalidValue, NewerFile
from desktop.base.i18n import tr
from desktop.sync.age_text import is_usable, recipient_bytes, recipient_text
from desktop.sync.device_keys import DeviceKeys, DevicePublic
from desktop.sync.packed import seen_line, seen_text
from desktop.sync.phone_code import phone_code
from desktop.sync.roster import Untrusted
from desktop.sync.roster_entries import (
    MOST_SCOPE,
    NAME_LETTERS,
    DeviceEntry,
    read_letter,
)
from desktop.sync.shapes import Malformed, whole
from desktop.sync.signatures import REQUEST, SIGNATURE_BYTES, is_signed

FILE_NAME = "YEU-CAU.req"
FORMAT = 1
MOST_BYTES = 512
"""More than any request; a reader need not take in a longer file."""
_MAGIC = b"SOXA-REQ"
_QR_MARK = "SXRQ"
_FIXED = struct.Struct(">B3s16s32s32s1s6s")
_CHECK_BYTES = 4
_NAME_BYTES = 63
"""What a QR code of version 11, level Q (259 letters and digits) leaves for both names."""
_PERSON_BYTES = 36
_LONG, _SHORT = "Ủy ban nhân dân ", "UBND "  # not for reading


@dataclass(frozen=True, slots=True)
class Request:
    """What a PC tells of itself.

    scope: the office's number. office, person: names, shortened to what a QR code holds.
    letter: what the PC has put into its numbers until now. made_ms: milliseconds since 1970.
    """

    scope: int
    office: str
    public: DevicePublic
    letter: str
    made_ms: int
    person: str

    @property
    def code(self) -> str:
        """The eight digits that are compared over the telephone; takes a tenth of a second."""
        return phone_code(REQUEST, self.body)

    @property
    def body(self) -> bytes:
        """What is signed: the same bytes in the file and in the QR code."""
        fixed = _FIXED.pack(
            FORMAT,
            self.scope.to_bytes(3, "big"),
            self.public.device,
            self.public.sign,
            recipient_bytes(self.public.age),
            self.letter.encode(),
            self.made_ms.to_bytes(6, "big"),
        )
        return fixed + f"{self.office}\n{self.person}".encode()

    def entry(
        self,
        letter: str,
        label: str,
        compartments: Iterable[int] = (),
        capabilities: Iterable[str] = (),
    ) -> DeviceEntry:
        """The line of the roster for this PC, once the code was compared.

        letter: the one asked for, or ``Roster.next_letter``.
        """
        public = self.public
        may = frozenset(compartments), frozenset(capabilities)
        return DeviceEntry(
            public.device, self.scope, letter, public.sign, public.age, *may, None, seen_line(label)
        )


def new_request(
    keys: DeviceKeys, scope: int, office: str, letter: str, made_ms: int, person: str
) -> Request:
    """A request of this PC; names too long for a QR code end in dots.

    Raises InvalidValue if a name is lacking.
    """
    office, person = seen_line(office), seen_line(person)
    if not office or not person:
        raise InvalidValue(
            tr(
                "Yêu cầu cần tên cơ quan và họ tên người gửi. Yêu cầu chưa được lập. "
                "Hãy điền cả hai rồi làm lại."
            )
        )
    office, person = _fitting(office, person)
    return Request(scope, office, keys.public, letter, made_ms, person)


def request_file(request: Request, keys: DeviceKeys) -> bytes:
    """The bytes of ``YEU-CAU.req``, signed by the PC that asks."""
    return _MAGIC + request.body + keys.sign(REQUEST + request.body)


def request_text(request: Request) -> str:
    """The text of the QR code: at most 259 capitals and digits."""
    body = request.body
    letters = base64.b32encode(body + _check(body)).decode().rstrip("=")
    return _QR_MARK + letters


def read_request(content: bytes) -> Request:
    """The request in a file.

    Raises DamagedFile, NewerFile for a later format, Untrusted if the PC did not sign it.
    """
    body, signature = content[len(_MAGIC) : -SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
    if not content.startswith(_MAGIC) or len(content) > MOST_BYTES:
        raise _damaged()
    request = _read(body)
    if not is_signed(request.public.sign, REQUEST + body, signature):
        raise Untrusted(
            tr(
                "Tệp yêu cầu này đã bị sửa hoặc bị hỏng. Chưa có gì thay đổi. "
                "Hãy đề nghị cơ quan kia gửi lại tệp hoặc mã QR."
            )
        )
    return request


def read_request_text(text: str) -> Request:
    """The request in the text of a QR code; blanks and case do not matter.

    Raises DamagedFile, or NewerFile for a later format.
    """
    letters = "".join(text.split()).upper()
    if len(letters) > MOST_BYTES or not letters.startswith(_QR_MARK):
        raise _damaged()
    letters = letters.removeprefix(_QR_MARK)
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise _damaged() from error
    body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if check != _check(body):
        raise _damaged()
    return _read(body)


def _read(body: bytes) -> Request:
    if body[:1] > bytes((FORMAT,)):
        raise NewerFile(
            tr(
                "Yêu cầu này do phiên bản mới hơn của chương trình ghi. Chưa có gì thay đổi. "
                "Hãy cập nhật chương trình rồi đọc lại."
            )
        )
    try:
        request = _told_request(body)
    except (ValueError, struct.error) as error:
        raise _damaged() from error
    if request.body != body:
        raise _damaged()
    return request


def _told_request(body: bytes) -> Request:
    number, scope, device, sign, age, letter, made = _FIXED.unpack(body[: _FIXED.size])
    office, person = body[_FIXED.size :].decode().split("\n")
    if number != FORMAT or not is_usable(age):
        raise Malformed("a key that seals nothing")
    return Request(
        whole(int.from_bytes(scope, "big"), 1, MOST_SCOPE),
        seen_text(office, NAME_LETTERS),
        DevicePublic(device, sign, recipient_text(age)),
        read_letter(letter.decode()),
        int.from_bytes(made, "big"),
        seen_text(person, NAME_LETTERS),
    )


def _damaged() -> DamagedFile:
    return DamagedFile(
        tr(
            "Đây không phải yêu cầu cấp thẻ của Sổ Xã, hoặc yêu cầu đã bị hỏng. Chưa có gì thay "
            "đổi. Hãy đề nghị cơ quan kia gửi lại tệp YEU-CAU.req hoặc mã QR."
        )
    )


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK_BYTES).digest()


def _fitting(office: str, person: str) -> tuple[str, str]:
    """Both names, so that they fit together; the office's gives way, for its number says it too."""
    if office.startswith(_LONG):
        office = _SHORT + office.removeprefix(_LONG)
    person = _cut(person, max(_PERSON_BYTES, _NAME_BYTES - len(office.encode())))
    return _cut(office, _NAME_BYTES - len(person.encode())), person


def _cut(text: str, most: int) -> str:
    """The text in so many bytes, whole letters only."""
    dots = "…"
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - len(dots.encode())].decode(errors="ignore")
    return kept.rstrip() + dots
