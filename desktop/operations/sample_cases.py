"""The sample commune's people with their case files, contacts and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.operations import sample_people
from desktop.operations.sample_papers import papers
from desktop.operations.sample_stories import Episode, Story, stories
from desktop.operations.sample_talks import Talks
from desktop.operations.sample_words import Draw, words
from desktop.records import CaseFile, Hamlet, Officer, Person, Record
from desktop.records.cases import ENDED, compartment
from desktop.rules.numbering import CaseNumber
from desktop.rules.signers import competences, in_post

if TYPE_CHECKING:
    import uuid

    from desktop.operations.office import Office

_NAMELESS = ("MD", "HIV")
_CONSENT = ("MD", "MBN", "HIV", "NGUY_CO", "THAN_NHAN", "KHAC")
"""Support that rests on consent; files on drugs and public order are kept under law."""
_RESTRICTED = ("MBN", "HIV")
_WOMEN = {"MD": 100, "THAN_NHAN": 90, "MBN": 60, "HIV": 50}
_YOUNG = {"GD_XA": (14, 18), "NGUY_CO": (16, 24), "MT_SD": (17, 34), "THAN_NHAN": (28, 62)}
_RISKS = ("THAP", "THAP", "TRUNG_BINH", "TRUNG_BINH", "CAO")
_STRICT = (0, 3, 4, 2, 1)
"""The compartments, the strictest last."""


@dataclass(frozen=True)
class Place:
    """The commune into which the cases are written."""

    office: Office
    unit_id: uuid.UUID
    code: str
    hamlets: Sequence[Hamlet]
    officers: dict[str, Officer]
    helpers: Sequence[str]
    """Names of the team's members, who do many of the visits."""


@dataclass
class Cases:
    """What was written: records in the order they must be saved, and how many codes were used."""

    people: list[Record] = field(default_factory=list[Record])
    files: list[CaseFile] = field(default_factory=list[CaseFile])
    parts: list[Record] = field(default_factory=list[Record])
    codes: int = 0


def cases(draw: Draw, place: Place) -> Cases:
    """Sixty people and eighty case files of every kind in every stage, over two years."""
    found = Cases()
    talks = Talks(draw, _workers(place), place.helpers)
    told = [(who, episode) for who, story in _people(draw, place, found) for episode in story]
    told.sort(key=lambda pair: (pair[1].opened_on, pair[0].id))
    numbers = _Numbers(place.code)
    for at, (who, episode) in enumerate(told):
        worker = _worker(place, episode, at)
        case = _case(draw, place, episode, who, worker)
        case.number = numbers.next(episode.opened_on.year)
        case.comp = compartment(case.case_type)
        found.files.append(case)
        found.parts += talks.contacts(case, worker.full_name)
        found.parts += papers(draw, place.office, case, at)
    return found


def _people(draw: Draw, place: Place, found: Cases) -> Iterator[tuple[Person, Story]]:
    known: set[str] = set()
    for serial, story in enumerate(stories(draw)):
        who = _person(draw, story, serial, known, found)
        who.comp = max((compartment(one.case_type) for one in story), key=_STRICT.index)
        found.people.append(who)
        if not who.anonymous:
            found.people += sample_people.homes(draw, who, place.unit_id, place.hamlets)
            found.people += sample_people.relatives(draw, who)
        yield who, story


def _person(draw: Draw, story: Story, serial: int, known: set[str], found: Cases) -> Person:
    kind = story[-1].case_type
    sex = "NU" if draw.chance(_WOMEN.get(kind, 8)) else "NAM"
    born = sample_people.birth(draw, *_YOUNG.get(kind, (20, 52)))
    if kind in _NAMELESS:
        found.codes += 1
        return sample_people.nameless(draw, sex, born, f"KH-{found.codes:04d}")
    full_name = sample_people.name(draw, sex)
    while full_name in known:
        full_name = sample_people.name(draw, sex)
    known.add(full_name)
    return sample_people.person(draw, sex, born, 1_000 + serial * 37, full_name)


def _workers(place: Place) -> list[str]:
    return [place.officers[key].full_name for key in ("lan", "hoa", "hanh")]


def _worker(place: Place, episode: Episode, at: int) -> Officer:
    """Restricted files belong to the one who signs in to the sample: others may not see them."""
    own = episode.case_type in (*_NAMELESS, *_RESTRICTED)
    return place.officers["lan" if own else ("lan", "hoa", "hanh")[at % 3]]


def _case(draw: Draw, place: Place, told: Episode, who: Person, worker: Officer) -> CaseFile:
    kind = words("cases")[told.case_type]
    ended = told.status in ENDED
    consent = told.case_type in _CONSENT
    return draw.make(
        CaseFile,
        person_id=who.id,
        case_type=told.case_type,
        intake_source=draw.pick(kind["sources"]),
        intake_on=told.opened_on,
        intake_by_id=draw.pick([place.officers[key] for key in ("lan", "hoa", "hanh")]).id,
        legal_basis="DONG_Y" if consent else "QLNN",
        case_worker_id=worker.id,
        status=told.status,
        risk_level="THAP" if ended else draw.pick(_RISKS),
        access_level="HAN_CHE" if told.case_type in _RESTRICTED else "THUONG",
        problem=draw.pick(kind["problems"]),
        needs=tuple(draw.some(kind["needs"], draw.between(2, 3))),
        urgent=draw.pick(words("cases")["urgent"]) if draw.chance(12) else None,
        contact_person=_contact_person(draw, who),
        closed_on=told.closed_on,
        close_reason=told.reason,
        **_decision(place, told),
    )


def _contact_person(draw: Draw, who: Person) -> str | None:
    if who.anonymous or draw.chance(55):
        return None
    kin = draw.pick(("mẹ", "anh trai", "em gái", "vợ" if who.sex == "NAM" else "chồng"))
    return f"{sample_people.name(draw, draw.pick(('NAM', 'NU')))} ({kin})"


def _decision(place: Place, told: Episode) -> dict[str, Any]:
    """Who was competent on the day, under a number that grows through the year."""
    day = told.decided_on
    if day is None:
        return {}
    rows = competences(told.decision, day)
    role = rows[0].signer if rows else "CHU_TICH"
    officers = place.officers
    posted = in_post(officers.values(), role, day) or (officers["old_chair"],)
    sign = "CAX" if role == "TRUONG_CA" else "UBND"
    return {
        "decision_no": f"{day.timetuple().tm_yday * 2 // 5 + 1:02d}/QĐ-{sign}",
        "decision_on": day,
        "decision_signer": posted[0].full_name,
        "due_end_on": told.due_on,
    }


class _Numbers:
    """Case numbers in the order of intake, as the program itself gives them on the first PC."""

    def __init__(self, commune: str) -> None:
        self._commune = commune
        self._last: dict[int, int] = {}

    def next(self, year: int) -> str:
        self._last[year] = self._last.get(year, 0) + 1
        return CaseNumber(self._commune, year, "A", self._last[year]).text
