"""Numbers of case files and of papers: built, read, continued, never used again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import tr

_CASE_NUMBER = re.compile(r"([0-9]{5})-([0-9]{2})-([A-Z])-([0-9]{4})")
_LAST_SEQ = 9999


class NumbersUsedUp(UserError):
    """The four digits of this year and this PC are all given away."""


@dataclass(frozen=True, order=True)
class CaseNumber:
    """A case number such as 20854-26-B-0017: commune, year, the PC's letter, running number.

    The PC's letter keeps two PCs of one office from giving the same number; the type of the
    case is never part of it, so that the number may stand on an envelope.
    """

    commune: str
    year: int
    letter: str
    seq: int

    @property
    def text(self) -> str:
        """The number as it is written."""
        return f"{self.commune}-{self.year % 100:02d}-{self.letter}-{self.seq:04d}"

    @classmethod
    def parse(cls, text: str) -> CaseNumber:
        """The number that somebody typed.

        Raises InvalidValue if it is not written as ours are.
        """
        found = _CASE_NUMBER.fullmatch("".join(text.split()).upper())
        if not found or found[4] == "0000":
            raise InvalidValue(tr("Số hồ sơ viết như 20854-26-B-0017."))
        return cls(found[1], 2000 + int(found[2]), found[3], int(found[4]))


def next_case_number(commune: str, year: int, letter: str, given: Iterable[str]) -> CaseNumber:
    """The number for a new case.

    commune: 5 digits. letter: the PC's. given: every number ever given, of voided and purged
    cases too; those of other communes, years and PCs, or written otherwise, do not matter.
    Raises NumbersUsedUp after 9.999 cases of one PC in one year.
    """
    prefix = CaseNumber(commune, year, letter, 1)
    if not _CASE_NUMBER.fullmatch(prefix.text):
        raise ValueError(prefix)
    start = prefix.text[:-4]
    alike = (text for text in given if text.startswith(start) and _CASE_NUMBER.fullmatch(text))
    seq = max((int(text[-4:]) for text in alike), default=0) + 1
    if seq > _LAST_SEQ:
        message = tr(
            "Đã dùng hết số hồ sơ của máy {letter} trong năm {year}. Hồ sơ chưa được lập; "
            "hãy đổi chữ máy trong Thiết lập rồi lập lại."
        )
        raise NumbersUsedUp(message.format(letter=letter, year=year))
    return CaseNumber(commune, year, letter, seq)


def document_number(seq: int, kind: str, agency: str) -> str:
    """The number and signs of a paper: 05/QĐ-UBND.

    seq: counted from 1 anew each year. kind: as BC, QĐ, TTr. agency: the office's abbreviation
    (NĐ 30/2020/NĐ-CP, Điều 15 and Phụ lục I: numbers under 10 have a 0 before them).
    """
    return f"{seq:02d}/{kind}-{agency}"
