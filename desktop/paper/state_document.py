"""Composing a state document: dates and numbers as written, headings, signers, recipients.

The rules are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II. The texts here are wording
that the decree lays down, so they are not translated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import Enum

from desktop.base.text import nfc
from desktop.paper.blocks import (
    Paragraph,
    ParagraphStyle,
    Recipients,
    Run,
    Signature,
    StateHeading,
)

PEOPLES_COMMITTEE = "Ủy ban nhân dân"
SIGN_HINT = "(Ký, ghi rõ họ tên)"
DRAFT = "BẢN NHÁP"
_BLANK = " " * 6
_LAST_MONTH_WITH_ZERO = 2


class Authority(Enum):
    """In whose place somebody signs."""

    OWN = ""
    """Signs what is his own to decide."""
    COLLECTIVE = "TM."
    """Thay mặt: for a body that decides together."""
    ACTING = "Q."
    """Quyền: appointed to act as the head."""
    DEPUTY = "KT."
    """Ký thay: a deputy for the head."""
    BY_ORDER = "TL."
    """Thừa lệnh: a head of unit by order."""
    DELEGATED = "TUQ."
    """Thừa ủy quyền: by written delegation."""


def capitals(text: str) -> str:
    """A text in capitals, in the composed spelling: ``Thăng Bình`` becomes ``THĂNG BÌNH``."""
    return nfc(text).upper()


def date_words(day: dt.date) -> str:
    """``ngày 05 tháng 01 năm 2026``: a zero before days under 10 and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= _LAST_MONTH_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def blank_date(year: int | None = None) -> str:
    """The same line with room for a pen, the year printed if it is known."""
    return f"ngày{_BLANK}tháng{_BLANK}năm {year if year is not None else _BLANK}".rstrip()


def place_date(place: str, day: dt.date | None, year: int | None = None) -> str:
    """``Thăng Bình, ngày 05 tháng 01 năm 2026``; without a day, room to write it."""
    return f"{nfc(place)}, {date_words(day) if day else blank_date(year)}"


def number_line(number: int | str | None, symbol: str) -> str:
    """``Số: 05/QĐ-UBND``; without a number, room to write it.

    ``symbol`` is the part behind the stroke. A text stands as it is (``05a``, ``12/2026``).
    """
    if number is None or number == "":
        return f"Số:{_BLANK}/{nfc(symbol)}"
    shown = f"{number:02d}" if isinstance(number, int) else nfc(number)
    return f"Số: {shown}/{nfc(symbol)}"


def committee_lines(commune: str) -> tuple[str, str]:
    """The name of a commune's People's Committee on its two lines.

    ``commune`` has its type before it: ``xã Thăng Bình``, ``phường Tam Kỳ``, ``đặc khu Côn Đảo``.
    """
    return capitals(PEOPLES_COMMITTEE), capitals(commune)


def committee_heading(
    commune: str,
    *,
    number: str | None = None,
    place_date: str | None = None,
    about: str | None = None,
    unit: str | None = None,
) -> StateHeading:
    """The head of a document of the commune's People's Committee, or of a ``unit`` under it."""
    committee = committee_lines(commune)
    return StateHeading(
        agency=(capitals(unit),) if unit else committee,
        parent_agency=committee if unit else (),
        number=number,
        about=about,
        place_date=place_date,
    )


def signer_lines(authority: Authority, body: str | None, *posts: str) -> tuple[str, ...]:
    """The lines above a signature, in capitals.

    ``body`` is the body that is signed for (``Ủy ban nhân dân``), ``posts`` the posts from the
    head to who signs. Deputy for a body: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``,
    ``PHÓ CHỦ TỊCH``; the head's own authority, without a body: ``CHỦ TỊCH``.
    """
    lines = [f"{Authority.COLLECTIVE.value} {body}"] if body else []
    if authority in (Authority.OWN, Authority.COLLECTIVE):
        lines += posts
    else:
        first, *others = posts
        lines += [f"{authority.value} {first}", *others]
    return tuple(capitals(line) for line in lines)


def signer(
    authority: Authority,
    body: str | None,
    *posts: str,
    name: str | None = None,
    hint: str | None = None,
) -> Signature:
    """A signature with the lines of ``signer_lines``; names carry no academic titles."""
    return Signature(signer_lines(authority, body, *posts), name=name, hint=hint)


def recipients(to: Iterable[str], archive: Sequence[str], signature: Signature) -> Recipients:
    """The list "Nơi nhận" beside a signature: each line ends with ";", the archive's with ".".

    ``archive`` names who keeps copies: ``("VT", "VHXH")`` becomes ``Lưu: VT, VHXH.``
    """
    lines = [f"{nfc(line).rstrip(' ;.')};" for line in to]
    return Recipients((*lines, f"Lưu: {', '.join(archive)}."), signature)


def grounds(texts: Sequence[str]) -> list[Paragraph]:
    """The "căn cứ" of a decision: italic, ";" after each, "." after the last."""
    last = len(texts) - 1
    return [
        Paragraph(f"{nfc(text).rstrip(' ;.')}{'.' if at == last else ';'}", ParagraphStyle.BASIS)
        for at, text in enumerate(texts)
    ]


def addressees(names: Sequence[str]) -> list[Paragraph]:
    """The lines "Kính gửi": one on its own line, several below it with dashes."""
    if len(names) == 1:
        return [Paragraph(f"Kính gửi: {nfc(names[0])}", ParagraphStyle.CENTRED)]
    ends = [";"] * (len(names) - 1) + ["."]
    lines = [f"- {nfc(name).rstrip(' ;.')}{end}" for name, end in zip(names, ends, strict=True)]
    return [Paragraph(line, ParagraphStyle.ADDRESSEE) for line in ("Kính gửi:", *lines)]


def article(number: int, text: str) -> Paragraph:
    """``Điều 1.`` in bold and what it says."""
    return Paragraph((Run(f"Điều {number}. ", bold=True), Run(nfc(text))))
