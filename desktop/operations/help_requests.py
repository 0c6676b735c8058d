"""The files of a lost password: what a PC asks the province, framed so that damage shows."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from desktop.base.clock import in_vietnam
from desktop.base.errors import DamagedFile
from desktop.base.i18n import tr
from desktop.operations.kept_keys import RING_BYTES
from desktop.sync.age_text import KEY_BYTES, is_usable, recipient_bytes, recipient_text
from desktop.sync.recovery import MOST_BYTES, recovery_code

_ASKED_MARK, _ASKED_BEFORE = b"SOXAASK2", b"SOXAASK1"
"""Requests, and those that do not name the database yet."""
SCOPE_BYTES = 3
_CHECK_BYTES = 8


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What a PC tells that nobody can sign in to.

    scope: the office's number, 0 while it is not known. one_time: age recipient that the answer is to
    be sealed for. wrapped: the database key, sealed for the province's recovery key; nothing if the
    PC does not have it. ring: which database it is. kept_at: when the key came up that is to be used
    then, as the province finds.
    """

    scope: int
    one_time: str
    wrapped: bytes
    ring: bytes = b""
    kept_at: dt.datetime | None = None

    @property
    def code(self) -> str:
        """The eight digits that are compared over the telephone; takes a tenth of a second."""
        return recovery_code(self.ring + self.wrapped, self.one_time)

    def to_bytes(self) -> bytes:
        """The bytes of the file that goes to the province."""
        scope = self.scope.to_bytes(SCOPE_BYTES, "big")
        told = scope + recipient_bytes(self.one_time) + self.ring + self.wrapped
        return framed(_ASKED_MARK if self.ring else _ASKED_BEFORE, told)


def read_request(content: bytes) -> HelpRequest:
    """What the file says, as it says it. Raises DamagedFile."""
    before = content.startswith(_ASKED_BEFORE)
    body = unframed(_ASKED_BEFORE if before else _ASKED_MARK, content)
    at = SCOPE_BYTES + KEY_BYTES
    end = at + (0 if before else RING_BYTES)
    one_time = body[SCOPE_BYTES:at]
    if len(body) < end + before or not is_usable(one_time):
        raise damaged()
    scope = int.from_bytes(body[:SCOPE_BYTES], "big")
    return HelpRequest(scope, recipient_text(one_time), body[end:], body[at:end])


def asking_words(request: HelpRequest, name: str) -> str:
    """Who asks, and by which sealed key they are to be helped. name: of the office."""
    words = tr("Cơ quan xin mở lại: {name}").format(name=name)
    if request.kept_at is None:
        return words
    kept = tr("{words}. Dùng khóa niêm phong đã gửi lên ngày {on:%d/%m/%Y}.")
    return kept.format(words=words, on=in_vietnam(request.kept_at))


def framed(mark: bytes, body: bytes) -> bytes:
    """A body between a mark and a check."""
    return mark + body + _check(mark + body)


def unframed(mark: bytes, content: bytes) -> bytes:
    """What stands between mark and check. Raises DamagedFile."""
    told, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    if len(content) > 2 * MOST_BYTES or not told.startswith(mark) or check != _check(told):
        raise damaged()
    return told.removeprefix(mark)


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK_BYTES).digest()


def damaged() -> DamagedFile:
    """The refusal of a file that is none of these."""
    return DamagedFile(
        tr(
            "Đây không phải tệp xin mở lại hay trả lời của Sổ Xã, hoặc tệp đã hỏng khi chép. Chưa "
            "có gì thay đổi. Hãy xin gửi lại tệp."
        )
    )
