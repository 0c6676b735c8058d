"""Communes and provinces to choose from before there is any office file."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass

from desktop.base.resources import resource
from desktop.base.text import fold, words


@dataclass(frozen=True)
class Unit:
    """One unit of today."""

    id: uuid.UUID
    code: str
    name: str
    level: str
    province: str

    @property
    def place(self) -> str:
        """The name without its kind, as it stands before a date: Tiên Phước."""
        for kind in ("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "):
            if self.name.startswith(kind):
                return self.name.removeprefix(kind)
        return self.name


def units_of_today() -> list[Unit]:
    """The 34 provinces and 3,321 communes, provinces first."""
    with resource("units/units.tsv").open(encoding="utf-8", newline="") as file:
        lines = [
            line
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not line["valid_to"]
        ]
    names = {line["id"]: line["name"] for line in lines}
    found = [
        Unit(
            uuid.UUID(line["id"]),
            line["code"],
            line["name"],
            line["level"],
            names.get(line["parent_id"], ""),
        )
        for line in lines
    ]
    return sorted(found, key=lambda unit: (unit.level != "TINH", unit.code))


def find_units(units: list[Unit], typed: str, limit: int = 20) -> list[Unit]:
    """Units whose name, province or code holds all the typed words."""
    wanted = words(typed)
    found = [
        unit
        for unit in units
        if all(word in fold(f"{unit.name} {unit.province} {unit.code}") for word in wanted)
    ]
    # Who types a whole name means that one, not the province that holds it.
    exact = fold(typed.strip())
    return sorted(found, key=lambda unit: fold(unit.place) != exact)[:limit]


def suggested_agency(unit: Unit) -> dict[str, str]:
    """How the papers of a unit's office name it, to be corrected by the clerk."""
    if unit.level == "XA":
        return {
            "name": f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}",
            "abbreviation": "UBND",
            "place_name": unit.place,
        }
    return {"name": f"Sở Y tế {unit.name}", "abbreviation": "SYT", "place_name": unit.place}
