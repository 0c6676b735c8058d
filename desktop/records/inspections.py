"""Inspections, the answers given on site, and what was found wanting."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    Code,
    Count,
    Date,
    Reference,
    StoredFile,
    Text,
    Values,
    YesNo,
    optional,
    required,
    section,
    sections,
)
from desktop.records.checklists import TARGET_KINDS
from desktop.records.offices import end_before_start
from desktop.records.record import Record

MODES = {"KE_HOACH": N_("Theo kế hoạch"), "DOT_XUAT": N_("Đột xuất")}
AD_HOC = {
    "DON_THU": N_("Đơn thư"),
    "YEU_CAU": N_("Yêu cầu của cấp có thẩm quyền"),
    "DAU_HIEU": N_("Có dấu hiệu vi phạm"),
}
STATES = {"NHAP": N_("Đang ghi"), "HOAN_THANH": N_("Hoàn thành"), "DA_KY": N_("Đã ký")}
DONE = frozenset({"HOAN_THANH", "DA_KY"})
"""The states of a sheet that is not filled in any more."""
RESULTS = {
    "DAT": N_("Đạt"),
    "MOT_PHAN": N_("Một phần"),
    "KHONG": N_("Không"),
    "KAD": N_("KAD"),
}
SEVERITIES = {
    "NHE": N_("Nhẹ"),
    "TRUNG_BINH": N_("Trung bình"),
    "NGHIEM_TRONG": N_("Nghiêm trọng"),
}
FINDING_STATES = {"MO": N_("Mở"), "DANG": N_("Đang khắc phục"), "XONG": N_("Đã khắc phục")}


class Inspection(Record):
    """One visit with a checklist (TT 05/2006 for the 178 team; others by the office's plan)."""

    __tablename__ = "inspections"
    entity = 22
    singular, plural = N_("Cuộc kiểm tra"), N_("Kiểm tra")
    title = ("number",)
    sealed_in = ("state", DONE)

    number: Mapped[str] = required(
        Code(max_length=40), N_("Số"), no=1, unit=1, listed=True, unique=True, by_operation=True
    )
    template_id: Mapped[uuid.UUID] = required(
        Reference("checklist_templates"),
        N_("Mẫu kiểm tra"),
        no=2,
        unit=2,
        listed=True,
        by_operation=True,
    )
    mode: Mapped[str] = required(Choice(MODES), N_("Hình thức"), no=3, unit=3)
    ad_hoc_basis: Mapped[str | None] = optional(Choice(AD_HOC), N_("Căn cứ đột xuất"), no=4, unit=3)
    round_label: Mapped[str | None] = optional(
        Text(max_length=60), N_("Đợt"), no=5, unit=4, listed=True
    )
    target_kind: Mapped[str] = required(
        Choice(TARGET_KINDS), N_("Nơi được kiểm tra"), no=6, unit=5, by_operation=True
    )
    team_id: Mapped[uuid.UUID | None] = optional(
        Reference("teams"), N_("Đội được kiểm tra"), no=7, unit=5, listed=True
    )
    target_name: Mapped[str | None] = optional(
        Text(max_length=200), N_("Tên nơi được kiểm tra"), no=8, unit=5, searched=True
    )
    started_on: Mapped[dt.date] = required(
        Date(), N_("Ngày kiểm tra"), no=9, unit=6, listed=True, index=True
    )
    ended_on: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=10, unit=6)
    period_from: Mapped[dt.date | None] = optional(
        Date(), N_("Kỳ được kiểm tra, từ ngày"), no=11, unit=7
    )
    period_to: Mapped[dt.date | None] = optional(Date(), N_("Kỳ, đến ngày"), no=12, unit=7)
    place: Mapped[str | None] = optional(Text(max_length=200), N_("Địa điểm"), no=13, unit=8)
    inspectors: Mapped[str] = required(
        Text(max_length=1000, lines=3),
        N_("Thành phần đoàn"),
        no=14,
        unit=9,
        level=1,
        help=N_("Mỗi dòng một người: họ tên – chức vụ; dòng đầu là trưởng đoàn"),
    )
    represented_by: Mapped[str | None] = optional(
        Text(max_length=200), N_("Đại diện bên được kiểm tra"), no=15, unit=10, level=1
    )
    opinion: Mapped[str | None] = optional(
        Text(max_length=2000, lines=2), N_("Ý kiến bên được kiểm tra"), no=16, unit=11
    )
    refused_sign: Mapped[bool | None] = optional(YesNo(), N_("Từ chối ký"), no=17, unit=12)
    witness: Mapped[str | None] = optional(
        Text(max_length=200), N_("Người chứng kiến"), no=18, unit=12, level=1
    )
    conclusion: Mapped[str | None] = optional(
        Text(max_length=4000, lines=3), N_("Kết luận, kiến nghị"), no=19, unit=13
    )
    state: Mapped[str] = required(
        Choice(STATES), N_("Trạng thái"), no=20, unit=14, listed=True, by_operation=True, asked=True
    )

    layout = sections(
        section(
            N_("Cuộc kiểm tra"),
            ("number", "round_label", "template_id"),
            ("mode", "ad_hoc_basis"),
            ("target_kind", "team_id", "target_name"),
            ("started_on", "ended_on", "place"),
            ("period_from", "period_to", "state"),
        ),
        section(
            N_("Đoàn và bên được kiểm tra"),
            "inspectors",
            ("represented_by", "refused_sign", "witness"),
            "opinion",
            "conclusion",
        ),
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        found = end_before_start(values, "started_on", "ended_on")
        found.update(end_before_start(values, "period_from", "period_to"))
        if values.get("mode") == "DOT_XUAT" and not values.get("ad_hoc_basis"):
            found["ad_hoc_basis"] = tr("Kiểm tra đột xuất phải có một trong ba căn cứ.")
        if values.get("target_kind") == "DOI" and not values.get("team_id"):
            found["team_id"] = tr("Cần chọn Đội được kiểm tra.")
        if values.get("refused_sign") and not values.get("witness"):
            found["witness"] = tr("Bên được kiểm tra từ chối ký thì cần người chứng kiến.")
        return found


class InspectionAnswer(Record):
    """What was found at one question, with the note and the evidence."""

    __tablename__ = "inspection_answers"
    entity = 23
    singular, plural = N_("Trả lời"), N_("Trả lời")
    title = ("question_id",)
    parent = "inspection_id"
    sealed_with_owner = True

    inspection_id: Mapped[uuid.UUID] = required(
        Reference("inspections"), N_("Cuộc kiểm tra"), no=1, unit=1
    )
    question_id: Mapped[uuid.UUID] = required(
        Reference("checklist_questions"), N_("Câu hỏi"), no=2, unit=1, listed=True
    )
    value: Mapped[str | None] = optional(
        Choice(RESULTS), N_("Kết quả"), no=3, unit=2, listed=True, asked=True
    )
    number: Mapped[int | None] = optional(Count(), N_("Số"), no=4, unit=2)
    note: Mapped[str | None] = optional(
        Text(max_length=1000, lines=2), N_("Ghi nhận"), no=5, unit=3, listed=True
    )
    evidence: Mapped[StoredFile | None] = optional(Attachment(), N_("Bằng chứng"), no=6, unit=4)

    layout = sections(
        section(
            N_("Trả lời"),
            ("inspection_id", "question_id"),
            ("value", "number"),
            ("note", "evidence"),
        )
    )


class Finding(Record):
    """A shortcoming with its cause, what to do about it and by when (L22, L23)."""

    __tablename__ = "findings"
    entity = 24
    singular, plural = N_("Tồn tại"), N_("Tồn tại")
    title = ("text",)
    parent = "inspection_id"

    inspection_id: Mapped[uuid.UUID] = required(
        Reference("inspections"), N_("Cuộc kiểm tra"), no=1, unit=1, listed=True
    )
    question_id: Mapped[uuid.UUID | None] = optional(
        Reference("checklist_questions"), N_("Mục kiểm tra"), no=2, unit=1
    )
    group: Mapped[str] = required(
        Choice(code_list="L22"), N_("Nhóm tồn tại"), no=3, unit=2, listed=True
    )
    severity: Mapped[str] = required(
        Choice(SEVERITIES), N_("Mức độ"), no=4, unit=3, listed=True, asked=True
    )
    text: Mapped[str] = required(
        Text(max_length=1000, lines=2), N_("Tồn tại"), no=5, unit=4, listed=True
    )
    causes: Mapped[tuple[str, ...] | None] = optional(
        Choices(code_list="L23"), N_("Nguyên nhân"), no=6, unit=5
    )
    recommendation: Mapped[str | None] = optional(
        Text(max_length=1000, lines=2), N_("Kiến nghị"), no=7, unit=6
    )
    owner: Mapped[str | None] = optional(
        Text(max_length=120), N_("Người chịu trách nhiệm"), no=8, unit=7, listed=True
    )
    due_on: Mapped[dt.date | None] = optional(
        Date(), N_("Hạn khắc phục"), no=9, unit=7, listed=True, index=True
    )
    state: Mapped[str] = required(
        Choice(FINDING_STATES), N_("Tình trạng"), no=10, unit=8, listed=True, asked=True
    )
    fixed_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày khắc phục"), no=11, unit=8
    )

    layout = sections(
        section(
            N_("Tồn tại"),
            ("group", "severity"),
            "text",
            "causes",
            "recommendation",
            ("owner", "due_on"),
            ("state", "fixed_on"),
            ("inspection_id", "question_id"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        if values.get("state") == "XONG" and not values.get("fixed_on"):
            return {"fixed_on": tr("Đã khắc phục thì phải có ngày.")}
        return {}
