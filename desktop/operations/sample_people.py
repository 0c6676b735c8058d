"""Invented people: their names, papers, addresses and families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop.fields import Partial
from desktop.operations.sample_words import Draw, words
from desktop.records import FamilyMember, Hamlet, Person, Residence

if TYPE_CHECKING:
    import uuid

ID_PREFIX, PHONE_PREFIX = "099", "095"
"""No province has the first in its citizens' numbers and no network the second today: neither
number can belong to anybody."""


def name(draw: Draw, sex: str, family: str | None = None) -> str:
    """A full name: family name, middle name, given name."""
    told = words("people")
    side = "female" if sex == "NU" else "male"
    first = family or draw.weighted(told["families"])
    return f"{first} {draw.weighted(told[f'{side}_middles'])} {draw.pick(told[f'{side}_given'])}"


def phone(draw: Draw) -> str:
    """A number of ten digits that no network gives out."""
    return f"{PHONE_PREFIX}{draw.between(0, 9_999_999):07d}"


def citizen_number(sex: str, year: int, serial: int) -> str:
    """Twelve digits as Luật Căn cước builds them, under a province that does not exist."""
    century = (2 if year >= 2000 else 0) + (1 if sex == "NU" else 0)
    return f"{ID_PREFIX}{century}{year % 100:02d}{serial % 1_000_000:06d}"


def person(draw: Draw, sex: str, born: Partial, serial: int, full_name: str) -> Person:
    """Somebody with a name; about the half of what a form asks is known."""
    told = words("people")
    issued = dt.date(2021, 4, 1) + dt.timedelta(days=draw.between(0, 1300))
    jobs = told["female_jobs" if sex == "NU" else "male_jobs"]
    return draw.make(
        Person,
        full_name=full_name,
        other_names=draw.pick(told["nicknames"]) if draw.chance(15) else None,
        sex=sex,
        birth_date=born,
        id_type="CAN_CUOC",
        id_number=citizen_number(sex, born.year, serial),
        id_issued_on=issued,
        id_issued_by=told["id_offices"][0 if issued < dt.date(2024, 7, 1) else 1],
        native_place=told["native_place"],
        ethnicity="01" if draw.chance(93) else draw.pick(("26", "14", "30")),
        religion="00" if draw.chance(80) else draw.pick(("01", "02", "04")),
        nationality="Việt Nam",
        education=draw.pick(("TIEU_HOC", "THCS", "THCS", "THPT", "THPT", "TC_CD_DH")),
        occupation=draw.pick(jobs),
        workplace=draw.pick(told["workplaces"]) if draw.chance(30) else None,
        marital_status=draw.pick(("DOC_THAN", "KET_HON", "KET_HON", "LY_HON")),
        phone=phone(draw) if draw.chance(85) else None,
        note=draw.pick(told["notes"]) if draw.chance(12) else None,
    )


def nameless(draw: Draw, sex: str, born: Partial, code: str) -> Person:
    """A client who is known by a code only."""
    return draw.make(
        Person,
        person_code=code,
        anonymous=True,
        sex=sex,
        birth_date=born,
        phone=phone(draw) if draw.chance(60) else None,
    )


def birth(draw: Draw, youngest: int, oldest: int) -> Partial:
    """A birth date for an age in years; of some only the year is known."""
    day = draw.ago(draw.between(youngest * 366, oldest * 365))
    return Partial(day.year) if draw.chance(15) else Partial(day.year, day.month, day.day)


def homes(
    draw: Draw, who: Person, unit_id: uuid.UUID, hamlets: Sequence[Hamlet]
) -> Iterator[Residence]:
    """Where somebody is registered, and where they live if that is elsewhere."""
    street = draw.pick(words("commune")["streets"])
    told: dict[str, Any] = {"person_id": who.id, "unit_id": unit_id, "stable": True}
    since = draw.ago(draw.between(900, 5000))
    yield draw.make(
        Residence,
        kind="THUONG_TRU",
        hamlet_id=draw.pick(hamlets).id,
        address_line=f"Số {draw.between(1, 180)}, {street}",
        from_on=since,
        checked_on=draw.ago(draw.between(20, 300)),
        checked_by="Cảnh sát khu vực",
        **told,
    )
    if draw.chance(20):
        yield draw.make(
            Residence,
            kind="NOI_O_HIEN_TAI",
            hamlet_id=draw.pick(hamlets).id,
            address_line="Ở nhờ nhà người thân",
            from_on=draw.ago(draw.between(30, 400)),
            **told,
        )


def relatives(draw: Draw, who: Person) -> Iterator[FamilyMember]:
    """One to four of the family; the first one looks after the person."""
    assert who.full_name is not None
    assert who.birth_date is not None
    family = who.full_name.split()[0]
    year = who.birth_date.year
    count = draw.between(1, 4)
    found: list[tuple[str, str, str | None, int]] = [
        ("ME", "NU", None, year - draw.between(20, 34)),
        ("CHA", "NAM", family, year - draw.between(22, 38)),
    ]
    if who.marital_status == "KET_HON":
        relation, sex = ("CHONG", "NAM") if who.sex == "NU" else ("VO", "NU")
        found.insert(0, (relation, sex, None, year + draw.between(-4, 5)))
    found.append(("ANH_CHI_EM", draw.pick(("NAM", "NU")), family, year + draw.between(-8, 8)))
    poor = draw.pick(("KHONG", "KHONG", "CAN_NGHEO", "NGHEO"))
    for at, (relation, sex, same, born) in enumerate(found[:count]):
        yield draw.make(
            FamilyMember,
            person_id=who.id,
            full_name=name(draw, sex, same),
            relation=relation,
            birth_year=born,
            occupation=draw.pick(words("people")["relative_jobs"]),
            phone=phone(draw) if draw.chance(60) else None,
            is_caregiver=at == 0,
            is_assigned_helper=True if at == 0 and draw.chance(40) else None,
            household_status=poor,
        )


def crowd(draw: Draw, count: int) -> Iterator[Person]:
    """So many more invented people, to try the program under load."""
    for serial in range(count):
        sex = "NU" if draw.chance(46) else "NAM"
        born = birth(draw, 16, 75)
        # The numbers of the sample's own people end before these begin.
        yield person(draw, sex, born, 10_000 + serial, name(draw, sex))
