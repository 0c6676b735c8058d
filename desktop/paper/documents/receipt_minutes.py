"""The minutes of a receipt: which files came from where, and what of them was taken in.

No law prescribes a form for it, so it bears no number of one. It names nobody whose file was
brought: only offices, officers, files and counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.paper.blocks import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    ParagraphStyle,
    Row,
    RowKind,
    SignatureGrid,
    Table,
    Title,
)
from desktop.paper.documents.issue import Issue, signature

KINDS = (N_("Mới"), N_("Cập nhật"), N_("Tự gộp"), N_("Cần xem"), N_("Không đổi"))
"""What became of rows, in the order in which they are counted."""


@dataclass(frozen=True)
class ReceivedPackage:
    """One file. sent, taken: moments in words. state: what stands of it now.

    counts: by the name of the record type, in the order of ``KINDS``; nothing for a file that was
    taken in before counts were kept. contents: attachments that came whole. spoilt: those that were
    not what they should be.
    """

    office: str
    number: str
    sender: str
    sent: str
    name: str
    taken: str
    by: str
    changed: int
    state: str
    counts: Mapping[str, Sequence[int]]
    left: int = 0
    aside: int = 0
    purged: int = 0
    contents: int = 0
    spoilt: int = 0


@dataclass(frozen=True)
class ReceiptMinutes:
    """The files of a receipt, and those that could not be taken in, with why.

    awaited: attachments of the senders that have not come yet.
    """

    packages: Sequence[ReceivedPackage]
    refused: Sequence[tuple[str, str]] = ()
    stopped: Sequence[str] = ()
    awaited: int = 0


def receipt_minutes(told: ReceiptMinutes, issue: Issue) -> Document:
    """The minutes, signed by who brought the files and by who took them in."""
    offices = list(dict.fromkeys(one.office for one in told.packages))
    names = ", ".join(offices) if len(offices) <= _MOST_OFFICES else tr("các cơ quan")
    people = list(dict.fromkeys(one.by for one in told.packages))
    blocks: list[Block] = [
        issue.heading(),
        Title(tr("Biên bản"), tr("Nhận dữ liệu từ {names}").format(names=names)),
        Paragraph(_opening(told, issue)),
        Heading(tr("1. Tệp đã nhận"), 2),
        _files(told.packages),
        Heading(tr("2. Kết quả nhận vào sổ"), 2),
        *_outcome(told),
        *_missing(told),
        SignatureGrid(
            (
                signature(tr("Người giao tệp")),
                signature(tr("Người nhận"), name=people[0] if len(people) == 1 else None),
            )
        ),
    ]
    return issue.document(blocks, tr("Biên bản nhận dữ liệu"))


_MOST_OFFICES = 3


def _opening(told: ReceiptMinutes, issue: Issue) -> str:
    text = tr(
        "Tại {office} đã nhận {files} tệp dữ liệu do cơ quan gửi ký số và mã hóa cho cơ quan nhận; "
        "chữ ký của từng tệp đã được kiểm tra trước khi nhận."
    )
    return text.format(office=issue.head.spoken, files=grouped(len(told.packages)))


def _files(packages: Sequence[ReceivedPackage]) -> Table:
    columns = (
        Column(tr("STT"), 0.45, Align.CENTRE),
        Column(tr("Cơ quan gửi, số, tệp"), 4.6),
        Column(tr("Người gửi, lúc gửi"), 1.95),
        Column(tr("Người nhận, lúc nhận"), 1.95),
        Column(tr("Thay đổi"), 0.75, Align.RIGHT),
        Column(tr("Kết quả"), 0.95),
    )
    rows = [
        Row(
            (
                str(at),
                "\n".join((_whose(one), one.name)),
                "\n".join(filter(None, (one.sender, one.sent))),
                "\n".join(filter(None, (one.by, one.taken))),
                grouped(one.changed),
                one.state,
            )
        )
        for at, one in enumerate(packages, 1)
    ]
    return Table(columns, rows, size=11.0)


def _whose(one: ReceivedPackage) -> str:
    return tr("{office}, số {number}").format(office=one.office, number=one.number)


def _outcome(receipt: ReceiptMinutes) -> list[Block]:
    packages = receipt.packages
    totals: dict[str, list[int]] = {}
    for one in packages:
        for name, counts in one.counts.items():
            sums = totals.setdefault(name, [0] * len(KINDS))
            totals[name] = [was + more for was, more in zip(sums, counts, strict=True)]
    told: list[Block] = []
    if totals:
        told.append(_counts(totals))
    if any(not one.counts for one in packages):
        told.append(
            Paragraph(
                tr("Tệp không kê theo loại bản ghi thì không có gì mới, hoặc nhận bằng bản cũ."),
                ParagraphStyle.NOTE,
            )
        )
    for text, count in (
        (tr("- {n} thay đổi người nhận bỏ chọn, đã để riêng."), sum(p.left for p in packages)),
        (tr("- {n} bản ghi sai quyền hoặc hỏng, đã để riêng."), sum(p.aside for p in packages)),
        (tr("- {n} bản ghi đã xóa hẳn theo lệnh của tỉnh."), sum(p.purged for p in packages)),
        (tr("- {n} tệp đính kèm đã về đủ nội dung."), sum(p.contents for p in packages)),
        (
            tr("- {n} tệp đính kèm hỏng trên đường, đã bỏ; tệp gửi đi kế tiếp sẽ xin lại."),
            sum(p.spoilt for p in packages),
        ),
        (
            tr("- {n} tệp đính kèm của nơi gửi chưa về; tệp gửi đi kế tiếp sẽ xin."),
            receipt.awaited,
        ),
    ):
        if count:
            told.append(Paragraph(text.format(n=grouped(count)), ParagraphStyle.INDENTED))
    return told


def _counts(totals: Mapping[str, Sequence[int]]) -> Table:
    columns = (
        Column(tr("STT"), 0.5, Align.CENTRE),
        Column(tr("Loại bản ghi"), 3.0),
        *(Column(tr(kind), 1.0, Align.RIGHT) for kind in KINDS),
    )
    rows = [
        Row((str(at), name, *(grouped(one) if one else "" for one in counts)))
        for at, (name, counts) in enumerate(totals.items(), 1)
    ]
    every = [sum(column) for column in zip(*totals.values(), strict=True)]
    cells = ("", tr("Cộng"), *(grouped(one) if one else "" for one in every))
    return Table(columns, [*rows, Row(cells, RowKind.TOTAL)])


def _missing(told: ReceiptMinutes) -> list[Block]:
    if not told.refused and not told.stopped:
        return []
    found: list[Block] = [Heading(tr("3. Tệp chưa nhận"), 2)]
    lines = [f"- {name}: {why}" for name, why in told.refused]
    lines += [
        tr("- {name}: người nhận dừng trước tệp này.").format(name=one) for one in told.stopped
    ]
    return found + [Paragraph(line, ParagraphStyle.INDENTED) for line in lines]
