"""What is paid and spent by rule: dated rates of places, with the paper that set them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Choice,
    Date,
    Factor,
    Money,
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
from desktop.records.teams import ROLES

BASE_SALARY = "LUONG_CO_SO"
NORM_ITEMS = {
    **ROLES,
    BASE_SALARY: N_("Lương cơ sở"),
    "TRANG_PHUC": N_("Trang phục, một người một năm"),
    "HOAT_DONG": N_("Hoạt động, một Đội một năm"),
    "KHAC": N_("Khoản khác"),
}
FACTOR, AMOUNT = "HE_SO", "SO_TIEN"
NORM_KINDS = {FACTOR: N_("Hệ số × lương cơ sở"), AMOUNT: N_("Số tiền")}


class NormRate(Record):
    """A rate of one place and item, from one day to another; none ships with the program.

    Also the base salary stands here, with its days: it changes by decree.
    """

    __tablename__ = "norm_rates"
    entity = 30
    singular, plural = N_("Định mức"), N_("Định mức")
    title = ("item",)
    reference_data = True

    item: Mapped[str] = required(
        Choice(NORM_ITEMS), N_("Chức danh, khoản"), no=1, unit=1, listed=True
    )
    unit_id: Mapped[uuid.UUID | None] = optional(
        Reference("admin_units"),
        N_("Địa phương"),
        no=2,
        unit=1,
        listed=True,
        help=N_("Để trống: áp dụng ở mọi nơi"),
    )
    kind: Mapped[str] = required(Choice(NORM_KINDS), N_("Cách tính"), no=3, unit=2)
    factor: Mapped[Decimal | None] = required(
        Factor(),
        N_("Hệ số"),
        no=4,
        unit=2,
        listed=True,
        shown_if=lambda values: values.get("kind") == FACTOR,
    )
    amount: Mapped[int | None] = required(
        Money(),
        N_("Số tiền (đồng)"),
        no=5,
        unit=2,
        listed=True,
        shown_if=lambda values: values.get("kind") == AMOUNT,
    )
    valid_from: Mapped[dt.date | None] = optional(Date(), N_("Từ ngày"), no=6, unit=3, listed=True)
    valid_to: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=7, unit=3, listed=True)
    document: Mapped[str] = required(
        Text(max_length=200), N_("Văn bản quy định"), no=8, unit=4, listed=True
    )
    note: Mapped[str | None] = optional(Text(max_length=300), N_("Ghi chú"), no=9, unit=5)

    layout = sections(
        section(
            N_("Định mức"),
            ("item", "unit_id"),
            ("kind", "factor", "amount"),
            ("valid_from", "valid_to"),
            "document",
            "note",
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        found = end_before_start(values, "valid_from", "valid_to")
        if values.get("item") == BASE_SALARY and values.get("kind") == FACTOR:
            found["kind"] = tr("Lương cơ sở là một số tiền, không phải hệ số.")
        return found
