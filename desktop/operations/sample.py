"""Sample offices: a commune to try every screen with, a province that yields a known report.

The province's figures are those of Quảng Nam's own report on its teams up to the end of 2020.
All people in them are invented. The same command on the same day writes the same contents.
"""

from __future__ import annotations

import csv
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from desktop.base.resources import resource
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.sample_commune import UNIT_CODE as COMMUNE
from desktop.operations.sample_commune import fill_commune
from desktop.operations.sample_people import crowd
from desktop.operations.sample_province import UNIT_CODE as PROVINCE
from desktop.operations.sample_province import fill_province
from desktop.operations.sample_words import SEED, Draw, words
from desktop.rules.permissions import Compartment
from desktop.store import backup, tables
from desktop.store.bulk import add_in_bulk
from desktop.store.folder import FILES_DB, KEYS, OFFICE_DB

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.base.clock import Clock
    from desktop.operations.founding import CreatedOffice
    from desktop.operations.office import Office
    from desktop.records import Officer
    from desktop.store.keys import Cost

Size = Literal["commune", "province"]
USER = "mau"
_AT_ONCE = 25_000
_LETTERS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
"""Without those that are easily mistaken for each other."""


@dataclass(frozen=True)
class Sample:
    """A sample office that was written and closed again.

    counts: how many rows each record type has.
    """

    folder: Path
    user: str
    recovery_code: str
    counts: Mapping[str, int]


def make_sample(
    folder: Path,
    size: Size,
    password: str,
    people: int | None,
    clock: Clock,
    *,
    cost: Cost | None = None,
    progress: Callable[[int, int], None] | None = None,
    seed: int = SEED,
    alone: bool = True,
) -> Sample:
    """Write a sample office into an empty folder and close it.

    people: how many more invented people, to try the program under load.
    seed: where chance begins; ids follow from it, so that offices which exchange need several.
    progress: told how many of them are written, and of how many.
    alone: whether it takes part in no exchange.
    cost: how dear a guess of the password is; only tests choose it.
    Raises UserError if an office lies there already or the password is too simple; a folder in
    which this failed holds nothing of it.
    """
    # The officer's name is known before the file that will hold the officer.
    told = words(size)
    officer = next(one for one in told["officers"] if one["key"] == "lan")
    unit_id = unit_of_today(COMMUNE if size == "commune" else PROVINCE)
    name = officer["full_name"]
    new = NewOffice(unit_id, told["agency"], USER, name, password, invented=True)
    created = create_office(folder, new, clock, cost)
    draw = Draw(created.office.clock.now(), seed)
    try:
        _fill(created.office, size, unit_id, draw, alone=alone)
        _add_people(created.office, draw, people or 0, progress)
        counts = backup.read_counts(folder, created.office.store.key)
    except BaseException:
        _discard(created)
        raise
    created.office.close()
    return Sample(folder, USER, created.recovery_code, counts)


def fresh_password() -> str:
    """A password nobody has used yet, easy to copy from a screen: three groups of four."""
    while True:
        groups = ("".join(secrets.choice("".join(_LETTERS)) for _ in range(4)) for _ in range(3))
        password = "-".join(groups)
        if all(any(c in letters for c in password) for letters in _LETTERS):
            return password


def _fill(office: Office, size: Size, unit_id: uuid.UUID, draw: Draw, *, alone: bool) -> None:
    if size == "commune":
        officer = fill_commune(office, draw, unit_id, alone=alone)
    else:
        officer = fill_province(office, draw, alone=alone)
    open_everything(office, officer)


def open_everything(office: Office, officer: Officer) -> None:
    """Let the sample's user be one of its officers and read every compartment.

    In a real office HIV is opened to a named person only; here nobody is real.
    """
    everything = ",".join(str(int(one)) for one in sorted(Compartment))
    with office.store.connection(write=True) as connection:
        connection.execute(
            sa.update(tables.users)
            .where(tables.users.c.name == USER)
            .values(officer_id=officer.id.bytes, compartments=everything)
        )


def _add_people(
    office: Office, draw: Draw, count: int, progress: Callable[[int, int], None] | None
) -> None:
    """Write more people, some ten thousands in one transaction."""
    drawn = crowd(draw, count)
    for done in range(0, count, _AT_ONCE):
        part = min(_AT_ONCE, count - done)
        with office.writing("demo") as session:
            add_in_bulk(session, (next(drawn) for _ in range(part)))
        if progress is not None:
            progress(done + part, count)


def unit_of_today(code: str) -> uuid.UUID:
    """The id of a unit of today."""
    with resource("units/units.tsv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if line["code"] == code and not line["valid_to"]:
                return uuid.UUID(line["id"])
    raise KeyError(code)


def _discard(created: CreatedOffice) -> None:
    """Take away the files of an office that could not be filled."""
    folder = created.office.folder
    created.office.close()
    for name in (OFFICE_DB, FILES_DB):
        for suffix in ("", "-wal", "-shm", "-journal"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
    for name in (KEYS, "keys-copy.json"):
        (folder / name).unlink(missing_ok=True)
