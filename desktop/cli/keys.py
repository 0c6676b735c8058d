"""The commands for keys: founding, asking for a card, giving one, taking it, help, striking out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import write_whole
from desktop.cli.commands import ask_password, show, signed_in, user_of
from desktop.operations import (
    authority,
    enrolment,
    lost_passwords,
    membership_requests,
    revocation,
)
from desktop.operations.help_requests import asking_words
from desktop.operations.key_standing import read_roster_lines
from desktop.store.folder import is_office
from desktop.sync import card
from desktop.sync import enrolment as requests

if TYPE_CHECKING:
    import argparse

    from desktop.base.clock import Clock
    from desktop.operations.key_standing import RosterLine
    from desktop.operations.office import Office
    from desktop.sync.roster_entries import Cut

_MOST_BYTES = 9 << 20
"""More than any request, card or answer."""
_NEEDED = 2
"""Sheets that each of the keys on paper asks for."""


def carry_out(args: argparse.Namespace, clock: Clock) -> int:
    """Carry out one of the commands for keys."""
    _DEEDS[args.deed](args, clock)
    return 0


def found(args: argparse.Namespace, clock: Clock) -> None:
    """Begin as the office that gives out cards; the sheets are printed once and kept nowhere."""
    with signed_in(args, clock) as office:
        sheets = authority.found_authority(office)
    _show_sheets(sheets)


def roster(args: argparse.Namespace, clock: Clock) -> None:
    """Print the PCs of the roster: name for commands, office, letter, whether it was struck."""
    with signed_in(args, clock) as office:
        for line in read_roster_lines(office):
            state = tr("Đã thu hồi") if line.is_revoked else tr("Đang dùng")
            show(line.code, line.office_name, line.label, state)


def enrol(args: argparse.Namespace, clock: Clock) -> None:
    """Write the request of this PC for a card."""
    target = _target(args.out, requests.FILE_NAME)
    with signed_in(args, clock) as office:
        deed = enrolment.rotate_keys if args.new_key else enrolment.request_membership
        asked = deed(office)
    _write(target, asked.content)
    show(tr("Đã ghi yêu cầu"), str(target))
    show(tr("Mã đọc qua điện thoại"), asked.code)
    show(tr("Chữ của mã QR"), asked.text)


def approve(args: argparse.Namespace, clock: Clock) -> None:
    """Give a PC its card."""
    target = _target(args.out, card.FILE_NAME)
    told = _request_of(args.request)
    with signed_in(args, clock) as office:
        authority.require_authority(office)
        read = membership_requests.read_membership_request(office, told)
        _tell(
            tr("Số cơ quan {scope}: {known}").format(
                scope=read.request.scope, known=read.known_as or tr("chưa biết")
            )
        )
        code = _code(args)
        authority.require_same_code(code, read.request)
        approved = authority.approve(
            office,
            read.request,
            code,
            _sheets(args),
            level=args.level,
            parent=args.parent,
            compartments=None if args.compartments is None else map(int, args.compartments),
            capabilities=args.may,
        )
    _write(target, approved.card)
    show(tr("Đã cấp thẻ"), str(target))
    show(tr("Mã ghi trong giấy gửi kèm"), approved.code)
    show(tr("Chữ cái của máy"), approved.entry.letter)
    if approved.has_other_letter:
        message = tr("Chữ {asked} đã có máy khác dùng nên máy này nhận chữ {given}.")
        show(message.format(asked=approved.asked_letter, given=approved.entry.letter))


def accept(args: argparse.Namespace, clock: Clock) -> None:
    """Take the card of this PC."""
    content = _read(args.card)
    with signed_in(args, clock) as office:
        accepted = enrolment.accept_card(office, content, _code(args))
    show(tr("Đã nhận thẻ, danh bạ số"), str(accepted.roster.version))
    if accepted.letter != accepted.earlier_letter:
        message = tr("Số hồ sơ mới từ nay mang chữ {letter}; số đã cấp giữ nguyên.")
        show(message.format(letter=accepted.letter))


def recover(args: argparse.Namespace, clock: Clock) -> None:
    """One of the three steps after a lost password."""
    if args.answer is not None:
        _open_again(args, clock)
    elif args.grant is not None:
        _grant(args, clock)
    else:
        _ask(args)


def _ask(args: argparse.Namespace) -> None:
    target = _target(args.out, lost_passwords.ASKED)
    _require_office(args.folder)
    asked = lost_passwords.ask_for_help(args.folder, user_of(args), ask_password())
    _write(target, asked.to_bytes())
    show(tr("Đã ghi yêu cầu"), str(target))
    show(tr("Mã đọc qua điện thoại"), asked.code)
    if not asked.wrapped:
        _tell(
            tr("Thư mục không có tệp recovery.sealed: tỉnh cần đã từng nhận tệp của dữ liệu này.")
        )


def _grant(args: argparse.Namespace, clock: Clock) -> None:
    target = _target(args.out, lost_passwords.ANSWERED)
    content = _read(args.grant)
    with signed_in(args, clock) as office:
        request, name = lost_passwords.read_help_request(office, content)
        _tell(asking_words(request, name))
        code = _code(args)
        lost_passwords.require_same_help_code(code, request)
        answer = lost_passwords.help_recover(office, request, code, _sheets(args))
    _write(target, answer)
    show(tr("Đã ghi trả lời"), str(target))


def _open_again(args: argparse.Namespace, clock: Clock) -> None:
    content = _read(args.answer)
    _require_office(args.folder)
    user, password = user_of(args), ask_password()
    lost_passwords.recover_with_help(args.folder, content, user, password, clock).close()
    show(tr("Đã mở lại dữ liệu; mật khẩu mới có hiệu lực cho tài khoản"), user)


def revoke(args: argparse.Namespace, clock: Clock) -> None:
    """Strike a PC from the roster, or say anew up to which file the log of a struck one counts."""
    with signed_in(args, clock) as office:
        authority.require_authority(office)
        names = {line.code: line for line in read_roster_lines(office)}
        if args.device.upper() not in names:
            message = tr("Danh bạ không có máy {device}. Chưa thu hồi gì; xem soxa keys show.")
            raise UserError(message.format(device=args.device))
        line = names[args.device.upper()]
        cut = None if args.until is None else _cut_at(office, line, args.until)
        if cut is not None and line.is_revoked:
            told = tr("Đã sửa mốc thu hồi")
            entry = revocation.correct_cut(office, line.device, _sheets(args), cut, args.reason)
        else:
            told = tr("Đã thu hồi")
            entry = revocation.revoke(office, line.device, _sheets(args), cut, args.reason)
    assert entry.revoked is not None
    show(told, args.device.upper(), line.office_name)
    show(tr("Còn tính đến dòng nhật ký số"), str(entry.revoked.seq))


def _cut_at(office: Office, line: RosterLine, number: int) -> Cut:
    """The end of a file of this PC, by the file's number."""
    held = revocation.read_held_files(office, line.device)
    found = next((one.cut for one in held if one.number == number), None)
    if found is None:
        numbers = ", ".join(str(one.number) for one in held) or tr("không có")
        message = tr(
            "Không lấy được tệp số {number} của máy {device} làm mốc. Chưa thu hồi gì. Các tệp lấy "
            "làm mốc được: {numbers}."
        )
        raise UserError(message.format(number=number, device=line.code, numbers=numbers))
    return found


def hand_over(args: argparse.Namespace, clock: Clock) -> None:
    """Print the sheets of a new key of the authority, or hand over to it."""
    with signed_in(args, clock) as office:
        authority.require_authority(office)
        if args.print_new:
            _show_sheets(authority.new_authority_sheets(office))
            return
        old = _sheets(args)
        told = tr("Mảnh khóa mới {at}: ")
        roster = authority.hand_over_authority(office, old, args.new_sheets or _typed_sheets(told))
    show(tr("Đã đổi khóa cấp thẻ, danh bạ số"), str(roster.version))


def _show_sheets(sheets: authority.Sheets) -> None:
    for at, text in enumerate(sheets.authority, 1):
        show(tr("Mảnh khóa cấp thẻ {at} trên 3 (cần 2)").format(at=at), text)
    for at, text in enumerate(sheets.recovery, 1):
        show(tr("Mảnh khóa phục hồi {at} trên 2 (cần 2)").format(at=at), text)


def _code(args: argparse.Namespace) -> str:
    return args.code or _asked(tr("Mã 8 số: "), hidden=False)


def _sheets(args: argparse.Namespace) -> list[str]:
    return args.sheets or _typed_sheets(tr("Mảnh khóa {at}: "))


def _typed_sheets(told: str) -> list[str]:
    return [_asked(told.format(at=at), hidden=True) for at in range(1, _NEEDED + 1)]


def _asked(prompt: str, *, hidden: bool) -> str:
    """What is typed at the terminal, or the next line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt) if hidden else input(prompt)
    line = sys.stdin.readline().strip()
    if not line:
        message = tr("Thiếu “{prompt}”. Chưa làm gì; hãy ghi tham số hoặc chạy ở cửa sổ lệnh.")
        raise UserError(message.format(prompt=prompt.strip(" :")))
    return line


def _tell(message: str) -> None:
    """A line for who types, before a code is asked for; a pipe gets results only."""
    if sys.stdin.isatty():
        print(message, file=sys.stderr, flush=True)


def _request_of(told: str) -> bytes | str:
    """The bytes of the file of this name; else what was typed is the text of a QR code."""
    path = Path(told)
    is_text = told.upper().startswith("SXRQ") and len(told) > 100
    return told if is_text else _read(path)


def _target(out: Path | None, name: str) -> Path:
    if out is None:
        raise UserError(tr("Thiếu --out. Chưa làm gì; hãy ghi tệp hoặc thư mục để ghi vào."))
    target = out / name if out.is_dir() else out
    if not target.absolute().parent.is_dir():
        message = tr("Không có thư mục {folder}. Chưa làm gì; hãy lập thư mục hoặc chọn nơi khác.")
        raise UserError(message.format(folder=target.parent))
    return target


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        message = tr("Không đọc được tệp {name}. Chưa làm gì; hãy xem lại đường dẫn hoặc ổ đĩa.")
        raise UserError(message.format(name=path)) from error


def _write(target: Path, content: bytes) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        message = tr("Không ghi được tệp {name}. Hãy chọn nơi khác rồi làm lại lệnh này.")
        raise UserError(message.format(name=target)) from error


def _require_office(folder: Path) -> None:
    if not is_office(folder):
        message = tr("Không thấy dữ liệu Sổ Xã trong {folder}. Chưa làm gì; hãy xem lại đường dẫn.")
        raise UserError(message.format(folder=folder))


_DEEDS: Mapping[str, Callable[[argparse.Namespace, Clock], None]] = {
    "found": found,
    "show": roster,
    "enrol": enrol,
    "approve": approve,
    "accept": accept,
    "recover": recover,
    "revoke": revoke,
    "hand-over": hand_over,
}
