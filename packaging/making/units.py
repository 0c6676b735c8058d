"""Write ``resources/units/`` from the data files of the package ``vietnamadminunits`` 1.0.4 (MIT).

A build-time tool: the program itself only reads what this writes. To run it, install
``vietnamadminunits==1.0.4`` beside the program (without its dependencies: none of its code is
imported) and call ``dev.py units``. The same source gives the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from machine import TOP

PACKAGE, VERSION = "vietnamadminunits", "1.0.4"
TARGET = TOP / "resources" / "units"

NAMESPACE = uuid.UUID("5f2f3b1e-6c0a-5b5e-9d0e-9d1f6f5a7c21")
"""Every id of shipped reference data is a uuid5 under this; it must never change."""

_COUNTED = (
    "01:126 04:56 08:124 11:45 12:38 14:75 15:99 19:92 20:65 22:54 24:99 25:148 31:114 33:104 "
    "37:129 38:166 40:130 42:69 44:78 46:40 48:94 51:96 52:135 56:65 66:102 68:124 75:95 79:168 "
    "80:96 82:102 86:124 91:102 92:103 96:64"
)
COMMUNES_OF = {code: int(count) for code, count in (each.split(":") for each in _COUNTED.split())}
"""Communes of each of the 34 provinces since 01/7/2025 (QĐ 19/2025/QĐ-TTg): 3,321 in all."""

OLD_COUNTS = {"TINH": 63, "HUYEN": 696, "XA": 10_040}
"""What stood on 30/6/2025. Of the 10,040, five are island districts that had no communes."""

KNOWN_OLD = {
    "20878": "Xã Tiên Cảnh",
    "20515": "Xã Đại Đồng",
    "20350": "Phường An Sơn",
    "20341": "Phường An Mỹ",
    "20563": "Phường Điện Ngọc",
    "20965": "Thị trấn Núi Thành",
    "20791": "Thị trấn Hà Lam",
    "20680": "Xã Quế Châu",
    "20641": "Thị trấn Đông Phú",
    "06778": "Phường Quang Hanh",
    "07069": "Phường Mạo Khê",
}
"""Communes of Quảng Nam and Quảng Ninh as reports of those provinces write them."""

KINDS = {
    "Tỉnh": "TINH",
    "Thành phố": "THANH_PHO",
    "Quận": "QUAN",
    "Huyện": "HUYEN",
    "Thị xã": "THI_XA",
    "Thị trấn": "THI_TRAN",
    "Phường": "PHUONG",
    "Xã": "XA",
    "Đặc khu": "DAC_KHU",
}
"""The kind is read from the name: the type column of the source contradicts twelve names."""

CAPITALS = {
    "Xã Đại áng": "Xã Đại Áng",
    "Xã Pa ủ": "Xã Pa Ủ",
    "Xã Mường é": "Xã Mường É",
    "Xã é Tòng": "Xã É Tòng",
    "Xã Đồng ý": "Xã Đồng Ý",
    "Xã Ya ly": "Xã Ya Ly",
}
"""Old names that lost a capital in the source."""

UNIT_COLUMNS = ("id", "code", "name", "level", "kind", "parent_id", "valid_from", "valid_to")
SUCCESSION_COLUMNS = ("id", "old_id", "new_id")

NEW_LEVELS, OLD_LEVELS = ("TINH", "XA"), ("TINH", "HUYEN", "XA")
NEW = "SELECT provinceCode, province, provinceKey, wardCode, ward, wardKey FROM admin_units"
OLD = """
    SELECT provinceCode, province, provinceKey, districtCode, district, districtKey,
           coalesce(wardCode, ''), coalesce(ward, district), coalesce(wardKey, '')
    FROM admin_units_legacy
"""
"""Code, name, key of each level; an island district stands in for its commune, without a code."""


class SourceError(Exception):
    """The source is missing, or does not say what was counted and read before."""


class Period(NamedTuple):
    """First and last day of a division of the country; empty where it is not known or open."""

    valid_from: str
    valid_to: str


NOW = Period("2025-07-01", "")
BEFORE = Period("", "2025-06-30")


@dataclass(frozen=True, slots=True)
class Unit:
    """One province, district or commune in the period in which it stood."""

    code: str
    name: str
    level: str
    parent_id: str
    period: Period

    @property
    def id(self) -> str:
        """Fixed by code and first day, so that every office has the same; codes were used twice."""
        parts = ["unit", self.code, self.period.valid_from]
        return fixed_id("/".join(parts if self.code else [*parts, self.name]))

    @property
    def kind(self) -> str:
        """TINH, THANH_PHO, QUAN, HUYEN, THI_XA, THI_TRAN, PHUONG, XA or DAC_KHU."""
        return next(kind for word, kind in KINDS.items() if self.name.startswith(f"{word} "))

    @property
    def row(self) -> tuple[str, ...]:
        """The values in the order of UNIT_COLUMNS."""
        return (
            *(self.id, self.code, self.name, self.level, self.kind, self.parent_id),
            *self.period,
        )


class Heir(TypedDict):
    """One of the communes that took a part of a divided commune; other keys are not read."""

    newWardKey: str


class Relation(TypedDict):
    """What ``converter_2025.json`` holds, under the keys of units."""

    DICT_PROVINCE: dict[str, list[str]]
    DICT_PROVINCE_WARD_NO_DIVIDED: dict[str, dict[str, list[str]]]
    DICT_PROVINCE_WARD_DIVIDED: dict[str, dict[str, list[Heir]]]


Units = dict[str, Unit]
"""Units by the key that the source's relation uses: ``province_district_commune``."""


def fixed_id(name: str) -> str:
    """The id of a piece of reference data, the same on every machine."""
    return str(uuid.uuid5(NAMESPACE, name))


def find_source() -> Path:
    """The folder with the data files of the installed package.

    Raises SourceError when it is not installed, or in another version.
    """
    try:
        found = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as missing:
        raise SourceError(f"{PACKAGE}=={VERSION} is not installed") from missing
    if found.version != VERSION:
        raise SourceError(f"{PACKAGE} is {found.version}; this was written for {VERSION}")
    return Path(str(found.locate_file(f"{PACKAGE}/data")))


def find_licence() -> bytes:
    """The licence text that the package brings with it."""
    for file in metadata.files(PACKAGE) or ():
        if file.name == "LICENSE":
            return Path(str(file.locate())).read_bytes()
    raise SourceError(f"{PACKAGE} brings no licence text")


def build(data: Path) -> dict[str, bytes]:
    """The files of ``resources/units`` made from the source, by name; writes nothing.

    data: the folder with ``dataset.db`` and ``converter_2025.json``.
    Raises SourceError when the counts or the known names are not those expected.
    """
    new = read_units(data, NEW, NEW_LEVELS, NOW)
    old = read_units(data, OLD, OLD_LEVELS, BEFORE)
    links = read_successions(data, old, new)
    check_counts(old, new)
    check_links(old, new, links)
    return {
        "units.tsv": table(
            UNIT_COLUMNS, [unit.row for unit in in_order([*new.values(), *old.values()])]
        ),
        "successions.tsv": table(SUCCESSION_COLUMNS, succession_rows(links)),
    }


def read_units(data: Path, query: str, levels: tuple[str, ...], period: Period) -> Units:
    """Every unit of one period, parents before children, by its key in the source."""
    # immutable: the file lies in an installed package and must not get a journal beside it.
    connection = sqlite3.connect(f"{(data / 'dataset.db').as_uri()}?immutable=1", uri=True)
    try:
        rows = cast("list[tuple[str, ...]]", connection.execute(query).fetchall())
    finally:
        connection.close()
    units: Units = {}
    for row in rows:
        key, parent_id = "", ""
        for at, level in enumerate(levels):
            code, name, part = row[3 * at : 3 * at + 3]
            key = f"{key}_{part}" if at else part
            unit = units.setdefault(key, Unit(code, clean(name), level, parent_id, period))
            parent_id = unit.id
    return units


def clean(name: str) -> str:
    """A name as it is written: composed, the kind as in ``Thị trấn``, lost capitals restored."""
    name = unicodedata.normalize("NFC", name)
    for word in KINDS:
        if name.lower().startswith(f"{word.lower()} "):
            name = word + name[len(word) :]
    return CAPITALS.get(name, name)


def read_successions(data: Path, old: Units, new: Units) -> set[tuple[str, str]]:
    """Pairs of ids (old, new), province to province and commune to commune."""
    text = (data / "converter_2025.json").read_text(encoding="utf-8")
    source = cast("Relation", json.loads(text))
    pairs: list[tuple[str, str]] = []
    for province, olds in source["DICT_PROVINCE"].items():
        pairs += [(key, province) for key in olds]
    for province, whole in source["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in whole.items():
            pairs += [(key, f"{province}_{commune}") for key in olds]
    for province, divided in source["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, heirs in divided.items():
            pairs += [(key, f"{province}_{heir['newWardKey']}") for heir in heirs]
    return {(old[before].id, new[after].id) for before, after in pairs}


def check_counts(old: Units, new: Units) -> None:
    """Refuse a source that does not have the units counted and named above."""
    by_id = {unit.id: unit for unit in (*old.values(), *new.values())}
    communes = Counter(by_id[u.parent_id].code for u in new.values() if u.level == "XA")
    names = {unit.code: unit.name for unit in old.values() if unit.level == "XA"}
    expect("ids", len(by_id), len(old) + len(new))
    expect("communes by province", dict(communes), COMMUNES_OF)
    expect("communes", communes.total(), 3_321)
    expect("provinces", sum(u.level == "TINH" for u in new.values()), 34)
    expect("old units", dict(Counter(u.level for u in old.values())), OLD_COUNTS)
    expect("old units without code", sum(not u.code for u in old.values()), 5)
    expect("known names", {code: names.get(code) for code in KNOWN_OLD}, KNOWN_OLD)


def check_links(old: Units, new: Units, links: set[tuple[str, str]]) -> None:
    """Refuse a relation that leaves out a province or commune, old or new."""
    leavers, heirs = {a for a, _ in links}, {b for _, b in links}
    expect("heirs", heirs, {unit.id for unit in new.values()})
    expect("leavers", leavers, {unit.id for unit in old.values() if unit.level != "HUYEN"})


def expect(what: str, found: object, expected: object) -> None:
    """Raise SourceError when a fact about the source is not as it was."""
    if found != expected:
        raise SourceError(f"{what}: found {found}, expected {expected}")


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Today's units before the old ones, provinces first, by code."""
    depth = {"TINH": 0, "HUYEN": 1, "XA": 2}
    return sorted(
        units, key=lambda u: (u.period == BEFORE, depth[u.level], u.code == "", u.code, u.name)
    )


def succession_rows(links: set[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The pairs with their own fixed ids, in a fixed order."""
    return [(fixed_id(f"succession/{a}/{b}"), a, b) for a, b in sorted(links)]


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """Tab-separated UTF-8 lines with a head line; no value holds a tab or a line break."""
    return "".join("\t".join(row) + "\n" for row in (columns, *rows)).encode()


def main() -> None:
    """Write the files, or say in one line why not."""
    try:
        files = {**build(find_source()), "LICENSE": find_licence()}
    except SourceError as problem:
        raise SystemExit(f"nothing written: {problem}") from problem
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _ = (TARGET / name).write_bytes(content)


if __name__ == "__main__":
    main()
