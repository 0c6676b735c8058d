"""The sample province: 32 teams of former communes of Quảng Nam, and all that they did.

Every figure of the province's own report on its teams, 2016 to the end of 2020, is spread over
records of many teams and of those years; nothing is written after them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.fields import Partial
from desktop.indicators import periods
from desktop.operations import sample_people
from desktop.operations.sample_commune import make_officers
from desktop.operations.sample_figures import activities
from desktop.operations.sample_handed_down import handed_down
from desktop.operations.sample_team import TeamOfSample
from desktop.operations.sample_words import Draw, words
from desktop.records import (
    AdminUnit,
    Membership,
    MembershipRole,
    Officer,
    Record,
    Report,
    Team,
    Training,
    TrainingAttendance,
    Volunteer,
)
from desktop.store.bulk import add_in_bulk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.operations.office import Office

UNIT_CODE = "48"
"""Thành phố Đà Nẵng, which Quảng Nam joined on 01/7/2025."""
FIRST_YEAR, LAST_DAY = 2016, dt.date(2020, 12, 31)
_CRITERIA = ("DU_18", "SUC_KHOE", "NANG_LUC", "CU_TRU", "TU_NGUYEN")
_BODIES = ("UBMTTQ", "HOI_LHPN", "DOAN_TN", "HOI_CCB", "HOI_ND", "CONG_AN", "Y_TE", "THON_TDP")
_TRAININGS = {"TINH": (22, 4730), "HUYEN": (6, 1140), "XA": (5, 394)}
"""Classes and attendances by organiser: 33 classes, 6.264 attendances."""
_NAMES = {"TINH": "Sở Lao động - Thương binh và Xã hội", "HUYEN": "Phòng Lao động huyện, thị xã"}


def fill_province(office: Office, draw: Draw, *, alone: bool) -> Officer:
    """Write the whole sample; returns the officer whose account the sample's user has.

    alone: whether it takes part in no exchange; else it has handed nothing down yet.
    """
    officers = make_officers(draw, words("province")["officers"])
    with office.writing("demo") as session:
        session.add_all(officers.values())
        teams = list(_teams(draw, session))
        add_in_bulk(session, (record for team in teams for record in team.records()))
        add_in_bulk(session, activities(draw, [team.team for team in teams]))
        add_in_bulk(session, _trainings(draw, teams))
        session.add(_report(draw))
        if alone:
            session.add_all(handed_down(draw, "province", None))
    return officers["lan"]


def _report(draw: Draw) -> Report:
    """The report on the teams from 2016 to 2020, not yet written: its figures come from the records."""
    period = periods.phase(FIRST_YEAR, LAST_DAY.year)
    return draw.make(
        Report,
        kind="T10",
        from_on=period.from_on,
        to_on=period.to_on,
        label=period.label,
        status="NHAP",
    )


def _teams(draw: Draw, session: Session) -> Iterator[TeamOfSample]:
    serial = 0
    for at, told in enumerate(words("province")["teams"]):
        unit = session.scalars(
            sa.select(AdminUnit).where(
                AdminUnit.code == told["unit"], AdminUnit.valid_to.is_not(None)
            )
        ).one()
        found = TeamOfSample(_team(draw, unit, told["size"], at))
        for seat in range(told["size"]):
            _seat(draw, found, seat, serial)
            serial += 2
        yield found


def _team(draw: Draw, unit: AdminUnit, size: int, at: int) -> Team:
    founded = dt.date(2014 + at % 2, draw.between(2, 11), draw.between(1, 28))
    plain = unit.name[0].lower() + unit.name[1:]
    return draw.make(
        Team,
        name=f"Đội công tác xã hội tình nguyện {plain}",
        unit_id=unit.id,
        decision_no=f"{draw.between(210, 2900)}/QĐ-UBND",
        decision_on=founded,
        decided_by="HUYEN",
        regulation_no=f"{draw.between(10, 90)}/QĐ-UBND",
        regulation_on=founded + dt.timedelta(days=draw.between(15, 60)),
        quota=size,
        status="HOAT_DONG",
        area=f"Địa bàn {plain}",
    )


def _seat(draw: Draw, found: TeamOfSample, seat: int, serial: int) -> None:
    """One seat in a team: the first who took it, and for every fifth one a successor."""
    start = found.team.decision_on
    assert start is not None
    if serial // 2 % 5 != 3:
        _stay(draw, found, seat, serial, start, None)
        return
    gone = dt.date(draw.between(2017, 2020), draw.between(1, 11), draw.between(1, 28))
    _stay(draw, found, seat, serial + 1, start, gone)
    _stay(draw, found, seat, serial, gone + dt.timedelta(days=1), None)


def _stay(
    draw: Draw,
    found: TeamOfSample,
    seat: int,
    serial: int,
    start: dt.date,
    end: dt.date | None,
) -> None:
    sex = draw.pick(("NAM", "NAM", "NU"))
    year = draw.between(1956, 1994)
    volunteer = draw.make(
        Volunteer,
        full_name=sample_people.name(draw, sex),
        sex=sex,
        birth_date=Partial(year),
        id_number=sample_people.citizen_number(sex, year, 2_000 + serial),
        phone=sample_people.phone(draw),
        education=draw.pick(("THCS", "THPT", "THPT", "TC_CD_DH")),
        address=(found.team.area or "").removeprefix("Địa bàn "),
        criteria=_CRITERIA,
        applied_on=start - dt.timedelta(days=draw.between(10, 40)),
    )
    first = start == found.team.decision_on
    stay = draw.make(
        Membership,
        team_id=found.team.id,
        volunteer_id=volunteer.id,
        represents=_BODIES[seat % len(_BODIES)],
        from_on=start,
        to_on=end,
        change_reason=draw.pick(("XIN_THOI", "CHUYEN_CU_TRU", "CHUYEN_CONG_TAC")) if end else None,
        decision_no=found.team.decision_no if first else f"{draw.between(40, 950)}/QĐ-UBND",
    )
    found.members.append((volunteer, stay))
    role = ("DOI_TRUONG", "DOI_PHO")[seat] if seat <= 1 else "DOI_VIEN"
    found.roles.append(draw.make(MembershipRole, membership_id=stay.id, role=role, from_on=start))


def _trainings(draw: Draw, teams: Sequence[TeamOfSample]) -> Iterator[Record]:
    for level, (classes, attendances) in _TRAININGS.items():
        for at, people in enumerate(draw.split(attendances, classes, 0.15)):
            day = dt.date(FIRST_YEAR + at % 5, draw.between(3, 11), draw.between(1, 26))
            training = _training(draw, level, day, people)
            yield training
            for volunteer in _attending(draw, teams, level, day, people):
                yield draw.make(
                    TrainingAttendance, training_id=training.id, volunteer_id=volunteer.id
                )


def _training(draw: Draw, level: str, day: dt.date, people: int) -> Training:
    told: dict[str, Any] = draw.pick(words("activities")["province_trainings"])
    return draw.make(
        Training,
        from_on=day,
        to_on=day + dt.timedelta(days=draw.between(0, 2)),
        topics=tuple(told["topics"]),
        topic_text=told["topic_text"],
        organiser_level=level,
        organiser=_NAMES.get(level, "UBND xã, phường, thị trấn"),
        classes=1,
        attendance=people,
        trainer="Báo cáo viên cấp tỉnh" if level == "TINH" else "Báo cáo viên cấp huyện",
    )


def _attending(
    draw: Draw, teams: Sequence[TeamOfSample], level: str, day: dt.date, people: int
) -> list[Volunteer]:
    """The members of that day who were written down by name; others came without it."""
    near = list(teams) if level == "TINH" else draw.some(teams, 6 if level == "HUYEN" else 1)
    present = [volunteer for team in near for volunteer in team.present(day)]
    return draw.some(present, min(people, len(present) * 2 // 3))
