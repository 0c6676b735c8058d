"""Nobody knows a password any more: the PC asks, and two officers of the province open it again.

The office keeps its database key sealed for the province's recovery key, beside its key slots and
in the database. The PC that asks makes a key for one time, which lies in a folder of its own under
the new password that was typed then; what the province answers is good for that key only.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from desktop.base.clock import Clock
from desktop.base.errors import DamagedFile, UserError, WrongPassword
from desktop.base.i18n import tr
from desktop.base.paths import write_whole
from desktop.operations.exchange_keys import (
    held_roster,
    is_enrolled,
    note_keys,
    own_scope,
)
from desktop.operations.office import Office, check_password, open_anew
from desktop.rules.permissions import Permission
from desktop.store import keys
from desktop.store.engine import readable_trouble
from desktop.store.folder import SEALED
from desktop.store.timeline import read_meta, write_meta
from desktop.sync.age_text import (
    KEY_BYTES,
    identity_bytes,
    identity_text,
    is_usable,
    recipient_bytes,
    recipient_text,
)
from desktop.sync.phone_code import OtherCode, same_code
from desktop.sync.recovery import (
    MOST_BYTES,
    RecoveryKey,
    recovery_code,
    rewrap,
    unwrap,
    wrap_for_recovery,
)
from desktop.sync.roster import Roster

ASKED, ANSWERED = "XIN-MO-LAI.hoi", "MO-LAI.tra"
"""What the files of the request and of the answer are called when they are handed on."""
SEALED_KEY = "sealed_key"
"""The line of ``sync_meta`` that goes up to the province with the next file: hexadecimal."""
_SEALED_FOR = "sealed_for"
_ASKING = "recovering"
_KEPT_MARK, _ASKED_MARK, _ANSWER_MARK = b"SOXASEL1", b"SOXAASK1", b"SOXAANS1"
_CHECK_BYTES, _SCOPE_BYTES = 8, 3


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What a PC tells that nobody can sign in to.

    scope: the office's number. one_time: age recipient that the answer is to be sealed for.
    wrapped: the database key, sealed for the province's recovery key.
    """

    scope: int
    one_time: str
    wrapped: bytes

    @property
    def code(self) -> str:
        """The eight digits that are compared over the telephone; takes a tenth of a second."""
        return recovery_code(self.wrapped, self.one_time)

    def to_bytes(self) -> bytes:
        """The bytes of the file that goes to the province."""
        scope = self.scope.to_bytes(_SCOPE_BYTES, "big")
        return _framed(_ASKED_MARK, scope + recipient_bytes(self.one_time) + self.wrapped)


def seal_key(office: Office, connection: sa.Connection, roster: Roster) -> None:
    """Keep the database key sealed for the province's recovery key, in a writing transaction.

    It lies in ``sync_meta`` (``SEALED_KEY``), from where the next file takes it up, and in the file
    ``SEALED``, where it can be read when nobody can sign in. It is sealed anew when the roster
    names another recovery key.
    """
    if not roster.recovery:
        return
    if read_meta(connection, _SEALED_FOR) != roster.recovery:
        wrapped = wrap_for_recovery(office.store.key, roster.recovery)
        write_meta(connection, SEALED_KEY, wrapped.hex())
        write_meta(connection, _SEALED_FOR, roster.recovery)
    scope = own_scope(connection).to_bytes(_SCOPE_BYTES, "big")
    told = _framed(_KEPT_MARK, scope + bytes.fromhex(read_meta(connection, SEALED_KEY)))
    path = office.folder / SEALED
    with readable_trouble():
        if not path.exists() or path.read_bytes() != told:
            write_whole(path, told)


def keep_sealed(office: Office) -> None:
    """See to it that the sealed key lies where it is looked for, once somebody is signed in.

    The folder may have been put back to a copy, or come from a stick. An office that takes part in
    no exchange has nothing to seal its key for.
    """
    with office.store.connection() as connection:
        if not is_enrolled(connection):
            return
        roster = held_roster(connection)
        current = read_meta(connection, _SEALED_FOR) == roster.recovery
    if not (current and (office.folder / SEALED).exists()):
        with office.store.connection(write=True) as connection:
            seal_key(office, connection, roster)


def ask_for_help(folder: Path, user: str, password: str) -> HelpRequest:
    """Ask the province to open this office again for an account whose password is lost.

    password: the new one, which is typed once more when the answer has come. Asking again makes
    answers to earlier requests worthless. Raises UserError if the office never took part in the
    exchange, or for a password that is too simple.
    """
    check_password(password, user)
    cost = keys.read_keys(folder).cost
    scope, wrapped = _read_sealed(folder)
    one_time = RecoveryKey.new()
    ring = keys.KeyRing.new(cost).with_user(user, password, identity_bytes(one_time.identity))
    with readable_trouble():
        (folder / _ASKING).mkdir(exist_ok=True)
        keys.write_keys(folder / _ASKING, ring)
    return HelpRequest(scope, one_time.public, wrapped)


def read_help_request(office: Office, content: bytes) -> tuple[HelpRequest, str]:
    """The request in a file, and the office that the roster has under its number.

    Ring that office on the number that is known and compare ``HelpRequest.code``. Raises
    DamagedFile, or UserError for an office that the roster does not have.
    """
    office.require(Permission.MANAGE_KEYS)
    body = _unframed(_ASKED_MARK, content)
    at = _SCOPE_BYTES + KEY_BYTES
    one_time, wrapped = body[_SCOPE_BYTES:at], body[at:]
    if len(one_time) != KEY_BYTES or not is_usable(one_time):
        raise _damaged()
    scope = int.from_bytes(body[:_SCOPE_BYTES], "big")
    with office.store.connection() as connection:
        name = held_roster(connection).office(scope).name
    return HelpRequest(scope, recipient_text(one_time), wrapped), name


def help_recover(
    office: Office,
    request: HelpRequest,
    typed_code: str,
    sheets: Sequence[str],
    wrapped: bytes | None = None,
) -> bytes:
    """The answer to a PC whose password is lost: its database key, sealed for its one-time key.

    typed_code: what the office told over the telephone. sheets: both of the recovery key, from two
    officers. wrapped: the sealed key that came up earlier, if the one in the request is no good.
    Raises OtherCode, InvalidValue for wrong sheets, or DamagedFile.
    """
    office.require(Permission.MANAGE_KEYS)
    if not same_code(typed_code, request.code):
        raise OtherCode(
            tr(
                "Mã gõ vào không khớp với yêu cầu mở lại. Chưa giúp mở, chưa có gì thay đổi. Hãy "
                "gọi lại cơ quan đó theo số điện thoại đã biết; nếu vẫn không khớp thì bỏ tệp này."
            )
        )
    with office.store.connection(write=True) as connection:
        key = RecoveryKey.joined(sheets, held_roster(connection).recovery)
        answer = rewrap(wrapped or request.wrapped, key, request.one_time)
        told = tr("Giúp cơ quan số {scope} mở lại dữ liệu")
        note_keys(office, connection, told.format(scope=request.scope))
    return _framed(_ANSWER_MARK, answer)


def recover_with_help(
    folder: Path, answer: bytes, user: str, password: str, clock: Clock
) -> Office:
    """Sign in with the province's answer; the password of the request is the account's from now on.

    Raises WrongPassword if account and password are not those of the request, DamagedFile if the
    answer is for another request, UserError if none was made here.
    """
    wrapped = _unframed(_ANSWER_MARK, answer)
    one_time = RecoveryKey(identity_text(_asked_key(folder, user, password)))
    key = unwrap(wrapped, one_time)
    why = tr("Đặt lại mật khẩu nhờ tỉnh giúp")
    office = open_anew(folder, key, user, password, clock, why)
    # What stays if the disk refuses is of no use to anybody without the password.
    shutil.rmtree(folder / _ASKING, ignore_errors=True)
    return office


def _asked_key(folder: Path, user: str, password: str) -> bytes:
    if not (folder / _ASKING).is_dir():
        raise UserError(
            tr(
                "Máy này chưa xin tỉnh giúp mở lại, hoặc đã mở lại rồi. Chưa có gì thay đổi. "
                "Hãy lập yêu cầu mở lại trên chính máy này trước."
            )
        )
    ring = keys.read_keys(folder / _ASKING)
    try:
        return ring.open(user, password)
    except WrongPassword as error:
        raise WrongPassword(
            tr(
                "Tài khoản hoặc mật khẩu mới không giống lúc lập yêu cầu. Chưa mở được dữ liệu. "
                "Hãy gõ lại đúng như khi xin giúp, hoặc lập yêu cầu khác."
            )
        ) from error


def _read_sealed(folder: Path) -> tuple[int, bytes]:
    content = b""
    with suppress(OSError):
        content = (folder / SEALED).read_bytes()
    try:
        body = _unframed(_KEPT_MARK, content)
    except DamagedFile as error:
        raise UserError(
            tr(
                "Thư mục này không có khóa niêm phong gửi tỉnh (tệp recovery.sealed) nên tỉnh không "
                "giúp được. Dữ liệu chưa bị đụng tới. Hãy dùng mã khôi phục in trên giấy."
            )
        ) from error
    return int.from_bytes(body[:_SCOPE_BYTES], "big"), body[_SCOPE_BYTES:]


def _framed(mark: bytes, body: bytes) -> bytes:
    return mark + body + _check(mark + body)


def _unframed(mark: bytes, content: bytes) -> bytes:
    """What stands between mark and check. Raises DamagedFile."""
    told, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    if len(content) > 2 * MOST_BYTES or not told.startswith(mark) or check != _check(told):
        raise _damaged()
    return told.removeprefix(mark)


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK_BYTES).digest()


def _damaged() -> DamagedFile:
    return DamagedFile(
        tr(
            "Đây không phải tệp xin mở lại hay trả lời của Sổ Xã, hoặc tệp đã hỏng khi chép. Chưa "
            "có gì thay đổi. Hãy xin gửi lại tệp."
        )
    )
