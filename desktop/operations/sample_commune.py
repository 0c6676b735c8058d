"""The sample commune: its agency, officers, hamlets, reports, and all that is written for it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.indicators import periods
from desktop.operations import sample_cases, sample_team
from desktop.operations.sample_handed_down import handed_down
from desktop.operations.sample_inspections import inspections
from desktop.operations.sample_words import Draw, words
from desktop.records import CaseFile, Hamlet, Officer, Person, Record, Report
from desktop.rules.numbering import document_number
from desktop.store.keeping import next_number

if TYPE_CHECKING:
    from desktop.operations.office import Office

UNIT_CODE = "20854"
"""Xã Tiên Phước, thành phố Đà Nẵng, since 01/7/2025."""
_QUARTERS = 5


def fill_commune(office: Office, draw: Draw, unit_id: uuid.UUID, *, alone: bool) -> Officer:
    """Write the whole sample; returns the officer whose account the sample's user has.

    alone: whether nobody hands targets and norms down to it; then it has written its own.
    """
    officers = make_officers(draw, words("commune")["officers"])
    hamlets = [
        draw.make(Hamlet, counted_on=dt.date(draw.today.year - 1, 12, 31), **told)
        for told in words("commune")["hamlets"]
    ]
    team = sample_team.make_team(draw, unit_id)
    present = [volunteer.full_name for volunteer in team.present(draw.today)]
    place = sample_cases.Place(office, unit_id, UNIT_CODE, hamlets, officers, present)
    written = sample_cases.cases(draw, place)
    later = _hold_back(draw, written.files)
    with office.writing("demo") as session:
        for _ in range(written.codes):
            next_number(session.connection(), "people")
        session.add_all([*officers.values(), *hamlets, *team.records()])
        session.add_all([*written.people, *written.files, *written.parts])
        session.add_all(sample_team.activities(draw, team.team, hamlets))
        session.add_all(sample_team.trainings(draw, team))
        session.add_all(inspections(draw, session, team.team))
        session.add_all(_reports(draw))
        if alone:
            session.add_all(handed_down(draw, "commune", unit_id))
    _go_on(office, draw, later)
    return officers["lan"]


def make_officers(draw: Draw, told: list[dict[str, Any]]) -> dict[str, Officer]:
    """The officers of an office by the names they have in the word lists."""
    found: dict[str, Officer] = {}
    for one in told:
        values = {name: value for name, value in one.items() if name != "key"}
        for name in ("from_on", "to_on"):
            if name in values:
                values[name] = dt.date.fromisoformat(values[name])
        found[one["key"]] = draw.make(Officer, **values)
    return found


def _hold_back(draw: Draw, files: list[CaseFile]) -> dict[uuid.UUID, dict[str, Any]]:
    """Put some cases one step back, so that the sample has a history; what they become later."""
    under_way = [case for case in files if case.status == "THUC_HIEN"]
    later: dict[uuid.UUID, dict[str, Any]] = {}
    for case in draw.some(under_way, 12):
        later[case.id] = {"status": case.status, "risk_level": case.risk_level}
        case.status = "KE_HOACH"
        case.risk_level = "CAO" if case.risk_level != "CAO" else "TRUNG_BINH"
    return later


def _go_on(office: Office, draw: Draw, later: dict[uuid.UUID, dict[str, Any]]) -> None:
    with office.writing("demo") as session:
        for at, (case_id, values) in enumerate(later.items()):
            case = session.get_one(CaseFile, case_id)
            for name, value in values.items():
                setattr(case, name, value)
            if at % 3 == 0:
                person = session.get_one(Person, case.person_id)
                person.occupation = draw.pick(words("people")["relative_jobs"])


def _reports(draw: Draw) -> Iterator[Record]:
    """The last five quarters, sent, one of them late, and this month's, still to be sent."""
    year, quarter = draw.today.year, (draw.today.month + 2) // 3
    for back in range(_QUARTERS, 0, -1):
        number = year * 4 + quarter - 1 - back
        period = periods.quarter(number // 4, number % 4 + 1)
        due = period.to_on + dt.timedelta(days=5)
        late = 4 if back == _QUARTERS - 1 else -2
        # On the first days of a quarter the last one is not due yet and goes early.
        sent = min(due + dt.timedelta(days=late), draw.today)
        yield _report(
            draw,
            period,
            status="DA_GUI",
            due_on=due,
            approved_by="Nguyễn Hữu Phước" if sent >= dt.date(2025, 7, 1) else "Đặng Ngọc Sơn",
            number=document_number(sent.timetuple().tm_yday // 3 + 4, "BC", "UBND"),
            signed_on=sent,
            sent_on=sent,
        )
    month = periods.month(year, draw.today.month)
    yield _report(draw, month, status="NHAP", due_on=draw.ago(-6))


def _report(draw: Draw, period: periods.Period, **told: Any) -> Report:
    return draw.make(
        Report,
        kind="T10",
        from_on=period.from_on,
        to_on=period.to_on,
        label=period.label,
        **told,
    )
