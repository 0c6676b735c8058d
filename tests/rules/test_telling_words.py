"""A text that is kept for ever must not tell of whom, or of what, it speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import unmarked
from desktop.rules.telling_words import Marks, telling_words

NAME = "Nguyễn Thị Hường Giang"
WHO = Marks(
    names=(NAME, "Tí, chị Giang béo", "Trần Văn Ẩn"),
    numbers=("0950123987", "048190001234", "C1234567", "zalo 0911222333"),
)
ORDINARY = (
    "Rút lại đồng ý",
    "Rút lại sự đồng ý cho xử lý dữ liệu cá nhân",
    "Lập nhầm hồ sơ, văn bản số 12 ngày 12.10.2026",
    "Hồ sơ lập trùng",
    "Đã hết thời hạn lưu trữ",
    "Theo quyết định của Tòa án nhân dân",
    "45/QĐ-SYT",
    "Thi hành văn bản, gia đình đã tí nữa thì quên",
)
SYLLABLES = "Nguyễn Trần Lê Thị Văn Hòa Thúy Đặng Ánh Ân Ngọc Bích Hường".split()
LONG_NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_reasons_tell_nothing(text: str) -> None:
    assert telling_words(text, WHO) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Gia đình {NAME} xin xóa", NAME),
        ("gia dinh NGUYEN THI HUONG GIANG xin", "NGUYEN THI HUONG GIANG"),
        ("chị Nguyễn Giang xin xóa", "Nguyễn Giang"),
        ("chị Hường Giang xin xóa", "Hường Giang"),
        ("chị Hường-Giang xin xóa", "Hường-Giang"),
        ("Gia đình Tí xin xóa", "Tí"),
        ("Con ông Trần Văn Ẩn", "Trần Văn Ẩn"),
        ("số máy 0950 123 987", "0950123987"),
        ("số máy +84950.123.987", "0950123987"),
        ("048190001234/CCCD", "048190001234"),
        ("hộ chiếu c1234567", "C1234567"),
        ("Zalo 0911222333 xin xóa", "zalo 0911222333"),
        ("Người nhiễm HIV xin xóa", "HIV"),
        ("hồ sơ Ma tuý đã xong", "Ma tuý"),
        ("nguoi cai nghien xin xoa", "cai nghien"),
        ("là nạn nhân bị mua bán", "nạn nhân"),
        ("12/MẠI DÂM", "MẠI DÂM"),
    ],
)
def test_a_name_a_number_or_a_matter_is_found(text: str, found: str) -> None:
    assert telling_words(text, WHO) == found


@given(
    LONG_NAMES, st.sampled_from([str, str.lower, str.upper, unmarked]), st.sampled_from(ORDINARY)
)
def test_a_name_is_found_however_it_is_written(name: str, written: object, reason: str) -> None:
    assert callable(written)
    told = f"{reason} {written(name)} xin"
    assert telling_words(told, Marks((name,)))


def test_ends_of_a_name_that_are_ordinary_words_count_with_capitals_only() -> None:
    police = Marks(("Trần Công An",))
    assert telling_words("Theo đề nghị của Công an xã, công an tỉnh", police) == ""
    assert telling_words("Anh Công An xin xóa", police) == "Công An"
    assert telling_words("anh trần an xin xóa", police) == "trần an"


def test_who_has_no_name_and_no_number_is_not_found_in_anything() -> None:
    assert telling_words("Rút lại đồng ý 0950123987", Marks(("", " , "), ("", "-"))) == ""
