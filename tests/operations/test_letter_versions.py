"""The texts that reports begin with: edited, followed by a new one from a day, kept at approval."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import InvalidRecord, UserError
from desktop.base.resources import resource
from desktop.indicators.periods import quarter
from desktop.operations import approvals, records, reports, undoing
from desktop.operations.form_versions import new_version, versions
from desktop.operations.letter_preview import (
    preview_letter,
)
from desktop.operations.office import Office
from desktop.operations.period_reports import compute_period
from desktop.operations.report_sections import SectionText
from desktop.records import LetterPart, LetterTemplate
from desktop.versions.origins import GENESIS
from desktop.versions.stamp import groups_of

FIRST, SECOND = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
NEW_WORDS = "Câu mới: {T05} lớp."


def template_on(office: Office, on: dt.date) -> uuid.UUID:
    """The text that is used on this day."""
    with office.reading() as session:
        started = LetterTemplate.valid_from <= on
        asked = sa.select(LetterTemplate.id).where(started, LetterTemplate.void_reason.is_(None))
        return session.scalars(asked.order_by(LetterTemplate.valid_from.desc()).limit(1)).one()


def part_of(office: Office, template: uuid.UUID, code: str) -> uuid.UUID:
    with office.reading() as session:
        asked = sa.select(LetterPart.id).where(
            LetterPart.template_id == template, LetterPart.code == code
        )
        return session.scalars(asked).one()


def edit(office: Office, on: dt.date, code: str, **told: Any) -> None:
    part = part_of(office, template_on(office, on), code)
    records.save(office, "letter_parts", part, told)


def said(office: Office, number: int, year: int = 2026) -> dict[str, SectionText]:
    """What a report on a quarter would say, by section."""
    period = quarter(year, number)
    found = compute_period(office, period.from_on, period.to_on).sections
    return {one.code: one for one in found}


def test_what_ships_stands_in_the_office_as_nobodys_write(office: Office) -> None:
    told = json.loads(resource("letters/t10.json").read_text("utf-8"))["versions"]
    with office.reading() as session:
        kept = {one.id: one for one in session.scalars(sa.select(LetterTemplate))}
        parts = {one.id: one for one in session.scalars(sa.select(LetterPart))}
    assert set(kept) == {uuid.UUID(one["id"]) for one in told}
    assert set(parts) == {uuid.UUID(part["id"]) for one in told for part in one["sections"]}
    for version in told:
        assert kept[uuid.UUID(version["id"])].title_text == version["title"]
        for at, part in enumerate(version["sections"], 1):
            row = parts[uuid.UUID(part["id"])]
            assert (row.template_id, row.root) == (uuid.UUID(version["id"]),) * 2
            assert (row.position, row.code, row.heading) == (at, part["code"], part["heading"])
            assert (row.text or "").split("\n") == (part["text"] or [""])
    for row in (*kept.values(), *parts.values()):
        assert (row.scope, row.sq, row.stub) == (0, 0, False)
        assert {one.dot.origin for one in groups_of(row.sv)} == {GENESIS.origin}


def test_an_edited_section_is_what_the_next_report_proposes(office: Office) -> None:
    makers.activity(office, from_on=dt.date(2026, 8, 1))
    report = makers.only(reports.open_report(office, quarter(2026, 3)), "reports")
    edit(office, FIRST, "4.1", heading="Kết quả {trong kỳ}", text=NEW_WORDS)
    section = reports.read_report(office, report).body.sections[-1]
    assert section.title == "Kết quả trong quý III năm 2026"
    assert section.text == "Câu mới: 01 lớp."
    assert not section.written


@pytest.mark.parametrize(
    ("table", "told", "field", "why"),
    [
        ("letter_parts", {"text": "Có {T99}."}, "text", "Dòng “Có {T99}.”: không có số liệu"),
        ("letter_parts", {"heading": "Có [{T05}"}, "heading", "Dòng “Có [{T05}”: dấu ngoặc"),
        ("letter_templates", {"rounding": "T02"}, "rounding", "“T02” không hiểu được"),
    ],
)
def test_a_broken_text_is_not_saved(
    office: Office, table: str, told: dict[str, Any], field: str, why: str
) -> None:
    template = template_on(office, FIRST)
    record = template if table == "letter_templates" else part_of(office, template, "1")
    before = records.read(office, table, record).values
    with pytest.raises(InvalidRecord, match="chưa có gì thay đổi") as refused:
        records.save(office, table, record, told)
    assert refused.value.problems[field].startswith(why)
    assert records.read(office, table, record).values == before


def test_two_sections_of_a_text_have_two_numbers(office: Office) -> None:
    newest, oldest = (one.id for one in versions(office, "letter_templates"))
    told = {"position": 6, "code": "4.1", "heading": "Lại 4.1"}
    with pytest.raises(InvalidRecord, match="đã có một mục mang số này"):
        makers.saved(office, "letter_parts", template_id=newest, **told)
    records.void(office, "letter_parts", part_of(office, newest, "4.1"), "Thay")
    makers.saved(office, "letter_parts", template_id=newest, **told)
    assert said(office, 3)["4.1"].title == "Lại 4.1"
    with pytest.raises(InvalidRecord, match="đã có một mục mang số này"):
        records.save(office, "letter_parts", part_of(office, oldest, "3"), {"code": "2"})


# -- a new one from a day ---------------------------------------------------------------------


def test_a_period_that_ends_before_keeps_the_old_words(office: Office) -> None:
    before = said(office, 3)
    old = template_on(office, FIRST)
    changes = new_version(office, "letter_templates", old, SECOND)
    new = next(one for one in changes.ids("letter_templates") if one != old)
    edit(office, SECOND, "4.1", text=NEW_WORDS)
    assert said(office, 3) == before
    assert said(office, 4)["4.1"].text == "Câu mới: 00 lớp."
    assert said(office, 4)["3"].title == before["3"].title
    kept, made = (records.read(office, "letter_templates", one).values for one in (old, new))
    assert kept["valid_to"] == SECOND - dt.timedelta(days=1)
    changed = {name for name in made if made[name] != kept[name]}
    assert changed == {"valid_from", "valid_to"}
    assert (made["valid_from"], made["valid_to"]) == (SECOND, None)


def test_a_new_text_from_a_day_is_taken_back_as_one(office: Office) -> None:
    before = days(office)
    new_version(office, "letter_templates", template_on(office, FIRST), SECOND)
    assert days(office) == [
        (SECOND, None),
        (dt.date(2025, 7, 1), dt.date(2026, 9, 30)),
        (None, dt.date(2025, 6, 30)),
    ]
    undoing.undo_last(office)
    assert days(office) == before


def days(office: Office) -> list[tuple[dt.date | None, dt.date | None]]:
    found = versions(office, "letter_templates")
    return [(one.valid_from, one.valid_to) for one in found]


def test_a_day_without_a_text_is_told_and_nothing_is_begun(office: Office) -> None:
    records.void(office, "letter_templates", template_on(office, FIRST), "Nhầm")
    with pytest.raises(UserError, match="dùng vào ngày 30/09/2026"):
        said(office, 3)


def test_a_text_is_looked_at_with_the_figures_of_the_last_quarter(office: Office) -> None:
    makers.activity(office, from_on=dt.date(2026, 8, 1))
    makers.activity(office, from_on=dt.date(2026, 10, 1))
    shown = preview_letter(office, template_on(office, FIRST))
    assert shown.period == "quý III năm 2026"
    assert [one.code for one in shown.sections] == ["1", "2", "3", "4", "4.1"]
    assert "đã tổ chức được 01 lớp tuyên truyền" in shown.sections[-1].paragraphs[1]


# -- what was approved stays ------------------------------------------------------------------


@pytest.fixture
def leader(open_as: Callable[..., Office]) -> Office:
    return open_as("LANH_DAO")


def test_an_approved_report_reads_as_it_was_approved(office: Office, leader: Office) -> None:
    report = makers.only(reports.open_report(office, quarter(2026, 3)), "reports")
    reports.save_texts(office, report, {"2": "Tự viết."})
    approvals.approve(leader, report)
    before = reports.read_report(office, report).body
    template = template_on(office, FIRST)
    records.save(office, "letter_templates", template, {"title_text": "Tên khác"})
    edit(office, FIRST, "1", heading="Mục khác", text="Lời khác.")
    told = {"position": 9, "code": "5", "heading": "Thêm", "template_id": template}
    makers.saved(office, "letter_parts", **told)
    after = reports.read_report(office, report).body
    assert (after.title, after.sections) == (before.title, before.sections)
    assert [one.code for one in after.sections if one.written] == ["2"]
    records.void(office, "letter_templates", template, "Nhầm")
    assert reports.read_report(office, report).body.sections == before.sections


def test_a_reopened_report_takes_the_words_of_today(office: Office, leader: Office) -> None:
    report = makers.only(reports.open_report(office, quarter(2026, 3)), "reports")
    reports.save_texts(office, report, {"2": "Tự viết."})
    approvals.approve(leader, report)
    edit(office, FIRST, "1", heading="Mục khác", text="Lời khác.")
    approvals.reopen(leader, report)
    first, second, *_ = reports.read_report(office, report).body.sections
    assert (first.title, first.text, first.written) == ("Mục khác", "Lời khác.", False)
    assert (second.text, second.written) == ("Tự viết.", True)
    approvals.approve(leader, report)
    assert reports.read_report(office, report).body.sections[0].title == "Mục khác"
