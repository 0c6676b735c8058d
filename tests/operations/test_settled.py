"""What was chosen between two values stays to be read: by whom, when, which one, and why."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

import makers
from desktop.base.errors import NotAllowed
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.decisions import decide, decide_record
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import disagreements
from desktop.operations.histories import read_history
from desktop.operations.office import Office
from desktop.operations.settled import Settled, settled
from desktop.operations.undoing import undo_last
from desktop.operations.upkeep import read_deeds
from desktop.store import check
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
WHY = "Theo căn cước mới cấp"


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody whose sex and birth date commune and province wrote differently."""
    made = makers.person(offices["a"], "Nguyễn Thị Hường", sex="NAM")
    carry(offices, stick, "a", "tinh")
    ours = {"sex": "NU", "birth_date": Partial(1991, 3, 5)}
    records.save(offices["a"], "people", made, ours)
    offices.clock.forward(hours=1)
    theirs = {"sex": "KHAC", "birth_date": Partial(1990, 5, 3)}
    records.save(offices["tinh"], "people", made, theirs)
    carry(offices, stick, "tinh", "a")
    return made


def about(office: Office, label: str) -> Disagreement:
    (found,) = [one for one in disagreements(office) if one.labels == (label,)]
    return found


def option(one: Disagreement, text: str) -> int:
    return next(at for at, found in enumerate(one.options) if found.texts == (text,))


def short(one: Settled) -> tuple[object, ...]:
    return (one.called, one.labels, one.chosen, one.others, one.who, one.note, one.undone)


@pytest.mark.parametrize(
    ("chosen", "other"), [("Nữ", "Khác"), ("Khác", "Nữ")], ids=["another", "the shown one"]
)
def test_a_choice_is_told_with_its_note_whether_or_not_the_shown_value_stays(
    offices: Offices, person: uuid.UUID, chosen: str, other: str
) -> None:
    office = offices["a"]
    one = about(office, "Giới tính")
    decide(office, one, option(one, chosen), f"  {WHY}\n")
    (found,) = settled(office)
    assert short(found) == (
        "Nguyễn Thị Hường", ("Giới tính",), chosen, (other,), "lan", WHY, False
    )  # fmt: skip
    assert found.at == office.clock.now()
    assert check.check(office.store) == []


def test_a_typed_value_is_told_with_all_that_stood_there(
    offices: Offices, person: uuid.UUID
) -> None:
    office = offices["a"]
    decide(office, about(office, "Giới tính"), {"sex": "NAM"})
    (found,) = settled(office)
    assert (found.chosen, set(found.others), found.note) == ("Nam", {"Nữ", "Khác"}, "")


def test_one_note_goes_with_all_that_was_chosen_for_a_record(
    offices: Offices, person: uuid.UUID
) -> None:
    office = offices["a"]
    one = about(office, "Giới tính")
    decide_record(office, one, option(one, "Nữ"), WHY)
    assert {(one.labels, one.chosen, one.note) for one in settled(office)} == {
        (("Giới tính",), "Nữ", WHY),
        (("Ngày sinh",), "05/03/1991", WHY),
    }


def test_a_choice_is_still_told_after_a_later_save_and_after_it_was_undone(
    offices: Offices, person: uuid.UUID
) -> None:
    office = offices["a"]
    for label, text in (("Giới tính", "Nữ"), ("Ngày sinh", "05/03/1991")):
        one = about(office, label)
        decide(office, one, option(one, text), label)
    undo_last(office)
    records.save(office, "people", person, {"sex": "NAM"})
    assert [(one.labels, one.chosen, one.note, one.undone) for one in settled(office)] == [
        (("Ngày sinh",), "05/03/1991", "Ngày sinh", True),
        (("Giới tính",), "Nữ", "Giới tính", False),
    ]


def test_an_auditor_reads_the_note_in_the_history_and_in_the_log_of_deeds(
    offices: Offices, person: uuid.UUID
) -> None:
    office = offices["a"]
    one = about(office, "Giới tính")
    decide(office, one, option(one, "Khác"), WHY)
    lines = [line for line in read_history(office, "people", person) if line.edit.kind == "decide"]
    told = [(one.label, one.before, one.after, one.who, one.note) for one in lines]
    assert told == [("Giới tính", "Nữ", "Khác", "lan", WHY)], "also though what was shown stays"
    one = about(office, "Ngày sinh")
    decide(office, one, option(one, "05/03/1991"), "Giấy khai sinh")
    lines = [line for line in read_history(office, "people", person) if line.edit.kind == "decide"]
    assert (lines[0].label, lines[0].after, lines[0].note) == (
        "Ngày sinh", "05/03/1991", "Giấy khai sinh"
    )  # fmt: skip
    assert len(lines) == 2
    office.user = replace(office.user, role="LANH_DAO")
    deeds = [deed for deed in read_deeds(office) if deed.kind == "decide"]
    assert [(deed.table, deed.row, deed.detail.partition(" ")[2]) for deed in deeds] == [
        ("people", person, "Giấy khai sinh"),
        ("people", person, WHY),
    ]


def test_notes_and_choices_stay_where_they_were_made(
    offices: Offices, person: uuid.UUID, stick: Path
) -> None:
    one = about(offices["a"], "Giới tính")
    decide(offices["a"], one, option(one, "Nữ"), WHY)
    carry(offices, stick, "a", "tinh")
    assert settled(offices["tinh"]) == []
    assert records.read(offices["tinh"], "people", person).values["sex"] == "NU"


def test_only_records_and_fields_that_an_account_may_read_are_told(
    offices: Offices, person: uuid.UUID
) -> None:
    office = offices["a"]
    one = about(office, "Giới tính")
    decide(office, one, 0, WHY)
    assert settled(office, (person,))
    assert settled(office, (uuid.uuid4(),)) == []
    office.user = replace(office.user, role="KIEM_TRA")
    assert settled(office) == []
    office.user = replace(office.user, role="CHI_XEM")
    with pytest.raises(NotAllowed):
        settled(office)
