"""Contacts: the meetings, visits and calls of a case."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_
from desktop.fields import (
    Choice,
    Count,
    Date,
    Moment,
    Reference,
    Text,
    YesNo,
    optional,
    required,
    section,
    sections,
)
from desktop.records.record import Record


class Contact(Record):
    """One meeting, visit or call with the person or a relative (channels: code list L7)."""

    __tablename__ = "contacts"
    entity = 10
    singular, plural = N_("Lần tiếp xúc"), N_("Tiếp xúc")
    title = ("at",)
    parent = "case_id"
    sealed_with_owner = True

    case_id: Mapped[uuid.UUID] = required(
        Reference("case_files"), N_("Hồ sơ"), no=1, unit=1, level=1
    )
    at: Mapped[dt.datetime] = required(
        Moment(past=True), N_("Thời điểm"), no=2, unit=2, level=2, listed=True, index=True
    )
    channel: Mapped[str] = required(
        Choice(code_list="L7"), N_("Hình thức"), no=3, unit=2, level=2, listed=True
    )
    place: Mapped[str | None] = optional(Text(max_length=200), N_("Nơi"), no=4, unit=2, level=2)
    content: Mapped[str] = required(
        Text(max_length=4000, lines=4), N_("Nội dung"), no=5, unit=3, level=2, listed=True
    )
    result: Mapped[str | None] = optional(
        Text(max_length=1000, lines=2), N_("Kết quả"), no=6, unit=3, level=2, asked=True
    )
    next_step: Mapped[str | None] = optional(
        Text(max_length=500), N_("Việc tiếp theo"), no=7, unit=4, level=2, listed=True
    )
    next_on: Mapped[dt.date | None] = optional(
        Date(), N_("Hẹn ngày"), no=8, unit=4, level=2, listed=True
    )
    actor: Mapped[str] = required(
        Text(max_length=120), N_("Người thực hiện"), no=9, unit=5, level=1, listed=True
    )
    with_relative: Mapped[bool | None] = optional(
        YesNo(), N_("Gặp người thân"), no=10, unit=5, level=2
    )
    minutes: Mapped[int | None] = optional(
        Count(maximum=1440), N_("Số phút"), no=11, unit=6, level=2
    )

    layout = sections(
        section(
            N_("Lần tiếp xúc"),
            ("at", "channel", "place"),
            ("actor", "with_relative", "minutes"),
            "content",
            "result",
            ("next_step", "next_on"),
            "case_id",
        )
    )
