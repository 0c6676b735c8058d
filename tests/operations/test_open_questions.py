"""The number that is kept at hand is the number that a look through the whole file gives."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

import makers
from desktop.fields import Partial
from desktop.operations import open_questions, records
from desktop.operations.decisions import decide
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import (
    count_disagreements,
    disagreements,
    is_own,
    open_here,
)
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import Office
from desktop.operations.open_questions import OpenQuestions
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.operations.undoing import undo_last
from exchange.enrolled import Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


@pytest.fixture
def person(offices: Offices, tmp_path: Path) -> uuid.UUID:
    """Somebody whose sex commune and province are about to write differently."""
    made = makers.person(offices["a"], "Nguyễn Thị Hường")
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), tmp_path).path)
    records.save(offices["a"], "people", made, {"sex": "NU", "birth_date": Partial(1991, 3, 5)})
    offices.clock.forward(hours=1)
    told = {"sex": "KHAC", "birth_date": Partial(1990, 5, 3)}
    records.save(offices["tinh"], "people", made, told)
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Office]:
    """Every look through a whole file."""
    found: list[Office] = []

    def look(office: Office) -> list[Disagreement]:
        found.append(office)
        return open_here(office)

    monkeypatch.setattr(open_questions, "open_here", look)
    return found


def test_the_number_follows_files_decisions_and_what_is_taken_back(
    offices: Offices, person: uuid.UUID, tmp_path: Path, looks: list[Office]
) -> None:
    commune = offices["a"]
    questions = OpenQuestions(commune)

    def told() -> int:
        number = questions.count()
        assert number == count_disagreements(commune)
        assert number == sum(map(is_own, disagreements(commune)))
        return number

    assert told() == 0
    receive(commune, send(offices["tinh"], offices.scope("a"), tmp_path).path)
    assert told() == 2
    seen = len(looks)
    records.save(commune, "people", person, {"phone": "0950000001"})
    assert told() == 2
    decide(commune, open_here(commune)[0], 0)
    assert told() == 1
    records.void(commune, "people", person, "Ghi nhầm")
    assert told() == count_disagreements(commune)
    records.unvoid(commune, "people", person)
    assert told() == 1
    assert len(looks) == seen, "nobody looks through the whole file after what is saved here"
    questions.count()
    assert len(looks) == seen


def test_a_decision_that_is_undone_is_open_again(
    offices: Offices, person: uuid.UUID, tmp_path: Path
) -> None:
    commune = offices["a"]
    questions = OpenQuestions(commune)
    receive(commune, send(offices["tinh"], offices.scope("a"), tmp_path).path)
    decide(commune, open_here(commune)[0], 1)
    assert questions.count() == 1
    undo_last(commune)
    assert questions.count() == count_disagreements(commune) == 2


def test_the_number_goes_with_an_import_that_is_taken_back(
    offices: Offices, person: uuid.UUID, tmp_path: Path
) -> None:
    commune = offices["a"]
    questions = OpenQuestions(commune)
    receive(commune, send(offices["tinh"], offices.scope("a"), tmp_path).path)
    assert questions.count() == 2
    take_import_back(commune)
    assert questions.count() == count_disagreements(commune) == 0


def test_the_province_reads_what_it_does_not_count(
    offices: Offices, person: uuid.UUID, tmp_path: Path
) -> None:
    province = offices["tinh"]
    receive(province, send(offices["a"], offices.scope("tinh"), tmp_path).path)
    assert len(disagreements(province)) == 2
    assert OpenQuestions(province).count() == 0
