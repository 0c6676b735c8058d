"""What records refuse in the company of their other fields, and what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desktop.fields import Partial
from desktop.records import (
    Activity,
    CaseFile,
    Finding,
    Inspection,
    Membership,
    Officer,
    Person,
    Record,
    Report,
    Team,
    record_type,
)
from desktop.records.cases import compartment

DAY, NEXT = dt.date(2026, 5, 1), dt.date(2026, 5, 2)

RULES: list[tuple[type[Record], dict[str, Any], set[str]]] = [
    (Person, {"full_name": "Lan", "birth_date": Partial(1990)}, set()),
    (Person, {"birth_date": Partial(1990)}, {"full_name"}),
    (Person, {"full_name": "Lan"}, {"birth_date"}),
    (Person, {"anonymous": True}, set()),
    (Person, {"anonymous": True, "full_name": "Lan"}, {"anonymous"}),
    (Person, {"anonymous": True, "id_number": "048090001234"}, {"anonymous"}),
    (
        Person,
        {"full_name": "L", "birth_date": Partial(1990), "id_type": "CMND", "id_number": "1" * 12},
        {"id_number"},
    ),
    (
        Person,
        {
            "full_name": "L",
            "birth_date": Partial(1990),
            "id_type": "CAN_CUOC",
            "id_number": "1" * 9,
        },
        {"id_number"},
    ),
    (
        Person,
        {"full_name": "L", "birth_date": Partial(1990, 6), "id_issued_on": dt.date(1990, 5, 31)},
        {"id_issued_on"},
    ),
    (CaseFile, {"status": "TIEP_NHAN"}, set()),
    (CaseFile, {"status": "KET_THUC"}, {"closed_on", "close_reason"}),
    (CaseFile, {"status": "CHUYEN_DI", "closed_on": DAY, "close_reason": "KHAC"}, set()),
    (CaseFile, {"status": "THUC_HIEN", "closed_on": DAY}, {"closed_on"}),
    (
        CaseFile,
        {"status": "KET_THUC", "close_reason": "KHAC", "intake_on": NEXT, "closed_on": DAY},
        {"closed_on"},
    ),
    (CaseFile, {"status": "KE_HOACH", "decision_on": NEXT, "due_end_on": DAY}, {"due_end_on"}),
    (Team, {"status": "HOAT_DONG"}, set()),
    (Team, {"status": "GIAI_THE"}, {"ended_on"}),
    (Team, {"status": "HOAT_DONG", "ended_on": DAY}, {"ended_on"}),
    (Membership, {"from_on": DAY, "to_on": NEXT}, {"change_reason"}),
    (Membership, {"from_on": NEXT, "to_on": DAY, "change_reason": "KHAC"}, {"to_on"}),
    (Membership, {"from_on": DAY, "to_on": DAY, "change_reason": "KHAC"}, set()),
    (Activity, {"attendance": 10, "women": 11}, {"women"}),
    (Activity, {"attendance": 10, "women": 10, "under_18": 10}, set()),
    (Officer, {"from_on": NEXT, "to_on": DAY}, {"to_on"}),
    (Report, {"from_on": NEXT, "to_on": DAY}, {"to_on"}),
    (Inspection, {"mode": "DOT_XUAT"}, {"ad_hoc_basis"}),
    (Inspection, {"target_kind": "DOI"}, {"team_id"}),
    (Inspection, {"refused_sign": True}, {"witness"}),
    (Finding, {"state": "XONG"}, {"fixed_on"}),
    (Finding, {"state": "XONG", "fixed_on": DAY}, set()),
]


@pytest.mark.parametrize(("kind", "values", "fields"), RULES)
def test_rules_between_fields(kind: type[Record], values: dict[str, Any], fields: set[str]) -> None:
    found = kind.problems(values)
    assert set(found) == fields
    assert all(sentence.endswith(".") for sentence in found.values())
    assert all(kind.field(name) for name in found)


@pytest.mark.parametrize(
    ("case_type", "comp"),
    [("HIV", 1), ("MBN", 2), ("MT_SD", 3), ("MT_SAUCAI", 3), ("MD", 4), ("KHAC", 0), ("", 0)],
)
def test_the_type_of_a_case_decides_its_compartment(case_type: str, comp: int) -> None:
    assert compartment(case_type) == comp
    case = CaseFile(case_type=case_type)
    case.derive()
    assert case.comp == comp


def test_a_person_without_a_name_is_called_by_a_code_and_sorts_by_it() -> None:
    person = Person(anonymous=True, person_code="KH-0007")
    assert person.called == "KH-0007"
    person.derive()
    assert person.sort_key


def test_a_record_has_an_id_from_its_birth() -> None:
    one, two = Person(), Person()
    assert one.id != two.id
    assert one.id.version == 7


def test_there_is_deliberately_no_field_on_hiv_beside_a_persons_name() -> None:
    words = ("hiv", "arv", "cd4")
    assert not [f.name for f in Person.fields() if any(w in f.name for w in words)]


def test_an_unknown_number_is_of_a_newer_version() -> None:
    with pytest.raises(KeyError):
        record_type(9999)
