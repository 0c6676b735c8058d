"""The text of a section as people edit it, and what is refused of it."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import UserError
from desktop.base.resources import resource
from desktop.indicators.definitions import INDICATORS
from desktop.indicators.letter_checks import part_problems, template_problems
from desktop.indicators.letter_text import parse_rounding, parse_text, write_text
from desktop.indicators.letters import letter
from desktop.indicators.periods import quarter
from desktop.indicators.phrases import (
    Group,
    Options,
    Paragraph,
    fill_letter,
    fill_paragraph,
    period_texts,
)
from desktop.records import LetterPart, LetterTemplate
from indicators.indicator_rows import add, empty_office, shipped_letter

FILLED = Path(__file__).with_name("filled_letters.json")
EXAMPLE = """
{tính đến}, {địa bàn} yên ổn.

Đã {liệt kê}; xong.
- tổ chức {T13} đêm
~
- xây dựng {T16} pano
- {T17} câu khẩu hiệu
- phát {T18} tờ rơi
~ , và
- mở {T05} lớp
- {T06} buổi
~ ;
= Chưa có gì {trong kỳ}.
- Một gạch đầu dòng bình thường: {D04:chia ra}.
"""


def versions() -> list[dict[str, Any]]:
    return json.loads(resource("letters/t10.json").read_text(encoding="utf-8"))["versions"]


SHIPPED = [
    (at, part["code"], part) for at, one in enumerate(versions()) for part in one["sections"]
]


def test_the_form_says_what_stands_between_what() -> None:
    first, listed, last = parse_text(EXAMPLE)
    assert first == Paragraph("{until}, {area} yên ổn.")
    assert listed.text == "Đã {list}; xong."
    assert listed.empty == "Chưa có gì {within}."
    assert listed.groups == (
        Group(("tổ chức {T13} đêm",)),
        Group(("xây dựng {T16} pano", "{T17} câu khẩu hiệu", "phát {T18} tờ rơi"), ", ", " và "),
        Group(("mở {T05} lớp", "{T06} buổi"), "; ", "; "),
    )
    assert last == Paragraph("- Một gạch đầu dòng bình thường: {D04:sizes}.")
    values = {"T13": 1, "T16": 2, "T17": 3, "T18": 4, "T05": 5, "T06": 6}
    assert fill_paragraph(listed, values, {}) == (
        "Đã tổ chức 01 đêm; xây dựng 02 pano, 03 câu khẩu hiệu và phát 04 tờ rơi; "
        "mở 05 lớp; 06 buổi; xong."
    )


def test_names_of_the_program_are_understood_as_well() -> None:
    assert parse_text("{until} {list}\n- {D04:sizes}\n= {within}") == parse_text(
        "{tính đến} {liệt kê}\n– {D04:chia ra}\n=  {trong kỳ}"
    )


WORD = st.text("aăâbcđeêghôơưyễ09,.;()–/~=-", min_size=1, max_size=8)
GAP = st.sampled_from(["{T05}", "{D04:sizes}", "{within}", "[, {T19.GIO} giờ]", "{T01.XA+DOI}"])
LINE = st.lists(st.one_of(WORD, GAP), max_size=4).map(lambda found: " ".join(["Đã", *found]))
ITEM = st.builds("{} {{T05}}".format, LINE)
SIGN = st.sampled_from([", ", "; ", " và ", " cùng ", ": "])
LAST = st.one_of(SIGN, st.just(" cùng với "), st.just(", và "))
GROUP = st.builds(Group, st.lists(ITEM, min_size=1, max_size=4).map(tuple), SIGN, LAST)
PLAIN = st.builds(
    Paragraph, st.one_of(LINE, LINE.map("- {}".format), LINE.map("{{within}} {}".format))
)
LISTED = st.builds(
    Paragraph,
    st.builds("{} {{list}} {}".format, LINE, LINE),
    st.lists(GROUP, min_size=1, max_size=3).map(tuple),
    LINE,
)


@given(st.lists(st.one_of(PLAIN, LISTED), max_size=5).map(tuple))
def test_what_is_written_is_read_again(paragraphs: tuple[Paragraph, ...]) -> None:
    text = write_text(paragraphs)
    assert parse_text(text) == paragraphs
    assert write_text(parse_text(text)) == text


@pytest.mark.parametrize(("version", "code", "part"), SHIPPED)
def test_a_shipped_section_is_written_as_the_program_writes_it(
    version: int, code: str, part: dict[str, Any]
) -> None:
    text = "\n".join(part["text"])
    assert write_text(parse_text(text)) == text
    assert part_problems({"heading": part["heading"], "text": text}) == {}
    assert template_problems(versions()[version]) == {}, code


def figures(step: int, at_least: int) -> dict[str, int]:
    keys = [key for code, one in INDICATORS.items() for key in (code, *_parts(code, one.parts))]
    found = {key: zlib.crc32(key.encode()) for key in [*keys, "D04.7", "D04.5"]}
    return {key: 0 if number % step else at_least + number % 400 for key, number in found.items()}


def _parts(code: str, parts: Any) -> list[str]:
    return [f"{code}.{part}" for part in parts]


@pytest.mark.parametrize("on", [dt.date(2020, 12, 31), dt.date(2026, 9, 30)])
@pytest.mark.parametrize(("step", "at_least"), [(1, 1), (3, 900), (1, 5_000), (10**12, 1)])
def test_what_ships_says_what_it_always_said(
    on: dt.date, step: int, at_least: int, write_golden: bool
) -> None:
    text = shipped_letter("T10", on)
    words = period_texts(quarter(2026, 3), "phường Tam Kỳ")
    told = Options(steps=text.steps)
    filled = fill_letter(text, figures(step, at_least), words, told)
    now = [text.title, *([one.code, one.title, *one.paragraphs] for one in filled)]
    kept = json.loads(FILLED.read_text("utf-8")) if FILLED.exists() else {}
    key = f"{on} {step} {at_least}"
    if write_golden:
        kept[key] = now
        FILLED.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert now == kept[key]


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("Có {T99} buổi.", "Có {T99} buổi.", "không có số liệu hay lời nào tên {T99}"),
        ("Có {abc} buổi.", "Có {abc} buổi.", "tên {abc}"),
        ("Có {T01.ABC} buổi.", "Có {T01.ABC}", "tên {T01.ABC}"),
        ("Có {T05.XA} buổi.", "Có {T05.XA}", "tên {T05.XA}"),
        ("Có {T05:chia ra} buổi.", "Có {T05:chia ra}", "tên {T05:chia ra}"),
        ("Một.\nCó {T05 buổi.", "Có {T05 buổi.", "ngoặc nhọn"),
        ("Có {} buổi.", "Có {}", "ngoặc nhọn"),
        ("Có {T05} buổi[, {T06} lớp.", "Có {T05} buổi[", "ngoặc vuông"),
        ("Có[ một [ {T06} lớp]].", "Có[ một", "ngoặc vuông"),
        ("Có[ một lớp].", "Có[ một lớp]", "không bao giờ được viết ra"),
        ("Có {liệt kê}.", "Có {liệt kê}.", "cần các dòng bắt đầu bằng “- ”"),
        ("Có {list}.\n= Không.", "Có {liệt kê}.", "cần các dòng bắt đầu bằng “- ”"),
        ("Có {liệt kê}.\n- {T05} lớp", "Có {liệt kê}.", "thiếu dòng cuối “= ”"),
        ("Có {liệt kê}.\n- {T05} lớp\nHết.", "Có {liệt kê}.", "thiếu dòng cuối “= ”"),
        ("Có {liệt kê}.\n- {T05} lớp\n=", "=", "chưa có lời"),
        ("Có {liệt kê}.\n-\n= Không.", "-", "chưa có lời"),
        ("Có {liệt kê}.\n~ ;\n- {T05}\n= Không.", "~ ;", "chưa có ý nào"),
        ("Có {liệt kê}.\n- một lớp\n= Không.", "một lớp", "không có số liệu nào"),
        ("Có {liệt kê}.\n- {T05} {liệt kê}\n= Không.", "{T05} {liệt kê}", "tên {liệt kê}"),
        ("Có gì.\n= Không.", "= Không.", "cuối một danh sách"),
        ("~ ;", "~ ;", "cuối một danh sách"),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused_with_its_place(
    text: str, where: str, why: str
) -> None:
    problem = part_problems({"heading": "Mục", "text": text})["text"]
    assert problem.startswith(f"Dòng “{where}")
    assert why in problem


def test_a_heading_has_gaps_like_a_line() -> None:
    assert part_problems({"heading": "Kết quả {trong kỳ}[, {T05} lớp]", "text": None}) == {}
    assert "tên {T99}" in part_problems({"heading": "Kết quả {T99}", "text": None})["heading"]
    assert "tên {liệt kê}" in part_problems({"heading": "Kết quả {liệt kê}"})["heading"]


@pytest.mark.parametrize("text", ["T02", "T02 100, T04 10", "100 T02", "T02 0", "T02 9; T02 8"])
def test_a_malformed_rounding_is_refused(text: str) -> None:
    assert "không hiểu được" in template_problems({"rounding": text})["rounding"]


def test_rounding_is_for_indicators_there_are() -> None:
    assert parse_rounding("T02 100; T04 10;") == {"T02": 100, "T04": 10}
    assert template_problems({"rounding": None}) == {}
    assert "mã T99" in template_problems({"rounding": "T02 100; T99 10"})["rounding"]


# -- which text a day has ---------------------------------------------------------------------


def text_from(session: Any, start: dt.date | None, end: dt.date | None, **told: Any) -> None:
    title = f"Từ {start}"
    add(
        session,
        LetterTemplate(kind="T10", title_text=title, valid_from=start, valid_to=end, **told),
    )


def test_of_two_texts_the_one_that_came_last_is_used() -> None:
    with empty_office() as session:
        text_from(session, None, None)
        text_from(session, dt.date(2026, 7, 1), None)
        text_from(session, dt.date(2026, 8, 1), None, void_reason="Nhầm")
        text_from(session, dt.date(2026, 8, 2), None, stub=True)
        assert letter(session, "T10", dt.date(2026, 6, 30)).title == "Từ None"
        assert letter(session, "T10", dt.date(2026, 7, 1)).title == "Từ 2026-07-01"
        assert letter(session, "T10", dt.date(2026, 9, 30)).title == "Từ 2026-07-01"


def test_a_day_without_a_text_is_told() -> None:
    with empty_office() as session:
        text_from(session, dt.date(2026, 7, 1), dt.date(2026, 9, 30))
        for day in (dt.date(2026, 6, 30), dt.date(2026, 10, 1)):
            with pytest.raises(UserError, match=f"dùng vào ngày {day:%d/%m/%Y}.*chưa có gì thay"):
                letter(session, "T10", day)


def test_a_text_that_came_broken_is_named() -> None:
    with empty_office() as session:
        template = LetterTemplate(kind="T10", title_text="Mẫu lạ")
        add(session, template)
        told = {"position": 1, "code": "1", "heading": "Một", "text": "Có {liệt kê}."}
        add(session, LetterPart(template_id=template.id, **told))
        with pytest.raises(UserError, match=r"Mẫu lời “Mẫu lạ” có chỗ chưa đúng. Mục 1: Dòng “Có "):
            letter(session, "T10", dt.date(2026, 7, 1))


def test_sections_that_were_taken_out_are_not_said() -> None:
    with empty_office() as session:
        template = LetterTemplate(kind="T10", title_text="Mẫu")
        add(session, template)
        for at, code in ((3, "2"), (1, "1"), (2, "bỏ"), (4, "trống")):
            told = {"position": at, "code": code, "heading": code, "stub": code == "trống"}
            void = "Nhầm" if code == "bỏ" else None
            add(session, LetterPart(template_id=template.id, void_reason=void, **told))
        found = letter(session, "T10", dt.date(2026, 7, 1)).sections
        assert [one.code for one in found] == ["1", "2"]
