"""Forms get new versions from a day on; what was filled in keeps the questions it was asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import NotAllowed, UserError
from desktop.operations import form_versions, inspections, records
from desktop.operations.office import Office
from desktop.operations.printing import print_document
from desktop.operations.saving import Part, save_parts
from desktop.operations.undoing import undo_last
from desktop.records import (
    ChecklistQuestion,
    ChecklistTemplate,
    LetterPart,
    LetterTemplate,
    Record,
    record_types,
)
from paper.pages import words

FORMS = [kind for kind in record_types().values() if kind.versions_of is not None]
DAY = dt.date(2026, 12, 1)
LAST = dt.date(2026, 11, 30)
FIRST = dt.date(2025, 7, 1)
"""From when the templates that ship are used."""
USED = "Mẫu kiểm tra này đã dùng cho 1 cuộc kiểm tra"


def renewed(office: Office, form: uuid.UUID, day: dt.date = DAY) -> uuid.UUID:
    """A new version of an inspection template."""
    table = ChecklistTemplate.__tablename__
    made = form_versions.new_version(office, table, form, day).ids(table)
    (new,) = made - {form}
    return new


def asked(office: Office, template: uuid.UUID) -> list[ChecklistQuestion]:
    with office.reading() as session:
        return list(inspections.questions(session, template))


def everything(office: Office) -> list[dict[str, Any]]:
    with office.reading() as session:
        return [
            row.values()
            for kind in (ChecklistTemplate, ChecklistQuestion)
            for row in session.scalars(sa.select(kind).order_by("id"))
        ]


def offered(office: Office, on: dt.date | None = None, code: str = "B") -> list[int]:
    return [one.version for one in inspections.templates(office, on=on) if one.code == code]


# -- new versions -------------------------------------------------------------------------------


def test_a_new_version_begins_on_its_day_with_all_questions(office: Office) -> None:
    old = makers.template(office)
    new = renewed(office, old)
    before, after = (makers.loaded(office, ChecklistTemplate, one) for one in (old, new))
    assert (before.valid_from, before.valid_to) == (FIRST, LAST)
    assert after.values() == before.values() | {"version": 2, "valid_from": DAY, "valid_to": None}
    copied, kept = asked(office, new), asked(office, old)
    assert [one.values() for one in copied] == [one.values() | {"template_id": new} for one in kept]
    assert len(copied) > 10
    assert {one.root for one in copied} == {new}
    assert not {one.id for one in copied} & {one.id for one in kept}


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__tablename__)
def test_forms_say_what_a_copy_of_them_needs(kind: type[Record]) -> None:
    """Days that tell the versions apart, parts that name their form, a reference that is one."""
    assert kind.versions_of is not None
    assert kind.field(kind.versions_of).required
    assert {"valid_from", "valid_to"} <= {field.name for field in kind.fields()}
    assert form_versions.part_types(kind)
    if kind.filled_in_by is not None:
        table, name = kind.filled_in_by
        assert getattr(record_types()[table].field(name).kind, "to", None) == kind.__tablename__


def test_the_text_of_a_report_gets_a_new_version_as_well(office: Office) -> None:
    old = makers.letter_template(office, valid_from=FIRST, rounding="T02 100")
    for at in (1, 2):
        told = {"position": at, "code": str(at), "heading": f"Mục {at}", "text": "Lời {T01}"}
        makers.saved(office, "letter_parts", template_id=old, **told)
    table = LetterTemplate.__tablename__
    (new,) = form_versions.new_version(office, table, old, DAY).ids(table) - {old}
    assert makers.loaded(office, LetterTemplate, old).valid_to == LAST
    fresh = makers.loaded(office, LetterTemplate, new)
    assert (fresh.rounding, fresh.valid_from, fresh.valid_to) == ("T02 100", DAY, None)
    with office.reading() as session:
        mine = sa.select(LetterPart).where(LetterPart.template_id == new)
        parts = session.scalars(mine.order_by(LetterPart.position)).all()
    assert [(one.code, one.heading, one.text) for one in parts] == [
        ("1", "Mục 1", "Lời {T01}"),
        ("2", "Mục 2", "Lời {T01}"),
    ]


def test_questions_that_were_taken_out_are_not_copied(office: Office) -> None:
    old = makers.template(office)
    gone = asked(office, old)[0]
    records.void(office, "checklist_questions", gone.id, "Không còn căn cứ")
    codes = [one.code for one in asked(office, renewed(office, old))]
    assert gone.code not in codes
    assert codes == [one.code for one in asked(office, old)]


def test_a_version_that_ends_earlier_anyway_keeps_its_last_day(office: Office) -> None:
    old = makers.template(office)
    records.save(office, "checklist_templates", old, {"valid_to": dt.date(2026, 9, 30)})
    renewed(office, old)
    assert makers.loaded(office, ChecklistTemplate, old).valid_to == dt.date(2026, 9, 30)


def test_a_new_version_is_made_whole_or_not_at_all_and_is_undone_whole(office: Office) -> None:
    before = everything(office)
    old = makers.template(office)
    new = renewed(office, old)
    undo_last(office)
    assert makers.loaded(office, ChecklistTemplate, new).void_reason is not None
    assert [row for row in everything(office) if row["void_reason"] is None] == before
    assert offered(office, DAY) == [1]


@pytest.mark.parametrize("day", [FIRST, FIRST - dt.timedelta(days=1)])
def test_a_day_on_which_the_old_one_is_not_in_use_yet_is_refused(
    office: Office, day: dt.date
) -> None:
    before = everything(office)
    with pytest.raises(UserError, match=r"dùng từ ngày 01/07/2025.*Chưa lập bản mới"):
        renewed(office, makers.template(office), day)
    assert everything(office) == before


def test_what_has_a_later_version_gets_no_other_one(office: Office) -> None:
    old = makers.template(office)
    new = renewed(office, old)
    before = everything(office)
    with pytest.raises(UserError, match="đã có bản sau, dùng từ ngày 01/12/2026"):
        renewed(office, old, dt.date(2027, 3, 1))
    assert everything(office) == before
    third = renewed(office, new, dt.date(2027, 3, 1))
    assert makers.loaded(office, ChecklistTemplate, third).version == 3


def test_a_later_version_that_was_voided_stands_in_nobodys_way(office: Office) -> None:
    old = makers.template(office)
    records.void(office, "checklist_templates", renewed(office, old), "Lập nhầm")
    with pytest.raises(UserError, match="không có trên máy"):
        form_versions.new_version(office, "checklist_templates", uuid.uuid4(), DAY)
    renewed(office, old, dt.date(2027, 1, 1))


def test_who_may_not_write_lists_makes_no_version(
    office: Office, open_as: Callable[..., Office]
) -> None:
    before = everything(office)
    with pytest.raises(NotAllowed):
        renewed(open_as("KIEM_TRA"), makers.template(office))
    assert everything(office) == before


def test_versions_are_listed_by_their_forms_with_the_newest_first(office: Office) -> None:
    renewed(office, makers.template(office))
    found = form_versions.versions(office, "checklist_templates")
    told = [(one.code, one.version) for one in found]
    assert told[:3] == [("A", 1), ("B", 2), ("B", 1)]
    assert len(told) == 10


def test_a_part_is_found_in_its_form(office: Office) -> None:
    template = makers.template(office)
    question = asked(office, template)[3].id
    found = partial(form_versions.form_of, office, "checklist_templates")
    assert (found(template), found(question), found(uuid.uuid4())) == (template, template, None)


# -- forms that were filled in ------------------------------------------------------------------


def test_questions_of_a_template_that_was_used_stay_whoever_saves(office: Office) -> None:
    template = makers.template(office)
    other = makers.template(office, "A")
    makers.inspection(office)
    question, foreign = asked(office, template)[0], asked(office, other)[0]
    table = "checklist_questions"
    new = question.values() | {"code": "B99", "position": 99}
    before = everything(office)
    ways = [
        *(
            partial(records.save, office, table, question.id, {name: value})
            for name, value in (("text", "Khác"), ("weight", 9), ("critical", False))
        ),
        partial(records.save, office, table, question.id, {"answer": "TEXT"}),
        partial(records.save, office, table, question.id, {"template_id": other}),
        partial(records.save, office, table, foreign.id, {"template_id": template}),
        partial(records.save, office, table, None, new),
        partial(records.void, office, table, question.id, "Bỏ"),
        partial(records.unvoid, office, table, question.id),
        partial(save_parts, office, [Part(table, question.id, {"weight": 9})]),
    ]
    for way in ways:
        with pytest.raises(UserError, match=f"{USED} nên.*Chưa có gì thay đổi.*lập bản mới"):
            way()
    assert everything(office) == before
    records.save(office, table, foreign.id, {"weight": 9})
    records.save(office, "checklist_templates", template, {"title_text": "Tên khác"})


def test_a_template_is_written_again_once_its_only_inspection_is_voided(office: Office) -> None:
    sheet = makers.inspection(office)
    template = makers.template(office)
    question = asked(office, template)[0]
    table = "checklist_templates"
    assert form_versions.why_kept(office, table, template).startswith(USED)
    records.void(office, "inspections", sheet, "Lập thử")
    assert form_versions.why_kept(office, table, template) == ""
    records.save(office, "checklist_questions", question.id, {"weight": 9})
    assert makers.loaded(office, ChecklistQuestion, question.id).weight == 9


def test_undoing_does_not_reach_into_a_template_that_was_used_since(
    office: Office, open_as: Callable[..., Office]
) -> None:
    clerk = open_as("CAN_BO")
    question = asked(office, makers.template(office))[0]
    records.save(office, "checklist_questions", question.id, {"weight": 9})
    makers.inspection(clerk)
    with pytest.raises(UserError, match=USED):
        undo_last(office)
    assert makers.loaded(office, ChecklistQuestion, question.id).weight == 9


def test_a_version_that_an_inspection_took_is_not_undone(
    office: Office, open_as: Callable[..., Office]
) -> None:
    clerk = open_as("CAN_BO")
    new = renewed(office, makers.template(office))
    sheet = makers.inspection(clerk, template_id=new, started_on=DAY)
    with pytest.raises(UserError, match=USED):
        undo_last(office)
    assert len(inspections.read_sheet(clerk, sheet).lines) == len(asked(office, new)) > 0


def test_a_sheet_prints_as_before_after_its_template_got_a_new_version(office: Office) -> None:
    sheet = makers.inspection(office)
    first, *_ = inspections.read_sheet(office, sheet).lines
    inspections.save_answers(office, sheet, [{"question_id": first.question.id, "value": "DAT"}])
    before = words(print_document(office, "K1", key=sheet).content)
    new = renewed(office, makers.template(office))
    question = asked(office, new)[0]
    records.save(office, "checklist_questions", question.id, {"text": "Câu mới", "weight": 50})
    assert words(print_document(office, "K1", key=sheet).content) == before
    later = makers.inspection(office, template_id=new, started_on=DAY)
    printed = words(print_document(office, "K1", key=later).content)
    assert "Câu mới" in printed
    assert "Câu mới" not in before


# -- which version an inspection takes ----------------------------------------------------------


def test_an_inspection_takes_the_version_of_its_day(office: Office) -> None:
    old = makers.template(office)
    new = renewed(office, old)
    assert offered(office) == offered(office, LAST) == [1], "the day before it is today's too"
    assert offered(office, DAY) == [2]
    sheet = makers.inspection(office, template_id=new, started_on=DAY)
    assert inspections.read_sheet(office, sheet).template.version == 2
    for template, day in ((old, DAY), (new, LAST)):
        with pytest.raises(UserError, match=f"cho ngày {day:%d/%m/%Y}. Chưa lập"):
            makers.inspection(office, template_id=template, started_on=day)


def test_what_was_answered_the_last_time_is_known_after_a_new_version(office: Office) -> None:
    team = makers.team(office)
    sheet = makers.inspection(office, team_id=team)
    lines = inspections.read_sheet(office, sheet).lines
    told = [{"question_id": one.question.id, "value": "MOT_PHAN"} for one in lines[:2]]
    inspections.save_answers(office, sheet, told)
    new = renewed(office, makers.template(office))
    later = makers.inspection(office, template_id=new, team_id=team, started_on=DAY)
    before = {one.question.code: one.before for one in inspections.read_sheet(office, later).lines}
    assert [code for code, value in before.items() if value == "MOT_PHAN"] == [
        one.question.code for one in lines[:2]
    ]


def test_a_day_before_the_first_version_takes_that_one(office: Office) -> None:
    early = FIRST - dt.timedelta(days=90)
    renewed(office, makers.template(office))
    assert offered(office, early) == [1]
    told = {"code": "MOI", "title_text": "Mẫu mới", "version": 1, "target_kind": "XA"}
    makers.saved(office, "checklist_templates", **told, valid_from=DAY)
    assert offered(office, early, "MOI") == offered(office, code="MOI") == []
    assert offered(office, DAY, "MOI") == [1]


def test_what_ended_without_a_later_version_is_not_offered(office: Office) -> None:
    records.save(office, "checklist_templates", makers.template(office), {"valid_to": LAST})
    assert offered(office, LAST) == [1]
    assert offered(office, DAY) == []
