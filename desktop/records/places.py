"""Administrative units of today and of before 01/7/2025, and the office's own hamlets."""

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

UNIT_LEVELS = {"TINH": N_("Cấp tỉnh"), "HUYEN": N_("Cấp huyện"), "XA": N_("Cấp xã")}
UNIT_KINDS = {
    "TINH": N_("Tỉnh"),
    "THANH_PHO": N_("Thành phố"),
    "HUYEN": N_("Huyện"),
    "QUAN": N_("Quận"),
    "THI_XA": N_("Thị xã"),
    "XA": N_("Xã"),
    "PHUONG": N_("Phường"),
    "THI_TRAN": N_("Thị trấn"),
    "DAC_KHU": N_("Đặc khu"),
}


class AdminUnit(Record):
    """A province, district (until 30/6/2025) or commune, with the days it existed.

    Codes repeat over time: 3,316 of today's communes carry an older unit's code.
    Source: QĐ 19/2025/QĐ-TTg and its predecessors.
    """

    __tablename__ = "admin_units"
    entity = 1
    singular, plural = N_("Đơn vị hành chính"), N_("Đơn vị hành chính")
    title = ("name",)
    reference_data = True

    code: Mapped[str | None] = optional(
        Code(max_length=5), N_("Mã đơn vị"), no=1, unit=1, listed=True, index=True
    )
    name: Mapped[str] = required(Text(max_length=80), N_("Tên đầy đủ"), no=2, unit=1, listed=True)
    level: Mapped[str] = required(Choice(UNIT_LEVELS), N_("Cấp"), no=3, unit=1, listed=True)
    kind: Mapped[str] = required(Choice(UNIT_KINDS), N_("Loại"), no=4, unit=1)
    parent_id: Mapped[uuid.UUID | None] = optional(
        Reference("admin_units"), N_("Thuộc"), no=5, unit=1, listed=True
    )
    valid_from: Mapped[dt.date | None] = optional(Date(), N_("Hiệu lực từ"), no=6, unit=2)
    valid_to: Mapped[dt.date | None] = optional(
        Date(), N_("Hiệu lực đến"), no=7, unit=2, listed=True
    )

    layout = sections(
        section(
            N_("Đơn vị hành chính"),
            ("code", "name"),
            ("level", "kind", "parent_id"),
            ("valid_from", "valid_to"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "valid_from", "valid_to")


class UnitSuccession(Record):
    """One old unit that went, whole or in part, into a unit of today."""

    __tablename__ = "unit_successions"
    entity = 2
    singular, plural = N_("Sáp nhập đơn vị"), N_("Sáp nhập đơn vị")
    title = ("old_id",)
    reference_data = True

    old_id: Mapped[uuid.UUID] = required(
        Reference("admin_units"), N_("Đơn vị cũ"), no=1, unit=1, listed=True
    )
    new_id: Mapped[uuid.UUID] = required(
        Reference("admin_units"), N_("Đơn vị nay"), no=2, unit=1, listed=True
    )

    layout = sections(section(N_("Sáp nhập đơn vị"), ("old_id", "new_id")))


class Hamlet(Record):
    """A thôn, tổ dân phố, khối phố, ấp or bản of the commune."""

    __tablename__ = "hamlets"
    entity = 3
    singular, plural = N_("Thôn, tổ dân phố"), N_("Thôn, tổ dân phố")
    title = ("name",)

    name: Mapped[str] = required(
        Text(max_length=80),
        N_("Tên thôn, tổ"),
        no=1,
        unit=1,
        listed=True,
        unique=True,
        searched=True,
    )
    leader: Mapped[str | None] = optional(
        Text(max_length=80), N_("Trưởng thôn, tổ trưởng"), no=2, unit=2, level=1, listed=True
    )
    households: Mapped[int | None] = optional(Count(), N_("Số hộ"), no=3, unit=3, listed=True)
    population: Mapped[int | None] = optional(
        Count(), N_("Số nhân khẩu"), no=4, unit=3, listed=True
    )
    counted_on: Mapped[dt.date | None] = optional(Date(past=True), N_("Số liệu ngày"), no=5, unit=3)

    layout = sections(
        section(
            N_("Thôn, tổ dân phố"),
            ("name", "leader"),
            ("households", "population", "counted_on"),
        )
    )
