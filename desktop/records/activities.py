"""What the teams and the levels above them do: activities, products, trainings."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
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
from desktop.records.offices import end_before_start
from desktop.records.record import Record

DUTIES = {
    "A": N_("a) Thông tin, tuyên truyền, giáo dục"),
    "B": N_("b) Quản lý, tư vấn, cảm hóa, hỗ trợ"),
    "C": N_("c) Phát hiện, báo tin"),
    "D": N_("d) Tham gia chương trình kinh tế - xã hội"),
    "DD": N_("đ) Lồng ghép phong trào"),
}
"""The five duties of TTLT 24/2012/TTLT-BLĐTBXH-BNV-BTC, Điều 10."""

TOPICS = {
    "MA_TUY": N_("Ma túy"),
    "MAI_DAM": N_("Mại dâm"),
    "MUA_BAN_NGUOI": N_("Mua bán người"),
    "HIV": N_("HIV/AIDS"),
    "XAY_DUNG_DOI": N_("Về xây dựng Đội"),
    "KHAC": N_("Khác"),
}
ORGANISERS = {
    "TINH": N_("Cấp tỉnh"),
    "HUYEN": N_("Cấp huyện"),
    "XA": N_("Cấp xã"),
    "DOI": N_("Đội"),
}
_PARTS = ("women", "ethnic_minority", "under_18")


class Activity(Record):
    """Something that was done on a day: a class, a talk, a night of propaganda, a patrol."""

    __tablename__ = "activities"
    entity = 16
    singular, plural = N_("Hoạt động"), N_("Hoạt động")
    title = ("summary",)
    parent = "team_id"
    counts_on = "from_on"

    from_on: Mapped[dt.date] = required(
        Date(past=True), N_("Từ ngày"), no=1, unit=1, listed=True, index=True
    )
    to_on: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=2, unit=1)
    team_id: Mapped[uuid.UUID | None] = optional(
        Reference("teams", of_office=True), N_("Đội thực hiện"), no=3, unit=2, listed=True
    )
    unit_id: Mapped[uuid.UUID | None] = optional(
        Reference("admin_units"), N_("Xã, phường"), no=4, unit=2
    )
    summary: Mapped[str] = required(
        Text(max_length=300), N_("Nội dung"), no=5, unit=3, listed=True, searched=True
    )
    duty: Mapped[str] = required(Choice(DUTIES), N_("Nhóm nhiệm vụ"), no=6, unit=4)
    type: Mapped[str] = required(
        Choice(code_list="L13"), N_("Loại hoạt động"), no=7, unit=4, listed=True
    )
    topics: Mapped[tuple[str, ...]] = required(Choices(TOPICS), N_("Chủ đề"), no=8, unit=5)
    organiser_level: Mapped[str] = required(
        Choice(ORGANISERS), N_("Cấp tổ chức"), no=9, unit=6, listed=True
    )
    partners: Mapped[str | None] = optional(
        Text(max_length=300), N_("Đơn vị phối hợp"), no=10, unit=7
    )
    programme: Mapped[str | None] = optional(
        Choice(code_list="L14"), N_("Chương trình, phong trào"), no=11, unit=8
    )
    place: Mapped[str | None] = optional(Text(max_length=200), N_("Địa điểm"), no=12, unit=9)
    hamlet_id: Mapped[uuid.UUID | None] = optional(
        Reference("hamlets", of_office=True), N_("Thôn, tổ"), no=13, unit=9, listed=True
    )
    audience: Mapped[tuple[str, ...] | None] = optional(
        Choices(code_list="L15"), N_("Nhóm người nghe"), no=14, unit=10
    )
    sessions: Mapped[int] = required(
        Count(minimum=1), N_("Số buổi, lớp, cuộc"), no=15, unit=11, listed=True
    )
    attendance: Mapped[int] = required(Count(), N_("Số lượt người"), no=16, unit=12, listed=True)
    estimated: Mapped[bool | None] = optional(YesNo(), N_("Ước tính"), no=17, unit=12)
    women: Mapped[int | None] = optional(Count(), N_("Trong đó nữ"), no=18, unit=12)
    ethnic_minority: Mapped[int | None] = optional(Count(), N_("Dân tộc thiểu số"), no=19, unit=12)
    under_18: Mapped[int | None] = optional(Count(), N_("Dưới 18 tuổi"), no=20, unit=12)
    actor: Mapped[str | None] = optional(
        Text(max_length=200), N_("Người thực hiện"), no=21, unit=13, level=1
    )
    minutes_file: Mapped[StoredFile | None] = optional(
        Attachment(), N_("Ảnh, biên bản"), no=22, unit=14
    )

    layout = sections(
        section(
            N_("Hoạt động"),
            ("from_on", "to_on", "organiser_level"),
            "summary",
            ("duty", "type"),
            "topics",
            ("team_id", "unit_id"),
        ),
        section(
            N_("Nơi chốn và người dự"),
            ("hamlet_id", "place"),
            "audience",
            ("sessions", "attendance", "estimated"),
            ("women", "ethnic_minority", "under_18"),
        ),
        section(N_("Phối hợp"), ("partners", "programme"), ("actor", "minutes_file")),
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        found = end_before_start(values, "from_on", "to_on")
        total = values.get("attendance")
        for part in _PARTS:
            if total is not None and (values.get(part) or 0) > total:
                found[part] = tr("Không thể nhiều hơn tổng số lượt người.")
        return found


class ActivityProduct(Record):
    """What an activity made or handed out: leaflets, articles, broadcasts (L16)."""

    __tablename__ = "activity_products"
    entity = 17
    singular, plural = N_("Sản phẩm"), N_("Sản phẩm")
    title = ("type",)
    parent = "activity_id"

    activity_id: Mapped[uuid.UUID] = required(
        Reference("activities"), N_("Hoạt động"), no=1, unit=1
    )
    type: Mapped[str] = required(
        Choice(code_list="L16"), N_("Loại sản phẩm"), no=2, unit=2, listed=True
    )
    quantity: Mapped[int] = required(Count(minimum=1), N_("Số lượng"), no=3, unit=2, listed=True)
    hours: Mapped[int | None] = optional(
        Count(), N_("Số giờ phát"), no=4, unit=2, listed=True, help=N_("Chỉ với phát loa")
    )

    layout = sections(section(N_("Sản phẩm"), ("type", "quantity", "hours"), "activity_id"))


class Training(Record):
    """Classes for members of the teams (topics L18)."""

    __tablename__ = "trainings"
    entity = 18
    singular, plural = N_("Lớp tập huấn"), N_("Tập huấn")
    title = ("topic_text",)
    counts_on = "from_on"

    from_on: Mapped[dt.date] = required(
        Date(past=True), N_("Từ ngày"), no=1, unit=1, listed=True, index=True
    )
    to_on: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=2, unit=1)
    topics: Mapped[tuple[str, ...]] = required(
        Choices(code_list="L18"), N_("Nội dung tập huấn"), no=3, unit=2, listed=True
    )
    topic_text: Mapped[str] = required(
        Text(max_length=300), N_("Tên lớp"), no=4, unit=2, listed=True, searched=True
    )
    organiser_level: Mapped[str] = required(
        Choice(ORGANISERS), N_("Cấp tổ chức"), no=5, unit=3, listed=True
    )
    organiser: Mapped[str | None] = optional(
        Text(max_length=200), N_("Đơn vị tổ chức"), no=6, unit=3
    )
    classes: Mapped[int] = required(Count(minimum=1), N_("Số lớp"), no=7, unit=4, listed=True)
    attendance: Mapped[int] = required(Count(), N_("Số lượt người dự"), no=8, unit=4, listed=True)
    trainer: Mapped[str | None] = optional(Text(max_length=200), N_("Giảng viên"), no=9, unit=5)

    layout = sections(
        section(
            N_("Lớp tập huấn"),
            ("from_on", "to_on"),
            "topic_text",
            "topics",
            ("organiser_level", "organiser"),
            ("classes", "attendance", "trainer"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        return end_before_start(values, "from_on", "to_on")


class TrainingAttendance(Record):
    """One volunteer who took part in a training."""

    __tablename__ = "training_attendances"
    entity = 19
    singular, plural = N_("Người dự tập huấn"), N_("Người dự tập huấn")
    title = ("volunteer_id",)
    parent = "training_id"

    training_id: Mapped[uuid.UUID] = required(
        Reference("trainings"), N_("Lớp tập huấn"), no=1, unit=1
    )
    volunteer_id: Mapped[uuid.UUID] = required(
        Reference("volunteers", of_office=True),
        N_("Tình nguyện viên"),
        no=2,
        unit=1,
        level=1,
        listed=True,
    )

    layout = sections(section(N_("Người dự"), ("volunteer_id", "training_id")))
