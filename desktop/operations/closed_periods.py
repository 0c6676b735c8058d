"""Periods that an approved report closed: what it counted is not written any more."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Choice, Date
from desktop.operations.exchange_keys import own_scope
from desktop.records import Record, Report, record_types
from desktop.records.reports import CLOSING


def refuse_closed(
    session: Session, table: str, record_id: uuid.UUID | None, values: Mapping[str, Any]
) -> None:
    """Raise UserError if this record counts in a closed period, now or with these values."""
    kind = record_types()[table]
    record = None if record_id is None else session.get(kind, record_id)
    before: Mapping[str, Any] = {} if record is None else record.values()
    offices = {own_scope(session.connection())}
    if record is not None:
        offices.add(record.scope)
    with session.no_autoflush:
        days = [*_days(session, kind, before), *_days(session, kind, {**before, **values})]
        # A record that stays on its day is asked about once.
        for day in dict.fromkeys(days):
            report = _closing(session, day, offices)
            if report is not None:
                raise _refusal(kind, day, report)


def _days(session: Session, kind: type[Record], values: Mapping[str, Any]) -> Iterator[dt.date]:
    """The days by which reports count a record of these values: its own, or its owner's."""
    if kind.counts_on is not None:
        day = values.get(kind.counts_on)
        if day is not None:
            yield day
        return
    owner_type = kind.owner_type()
    if kind.parent is None or owner_type is None or owner_type.counts_on is None:
        return
    owner_id = values.get(kind.parent)
    owner = None if owner_id is None else session.get(owner_type, owner_id)
    if owner is not None:
        yield from _days(session, owner_type, owner.values())


def _closing(session: Session, day: dt.date, offices: Collection[int]) -> Report | None:
    """The approved report in whose period this day lies, the one that ends first.

    offices: whose reports count the record: that of its own office, and ours, which counts all.
    """
    statement = sa.select(Report).where(
        Report.void_reason.is_(None),
        ~Report.stub,
        Report.status.in_(CLOSING),
        Report.scope.in_(offices),
        Report.from_on <= day,
        Report.to_on >= day,
    )
    return session.scalars(statement.order_by(Report.to_on, Report.id).limit(1)).first()


def _refusal(kind: type[Record], day: dt.date, report: Report) -> UserError:
    state = Report.field("status").kind
    assert isinstance(state, Choice)
    return UserError(
        tr(
            "Ngày {day} nằm trong kỳ của báo cáo “{report}” {state}, nên không ghi thêm, sửa "
            "hay hủy được {what}. Chưa có gì thay đổi. "
            "Nếu cần sửa, hãy nhờ lãnh đạo mở lại báo cáo đó trước."
        ).format(
            day=Date().format(day),
            report=report.label,
            state=state.format(report.status).lower(),
            what=tr(kind.singular).lower(),
        )
    )
