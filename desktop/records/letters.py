"""The texts that reports begin with: dated rows, changed without a new program."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_
from desktop.fields import (
    Choice,
    Code,
    Count,
    Date,
    Reference,
    Text,
    Values,
    optional,
    required,
    section,
    sections,
)
from desktop.records.offices import end_before_start
from desktop.records.record import Record
from desktop.records.reports import REPORT_KINDS


class LetterTemplate(Record):
    """The text of a report from one day to another; its parts hang on it."""

    __tablename__ = "letter_templates"
    entity = 31
    singular, plural = N_("Mẫu lời báo cáo"), N_("Mẫu lời báo cáo")
    title = ("title_text",)
    reference_data = True
    versions_of = "kind"

    kind: Mapped[str] = required(
        Choice(REPORT_KINDS), N_("Loại báo cáo"), no=1, unit=1, listed=True
    )
    title_text: Mapped[str] = required(
        Text(max_length=300, lines=2), N_("Tên báo cáo"), no=2, unit=2, listed=True
    )
    valid_from: Mapped[dt.date | None] = optional(
        Date(), N_("Dùng từ ngày"), no=3, unit=3, listed=True
    )
    valid_to: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=4, unit=3, listed=True)
    rounding: Mapped[str | None] = optional(
        Text(max_length=300),
        N_("Làm tròn xuống, ghi “hơn”"),
        no=5,
        unit=4,
        help=N_("Ví dụ T02 100; T04 10: T02 tròn trăm, T04 tròn chục"),
    )

    layout = sections(
        section(
            N_("Mẫu lời báo cáo"),
            ("kind", "rounding"),
            "title_text",
            ("valid_from", "valid_to"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "valid_from", "valid_to")


class LetterPart(Record):
    """One numbered section of a text, with gaps for figures."""

    __tablename__ = "letter_parts"
    entity = 32
    singular, plural = N_("Mục của mẫu lời"), N_("Các mục của mẫu lời")
    title = ("heading",)
    parent = "template_id"
    reference_data = True

    template_id: Mapped[uuid.UUID] = required(
        Reference("letter_templates"), N_("Mẫu lời báo cáo"), no=1, unit=1
    )
    position: Mapped[int] = required(Count(), N_("Thứ tự"), no=2, unit=2, listed=True)
    code: Mapped[str] = required(Code(max_length=20), N_("Số mục"), no=3, unit=2, listed=True)
    heading: Mapped[str] = required(
        Text(max_length=500, lines=2), N_("Tên mục"), no=4, unit=3, listed=True
    )
    text: Mapped[str | None] = optional(
        Text(max_length=8000, lines=9),
        N_("Lời văn"),
        no=5,
        unit=4,
        help=N_("Mỗi dòng một đoạn; số liệu ghi bằng mã trong ngoặc nhọn. Xem “Cách viết…”."),
    )

    layout = sections(section(N_("Mục"), ("code", "position", "template_id"), "heading", "text"))
