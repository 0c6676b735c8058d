"""The commands for the exchange: sending, looking at a file, receiving, taking back, checking up."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.base.paths import shown_name
from desktop.base.text import grouped
from desktop.cli.commands import show, signed_in
from desktop.operations.acknowledging import ack_codes, hear_ack_code
from desktop.operations.check_up import held_in_common
from desktop.operations.check_up_facts import answer_check_up, ask_check_up
from desktop.operations.cloned_pcs import list_cloned
from desktop.operations.exchange_state import exchange_state, find_peer
from desktop.operations.imports_taken_back import (
    last_morning,
    put_back,
    put_morning_back,
    received_files,
)
from desktop.operations.mornings import Morning, receive_all
from desktop.operations.package_files import number_words
from desktop.operations.receiving import examine
from desktop.operations.refusal_reasons import reason_counts
from desktop.operations.refused_parts import list_refused, try_refused_again
from desktop.operations.sending import send
from desktop.operations.sending_to_all import send_to_all
from desktop.operations.taking_in import Receipt
from desktop.operations.volumes import MAIL
from desktop.rules.permissions import COMPARTMENTS, Compartment

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from desktop.base.clock import Clock
    from desktop.operations.exchange_state import ChannelState
    from desktop.operations.imports_taken_back import ReceivedFile
    from desktop.operations.office import Office
    from desktop.store.exchange.before import TakenBack
    from desktop.store.exchange.tally import Tally

_REFUSED = 2
_ALL = "all"
"""Stands for all offices below, where a file is sent."""
_KINDS: tuple[tuple[str, Callable[[Tally], Counter[int]]], ...] = (
    (N_("mới {n}"), lambda tally: tally.new),
    (N_("cập nhật {n}"), lambda tally: tally.updated),
    (N_("gộp {n}"), lambda tally: tally.joined),
    (N_("cần xem {n}"), lambda tally: tally.disputed),
    (N_("đã có {n}"), lambda tally: tally.same),
)


def carry_out(args: argparse.Namespace, clock: Clock) -> int:
    """Carry out one of the commands for the exchange; 2 if one of several files was not taken."""
    with signed_in(args, clock) as office:
        return _DEEDS[args.deed](office, args)


def _export(office: Office, args: argparse.Namespace) -> int:
    peer = None if args.to.strip().lower() == _ALL else find_peer(office, args.to)
    if not args.out.is_dir():
        message = tr("Không có thư mục {folder}. Chưa ghi tệp nào; hãy lập thư mục hoặc chọn khác.")
        raise UserError(message.format(folder=args.out))
    if peer is None and args.mail:
        raise UserError(tr("Tệp gửi chung không chia nhỏ được. Chưa ghi tệp nào; hãy bỏ --mail."))
    if peer is None:
        sent = send_to_all(office, args.out)
    else:
        sent = send(office, peer.scope, args.out, limit=MAIL if args.mail else None)
    number = tr("số {n}").format(n=number_words(sent.number, for_all=peer is None))
    rows = tr("{n} thay đổi").format(n=grouped(sum(sent.counts.values())))
    size = tr("{n} byte").format(n=grouped(sent.size))
    enclosed = [tr("{n} tệp đính kèm").format(n=grouped(sent.contents))] if sent.contents else []
    show(str(sent.path), sent.name, number, rows, size, *enclosed)
    for path in sent.others:
        show(str(path))
    return 0


def _examine(office: Office, args: argparse.Namespace) -> int:
    told = examine(office, args.file)
    at = _moment(told.sent_at)
    show(
        told.name,
        told.office_name,
        told.sender,
        at if told.clock_ok else tr("{at} (đồng hồ máy gửi sai)").format(at=at),
        tr("số {n}").format(n=number_words(told.number, for_all=told.for_all)),
        tr("{n} thay đổi").format(n=grouped(sum(told.counts.values()))),
        tr("đã nhận") if told.known else tr("chưa nhận"),
        *([tr("thẻ khóa máy gửi đã thu hồi")] if told.is_struck else []),
    )
    return 0


def _import(office: Office, args: argparse.Namespace) -> int:
    morning = receive_all(office, args.files)
    if not morning.receipts and not morning.refused:
        raise UserError(tr("Không có tệp .goi nào ở đó. Chưa nhận gì; hãy xem lại đường dẫn."))
    if not morning.receipts and len(morning.refused) == 1:
        raise morning.refused[0][1]
    for receipt in morning.receipts:
        _show_receipt(receipt)
    if len(morning.receipts) + len(morning.refused) > 1:
        _show_sum(morning)
    for told in list_cloned(office, {one.identity.device for one in morning.receipts}):
        show(told)
    for path, error in morning.refused:
        print(" ".join(f"{shown_name(path)}: {error.message}".split()), file=sys.stderr)
    for told in morning.unsettled:
        print(" ".join(told.split()), file=sys.stderr)
    return _REFUSED if morning.refused else 0


def _show_receipt(receipt: Receipt) -> None:
    told, tally = receipt.identity, receipt.tally
    number = tr("số {n}").format(n=number_words(told.number, for_all=told.for_all))
    if receipt.again:
        show(told.name, told.office_name, number, tr("đã nhận trước đây"))
        return
    counts = [tr(words).format(n=grouped(of(tally).total())) for words, of in _KINDS]
    show(told.name, told.office_name, number, *counts, *_rest([receipt]))


def _show_sum(morning: Morning) -> None:
    counts = [tr(words).format(n=grouped(morning.total(of))) for words, of in _KINDS]
    files = tr("{n} tệp").format(n=grouped(len(morning.receipts)))
    refused = tr("không nhận {n}").format(n=grouped(len(morning.refused)))
    show(tr("Tổng cộng"), files, refused, *counts, *_rest(morning.receipts))


def _rest(receipts: list[Receipt]) -> list[str]:
    purged = sum(one.buried + one.tally.purged for one in receipts)
    set_aside = [part for one in receipts for part in one.tally.set_aside]
    reasons = reason_counts(set_aside)
    told = tr("để riêng {n} ({reasons})") if reasons else tr("để riêng {n}")
    found = [
        tr("xóa {n}").format(n=grouped(purged)),
        told.format(n=grouped(len(set_aside)), reasons=reasons),
    ]
    contents = Morning(receipts).contents
    if contents.arrived:
        found.append(tr("{n} tệp đính kèm").format(n=grouped(len(contents.arrived))))
    if lacking := contents.lacking | contents.wrong:
        found.append(tr("{n} tệp đính kèm chưa về").format(n=grouped(len(lacking))))
    return found


def _refused(office: Office, args: argparse.Namespace) -> int:
    if args.retry:
        for receipt in try_refused_again(office).morning.receipts:
            _show_receipt(receipt)
        return 0
    for part in list_refused(office):
        show(part.source, part.called or "–", part.reason)
    return 0


def _undo(office: Office, args: argparse.Namespace) -> int:
    chosen = None if args.package is None else _package(office, args.package)
    if args.morning:
        return _undo_morning(office, chosen)
    done = put_back(office, None if chosen is None else chosen.package).done
    show(tr("Đã hoàn tác"), *_back_words(done))
    return 0


def _undo_morning(office: Office, chosen: ReceivedFile | None) -> int:
    """Take back the files that came together with one, or those of the last morning."""
    if chosen is not None and not chosen.morning:
        message = tr("Tệp {name} được nhận một mình. Chưa có gì thay đổi; hãy bỏ --morning.")
        raise UserError(message.format(name=chosen.name))
    told = put_morning_back(office, last_morning(office) if chosen is None else chosen.morning)
    for file in told.back:
        show(file.name, file.office_name, tr("đã hoàn tác"))
    files = tr("{n} tệp").format(n=grouped(len(told.back)))
    show(tr("Tổng cộng"), files, *_back_words(told.done))
    if told.trouble is not None:
        print(" ".join(told.trouble.message.split()), file=sys.stderr)
    for file in told.left:
        print(tr("{name}: chưa hoàn tác, vẫn như đã nhận").format(name=file.name), file=sys.stderr)
    return _REFUSED if told.left else 0


def _back_words(done: TakenBack) -> tuple[str, ...]:
    return (
        tr("bỏ {n} mới nhận").format(n=grouped(done.gone.total())),
        tr("trả lại như cũ {n}").format(n=grouped(done.restored.total())),
        tr("giữ {n} đã sửa sau đó").format(n=grouped(done.kept.total())),
    )


def _package(office: Office, told: str) -> ReceivedFile:
    """The package that somebody means by the name of its file or by its id."""
    files = received_files(office)
    for one in files:
        if told.lower() in (one.name.lower(), one.package.hex()):
            return one
    message = tr("Chưa nhận tệp nào tên {name}. Chưa có gì thay đổi; các tệp đã nhận: {known}.")
    known = ", ".join(one.name for one in files[:5]) or tr("chưa có")
    raise UserError(message.format(name=told, known=known))


def _ack(office: Office, args: argparse.Namespace) -> int:
    if not args.code:
        return _say_codes(office)
    heard = hear_ack_code(office, " ".join(args.code))
    confirmed = tr("xác nhận thêm {n} thay đổi").format(n=grouped(heard.confirmed))
    waiting = tr("còn {n} chưa xác nhận").format(n=grouped(heard.waiting))
    old = [tr("mã cũ hơn lần trước, phần sau đó sẽ gửi lại")] if heard.receded else []
    show(heard.name, heard.label, confirmed, waiting, *old)
    return 0


def _say_codes(office: Office) -> int:
    peers = [one for one in exchange_state(office) if one.last_in is not None]
    for peer in peers:
        for code in ack_codes(office, peer.office):
            show(code.code, peer.name, code.label)
    if not peers:
        raise UserError(
            tr("Chưa nhận tệp của nơi nào nên chưa có gì để xác nhận. Hãy nhận tệp trước.")
        )
    return 0


def _status(office: Office, _args: argparse.Namespace) -> int:
    for one in exchange_state(office):
        show(
            str(one.office),
            one.name,
            _last(tr("nhận số {n}"), one.number_in, one.last_in, tr("chưa nhận")),
            _last(tr("gửi số {n}"), one.number_out, one.last_out, tr("chưa gửi")),
            tr("{n} thay đổi nơi đó chưa xác nhận").format(n=grouped(one.total)),
            *_remarks(one),
        )
    return 0


def _last(words: str, number: int, at: dt.datetime | None, never: str) -> str:
    return never if at is None else f"{words.format(n=number)}, {_moment(at)}"


def _remarks(one: ChannelState) -> list[str]:
    found: list[str] = []
    if one.missing:
        numbers = ", ".join(map(str, one.missing))
        found.append(tr("thiếu tệp số {numbers}").format(numbers=numbers))
    if one.is_overdue:
        found.append(tr("đã lâu chưa gửi"))
    elif one.total and one.is_sent:
        found.append(tr("đã gửi, chờ xác nhận"))
    return found


def _check(office: Office, args: argparse.Namespace) -> int:
    chosen = None if args.peer is None else find_peer(office, args.peer).scope
    for peer in exchange_state(office):
        if chosen in (None, peer.office):
            _show_held(office, peer)
            _show_compared(office, peer)
            ask_check_up(office, peer.office)
    return 0


def _show_held(office: Office, peer: ChannelState) -> None:
    held = held_in_common(office, peer.office)
    rows = Counter[int]()
    for bucket, there in held.digests.items():
        rows[bucket.comp] += there.rows
    waiting = tr("{n} thay đổi nơi đó chưa xác nhận").format(n=grouped(peer.total))
    for comp, code in held.codes().items():
        if comp not in office.user.compartments:
            continue
        label = tr(COMPARTMENTS[Compartment(comp)])
        count = tr("{n} bản ghi").format(n=grouped(rows[comp]))
        show(str(peer.office), peer.name, label, code, count, waiting)


def _show_compared(office: Office, peer: ChannelState) -> None:
    """What differs from what the other one told in its files, which then goes out again."""
    done = answer_check_up(office, peer.office)
    if done is None:
        return
    differing = tr("khác {n} nhóm").format(n=grouped(done.buckets))
    again = tr("gửi lại {n} bản ghi với tệp sau").format(n=grouped(done.rows))
    show(str(peer.office), peer.name, tr("Đã đối soát"), differing, again)


def _moment(at: dt.datetime) -> str:
    return in_vietnam(at).strftime("%d/%m/%Y %H:%M")


_DEEDS: Mapping[str, Callable[[Office, argparse.Namespace], int]] = {
    "export": _export,
    "examine": _examine,
    "import": _import,
    "refused": _refused,
    "undo": _undo,
    "ack": _ack,
    "status": _status,
    "check": _check,
}
