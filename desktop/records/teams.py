"""The volunteer social-work team, its volunteers, their terms and roles."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from desktop.base.i18n import N_, tr
from desktop.fields import (
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Partial,
    PartialDate,
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
from desktop.records.offices import end_before_start
from desktop.records.people import SEXES
from desktop.records.record import Named, Record

TEAM_STATUSES = {
    "HOAT_DONG": N_("Đang hoạt động"),
    "TAM_NGUNG": N_("Tạm ngừng"),
    "GIAI_THE": N_("Đã giải thể"),
}
DECIDED_BY = {"HUYEN": N_("Chủ tịch UBND cấp huyện"), "XA": N_("Chủ tịch UBND cấp xã")}
ROLES = {
    "DOI_TRUONG": N_("Đội trưởng"),
    "DOI_PHO": N_("Đội phó"),
    "DOI_VIEN": N_("Đội viên"),
}
CHANGE_REASONS = {
    "XIN_THOI": N_("Xin thôi"),
    "CHUYEN_CU_TRU": N_("Chuyển nơi cư trú"),
    "CHUYEN_CONG_TAC": N_("Chuyển công tác"),
    "KHONG_DU_TIEU_CHUAN": N_("Không còn đủ tiêu chuẩn"),
    "QUA_DOI": N_("Qua đời"),
    "KHAC": N_("Khác"),
}
CRITERIA = {
    "DU_18": N_("Từ đủ 18 tuổi"),
    "SUC_KHOE": N_("Đủ sức khỏe"),
    "NANG_LUC": N_("Có năng lực hành vi dân sự đầy đủ"),
    "CU_TRU": N_("Cư trú từ 06 tháng hoặc làm việc tại xã"),
    "TU_NGUYEN": N_("Tự nguyện tham gia"),
}
"""The five criteria of TTLT 24/2012/TTLT-BLĐTBXH-BNV-BTC, Điều 4."""


class Team(Record):
    """A Đội công tác xã hội tình nguyện; a commune may have several.

    Established by the district chairman under TTLT 24/2012, by the commune chairman since
    TT 14/2025/TT-BYT, Điều 2.
    """

    __tablename__ = "teams"
    entity = 12
    singular, plural = N_("Đội tình nguyện"), N_("Đội tình nguyện")
    title = ("name",)

    name: Mapped[str] = required(
        Text(max_length=160),
        N_("Tên Đội"),
        no=1,
        unit=1,
        listed=True,
        unique=True,
        searched=True,
    )
    unit_id: Mapped[uuid.UUID] = required(
        Reference("admin_units"), N_("Xã, phường"), no=2, unit=2, listed=True
    )
    decision_no: Mapped[str | None] = optional(
        Code(max_length=40), N_("Quyết định thành lập số"), no=3, unit=3, listed=True
    )
    decision_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày quyết định"), no=4, unit=3, listed=True
    )
    decision_signer: Mapped[str | None] = optional(
        Text(max_length=120), N_("Người ký"), no=5, unit=3
    )
    decided_by: Mapped[str | None] = optional(Choice(DECIDED_BY), N_("Cấp ký"), no=6, unit=3)
    regulation_no: Mapped[str | None] = optional(
        Code(max_length=40), N_("Quy chế hoạt động số"), no=7, unit=4
    )
    regulation_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày phê duyệt Quy chế"), no=8, unit=4
    )
    quota: Mapped[int] = required(
        Count(minimum=1, maximum=99),
        N_("Số lượng theo quyết định"),
        no=9,
        unit=5,
        listed=True,
    )
    status: Mapped[str] = required(
        Choice(TEAM_STATUSES), N_("Trạng thái"), no=10, unit=6, listed=True, asked=True
    )
    status_decision_no: Mapped[str | None] = optional(
        Code(max_length=40), N_("Quyết định tạm ngừng, giải thể số"), no=11, unit=6
    )
    ended_on: Mapped[dt.date | None] = optional(
        Date(), N_("Ngày tạm ngừng, giải thể"), no=12, unit=6
    )
    area: Mapped[str | None] = optional(
        Text(max_length=400), N_("Địa bàn phụ trách"), no=13, unit=7
    )
    premises: Mapped[str | None] = optional(
        Text(max_length=400, lines=2), N_("Trụ sở, trang thiết bị"), no=14, unit=8
    )

    layout = sections(
        section(N_("Đội"), ("name", "unit_id"), ("quota", "status"), ("area", "premises")),
        section(
            N_("Quyết định và Quy chế"),
            ("decision_no", "decision_on"),
            ("decided_by", "decision_signer"),
            ("regulation_no", "regulation_on"),
            ("status_decision_no", "ended_on"),
        ),
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        ended = values.get("ended_on")
        if values.get("status") != "HOAT_DONG" and not ended:
            return {"ended_on": tr("Cần ghi ngày tạm ngừng hoặc giải thể.")}
        if values.get("status") == "HOAT_DONG" and ended:
            return {"ended_on": tr("Đội đang hoạt động thì để trống ngày này.")}
        return end_before_start(values, "decision_on", "ended_on")


class Volunteer(Named):
    """Somebody who serves, or served, in a team; kept apart from the people who are supported."""

    __tablename__ = "volunteers"
    entity = 13
    singular, plural = N_("Tình nguyện viên"), N_("Tình nguyện viên")
    title = ("full_name",)

    full_name: Mapped[str] = required(
        PersonName(), N_("Họ và tên"), no=1, unit=1, level=1, listed=True, asked=True
    )
    sex: Mapped[str] = required(
        Choice(SEXES), N_("Giới tính"), no=2, unit=2, level=1, listed=True, asked=True
    )
    birth_date: Mapped[Partial | None] = optional(
        PartialDate(past=True), N_("Ngày sinh"), no=3, unit=3, level=1, listed=True, asked=True
    )
    id_number: Mapped[str | None] = optional(
        CitizenNumber(), N_("Số căn cước"), no=4, unit=4, level=1, unique=True, asked=True
    )
    address: Mapped[str | None] = optional(
        Text(max_length=200), N_("Nơi cư trú, nơi công tác"), no=5, unit=5, level=1, listed=True
    )
    phone: Mapped[str | None] = optional(
        Phone(), N_("Điện thoại"), no=6, unit=6, level=1, listed=True
    )
    education: Mapped[str | None] = optional(
        Choice(code_list="L3"), N_("Trình độ"), no=7, unit=7, level=1
    )
    criteria: Mapped[tuple[str, ...] | None] = optional(
        Choices(CRITERIA),
        N_("Tiêu chuẩn"),
        no=8,
        unit=8,
        level=1,
        help=N_("Năm tiêu chuẩn của TTLT 24/2012, Điều 4"),
    )
    applied_on: Mapped[dt.date | None] = optional(
        Date(past=True), N_("Ngày đơn tự nguyện"), no=9, unit=8, level=1
    )
    background: Mapped[str | None] = optional(
        Text(max_length=300),
        N_("Từng là người được hỗ trợ"),
        no=10,
        unit=9,
        level=2,
        help=N_("Chỉ ghi khi người đó đồng ý"),
    )
    bank_account: Mapped[str | None] = optional(
        Text(max_length=60), N_("Số tài khoản"), no=11, unit=10, level=2
    )

    layout = sections(
        section(
            N_("Tình nguyện viên"),
            ("full_name", "sex", "birth_date"),
            ("id_number", "phone", "education"),
            "address",
            ("criteria", "applied_on"),
            ("background", "bank_account"),
        )
    )


class Membership(Record):
    """A volunteer's time in a team; both days count."""

    __tablename__ = "memberships"
    entity = 14
    singular, plural = N_("Thành viên Đội"), N_("Thành viên Đội")
    title = ("volunteer_id",)
    parent = "team_id"

    team_id: Mapped[uuid.UUID] = required(Reference("teams"), N_("Đội"), no=1, unit=1, listed=True)
    volunteer_id: Mapped[uuid.UUID] = required(
        Reference("volunteers", of_office=True),
        N_("Tình nguyện viên"),
        no=2,
        unit=1,
        level=1,
        listed=True,
    )
    represents: Mapped[str | None] = optional(
        Choice(code_list="L5"), N_("Đơn vị, đoàn thể đại diện"), no=3, unit=2, listed=True
    )
    from_on: Mapped[dt.date] = required(
        Date(), N_("Vào Đội từ ngày"), no=4, unit=3, listed=True, index=True
    )
    to_on: Mapped[dt.date | None] = optional(Date(), N_("Đến ngày"), no=5, unit=3, listed=True)
    change_reason: Mapped[str | None] = optional(
        Choice(CHANGE_REASONS), N_("Lý do thôi"), no=6, unit=3, listed=True
    )
    decision_no: Mapped[str | None] = optional(
        Code(max_length=40), N_("Quyết định số"), no=7, unit=4
    )

    layout = sections(
        section(
            N_("Thành viên"),
            ("volunteer_id", "represents"),
            ("from_on", "to_on", "change_reason"),
            ("decision_no", "team_id"),
        )
    )

    @classmethod
    def problems(cls, values: Values) -> dict[str, str]:
        if values.get("to_on") and not values.get("change_reason"):
            return {"change_reason": tr("Thành viên thôi tham gia thì phải có lý do.")}
        return end_before_start(values, "from_on", "to_on")


class MembershipRole(Record):
    """The role a member holds from a day on, until the next one."""

    __tablename__ = "membership_roles"
    entity = 15
    singular, plural = N_("Chức danh"), N_("Chức danh")
    title = ("role",)
    parent = "membership_id"

    membership_id: Mapped[uuid.UUID] = required(
        Reference("memberships"), N_("Thành viên"), no=1, unit=1
    )
    role: Mapped[str] = required(Choice(ROLES), N_("Chức danh"), no=2, unit=2, listed=True)
    from_on: Mapped[dt.date] = required(Date(), N_("Từ ngày"), no=3, unit=2, listed=True)

    layout = sections(section(N_("Chức danh"), ("role", "from_on", "membership_id")))
