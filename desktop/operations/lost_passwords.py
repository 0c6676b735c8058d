"""Nobody knows a password any more: the PC asks, and two officers of the province open it again.

The office keeps its database key sealed for the province's recovery key, beside its key slots and
in the database, from where it goes up with every file. The PC that asks makes a key for one time,
which lies in a folder of its own under the new password that was typed then; what the province
answers is good for that key only.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
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
from desktop.operations.help_requests import (
    SCOPE_BYTES,
    HelpRequest,
    framed,
    read_request,
    unframed,
)
from desktop.operations.kept_keys import SEALED_KEY, kept_key
from desktop.operations.office import Office, check_password, open_anew
from desktop.rules.permissions import Permission
from desktop.store import keys
from desktop.store.engine import readable_trouble
from desktop.store.folder import SEALED
from desktop.store.timeline import read_meta, write_meta
from desktop.sync.age_text import (
    identity_bytes,
    identity_text,
)
from desktop.sync.phone_code import OtherCode, same_code
from desktop.sync.recovery import (
    RecoveryKey,
    rewrap,
    unwrap,
    wrap_for_recovery,
)
from desktop.sync.roster import Roster

ASKED, ANSWERED = "XIN-MO-LAI.hoi", "MO-LAI.tra"
"""What the files of the request and of the answer are called when they are handed on."""
_SEALED_FOR = "sealed_for"
_ASKING = "recovering"
_KEPT_MARK, _ANSWER_MARK = b"SOXASEL1", b"SOXAANS1"


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
    scope = own_scope(connection).to_bytes(SCOPE_BYTES, "big")
    told = framed(_KEPT_MARK, scope + bytes.fromhex(read_meta(connection, SEALED_KEY)))
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
    answers to earlier requests worthless. Without a sealed key in the folder, as in a copy of an older
    day, the province can help if the office ever sent it a file. Raises UserError for a password
    that is too simple.
    """
    check_password(password, user)
    held = keys.read_keys(folder)
    scope, wrapped = _read_sealed(folder)
    one_time = RecoveryKey.new()
    new = keys.KeyRing.new(held.cost)
    ring = new.with_user(user, password, identity_bytes(one_time.identity))
    with readable_trouble():
        (folder / _ASKING).mkdir(exist_ok=True)
        keys.write_keys(folder / _ASKING, ring)
    return HelpRequest(scope, one_time.public, wrapped, held.office)


def read_help_request(office: Office, content: bytes) -> tuple[HelpRequest, str]:
    """The request in a file, and the office that the roster has under its number.

    Ring that office on the number that is known and compare ``HelpRequest.code``. Raises
    DamagedFile, or UserError for an office that the roster does not have, and for one that brings no
    sealed key and never sent one.
    """
    office.require(Permission.MANAGE_KEYS)
    request = read_request(content)
    with office.store.connection() as connection:
        if not request.wrapped:
            kept = kept_key(connection, request.ring)
            if kept is None:
                raise _never_came()
            request = replace(request, scope=kept.scope, kept_at=kept.at)
        return request, held_roster(connection).office(request.scope).name


def require_same_help_code(typed_code: str, request: HelpRequest) -> None:
    """Raise OtherCode unless this is the code of the request; asked before the sheets are."""
    if not same_code(typed_code, request.code):
        raise OtherCode(
            tr(
                "Mã gõ vào không khớp với yêu cầu mở lại. Chưa giúp mở, chưa có gì thay đổi. Hãy "
                "gọi lại cơ quan đó theo số điện thoại đã biết; nếu vẫn không khớp thì bỏ tệp này."
            )
        )


def help_recover(
    office: Office,
    request: HelpRequest,
    typed_code: str,
    sheets: Sequence[str],
    wrapped: bytes | None = None,
) -> bytes:
    """The answer to a PC whose password is lost: its database key, sealed for its one-time key.

    typed_code: what the office told over the telephone. sheets: both of the recovery key, from two
    officers. wrapped: a sealed key that is known otherwise. The one in the request comes next, and
    then the one that came up with the office's last file. Raises OtherCode, InvalidValue for wrong sheets, or DamagedFile.
    """
    office.require(Permission.MANAGE_KEYS)
    require_same_help_code(typed_code, request)
    with office.store.connection(write=True) as connection:
        key = RecoveryKey.joined(sheets, held_roster(connection).recovery)
        kept = kept_key(connection, request.ring)
        sealed = [wrapped, request.wrapped, kept.wrapped if kept else None]
        answer = _rewrapped([one for one in sealed if one], key, request.one_time)
        told = tr("Giúp cơ quan số {scope} mở lại dữ liệu")
        note_keys(office, connection, told.format(scope=request.scope))
    return framed(_ANSWER_MARK, answer)


def _rewrapped(sealed: Sequence[bytes], key: RecoveryKey, one_time: str) -> bytes:
    """The first of these that opens, sealed for the PC that asks. Raises DamagedFile."""
    for at, one in enumerate(sealed, 1):
        try:
            return rewrap(one, key, one_time)
        except DamagedFile:
            if at == len(sealed):
                raise
    raise _never_came()


def recover_with_help(
    folder: Path, answer: bytes, user: str, password: str, clock: Clock
) -> Office:
    """Sign in with the province's answer; the password of the request is the account's from now on.

    Raises WrongPassword if account and password are not those of the request, DamagedFile if the
    answer is for another request, UserError if none was made here.
    """
    wrapped = unframed(_ANSWER_MARK, answer)
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
    """The office's number and its sealed key; nothing where the file is lost or damaged."""
    content = b""
    with suppress(OSError):
        content = (folder / SEALED).read_bytes()
    try:
        body = unframed(_KEPT_MARK, content)
    except DamagedFile:
        return 0, b""
    return int.from_bytes(body[:SCOPE_BYTES], "big"), body[SCOPE_BYTES:]


def _never_came() -> UserError:
    return UserError(
        tr(
            "Yêu cầu này không kèm khóa niêm phong (tệp recovery.sealed), và nơi này cũng chưa từng "
            "nhận tệp nào gửi từ dữ liệu ấy nên không giúp được. Chưa có gì thay đổi. Hãy bảo cơ quan "
            "đó dùng mã khôi phục in trên giấy hoặc một bản sao lưu khác."
        )
    )
