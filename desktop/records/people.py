"""People who are supported, and where they live."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Attachment,
    Choice,
    CitizenNumber,
    Code,
    Date,
    Partial,
    PartialDate,
    PersonName,
    Phone,
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
from desktop.records.offices import end_before_start
from desktop.records.record import Named, Record

SEXES = {"NAM": N_("Nam"), "NU": N_("Nữ"), "KHAC": N_("Khác")}
ID_TYPES = {
    "CAN_CUOC": N_("Căn cước, CCCD"),
    "CMND": N_("CMND 9 số"),
    "HO_CHIEU": N_("Hộ chiếu"),
    "KHAI_SINH": N_("Giấy khai sinh"),
    "CHUA_CO": N_("Chưa có, không rõ"),
}
MARITAL = {
    "DOC_THAN": N_("Độc thân"),
    "KET_HON": N_("Kết hôn"),
    "LY_HON": N_("Ly hôn"),
    "GOA": N_("Góa"),
    "KHAC": N_("Khác"),
}
RESIDENCE_KINDS = {
    "THUONG_TRU": N_("Thường trú"),
    "TAM_TRU": N_("Tạm trú"),
    "NOI_O_HIEN_TAI": N_("Nơi ở hiện tại"),
}
_DIGITS, _OLD_DIGITS = 12, 9


class Person(Named):
    """A person the office supports; fields of NĐ 105/2021 forms and Mẫu 22 NĐ 116/2021.

    There is deliberately no field on HIV here (Luật 64/2006, Điều 8.5). A client without a
    legal basis for a named file has only a code.
    """

    __tablename__ = "people"
    entity = 6
    singular, plural = N_("Người được hỗ trợ"), N_("Người được hỗ trợ")
    title = ("full_name", "person_code")

    person_code: Mapped[str | None] = optional(
        Code(max_length=20), N_("Mã nội bộ"), no=1, unit=1, level=1, listed=True, unique=True
    )
    anonymous: Mapped[bool | None] = optional(
        YesNo(),
        N_("Không ghi tên"),
        no=2,
        unit=2,
        level=1,
        help=N_("Người được hỗ trợ tự nguyện chỉ mang mã, không họ tên"),
    )
    full_name: Mapped[str | None] = optional(
        PersonName(), N_("Họ và tên"), no=3, unit=2, level=1, listed=True, asked=True
    )
    other_names: Mapped[str | None] = optional(
        Text(max_length=120), N_("Tên gọi khác"), no=4, unit=3, level=1
    )
    sex: Mapped[str] = required(
        Choice(SEXES), N_("Giới tính"), no=5, unit=4, level=1, listed=True, asked=True
    )
    birth_date: Mapped[Partial | None] = optional(
        PartialDate(past=True),
        N_("Ngày sinh"),
        no=6,
        unit=5,
        level=1,
        listed=True,
        help=N_("Chỉ rõ năm cũng được"),
        asked=True,
    )
    id_type: Mapped[str | None] = optional(
        Choice(ID_TYPES), N_("Loại giấy tờ"), no=7, unit=6, level=1
    )
    id_number: Mapped[str | None] = optional(
        CitizenNumber(),
        N_("Số căn cước"),
        no=8,
        unit=6,
        level=1,
        listed=True,
        unique=True,
        asked=True,
    )
    id_issued_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày cấp"), no=9, unit=6, level=1
    )
    id_issued_by: Mapped[str | None] = optional(
        Text(max_length=120), N_("Nơi cấp"), no=10, unit=6, level=1
    )
    birth_place: Mapped[str | None] = optional(
        Text(max_length=200), N_("Nơi sinh"), no=11, unit=7, level=1
    )
    native_place: Mapped[str | None] = optional(
        Text(max_length=200), N_("Quê quán"), no=12, unit=8, level=1
    )
    ethnicity: Mapped[str | None] = optional(
        Choice(code_list="L1"), N_("Dân tộc"), no=13, unit=9, level=2
    )
    religion: Mapped[str | None] = optional(
        Choice(code_list="L2"), N_("Tôn giáo"), no=14, unit=10, level=2
    )
    nationality: Mapped[str | None] = optional(
        Text(max_length=60), N_("Quốc tịch"), no=15, unit=11, level=1
    )
    education: Mapped[str | None] = optional(
        Choice(code_list="L3"), N_("Trình độ học vấn"), no=16, unit=12, level=1
    )
    occupation: Mapped[str | None] = optional(
        Text(max_length=120), N_("Nghề nghiệp"), no=17, unit=13, level=1
    )
    workplace: Mapped[str | None] = optional(
        Text(max_length=200), N_("Nơi làm việc, học tập"), no=18, unit=13, level=1
    )
    marital_status: Mapped[str | None] = optional(
        Choice(MARITAL), N_("Tình trạng hôn nhân"), no=19, unit=14, level=1
    )
    phone: Mapped[str | None] = optional(
        Phone(), N_("Điện thoại"), no=20, unit=15, level=1, listed=True
    )
    social_accounts: Mapped[str | None] = optional(
        Text(max_length=200), N_("Tài khoản mạng xã hội"), no=21, unit=16, level=1
    )
    photo: Mapped[StoredFile | None] = optional(
        Attachment(), N_("Ảnh 3×4"), no=22, unit=17, level=1
    )
    guardian: Mapped[str | None] = optional(
        Text(max_length=120), N_("Người đại diện, giám hộ"), no=23, unit=18, level=1
    )
    note: Mapped[str | None] = optional(
        Text(max_length=2000, lines=3), N_("Ghi chú"), no=24, unit=19, level=2
    )

    layout = sections(
        section(
            N_("Nhân thân"),
            ("full_name", "other_names", "sex"),
            ("birth_date", "id_type", "id_number"),
            ("id_issued_on", "id_issued_by"),
            ("person_code", "anonymous", "ethnicity", "religion"),
        ),
        section(
            N_("Liên hệ và hoàn cảnh"),
            ("phone", "social_accounts", "guardian"),
            ("education", "occupation", "workplace"),
            ("marital_status", "nationality"),
            ("birth_place", "native_place"),
            "photo",
            "note",
        ),
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        found: dict[str, str] = {}
        if values.get("anonymous"):
            if values.get("full_name") or values.get("id_number"):
                found["anonymous"] = tr("Đã chọn không ghi tên thì để trống họ tên và số giấy tờ.")
        elif not values.get("full_name"):
            found["full_name"] = tr("Cần ghi họ và tên, hoặc chọn Không ghi tên.")
        if not values.get("anonymous") and not values.get("birth_date"):
            found["birth_date"] = tr("Cần ghi ngày sinh; chỉ rõ năm cũng được.")
        found.update(_id_problem(values))
        issued, born = values.get("id_issued_on"), values.get("birth_date")
        if issued is not None and isinstance(born, Partial) and issued < born.first():
            found["id_issued_on"] = tr("Ngày cấp đứng trước ngày sinh.")
        return found


def _id_problem(values: Values) -> dict[str, str]:
    number: Any = values.get("id_number")
    wanted = {"CAN_CUOC": _DIGITS, "CMND": _OLD_DIGITS}.get(str(values.get("id_type")))
    if number and wanted and (not number.isdigit() or len(number) != wanted):
        message = tr("Phải đủ {wanted} chữ số (đang có {now}).")
        return {"id_number": message.format(wanted=wanted, now=len(number))}
    return {}


class Residence(Record):
    """Where a person lives or is registered, from one day to another (NĐ 105/2021)."""

    __tablename__ = "residences"
    entity = 7
    singular, plural = N_("Nơi cư trú"), N_("Nơi cư trú")
    title = ("address_line",)
    parent = "person_id"

    person_id: Mapped[uuid.UUID] = required(Reference("people"), N_("Người"), no=1, unit=1, level=1)
    kind: Mapped[str] = required(
        Choice(RESIDENCE_KINDS), N_("Loại cư trú"), no=2, unit=2, level=1, listed=True
    )
    address_line: Mapped[str | None] = optional(
        Text(max_length=200),
        N_("Số nhà, đường; ghi như trên giấy tờ"),
        no=3,
        unit=3,
        level=1,
        listed=True,
    )
    hamlet_id: Mapped[uuid.UUID | None] = optional(
        Reference("hamlets", of_office=True), N_("Thôn, tổ"), no=4, unit=3, level=1, listed=True
    )
    unit_id: Mapped[uuid.UUID] = required(
        Reference("admin_units"), N_("Xã, phường"), no=5, unit=3, level=1, listed=True
    )
    from_on: Mapped[dt.date | None] = optional(
        Date(), N_("Từ ngày"), no=6, unit=4, level=1, listed=True
    )
    to_on: Mapped[dt.date | None] = optional(
        Date(), N_("Đến ngày"), no=7, unit=4, level=1, listed=True
    )
    stable: Mapped[bool | None] = optional(
        YesNo(), N_("Có nơi cư trú ổn định"), no=8, unit=5, level=1
    )
    checked_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày xác minh cư trú"), no=9, unit=6, level=1
    )
    checked_by: Mapped[str | None] = optional(
        Text(max_length=80), N_("Người xác minh"), no=10, unit=6, level=1
    )
    whereabouts_unknown_since: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Không rõ tung tích từ"), no=11, unit=7, level=1
    )

    layout = sections(
        section(
            N_("Nơi cư trú"),
            ("kind", "unit_id"),
            ("hamlet_id", "address_line"),
            ("from_on", "to_on", "stable"),
            ("checked_on", "checked_by", "whereabouts_unknown_since"),
            "person_id",
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "from_on", "to_on")
