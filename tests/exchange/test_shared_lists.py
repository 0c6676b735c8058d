"""Lists that all offices share are written where the authority lets them be, and read elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import makers
from desktop.base.errors import NotAllowed
from desktop.operations import access, records
from desktop.operations.exchange_keys import held_roster, keep_roster
from desktop.operations.office import Office
from desktop.operations.saving import Part, save_parts
from desktop.operations.shared_lists import SharedLists, read_shared_lists
from desktop.operations.undoing import undo_last
from desktop.records import record_types
from desktop.sync.authority import AuthorityKey, sign_roster
from exchange.enrolled import Offices, carry, enrolled_offices, offices, outside, stick
from exchange.test_what_flows_down import code_item, new_template, offered

__all__ = ["enrolled_offices", "offices", "stick"]

OWN = {"code_list": "L22", "code": "XARIENG", "label": "Xã tự thêm", "position": 99}
SHARED = tuple(table for table, kind in record_types().items() if kind.reference_data)


def doors(office: Office, table: str) -> list[Callable[[], object]]:
    """Every way in which a clerk changes a record."""
    some = uuid.uuid4()
    return [
        partial(records.save, office, table, None, {}),
        partial(records.save, office, table, some, {}),
        partial(records.void, office, table, some, "Ghi nhầm"),
        partial(records.unvoid, office, table, some),
        partial(save_parts, office, [Part(table, None, {})]),
    ]


def keeps_its_lists(office: Office, who: str) -> None:
    """It refuses at every door, with a sentence that says who may."""
    before = offered(office, "L22")
    for table in SHARED:
        assert not access.may_write(office, table)
        for door in doors(office, table):
            with pytest.raises(NotAllowed, match=f"do {who} sửa.*Chưa có gì thay đổi") as told:
                door()
            assert "Hãy đề nghị nơi đó" in told.value.message
    with pytest.raises(NotAllowed, match=who):
        records.save(office, "code_items", code_item(office), {"label": "Tự đổi"})
    assert offered(office, "L22") == before


def test_all_that_is_shared_can_be_edited_by_somebody() -> None:
    assert all(access.ACCESS[table].write for table in SHARED)
    assert {"targets", "norm_rates", "letter_parts", "admin_units"} < set(SHARED)


def test_an_office_outside_every_exchange_writes_its_lists(office: Office) -> None:
    assert read_shared_lists(office, "code_items") == SharedLists()
    item = makers.saved(office, "code_items", **OWN)
    records.save(office, "code_items", item, {"label": "Tên khác"})
    undo_last(office)
    assert dict(offered(office, "L22"))["XARIENG"] == "Xã tự thêm"
    new_template(office)


def test_a_commune_that_takes_part_reads_the_lists_and_is_told_who_writes_them(
    offices: Offices,
) -> None:
    commune = offices["a"]
    keeps_its_lists(commune, "Thành phố Đà Nẵng")
    assert read_shared_lists(commune, "code_items") == SharedLists(False, "Thành phố Đà Nẵng", {})
    makers.hamlet(commune)
    makers.officer(commune)


def test_a_pc_of_the_province_writes_them_if_the_authority_lets_it(offices: Offices) -> None:
    top, authority = offices["tinh"], AuthorityKey.new()
    makers.saved(top, "code_items", **OWN)
    assert read_shared_lists(top, "code_items").may_write
    with top.store.connection(write=True) as connection:
        held = held_roster(connection)
        none = frozenset[str]()
        entries = tuple(replace(one, capabilities=none) for one in held.devices)
        roster = replace(held, version=2, authority=authority.public, devices=entries)
        keep_roster(connection, sign_roster(roster, authority), roster)
    keeps_its_lists(top, "nơi cấp thẻ khóa")
    with top.store.connection(write=True) as connection:
        twin = next(one for one in held.devices if one.scope == offices.scope("tinh"))
        entries = (*entries, replace(twin, device=bytes(16), letter="B", label="Máy phòng 2"))
        roster = replace(roster, version=3, devices=entries)
        keep_roster(connection, sign_roster(roster, authority), roster)
    keeps_its_lists(top, "máy Máy phòng 2")


def test_what_was_written_before_the_card_stays_and_is_not_taken_back_after_it(
    offices: Offices, stick: Path
) -> None:
    commune, top = offices["a"], offices["tinh"]
    with outside(commune):
        makers.saved(commune, "code_items", **OWN)
        records.save(commune, "code_items", code_item(commune, "L4"), {"label": "Xã tự đổi"})
    with pytest.raises(NotAllowed, match="Thành phố Đà Nẵng"):
        undo_last(commune)
    told = read_shared_lists(commune, "code_items")
    assert (told.may_write, dict(told.own)) == (False, {"L22": 1, "L4": 1})
    carry(offices, stick, "a", "tinh")
    assert dict(offered(commune, "L22"))["XARIENG"] == "Xã tự thêm"
    assert "XARIENG" not in dict(offered(top, "L22"))
    makers.saved(top, "code_items", **OWN | {"label": "Tỉnh thêm giúp"})
    carry(offices, stick, "tinh", "a")
    assert [code for code, _ in offered(commune, "L22")].count("XARIENG") == 1
    assert dict(offered(top, "L22"))["XARIENG"] == "Tỉnh thêm giúp"
