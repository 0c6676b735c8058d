"""What is to be reached in a year, handed down from above."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_
from desktop.fields import (
    Choice,
    Count,
    Reference,
    Text,
    Year,
    optional,
    required,
    section,
    sections,
)
from desktop.records.indicator_names import INDICATOR_NAMES
from desktop.records.record import Record


class Target(Record):
    """What one unit, or each unit, is to reach in a year (X01: done / planned × 100)."""

    __tablename__ = "targets"
    entity = 29
    singular, plural = N_("Chỉ tiêu giao"), N_("Chỉ tiêu giao")
    title = ("indicator",)
    reference_data = True

    year: Mapped[int] = required(Year(), N_("Năm"), no=1, unit=1, listed=True, index=True)
    indicator: Mapped[str] = required(
        Choice(INDICATOR_NAMES, width=40), N_("Chỉ tiêu"), no=2, unit=1, listed=True
    )
    unit_id: Mapped[uuid.UUID | None] = optional(
        Reference("admin_units"),
        N_("Giao cho"),
        no=3,
        unit=1,
        listed=True,
        help=N_("Để trống: mỗi nơi đều phải đạt số này"),
    )
    planned: Mapped[int] = required(Count(), N_("Kế hoạch"), no=4, unit=2, listed=True)
    document: Mapped[str | None] = optional(
        Text(max_length=200), N_("Văn bản giao"), no=5, unit=3, listed=True
    )

    layout = sections(
        section(N_("Chỉ tiêu giao"), ("year", "unit_id"), "indicator", ("planned", "document"))
    )
