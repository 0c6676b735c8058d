"""The checklist templates and the grading that ship."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from typing import Any

import pytest

from desktop.base.resources import resource

from making.units import fixed_id

TEMPLATES = ("A", "B", "C", "D-CLB", "D-CONGDONG", "D-DIEM", "D-GD", "E", "F")

WEIGHTS = {
    "A": "A1.1★2 A1.2 3 A1.3 2 A2.1 1 A2.2 2 A3.1 2 A3.2 2 A4.1 2 A4.2 1 A5.1★3 A5.2 2 A5.3 2"
    " A6.1 2 A6.2 1 A7.1 3 A7.2★2 A8.1 2 A8.2 2 A9.1 2 A9.2 3 A9.3 2 A10.1 1 A10.2 1",
    "B": "B1.1★3 B1.2 2 B1.3 2 B1.4 2 B1.5 1 B2.a 3 B2.b 3 B2.c 2 B2.d 1 B2.đ 1 B2.e★2 B3 2 B4 2"
    " B5 3 B6 2 B7 3 B8 1",
    "C": "C1★3 C2 3 C3★3 C4 3 C5 2 C6 2 C7 2 C8 2 C9 2 C10 2 C11 1 C12 0 C13 1",
    "D-CLB": "D1★3 D2 2 D3 3 D4 2 D5 3 D6 2 D7 1 D8★2 D9 1",
    "D-CONGDONG": "G1 1 G2 1 G3 1 G4 1 G5 1 G6★1",
    "D-DIEM": "E1 2 E2 3 E3 3 E4 3 E5 1 E6★3 E7 1 E8 2",
    "D-GD": "F1 3 F2 3 F3 2 F4 3 F5 1 F6 2",
    "E": "H1★3 H2 2 H3 2 H4 2 H5 2 H6 3 H7 1 H8 1 H9★2",
    "F": "F.1 3 F.2 2 F.3 3 F.4 1 F.5 1",
}


def json_of(name: str) -> Any:
    return json.loads(resource(f"checklists/{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json_of(request.param)


def test_no_template_ships_that_is_not_checked_here() -> None:
    files = {path.stem for path in resource("checklists").glob("*.json")}
    assert files == {*TEMPLATES, "grading"}


def test_a_template_says_what_it_is_for(template: dict[str, Any]) -> None:
    kinds = {
        "A": "VP_CTXH",
        "B": "DOI",
        "C": "CSKDDV",
        "D": "MO_HINH",
        "E": "HO_SO",
        "F": "BAO_CAO",
    }
    assert template["target_kind"] == kinds[template["code"][0]]
    assert (template["version"], template["status"]) == (1, "P")
    assert dt.date.fromisoformat(template["valid_from"]) == dt.date(2025, 7, 1)
    assert template["valid_to"] is None


def test_weights_and_critical_marks_are_those_laid_down(template: dict[str, Any]) -> None:
    expected = re.findall(r"(\S+?)(★| )(\d)(?: |$)", WEIGHTS[template["code"]])
    found = [(q["code"], q["critical"], q["weight"]) for q in template["questions"]]
    assert found == [(code, mark == "★", int(weight)) for code, mark, weight in expected]


def test_questions_are_unique_fixed_and_belong_to_a_section(template: dict[str, Any]) -> None:
    code = template["code"]
    assert template["id"] == fixed_id(f"checklist/{code}/1")
    sections = [section["code"] for section in template["sections"]]
    asked = [question["section"] for question in template["questions"]]
    assert list(dict.fromkeys(asked)) == sections
    codes = [question["code"] for question in template["questions"]]
    assert len(set(codes)) == len(codes)
    for order, question in enumerate(template["questions"], 1):
        assert question["id"] == fixed_id(f"question/{code}/1/{question['code']}")
        assert question["order"] == order
        assert question["text"] == unicodedata.normalize("NFC", question["text"].strip())
        assert question["answer"] == ("SCORED" if question["weight"] else "TEXT")


def test_the_blanks_to_fill_in_are_kept() -> None:
    asked = {q["code"]: q["text"] for c in TEMPLATES for q in json_of(c)["questions"]}
    blanks = {code for code, text in asked.items() if "___" in text}
    assert blanks == set("A2.2 A6.1 A8.1 A9.1 A9.2 B1.5 C4 C8 C9 D3 D5".split())


def test_grades_fall_with_the_score_and_a_critical_failure_caps_them() -> None:
    grading = json_of("grading")
    assert [(g["label"], g["at_least"]) for g in grading["grades"]] == [
        ("Tốt", 85),
        ("Khá", 70),
        ("Trung bình", 50),
        ("Yếu", 0),
    ]
    assert {a["code"]: a["value"] for a in grading["answers"]} == {
        "DAT": 1,
        "MOT_PHAN": 0.5,
        "KHONG": 0,
        "KAD": None,
    }
    assert grading["critical"] == {"answer": "KHONG", "at_most": "TRUNG_BINH"}
    assert {a["code"] for a in grading["answers"] if a["needs_note"]} == {"MOT_PHAN", "KHONG"}
    assert grading["status"] == "P"


@pytest.mark.parametrize("name", [*TEMPLATES, "grading"])
def test_files_are_laid_out_in_the_one_way_that_makes_changes_readable(name: str) -> None:
    text = resource(f"checklists/{name}.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
