"""A tree is taken out of use in one place while somebody writes in it in another: it is asked about."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import count_disagreements, disagreements
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.incoming import Group, look_at
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.records import CaseFile, Contact, Person
from desktop.store import check
from exchange.enrolled import Offices, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]
Deed = Callable[[Office, uuid.UUID], object]


def _new_part(office: Office, case: uuid.UUID) -> None:
    makers.contact(office, case, content="Gặp tại nhà lần hai")


def _edited_part(office: Office, case: uuid.UUID) -> None:
    with office.reading() as session:
        first = session.scalars(sa.select(Contact.id).where(Contact.case_id == case)).one()
    records.save(office, "contacts", first, {"content": "Gặp ở trụ sở"})


DEEDS = [_new_part, _edited_part]


@pytest.fixture
def case(offices: Offices, stick: Path) -> uuid.UUID:
    """A case with one contact, which commune and province both have."""
    made = makers.case(offices["a"])
    makers.contact(offices["a"], made)
    around(offices, stick)
    return made


def write(offices: Offices, stick: Path, sender: str, to: str) -> Path:
    return send(offices[sender], offices.scope(to), stick).path


def around(offices: Offices, stick: Path) -> None:
    for sender, to in (("a", "tinh"), ("tinh", "a"), ("a", "tinh"), ("tinh", "a")):
        carry(offices, stick, sender, to)


def only(office: Office) -> Disagreement:
    (found,) = disagreements(office)
    return found


def is_void(office: Office, row: uuid.UUID, kind: type[CaseFile] | type[Person] = CaseFile) -> bool:
    return makers.loaded(office, kind, row).void_reason is not None


def require_asked(office: Office, voider: str, writer: str) -> Disagreement:
    one = only(office)
    assert (one.labels, one.asked, one.fields) == (("Hủy bỏ",), True, ())
    told = {option.texts: option.who for option in one.options}
    assert told == {
        ("Hủy bỏ: Ghi nhầm",): f"Cán bộ {voider}",
        ("Đang dùng",): f"Cán bộ {writer}",
    }
    return one


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("way", [("a", "tinh"), ("tinh", "a")])
@pytest.mark.parametrize("first", ["voider", "writer", "both"])
def test_who_voids_a_tree_in_which_another_writes_is_asked_at_home(
    offices: Offices, stick: Path, case: uuid.UUID, deed: Deed, way: tuple[str, str], first: str
) -> None:
    voider, writer = way
    deed(offices[writer], case)
    offices.clock.forward(hours=1)
    records.void(offices[voider], "case_files", case, "Ghi nhầm")
    if first == "both":
        crossing = [write(offices, stick, *way) for way in ((voider, writer), (writer, voider))]
        receive(offices[writer], crossing[0])
        receive(offices[voider], crossing[1])
    elif first == "voider":
        carry(offices, stick, voider, writer)
    else:
        carry(offices, stick, writer, voider)
    around(offices, stick)
    for place in ("a", "tinh"):
        require_asked(offices[place], voider, writer)
        assert is_void(offices[place], case)
        assert check.check(offices[place].store) == []
    assert count_disagreements(offices["a"]) == 1
    assert count_disagreements(offices["tinh"]) == 0, "the office that has the case decides"
    for sender, to in (("a", "tinh"), ("tinh", "a")):
        assert pending(offices[sender], offices.scope(to)).total == 0


@pytest.mark.parametrize("choice", ["Hủy bỏ: Ghi nhầm", "Đang dùng"])
def test_what_is_decided_holds_everywhere_and_is_not_asked_again(
    offices: Offices, stick: Path, case: uuid.UUID, choice: str
) -> None:
    _new_part(offices["a"], case)
    records.void(offices["tinh"], "case_files", case, "Ghi nhầm")
    around(offices, stick)
    one = only(offices["a"])
    decide(offices["a"], one, [option.texts for option in one.options].index((choice,)))
    around(offices, stick)
    for place in ("a", "tinh"):
        assert disagreements(offices[place]) == []
        assert is_void(offices[place], case) is (choice != "Đang dùng")
    makers.contact(offices["a"], makers.case(offices["a"]))
    around(offices, stick)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []


@pytest.mark.parametrize("deed", DEEDS)
def test_who_voids_a_tree_and_knows_what_is_in_it_is_not_asked(
    offices: Offices, stick: Path, case: uuid.UUID, deed: Deed
) -> None:
    deed(offices["a"], case)
    carry(offices, stick, "a", "tinh")
    records.void(offices["tinh"], "case_files", case, "Ghi nhầm")
    around(offices, stick)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []
    records.unvoid(offices["a"], "case_files", case)
    deed(offices["a"], case)
    records.void(offices["a"], "case_files", case, "Ghi nhầm")
    around(offices, stick)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []
    assert is_void(offices["tinh"], case)


def test_a_tree_that_is_in_use_again_is_not_asked_about(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    records.void(offices["tinh"], "case_files", case, "Ghi nhầm")
    records.unvoid(offices["tinh"], "case_files", case)
    _new_part(offices["a"], case)
    around(offices, stick)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []
    assert not is_void(offices["a"], case)


def test_whoever_gets_all_of_it_later_asks_nothing_of_his_own(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    """The province hears of void and parts at once, and of parts that the commune made before."""
    _new_part(offices["a"], case)
    records.void(offices["a"], "case_files", case, "Ghi nhầm")
    around(offices, stick)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []


def test_a_person_who_is_voided_while_a_case_is_opened(offices: Offices, stick: Path) -> None:
    person = makers.person(offices["a"], "Nguyễn Thị Hường")
    around(offices, stick)
    makers.case(offices["a"], person_id=person)
    records.void(offices["tinh"], "people", person, "Ghi nhầm")
    around(offices, stick)
    one = require_asked(offices["a"], "tinh", "a")
    assert (one.table, one.id) == ("people", person)
    decide(offices["a"], one, [option.texts for option in one.options].index(("Đang dùng",)))
    around(offices, stick)
    assert not is_void(offices["tinh"], person, Person)


def test_an_import_that_asked_is_taken_back_with_its_question(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    _new_part(offices["a"], case)
    records.void(offices["tinh"], "case_files", case, "Ghi nhầm")
    came, went = (write(offices, stick, *way) for way in (("tinh", "a"), ("a", "tinh")))
    for place, file, was_void in (("a", came, False), ("tinh", went, True)):
        receive(offices[place], file)
        assert len(disagreements(offices[place])) == 1
        take_import_back(offices[place])
        assert disagreements(offices[place]) == []
        assert is_void(offices[place], case) is was_void
        assert check.check(offices[place].store) == []
        receive(offices[place], file)
        assert len(disagreements(offices[place])) == 1


def test_a_preview_tells_that_there_will_be_a_question(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    _new_part(offices["a"], case)
    records.void(offices["tinh"], "case_files", case, "Ghi nhầm")
    told = look_at(offices["a"], write(offices, stick, "tinh", "a"))
    assert told.counts[Group.DISPUTED] == 1
    assert [row.group for row in told.rows if row.id == case].count(Group.DISPUTED) == 1
    assert disagreements(offices["a"]) == []


def test_a_pc_that_gets_its_own_void_back_is_not_asked(
    offices: Offices, stick: Path, case: uuid.UUID
) -> None:
    """Put back to a copy, it hears of its void together with what it knew when it voided the tree."""
    offices.close("a")
    kept = Path(shutil.copytree(offices.folder / "a", offices.folder / "kept"))
    _new_part(offices["tinh"], case)
    around(offices, stick)
    records.void(offices["a"], "case_files", case, "Ghi nhầm")
    around(offices, stick)
    offices.close("a")
    shutil.rmtree(offices.folder / "a")
    shutil.copytree(kept, offices.folder / "a")
    assert not is_void(offices["a"], case)
    around(offices, stick)
    assert is_void(offices["a"], case)
    assert disagreements(offices["a"]) == disagreements(offices["tinh"]) == []
