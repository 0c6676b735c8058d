"""Two offices that wrote differently: both are heard, one decides, and the decision travels."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import InvalidRecord, NotAllowed, UserError
from desktop.fields import Partial
from desktop.operations import cases, records, upkeep
from desktop.operations.decisions import decide, decide_record
from desktop.operations.disagreement import Disagreement
from desktop.operations.disagreements import count_disagreements, disagreements
from desktop.operations.histories import read_history
from desktop.operations.office import Office, User, open_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.operations.undoing import last_action, undo_last
from desktop.records import CaseFile, Person, record_types
from desktop.store import tables
from desktop.store.exchange import homes
from desktop.store.folder import FolderLock
from exchange.enrolled import PASSWORD, Offices, carry, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody whom commune and province both know."""
    made = makers.person(offices["a"], "Nguyễn Thị Hường", phone="0950000001")
    carry(offices, stick, "a", "tinh")
    return made


def differ(
    offices: Offices,
    stick: Path,
    table: str,
    row: uuid.UUID,
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
) -> None:
    """Commune and province write without knowing each other, the province an hour later."""
    records.save(offices["a"], table, row, ours)
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], table, row, theirs)
    carry(offices, stick, "tinh", "a")


def exchange(offices: Offices, stick: Path) -> None:
    """Let both hear all there is."""
    carry(offices, stick, "a", "tinh")
    carry(offices, stick, "tinh", "a")
    carry(offices, stick, "a", "tinh")


def beside(office: Office) -> int:
    """How many values stand beside a shown one in the whole file."""
    with office.store.connection() as connection:
        count = sa.select(sa.func.count()).select_from(tables.siblings)
        return int(connection.execute(count).scalar_one())


def shown(office: Office, row: uuid.UUID, name: str, table: str = "people") -> Any:
    return records.read(office, table, row).values[name]


def only(office: Office) -> Disagreement:
    (found,) = disagreements(office)
    return found


def texts(one: Disagreement) -> list[tuple[str, ...]]:
    return [option.texts for option in one.options]


def agree(offices: Offices, row: uuid.UUID, name: str, value: Any) -> None:
    """Both offices show this value, and nothing stands beside it any more."""
    for place in ("a", "tinh"):
        assert shown(offices[place], row, name) == value
        assert beside(offices[place]) == 0
        assert disagreements(offices[place]) == []
        assert upkeep.check_office(offices[place]) == []


# -- what is found ----------------------------------------------------------------------


def test_both_values_are_told_with_who_wrote_them_where_and_when(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    born = {"birth_date": Partial(1991, 3, 5)}, {"birth_date": Partial(1990, 5, 3)}
    differ(offices, stick, "people", person, *born)
    one = only(offices["a"])
    assert (one.table, one.id, one.called) == ("people", person, "Nguyễn Thị Hường")
    assert (one.kind, one.labels, one.before) == (
        "Người được hỗ trợ",
        ("Ngày sinh",),
        ("05/03/1990",),
    )
    assert texts(one) == [("03/05/1990",), ("05/03/1991",)]
    province, ours = one.options
    assert (province.who, province.place) == ("Cán bộ tinh", "Máy tinh, Thành phố Đà Nẵng")
    assert (ours.who, ours.place) == ("Cán bộ a", "Máy a (máy này), Xã Tiên Phước")
    assert province.at - ours.at == dt.timedelta(hours=1)
    assert [option.shown for option in one.options] == [True, False]
    assert [option.clock_ok for option in one.options] == [True, True]
    assert (one.asked, one.may_decide) == (True, True)
    assert count_disagreements(offices["a"]) == 1


def test_a_telephone_number_is_chosen_by_the_program_and_listed_for_90_days(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    phones = {"phone": "0950000002"}, {"phone": "0950000003"}
    differ(offices, stick, "people", person, *phones)
    assert not only(offices["a"]).asked
    assert count_disagreements(offices["a"]) == 0
    offices.clock.forward(hours=24 * 89)
    assert len(disagreements(offices["a"])) == 1
    offices.clock.forward(hours=48)
    assert disagreements(offices["a"]) == []


def test_what_reads_the_same_is_no_disagreement(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    alike = {"full_name": "Nguyễn Thị  Hương"}, {"full_name": "Nguyễn Thị Hương"}
    differ(offices, stick, "people", person, *alike)
    assert beside(offices["a"]) == 1
    assert disagreements(offices["a"]) == []


def test_only_the_fields_that_differ_are_told_of_those_that_move_together(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    issued = {"id_type": "CAN_CUOC", "id_issued_by": "Cục Cảnh sát QLHC"}
    ours = {**issued, "id_number": "049190000001"}
    theirs = {**issued, "id_number": "049190000010"}
    differ(offices, stick, "people", person, ours, theirs)
    one = only(offices["a"])
    assert one.labels == ("Số căn cước",)
    assert one.fields == ("id_type", "id_number", "id_issued_on", "id_issued_by")


def test_what_an_account_may_not_read_is_not_listed(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    case = makers.case(offices["a"], person_id=person, case_type="MT_SD")
    carry(offices, stick, "a", "tinh")
    notes = {"problem": "Ở với mẹ"}, {"problem": "Ở một mình"}
    differ(offices, stick, "case_files", case, *notes)
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    whole = offices["a"]
    assert {one.table for one in disagreements(whole)} == {"case_files", "people"}

    def seen_by(role: str, compartments: frozenset[int]) -> list[Disagreement]:
        user = User("khac", "Trần Văn Khác", role, compartments=compartments)
        lock = FolderLock.__new__(FolderLock)  # the folder is held by the first
        return disagreements(
            Office(whole.folder, whole.store, whole.files, user, whole.clock, lock)
        )

    assert seen_by("CAN_BO", frozenset({0})) == []
    assert seen_by("QUAN_TRI", frozenset({0, 3})) == []
    assert seen_by("DOI_TRUONG", frozenset({0, 3})) == []


def test_a_case_and_its_person_are_asked_about_together(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    case = makers.case(offices["a"], person_id=person)
    other = makers.person(offices["a"], "Người Khác")
    carry(offices, stick, "a", "tinh")
    for row in (person, other):
        differ(offices, stick, "people", row, {"sex": "NU"}, {"sex": "KHAC"})
    within = disagreements(offices["a"], (case, person))
    assert [one.id for one in within] == [person]


# -- deciding ---------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [0, 1], ids=["the shown one", "the other one"])
def test_a_decision_travels_and_nothing_stands_beside_it_anywhere(
    offices: Offices, stick: Path, person: uuid.UUID, choice: int
) -> None:
    sexes = {"sex": "NU"}, {"sex": "KHAC"}
    differ(offices, stick, "people", person, *sexes)
    carry(offices, stick, "a", "tinh")
    assert beside(offices["tinh"]) == beside(offices["a"]) == 1
    changes = decide(offices["a"], only(offices["a"]), choice)
    assert changes.ids("people") == {person}
    assert disagreements(offices["a"]) == []
    exchange(offices, stick)
    agree(offices, person, "sex", ("KHAC", "NU")[choice])


def test_a_value_of_ones_own_may_be_typed(offices: Offices, stick: Path, person: uuid.UUID) -> None:
    born = {"birth_date": Partial(1991, 3, 5)}, {"birth_date": Partial(1990, 5, 3)}
    differ(offices, stick, "people", person, *born)
    one = only(offices["a"])
    with pytest.raises(InvalidRecord):
        decide(offices["a"], one, {"birth_date": None})
    assert only(offices["a"]) == one
    decide(offices["a"], one, {"birth_date": Partial(1989, 1, 2)})
    exchange(offices, stick)
    agree(offices, person, "birth_date", Partial(1989, 1, 2))


def test_what_was_not_chosen_stays_in_the_history(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    names = {"full_name": "Nguyễn Thị Hương"}, {"full_name": "Nguyễn Thị Hường Em"}
    differ(offices, stick, "people", person, *names)
    decide(offices["a"], only(offices["a"]), 0)
    told = {line.after for line in read_history(offices["a"], "people", person)}
    assert {"Nguyễn Thị Hương", "Nguyễn Thị Hường Em"} <= told


def test_only_the_office_that_has_the_record_decides(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    carry(offices, stick, "a", "tinh")
    one = only(offices["tinh"])
    assert (one.may_decide, one.home) == (False, "Xã Tiên Phước")
    assert count_disagreements(offices["tinh"]) == 0
    with pytest.raises(NotAllowed, match="Xã Tiên Phước"):
        decide(offices["tinh"], one, 0)
    assert beside(offices["tinh"]) == 1


def test_who_decides_must_have_seen_what_stands_there(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    one = only(offices["a"])
    records.save(offices["a"], "people", person, {"sex": "NAM"})
    with pytest.raises(UserError, match="vừa có người ghi"):
        decide(offices["a"], one, 1)
    assert shown(offices["a"], person, "sex") == "NAM"
    decide(offices["a"], only(offices["a"]), 0)
    with pytest.raises(UserError, match="vừa có người ghi"):
        decide(offices["a"], one, 1)


def test_one_side_is_taken_for_a_whole_record(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    ours = {"sex": "NU", "birth_date": Partial(1991), "phone": "0950000002"}
    theirs = {"sex": "KHAC", "birth_date": Partial(1992), "phone": "0950000003"}
    differ(offices, stick, "people", person, ours, theirs)
    found = disagreements(offices["a"])
    assert [one.asked for one in found] == [True, True, False]
    decide_record(offices["a"], found[0], 1)
    exchange(offices, stick)
    for name, value in ours.items():
        agree(offices, person, name, value)


def test_two_who_decide_at_once_are_asked_again_and_nothing_is_lost(
    offices: Offices, stick: Path, person: uuid.UUID, tmp_path: Path
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    offices.close("a")
    shutil.copytree(offices.folder / "a", tmp_path / "a2")
    twin = open_office(tmp_path / "a2", "lan", PASSWORD, offices.clock)
    decide(twin, only(twin), 1)
    receive(offices["tinh"], send(twin, offices.scope("tinh"), tmp_path).path)
    twin.close()
    offices.clock.forward(hours=1)
    decide(offices["a"], only(offices["a"]), 0)
    exchange(offices, stick)
    one = only(offices["a"])
    assert texts(one) == [("Khác",), ("Nữ",)]
    assert texts(only(offices["tinh"])) == texts(one)
    decide(offices["a"], one, 1)
    exchange(offices, stick)
    agree(offices, person, "sex", "NU")


# -- states, voids, homes -----------------------------------------------------------------


def test_a_closed_case_can_be_decided_upon_but_not_typed_into(
    offices: Offices, stick: Path
) -> None:
    case = makers.case(offices["a"])
    for status in ("DANH_GIA", "KE_HOACH", "THUC_HIEN"):
        cases.move_case(offices["a"], case, status)
    carry(offices, stick, "a", "tinh")
    cases.move_case(offices["a"], case, "TAM_DINH_CHI")
    offices.clock.forward(hours=1)
    ended = dt.date(2026, 11, 21)
    cases.move_case(offices["tinh"], case, "KET_THUC", ended, "HOAN_THANH")
    carry(offices, stick, "tinh", "a")
    one = only(offices["a"])
    assert (one.asked, one.fields, one.called) == (True, (), "Nguyễn Văn An")
    assert one.labels == ("Trạng thái", "Ngày kết thúc", "Lý do kết thúc")
    assert one.options[1].texts == ("Tạm đình chỉ", "(để trống)", "(để trống)")
    decide(offices["a"], one, 1)
    exchange(offices, stick)
    for place in ("a", "tinh"):
        kept: CaseFile = makers.loaded(offices[place], CaseFile, case)
        assert (kept.status, kept.closed_on, kept.close_reason) == ("TAM_DINH_CHI", None, None)
        assert beside(offices[place]) == 0


def test_two_reasons_for_taking_a_record_out_of_use(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    records.void(offices["a"], "people", person, "Ghi nhầm")
    offices.clock.forward(hours=1)
    records.void(offices["tinh"], "people", person, "Trùng người")
    carry(offices, stick, "tinh", "a")
    one = only(offices["a"])
    assert one.labels == ("Hủy bỏ",)
    assert texts(one) == [("Hủy bỏ: Trùng người",), ("Hủy bỏ: Ghi nhầm",)]
    decide(offices["a"], one, 1)
    exchange(offices, stick)
    for place in ("a", "tinh"):
        assert makers.loaded(offices[place], Person, person).void_reason == "Ghi nhầm"
        assert beside(offices[place]) == 0


@pytest.mark.parametrize("choice", [0, 1], ids=["stays void", "comes back"])
def test_who_voided_without_knowing_of_an_edit_is_asked(
    offices: Offices, stick: Path, person: uuid.UUID, choice: int
) -> None:
    records.save(offices["a"], "people", person, {"phone": "0950000009"})
    offices.clock.forward(hours=1)
    records.void(offices["tinh"], "people", person, "Trùng người")
    carry(offices, stick, "tinh", "a")
    one = only(offices["a"])
    assert count_disagreements(offices["a"]) == 1
    assert texts(one) == [
        ("Hủy bỏ: Trùng người",),
        ("Giữ lại: nơi khác vừa ghi Điện thoại",),
    ]
    assert [option.who for option in one.options] == ["Cán bộ tinh", "Cán bộ a"]
    decide(offices["a"], one, choice)
    exchange(offices, stick)
    for place in ("a", "tinh"):
        kept: Person = makers.loaded(offices[place], Person, person)
        assert kept.void_reason == ("Trùng người", None)[choice]
        assert kept.phone == "0950000009"
        assert disagreements(offices[place]) == []


def test_who_knew_of_the_edit_and_voided_is_not_asked(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    records.save(offices["a"], "people", person, {"phone": "0950000009"})
    carry(offices, stick, "a", "tinh")
    records.void(offices["tinh"], "people", person, "Trùng người")
    carry(offices, stick, "tinh", "a")
    assert disagreements(offices["a"]) == []
    assert count_disagreements(offices["a"]) == 0


def test_an_edit_by_who_did_not_know_that_it_was_voided_is_asked_about(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    records.void(offices["a"], "people", person, "Ghi nhầm")
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"phone": "0950000009"})
    carry(offices, stick, "tinh", "a")
    assert texts(only(offices["a"]))[1] == ("Giữ lại: nơi khác vừa ghi Điện thoại",)


def test_a_tree_that_two_gave_away_goes_where_its_office_says(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    scopes = {name: offices.scope(name) for name in ("a", "b", "tinh")}
    for place, home in (("a", "b"), ("tinh", "a")):
        with offices[place].writing() as session:
            record = session.get_one(Person, person)
            homes.move(session, record, scopes[home], (scopes["a"], scopes["b"]))
        offices.clock.forward(hours=1)
    carry(offices, stick, "tinh", "a")
    one = only(offices["a"])
    assert (one.labels, one.asked, one.may_decide) == (("Cơ quan giữ hồ sơ",), True, True)
    assert texts(one) == [("Xã Tiên Phước",), ("Phường Hải Châu",)]
    decide(offices["a"], one, 1)
    exchange(offices, stick)
    carry(offices, stick, "tinh", "b")
    for place in ("a", "tinh", "b"):
        assert makers.loaded(offices[place], Person, person).scope == scopes["b"]
        assert beside(offices[place]) == 0


# -- undo -------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [0, 1, {"sex": "NAM"}], ids=["shown", "other", "typed"])
def test_a_decision_that_is_undone_is_asked_again(
    offices: Offices, stick: Path, person: uuid.UUID, choice: int | dict[str, Any]
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    office = offices["a"]
    decide(office, only(office), choice)
    action = last_action(office)
    assert action is not None
    assert action.told().startswith("chọn giá trị người được hỗ trợ Nguyễn Thị Hường, lúc ")
    undo_last(office, action)
    assert shown(office, person, "sex") == "KHAC"
    assert texts(only(office)) == [("Khác",), ("Nữ",)]
    decide(office, only(office), 1)
    exchange(offices, stick)
    agree(offices, person, "sex", "NU")


def test_who_wrote_what_is_still_known_after_an_undo(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    before = only(offices["a"])
    decide(offices["a"], before, 1)
    offices.clock.forward(hours=1)
    undo_last(offices["a"])
    after = only(offices["a"])
    told = [[(o.texts, o.who, o.at, o.shown) for o in one.options] for one in (before, after)]
    assert told[0] == told[1]


def test_an_undo_after_others_heard_of_the_decision_asks_them_again(
    offices: Offices, stick: Path, person: uuid.UUID
) -> None:
    differ(offices, stick, "people", person, {"sex": "NU"}, {"sex": "KHAC"})
    decide(offices["a"], only(offices["a"]), 1)
    carry(offices, stick, "a", "tinh")
    undo_last(offices["a"])
    exchange(offices, stick)
    for place in ("a", "tinh"):
        assert texts(only(offices[place])) == [("Khác",), ("Nữ",)]
    decide(offices["a"], only(offices["a"]), 0)
    exchange(offices, stick)
    agree(offices, person, "sex", "KHAC")


# -- law ----------------------------------------------------------------------------------


ASKED = {
    "officers": {"full_name"},
    "people": {"full_name", "sex", "birth_date", "id_number"},
    "family_members": {"full_name", "birth_year", "id_number"},
    "case_files": {"person_id", "status"},
    "contacts": {"result"},
    "teams": {"status"},
    "volunteers": {"full_name", "sex", "birth_date", "id_number"},
    "inspections": {"state"},
    "inspection_answers": {"value"},
    "findings": {"severity", "state"},
    "reports": {"status"},
}
"""Who somebody is, where a matter stands, what came of it; everywhere, whether it is in use."""


@pytest.mark.parametrize("table", record_types())
def test_it_is_declared_what_a_person_is_asked_about(table: str) -> None:
    kind = record_types()[table]
    asked = {field.name for field in kind.fields() if field.asked}
    assert asked == ASKED.get(table, set[str]()) | {"void_reason"}
    for field in kind.fields():
        if type(field.kind).__name__ in ("PersonName", "CitizenNumber"):
            assert field.asked, field.name
    if kind.sealed_in is not None:
        assert kind.field(kind.sealed_in[0]).asked


def test_counting_without_anything_to_decide_is_no_trouble(
    office: Office, open_as: Callable[..., Office]
) -> None:
    makers.case(office)
    assert count_disagreements(office) == 0
    assert disagreements(open_as("CHI_XEM")) == []
