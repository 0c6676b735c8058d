"""The texts of reports are written by the province and used by its communes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import makers
from desktop.base.errors import NotAllowed
from desktop.indicators.periods import quarter
from desktop.operations import approvals, records, reports
from desktop.operations.form_versions import new_version
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from exchange.test_what_flows_down import leading, to
from operations.test_letter_versions import FIRST, NEW_WORDS, days, edit, part_of, said, template_on

__all__ = ["enrolled_offices", "offices", "stick"]


def test_what_the_province_edits_is_what_a_commune_proposes(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    makers.activity(commune, from_on=dt.date(2026, 8, 10))
    before = said(commune, 3)
    edit(top, FIRST, "4.1", text=NEW_WORDS)
    template = template_on(top, FIRST)
    told = {"position": 6, "code": "5", "heading": "Kiến nghị", "template_id": template}
    makers.saved(top, "letter_parts", text="Không có kiến nghị.", **told)
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    after = said(commune, 3)
    assert after["4.1"].text == "Câu mới: 01 lớp."
    assert (after["5"].title, after["5"].text) == ("Kiến nghị", "Không có kiến nghị.")
    assert after["1"] == before["1"]


def test_a_new_text_from_a_day_comes_down_with_its_sections(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    new_version(top, "letter_templates", template_on(top, FIRST), dt.date(2026, 10, 1))
    edit(top, dt.date(2026, 10, 1), "4.1", text=NEW_WORDS)
    before = said(commune, 3)
    assert to(offices, "tinh", "a", stick).tally.set_aside == []
    assert days(commune) == days(top)
    assert said(commune, 3) == before
    assert said(commune, 4)["4.1"].text == "Câu mới: 00 lớp."


def test_an_approved_report_is_read_above_as_it_was_approved(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    report = makers.only(reports.open_report(commune, quarter(2026, 3)), "reports")
    reports.save_texts(commune, report, {"2": "Địa bàn yên ổn."})
    with leading(commune) as leader:
        approvals.approve(leader, report)
    edit(top, FIRST, "1", heading="Mục khác", text="Lời khác.")
    to(offices, "a", "tinh", stick)
    to(offices, "tinh", "a", stick)
    sent, came = (reports.read_report(offices[one], report).body for one in ("a", "tinh"))
    assert came.sections == sent.sections
    assert came.sections[0].title != "Mục khác"
    assert said(commune, 3)["1"].title == "Mục khác"


def test_a_commune_that_takes_part_writes_no_text(offices: Offices) -> None:
    commune = offices["a"]
    template = template_on(commune, FIRST)
    part = part_of(commune, template, "1")
    before = days(commune), said(commune, 3)
    with pytest.raises(NotAllowed, match="do Thành phố Đà Nẵng sửa"):
        records.save(commune, "letter_parts", part, {"text": "Lời của xã."})
    with pytest.raises(NotAllowed, match="do Thành phố Đà Nẵng sửa"):
        records.save(commune, "letter_templates", template, {"rounding": None})
    with pytest.raises(NotAllowed, match="do Thành phố Đà Nẵng sửa"):
        new_version(commune, "letter_templates", template, dt.date(2026, 10, 1))
    assert (days(commune), said(commune, 3)) == before
