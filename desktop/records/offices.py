"""The agency itself and the people who work and sign in it."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Choice,
    Date,
    PersonName,
    Phone,
    Reference,
    Text,
    Values,
    optional,
    required,
    section,
    sections,
)
from desktop.records.record import Named, Record

SIGNER_ROLES = {
    "CHU_TICH": N_("Chủ tịch UBND"),
    "PHO_CT": N_("Phó Chủ tịch UBND"),
    "TRUONG_CA": N_("Trưởng Công an"),
    "KHONG": N_("Không ký văn bản"),
}


class Agency(Record):
    """The office whose file this is, as its papers name it (NĐ 30/2020, Phụ lục I)."""

    __tablename__ = "agencies"
    entity = 4
    singular, plural = N_("Cơ quan"), N_("Cơ quan")
    title = ("name",)

    unit_id: Mapped[uuid.UUID] = required(
        Reference("admin_units"), N_("Đơn vị hành chính"), no=1, unit=1
    )
    parent_name: Mapped[str | None] = optional(
        Text(max_length=120), N_("Cơ quan chủ quản"), no=2, unit=2
    )
    name: Mapped[str] = required(Text(max_length=120), N_("Tên cơ quan"), no=3, unit=2, listed=True)
    abbreviation: Mapped[str] = required(
        Text(max_length=20),
        N_("Chữ viết tắt trong số, ký hiệu"),
        no=4,
        unit=3,
        help=N_("Ví dụ UBND; in thành Số: 05/BC-UBND"),
    )
    place_name: Mapped[str] = required(
        Text(max_length=60), N_("Địa danh ghi trước ngày tháng"), no=5, unit=3
    )
    address: Mapped[str | None] = optional(Text(max_length=200), N_("Địa chỉ"), no=6, unit=4)
    phone: Mapped[str | None] = optional(Phone(), N_("Điện thoại"), no=7, unit=4)
    email: Mapped[str | None] = optional(Text(max_length=120), N_("Thư điện tử"), no=8, unit=4)

    layout = sections(
        section(
            N_("Cơ quan"),
            ("unit_id", "parent_name"),
            ("name", "abbreviation"),
            "place_name",
            "address",
            ("phone", "email"),
        )
    )


class Officer(Named):
    """Somebody of the office, with the days in post: case worker, signer, inspector.

    Papers of the past need the signers of their day, so nobody is removed.
    """

    __tablename__ = "officers"
    entity = 5
    singular, plural = N_("Cán bộ"), N_("Cán bộ, người ký")
    title = ("full_name",)

    full_name: Mapped[str] = required(
        PersonName(), N_("Họ và tên"), no=1, unit=1, level=0, listed=True, asked=True
    )
    position: Mapped[str] = required(Text(max_length=80), N_("Chức vụ"), no=2, unit=2, listed=True)
    signer_role: Mapped[str] = required(
        Choice(SIGNER_ROLES), N_("Quyền ký"), no=3, unit=2, listed=True
    )
    from_on: Mapped[dt.date | None] = optional(Date(), N_("Từ ngày"), no=4, unit=3, listed=True)
    to_on: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=5, unit=3, listed=True)
    phone: Mapped[str | None] = optional(Phone(), N_("Điện thoại"), no=6, unit=4, level=1)

    layout = sections(
        section(
            N_("Cán bộ"),
            ("full_name", "position"),
            ("signer_role", "phone"),
            ("from_on", "to_on"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "from_on", "to_on")


def end_before_start(values: Values, start: str, end: str) -> dict[str, str]:
    """The problem of a period that ends before it starts; from–to includes both ends."""
    first, last = values.get(start), values.get(end)
    if first is not None and last is not None and last < first:
        return {end: tr("Ngày kết thúc đứng trước ngày bắt đầu.")}
    return {}
