"""Numbers of the office's outgoing papers: one paper has one, and nobody gets it again.

Case files and inspections get theirs from counters; the number of a report comes from the
office's register, typed by whoever sends it. Decisions on cases and teams are numbered by the
authorities that take them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.records import Report
from desktop.store.history import superseded_values

Series = tuple[int, str, int, str]
"""An office, a kind of paper, a year, a number as it compares: the register of an office begins
anew with each year."""


@dataclass(frozen=True)
class _Held:
    series: Series
    number: str
    report: Report


def refuse_taken(session: Session, report: Report, number: str, on: dt.date) -> None:
    """Raise UserError if another report of the office, kind and year has this number, or had it.

    A voided report keeps its number, and so does one that was reopened: the paper is out.
    on: the day of the paper.
    """
    wanted = _series(report, on, number)
    for held in (*_held(session), *_given_up(session)):
        if held.series == wanted and held.report.id != report.id:
            raise UserError(
                tr(
                    "Số {number} năm {year} đã cấp cho báo cáo “{holder}”; một số không dùng hai "
                    "lần. Chưa ghi ngày gửi. Hãy xem lại sổ công văn đi và ghi số khác."
                ).format(number=number, year=on.year, holder=held.report.label)
            )


def doubles(session: Session) -> list[str]:
    """A sentence for each number that several reports of one office, kind and year hold."""
    found: dict[Series, list[_Held]] = defaultdict(list)
    for held in _held(session):
        found[held.series].append(held)
    told = tr("Báo cáo: số {number} năm {year} dùng cho {count} báo cáo: {holders}.")
    return [
        told.format(
            number=several[0].number,
            year=series[2],
            count=len(several),
            holders=", ".join(one.report.label for one in several),
        )
        for series, several in found.items()
        if len(several) > 1
    ]


def _held(session: Session) -> Iterator[_Held]:
    """The numbers that reports have, voided ones too."""
    statement = sa.select(Report).where(~Report.stub, Report.number.is_not(None))
    for report in session.scalars(statement.order_by(Report.id)):
        yield _holding(report, report.number or "", report.signed_on)


def _given_up(session: Session) -> Iterator[_Held]:
    """The numbers that reports had once."""
    for report_id, values in superseded_values(session, Report, Report.field("number").unit):
        report = session.get(Report, uuid.UUID(bytes=report_id))
        if report is not None and values.get("number"):
            yield _holding(report, values["number"], values.get("signed_on"))


def _holding(report: Report, number: str, signed_on: dt.date | None) -> _Held:
    on = signed_on or report.sent_on or report.to_on
    return _Held(_series(report, on, number), number, report)


def _series(report: Report, on: dt.date, number: str) -> Series:
    """However it is spelled: 05/BC-UBND and 5 /bc-ubnd are one number."""
    return report.scope, report.kind, on.year, "".join(fold(number).split()).lstrip("0")
