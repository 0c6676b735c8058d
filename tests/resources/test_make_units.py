"""The script that makes the administrative units from their source."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from importlib import metadata
from pathlib import Path

import pytest

from desktop.base.resources import resource

from making import units


def small_source(folder: Path) -> Path:
    """A source with one old and one new commune, in the layout of the real one."""
    connection = sqlite3.connect(folder / "dataset.db")
    with connection:
        connection.executescript("""
            CREATE TABLE admin_units
                (provinceCode, province, provinceKey, wardCode, ward, wardKey);
            CREATE TABLE admin_units_legacy
                (provinceCode, province, provinceKey, districtCode, district, districtKey,
                 wardCode, ward, wardKey);
            INSERT INTO admin_units VALUES
                ('48', 'Thành phố Đà Nẵng', 'dn', '20333', 'Đặc khu Hoàng Sa', 'hs');
            INSERT INTO admin_units_legacy VALUES
                ('48', 'Thành phố Đà Nẵng', 'dn', '498', 'Huyện Hoàng Sa', 'hhs',
                 NULL, NULL, NULL);
        """)
    connection.close()
    relation = {
        "DICT_PROVINCE": {"dn": ["dn"]},
        "DICT_PROVINCE_WARD_NO_DIVIDED": {"dn": {"hs": ["dn_hhs_"]}},
        "DICT_PROVINCE_WARD_DIVIDED": {},
    }
    (folder / "converter_2025.json").write_text(json.dumps(relation), encoding="utf-8")
    return folder


def test_the_script_makes_exactly_the_files_that_ship() -> None:
    try:
        version = metadata.version("vietnamadminunits")
    except metadata.PackageNotFoundError:
        pytest.skip("vietnamadminunits, the build-time source of resources/units, is not installed")
    if version != units.VERSION:
        pytest.skip(
            f"vietnamadminunits {version} is installed; the files come from {units.VERSION}"
        )
    for name, content in units.build(units.find_source()).items():
        assert content == resource(f"units/{name}").read_bytes(), name
    assert units.find_licence() == resource("units/LICENSE").read_bytes()


def test_a_source_with_other_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(units.SourceError, match=r"by province: found \{'48': 1\}"):
        units.build(small_source(tmp_path))


def test_an_island_district_without_communes_stands_in_for_its_commune(tmp_path: Path) -> None:
    source = small_source(tmp_path)
    old = units.read_units(source, units.OLD, units.OLD_LEVELS, units.BEFORE)
    new = units.read_units(source, units.NEW, units.NEW_LEVELS, units.NOW)
    assert [(u.code, u.name, u.level) for u in old.values()] == [
        ("48", "Thành phố Đà Nẵng", "TINH"),
        ("498", "Huyện Hoàng Sa", "HUYEN"),
        ("", "Huyện Hoàng Sa", "XA"),
    ]
    assert units.read_successions(source, old, new) == {
        (old["dn"].id, new["dn"].id),
        (old["dn_hhs_"].id, new["dn_hs"].id),
    }


def test_the_script_writes_a_kind_small_and_gives_back_lost_capitals() -> None:
    assert units.clean("Thị Trấn Ái Tử") == "Thị trấn Ái Tử"
    assert units.clean(unicodedata.normalize("NFD", "Xã Pa ủ")) == "Xã Pa Ủ"
    assert units.clean("Xã Thị Trấn") == "Xã Thị Trấn"
