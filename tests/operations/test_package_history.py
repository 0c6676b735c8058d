"""The list of files says the same of a file at both of its ends."""

from __future__ import annotations

from pathlib import Path

import makers
from desktop.operations import records
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import Office
from desktop.operations.package_history import PackageLine, package_history
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from exchange.enrolled import Offices, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def last(office: Office, scope: int, *, came: bool) -> PackageLine:
    return next(one for one in package_history(office, scope) if one.came == came)


def test_a_file_holds_as_many_changes_for_who_sent_it_as_for_who_took_it_in(
    offices: Offices, stick: Path
) -> None:
    commune, province = offices["a"], offices["tinh"]
    top, own = offices.scope("tinh"), offices.scope("a")
    people = [makers.person(commune) for _ in range(3)]
    for rows in ("new", "the same again", "some changed"):
        if rows == "some changed":
            records.save(commune, "people", people[0], {"phone": "0950000001"})
            records.save(province, "people", people[1], {"phone": "0950000002"})
        path = send(commune, top, stick).path
        receive(province, path)
        sent, taken = last(commune, top, came=False), last(province, own, came=True)
        assert (sent.name, taken.name) == (path.name, path.name)
        assert sent.rows == taken.rows >= 3, rows
        assert sent.changed is None
    changes = [one.changed for one in package_history(province, own)]
    assert changes[1] == 0, "all of the second file was here already"
    assert changes[0] == 1
    assert changes[2] == taken.rows


def test_what_was_put_aside_or_taken_back_is_counted_as_before(
    offices: Offices, stick: Path
) -> None:
    commune, province = offices["a"], offices["tinh"]
    makers.person(commune)
    receive(province, send(commune, offices.scope("tinh"), stick).path)
    before = last(province, offices.scope("a"), came=True)
    take_import_back(province)
    after = last(province, offices.scope("a"), came=True)
    assert (after.rows, after.changed, after.undone) == (before.rows, before.changed, True)


def test_a_pc_is_called_as_the_roster_calls_it(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    assert last(offices["tinh"], offices.scope("a"), came=True).pc == "Máy a"
