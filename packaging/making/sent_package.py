"""Run by ``old_package`` with the program of a version: sample offices, and files between them.

A script of its own, so that it is the program of that version, and nothing else, that is imported.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import sqlalchemy as sa

from desktop.base.clock import SystemClock
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import open_office
from desktop.operations.receiving import receive
from desktop.operations.sample import USER, make_sample, unit_of_today
from desktop.operations.sample_exchange import FIRST, TOP, enrol
from desktop.operations.sending import send
from desktop.operations.sending_to_all import send_to_all
from desktop.records import CodeItem, Person

_PROVINCE = "48"
PACKAGE, FOR_ALL = "GOI.goi", "CHUNG.goi"
_LIST, _LABEL = "L22", "Hồ sơ mẫu cũ"
"""A list of codes, and what the province calls its first item from then on."""
_NEW = ("Phan Thị Mẫu Cũ", "Phan Văn Mẫu Cũ")
"""People of whom the province does not know before the file."""


def main(folder: Path, password: str) -> None:
    """Write the offices and the files into a folder."""
    clock = SystemClock()
    made = make_sample(folder / FIRST, "commune", password, None, clock)
    name = {"name": "Thành phố Đà Nẵng", "abbreviation": "UBND", "place_name": "Đà Nẵng"}
    new = NewOffice(unit_of_today(_PROVINCE), name, USER, "Cán bộ tỉnh", password, invented=True)
    create_office(folder / TOP, new, clock).office.close()
    offices = {
        one: open_office(folder / one, USER, password, clock) for one in (TOP, made.folder.name)
    }
    scopes = enrol(offices)
    receive(offices[TOP], send(offices[FIRST], scopes[TOP], folder).path).identity.path.unlink()
    commune = offices[FIRST]
    for called in _NEW:
        records.save(
            commune, "people", None, {"full_name": called, "sex": "NU", "birth_date": Partial(1980)}
        )
    with commune.reading() as session:
        known = sa.select(Person.id).where(Person.full_name.not_in(_NEW), Person.comp == 0)
        person = session.scalars(known.order_by(Person.id).limit(1)).one()
    for office, workplace in ((offices[TOP], "Chợ Mẫu Cũ"), (commune, "Hợp tác xã Mẫu Cũ")):
        records.save(office, "people", person, {"workplace": workplace})
    # Nothing is confirmed yet, so that the file holds everything.
    send(commune, scopes[TOP], folder).path.rename(folder / PACKAGE)
    with offices[TOP].reading() as session:
        listed = sa.select(CodeItem.id).where(CodeItem.code_list == _LIST)
        item = session.scalars(listed.order_by(CodeItem.position).limit(1)).one()
    records.save(offices[TOP], "code_items", item, {"label": _LABEL})
    send_to_all(offices[TOP], folder).path.rename(folder / FOR_ALL)
    for office in offices.values():
        office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ["SOXA_PASSWORD"])
