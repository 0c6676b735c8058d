"""What a province offers to choose from beside a record of one of its communes."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

import makers
from desktop.operations import lists
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from exchange.enrolled import Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]
ALL = {"a", "b", "tinh"}
MAKERS: dict[str, Any] = {
    "officers": lambda office, name: makers.officer(office, full_name=f"Cán bộ {name}"),
    "hamlets": lambda office, name: makers.hamlet(office, name=f"Thôn {name}"),
    "teams": lambda office, name: makers.team(office, name=f"Đội {name}"),
    "volunteers": lambda office, name: makers.saved(
        office, "volunteers", full_name=f"Người {name}", sex="NU"
    ),
}


@pytest.fixture
def held(offices: Offices, tmp_path: Path) -> Offices:
    """A province that holds officers, hamlets, teams and volunteers of two communes and its own."""
    for name in ALL:
        for make in MAKERS.values():
            make(offices[name], name)
    return offices


def carry(offices: Offices, name: str, stick: Path) -> None:
    receive(offices["tinh"], send(offices[name], offices.scope("tinh"), stick).path)


def offered(
    offices: Offices, table: str, beside: lists.Beside | None = None, typed: str = ""
) -> set[str]:
    found = lists.lookup(offices["tinh"], table, typed, 20, beside)
    return {one.title.split()[-1] for one in found} & ALL


@pytest.mark.parametrize("table", MAKERS)
def test_beside_a_communes_record_only_its_own_and_ours_are_offered(
    held: Offices, tmp_path: Path, table: str
) -> None:
    case = makers.case(held["a"])
    for name in ("a", "b"):
        carry(held, name, tmp_path)
    assert offered(held, table) == ALL
    assert offered(held, table, ("case_files", case)) == {"a", "tinh"}
    word = {"officers": "can bo", "hamlets": "thôn", "teams": "doi", "volunteers": "nguoi"}[table]
    assert offered(held, table, ("case_files", case), word) == {"a", "tinh"}
    assert offered(held, table, ("case_files", case), "không ai gọi thế") == set()
    own = makers.case(held["tinh"])
    assert offered(held, table, ("case_files", own)) == ALL
    assert offered(held, table, ("case_files", uuid.uuid4())) == ALL
