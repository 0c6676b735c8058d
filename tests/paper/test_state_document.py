from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from desktop.paper.blocks import ParagraphStyle
from desktop.paper.state_document import (
    Authority,
    addressees,
    blank_date,
    capitals,
    committee_heading,
    date_words,
    grounds,
    number_line,
    place_date,
    recipients,
    signer,
    signer_lines,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (dt.date(2025, 6, 16), "ngày 16 tháng 6 năm 2025"),
        (dt.date(2025, 12, 10), "ngày 10 tháng 12 năm 2025"),
    ],
)
def test_days_under_ten_and_months_one_and_two_get_a_zero(day: dt.date, words: str) -> None:
    assert date_words(day) == words


def test_a_date_to_be_written_leaves_room() -> None:
    assert blank_date(2026) == "ngày      tháng      năm 2026"
    assert blank_date() == "ngày      tháng      năm"
    assert place_date("Thăng Bình", None, 2026).startswith("Thăng Bình, ngày      tháng")


def test_place_and_date_stand_on_one_line() -> None:
    assert place_date("Thăng Bình", dt.date(2026, 1, 5)) == (
        "Thăng Bình, ngày 05 tháng 01 năm 2026"
    )


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (5, "Số: 05/QĐ-UBND"),
        (10, "Số: 10/QĐ-UBND"),
        (1234, "Số: 1234/QĐ-UBND"),
        ("05a", "Số: 05a/QĐ-UBND"),
        (None, "Số:      /QĐ-UBND"),
        ("", "Số:      /QĐ-UBND"),
    ],
)
def test_numbers_under_ten_get_a_zero(number: int | str | None, line: str) -> None:
    assert number_line(number, "QĐ-UBND") == line


def test_capitals_are_composed() -> None:
    assert capitals(unicodedata.normalize("NFD", "xã Thăng Bình, đặc khu Lý Sơn")) == (
        "XÃ THĂNG BÌNH, ĐẶC KHU LÝ SƠN"
    )


def test_the_committee_is_the_agency_unless_a_unit_writes() -> None:
    own = committee_heading("xã Thăng Bình")
    assert (own.parent_agency, own.agency) == ((), ("ỦY BAN NHÂN DÂN", "XÃ THĂNG BÌNH"))
    team = committee_heading("xã Thăng Bình", unit="Đội công tác xã hội tình nguyện")
    assert team.parent_agency == ("ỦY BAN NHÂN DÂN", "XÃ THĂNG BÌNH")
    assert team.agency == ("ĐỘI CÔNG TÁC XÃ HỘI TÌNH NGUYỆN",)


@pytest.mark.parametrize(
    ("authority", "body", "posts", "lines"),
    [
        (
            Authority.OWN,
            "Ủy ban nhân dân",
            ("Chủ tịch",),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            Authority.DEPUTY,
            "Ủy ban nhân dân",
            ("Chủ tịch", "Phó Chủ tịch"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (Authority.OWN, None, ("Chủ tịch",), ("CHỦ TỊCH",)),
        (Authority.DEPUTY, None, ("Chủ tịch", "Phó Chủ tịch"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (Authority.ACTING, None, ("Chủ tịch",), ("Q. CHỦ TỊCH",)),
        (
            Authority.BY_ORDER,
            None,
            ("Chủ tịch", "Chánh Văn phòng"),
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ),
    ],
)
def test_lines_of_signing(
    authority: Authority, body: str | None, posts: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    assert signer_lines(authority, body, *posts) == lines


def test_recipients_end_with_the_archive_and_a_full_stop() -> None:
    block = recipients(
        ["Như Điều 4", "Sở Y tế (để b/c);"], ["VT", "VHXH"], signer(Authority.OWN, None, "Chủ tịch")
    )
    assert block.lines == ("Như Điều 4;", "Sở Y tế (để b/c);", "Lưu: VT, VHXH.")


def test_grounds_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    first, last = grounds(["Căn cứ Luật Tổ chức chính quyền địa phương.", "Theo đề nghị của Phòng"])
    assert first.text == "Căn cứ Luật Tổ chức chính quyền địa phương;"
    assert last.text == "Theo đề nghị của Phòng."
    assert first.style is ParagraphStyle.BASIS


def test_several_addressees_stand_below_each_other() -> None:
    assert [one.text for one in addressees(["Sở Y tế"])] == ["Kính gửi: Sở Y tế"]
    assert [one.text for one in addressees(["Sở Y tế", "Công an xã"])] == [
        "Kính gửi:",
        "- Sở Y tế;",
        "- Công an xã.",
    ]
