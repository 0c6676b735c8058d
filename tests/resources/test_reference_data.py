"""The reference data that ships: administrative units, and what all of it has in common."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from typing import Any

import pytest

from desktop.base.resources import resource

from making.units import fixed_id

PROVINCES = """
01 Hà Nội 126 · 04 Cao Bằng 56 · 08 Tuyên Quang 124 · 11 Điện Biên 45 · 12 Lai Châu 38 ·
14 Sơn La 75 · 15 Lào Cai 99 · 19 Thái Nguyên 92 · 20 Lạng Sơn 65 · 22 Quảng Ninh 54 ·
24 Bắc Ninh 99 · 25 Phú Thọ 148 · 31 Hải Phòng 114 · 33 Hưng Yên 104 · 37 Ninh Bình 129 ·
38 Thanh Hóa 166 · 40 Nghệ An 130 · 42 Hà Tĩnh 69 · 44 Quảng Trị 78 · 46 Huế 40 ·
48 Đà Nẵng 94 · 51 Quảng Ngãi 96 · 52 Gia Lai 135 · 56 Khánh Hòa 65 · 66 Đắk Lắk 102 ·
68 Lâm Đồng 124 · 75 Đồng Nai 95 · 79 Hồ Chí Minh 168 · 80 Tây Ninh 96 · 82 Đồng Tháp 102 ·
86 Vĩnh Long 124 · 91 An Giang 102 · 92 Cần Thơ 103 · 96 Cà Mau 64
"""

OLD_QUANG_NAM = {
    "Xã Tiên Cảnh": "Huyện Tiên Phước",
    "Xã Đại Đồng": "Huyện Đại Lộc",
    "Phường An Sơn": "Thành phố Tam Kỳ",
    "Phường An Mỹ": "Thành phố Tam Kỳ",
    "Phường Điện Ngọc": "Thị xã Điện Bàn",
    "Thị trấn Núi Thành": "Huyện Núi Thành",
    "Thị trấn Hà Lam": "Huyện Thăng Bình",
    "Xã Quế Châu": "Huyện Quế Sơn",
    "Thị trấn Đông Phú": "Huyện Quế Sơn",
}

OLD_QUANG_NINH = {
    "Thành phố Hạ Long": "Hà Khẩu, Đại Yên, Bạch Đằng, Cao Xanh, Hồng Gai, Hùng Thắng, Tuần Châu",
    "Thành phố Cẩm Phả": "Cẩm Thủy, Quang Hanh",
    "Thành phố Uông Bí": "Nam Khê",
    "Thành phố Đông Triều": "Mạo Khê",
    "Thị xã Quảng Yên": "Quảng Yên",
}

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with resource(f"units/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@pytest.fixture(scope="module")
def units() -> list[Row]:
    return rows_of("units.tsv")


@pytest.fixture(scope="module")
def by_id(units: list[Row]) -> dict[str, Row]:
    return {unit["id"]: unit for unit in units}


@pytest.fixture(scope="module")
def successions() -> list[Row]:
    return rows_of("successions.tsv")


def is_new(unit: Row) -> bool:
    return unit["valid_from"] == "2025-07-01"


def test_every_province_of_today_has_its_number_of_communes(
    units: list[Row], by_id: dict[str, Row]
) -> None:
    found = re.findall(r"(\d\d) ([^\d·]+) (\d+)", PROVINCES)
    assert len(found) == 34
    new = [unit for unit in units if is_new(unit)]
    names = {u["code"]: u["name"] for u in new if u["level"] == "TINH"}
    counts = Counter(by_id[u["parent_id"]]["code"] for u in new if u["level"] == "XA")
    assert {code: re.sub("^(Tỉnh|Thành phố) ", "", name) for code, name in names.items()} == {
        code: name for code, name, _ in found
    }
    assert counts == {code: int(count) for code, _, count in found}
    assert counts.total() == 3_321


def test_the_units_are_counted_by_period_level_and_kind(units: list[Row]) -> None:
    assert Counter((u["valid_from"], u["valid_to"]) for u in units) == {
        ("2025-07-01", ""): 34 + 3_321,
        ("", "2025-06-30"): 63 + 696 + 10_040,
    }
    assert Counter((u["level"], u["kind"]) for u in units if is_new(u)) == {
        ("TINH", "TINH"): 28,
        ("TINH", "THANH_PHO"): 6,
        ("XA", "XA"): 2_621,
        ("XA", "PHUONG"): 687,
        ("XA", "DAC_KHU"): 13,
    }
    assert Counter(u["level"] for u in units if not is_new(u)) == {
        "TINH": 63,
        "HUYEN": 696,
        "XA": 10_040,
    }


def test_codes_keep_their_zeros_and_are_unique_within_a_period(units: list[Row]) -> None:
    width = {"TINH": 2, "HUYEN": 3, "XA": 5}
    coded = [u for u in units if u["code"]]
    assert all(re.fullmatch(rf"\d{{{width[u['level']]}}}", u["code"]) for u in coded)
    assert max(Counter((u["code"], u["valid_from"]) for u in coded).values()) == 1
    assert sum(u["code"].startswith("0") for u in coded) > 1_000


def test_only_the_island_districts_without_communes_have_no_code(
    units: list[Row], by_id: dict[str, Row]
) -> None:
    islands = [u for u in units if not u["code"]]
    names = ["Bạch Long Vĩ", "Côn Đảo", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn"]
    assert {u["name"] for u in islands} == {f"Huyện {name}" for name in names}
    assert {(u["level"], u["kind"], u["valid_to"]) for u in islands} == {
        ("XA", "HUYEN", "2025-06-30")
    }
    assert all(by_id[u["parent_id"]]["name"] == u["name"] for u in islands)


def test_ids_are_fixed_by_code_and_first_day(units: list[Row], by_id: dict[str, Row]) -> None:
    assert len(by_id) == len(units)
    for unit in units:
        parts = ["unit", unit["code"], unit["valid_from"]]
        assert unit["id"] == fixed_id("/".join(parts if unit["code"] else [*parts, unit["name"]]))


def test_a_parent_is_of_the_same_period_and_one_level_up(
    units: list[Row], by_id: dict[str, Row]
) -> None:
    above = {(True, "XA"): "TINH", (False, "XA"): "HUYEN", (False, "HUYEN"): "TINH"}
    for unit in units:
        level = above.get((is_new(unit), unit["level"]))
        if level is None:
            assert unit["parent_id"] == ""
        else:
            parent = by_id[unit["parent_id"]]
            assert (parent["level"], is_new(parent)) == (level, is_new(unit))


def test_codes_used_twice_are_told_apart_by_their_period(units: list[Row]) -> None:
    communes = [u for u in units if u["level"] == "XA" and u["code"]]
    old = {u["code"]: u["name"] for u in communes if not is_new(u)}
    same = [(u["name"], old[u["code"]]) for u in communes if is_new(u) and u["code"] in old]
    assert len(same) == 3_316
    assert sum(bare(now) != bare(before) for now, before in same) == 1_801


def bare(name: str) -> str:
    return re.sub("^(Xã|Phường|Thị trấn|Đặc khu) ", "", name)


def test_names_are_composed_and_begin_with_their_kind(units: list[Row]) -> None:
    words = {
        "TINH": "Tỉnh",
        "THANH_PHO": "Thành phố",
        "QUAN": "Quận",
        "HUYEN": "Huyện",
        "THI_XA": "Thị xã",
        "THI_TRAN": "Thị trấn",
        "PHUONG": "Phường",
        "XA": "Xã",
        "DAC_KHU": "Đặc khu",
    }
    for unit in units:
        name = unit["name"]
        assert name == unicodedata.normalize("NFC", " ".join(name.split()))
        assert name.startswith(f"{words[unit['kind']]} ")
        own = name.removeprefix(f"{words[unit['kind']]} ")
        assert own[0].isupper() or own[0].isdigit(), name


def test_open_syllables_carry_the_tone_on_their_first_vowel_everywhere(units: list[Row]) -> None:
    other_placement = re.compile(r"o[àảãáạèẻẽéẹ](?!\w)|(?<![qQ])u[ỳỷỹýỵ](?!\w)")
    assert [u["name"] for u in units if other_placement.search(u["name"])] == []
    assert sum("Hòa" in u["name"] for u in units) > 100


def test_the_communes_that_the_reports_of_quang_nam_name_are_there(
    units: list[Row], by_id: dict[str, Row]
) -> None:
    found = old_communes_of("49", units, by_id)
    assert {name: district for name, district in found if name in OLD_QUANG_NAM} == OLD_QUANG_NAM
    assert len(found) == 233


def test_the_wards_that_the_reports_of_quang_ninh_name_are_there(
    units: list[Row], by_id: dict[str, Row]
) -> None:
    found = old_communes_of("22", units, by_id)
    expected = {
        (f"Phường {name}", district)
        for district, names in OLD_QUANG_NINH.items()
        for name in names.split(", ")
    }
    assert expected <= set(found)
    districts = {district for _, district in found}
    assert {f"Huyện {n}" for n in ("Vân Đồn", "Đầm Hà", "Hải Hà", "Tiên Yên")} <= districts
    assert "Thành phố Móng Cái" in districts


def old_communes_of(
    province: str, units: list[Row], by_id: dict[str, Row]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for unit in units:
        if unit["level"] == "XA" and not is_new(unit):
            district = by_id[unit["parent_id"]]
            if by_id[district["parent_id"]]["code"] == province:
                found.append((unit["name"], district["name"]))
    return found


def test_successions_lead_from_every_old_commune_to_every_new_one(
    units: list[Row], by_id: dict[str, Row], successions: list[Row]
) -> None:
    pairs = [(by_id[row["old_id"]], by_id[row["new_id"]]) for row in successions]
    assert all(not is_new(old) and is_new(new) for old, new in pairs)
    assert all(old["level"] == new["level"] for old, new in pairs)
    assert Counter(old["level"] for old, _ in pairs) == {"TINH": 63, "XA": 10_602}
    touched = {unit["id"] for pair in pairs for unit in pair}
    assert touched == {u["id"] for u in units if u["level"] != "HUYEN"}


def test_successions_are_fixed_pairs_that_stand_once(successions: list[Row]) -> None:
    ids = [fixed_id(f"succession/{row['old_id']}/{row['new_id']}") for row in successions]
    assert [row["id"] for row in successions] == ids
    assert len(set(ids)) == len(ids)


def test_a_commune_went_to_the_province_that_took_over_its_old_one(
    by_id: dict[str, Row], successions: list[Row]
) -> None:
    heir = {r["old_id"]: r["new_id"] for r in successions if by_id[r["old_id"]]["level"] == "TINH"}
    for row in successions:
        old, new = by_id[row["old_id"]], by_id[row["new_id"]]
        if old["level"] == "XA":
            assert heir[by_id[old["parent_id"]]["parent_id"]] == new["parent_id"]


def test_quang_nam_went_to_da_nang_and_a_divided_commune_has_several_heirs(
    by_id: dict[str, Row], successions: list[Row]
) -> None:
    pairs = [(by_id[row["old_id"]], by_id[row["new_id"]]) for row in successions]
    assert ("Tỉnh Quảng Nam", "Thành phố Đà Nẵng") in {(a["name"], b["name"]) for a, b in pairs}
    heirs = Counter(row["old_id"] for row in successions)
    assert sum(count > 1 for count in heirs.values()) > 100
    assert max(Counter(row["new_id"] for row in successions).values()) > 3


def test_the_namespace_of_the_ids_never_changes() -> None:
    assert fixed_id("unit/01/2025-07-01") == "193e580d-34bf-5e2c-a4db-1b10f8e7a9d7"


def test_no_two_records_of_the_reference_data_share_an_id(
    units: list[Row], successions: list[Row]
) -> None:
    ids = [row["id"] for row in (*units, *successions)]
    for folder in ("codes", "checklists", "letters"):
        for path in resource(folder).glob("*.json"):
            ids += ids_in(json.loads(path.read_text(encoding="utf-8")))
    assert len(ids) > 14_154 + 10_665 + 300
    assert len(set(ids)) == len(ids)


def ids_in(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for each in value for found in ids_in(each)]
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [found for each in value.values() for found in ids_in(each)]
    return []
