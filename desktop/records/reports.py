"""Periodic reports: their period, the texts written for them, the figures changed by hand."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
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

REPORT_KINDS = {"T10": N_("Báo cáo kết quả hoạt động Đội")}
REPORT_STATES = {
    "NHAP": N_("Đang soạn"),
    "CHO_DUYET": N_("Chờ duyệt"),
    "DA_DUYET": N_("Đã duyệt"),
    "DA_GUI": N_("Đã gửi"),
    "TRA_LAI": N_("Trả lại"),
}

SEALED = frozenset({"CHO_DUYET", "DA_DUYET", "DA_GUI"})
"""The states of a report whose figures and texts stand."""
CLOSING = SEALED - {"CHO_DUYET"}
"""The states in which what it counted stands as well: its period is closed."""


class Report(Record):
    """One report on one period; any from–to is possible."""

    __tablename__ = "reports"
    entity = 26
    singular, plural = N_("Báo cáo"), N_("Báo cáo")
    title = ("label",)
    sealed_in = ("status", SEALED)

    kind: Mapped[str] = required(
        Choice(REPORT_KINDS), N_("Loại báo cáo"), no=1, unit=1, listed=True, by_operation=True
    )
    from_on: Mapped[dt.date] = required(
        Date(), N_("Từ ngày"), no=2, unit=1, listed=True, by_operation=True
    )
    to_on: Mapped[dt.date] = required(
        Date(), N_("Tính đến ngày"), no=3, unit=1, listed=True, index=True, by_operation=True
    )
    label: Mapped[str] = required(
        Text(max_length=80), N_("Kỳ báo cáo"), no=4, unit=1, listed=True, searched=True
    )
    status: Mapped[str] = required(
        Choice(REPORT_STATES),
        N_("Trạng thái"),
        no=5,
        unit=2,
        listed=True,
        by_operation=True,
        asked=True,
    )
    approved_by: Mapped[str | None] = optional(
        Text(max_length=120), N_("Người duyệt"), no=6, unit=2, by_operation=True
    )
    number: Mapped[str | None] = optional(
        Code(max_length=40), N_("Số, ký hiệu"), no=7, unit=3, listed=True, by_operation=True
    )
    signed_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày ký"), no=8, unit=3, by_operation=True
    )
    sent_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày gửi"), no=9, unit=4, by_operation=True
    )
    due_on: Mapped[dt.date | None] = optional(Date(), N_("Hạn gửi"), no=10, unit=5, listed=True)

    layout = sections(
        section(
            N_("Báo cáo"),
            ("kind", "label"),
            ("from_on", "to_on", "due_on"),
            ("status", "approved_by"),
            ("number", "signed_on", "sent_on"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "from_on", "to_on")


class ReportFigure(Record):
    """A figure that somebody changed by hand, beside what the records gave."""

    __tablename__ = "report_figures"
    entity = 27
    singular, plural = N_("Số liệu sửa tay"), N_("Số liệu sửa tay")
    title = ("indicator",)
    parent = "report_id"
    sealed_with_owner = True

    report_id: Mapped[uuid.UUID] = required(Reference("reports"), N_("Báo cáo"), no=1, unit=1)
    indicator: Mapped[str] = required(
        Code(max_length=40), N_("Chỉ tiêu"), no=2, unit=1, listed=True, searched=False
    )
    computed: Mapped[int] = required(Count(), N_("Tính từ hồ sơ"), no=3, unit=2, listed=True)
    edited: Mapped[int] = required(Count(), N_("Sửa thành"), no=4, unit=2, listed=True)
    reason: Mapped[str] = required(Text(max_length=300), N_("Lý do sửa"), no=5, unit=2, listed=True)

    layout = sections(
        section(N_("Số liệu sửa tay"), ("indicator", "report_id"), ("computed", "edited"), "reason")
    )


class ReportText(Record):
    """The text of one section, as the clerk left it."""

    __tablename__ = "report_texts"
    entity = 28
    singular, plural = N_("Đoạn văn báo cáo"), N_("Đoạn văn báo cáo")
    title = ("section_code",)
    parent = "report_id"
    sealed_with_owner = True

    report_id: Mapped[uuid.UUID] = required(Reference("reports"), N_("Báo cáo"), no=1, unit=1)
    section_code: Mapped[str] = required(
        Code(max_length=20), N_("Mục"), no=2, unit=1, listed=True, searched=False
    )
    text: Mapped[str | None] = optional(
        Text(max_length=8000, lines=8), N_("Nội dung"), no=3, unit=2, listed=True
    )

    layout = sections(section(N_("Đoạn văn"), ("section_code", "report_id"), "text"))

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        if not values.get("section_code"):
            return {"section_code": tr("Cần chọn mục của báo cáo.")}
        return {}
