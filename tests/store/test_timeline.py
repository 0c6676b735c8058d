"""Sessions and clock numbers: a restored copy goes on as a branch of its own."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import makers
from conftest import NOW, Blank
from desktop.base.clock import StoppedClock
from desktop.operations import records
from desktop.operations.office import Office, open_office
from desktop.records import Hamlet
from desktop.store import tables
from desktop.store.timeline import BUILT_MS, read_meta, write_meta
from desktop.versions.clock import moment_ms
from desktop.versions.origins import Lineage, Origin


def rows(office: Office, table: sa.Table) -> list[Any]:
    with office.store.connection() as connection:
        return list(connection.execute(sa.select(table).order_by(*table.primary_key)))


def test_a_session_gets_its_origin_at_its_first_write(office: Office) -> None:
    before = rows(office, tables.origins)
    makers.hamlet(office)
    makers.hamlet(office)
    added = rows(office, tables.origins)[len(before) :]
    assert len(added) == 1
    assert added[0].parent == before[-1].oid
    assert rows(office, tables.log)[-1].origin_no == added[0].no


def test_clock_numbers_grow_and_read_as_the_time_of_day(
    office: Office, clock: StoppedClock
) -> None:
    makers.hamlet(office)
    makers.hamlet(office)
    clock.forward(minutes=5)
    makers.hamlet(office)
    numbers = [line.hlc for line in rows(office, tables.log)]
    assert numbers == sorted(set(numbers))
    assert moment_ms(numbers[-1]) == NOW.timestamp() * 1000 + 5 * 60_000


def test_a_clock_set_back_or_far_ahead_is_not_believed(office: Office, clock: StoppedClock) -> None:
    makers.hamlet(office)
    last = rows(office, tables.log)[-1].hlc
    for moment in (dt.datetime(2009, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 1, 1, tzinfo=dt.UTC)):
        clock.at = moment
        makers.hamlet(office)
        line = rows(office, tables.log)[-1]
        assert line.hlc == last + 1
        assert not line.clock_ok
        last = line.hlc
    clock.at = NOW
    makers.hamlet(office)
    assert rows(office, tables.log)[-1].clock_ok


def test_tests_run_after_this_version_was_made() -> None:
    assert NOW.timestamp() * 1000 >= BUILT_MS


def test_what_was_rolled_back_takes_its_session_with_it(office: Office) -> None:
    before = rows(office, tables.origins)

    with contextlib.suppress(ZeroDivisionError), office.writing() as session:
        session.add(Hamlet(name="Thôn 1"))
        session.flush()
        session.info["half way"] = 1 / 0
    assert rows(office, tables.origins) == before
    makers.hamlet(office)
    (added,) = rows(office, tables.origins)[len(before) :]
    assert added.parent == before[-1].oid


def test_a_copy_that_goes_on_beside_its_origin_becomes_a_branch(
    blank_office: Blank, folder: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    person = makers.person(office)
    office.close()
    copy = Path(shutil.copytree(folder, tmp_path / "restored"))
    for number, place in enumerate((folder, copy)):
        office = open_office(place, blank_office.user, blank_office.password, clock)
        records.save(office, "people", person, {"phone": f"090512345{number}"})
        office.close()
    told = []
    for place in (folder, copy):
        office = open_office(place, blank_office.user, blank_office.password, clock)
        told.append(rows(office, tables.origins))
        office.close()
    ours, theirs = told
    assert ours[:-1] == theirs[:-1]
    assert ours[-1].oid != theirs[-1].oid
    assert ours[-1].parent == theirs[-1].parent
    # Both together make one tree in which neither has seen the other's write.
    lineage = Lineage(Origin(*row[:7]) for row in ours)
    other = theirs[-1]
    branch = lineage.add(other.oid, other.device, other.parent, other.cut)
    assert branch.branch != ours[-1].branch


def test_a_clock_set_forward_claims_no_writes_that_the_file_does_not_have(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    makers.hamlet(office)
    last = rows(office, tables.log)[-1].hlc
    with office.store.connection(write=True) as connection:
        write_meta(connection, "hlc", str(last + (1 << 40)))
    office.close()
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    makers.hamlet(office)
    assert rows(office, tables.origins)[-1].cut == last
    assert rows(office, tables.log)[-1].hlc > last + (1 << 40)
    office.close()


def test_lines_of_meta_are_set_and_replaced(office: Office) -> None:
    with office.store.connection(write=True) as connection:
        assert read_meta(connection, "letter") == "A"
        assert read_meta(connection, "nothing", "otherwise") == "otherwise"
        write_meta(connection, "letter", "B")
        assert read_meta(connection, "letter") == "B"
