"""A province and two communes that know each other's keys, made once and copied for every test."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from conftest import CHEAP, NOW, TIEN_PHUOC
from desktop.base.clock import StoppedClock
from desktop.operations.exchange_keys import keep_roster, own_keys
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.records import AdminUnit, Person
from desktop.store import tables
from desktop.store.timeline import read_meta
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import PURGE, REFERENCE, DeviceEntry, OfficeEntry

PASSWORD = "Hoa-mai-2026"
COMPARTMENTS = {
    "tinh": frozenset({1, 2, 3, 4}),
    "a": frozenset({3}),
    "b": frozenset[int](),
}
NAMES = {"tinh": "Thành phố Đà Nẵng", "a": "Xã Tiên Phước", "b": "Phường Hải Châu"}


@dataclass
class Offices:
    """Folders of offices, and the offices that are open now."""

    folder: Path
    clock: StoppedClock = field(default_factory=lambda: StoppedClock(NOW))
    opened: dict[str, Office] = field(default_factory=dict[str, Office])

    def __getitem__(self, name: str) -> Office:
        if name not in self.opened:
            self.opened[name] = open_office(self.folder / name, "lan", PASSWORD, self.clock)
        return self.opened[name]

    def scope(self, name: str) -> int:
        with self[name].store.connection() as connection:
            return int(read_meta(connection, "scope"))

    def close(self, *names: str) -> None:
        for name in names or list(self.opened):
            if name in self.opened:
                self.opened.pop(name).close()


def _unit(office: Office, code: str) -> uuid.UUID:
    with office.reading() as session:
        asked = (AdminUnit.code == code, AdminUnit.valid_to.is_(None))
        return session.scalars(sa.select(AdminUnit.id).where(*asked)).one()


def _found(folder: Path, name: str, unit: uuid.UUID) -> None:
    called = NAMES[name.removesuffix(_SECOND)]
    told = NewOffice(
        unit_id=unit,
        agency={"name": called, "abbreviation": "UBND", "place_name": called},
        user="lan",
        full_name=f"Cán bộ {name}",
        password=PASSWORD,
    )
    create_office(folder / name, told, StoppedClock(NOW), CHEAP).office.close()


_SECOND = "2"
TWIN = f"a{_SECOND}"
"""A second PC of the first commune."""


def make_offices(folder: Path, *, twin: str = "") -> Path:
    """The folders of all three, enrolled with each other. twin: one of them with a second PC."""
    _found(folder, "a", TIEN_PHUOC)
    offices = Offices(folder)
    units = {"tinh": _unit(offices["a"], "48"), "b": _unit(offices["a"], "20242")}
    for name, unit in units.items():
        _found(folder, name, unit)
    if twin:
        _found(folder, f"{twin}{_SECOND}", (units | {"a": TIEN_PHUOC})[twin])
    authority = AuthorityKey.new()
    scopes = {name: offices.scope(name) for name in NAMES}
    entries = []
    pcs = [*NAMES, f"{twin}{_SECOND}"] if twin else [*NAMES]
    for name in pcs:
        office = offices[name]
        where = name.removesuffix(_SECOND)
        with office.store.connection(write=True) as connection:
            public = own_keys(connection).public
        capabilities = frozenset({REFERENCE, PURGE}) if where == "tinh" else frozenset[str]()
        entries.append(
            DeviceEntry(
                public.device,
                scopes[where],
                "A" if name == where else "B",
                public.sign,
                public.age,
                COMPARTMENTS[where],
                capabilities,
                None,
                f"Máy {name}",
            )
        )
    top = scopes["tinh"]
    roster = Roster(
        1,
        int(NOW.timestamp() * 1000),
        authority.public,
        tuple(
            OfficeEntry(
                scopes[n], NAMES[n], None if n == "tinh" else top, "tinh" if n == "tinh" else "xa"
            )
            for n in NAMES
        ),
        tuple(entries),
    )
    signed = sign_roster(roster, authority)
    for name in pcs:
        with offices[name].store.connection(write=True) as connection:
            keep_roster(connection, signed, roster)
    offices.close()
    return folder


@pytest.fixture(scope="session")
def enrolled_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three of them, never to be opened: tests copy them."""
    return make_offices(tmp_path_factory.mktemp("enrolled"))


@contextmanager
def copied(source: Path, target: Path) -> Iterator[Offices]:
    """Copies of the three, closed at the end."""
    offices = Offices(Path(shutil.copytree(source, target)))
    try:
        yield offices
    finally:
        offices.close()


@pytest.fixture
def offices(enrolled_offices: Path, tmp_path: Path) -> Iterator[Offices]:
    """Three offices to do anything with."""
    with copied(enrolled_offices, tmp_path / "offices") as found:
        yield found


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a stick, called as clerks call theirs."""
    folder = tmp_path / "USB của xã"
    folder.mkdir()
    return folder


@contextmanager
def outside(office: Office) -> Iterator[None]:
    """As the office was before it took part; afterwards it does again."""
    with office.store.connection(write=True) as connection:
        kept = connection.execute(sa.select(tables.roster)).mappings().all()
        connection.execute(sa.delete(tables.roster))
    try:
        yield
    finally:
        with office.store.connection(write=True) as connection:
            connection.execute(sa.insert(tables.roster), [dict(one) for one in kept])


def called(office: Office) -> set[str | None]:
    """The names of all people of whom more is here than that they exist."""
    with office.reading() as session:
        return set(session.scalars(sa.select(Person.full_name).where(Person.stub.is_(False))))


def carry(offices: Offices, stick: Path, sender: str, receiver: str) -> None:
    """Send whatever waits from one office to another, and take it in there."""
    receive(offices[receiver], send(offices[sender], offices.scope(receiver), stick).path)
