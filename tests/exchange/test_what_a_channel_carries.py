"""A channel that carries more than before starts anew; one that carries less sends no more of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

import makers
from desktop.operations.exchange_keys import held_roster, keep_roster, own_keys
from desktop.operations.exchange_state import exchange_state
from desktop.operations.receiving import examine, receive
from desktop.operations.section_heads import HEAD
from desktop.operations.sending import Sent, pending, send
from desktop.records import CaseFile, Person
from desktop.store import tables
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.roster import Roster
from exchange.enrolled import Offices, enrolled_offices, offices, stick
from exchange.forging import manifest_of, read_raw, write_raw

__all__ = ["enrolled_offices", "offices", "stick"]


class Authority:
    """Signs what the offices hold from now on, as the one that they know had passed it on."""

    def __init__(self, offices: Offices) -> None:
        self._offices, self._key = offices, AuthorityKey.new()

    def issue(self, change: Callable[[Roster], Roster], *names: str) -> None:
        """Let these offices hold a changed roster."""
        with self._offices["tinh"].store.connection() as connection:
            roster = replace(held_roster(connection), authority=self._key.public)
        roster = change(roster.reissued(roster.issued_ms + 1))
        signed = sign_roster(roster, self._key)
        for name in names:
            with self._offices[name].store.connection(write=True) as connection:
                keep_roster(connection, signed, roster)


def granting(offices: Offices, name: str, *compartments: int) -> Callable[[Roster], Roster]:
    with offices[name].store.connection(write=True) as connection:
        device = own_keys(connection).device

    def change(roster: Roster) -> Roster:
        told = replace(roster.device(device), compartments=frozenset(compartments))
        return roster.with_device(told)

    return change


def to(offices: Offices, sender: str, receiver: str, stick: Path) -> Sent:
    sent = send(offices[sender], offices.scope(receiver), stick)
    receive(offices[receiver], sent.path)
    return sent


def cases(offices: Offices, name: str, comp: int) -> int:
    with offices[name].reading() as session:
        asked = (CaseFile.comp == comp, CaseFile.stub.is_(False))
        return session.scalar(sa.select(sa.func.count()).where(*asked)) or 0


def hiv_case(offices: Offices) -> None:
    """Let the commune write one; by law an account is only given these by name."""
    with offices["a"].store.connection(write=True) as connection:
        connection.execute(sa.update(tables.users).values(compartments="0,1,2,3,4"))
    offices.close("a")
    makers.case(offices["a"], case_type="HIV")


def settle(offices: Offices, name: str, stick: Path) -> None:
    """Exchange until both have confirmed everything."""
    for _ in range(2):
        to(offices, name, "tinh", stick)
        to(offices, "tinh", name, stick)


def test_a_new_grant_brings_the_old_cases(offices: Offices, stick: Path) -> None:
    makers.case(offices["a"], case_type="MT_SD")
    settle(offices, "a", stick)
    assert cases(offices, "tinh", 3) == 1
    # Before its PC may read of HIV it writes such a case as well: only it has the section's key.
    hiv_case(offices)
    settle(offices, "a", stick)
    assert cases(offices, "tinh", 1) == 0
    Authority(offices).issue(granting(offices, "a", 1, 3), "tinh", "a")
    assert pending(offices["a"], offices.scope("tinh")).total > 0
    to(offices, "a", "tinh", stick)
    assert cases(offices, "tinh", 1) == 1


def test_a_grant_that_comes_with_the_file_is_used_for_it(offices: Offices, stick: Path) -> None:
    authority = Authority(offices)
    authority.issue(granting(offices, "a", 1), "tinh", "a")
    hiv_case(offices)
    settle(offices, "a", stick)
    # The commune loses its file and founds anew; what it may read is told by what comes.
    authority.issue(granting(offices, "a"), "tinh", "a")
    with offices["a"].store.connection(write=True) as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("UPDATE case_files SET stub = 1, sv = x'00', sq = sq + 1 WHERE comp = 1")
    assert cases(offices, "a", 1) == 0
    authority.issue(granting(offices, "a", 1, 2), "tinh")
    to(offices, "tinh", "a", stick)
    assert cases(offices, "a", 1) == 1


def test_a_section_that_only_an_unknown_roster_allows_is_not_confirmed(
    offices: Offices, stick: Path
) -> None:
    authority = Authority(offices)
    authority.issue(granting(offices, "a", 1), "tinh", "a")
    authority.issue(granting(offices, "tinh"), "tinh")
    hiv_case(offices)
    # The commune knows of a grant of which its province has not heard yet.
    authority.issue(granting(offices, "tinh", 1), "a")
    to(offices, "a", "tinh", stick)
    to(offices, "tinh", "a", stick)
    assert cases(offices, "tinh", 1) == 0
    assert pending(offices["a"], offices.scope("tinh")).total > 0
    with offices["a"].store.connection() as connection:
        newest = held_roster(connection)
    authority.issue(lambda _: replace(newest, version=newest.version + 1), "tinh", "a")
    to(offices, "a", "tinh", stick)
    assert cases(offices, "tinh", 1) == 1


def test_what_an_office_may_no_longer_read_does_not_come(offices: Offices, stick: Path) -> None:
    settle(offices, "a", stick)
    Authority(offices).issue(granting(offices, "tinh", 1, 2, 4), "tinh", "a")
    makers.case(offices["a"], case_type="MT_SD")
    sent = to(offices, "a", "tinh", stick)
    assert sent.counts
    assert cases(offices, "tinh", 3) == 0


def test_after_a_grant_the_board_says_that_everything_waits(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    settle(offices, "a", stick)
    (before,) = exchange_state(offices["a"])
    assert before.total == 0
    Authority(offices).issue(granting(offices, "a", 1, 3), "tinh", "a")
    (after,) = exchange_state(offices["a"])
    assert after.total == pending(offices["a"], offices.scope("tinh")).total > 0
    assert not after.is_sent
    settle(offices, "a", stick)
    (settled,) = exchange_state(offices["a"])
    assert (settled.total, settled.is_sent) == (0, True)


def test_how_many_rows_a_closed_compartment_has_is_told_to_its_readers_only(
    offices: Offices, stick: Path
) -> None:
    """Else every PC of the other office would read that there is a case of that kind."""
    makers.saved(offices["a"], "hamlets", name="Thôn Một")
    makers.case(offices["a"], case_type="MT_SD")
    top = offices["tinh"]
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(top, path)
    manifest, head = manifest_of(sections), sections["3"][0]
    closed = {str(CaseFile.entity), str(Person.entity)}
    assert closed.isdisjoint(manifest["counts"])
    assert closed.isdisjoint(manifest["fields"])
    assert head[:2] == [2, HEAD]
    counts = {entity: count for entity, count, _fields in head[2]}
    assert {counts[CaseFile.entity], counts[Person.entity]} == {1}
    told = examine(top, path).counts
    assert told[CaseFile.entity] == 1
    # An account that may not see such cases hears of none.
    clerk, top.user = top.user, replace(top.user, compartments=frozenset({0}))
    assert CaseFile.entity not in examine(top, path).counts
    top.user = clerk
    receipt = receive(top, path)
    assert receipt.tally.set_aside == []
    assert receipt.tally.new == Counter(told)


def test_nonsense_at_the_head_of_a_section_harms_nothing(offices: Offices, stick: Path) -> None:
    makers.case(offices["a"], case_type="MT_SD")
    top = offices["tinh"]
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(top, path)
    whole = sum(len(item[4]) // 16 for items in sections.values() for item in items if item[0] == 1)
    sections["3"][0][2] = [
        [],
        [0, 1, []],
        ["6", 1, []],
        [6, -1, []],
        [6, 1, [[1]]],
        [1 << 20, 1, []],
    ]
    forged = write_raw(offices["a"], offices.scope("tinh"), stick / "GOI_thu.goi", sections)
    assert CaseFile.entity not in examine(top, forged).counts
    assert receive(top, forged).tally.new.total() == whole
