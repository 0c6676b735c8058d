"""What the short histories can't take away, because they have neither forms nor whole files.

Each test says what the exchange does, and that it no longer does so without the mechanism.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import makers
from desktop.operations import records
from desktop.operations.receiving import receive
from desktop.operations.records import ChangedMeanwhile
from desktop.operations.sending import send
from desktop.records import Person
from exchange.engine_mutants import MUTANTS
from exchange.enrolled import Offices, called, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
both = pytest.mark.parametrize("mutated", [False, True])


@both
def test_a_pc_that_was_put_back_to_a_copy_is_heard_although_its_numbers_are_low(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, mutated: bool
) -> None:
    if mutated:
        MUTANTS["files are skipped that end before what came"](monkeypatch)
    offices.close("a")
    copy = Path(shutil.copytree(offices.folder / "a", offices.folder / "bản sao"))
    for name in ("Một", "Hai", "Ba"):
        makers.person(offices["a"], f"Nguyễn Văn {name}")
    carry(offices, stick, "a", "tinh")
    offices.close("a")
    shutil.rmtree(offices.folder / "a")
    copy.rename(offices.folder / "a")
    makers.person(offices["a"], "Sau khi khôi phục")
    receipt = receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    assert receipt.again is mutated
    assert ("Sau khi khôi phục" in called(offices["tinh"])) is not mutated


@both
def test_what_came_while_a_form_was_open_is_shown_before_it_is_overwritten(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, mutated: bool
) -> None:
    if mutated:
        MUTANTS["forms overwrite what came while they were open"](monkeypatch)
    commune, top = offices["a"], offices["tinh"]
    person = makers.person(commune, "Nguyễn Thị Một", phone="0950000001")
    carry(offices, stick, "a", "tinh")
    form = records.read(commune, "people", person)
    records.save(top, "people", person, {"phone": "0950000002"})
    carry(offices, stick, "tinh", "a")
    refused = False
    try:
        records.save(commune, "people", person, {"phone": "0950000003"}, form.seen)
    except ChangedMeanwhile as error:
        (clash,) = error.clashes
        refused = (clash.mine, clash.theirs) == ("0950000003", "0950000002")
    assert refused is not mutated
    for name in ("a", "tinh"):
        carry(offices, stick, "a", "tinh")
        phone = makers.loaded(offices[name], Person, person).phone
        assert (phone == "0950000002") is not mutated, "nobody had seen the province's number"
