"""Settings, drafts, running numbers, the log of deeds."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.operations.office import Office
from desktop.records import CaseFile
from desktop.store.events import KINDS, read_events, write_event
from desktop.store.keeping import (
    drop_draft,
    keep_draft,
    next_number,
    read_drafts,
    read_setting,
    write_setting,
)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@hypothesis.given(json_values)
def test_a_setting_is_read_as_it_was_written(office: Office, value: Any) -> None:
    with office.store.connection(write=True) as connection:
        write_setting(connection, "columns", value, "lan")
        write_setting(connection, "columns", "of the office")
        assert read_setting(connection, "columns", "lan") == value
        assert read_setting(connection, "columns") == "of the office"
        assert read_setting(connection, "columns", "hoa", "nothing") == "nothing"


def test_one_draft_is_kept_for_each_form_and_user(office: Office) -> None:
    row = uuid.uuid4()
    later = NOW + dt.timedelta(seconds=10)
    with office.store.connection(write=True) as connection:
        keep_draft(connection, "lan", "people", None, NOW, {"full_name": "Ng"})
        keep_draft(connection, "lan", "people", None, NOW, {"full_name": "Nguyễn"})
        keep_draft(connection, "lan", "people", row, later, {"full_name": "Trần"})
        keep_draft(connection, "hoa", "people", None, NOW, {"full_name": "Lê"})
        found = read_drafts(connection, "lan")
        assert [(d.row, d.at, d.values) for d in found] == [
            (row, later, {"full_name": "Trần"}),
            (None, NOW, {"full_name": "Nguyễn"}),
        ]
        drop_draft(connection, "lan", "people", None)
        assert [d.row for d in read_drafts(connection, "lan")] == [row]
        assert len(read_drafts(connection, "hoa")) == 1


@hypothesis.given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 20)), max_size=12))
def test_no_number_is_given_out_twice(office: Office, asked: list[tuple[str, int]]) -> None:
    with office.store.connection(write=True) as connection:
        given: dict[str, list[int]] = {"a": [], "b": []}
        start = next_number(connection, "a"), next_number(connection, "b")
        for name, least in asked:
            given[name].append(next_number(connection, name, least))
            assert given[name][-1] >= least
        for first, numbers in zip(start, given.values(), strict=True):
            assert numbers == sorted(set(numbers))
            assert not numbers or numbers[0] > first


def test_a_number_of_a_save_that_failed_is_free_again(office: Office) -> None:
    with contextlib.suppress(ZeroDivisionError), office.writing() as session:
        assert next_number(session.connection(), "x") == 1
        session.info["half way"] = 1 / 0
    with office.writing() as session:
        assert next_number(session.connection(), "x") == 1


def test_deeds_are_told_newest_first_with_whom_and_what(
    office: Office, clock: StoppedClock
) -> None:
    case = makers.loaded(office, CaseFile, makers.case(office))
    clock.forward(minutes=1)
    office.note("look", record=case)
    office.note("export", "people 12")
    with office.store.connection() as connection:
        export, look, sign_in, *_ = read_events(connection)
        assert read_events(connection, row=case.id) == [look]
        assert len(read_events(connection, limit=1)) == 1
    assert (export.kind, export.user, export.detail) == ("export", "lan", "people 12")
    assert (look.table, look.row, look.at) == ("case_files", case.id, clock.now())
    assert sign_in.kind == "sign_in"


def test_only_known_deeds_are_written(office: Office) -> None:
    with (
        pytest.raises(AssertionError),
        office.store.connection(write=True) as connection,
    ):
        write_event(connection, NOW, "lan", "gossip")
    assert all(label and label[0].isupper() for label in KINDS.values())
