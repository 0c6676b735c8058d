"""Inspection templates and their questions: dated rows, changed without a new program."""

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
    YesNo,
    optional,
    required,
    section,
    sections,
)
from desktop.records.offices import end_before_start
from desktop.records.record import Record

TARGET_KINDS = {
    "DOI": N_("Đội tình nguyện"),
    "VP_CTXH": N_("Văn phòng công tác xã hội"),
    "MO_HINH": N_("Mô hình"),
    "CSKDDV": N_("Cơ sở kinh doanh dịch vụ"),
    "XA": N_("Xã, phường"),
    "HO_SO": N_("Hồ sơ"),
    "BAO_CAO": N_("Báo cáo"),
}
ANSWER_TYPES = {"SCORED": N_("Chấm điểm"), "NUMBER": N_("Số"), "TEXT": N_("Ghi chữ")}


class ChecklistTemplate(Record):
    """One version of an inspection sheet; weights and grades are proposals of ours."""

    __tablename__ = "checklist_templates"
    entity = 20
    singular, plural = N_("Mẫu kiểm tra"), N_("Mẫu kiểm tra")
    title = ("title_text",)
    reference_data = True
    versions_of = "code"
    filled_in_by = ("inspections", "template_id")

    code: Mapped[str] = required(Code(max_length=20), N_("Mã mẫu"), no=1, unit=1, listed=True)
    title_text: Mapped[str] = required(
        Text(max_length=200), N_("Tên mẫu"), no=2, unit=2, listed=True
    )
    version: Mapped[int] = required(Count(minimum=1), N_("Phiên bản"), no=3, unit=1, listed=True)
    target_kind: Mapped[str] = required(
        Choice(TARGET_KINDS), N_("Nơi được kiểm tra"), no=4, unit=3, listed=True
    )
    valid_from: Mapped[dt.date | None] = optional(
        Date(), N_("Dùng từ ngày"), no=5, unit=4, listed=True
    )
    valid_to: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=6, unit=4, listed=True)
    legal_basis: Mapped[str | None] = optional(
        Text(max_length=1000, lines=3), N_("Căn cứ"), no=7, unit=5
    )

    layout = sections(
        section(
            N_("Mẫu kiểm tra"),
            ("code", "version", "target_kind"),
            "title_text",
            ("valid_from", "valid_to"),
            "legal_basis",
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "valid_from", "valid_to")


class ChecklistQuestion(Record):
    """One line of a template; a weight of 0 is not scored."""

    __tablename__ = "checklist_questions"
    entity = 21
    singular, plural = N_("Câu hỏi kiểm tra"), N_("Câu hỏi kiểm tra")
    title = ("text",)
    parent = "template_id"
    reference_data = True

    template_id: Mapped[uuid.UUID] = required(
        Reference("checklist_templates"), N_("Mẫu kiểm tra"), no=1, unit=1
    )
    position: Mapped[int] = required(Count(), N_("Thứ tự"), no=2, unit=2, listed=True)
    section_code: Mapped[str] = required(Code(max_length=20), N_("Mã phần"), no=3, unit=2)
    section_title: Mapped[str] = required(
        Text(max_length=200), N_("Tên phần"), no=4, unit=2, listed=True
    )
    code: Mapped[str] = required(Code(max_length=20), N_("Mã mục"), no=5, unit=3, listed=True)
    text: Mapped[str] = required(
        Text(max_length=500, lines=2), N_("Nội dung"), no=6, unit=4, listed=True
    )
    weight: Mapped[int] = required(Count(maximum=100), N_("Trọng số"), no=7, unit=5, listed=True)
    critical: Mapped[bool] = required(YesNo(), N_("Mục trọng yếu ★"), no=8, unit=5, listed=True)
    answer: Mapped[str] = required(Choice(ANSWER_TYPES), N_("Cách trả lời"), no=9, unit=6)
    legal_ref: Mapped[str | None] = optional(Text(max_length=200), N_("Căn cứ"), no=10, unit=7)

    layout = sections(
        section(
            N_("Câu hỏi"),
            ("code", "position"),
            ("section_code", "section_title"),
            "text",
            ("weight", "critical", "answer"),
            ("legal_ref", "template_id"),
        )
    )
