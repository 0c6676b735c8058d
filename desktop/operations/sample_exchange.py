"""A sample province and two communes that know each other's keys and have exchanged once.

After that the province and a commune have written two phone numbers for one person: a
disagreement waits in both. All people are invented, and so is the authority: its key is gone as
soon as the roster is signed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.base.clock import milliseconds
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import cases, records, sample_people
from desktop.operations.exchange_keys import keep_roster, own_keys, own_scope
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sample import (
    USER,
    Sample,
    make_sample,
    open_everything,
    unit_of_today,
)
from desktop.operations.sample_commune import make_officers
from desktop.operations.sample_words import Draw, words
from desktop.operations.sending import send
from desktop.records import Hamlet, Officer, Person
from desktop.rules.permissions import Compartment
from desktop.store import backup
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import (
    COMMUNE,
    PROVINCE,
    PURGE,
    REFERENCE,
    DeviceEntry,
    OfficeEntry,
)

if TYPE_CHECKING:
    from desktop.base.clock import Clock
    from desktop.store.keys import Cost

TOP, FIRST, SECOND = "tinh", "xa-1", "xa-2"  # not for reading
FOLDERS = (TOP, FIRST, SECOND)
_SECOND_CODE = "20875"
"""Xã Lãnh Ngọc, thành phố Đà Nẵng, since 01/7/2025: next to the commune of the other sample."""
_SEEDS: Mapping[str, int] = {TOP: 48, FIRST: 20_854, SECOND: 20_875}
_PEOPLE = 24
_COMPARTMENTS = frozenset(int(one) for one in Compartment if one is not Compartment.GENERAL)


@dataclass(frozen=True)
class ExchangeSample:
    """Three sample offices by the names of their folders, written and closed again.

    disputed: whose phone number the province and the first commune have written differently.
    """

    offices: Mapping[str, Sample]
    disputed: str


def make_exchange(
    folder: Path,
    password: str,
    people: int | None,
    clock: Clock,
    *,
    cost: Cost | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ExchangeSample:
    """Write the three offices into folders of this one, and let them exchange.

    people, cost, progress: as for one sample; the people are added to the first commune.
    Raises UserError if there is something in one of the folders already, or the password is too
    simple; nothing of the three is left then.
    """
    for name in FOLDERS:
        _require_empty(folder / name)
    with ExitStack() as failing:
        for name in FOLDERS:
            failing.callback(shutil.rmtree, folder / name, ignore_errors=True)
        made = {
            TOP: make_sample(
                folder / TOP,
                "province",
                password,
                0,
                clock,
                cost=cost,
                seed=_SEEDS[TOP],
                alone=False,
            ),
            FIRST: make_sample(
                folder / FIRST,
                "commune",
                password,
                people,
                clock,
                cost=cost,
                progress=progress,
                seed=_SEEDS[FIRST],
                alone=False,
            ),
            SECOND: _second_commune(folder / SECOND, password, clock, cost),
        }
        disputed = _exchange_once(folder, password, clock)
        failing.pop_all()
    return ExchangeSample(made, disputed)


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            tr(
                "Trong {folder} đã có dữ liệu. Chưa có gì thay đổi. Hãy chọn một thư mục trống."
            ).format(folder=folder)
        )


def _second_commune(folder: Path, password: str, clock: Clock, cost: Cost | None) -> Sample:
    """A commune with some people, their families and a few cases."""
    told = words("exchange")
    name = next(one["full_name"] for one in told["officers"] if one["key"] == "lan")
    unit_id = unit_of_today(_SECOND_CODE)
    new = NewOffice(unit_id, told["agency"], USER, name, password, invented=True)
    created = create_office(folder, new, clock, cost)
    with ExitStack() as closing:
        office = created.office
        closing.callback(office.close)
        draw = Draw(clock.now(), _SEEDS[SECOND])
        officers = make_officers(draw, told["officers"])
        hamlets = [draw.make(Hamlet, **one) for one in told["hamlets"]]
        found = [_person(draw, serial) for serial in range(_PEOPLE)]
        with office.writing("demo") as session:
            session.add_all([*officers.values(), *hamlets, *found])
            for who in found:
                session.add_all(sample_people.homes(draw, who, unit_id, hamlets))
                session.add_all(sample_people.relatives(draw, who))
        open_everything(office, officers["lan"])
        _open_cases(draw, office, found, officers["lan"])
        counts = backup.read_counts(folder, office.store.key)
    return Sample(folder, USER, created.recovery_code, counts)


def _person(draw: Draw, serial: int) -> Person:
    sex = "NU" if draw.chance(40) else "NAM"
    born = sample_people.birth(draw, 18, 60)
    # The numbers of the first commune's people end before these begin.
    return sample_people.person(draw, sex, born, 6_000 + serial, sample_people.name(draw, sex))


def _open_cases(draw: Draw, office: Office, people: list[Person], worker: Officer) -> None:
    for who, kind in zip(people, words("exchange")["case_types"], strict=False):
        told = words("cases")[kind]
        values: dict[str, Any] = {
            "person_id": who.id,
            "case_type": kind,
            "intake_source": draw.pick(told["sources"]),
            "intake_on": draw.ago(draw.between(5, 90)),
            "legal_basis": "DONG_Y",
            "case_worker_id": worker.id,
            "problem": draw.pick(told["problems"]),
            "needs": tuple(draw.some(told["needs"], 2)),
        }
        cases.open_case(office, values)


# -- keys and files ---------------------------------------------------------------------


def _exchange_once(folder: Path, password: str, clock: Clock) -> str:
    """Enrol the three, exchange, let two disagree; returns on whom."""
    with ExitStack() as closing, tempfile.TemporaryDirectory() as stick:
        offices: dict[str, Office] = {}
        for name in FOLDERS:
            offices[name] = open_office(folder / name, USER, password, clock)
            closing.callback(offices[name].close)
        scopes = enrol(offices)
        target = Path(stick)

        def give(sender: str, receiver: str) -> None:
            receive(offices[receiver], send(offices[sender], scopes[receiver], target).path)

        for name in (FIRST, SECOND):
            give(name, TOP)
            give(TOP, name)
            # Only with one more does the province hear what has arrived.
            give(name, TOP)
        found = _disagree(offices)
        give(FIRST, TOP)
        give(TOP, FIRST)
    return found


def enrol(offices: Mapping[str, Office]) -> dict[str, int]:
    """Let offices, by the names of their folders, hold a roster of all of them; returns their numbers."""
    authority = AuthorityKey.new()
    scopes: dict[str, int] = {}
    devices: list[DeviceEntry] = []
    for name, office in offices.items():
        with office.store.connection(write=True) as connection:
            scopes[name] = own_scope(connection)
            devices.append(_device(name, scopes[name], own_keys(connection).public))
    names = words("exchange")["names"]
    entries = tuple(
        OfficeEntry(
            scope,
            names[name],
            None if name == TOP else scopes[TOP],
            PROVINCE if name == TOP else COMMUNE,
        )
        for name, scope in scopes.items()
    )
    issued = milliseconds(offices[TOP].clock.now())
    roster = Roster(1, issued, authority.public, entries, tuple(devices))
    signed = sign_roster(roster, authority)
    for office in offices.values():
        with office.store.connection(write=True) as connection:
            keep_roster(connection, signed, roster)
    return scopes


def _device(name: str, scope: int, public: Any) -> DeviceEntry:
    capabilities = frozenset({REFERENCE, PURGE}) if name == TOP else frozenset[str]()
    label = words("exchange")["computers"][name]
    keys = (public.sign, public.age)
    return DeviceEntry(public.device, scope, "A", *keys, _COMPARTMENTS, capabilities, None, label)


def _disagree(offices: Mapping[str, Office]) -> str:
    """Let the province and the first commune write two phone numbers for one person."""
    with offices[FIRST].reading() as session:
        known = (Person.full_name.is_not(None), Person.phone.is_not(None), Person.comp == 0)
        who = session.scalars(sa.select(Person).where(*known).order_by(Person.id)).first()
        assert who is not None, "the sample commune knows somebody's phone number"
    draw = Draw(offices[FIRST].clock.now(), _SEEDS[FIRST] + _SEEDS[TOP])
    for name in (TOP, FIRST):
        records.save(offices[name], "people", who.id, {"phone": sample_people.phone(draw)})
    return who.full_name or ""
