"""The sample commune's team with its turnover, its activities and trainings."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.fields import Partial
from desktop.operations import sample_people
from desktop.operations.sample_words import Draw, words
from desktop.records import (
    Activity,
    ActivityProduct,
    Hamlet,
    Membership,
    MembershipRole,
    Record,
    Team,
    Training,
    TrainingAttendance,
    Volunteer,
)
from desktop.rules.terms import months_after

if TYPE_CHECKING:
    import uuid

_FOUNDED_MONTHS = 26
_TWO_TIERS = dt.date(2025, 7, 1)
_CRITERIA = ("DU_18", "SUC_KHOE", "NANG_LUC", "CU_TRU", "TU_NGUYEN")
_ACTIVITIES, _EVERY_DAYS, _NOT_AGAIN = 90, 8, 7
_TRAINED_DAYS = (660, 540, 405, 280, 150, 35)


@dataclass
class TeamOfSample:
    """The team and its people, in the order they must be saved."""

    team: Team
    members: list[tuple[Volunteer, Membership]] = field(
        default_factory=list[tuple[Volunteer, Membership]]
    )
    roles: list[MembershipRole] = field(default_factory=list[MembershipRole])

    def records(self) -> Iterator[Record]:
        """Everything of the team."""
        yield self.team
        for volunteer, membership in self.members:
            yield volunteer
            yield membership
        yield from self.roles

    def present(self, day: dt.date) -> list[Volunteer]:
        """Who belongs to the team on a day."""
        return [
            volunteer
            for volunteer, stay in self.members
            if stay.from_on <= day <= (stay.to_on or dt.date.max)
        ]


def make_team(draw: Draw, unit_id: uuid.UUID) -> TeamOfSample:
    """Seven members today, two who left, two who came, a deputy who became leader."""
    told = words("commune")["team"]
    founded = months_after(draw.today, -_FOUNDED_MONTHS)
    team = draw.make(
        Team,
        unit_id=unit_id,
        quota=7,
        status="HOAT_DONG",
        regulation_no="46/QĐ-UBND",
        regulation_on=founded + dt.timedelta(days=12),
        **told,
        **_founding(founded),
    )
    found = TeamOfSample(team)
    for at, one in enumerate(words("commune")["volunteers"]):
        _join(draw, found, one, founded, at)
    return found


def _founding(day: dt.date) -> dict[str, Any]:
    """Until 30/6/2025 the district's chairman decided (TTLT 24/2012), then the commune's."""
    old = day < _TWO_TIERS
    return {
        "decision_no": "1187/QĐ-UBND" if old else "41/QĐ-UBND",
        "decision_on": day,
        "decision_signer": "Phan Xuân Toàn" if old else "Nguyễn Hữu Phước",
        "decided_by": "HUYEN" if old else "XA",
    }


def _join(draw: Draw, found: TeamOfSample, told: dict[str, Any], founded: dt.date, at: int) -> None:
    months = told["in"]
    start = months_after(draw.today, -months) if months else founded
    volunteer = draw.make(
        Volunteer,
        full_name=told["full_name"],
        sex=told["sex"],
        birth_date=Partial.from_iso(told["born"]),
        id_number=sample_people.citizen_number(told["sex"], int(told["born"][:4]), 500 + at),
        address=told["address"],
        phone=sample_people.phone(draw),
        education=told["education"],
        criteria=_CRITERIA,
        applied_on=start - dt.timedelta(days=20),
    )
    out = told.get("out")
    stay = draw.make(
        Membership,
        team_id=found.team.id,
        volunteer_id=volunteer.id,
        represents=told["represents"],
        from_on=start,
        to_on=months_after(draw.today, -out) - dt.timedelta(days=1) if out else None,
        change_reason=told.get("reason"),
        decision_no=f"{60 + months}/QĐ-UBND" if months else found.team.decision_no,
    )
    found.members.append((volunteer, stay))
    steps = [(told["role"], start)]
    steps += [
        (role, months_after(draw.today, -told[name]))
        for name, role in (("leads", "DOI_TRUONG"), ("deputy", "DOI_PHO"))
        if name in told
    ]
    found.roles += [
        draw.make(MembershipRole, membership_id=stay.id, role=role, from_on=day)
        for role, day in steps
    ]


def activities(draw: Draw, team: Team, hamlets: Sequence[Hamlet]) -> Iterator[Record]:
    """Ninety activities over two years, each before what it made or handed out."""
    lately: deque[str] = deque(maxlen=_NOT_AGAIN)
    for at in range(_ACTIVITIES):
        day = draw.ago((_ACTIVITIES - at) * _EVERY_DAYS - draw.between(1, 6))
        told = draw.pick(_fitting(day, lately))
        lately.append(told["summary"])
        activity = _activity(draw, told, day, team, draw.pick(hamlets))
        yield activity
        yield from products(draw, activity, told["products"])


def _fitting(day: dt.date, lately: Collection[str]) -> list[dict[str, Any]]:
    """What can be done on a day: not what was done lately, and campaigns in their month only."""
    return [
        told
        for told in words("activities")["commune"]
        if told.get("month", day.month) == day.month and told["summary"] not in lately
    ]


def _activity(
    draw: Draw, told: dict[str, Any], day: dt.date, team: Team, hamlet: Hamlet
) -> Activity:
    least, most = told["people"]
    count = draw.between(least, most)
    local = "{hamlet}" in told["summary"] + told["place"]
    where = hamlet.name.lower()
    return draw.make(
        Activity,
        from_on=day,
        team_id=team.id,
        unit_id=team.unit_id,
        summary=told["summary"].format(hamlet=where),
        duty=told["duty"],
        type=told["type"],
        topics=tuple(told["topics"]),
        organiser_level=told.get("level", "DOI"),
        partners=told["partners"],
        programme=told.get("programme"),
        place=told["place"].format(hamlet=where),
        hamlet_id=hamlet.id if local else None,
        audience=tuple(told["audience"]) if told["audience"] else None,
        sessions=1,
        attendance=count,
        estimated=count > 150,
        women=count * draw.between(38, 62) // 100 if count else None,
        ethnic_minority=count * draw.between(0, 6) // 100 if count else None,
        under_18=count * 96 // 100 if told.get("minors") else None,
        actor=draw.pick(("Cả Đội", "Lương Thị Hồng Hạnh", "Mai Xuân Thọ", "Hà Thị Diệu Hiền")),
    )


def products(
    draw: Draw, activity: Activity, told: Sequence[tuple[str, int, int]]
) -> Iterator[ActivityProduct]:
    """What an activity made; told: type, least and most of it."""
    for kind, least, most in told:
        count = draw.between(least, most)
        yield draw.make(
            ActivityProduct,
            activity_id=activity.id,
            type=kind,
            quantity=count,
            hours=max(1, count // 4) if kind == "PHAT_LOA" else None,
        )


def trainings(draw: Draw, team: TeamOfSample) -> Iterator[Record]:
    """Six classes, each before the members who took part."""
    for told, days in zip(words("activities")["trainings"], _TRAINED_DAYS, strict=True):
        day = draw.ago(days)
        there = draw.some(team.present(day), draw.between(5, 7))
        level = "XA" if days in _TRAINED_DAYS[2::3] else "TINH"
        training = draw.make(
            Training,
            from_on=day,
            to_on=day + dt.timedelta(days=1),
            topics=tuple(told["topics"]),
            topic_text=told["topic_text"],
            organiser_level=level,
            organiser="UBND xã Tiên Phước" if level == "XA" else "Sở Y tế",
            classes=1,
            attendance=len(there),
            trainer=told["trainer"],
        )
        yield training
        for volunteer in there:
            yield draw.make(TrainingAttendance, training_id=training.id, volunteer_id=volunteer.id)
