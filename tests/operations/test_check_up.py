from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import makers
from desktop.base.errors import UserError
from desktop.operations import records, undoing, upkeep
from desktop.operations.check_up import (
    HeldRows,
    compare,
    hear_held,
    held_in_common,
    send_again,
    tell_held,
)
from desktop.operations.check_up_facts import (
    DueFacts,
    HeardFacts,
    answer_check_up,
    ask_check_up,
)
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.records import Person
from desktop.store.exchange.digests import Bucket, Held
from desktop.store.exchange.shapes import shapes
from desktop.sync.items import Facts
from desktop.sync.shapes import Malformed
from exchange.enrolled import Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


def give(offices: Offices, sender: str, receiver: str, stick: Path) -> None:
    receive(offices[receiver], send(offices[sender], offices.scope(receiver), stick).path)


def exchange(offices: Offices, one: str, other: str, stick: Path) -> None:
    for _ in range(2):
        give(offices, one, other, stick)
        give(offices, other, one, stick)


def held(offices: Offices, name: str, other: str) -> HeldRows:
    return held_in_common(offices[name], offices.scope(other))


def lose(offices: Offices, name: str, person: uuid.UUID) -> None:
    """Let a row be as if it had never come: what no program of ours does."""
    with offices[name].store.connection(write=True) as connection:
        connection.exec_driver_sql(
            "UPDATE people SET full_name = NULL, sv = ?, sq = 0, stub = 1 WHERE id = ?",
            (b"\0", person.bytes),
        )


@pytest.fixture
def level(offices: Offices, tmp_path: Path) -> Offices:
    """The three with cases, contacts and an open disagreement, after everything was exchanged."""
    for name in ("a", "b"):
        case = makers.case(offices[name])
        makers.contact(offices[name], case)
        makers.case(offices[name], case_type="MT_SD")
    person = makers.person(offices["a"], "Người Tranh", phone="0950000001")
    for name in ("a", "b"):
        exchange(offices, name, "tinh", tmp_path)
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    records.save(offices["tinh"], "people", person, {"phone": "0950000003"})
    exchange(offices, "a", "tinh", tmp_path)
    return offices


def test_offices_that_have_exchanged_everything_hold_the_same(level: Offices) -> None:
    for name in ("a", "b"):
        below, above = held(level, name, "tinh"), held(level, "tinh", name)
        assert below == above
        assert below.codes() == above.codes()
        assert sum(below.counts().values()) > 4
        assert compare(level[name], level.scope("tinh"), above) == []
    # Only one of the communes exchanges the compartment of drug treatment.
    assert set(held(level, "a", "tinh").codes()) == {0, 3}
    assert set(held(level, "b", "tinh").codes()) == {0}


def test_a_change_shows_in_one_bucket_until_it_was_exchanged(
    level: Offices, tmp_path: Path
) -> None:
    person = makers.person(level["a"], "Người Mới")
    (found,) = compare(level["a"], level.scope("tinh"), held(level, "tinh", "a"))
    assert found.bucket == Bucket(0, Person.entity, person.bytes[-1])
    assert found.ours == found.theirs + 1
    exchange(level, "a", "tinh", tmp_path)
    assert held(level, "a", "tinh") == held(level, "tinh", "a")


@pytest.mark.parametrize(("poor", "rich"), [("tinh", "a"), ("a", "tinh")])
def test_what_one_side_lost_is_repaired_by_sending_its_bucket_again(
    level: Offices, tmp_path: Path, poor: str, rich: str
) -> None:
    person = makers.person(level["a"], "Người Mất")
    exchange(level, "a", "tinh", tmp_path)
    lose(level, poor, person)
    assert pending(level[rich], level.scope(poor)).total == 0
    found = compare(level[rich], level.scope(poor), held(level, poor, rich))
    assert [(one.ours - one.theirs, one.bucket.number) for one in found] == [(1, person.bytes[-1])]
    count = send_again(level[rich], level.scope(poor), found)
    assert count == sum(one.ours for one in found)
    assert pending(level[rich], level.scope(poor)).total == count
    give(level, rich, poor, tmp_path)
    assert held(level, poor, rich) == held(level, rich, poor)
    assert records.read(level[poor], "people", person).values["full_name"] == "Người Mất"
    for name in ("a", "tinh"):
        assert upkeep.check_office(level[name]) == []


def test_repair_writes_over_nobody(level: Offices, tmp_path: Path) -> None:
    person = makers.person(level["a"], "Người Hai Bên", phone="0950000001")
    exchange(level, "a", "tinh", tmp_path)
    records.save(level["tinh"], "people", person, {"ethnicity": "TAY"})
    records.save(level["a"], "people", person, {"phone": "0950000009"})
    for one, other in (("a", "tinh"), ("tinh", "a")):
        scope = level.scope(other)
        send_again(level[one], scope, compare(level[one], scope, held(level, other, one)))
    exchange(level, "a", "tinh", tmp_path)
    for name in ("a", "tinh"):
        values = records.read(level[name], "people", person).values
        assert (values["phone"], values["ethnicity"]) == ("0950000009", "TAY")


def test_sending_again_is_nothing_to_be_undone(level: Offices) -> None:
    person = makers.person(level["a"], "Người Giữ")
    found = compare(level["a"], level.scope("tinh"), held(level, "tinh", "a"))
    assert send_again(level["a"], level.scope("tinh"), found) >= 1
    assert undoing.last_action(level["a"]) is None
    with pytest.raises(UserError, match="đánh dấu để gửi lại sau đối soát") as caught:
        undoing.undo_last(level["a"])
    assert "xem Lịch sử" in caught.value.message, "what was saved before stays, and how to mend it"
    assert makers.loaded(level["a"], Person, person).void_reason is None


def test_where_nothing_differs_nothing_is_written(level: Offices) -> None:
    before = level["a"].store.timeline().wall(), pending(level["a"], level.scope("tinh")).total
    assert send_again(level["a"], level.scope("tinh"), []) == 0
    with level["a"].store.connection() as connection:
        sql = "SELECT count(*) FROM sync_log WHERE kind = 'resend'"
        assert connection.exec_driver_sql(sql).scalar() == 0
    assert before[1] == pending(level["a"], level.scope("tinh")).total


def test_neighbours_compare_only_what_all_share(level: Offices) -> None:
    assert held(level, "a", "b").digests == held(level, "b", "a").digests


def test_a_check_up_travels_and_both_send_what_the_other_lacks(
    level: Offices, tmp_path: Path
) -> None:
    above, below = level.scope("tinh"), level.scope("a")
    lost_above = makers.person(level["a"], "Mất Ở Tỉnh")
    lost_below = makers.person(level["a"], "Mất Ở Xã")
    exchange(level, "a", "tinh", tmp_path)
    lose(level, "tinh", lost_above)
    lose(level, "a", lost_below)
    ask_check_up(level["a"], above)
    give(level, "a", "tinh", tmp_path)
    done = answer_check_up(level["tinh"], below)
    assert done is not None
    assert (done.buckets, done.answered, done.rows > 0) == (2, True, True)
    assert answer_check_up(level["tinh"], below) is None
    give(level, "tinh", "a", tmp_path)
    answer = answer_check_up(level["a"], above)
    assert answer is not None
    assert (answer.buckets, answer.answered) == (1, False)
    give(level, "a", "tinh", tmp_path)
    assert answer_check_up(level["tinh"], below) is None
    assert held(level, "a", "tinh") == held(level, "tinh", "a")
    for name, person in (("tinh", lost_above), ("a", lost_below)):
        assert records.read(level[name], "people", person).values["full_name"]


def test_a_file_tells_once_and_only_if_it_was_asked_for(level: Offices, tmp_path: Path) -> None:
    give(level, "a", "tinh", tmp_path)
    assert answer_check_up(level["tinh"], level.scope("a")) is None
    ask_check_up(level["a"], level.scope("tinh"))
    first = send(level["a"], level.scope("tinh"), tmp_path)
    second = send(level["a"], level.scope("tinh"), tmp_path)
    receive(level["tinh"], second.path)
    assert answer_check_up(level["tinh"], level.scope("a")) is None
    receive(level["tinh"], first.path)
    assert answer_check_up(level["tinh"], level.scope("a")) is not None


def test_the_general_section_says_nothing_of_other_compartments(level: Offices) -> None:
    ask_check_up(level["a"], level.scope("tinh"))
    with level["a"].store.connection() as connection:
        lineage = level["a"].store.timeline().lineage
        due = DueFacts(connection, lineage, level.scope("tinh"))
        for comp in (0, 3):
            rows = [row for facts in due.of(comp) for row in facts.rows]
            assert len(rows) > 1
            assert {row[0] for row in rows} == {comp}
        assert list(due.of(1)) == []


def test_nonsense_that_was_told_is_left_out(level: Offices) -> None:
    heard = HeardFacts()
    for nonsense in ([[0], [0, "x"]], [], [[]], [[0, 1, 1, 1, "x"]]):
        heard.take(Facts("check", nonsense))
    with level["a"].store.connection(write=True) as connection:
        heard.keep(connection, level.scope("tinh"))
    assert answer_check_up(level["a"], level.scope("tinh")) is None


buckets = st.builds(
    Bucket, st.integers(0, 4), st.sampled_from(sorted(shapes())), st.integers(0, 255)
)
sums = st.builds(Held, st.integers(1, 10**9), st.binary(min_size=16, max_size=16))


@given(st.frozensets(st.integers(0, 4)), st.dictionaries(buckets, sums))
def test_what_is_told_is_heard(compartments: frozenset[int], digests: dict[Bucket, Held]) -> None:
    held_rows = HeldRows(compartments, digests)
    assert hear_held([row for comp in range(5) for row in tell_held(held_rows, comp)]) == HeldRows(
        compartments, {one: told for one, told in digests.items() if one.comp in compartments}
    )


@pytest.mark.parametrize(
    "bad",
    [
        [[]],
        [["0"]],
        [[-1]],
        [[0, 1, 2]],
        [[0, 1, 256, 1, bytes(16)]],
        [[0, 1, 1, 0, bytes(16)]],
        [[0, 1, 1, 1, bytes(15)]],
        [7],
    ],
)
def test_what_nobody_tells_is_malformed(bad: list[object]) -> None:
    with pytest.raises(Malformed):
        hear_held(bad)


def test_a_record_type_of_a_newer_program_is_heard_of_and_nonsense_is_not() -> None:
    told = {Bucket(0, 9_999, 1): Held(1, bytes(16))}
    assert hear_held([[0], [0, 9_999, 1, 1, bytes(16)]]) == HeldRows(frozenset({0}), told)
    for entity in (0, 1 << 16):
        with pytest.raises(Malformed):
            hear_held([[0], [0, entity, 1, 1, bytes(16)]])
