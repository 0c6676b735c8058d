"""Every record type: written, closed, opened, read, changed, told in the history, taken back."""

from __future__ import annotations

import dataclasses
import itertools
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import UserError
from desktop.fields import CitizenNumber, Field, Reference, Values
from desktop.indicators.periods import whole_year
from desktop.operations import cases, histories, records, reports, undoing
from desktop.operations.office import Office, open_office
from desktop.operations.saving import Part, save_parts
from desktop.records import LetterPart, Record, record_types
from desktop.store.check import check
from desktop.store.store import Changes
from strategies import record_values

TYPES = record_types()
WRITTEN_BY = {"agencies": "QUAN_TRI"}
"""Who writes what a clerk may not."""

every_written_type = pytest.mark.parametrize(
    "kind",
    list(TYPES.values()),
    ids=lambda k: k.__name__,
)


class Neighbours:
    """One record of each type, made when something has to refer to it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._made: dict[str, uuid.UUID] = {}

    def __call__(self, table: str) -> uuid.UUID:
        if table not in self._made:
            self._made[table] = self._make(table)
        return self._made[table]

    def _make(self, table: str) -> uuid.UUID:
        office = self._office
        match table:
            case "checklist_questions":
                return self._question()
            case "memberships":
                return makers.member(office, self("teams"))
            case "volunteers":
                return makers.saved(office, table, full_name="Lý Thị Hoa", sex="NU")
            case "reports":
                return makers.only(reports.open_report(office, whole_year(2026)), table)
            case _:
                return MAKERS[table](office)

    def _question(self) -> uuid.UUID:
        from desktop.operations.inspections import questions

        with self._office.reading() as session:
            return questions(session, self("checklist_templates"))[0].id


MAKERS: dict[str, Callable[[Office], uuid.UUID]] = {
    "admin_units": makers.commune,
    "checklist_templates": makers.template,
    "letter_templates": makers.letter_template,
    "people": makers.person,
    "case_files": makers.case,
    "teams": makers.team,
    "officers": makers.officer,
    "hamlets": makers.hamlet,
    "activities": makers.activity,
    "trainings": makers.training,
    "inspections": makers.inspection,
}


def distinct(kind: type[Record], told: dict[str, Any], number: int) -> dict[str, Any]:
    """The values with every unique field made unlike all before."""
    for field in kind.fields():
        if field.unique and told.get(field.name) is not None:
            if isinstance(field.kind, CitizenNumber):
                told |= {field.name: f"{number:012d}", "id_type": "CAN_CUOC"}
            else:
                told[field.name] = f"Số {number}"
    if kind is LetterPart:
        told["code"] = str(number)  # no other section of its text may have it
    return told if "id_type" in {f.name for f in kind.fields()} else without(told, "id_type")


def without(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != name}


@every_written_type
def test_a_record_lives_through_a_day(
    kind: type[Record], blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    table = kind.__tablename__
    numbers = itertools.count(1)

    def opened() -> Office:
        office = open_office(folder, blank_office.user, blank_office.password, clock)
        # Whatever kind a case becomes, its writer goes on seeing it.
        every = frozenset(range(5))
        role = WRITTEN_BY.get(table, "CAN_BO")
        act_as(office, role=role, officer_id=worker, compartments=every)
        return office

    worker = None
    office = opened()
    neighbours = Neighbours(office)
    # Who leads a case sees it even when it is kept from others.
    worker = neighbours("officers")
    for field in kind.fields():
        if isinstance(field.kind, Reference):
            neighbours(field.kind.to)

    @hypothesis.settings(max_examples=2, phases=[hypothesis.Phase.generate])
    @hypothesis.given(st.data())
    def live(data: st.DataObject) -> None:
        nonlocal office
        drawn = record_values(kind, neighbours)
        first = distinct(kind, data.draw(drawn), next(numbers))
        second = distinct(kind, data.draw(drawn), next(numbers))
        record_id = makers.only(written(office, kind, None, first), table)

        office.close()
        office = opened()
        reading = records.read(office, table, record_id)
        assert held(reading.values) == held(first)
        assert reading.called or all(first.get(name) is None for name in kind.title)

        written(office, kind, record_id, second, reading.seen)
        reread = records.read(office, table, record_id)
        assert held(reread.values) == held(second)
        assert edits(office, table, record_id) == {
            name: (first.get(name), second.get(name))
            for name in second
            if first.get(name) != second.get(name)
        }

        if first != second:
            undoing.undo_last(office)
            assert held(records.read(office, table, record_id).values) == held(first)

    try:
        live()
        assert check(office.store) == []
    finally:
        office.close()


def written(
    office: Office,
    kind: type[Record],
    record_id: uuid.UUID | None,
    told: Values,
    seen: records.Seen | None = None,
) -> Changes:
    """Saved as forms do; where only an operation writes a field, as those save."""
    if not any(field.by_operation for field in kind.fields()):
        return records.save(office, kind.__tablename__, record_id, told, seen)
    with office.writing() as session:
        records.save_in(office, session, kind.__tablename__, record_id, told, seen)
    return Changes.made_in(session)


def act_as(office: Office, **told: Any) -> None:
    """Let the signed-in user be somebody else from here on."""
    office.user = dataclasses.replace(office.user, **told)


def held(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def edits(office: Office, table: str, record_id: uuid.UUID) -> dict[str, tuple[Any, Any]]:
    return {
        line.edit.field.name: (line.edit.before, line.edit.after)
        for line in histories.read_history(office, table, record_id)
        if not line.edit.created
    }


@every_written_type
def test_every_type_can_be_voided_and_brought_back(kind: type[Record], office: Office) -> None:
    table = kind.__tablename__
    if table in WRITTEN_BY:
        act_as(office, role=WRITTEN_BY[table])
        with office.reading() as session:
            record_id = session.scalars(makers.sa.select(kind.id).limit(1)).one()
    else:
        record_id = one_of(office, kind)
    records.void(office, table, record_id, "Ghi nhầm")
    assert records.read(office, table, record_id).void_reason == "Ghi nhầm"
    records.unvoid(office, table, record_id)
    assert records.read(office, table, record_id).void_reason is None


def one_of(office: Office, kind: type[Record]) -> uuid.UUID:
    table = kind.__tablename__
    neighbours = Neighbours(office)
    act_as(office, officer_id=neighbours("officers"))
    found: list[uuid.UUID] = []

    @hypothesis.settings(max_examples=1, phases=[hypothesis.Phase.generate])
    @hypothesis.given(record_values(kind, neighbours))
    def make(told: dict[str, Any]) -> None:
        found.append(makers.only(written(office, kind, None, distinct(kind, told, 1)), table))

    make()
    return found[0]


STEPS = [(kind, field) for kind in TYPES.values() for field in kind.fields() if field.by_operation]


@pytest.mark.parametrize(
    ("kind", "field"), STEPS, ids=lambda one: one.name if isinstance(one, Field) else one.__name__
)
def test_no_form_writes_what_an_operation_gives(
    kind: type[Record], field: Field, office: Office
) -> None:
    table, record_id = kind.__tablename__, one_of(office, kind)
    before = records.read(office, table, record_id).values

    told = {field.name: "khác"}
    for way in (
        partial(records.save, office, table, record_id, told),
        partial(records.save, office, table, None, told),
        partial(save_parts, office, [Part(table, record_id, told)]),
        partial(cases.save_folder, office, [Part(table, record_id, told)]),
    ):
        with pytest.raises(UserError, match=f"Mục “{field.label}” không sửa trực tiếp được"):
            way()
    assert records.read(office, table, record_id).values == before
    records.save(office, table, record_id, {field.name: before[field.name]})


def test_numbers_and_states_are_written_by_operations() -> None:
    declared = {f"{kind.__tablename__}.{field.name}" for kind, field in STEPS}
    assert {"case_files.number", "inspections.number", "reports.number"} <= declared
    states = {
        f"{kind.__tablename__}.{kind.sealed_in[0]}" for kind in TYPES.values() if kind.sealed_in
    }
    assert states <= declared
