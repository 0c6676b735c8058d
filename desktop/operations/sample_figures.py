"""The activities behind Quảng Nam's report on its teams, 2016 to the end of 2020."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.operations.sample_words import Draw, words
from desktop.records import Activity, ActivityProduct, Record, Team

_ABOUT_TEAMS = {"TINH": 118, "HUYEN": 66, "XA": 192}
_ABOUT_TEAMS_PEOPLE = 56_412
_FORMS = {
    "LOP_TUYEN_TRUYEN": 222,
    "NGOAI_KHOA": 50,
    "DOI_THOAI": 55,
    "TOA_DAM": 3,
    "MIT_TINH": 10,
    "LUU_DONG": 15,
    "HOP_DAN": 230,
}
_FORMS_PEOPLE = 77_268
_NIGHTS = 90
_PRODUCTS = {"BAI": 65, "PHONG_SU": 5, "PANO": 118, "AP_PHICH": 160, "KHAU_HIEU": 100}
_LEAFLETS, _LEAFLET_ROUNDS = 1_432, 24
_MOST_AT_ONCE = {"BAI": 2, "PHONG_SU": 1, "PANO": 4, "AP_PHICH": 6, "KHAU_HIEU": 4}
_RALLY_DAYS = ((6, 26), (7, 30), (12, 1))
_TOPICS = (("MA_TUY",), ("MAI_DAM",), ("MUA_BAN_NGUOI",), ("HIV",), ("MA_TUY", "HIV"))
_DUTIES = {"DOI_THOAI": "B", "HOP_DAN": "DD"}
_AUDIENCES = {"NGOAI_KHOA": ("HOC_SINH",), "DOI_THOAI": ("NGUOI_VI_PHAM", "NGUOI_NGHIEN")}
_FIRST, _DAYS = dt.date(2016, 1, 4), 1805


def activities(draw: Draw, teams: Sequence[Team]) -> Iterator[Record]:
    """All activities, each before what it made or handed out."""
    found = [*_about_teams(draw, teams), *_forms(draw, teams), *_nights(draw, teams)]
    found.sort(key=lambda activity: (activity.from_on, activity.id))
    made = _products(draw, found)
    for activity in found:
        yield activity
        yield from made.get(activity, [])


def _about_teams(draw: Draw, teams: Sequence[Team]) -> list[Activity]:
    rounds = [
        (level, sessions)
        for level, total in _ABOUT_TEAMS.items()
        for sessions in _in_rounds(draw, total, 3)
    ]
    found: list[Activity] = []
    people = _shared(draw, _ABOUT_TEAMS_PEOPLE, [sessions for _, sessions in rounds])
    for (level, sessions), count in zip(rounds, people, strict=True):
        told = {"topics": ("XAY_DUNG_DOI",), "type": draw.pick(("LOP_TUYEN_TRUYEN", "HOP_DAN"))}
        words_of = draw.pick(words("activities")["province_about"])
        found.append(_activity(draw, draw.pick(teams), words_of, level, sessions, count, **told))
    return found


def _forms(draw: Draw, teams: Sequence[Team]) -> list[Activity]:
    rounds = [
        (form, sessions)
        for form, total in _FORMS.items()
        for sessions in _in_rounds(draw, total, 1 if total < 20 else 2)
    ]
    found: list[Activity] = []
    people = _shared(draw, _FORMS_PEOPLE, [sessions for _, sessions in rounds])
    for at, ((form, sessions), count) in enumerate(zip(rounds, people, strict=True)):
        team = teams[at % len(teams)]
        activity = _form(draw, team, form, sessions, count)
        if form == "MIT_TINH":
            _on_its_day(activity, at)
        found.append(activity)
    return found


def _form(draw: Draw, team: Team, form: str, sessions: int, people: int) -> Activity:
    summary = draw.pick(words("activities")["province_forms"][form])
    told = {"type": form, "topics": draw.pick(_TOPICS), "duty": _DUTIES.get(form, "A")}
    told["audience"] = _AUDIENCES.get(form, ("NHAN_DAN",))
    return _activity(draw, team, summary, "XA", sessions, people, **told)


def _on_its_day(activity: Activity, at: int) -> None:
    """Rallies stand on 26/6, 30/7 and 01/12; what is said there fits the day."""
    month, day = _RALLY_DAYS[at % 3]
    activity.from_on = dt.date(activity.from_on.year, month, day)
    activity.topics = (("MA_TUY",), ("MUA_BAN_NGUOI",), ("HIV",))[at % 3]
    activity.summary = words("activities")["province_forms"]["MIT_TINH"][at % 3]


def _nights(draw: Draw, teams: Sequence[Team]) -> list[Activity]:
    return [
        _form(
            draw, draw.pick(teams), "DEM_TUYEN_TRUYEN", sessions, sessions * draw.between(90, 260)
        )
        for sessions in _in_rounds(draw, _NIGHTS, 2)
    ]


def _in_rounds(draw: Draw, total: int, most: int) -> list[int]:
    """Sessions of each activity: one to so many at once, adding up to a total."""
    found: list[int] = []
    while sum(found) < total:
        found.append(min(draw.between(1, most), total - sum(found)))
    return found


def _shared(draw: Draw, people: int, sessions: Sequence[int]) -> list[int]:
    """Attendances of activities that fit their sessions and add up to a total."""
    per_session = draw.split(people, sum(sessions))
    found: list[int] = []
    for count in sessions:
        found.append(sum(per_session[:count]))
        per_session = per_session[count:]
    return found


def _activity(
    draw: Draw, team: Team, summary: str, level: str, sessions: int, people: int, **told: Any
) -> Activity:
    start = _FIRST + dt.timedelta(days=draw.between(0, _DAYS))
    own = level == "XA"
    return draw.make(
        Activity,
        from_on=start,
        team_id=team.id if own else None,
        unit_id=team.unit_id,
        summary=summary,
        organiser_level=level,
        partners=draw.pick(words("activities")["province_partners"]),
        sessions=sessions,
        attendance=people,
        women=people * draw.between(35, 60) // 100,
        **{"duty": "A", "audience": ("NHAN_DAN", "CAN_BO"), **told},
    )


def _products(draw: Draw, found: Sequence[Activity]) -> dict[Activity, list[ActivityProduct]]:
    """Things made, spread over activities of all years."""
    amounts = [
        (kind, amount)
        for kind, total in _PRODUCTS.items()
        for amount in _in_rounds(draw, total, _MOST_AT_ONCE[kind])
    ]
    amounts += [("TO_ROI", amount) for amount in draw.split(_LEAFLETS, _LEAFLET_ROUNDS)]
    made: dict[Activity, list[ActivityProduct]] = defaultdict(list)
    for kind, amount in amounts:
        activity = draw.pick(found)
        line = draw.make(ActivityProduct, activity_id=activity.id, type=kind, quantity=amount)
        made[activity].append(line)
    return made
