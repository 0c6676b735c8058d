"""Case files: one person's matter from intake to closing, and its papers."""

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
from desktop.records.record import Record

INTAKE_SOURCES = {
    "TU_DEN": N_("Tự đến"),
    "GIA_DINH": N_("Gia đình"),
    "DOI_TN": N_("Đội tình nguyện"),
    "CONG_AN": N_("Công an"),
    "Y_TE": N_("Y tế"),
    "CO_SO_CN": N_("Cơ sở cai nghiện"),
    "CHUYEN_DEN": N_("Nơi khác chuyển đến"),
    "TIN_BAO": N_("Tin báo"),
    "KHAC": N_("Khác"),
}
LEGAL_BASES = {
    "DONG_Y": N_("Người được hỗ trợ đồng ý"),
    "QLNN": N_("Hoạt động của cơ quan nhà nước theo luật"),
    "KHAN_CAP": N_("Khẩn cấp, bảo vệ tính mạng, sức khỏe"),
    "KHAC": N_("Căn cứ khác"),
}
STATUSES = {
    "TIEP_NHAN": N_("Tiếp nhận"),
    "DANH_GIA": N_("Đánh giá"),
    "KE_HOACH": N_("Kế hoạch"),
    "THUC_HIEN": N_("Thực hiện"),
    "TAM_DINH_CHI": N_("Tạm đình chỉ"),
    "KET_THUC": N_("Kết thúc"),
    "CHUYEN_DI": N_("Chuyển đi"),
}
ENDED = ("KET_THUC", "CHUYEN_DI")
RISKS = {
    "THAP": N_("Thấp"),
    "TRUNG_BINH": N_("Trung bình"),
    "CAO": N_("Cao"),
    "KHAN_CAP": N_("Khẩn cấp"),
}
ACCESS_LEVELS = {"THUONG": N_("Thường"), "HAN_CHE": N_("Hạn chế, chỉ người được nêu tên")}

COMPARTMENTS = {"HIV": 1, "MBN": 2, "MD": 4}
"""Case types whose files have readers of their own; drug cases are 3, all others 0."""
DRUGS = 3


def compartment(case_type: str) -> int:
    """The compartment of a case type: 0 general, 1 HIV, 2 victims, 3 drugs, 4 anonymous."""
    return DRUGS if case_type.startswith("MT_") else COMPARTMENTS.get(case_type, 0)


_STRICTEST = (1, 2, 4, 3, 0)
"""HIV before victims, anonymous clients, drugs, general."""


def stricter(a: int, b: int) -> int:
    """The one of two compartments that fewer may read."""
    return min(a, b, key=_STRICTEST.index)


class CaseFile(Record):
    """One person's matter, from intake to closing (five steps of TT 02/2020/TT-BLĐTBXH)."""

    __tablename__ = "case_files"
    entity = 9
    singular, plural = N_("Hồ sơ"), N_("Hồ sơ")
    title = ("number",)
    sealed_in = ("status", frozenset(ENDED))

    number: Mapped[str] = required(
        Code(max_length=30),
        N_("Số hồ sơ"),
        no=1,
        unit=1,
        level=1,
        listed=True,
        unique=True,
        by_operation=True,
    )
    person_id: Mapped[uuid.UUID] = required(
        Reference("people"), N_("Người được hỗ trợ"), no=2, unit=2, level=1, listed=True, asked=True
    )
    case_type: Mapped[str] = required(
        Choice(code_list="L4"), N_("Loại hồ sơ"), no=3, unit=3, level=2, listed=True
    )
    intake_source: Mapped[str] = required(
        Choice(INTAKE_SOURCES), N_("Nguồn tiếp nhận"), no=4, unit=4, level=1
    )
    intake_on: Mapped[dt.date] = required(
        Date(past=True), N_("Ngày tiếp nhận"), no=5, unit=4, level=1, listed=True, index=True
    )
    intake_by_id: Mapped[uuid.UUID | None] = optional(
        Reference("officers", of_office=True), N_("Người tiếp nhận"), no=6, unit=4, level=1
    )
    legal_basis: Mapped[str] = required(
        Choice(LEGAL_BASES),
        N_("Căn cứ xử lý dữ liệu"),
        no=7,
        unit=5,
        level=1,
        help=N_("Luật 91/2025/QH15, Điều 9 và Điều 19"),
    )
    case_worker_id: Mapped[uuid.UUID] = required(
        Reference("officers", of_office=True),
        N_("Người quản lý trường hợp"),
        no=8,
        unit=6,
        level=1,
        listed=True,
    )
    status: Mapped[str] = required(
        Choice(STATUSES),
        N_("Trạng thái"),
        no=9,
        unit=7,
        level=1,
        listed=True,
        by_operation=True,
        asked=True,
    )
    decision_no: Mapped[str | None] = optional(
        Code(max_length=40), N_("Quyết định số"), no=10, unit=8, level=2
    )
    decision_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày quyết định"), no=11, unit=8, level=2
    )
    decision_signer: Mapped[str | None] = optional(
        Text(max_length=120), N_("Người ký quyết định"), no=12, unit=8, level=1
    )
    due_end_on: Mapped[dt.date | None] = optional(
        Date(), N_("Hết thời hạn"), no=13, unit=8, level=1, listed=True, index=True
    )
    risk_level: Mapped[str | None] = optional(
        Choice(RISKS), N_("Mức nguy cơ"), no=14, unit=9, level=2, listed=True
    )
    access_level: Mapped[str] = required(
        Choice(ACCESS_LEVELS), N_("Độ mật truy cập"), no=15, unit=10, level=1
    )
    problem: Mapped[str | None] = optional(
        Text(max_length=4000, lines=4), N_("Vấn đề, hoàn cảnh"), no=16, unit=11, level=2
    )
    needs: Mapped[tuple[str, ...] | None] = optional(
        Choices(code_list="L6"), N_("Nhu cầu hỗ trợ"), no=17, unit=12, level=2
    )
    urgent: Mapped[str | None] = optional(
        Text(max_length=1000, lines=2),
        N_("Nhu cầu khẩn cấp, xử lý ban đầu"),
        no=18,
        unit=13,
        level=2,
    )
    contact_person: Mapped[str | None] = optional(
        Text(max_length=200), N_("Người liên hệ"), no=19, unit=14, level=1
    )
    closed_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày kết thúc"), no=20, unit=7, level=1, by_operation=True
    )
    close_reason: Mapped[str | None] = optional(
        Choice(code_list="L9"), N_("Lý do kết thúc"), no=21, unit=7, level=2, by_operation=True
    )

    layout = sections(
        section(
            N_("Tiếp nhận"),
            ("number", "case_type", "intake_on"),
            ("person_id", "intake_source", "intake_by_id"),
            ("legal_basis", "case_worker_id", "access_level"),
        ),
        section(
            N_("Thời hạn và căn cứ"),
            ("decision_no", "decision_on", "due_end_on", "decision_signer"),
        ),
        section(
            N_("Nội dung"),
            ("status", "risk_level", "contact_person"),
            "problem",
            "needs",
            "urgent",
        ),
        section(N_("Kết thúc"), ("closed_on", "close_reason")),
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        found: dict[str, str] = {}
        status = values.get("status")
        if status in ENDED and not values.get("closed_on"):
            found["closed_on"] = tr("Hồ sơ đã kết thúc thì phải có ngày kết thúc.")
        if status in ENDED and not values.get("close_reason"):
            found["close_reason"] = tr("Hồ sơ đã kết thúc thì phải có lý do.")
        if status not in ENDED and values.get("closed_on"):
            found["closed_on"] = tr("Chỉ ghi ngày kết thúc khi hồ sơ đã kết thúc.")
        opened, closed = values.get("intake_on"), values.get("closed_on")
        if opened and closed and closed < opened:
            found["closed_on"] = tr("Ngày kết thúc đứng trước ngày tiếp nhận.")
        decided, due = values.get("decision_on"), values.get("due_end_on")
        if decided and due and due < decided:
            found["due_end_on"] = tr("Ngày hết hạn đứng trước ngày quyết định.")
        return found

    def derive(self) -> None:
        # Here, so that no way of saving or undoing can leave a case open to the wrong readers.
        self.comp = compartment(self.case_type or "")


class CaseDocument(Record):
    """One paper of a case file: a line of its index (NĐ 30/2020, Phụ lục V)."""

    __tablename__ = "case_documents"
    entity = 11
    singular, plural = N_("Giấy tờ"), N_("Giấy tờ")
    title = ("kind",)
    parent = "case_id"
    # Not sealed with its case: decisions and receipts still arrive after the case is closed.

    case_id: Mapped[uuid.UUID] = required(
        Reference("case_files"), N_("Hồ sơ"), no=1, unit=1, level=1
    )
    seq: Mapped[int] = required(Count(minimum=1), N_("STT"), no=2, unit=2, level=1, listed=True)
    kind: Mapped[str] = required(
        Text(max_length=120), N_("Tên loại văn bản"), no=3, unit=3, level=2, listed=True
    )
    number: Mapped[str | None] = optional(
        Code(max_length=40), N_("Số, ký hiệu"), no=4, unit=4, level=2, listed=True
    )
    issued_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày văn bản"), no=5, unit=4, level=2, listed=True
    )
    issuer: Mapped[str | None] = optional(
        Text(max_length=200), N_("Cơ quan ban hành"), no=6, unit=4, level=2
    )
    summary: Mapped[str] = required(
        Text(max_length=500, lines=2), N_("Trích yếu nội dung"), no=7, unit=5, level=2, listed=True
    )
    pages: Mapped[int | None] = optional(
        Count(minimum=1), N_("Số tờ"), no=8, unit=6, level=1, listed=True
    )
    is_original: Mapped[bool] = required(
        YesNo(N_("Bản chính"), N_("Bản sao")), N_("Bản chính, bản sao"), no=9, unit=6, level=1
    )
    file: Mapped[StoredFile | None] = optional(
        Attachment(), N_("Tệp đính kèm"), no=10, unit=7, level=2, listed=True
    )
    note: Mapped[str | None] = optional(Text(max_length=500), N_("Ghi chú"), no=11, unit=8, level=2)

    layout = sections(
        section(
            N_("Giấy tờ"),
            ("seq", "kind", "number"),
            ("issued_on", "issuer"),
            "summary",
            ("pages", "is_original", "file"),
            "note",
            "case_id",
        )
    )
