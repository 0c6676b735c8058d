"""Code lists L1 to L23 as dated rows that an office can edit and the province hands down."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_
from desktop.fields import Code, Count, Date, Text, optional, required, section, sections
from desktop.records.record import Record


class CodeItem(Record):
    """One value of a code list, with the days it may be chosen.

    An item that is no longer offered keeps its label on old records.
    """

    __tablename__ = "code_items"
    entity = 25
    singular, plural = N_("Mục danh mục"), N_("Danh mục")
    title = ("label",)
    reference_data = True

    code_list: Mapped[str] = required(
        Code(max_length=10), N_("Danh mục"), no=1, unit=1, listed=True, index=True
    )
    code: Mapped[str] = required(Code(max_length=40), N_("Mã"), no=2, unit=1, listed=True)
    label: Mapped[str] = required(Text(max_length=200), N_("Tên gọi"), no=3, unit=2, listed=True)
    position: Mapped[int] = required(Count(), N_("Thứ tự"), no=4, unit=3, listed=True)
    valid_from: Mapped[dt.date | None] = optional(
        Date(), N_("Dùng từ ngày"), no=5, unit=4, listed=True
    )
    valid_to: Mapped[dt.date | None] = optional(
        Date(), N_("Ngừng sau ngày"), no=6, unit=4, listed=True
    )

    layout = sections(
        section(
            N_("Mục danh mục"),
            ("code_list", "code"),
            ("label", "position"),
            ("valid_from", "valid_to"),
        )
    )
