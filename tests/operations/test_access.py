"""Who sees and changes what: every role at every door, own cases, restricted ones, compartments."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa

import makers
from conftest import NOW
from desktop.base.errors import NotAllowed, UserError
from desktop.operations import access, cases, histories, lists, records, upkeep, users
from desktop.operations.office import Office
from desktop.operations.undoing import undo_last
from desktop.records import CaseFile, Person, record_types
from desktop.rules.permissions import ROLES
from desktop.store import tables

OpenAs = Callable[..., Office]

CASES = {"people", "residences", "family_members", "case_files", "contacts", "case_documents"}
TEAMS = {"teams", "volunteers", "memberships", "membership_roles"}
ACTIVITIES = {"activities", "activity_products", "trainings", "training_attendances"}
INSPECTIONS = {"inspections", "inspection_answers", "findings"}
REPORTS = {"reports", "report_figures", "report_texts"}
HANDED_DOWN = {table for table, kind in record_types().items() if kind.reference_data}
CODES = HANDED_DOWN | {"hamlets", "officers"}
OPEN = CODES | {"agencies"}
OFFICE = TEAMS | ACTIVITIES | INSPECTIONS | REPORTS

SEEN = {
    "CAN_BO": OPEN | OFFICE | CASES,
    "LANH_DAO": OPEN | OFFICE | CASES,
    "VAN_THU": OPEN | OFFICE,
    "DOI_TRUONG": OPEN | OFFICE | CASES,
    "KIEM_TRA": OPEN | OFFICE,
    "KE_TOAN": OPEN | OFFICE,
    "CHI_XEM": OPEN | OFFICE,
    "QUAN_TRI": OPEN,
}
WRITTEN = {
    "CAN_BO": CASES | OFFICE | CODES,
    "LANH_DAO": set[str](),
    "VAN_THU": set[str](),
    "DOI_TRUONG": ACTIVITIES,
    "KIEM_TRA": INSPECTIONS | REPORTS,
    "KE_TOAN": set[str](),
    "CHI_XEM": set[str](),
    "QUAN_TRI": CODES | {"agencies"},
}
every_role = pytest.mark.parametrize("role", ROLES)


def test_the_tables_above_speak_of_every_type() -> None:
    assert set(record_types()) == OPEN | OFFICE | CASES
    assert set(SEEN) == set(WRITTEN) == set(ROLES)


@every_role
def test_what_a_role_may_not_see_is_refused_at_every_door(role: str, open_as: OpenAs) -> None:
    user = open_as(role)
    for table in record_types():
        if table in SEEN[role]:
            lists.listing(user, table, ())
            with pytest.raises(UserError, match="Không mở được"):
                records.read(user, table, uuid.uuid4())
            continue
        for door in (
            partial(records.read, user, table, uuid.uuid4()),
            partial(histories.read_history, user, table, uuid.uuid4()),
            partial(lists.listing, user, table, ()),
            partial(lists.count, user, table),
        ):
            with pytest.raises(NotAllowed):
                door()


@every_role
def test_what_a_role_may_not_change_is_refused_at_every_door(role: str, open_as: OpenAs) -> None:
    user = open_as(role)
    for table in record_types():
        # An id that is not there: whoever may write is told so, others learn nothing.
        wanted = UserError if table in WRITTEN[role] else NotAllowed
        for door in (
            partial(records.save, user, table, uuid.uuid4(), {}),
            partial(records.void, user, table, uuid.uuid4(), "Ghi nhầm"),
            partial(records.unvoid, user, table, uuid.uuid4()),
        ):
            with pytest.raises(wanted) as caught:
                door()
            assert (caught.type is NotAllowed) == (table not in WRITTEN[role]), table


def test_nobody_may_change_what_they_may_not_see() -> None:
    for role in ROLES:
        assert WRITTEN[role] <= SEEN[role]


@every_role
def test_keeping_the_office_and_its_accounts_is_for_few(role: str, open_as: OpenAs) -> None:
    user = open_as(role)
    doors: list[tuple[Callable[[], object], set[str]]] = [
        (partial(users.read_accounts, user), {"QUAN_TRI"}),
        (partial(users.close_account, user, "nobody"), {"QUAN_TRI"}),
        (partial(users.reset_password, user, "nobody", "Hoa-mai-2027"), {"QUAN_TRI"}),
        (partial(upkeep.check_office, user), {"QUAN_TRI", "CAN_BO"}),
        (partial(upkeep.compare, user, user.folder), {"QUAN_TRI"}),
        (partial(undo_last, user), {r for r in ROLES if r not in ("LANH_DAO", "CHI_XEM")}),
        (
            partial(cases.open_case, user, {}),
            {"CAN_BO"},
        ),
    ]
    for door, allowed in doors:
        if role in allowed:
            try:
                door()
            except NotAllowed:
                pytest.fail(f"{role} was refused")
            except UserError:
                pass
        else:
            with pytest.raises(NotAllowed):
                door()


def test_whoever_keeps_the_accounts_finds_no_person(office: Office, open_as: OpenAs) -> None:
    makers.case(office, person_id=makers.person(office, "Nguyễn Bí Mật"))
    assert lists.find(office, "bi mat")
    assert lists.find(open_as("QUAN_TRI"), "bi mat") == []
    assert lists.quick_search(open_as("VAN_THU"), "20854") == []


def seen_cases(office: Office) -> set[uuid.UUID]:
    with office.reading() as session:
        return set(
            session.scalars(sa.select(CaseFile.id).where(*access.conditions(office, CaseFile)))
        )


def test_a_team_leader_sees_own_cases_and_their_people_only(
    office: Office, open_as: OpenAs
) -> None:
    worker = makers.officer(office, full_name="Đội Trưởng")
    own = makers.case(office, case_worker_id=worker)
    contact = makers.contact(office, own)
    other = makers.case(office, person_id=makers.person(office, "Người Khác"))
    foreign = makers.contact(office, other)
    leader = open_as("DOI_TRUONG", officer_id=worker)
    assert seen_cases(leader) == {own}
    assert records.read(leader, "contacts", contact).id == contact
    person = makers.loaded(office, CaseFile, own).person_id
    assert records.read(leader, "people", person).id == person
    for table, hidden in (
        ("case_files", other),
        ("contacts", foreign),
        ("people", makers.loaded(office, CaseFile, other).person_id),
    ):
        with pytest.raises(UserError, match="Không mở được"):
            records.read(leader, table, hidden)
    assert [hit.title for hit in lists.quick_search(leader, "nguoi khac")] == []


def test_a_leader_without_an_officer_sees_no_case(office: Office, open_as: OpenAs) -> None:
    makers.case(office)
    assert seen_cases(open_as("DOI_TRUONG")) == set()


def test_sensitive_fields_are_kept_from_those_who_may_not_read_them(
    office: Office, open_as: OpenAs
) -> None:
    worker = makers.officer(office)
    case = makers.case(office, case_worker_id=worker, problem="Hoàn cảnh khó khăn")
    assert records.read(office, "case_files", case).values["problem"]
    values = records.read(open_as("DOI_TRUONG", officer_id=worker), "case_files", case).values
    assert values["number"]
    assert {f.name for f in CaseFile.fields() if f.level > 1}.isdisjoint(values)


def test_a_restricted_case_is_seen_by_its_worker_named_readers_and_the_leadership(
    office: Office, open_as: OpenAs
) -> None:
    worker = makers.officer(office)
    case = makers.case(office, case_worker_id=worker, access_level="HAN_CHE")
    with office.store.connection(write=True) as connection:
        connection.execute(sa.insert(tables.case_readers).values(case_id=case.bytes, user="hoa"))
    sees = [
        open_as("CAN_BO", officer_id=worker),
        open_as("CAN_BO", name="hoa"),
        open_as("LANH_DAO"),
    ]
    blind = [open_as("CAN_BO"), open_as("CAN_BO", name="khác", officer_id=makers.officer(office))]
    assert [seen_cases(user) for user in sees] == [{case}] * 3
    assert [seen_cases(user) for user in blind] == [set()] * 2


@pytest.mark.parametrize(
    ("case_type", "comp"), [("KHAC", 0), ("HIV", 1), ("MBN", 2), ("MT_NGHIEN", 3), ("MD", 4)]
)
def test_a_compartment_is_closed_to_whom_it_was_not_given(
    case_type: str, comp: int, office: Office, open_as: OpenAs
) -> None:
    every = frozenset(range(5))
    admitted = open_as("CAN_BO", compartments=every, name="du")
    case = makers.case(admitted, case_type=case_type)
    person = makers.loaded(office, CaseFile, case).person_id
    contact = makers.contact(admitted, case)
    without = open_as("CAN_BO", compartments=every - {comp})
    for table, hidden in (("case_files", case), ("people", person), ("contacts", contact)):
        assert records.read(admitted, table, hidden).id == hidden
        with pytest.raises(UserError, match="Không mở được"):
            records.read(without, table, hidden)
    assert lists.find(admitted, "van an")
    assert lists.find(without, "van an") == []


def test_nothing_is_put_into_a_case_that_one_may_not_open(office: Office, open_as: OpenAs) -> None:
    case = makers.case(office, case_type="MBN")
    own = makers.case(office)
    contact = makers.contact(office, own)
    clerk = open_as("CAN_BO", compartments=frozenset({0}))
    with pytest.raises(UserError, match="Không mở được"):
        makers.contact(clerk, case)
    with pytest.raises(UserError, match="Không mở được"):
        records.save(clerk, "contacts", contact, {"case_id": case})


def test_a_number_that_is_taken_by_somebody_hidden_is_refused_without_a_name(
    office: Office, open_as: OpenAs
) -> None:
    person = makers.person(office, "Nguyễn Bí Mật", id_type="CAN_CUOC", id_number="048090001234")
    makers.case(office, case_type="MBN", person_id=person)
    assert makers.loaded(office, Person, person).comp == 2
    clerk = open_as("CAN_BO", compartments=frozenset({0}))
    with pytest.raises(UserError) as caught:
        makers.person(clerk, "Người Mới", id_type="CAN_CUOC", id_number="048090001234")
    assert "Bí Mật" not in caught.value.message
    assert "hạn chế xem" in caught.value.message


def test_looks_at_sensitive_cases_are_written_down_and_at_others_not(office: Office) -> None:
    from desktop.store.events import read_events

    open_one, secret = makers.case(office), makers.case(office, case_type="MBN")
    for case in (open_one, secret):
        records.read(office, "case_files", case)
    with office.store.connection() as connection:
        looks = [(e.row, e.user, e.at) for e in read_events(connection) if e.kind == "look"]
    assert looks == [(secret, "lan", NOW)]


def test_nobody_writes_a_case_that_they_could_not_open_afterwards(
    office: Office, open_as: Callable[..., Office]
) -> None:
    clerk = open_as("CAN_BO", compartments=frozenset({0}), officer_id=makers.officer(office))
    case = makers.case(clerk, case_type="KHAC")
    with pytest.raises(UserError, match="không được mở hồ sơ loại này"):
        records.save(clerk, "case_files", case, {"case_type": "HIV"})
    assert records.read(clerk, "case_files", case).values["case_type"] == "KHAC"
    with pytest.raises(UserError, match="không được mở hồ sơ loại này"):
        makers.case(clerk, case_type="MBN")
