"""Stamping: every write gets a version, an arrival number, a line in the chained log, its history."""

from __future__ import annotations

import itertools
import json
import uuid
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

import makers
from desktop.operations import cases, records
from desktop.operations.office import Office
from desktop.operations.undoing import undo_last
from desktop.records import (
    Activity,
    ActivityProduct,
    CaseFile,
    Contact,
    Hamlet,
    Membership,
    MembershipRole,
    Person,
    Residence,
)
from desktop.store import tables
from desktop.store.chained_log import chained, digest_of
from desktop.store.check import check
from desktop.store.stamping import STAMPER, Stamper
from desktop.versions.stamp import check_sv, mask_of, read_sv


def log_of(office: Office) -> list[Any]:
    with office.store.connection() as connection:
        return list(connection.execute(sa.select(tables.log).order_by(tables.log.c.seq)))


def kept(office: Office, record_id: uuid.UUID) -> list[Any]:
    with office.store.connection() as connection:
        history = tables.superseded
        return list(
            connection.execute(
                sa.select(history).where(history.c.row == record_id.bytes).order_by(history.c.no)
            )
        )


def test_a_new_record_has_one_version_for_all_its_units(office: Office) -> None:
    person: Person = makers.loaded(office, Person, makers.person(office))
    line = log_of(office)[-1]
    check_sv(person.sv, mask_of(Person.units()))
    assert {tuple(v.dot) for v in read_sv(person.sv).values()} == {(line.hlc, line.origin_no)}
    assert (person.sq, line.user, line.kind) == (line.seq, "lan", "save")


def test_a_change_stamps_only_the_units_that_it_touches(office: Office) -> None:
    person_id = makers.person(office)
    before = read_sv(makers.loaded(office, Person, person_id).sv)
    records.save(office, "people", person_id, {"phone": "0905123456", "sex": "NU"})
    after = read_sv(makers.loaded(office, Person, person_id).sv)
    touched = {Person.field("phone").unit, Person.field("sex").unit}
    assert {unit for unit in after if after[unit] != before[unit]} == touched


def test_a_unit_that_is_touched_is_written_anew_with_its_values(office: Office) -> None:
    person_id = makers.person(office, phone="0905123456")
    unit = Person.field("phone").unit
    before = read_sv(makers.loaded(office, Person, person_id).sv)
    with office.writing() as session:
        stamper: Stamper = session.info[STAMPER]
        stamper.touch(session.get_one(Person, person_id), unit)
    now: Person = makers.loaded(office, Person, person_id)
    after, line = read_sv(now.sv), log_of(office)[-1]
    assert {one for one in after if after[one] != before[one]} == {unit}
    assert tuple(after[unit].dot) == (line.hlc, line.origin_no)
    assert (now.phone, now.sq) == ("0905123456", line.seq)
    assert [json.loads(row.val) for row in kept(office, person_id)] == [{"20": "0905123456"}]
    assert check(office.store) == []


def test_the_superseded_values_of_a_whole_unit_are_kept(office: Office) -> None:
    person_id = makers.person(office, id_type="CAN_CUOC", id_number="048090001234")
    writer = read_sv(makers.loaded(office, Person, person_id).sv)[6].dot
    records.save(office, "people", person_id, {"id_issued_by": "Cục Cảnh sát QLHC về TTXH"})
    (row,) = kept(office, person_id)
    assert (row.unit, row.hlc, row.origin_no) == (6, writer.hlc, writer.origin)
    assert row.seq == log_of(office)[-1].seq
    assert json.loads(row.val) == {"7": "CAN_CUOC", "8": "048090001234", "9": None, "10": None}


def test_saving_what_is_there_already_writes_nothing(office: Office) -> None:
    person_id = makers.person(office)
    before = log_of(office)
    changes = records.save(office, "people", person_id, {"full_name": "Nguyễn Văn An"})
    assert changes.records == frozenset()
    assert log_of(office) == before


def test_the_log_is_a_chain_over_what_each_flush_wrote(office: Office) -> None:
    person_id = makers.person(office)
    records.save(office, "people", person_id, {"phone": "0905123456"})
    before = bytes(12)
    for line in log_of(office):
        assert line.h == chained(before, line.nonce, line.hlc, line.kind, line.digest)
        before = line.h
    person: Person = makers.loaded(office, Person, person_id)
    assert log_of(office)[-1].digest == digest_of([(Person.entity, person_id.bytes, person.sv)])


def test_one_saved_action_is_one_transaction_of_several_flushes(office: Office) -> None:
    before = len(log_of(office))
    makers.member(office, makers.team(office))
    *_, one, two, three = log_of(office)
    assert len(log_of(office)) == before + 4
    assert one.tx == two.tx == three.tx == one.seq
    assert one.hlc < two.hlc < three.hlc


def test_parts_belong_to_the_tree_the_office_and_the_compartment_of_their_root(
    office: Office,
) -> None:
    case_id = makers.case(office, case_type="MT_NGHIEN")
    case: CaseFile = makers.loaded(office, CaseFile, case_id)
    contact: Contact = makers.loaded(office, Contact, makers.contact(office, case_id))
    assert (case.root, case.scope, case.comp) == (None, 20854, 3)
    assert (contact.root, contact.scope, contact.comp) == (case_id, 20854, 3)
    assert makers.loaded(office, Person, case.person_id).comp == 3


def test_parts_of_parts_belong_to_the_same_root(office: Office) -> None:
    team = makers.team(office)
    membership = makers.member(office, team)
    with office.reading() as session:
        role = session.scalars(sa.select(MembershipRole)).one()
    assert role.root == makers.loaded(office, Membership, membership).root == team


def test_shipped_rows_belong_to_everybody_and_own_rows_to_the_office(office: Office) -> None:
    item = makers.saved(office, "code_items", code_list="L4", code="X1", label="Loại", position=99)
    with office.reading() as session:
        scope = session.scalars(
            sa.text("SELECT scope FROM code_items WHERE id = :i"), {"i": item.bytes}
        )
        assert scope.one() == 0
    assert makers.loaded(office, Hamlet, makers.hamlet(office)).scope == 20854


def test_a_part_given_to_another_root_moves_there_with_all_that_hangs_on_it(
    office: Office,
) -> None:
    first, second = makers.team(office), makers.team(office)
    activity = makers.activity(office, team_id=first)
    product = makers.saved(
        office, "activity_products", activity_id=activity, type="PANO", quantity=2
    )
    assert makers.loaded(office, ActivityProduct, product).root == first
    changes = records.save(office, "activities", activity, {"team_id": second})
    moved: Activity = makers.loaded(office, Activity, activity)
    part: ActivityProduct = makers.loaded(office, ActivityProduct, product)
    assert (moved.root, part.root) == (second, second)
    assert part.sq == moved.sq, "it is sent again with its root"
    assert ("activity_products", product) in changes.records
    records.save(office, "activities", activity, {"team_id": None})
    assert makers.loaded(office, Activity, activity).root is None
    assert makers.loaded(office, ActivityProduct, product).root == activity
    assert check(office.store) == []


def test_what_hangs_on_a_new_record_of_the_same_save_finds_its_root(office: Office) -> None:
    unit = makers.commune(office)
    with office.writing() as session:
        person = Person(full_name="Lê Thị Mận", sex="NU")
        home = Residence(person_id=person.id, kind="TAM_TRU", unit_id=unit)
        session.add_all([home, person])
    assert makers.loaded(office, Residence, home.id).root == person.id


def change_in_bulk(office: Office, person_id: uuid.UUID, statement: sa.Executable) -> None:
    with office.writing() as session:
        session.get_one(Person, person_id).phone = "0905999999"
        session.execute(statement)


def test_bulk_statements_are_refused_and_undo_the_whole_save(office: Office) -> None:
    person_id = makers.person(office)
    for statement in (
        sa.update(Person).values(note="x"),
        sa.delete(Person),
        sa.insert(Hamlet).values(name="Thôn 9"),
    ):
        with pytest.raises(AssertionError):
            change_in_bulk(office, person_id, statement)
    assert makers.loaded(office, Person, person_id).phone is None


def test_deleting_a_record_is_refused(office: Office) -> None:
    person_id = makers.person(office)
    with pytest.raises(AssertionError, match="voided or purged"), office.writing() as session:
        session.delete(session.get_one(Person, person_id))
    assert makers.loaded(office, Person, person_id).id == person_id


def fail_half_way(office: Office, person_id: uuid.UUID) -> None:
    with office.writing() as session:
        session.get_one(Person, person_id).phone = "0905999999"
        session.add(Hamlet(name="Thôn 77"))
        session.flush()
        session.info["half way"] = 1 / 0


def test_what_fails_leaves_nothing_and_the_next_save_works(office: Office) -> None:
    person_id = makers.person(office)
    before = log_of(office)

    with pytest.raises(ZeroDivisionError):
        fail_half_way(office, person_id)
    assert log_of(office) == before
    assert makers.loaded(office, Person, person_id).phone is None
    assert kept(office, person_id) == []
    records.save(office, "people", person_id, {"phone": "0905123456"})
    assert [line.seq for line in log_of(office)] == list(range(1, len(before) + 2))
    assert check(office.store) == []


@hypothesis.settings(max_examples=8)
@hypothesis.given(
    st.lists(
        st.tuples(
            st.sampled_from(["phone", "note", "native_place", "guardian"]), st.integers(0, 3)
        ),
        max_size=8,
    )
)
def test_any_run_of_changes_can_be_read_back_step_by_step(
    office: Office, steps: list[tuple[str, int]]
) -> None:
    """The log is a history: from the last values and what was superseded, every state follows."""
    person_id = makers.person(office)
    states = [makers.loaded(office, Person, person_id).values()]
    for name, number in steps:
        records.save(
            office, "people", person_id, {name: None if not number else f"09000000{number}"}
        )
        states.append(makers.loaded(office, Person, person_id).values())
    values = dict(states[-1])
    real = [after for before, after in itertools.pairwise(states) if before != after]
    rows = kept(office, person_id)
    assert len(rows) == len(real)
    by_number = {field.no: field for field in Person.fields()}
    for row, state in zip(reversed(rows), reversed([states[0], *real][:-1]), strict=True):
        for no, told in json.loads(row.val).items():
            field = by_number[int(no)]
            values[field.name] = None if told is None else field.kind.from_json(told)
        assert values == state
    assert check(office.store) == []


def test_a_case_that_becomes_sensitive_takes_its_person_along(office: Office) -> None:
    person = makers.person(office)
    makers.case(office, person_id=person)
    assert makers.loaded(office, Person, person).comp == 0
    home = makers.saved(
        office, "residences", person_id=person, kind="TAM_TRU", unit_id=makers.commune(office)
    )
    makers.only(
        cases.open_case(office, makers.case_values(office, person_id=person, case_type="MBN")),
        "case_files",
    )
    assert makers.loaded(office, Person, person).comp == 2
    assert makers.loaded(office, Residence, home).comp == 2


def test_a_case_of_another_type_goes_to_the_readers_of_that_type_and_back_by_undo(
    office: Office,
) -> None:
    case = makers.case(office)
    contact = makers.contact(office, case)

    def compartments() -> tuple[int, int]:
        return makers.loaded(office, CaseFile, case).comp, makers.loaded(
            office, Contact, contact
        ).comp

    assert compartments() == (0, 0)
    changes = records.save(office, "case_files", case, {"case_type": "MT_NGHIEN"})
    assert compartments() == (3, 3)
    assert ("contacts", contact) in changes.records
    undo_last(office)
    assert compartments() == (0, 0)
    records.save(office, "case_files", case, {"case_type": "MT_SD"})
    records.save(office, "case_files", case, {"case_type": "KHAC"})
    undo_last(office)
    assert compartments() == (3, 3)
    assert check(office.store) == []
