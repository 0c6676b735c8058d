"""Rows written in bulk are rows like any other."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from desktop.fields import Partial
from desktop.operations import histories, lists, records, upkeep
from desktop.operations.office import Office
from desktop.records import FamilyMember, Hamlet, Person
from desktop.store import tables
from desktop.store.bulk import BATCH, add_in_bulk
from desktop.store.store import Changes


def person(name: str, **told: Any) -> Person:
    return Person(full_name=name, sex="NAM", birth_date=Partial(1991), **told)


def stored(office: Office, record_id: uuid.UUID, table: str = "people") -> dict[str, Any]:
    """The row as the file holds it, without what tells one row from another."""
    with office.store.connection() as connection:
        sql = f"SELECT * FROM {table} WHERE id = ?"
        row = connection.exec_driver_sql(sql, (record_id.bytes,)).mappings().one()
    return {name: value for name, value in row.items() if name not in ("id", "root", "sv", "sq")}


def test_a_bulk_row_holds_what_a_saved_row_holds(office: Office) -> None:
    saved, bulk = person("Đặng Văn Ánh", phone="0950000001"), person("Đặng Văn Ánh")
    bulk.phone = "0950000001"
    with office.writing() as session:
        session.add(saved)
    with office.writing() as session:
        assert add_in_bulk(session, [bulk]) == 1
        assert Changes.made_in(session).ids("people") == {bulk.id}
    assert stored(office, bulk.id) == stored(office, saved.id)


def test_bulk_rows_are_found_listed_and_edited(office: Office) -> None:
    one = person("Phạm Hữu Thọ", id_number="099091000001")
    with office.writing() as session:
        add_in_bulk(session, [one, person("Phạm Hữu Lộc")])
    assert [hit.id for hit in lists.find(office, "pham tho")] == [one.id]
    records.save(office, "people", one.id, {"full_name": "Phạm Hữu Thịnh"})
    assert lists.find(office, "pham tho") == []
    latest = next(iter(histories.read_history(office, "people", one.id)))
    assert (latest.before, latest.after) == ("Phạm Hữu Thọ", "Phạm Hữu Thịnh")
    assert upkeep.check_office(office) == []


def test_parts_join_the_tree_of_a_parent_in_the_same_batch_or_the_file(office: Office) -> None:
    parent = person("Lê Văn Cha")
    parent.comp = 3
    part = FamilyMember(person_id=parent.id, full_name="Lê Thị Con", relation="CON")
    later = FamilyMember(person_id=parent.id, full_name="Lê Thị Em", relation="ANH_CHI_EM")
    with office.writing() as session:
        add_in_bulk(session, [part, parent])
    with office.writing() as session:
        add_in_bulk(session, [later])
    with office.reading() as session:
        found = session.scalars(sa.select(FamilyMember)).all()
    assert {(one.root, one.comp, one.scope) for one in found} == {(parent.id, 3, parent.scope)}
    assert upkeep.check_office(office) == []


def test_batches_are_one_transaction_of_several_log_rows(office: Office) -> None:
    with office.writing() as session:
        add_in_bulk(session, (Hamlet(name=f"Thôn {n}") for n in range(BATCH + 1)))
    with office.store.connection() as connection:
        log = connection.execute(sa.select(tables.log).order_by(tables.log.c.seq)).all()[-2:]
    assert len({row.tx for row in log}) == 1
    assert len({row.hlc for row in log}) == 2
    assert lists.count(office, "hamlets") == BATCH + 1


def test_a_broken_bulk_write_leaves_nothing(office: Office) -> None:
    before = upkeep.counts(office)

    def rows() -> Any:
        yield person("Trần Văn Một")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), office.writing() as session:
        add_in_bulk(session, rows())
    assert upkeep.counts(office) == before
    assert lists.find(office, "tran van mot") == []
