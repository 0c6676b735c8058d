"""Sentences with gaps, and the texts that ship."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from desktop.base.errors import InvalidValue
from desktop.base.resources import resource
from desktop.base.text import tone_placed
from desktop.indicators.definitions import INDICATORS
from desktop.indicators.periods import quarter
from desktop.indicators.phrases import (
    FilledSection,
    Group,
    Options,
    Paragraph,
    fill,
    fill_letter,
    fill_paragraph,
    period_texts,
    team_sizes,
)
from indicators.indicator_rows import shipped_letter as letter

NOTHING = dict.fromkeys(INDICATORS, 0) | {
    f"{code}.{part}": 0 for code, one in INDICATORS.items() for part in one.parts
}
TODAY = dt.date(2026, 9, 30)


def commune(**figures: int) -> dict[str, FilledSection]:
    values = NOTHING | {key.replace("_", ".", 1): number for key, number in figures.items()}
    words = period_texts(quarter(2026, 3), "phường Tam Kỳ")
    return {one.code: one for one in fill_letter(letter("T10", TODAY), values, words)}


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{T08} buổi", "03 buổi"),
        ("{T02} lượt", "56.412 lượt"),
        ("{T01.XA} và {T01.XA+DOI}", "07 và 12"),
        ("{T01.HUYEN} buổi", "00 buổi"),
        ("ở {area}[, {T01.HUYEN} buổi][, {T08} buổi]", "ở xã Đại Đồng, 03 buổi"),
    ],
)
def test_gaps_are_filled_and_empty_clauses_left_out(template: str, shown: str) -> None:
    values = {"T08": 3, "T02": 56_412, "T01": 12, "T01.XA": 7, "T01.DOI": 5}
    assert fill(template, values, {"area": "xã Đại Đồng"}) == shown


@pytest.mark.parametrize(
    ("number", "step", "shown"),
    [
        (56_412, 100, "hơn 56.400"),
        (56_400, 100, "56.400"),
        (5_000, 1_000, "5.000"),
        (77_251, 50, "hơn 77.250"),
        (60, 100, "60"),
        (3, 100, "03"),
    ],
)
def test_totals_are_rounded_down_only_where_the_office_wants_it(
    number: int, step: int, shown: str
) -> None:
    assert fill("{T02}", {"T02": number}, {}, Options(steps={"T02": step})) == shown
    assert "hơn" not in fill("{T02}", {"T02": number}, {})


def test_a_nought_before_small_counts_is_an_option() -> None:
    values = {"T08": 3, "D04": 4, "D04.7": 3, "D04.5": 1}
    plain = Options(padded=False)
    assert fill("{T08} buổi", values, {}, plain) == "3 buổi"
    assert fill("{D04:sizes}", values, {}, plain) == (
        "3 Đội có 7 tình nguyện viên và 1 Đội có 5 tình nguyện viên"
    )


def test_team_sizes_stand_from_the_biggest_to_the_empty_ones() -> None:
    assert team_sizes({"D04.5": 3, "D04.10": 1, "D04.0": 2, "D04.7": 0}) == (
        "01 Đội có 10 tình nguyện viên, 03 Đội có 5 tình nguyện viên và 02 Đội chưa có thành viên"
    )
    assert team_sizes({"D04.7": 1}) == "01 Đội có 7 tình nguyện viên"
    assert team_sizes({}) == ""


@pytest.mark.parametrize("gap", ["{T99}", "{T01}", "{tinh}", "[{T01} buổi]", "{}x{ }"])
def test_a_gap_that_nothing_fills_is_named(gap: str) -> None:
    with pytest.raises(InvalidValue, match="Báo cáo chưa được lập"):
        fill(gap, {"T08": 3}, {})


def test_a_list_leaves_out_what_did_not_happen() -> None:
    groups = (Group(("{T05} lớp", "{T06} buổi"), last=" và "), Group(("{T10} cuộc",)))
    paragraph = Paragraph("Đã tổ chức {list}.", groups, "Chưa tổ chức gì ở {area}.")

    def shown(t05: int, t06: int, t10: int) -> str:
        return fill_paragraph(paragraph, {"T05": t05, "T06": t06, "T10": t10}, {"area": "xã"})

    assert shown(1, 2, 3) == "Đã tổ chức 01 lớp và 02 buổi; 03 cuộc."
    assert shown(0, 2, 0) == "Đã tổ chức 02 buổi."
    assert shown(0, 0, 0) == "Chưa tổ chức gì ở xã."


def test_the_text_follows_the_day_of_the_report() -> None:
    assert letter("T10", dt.date(2025, 6, 30)).valid_to == dt.date(2025, 6, 30)
    assert letter("T10", dt.date(2025, 7, 1)).valid_from == dt.date(2025, 7, 1)


@pytest.mark.parametrize("on", [dt.date(2020, 12, 31), TODAY])
def test_a_report_on_nothing_reads_as_one(on: dt.date) -> None:
    words = period_texts(quarter(2026, 3), "phường Tam Kỳ")
    paragraphs = [
        p for one in fill_letter(letter("T10", on), NOTHING, words) for p in one.paragraphs
    ]
    assert not [p for p in paragraphs if " 00 " in p or "()" in p or "  " in p or "{" in p]
    assert sum("hưa" in p for p in paragraphs) >= 4


def test_a_commune_of_today_reads_as_one() -> None:
    sections = commune(
        D01=1, D02=1, D03=7, D04=1, D04_7=1, D06=2, D06_VAO=2, D07=3, D07_DA_TAP_HUAN=3,
        D07_TONG_SO=7, T01=5, T01_XA=2, T01_DOI=3, T02=140, T03=1, T03_TINH=1, T04=3,
        T05=4, T11=2, T12=310, T18=500, T19=12, T19_LAN=12,
    )  # fmt: skip
    assert sections["1"].paragraphs == (
        "Tính đến ngày 30/09/2026, trên địa bàn phường Tam Kỳ có 01 Đội công tác xã hội tình "
        "nguyện, với 07 tình nguyện viên tham gia, trong đó: 01 Đội có 7 tình nguyện viên. "
        "Có 02 người vào Đội trong quý III năm 2026.",
    )
    assert (
        sections["2"]
        .paragraphs[0]
        .endswith(
            "trong quý III năm 2026 là 05 buổi (xã, phường, đặc khu tổ chức 02 buổi; "
            "Đội tổ chức 03 buổi); với 140 lượt người tham dự."
        )
    )
    assert (
        sections["3"]
        .paragraphs[0]
        .endswith(
            "là 01 lớp (cấp tỉnh tổ chức 01 lớp); với 03 lượt người tham dự. "
            "Đã có 03 thành viên được tập huấn."
        )
    )
    assert sections["4.1"].paragraphs[1:] == (
        "Đội công tác xã hội tình nguyện trong quý III năm 2026 đã tổ chức được 04 lớp tuyên "
        "truyền, giáo dục pháp luật; tuyên truyền tại 02 cuộc họp dân ở thôn, tổ dân phố; "
        "với 310 lượt người tham gia.",
        "Ngoài ra, đã phát loa truyền thanh 12 lần; phát 500 tờ rơi.",
    )


def all_texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    children: list[Any] = list(value.values()) if isinstance(value, dict) else list(value or [])
    return [text for child in children if not isinstance(child, int) for text in all_texts(child)]


def test_the_shipped_text_is_written_in_one_spelling() -> None:
    data = json.loads(resource("letters/t10.json").read_text(encoding="utf-8"))
    words = {word for text in all_texts(data) for word in text.lower().replace(",", " ").split()}
    wrong = [word for word in words if word.isalpha() and tone_placed(word) != word]
    assert wrong == []


def test_the_versions_of_a_text_follow_each_other_without_a_gap() -> None:
    versions = json.loads(resource("letters/t10.json").read_text(encoding="utf-8"))["versions"]
    ends = [dt.date.fromisoformat(one["valid_to"]) for one in versions[:-1]]
    starts = [dt.date.fromisoformat(one["valid_from"]) for one in versions[1:]]
    assert versions[0]["valid_from"] is None
    assert versions[-1]["valid_to"] is None
    assert [end + dt.timedelta(days=1) for end in ends] == starts
