"""The commands of the console: each signs in, does one thing, prints, and closes the office."""

from __future__ import annotations

import getpass
import os
import sys
import uuid
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.clock import in_vietnam
from desktop.base.errors import DamagedFile, UserError, WrongPassword
from desktop.base.i18n import tr
from desktop.base.paths import write_whole
from desktop.base.text import grouped
from desktop.cli.record_names import table_of
from desktop.fields import Date
from desktop.operations import clocks, histories, keys_of_records, lists, upkeep
from desktop.operations.office import Office, open_office
from desktop.operations.sample import USER, Sample, fresh_password, make_sample
from desktop.operations.sample_exchange import make_exchange
from desktop.operations.undoing import KINDS
from desktop.records import record_types
from desktop.store.folder import is_office

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Mapping

    from desktop.base.clock import Clock

_PAGE = 500
_FORMATS = {".pdf": "pdf", ".docx": "docx"}
_UNSOUND = 1


def show(*cells: str) -> None:
    """One line of cells; nothing in them may look like another cell or line."""
    print("\t".join(" ".join(cell.split()) for cell in cells))


def ask_password() -> str:
    """The password of the account: from the environment, or typed at the terminal."""
    told = os.environ.get("SOXA_PASSWORD")
    if told is not None:
        return told
    if not sys.stdin.isatty():
        raise UserError(
            tr("Cần mật khẩu. Chưa làm gì; hãy đặt biến SOXA_PASSWORD hoặc chạy ở cửa sổ lệnh.")
        )
    return getpass.getpass(tr("Mật khẩu: "))


def user_of(args: argparse.Namespace) -> str:
    """The account of the arguments, else of the environment, else that of sample offices."""
    return args.user or os.environ.get("SOXA_USER") or USER


def _open(args: argparse.Namespace, clock: Clock) -> Office:
    folder: Path = args.folder
    if not is_office(folder):
        message = tr("Không thấy dữ liệu Sổ Xã trong {folder}. Chưa làm gì; hãy xem lại đường dẫn.")
        raise UserError(message.format(folder=folder))
    user = user_of(args)
    try:
        return open_office(folder, user, ask_password(), clock)
    except WrongPassword as error:
        message = tr(
            "Tên đăng nhập hoặc mật khẩu không đúng (tài khoản {user}). Chưa mở được dữ liệu; "
            "hãy xem lại --user, SOXA_USER và SOXA_PASSWORD."
        )
        raise WrongPassword(message.format(user=user)) from error


@contextmanager
def signed_in(args: argparse.Namespace, clock: Clock) -> Generator[Office]:
    """The office of the arguments, open for the user of the arguments, closed afterwards."""
    office = _open(args, clock)
    try:
        if args.today is not None:
            _go_by(office, args.today)
        yield office
    finally:
        office.close()


def _go_by(office: Office, today: dt.date) -> None:
    """Have a command go by the day that was typed; what speaks against it is said beside."""
    doubt = clocks.why_doubtful(office, today)
    clocks.tell_today(office, today)
    if doubt:
        told = tr("{doubt} Lệnh này vẫn dùng ngày đã gõ: {day}.")
        print(told.format(doubt=doubt, day=Date().format(today)), file=sys.stderr, flush=True)


def demo(args: argparse.Namespace, clock: Clock) -> int:
    """Write a sample office and say how to sign in to it."""
    told = os.environ.get("SOXA_PASSWORD")
    password = told or fresh_password()
    progress = _tell if sys.stderr.isatty() else None
    shown = tr("(theo SOXA_PASSWORD)") if told else password
    if args.size == "exchange":
        made = make_exchange(args.folder, password, args.people, clock, progress=progress)
        for sample in made.offices.values():
            _show_sample(sample, shown)
        show(tr("Hai nơi ghi khác nhau về"), made.disputed)
        return 0
    sample = make_sample(args.folder, args.size, password, args.people, clock, progress=progress)
    _show_sample(sample, shown)
    _show_counts(sample.counts)
    return 0


def _show_sample(sample: Sample, password: str) -> None:
    show(tr("Thư mục"), str(sample.folder))
    show(tr("Tài khoản"), sample.user)
    show(tr("Mật khẩu"), password)
    show(tr("Mã khôi phục"), sample.recovery_code)


def _tell(done: int, total: int) -> None:
    """How far a long command is, on the line that the next one overwrites."""
    end = "\n" if done == total else "\r"
    message = tr("Đã ghi {done} trên {total} người").format(
        done=grouped(done), total=grouped(total)
    )
    print(message, end=end, file=sys.stderr, flush=True)


def list_records(args: argparse.Namespace, clock: Clock) -> int:
    """Print the rows of one record type; what every command takes for its key stands first."""
    table = table_of(args.record)
    with signed_in(args, clock) as office:
        record = record_types()[table]
        others = [c for c in lists.default_columns(record) if c not in record.title]
        shown = lists.listing(office, table, (*record.title, *others))
        reader = lists.ListReader(office, shown)
        titles = sum(name in record.title for name in shown.columns)
        if sys.stdout.isatty():
            show(tr(record.singular), *(tr(field.label) for field in reader.fields[titles:]))
        ids = reader.ids()[: args.limit]
        for at in range(0, len(ids), _PAGE):
            page = ids[at : at + _PAGE]
            for raw, row in zip(page, reader.cells(page), strict=True):
                called = next((cell for cell in row[:titles] if cell), "")
                show(record.key(called, uuid.UUID(bytes=bytes(raw))), *row[titles:])
    return 0


def find(args: argparse.Namespace, clock: Clock) -> int:
    """Print what quick search finds: its key, what it is, what tells it apart."""
    with signed_in(args, clock) as office:
        found = lists.quick_search(office, " ".join(args.words))
    for hit in found:
        kind = record_types()[hit.table]
        show(kind.key(hit.title, hit.id), tr(kind.singular), hit.detail)
    if not found:
        print(tr("Không tìm thấy."), file=sys.stderr)
    return 0


def print_paper(args: argparse.Namespace, clock: Clock) -> int:
    """Print one document into a file."""
    from desktop.operations.printing import DOCUMENTS, print_document

    target: Path = args.out
    file_format = _format_of(target)
    code = _document(args.document, DOCUMENTS)
    with signed_in(args, clock) as office:
        printed = print_document(
            office,
            code,
            key=args.key,
            blank=args.blank,
            reason=args.reason,
            file_format=file_format,
            **_days(office, args, DOCUMENTS[code]),
        )
    _write(target, printed.content)
    show(str(target))
    return 0


def _document(typed: str, known: Mapping[str, Any]) -> str:
    found = [code for code in known if code.lower() == typed.lower()]
    if not found:
        message = tr("Không có mẫu in “{code}”. Chưa in gì; các mẫu có: {known}.")
        raise UserError(message.format(code=typed, known=", ".join(known)))
    return found[0]


def _days(office: Office, args: argparse.Namespace, paper: Any) -> dict[str, Any]:
    """The period of a report or a log; the day of a list."""
    told = args.from_on is not None or args.until is not None
    if paper.needs_period and (told or args.key is None or paper.code != "T10"):
        return {"period": keys_of_records.whole_span(office, args.from_on, args.until)}
    return {"on": args.until}


def _format_of(target: Path) -> Any:
    found = _FORMATS.get(target.suffix.lower())
    if found is None:
        raise UserError(tr("--out phải là tệp .pdf hoặc .docx. Chưa in gì."))
    if not target.absolute().parent.is_dir():
        message = tr("Không có thư mục {folder}. Chưa in gì; hãy lập thư mục hoặc chọn nơi khác.")
        raise UserError(message.format(folder=target.parent))
    return found


def _write(target: Path, content: bytes) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        message = tr(
            "Không ghi được tệp {name}: tệp đang mở ở nơi khác, hoặc ổ đĩa đầy hay không cho ghi. "
            "Tệp cũ còn nguyên; hãy đóng tệp đó hoặc chọn nơi khác rồi in lại."
        )
        raise UserError(message.format(name=target)) from error


def history(args: argparse.Namespace, clock: Clock) -> int:
    """Print who changed what of a record, newest first."""
    table = table_of(args.record)
    with signed_in(args, clock) as office:
        record_id = keys_of_records.find_by_key(office, table, args.key)
        for line in histories.read_history(office, table, record_id):
            at = line.edit.at
            moment = "" if at is None else in_vietnam(at).strftime("%d/%m/%Y %H:%M")
            kind = tr(KINDS.get(line.edit.kind, line.edit.kind))
            show(moment, line.edit.user, kind, line.label, line.before, line.after)
    return 0


def backup(args: argparse.Namespace, clock: Clock) -> int:
    """Copy the office beside itself, or to another folder."""
    with signed_in(args, clock) as office:
        made = upkeep.back_up(office, args.to) if args.to else upkeep.back_up_here(office)
    show(tr("Đã sao lưu, mở và đếm lại"), str(made.path))
    return 0


def restore(args: argparse.Namespace, clock: Clock) -> int:
    """Bring a copy back: into a new folder, or in the place of the office that lies there."""
    source: Path = args.backup
    if not is_office(source):
        message = tr("{folder} không phải là bản sao lưu của Sổ Xã. Chưa có gì thay đổi.")
        raise UserError(message.format(folder=source))
    taken = is_office(args.folder)
    kept = _restore_over(args, clock) if taken else _restore_copy(args, clock)
    show(tr("Đã khôi phục vào"), str(args.folder))
    if taken:
        show(tr("Dữ liệu trước đó giữ ở"), str(kept))
    return 0


def _restore_over(args: argparse.Namespace, clock: Clock) -> Path:
    """Restore in the place of an office; returns where that one lies now."""
    try:
        office = _open(args, clock)
    except DamagedFile:
        # Just what copies are for: nobody can sign in to what lies there any more.
        return _restore_copy(args, clock)
    try:
        comparison = upkeep.compare(office, args.backup)
    except BaseException:
        office.close()
        raise
    # This closes the office itself: its files are replaced.
    kept = upkeep.restore(office, comparison)
    _show_comparison(comparison.lines())
    return kept


def _restore_copy(args: argparse.Namespace, clock: Clock) -> Path:
    from desktop.store.keys import Password

    secret = Password(user_of(args), ask_password())
    return upkeep.restore_copy(args.backup, args.folder, secret, clock)


def _show_comparison(lines: Sequence[tuple[str, int, int]]) -> None:
    show(tr("Loại bản ghi"), tr("Bản sao"), tr("Trước khi khôi phục"))
    for label, then, now in lines:
        show(label, grouped(then), grouped(now))


def check(args: argparse.Namespace, clock: Clock) -> int:
    """Look at the file and every record; 1 if anything is wrong."""
    with signed_in(args, clock) as office:
        found = upkeep.check_office(office)
        # Where nothing can be counted any more, what was found already says so.
        with suppress(DamagedFile):
            _show_counts(upkeep.counts(office))
    for sentence in found:
        show(sentence)
    show(tr("Không thấy lỗi nào.") if not found else tr("Số lỗi: {n}").format(n=len(found)))
    return _UNSOUND if found else 0


def _show_counts(counts: Mapping[str, int]) -> None:
    for table, kind in record_types().items():
        if not kind.reference_data and counts.get(table):
            show(tr(kind.plural), grouped(counts[table]))
