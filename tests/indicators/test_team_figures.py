"""D01–D07: what counts, and the same counted without SQL."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop.indicators.checks import check_figures
from desktop.indicators.compute import Figure, compute, drill, flat
from desktop.indicators.definitions import INDICATORS, TEAM_INDICATORS
from desktop.indicators.periods import Period, between
from indicators.indicator_rows import (
    PERIOD,
    attended,
    empty_office,
    member,
    team,
    team_of,
    training,
    volunteer,
)

FIRST, LAST = PERIOD.from_on, PERIOD.to_on
ONE_DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2020, 3, 25), dt.date(2020, 7, 6))


def figure(session: Session, code: str, period: Period = PERIOD) -> Figure:
    return compute(session, [INDICATORS[code]], period)[code]


def test_a_team_counts_from_its_decision_until_the_day_before_it_ends() -> None:
    with empty_office() as session:
        team(session)
        team(session, decision_on=LAST)
        team(session, decision_on=LAST + ONE_DAY)
        team(session, status="GIAI_THE", ended_on=LAST)
        team(session, status="TAM_NGUNG", ended_on=LAST + ONE_DAY)
        team(session, status="GIAI_THE")
        team(session, void="Nhập nhầm")
        team(session, stub=True)
        assert figure(session, "D01").total == 3
        assert len(drill(session, "D01", PERIOD)) == 3


def test_two_teams_of_one_commune_are_one_commune() -> None:
    with empty_office() as session:
        commune = uuid.uuid4()
        for unit in (commune, commune, uuid.uuid4()):
            team(session, unit_id=unit)
        team(session, void="Nhập nhầm")
        assert (figure(session, "D01").total, figure(session, "D02").total) == (3, 2)
        assert len(drill(session, "D02", PERIOD)) == 3


def test_an_empty_office_has_noughts_and_no_shares() -> None:
    with empty_office() as session:
        figures = compute(session, TEAM_INDICATORS, PERIOD)
        assert {one.total for one in figures.values()} == {0}
        assert {one.share for one in figures.values()} == {None}
        assert figures["D06"].parts == {"VAO": 0, "RA": 0, "DAU_KY": 0, "CUOI_KY": 0}
        assert check_figures(flat(figures)) == ()


def test_both_days_of_a_membership_count_as_member() -> None:
    with empty_office() as session:
        own = team(session)
        member(session, own, from_on=LAST)
        member(session, own, from_on=LAST + ONE_DAY)
        member(session, own, to_on=LAST)
        member(session, own, to_on=LAST - ONE_DAY)
        assert figure(session, "D03").total == 2


def test_void_members_void_volunteers_and_ended_teams_have_no_part_in_the_count() -> None:
    with empty_office() as session:
        own = team_of(session, 2)
        member(session, own, void="Ghi nhầm")
        member(session, own, volunteer(session, void="Ghi nhầm"))
        member(session, team(session, status="GIAI_THE", ended_on=LAST))
        member(session, team(session, void="Ghi nhầm"))
        assert figure(session, "D03").total == 2
        assert figure(session, "D04").parts == {"2": 1}


def test_somebody_counts_once_in_a_team_and_again_in_another() -> None:
    with empty_office() as session:
        own, other, who = team(session), team(session), volunteer(session)
        member(session, own, who)
        member(session, own, who, from_on=dt.date(2020, 1, 1))
        member(session, other, who)
        assert figure(session, "D03").total == 2
        assert figure(session, "D04").parts == {"1": 2}
        assert len(drill(session, "D03", PERIOD)) == 2


def test_the_sizes_of_teams_include_empty_ones() -> None:
    with empty_office() as session:
        for size in (0, 5, 7, 7, 9):
            team_of(session, size)
        sizes = figure(session, "D04")
        assert sizes.parts == {"0": 1, "5": 1, "7": 2, "9": 1}
        assert sizes.total == figure(session, "D01").total == 5
        assert len(drill(session, "D04", PERIOD, "7")) == 2


def test_decisions_are_counted_by_their_dates_and_kinds() -> None:
    with empty_office() as session:
        founded = team(session, decision_no="01/QĐ", decision_on=FIRST)
        team(session, status="GIAI_THE", ended_on=LAST, decision_on=dt.date(2015, 1, 1))
        team(session, status="TAM_NGUNG", ended_on=LAST + ONE_DAY)
        old = team(session, decision_no="09/QĐ", decision_on=FIRST - ONE_DAY)
        member(session, founded, from_on=FIRST, decision_no="01/QĐ")
        member(session, old, from_on=FIRST, decision_no="17/QĐ")
        member(session, old, from_on=LAST, decision_no="17/QĐ")
        member(session, old, from_on=LAST + ONE_DAY, decision_no="18/QĐ")
        member(session, old, from_on=LAST)
        counted = figure(session, "D05")
        assert counted.parts == {"THANH_LAP": 1, "KIEN_TOAN": 1, "TAM_NGUNG": 0, "GIAI_THE": 1}
        assert counted.total == 3
        assert [table for table, _ in drill(session, "D05", PERIOD, "KIEN_TOAN")] == [
            "memberships",
            "memberships",
        ]


def test_leaving_and_coming_back_is_one_leaving_and_one_joining() -> None:
    with empty_office() as session:
        own, who = team_of(session, 3), volunteer(session)
        member(session, own, who, to_on=dt.date(2020, 4, 20))
        member(session, own, who, from_on=dt.date(2020, 5, 20))
        moves = figure(session, "D06")
        assert moves.parts == {"VAO": 1, "RA": 1, "DAU_KY": 4, "CUOI_KY": 4}
        assert (moves.total, moves.share) == (2, Decimal("25.00"))


def test_who_leaves_on_the_last_day_is_still_counted_and_leaves_in_the_next_period() -> None:
    with empty_office() as session:
        own = team_of(session, 1)
        member(session, own, to_on=LAST)
        following = between(LAST + ONE_DAY, dt.date(2020, 9, 30))
        assert figure(session, "D06").parts == {"VAO": 0, "RA": 0, "DAU_KY": 2, "CUOI_KY": 2}
        assert figure(session, "D06", following).parts == {
            "VAO": 0,
            "RA": 1,
            "DAU_KY": 2,
            "CUOI_KY": 1,
        }


def test_members_count_as_trained_once_and_only_while_they_are_members() -> None:
    with empty_office() as session:
        own = team(session)
        stays = [member(session, own) for _ in range(4)]
        gone = member(session, own, to_on=LAST - ONE_DAY)
        course, second = training(session), training(session, on=LAST)
        late, void = training(session, on=LAST + ONE_DAY), training(session, void="Nhầm")
        for who in (stays[0], gone):
            attended(session, course, who.volunteer_id)
        attended(session, second, stays[0].volunteer_id)
        attended(session, late, stays[1].volunteer_id)
        attended(session, void, stays[2].volunteer_id)
        trained = figure(session, "D07")
        assert (trained.total, trained.share) == (1, Decimal("25.00"))
        assert trained.parts == {"DA_TAP_HUAN": 1, "TONG_SO": 4}
        assert [table for table, _ in drill(session, "D07", PERIOD)] == ["training_attendances"] * 2


Spell = tuple[int, int, dt.date, dt.date | None]
SPELLS: st.SearchStrategy[list[Spell]] = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), DAYS, st.none() | DAYS), max_size=14
)


def present(spells: list[Spell], day: dt.date) -> set[tuple[int, int]]:
    return {(t, v) for t, v, start, end in spells if start <= day and (end is None or end >= day)}


@given(SPELLS)
@settings(max_examples=40, deadline=None)
def test_members_sizes_and_moves_agree_with_a_count_day_by_day(spells: list[Spell]) -> None:
    spells = [one for one in spells if one[3] is None or one[2] <= one[3]]
    days = [FIRST + ONE_DAY * at for at in range((LAST - FIRST).days + 1)]
    # Joined on a day: there, but not the day before. A stay that goes on the day after another
    # ended is a leaving and a joining on the same day.
    joined = sum(
        any(start == day for t, v, start, _ in spells if (t, v) == pair)
        and not any(
            start < day and (end is None or end >= day)
            for t, v, start, end in spells
            if (t, v) == pair
        )
        for day in days
        for pair in present(spells, day)
    )
    left = sum(
        any(end == day - ONE_DAY for t, v, _, end in spells if (t, v) == pair)
        and not any(
            start < day and (end is None or end >= day)
            for t, v, start, end in spells
            if (t, v) == pair
        )
        for day in days
        for pair in present(spells, day - ONE_DAY)
    )
    with empty_office() as session:
        teams = [team(session) for _ in range(3)]
        people = [volunteer(session) for _ in range(4)]
        for t, v, start, end in spells:
            member(session, teams[t], people[v], from_on=start, to_on=end)
        figures = compute(session, TEAM_INDICATORS, PERIOD)
        sizes = Counter(t for t, _ in present(spells, LAST))
        assert figures["D03"].total == len(present(spells, LAST))
        assert figures["D04"].parts == {
            str(size): count for size, count in Counter(sizes[t] for t in range(3)).items()
        }
        assert figures["D06"].parts == {
            "VAO": joined,
            "RA": left,
            "DAU_KY": len(present(spells, PERIOD.eve)),
            "CUOI_KY": len(present(spells, LAST)),
        }
        assert check_figures(flat(figures)) == ()
        assert len(drill(session, "D03", PERIOD)) == figures["D03"].total
        assert len(drill(session, "D06", PERIOD, "VAO")) == joined


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.none() | DAYS,
            st.none() | st.tuples(st.sampled_from(["GIAI_THE", "TAM_NGUNG"]), DAYS),
            st.booleans(),
        ),
        max_size=10,
    )
)
@settings(max_examples=40, deadline=None)
def test_teams_and_communes_agree_with_a_plain_count(
    histories: list[tuple[int, dt.date | None, tuple[str, dt.date] | None, bool]],
) -> None:
    units = [uuid.uuid4() for _ in range(4)]
    working = [
        unit
        for unit, founded, end, void in histories
        if not void and (founded is None or founded <= LAST) and (end is None or end[1] > LAST)
    ]
    with empty_office() as session:
        for unit, founded, end, void in histories:
            team(
                session,
                unit_id=units[unit],
                decision_on=founded,
                status=end[0] if end else "HOAT_DONG",
                ended_on=end[1] if end else None,
                void="Nhầm" if void else None,
            )
        figures = compute(session, TEAM_INDICATORS, PERIOD)
        assert figures["D01"].total == len(working)
        assert figures["D02"].total == len(set(working))
        kept = [one for one in histories if not one[3]]
        assert figures["D05"].parts == {
            "THANH_LAP": sum(f is not None and FIRST <= f <= LAST for _, f, _, _ in kept),
            "KIEN_TOAN": 0,
            **{
                status: sum(
                    e is not None and e[0] == status and FIRST <= e[1] <= LAST
                    for _, _, e, _ in kept
                )
                for status in ("TAM_NGUNG", "GIAI_THE")
            },
        }
