"""The families of people who are supported."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_
from desktop.fields import (
    Choice,
    CitizenNumber,
    PersonName,
    Phone,
    Reference,
    Text,
    Year,
    YesNo,
    optional,
    required,
    section,
    sections,
)
from desktop.records.record import Record

RELATIONS = {
    "CHA": N_("Cha"),
    "ME": N_("Mẹ"),
    "VO": N_("Vợ"),
    "CHONG": N_("Chồng"),
    "CON": N_("Con"),
    "ANH_CHI_EM": N_("Anh, chị, em"),
    "GIAM_HO": N_("Người giám hộ"),
    "KHAC": N_("Khác"),
}
HOUSEHOLDS = {
    "NGHEO": N_("Hộ nghèo"),
    "CAN_NGHEO": N_("Hộ cận nghèo"),
    "KHONG": N_("Không thuộc hộ nghèo, cận nghèo"),
    "KHAC": N_("Khác"),
}


class FamilyMember(Record):
    """A relative, as Mẫu 05 NĐ 105/2021 and Mẫu 22 NĐ 116/2021 ask."""

    __tablename__ = "family_members"
    entity = 8
    singular, plural = N_("Người thân"), N_("Gia đình")
    title = ("full_name",)
    parent = "person_id"

    person_id: Mapped[uuid.UUID] = required(Reference("people"), N_("Người"), no=1, unit=1, level=1)
    full_name: Mapped[str] = required(
        PersonName(), N_("Họ và tên"), no=2, unit=2, level=1, listed=True, asked=True
    )
    relation: Mapped[str] = required(
        Choice(RELATIONS), N_("Quan hệ"), no=3, unit=2, level=1, listed=True
    )
    birth_year: Mapped[int | None] = optional(
        Year(), N_("Năm sinh"), no=4, unit=3, level=1, listed=True, asked=True
    )
    id_number: Mapped[str | None] = optional(
        CitizenNumber(), N_("Số căn cước"), no=5, unit=4, level=1, asked=True
    )
    occupation: Mapped[str | None] = optional(
        Text(max_length=120), N_("Nghề nghiệp"), no=6, unit=5, level=1, listed=True
    )
    phone: Mapped[str | None] = optional(
        Phone(), N_("Điện thoại"), no=7, unit=6, level=1, listed=True
    )
    is_caregiver: Mapped[bool | None] = optional(
        YesNo(), N_("Người chăm sóc chính"), no=8, unit=7, level=1, listed=True
    )
    is_assigned_helper: Mapped[bool | None] = optional(
        YesNo(), N_("Được phân công giúp đỡ"), no=9, unit=8, level=1
    )
    household_status: Mapped[str | None] = optional(
        Choice(HOUSEHOLDS), N_("Hoàn cảnh hộ"), no=10, unit=9, level=2
    )

    layout = sections(
        section(
            N_("Người thân"),
            ("full_name", "relation", "birth_year"),
            ("id_number", "phone", "occupation"),
            ("is_caregiver", "is_assigned_helper", "household_status"),
            "person_id",
        )
    )
