"""Members as of a day, their roles, and what is amiss with a team."""

from __future__ import annotations

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.remarks import Severity
from desktop.rules.rosters import RoleFrom, Stay, members_on, roster_remarks

START, DAY = dt.date(2025, 1, 1), dt.date(2025, 6, 30)
DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2025, 2, 28))


def stay(
    name: str, *, to_on: dt.date | None = None, role: str = "", who: uuid.UUID | None = None
) -> Stay:
    roles = (RoleFrom(START, role),) if role else ()
    return Stay(uuid.uuid4(), who or uuid.uuid4(), name, START, to_on, roles)


def sentences(stays: list[Stay], quota: int | None = None) -> list[str]:
    return [remark.sentence for remark in roster_remarks(stays, quota, DAY)]


def test_both_days_of_a_membership_count() -> None:
    member = stay("Lê Văn An", to_on=DAY)
    assert not member.covers(START - dt.timedelta(days=1))
    assert member.covers(START)
    assert member.covers(DAY)
    assert not member.covers(DAY + dt.timedelta(days=1))


def test_a_role_holds_from_its_day_until_the_next_one() -> None:
    roles = (
        RoleFrom(dt.date(2025, 3, 1), "DOI_TRUONG"),
        RoleFrom(dt.date(2025, 2, 1), "DOI_PHO"),
        RoleFrom(dt.date(2025, 5, 1), "DOI_VIEN"),
    )
    member = Stay(uuid.uuid4(), uuid.uuid4(), "Lê Văn An", START, None, roles)
    expected = {
        "2025-01-31": "DOI_VIEN",
        "2025-02-01": "DOI_PHO",
        "2025-02-28": "DOI_PHO",
        "2025-03-01": "DOI_TRUONG",
        "2025-04-30": "DOI_TRUONG",
        "2025-05-01": "DOI_VIEN",
    }
    for text, role in expected.items():
        assert member.role_on(dt.date.fromisoformat(text)) == role


def test_of_two_roles_from_one_day_the_later_written_holds() -> None:
    roles = (RoleFrom(START, "DOI_PHO"), RoleFrom(START, "DOI_TRUONG"))
    member = Stay(uuid.uuid4(), uuid.uuid4(), "Lê Văn An", START, None, roles)
    assert member.role_on(START) == "DOI_TRUONG"


def test_members_stand_by_role_and_then_by_given_name() -> None:
    team = [
        stay("Nguyễn Văn Đức"),
        stay("Trần Thị Dung"),
        stay("Phạm Văn Ân", role="DOI_PHO"),
        stay("Lê Thị Yến", role="DOI_TRUONG"),
        stay("Đỗ Văn Bình", to_on=dt.date(2025, 6, 29)),
    ]
    seats = members_on(team, DAY)
    names = [(seat.stay.name, seat.label) for seat in seats]
    assert names == [
        ("Lê Thị Yến", "Đội trưởng"),
        ("Phạm Văn Ân", "Đội phó"),
        ("Trần Thị Dung", "Đội viên"),
        ("Nguyễn Văn Đức", "Đội viên"),
    ]


def test_a_team_in_order_gets_no_remark() -> None:
    assert sentences([stay("A", role="DOI_TRUONG"), stay("B")], 2) == []
    assert sentences([stay("A", role="DOI_TRUONG"), stay("B")]) == []


def test_a_team_needs_members_and_exactly_one_leader() -> None:
    assert sentences([], 5) == ["Đội chưa có thành viên nào."]
    assert sentences([stay("A")]) == ["Đội chưa có Đội trưởng."]
    two = [stay("Lê A", role="DOI_TRUONG"), stay("Lê B", role="DOI_TRUONG")]
    remarks = roster_remarks(two, None, DAY)
    assert [remark.sentence for remark in remarks] == [
        "Đội có 02 Đội trưởng cùng lúc: Lê A, Lê B. Chỉ được một người."
    ]
    assert remarks[0].severity is Severity.ERROR
    assert {link[1] for link in remarks[0].records} == {member.id for member in two}


def test_a_leader_who_left_leaves_the_team_without_one() -> None:
    team = [stay("A", role="DOI_TRUONG", to_on=dt.date(2025, 6, 29)), stay("B")]
    assert sentences(team) == ["Đội chưa có Đội trưởng."]


def test_the_size_is_held_against_the_quota() -> None:
    team = [stay("A", role="DOI_TRUONG"), stay("B"), stay("C")]
    assert sentences(team, 5) == ["Đội có 03 thành viên, còn thiếu 02 so với 05 theo quyết định."]
    assert sentences(team, 2) == ["Đội có 03 thành viên, nhiều hơn 01 so với 02 theo quyết định."]
    assert sentences(team, 3) == []


def test_somebody_who_is_in_the_team_twice_counts_once_and_is_named() -> None:
    who = uuid.uuid4()
    team = [stay("Lê A", role="DOI_TRUONG"), stay("Lê B", who=who), stay("Lê B", who=who)]
    assert sentences(team, 2) == [
        "Lê B có hai lần tham gia Đội chồng ngày lên nhau; chỉ được tính một lần."
    ]


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=12), DAYS)
def test_the_members_of_a_day_are_those_who_came_and_have_not_left(
    spans: list[tuple[dt.date, dt.date | None]], day: dt.date
) -> None:
    stays = [Stay(uuid.uuid4(), uuid.uuid4(), "X", start, end) for start, end in spans]
    came = [one for one in stays if one.from_on <= day]
    left = [one for one in came if one.to_on is not None and one.to_on < day]
    expected = {one.id for one in came} - {one.id for one in left}
    assert {seat.stay.id for seat in members_on(stays, day)} == expected
