"""A lost password: the office's database key, sealed for two officers of the province.

The office seals its database key to the recovery key that the roster names and keeps the result
beside its key slots. When nobody knows a password any more, the PC makes a one-time key; the
province, with both sheets of the recovery key, seals the database key to that, and nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyrage

from desktop.base.errors import DamagedFile, InvalidValue
from desktop.base.i18n import tr
from desktop.sync.age_text import identity_bytes, identity_text, is_usable, recipient_bytes
from desktop.sync.phone_code import phone_code
from desktop.sync.shares import RECOVERY, join, split

DATABASE_KEY_BYTES = 32
MOST_BYTES = 1024
"""More than any sealed key."""
_MARK = b"SOXA-KEY"
_PURPOSE = b"So Xa: asks for its key again. Version 1."
_SHEETS = 2


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A key that opens what was sealed for it: the province's, or a PC's for one time."""

    identity: str = field(repr=False)

    @classmethod
    def new(cls) -> RecoveryKey:
        """A fresh key."""
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def joined(cls, sheets: Sequence[str], public: str) -> RecoveryKey:
        """The province's key from both sheets.

        public: the recovery recipient of the roster, which the key must fit. Raises InvalidValue.
        """
        key = cls(identity_text(join(sheets, RECOVERY)))
        if key.public != public:
            raise InvalidValue(
                tr(
                    "Hai mảnh này ghép lại không ra khóa phục hồi đang dùng. Chưa có gì thay đổi. "
                    "Hãy lấy các tờ của lần in mới nhất."
                )
            )
        return key

    @property
    def public(self) -> str:
        """The age recipient that others seal to."""
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    def sheets(self) -> tuple[str, ...]:
        """The texts of two sheets for two officers; one alone tells nothing."""
        return split(identity_bytes(self.identity), RECOVERY, _SHEETS, _SHEETS)


def wrap_for_recovery(database_key: bytes, public: str) -> bytes:
    """The database key, sealed for a recovery key; each time other bytes.

    database_key: 32 bytes. public: age recipient. Raises InvalidValue if nothing can be sealed
    for it.
    """
    if len(database_key) != DATABASE_KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    try:
        usable = is_usable(recipient_bytes(public))
    except ValueError:
        usable = False
    if not usable:
        raise InvalidValue(
            tr(
                "Khóa nhận không đúng. Khóa dữ liệu chưa được gửi đi, chưa có gì thay đổi. "
                "Hãy tạo lại yêu cầu trên máy quên mật khẩu."
            )
        )
    return pyrage.encrypt(_MARK + database_key, [pyrage.x25519.Recipient.from_str(public)])


def unwrap(wrapped: bytes, key: RecoveryKey) -> bytes:
    """The database key. Raises DamagedFile if these bytes were not sealed for this key."""
    try:
        plain = pyrage.decrypt(
            wrapped[:MOST_BYTES], [pyrage.x25519.Identity.from_str(key.identity)]
        )
    except pyrage.DecryptError:
        plain = b""
    if len(plain) != len(_MARK) + DATABASE_KEY_BYTES or not plain.startswith(_MARK):
        raise DamagedFile(
            tr(
                "Khóa dữ liệu gửi kèm bị hỏng hoặc niêm phong cho nơi khác. Dữ liệu chưa bị đụng "
                "tới, mật khẩu chưa đổi. Hãy tạo lại yêu cầu và gửi tỉnh một lần nữa."
            )
        )
    return plain.removeprefix(_MARK)


def rewrap(wrapped: bytes, key: RecoveryKey, one_time: str) -> bytes:
    """The database key, sealed anew for the PC that lost its password.

    key: the province's. one_time: recipient of that PC, once ``recovery_code`` was compared over
    the telephone. Raises DamagedFile or InvalidValue.
    """
    return wrap_for_recovery(unwrap(wrapped, key), one_time)


def recovery_code(wrapped: bytes, one_time: str) -> str:
    """The eight digits by which the province knows that the one-time key is the office's own."""
    return phone_code(_PURPOSE, recipient_bytes(one_time) + wrapped)
