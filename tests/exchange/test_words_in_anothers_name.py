"""Files that say of a write that somebody else made it: what only he may write is not believed.

A file names the session of each write, and a session its PC; only the file as a whole is signed.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import makers
from desktop.operations import records
from desktop.operations.exchange_keys import own_keys
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.refused_parts import list_refused, try_refused_again
from desktop.operations.sending import send
from desktop.operations.transfers import Paper, transfer_case
from desktop.records import CodeItem, Person
from desktop.store import tables
from desktop.sync.blocks import Block, Sibling
from desktop.versions.origins import GENESIS, Dot
from desktop.versions.stamp import Version, read_sv, write_sv
from exchange.enrolled import (
    Offices,
    called,
    carry,
    copied,
    enrolled_offices,
    make_offices,
    offices,
    stick,
)
from exchange.forging import (
    Sections,
    add_session,
    block_in,
    manifest_of,
    put_block,
    read_raw,
    write_raw,
)

__all__ = ["enrolled_offices", "offices", "stick"]
LATE = 1_795_600_000_000 << 16
"""Later than any write of these tests."""
NO = 999
"""The number of a session that no file of these tests has."""
NAMES_OF_TWO = ("Nguyễn Văn Một", "Nguyễn Văn Hai")
RELAYED = (
    "ghi là do cơ quan khác sửa nhưng ở đây chưa có; chỉ nhận lại nếu vừa khôi phục bản sao lưu"
)


def device_of(office: Office) -> bytes:
    with office.store.connection(write=True) as connection:
        return own_keys(connection).device


def last_session(office: Office, device: bytes) -> bytes:
    """The last session of a PC that an office has heard of."""
    origins = tables.origins
    asked = sa.select(origins.c.oid).where(origins.c.device == device)
    with office.store.connection() as connection:
        return bytes(
            connection.execute(asked.order_by(origins.c.no.desc())).scalars().first() or b""
        )


def label(office: Office, item: uuid.UUID) -> str:
    return str(makers.loaded(office, CodeItem, item).label)


def changed_item(office: Office) -> uuid.UUID:
    with office.reading() as session:
        asked = sa.select(CodeItem.id).where(CodeItem.code_list == "L22").limit(1)
        found = session.scalars(asked).one()
    records.save(office, "code_items", found, {"label": "Của tỉnh"})
    return found


def phone(office: Office, person: uuid.UUID) -> str | None:
    return makers.loaded(office, Person, person).phone


def written(block: Block, field: int, value: Any, *, unit: int) -> Block:
    """The rows with another value, as the write of the session that no file has."""
    columns = [list(column) for column in block.columns]
    columns[list(block.fields).index(field)] = [value] * len(block.ids)
    svs: list[bytes] = []
    for sv in block.svs:
        versions = read_sv(sv)
        before = versions[unit]
        context = {**before.context, before.dot.origin: before.dot.hlc, NO: LATE}
        svs.append(write_sv({**versions, unit: Version(Dot(LATE, NO), context)}))
    return replace(block, columns=columns, svs=svs)


def beside(block: Block, at: int, field: int, value: Any, *, unit: int) -> Block:
    """The rows with a value beside that of one row."""
    told = Sibling(at, unit, NO, LATE, json.dumps({str(field): value}, ensure_ascii=False))
    return replace(block, siblings=[told])


@pytest.fixture
def item(offices: Offices) -> uuid.UUID:
    """An item of the shared lists that the province has changed."""
    return changed_item(offices["tinh"])


@pytest.fixture
def shared(offices: Offices, stick: Path, item: uuid.UUID) -> tuple[Sections, Block]:
    """What the commune is about to send, and the province's shared items as it got them."""
    down = send(offices["tinh"], offices.scope("a"), stick).path
    block = block_in(came := read_raw(offices["a"], down), CodeItem.entity)
    receive(offices["a"], down)
    makers.person(offices["a"], "Người Xã")
    up = read_raw(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    entity = str(CodeItem.entity)
    manifest_of(up)["fields"][entity] = manifest_of(came)["fields"][entity]
    assert item.bytes in block.ids
    return up, block


def give(offices: Offices, stick: Path, sections: Sections, block: Block) -> Any:
    """Let the province receive a file of the commune with these rows in it."""
    put_block(sections, block)
    path = write_raw(offices["a"], offices.scope("tinh"), stick / "GOI_gia.goi", sections)
    return receive(offices["tinh"], path)


def reasons(receipt: Any) -> set[str]:
    return {why for _, _, why in receipt.tally.set_aside}


def test_a_commune_changes_no_shared_item_as_if_it_were_the_province(
    offices: Offices, stick: Path, item: uuid.UUID, shared: tuple[Sections, Block]
) -> None:
    sections, block = shared
    top = device_of(offices["tinh"])
    known = last_session(offices["a"], top)
    oid = add_session(sections, top, known, LATE - 1)
    field = CodeItem.field("label")
    forged = written(block, field.no, "XÃ GIẢ LÀM TỈNH", unit=field.unit)
    receipt = give(offices, stick, sections, replace(forged, names=[*block.names, (NO, oid)]))
    assert reasons(receipt) == {"relayed"}
    assert label(offices["tinh"], item) == "Của tỉnh"
    assert {one.reason for one in list_refused(offices["tinh"])} == {RELAYED}


@pytest.mark.parametrize("late", [0, LATE], ids=["at no time", "lately"])
def test_nobody_brings_items_as_if_they_had_come_with_the_program(
    offices: Offices, stick: Path, shared: tuple[Sections, Block], late: int
) -> None:
    sections, block = shared
    ids = [uuid.uuid4().bytes for _ in block.ids]
    svs = [
        write_sv(
            dict.fromkeys(read_sv(sv), Version(Dot(late, GENESIS.origin), {GENESIS.origin: late}))
        )
        for sv in block.svs
    ]
    receipt = give(offices, stick, sections, replace(block, ids=ids, svs=svs))
    assert reasons(receipt) == {"versions" if late else "rights"}
    assert {row for _, row, _ in receipt.tally.set_aside} == {*ids}


def test_nor_puts_the_program_s_words_beside_those_of_the_province(
    offices: Offices, stick: Path, item: uuid.UUID, shared: tuple[Sections, Block]
) -> None:
    sections, block = shared
    field = CodeItem.field("label")
    at = list(block.ids).index(item.bytes)
    told = Sibling(at, field.unit, GENESIS.origin, LATE, json.dumps({str(field.no): "XÃ GIẢ"}))
    receipt = give(offices, stick, sections, replace(block, siblings=[told]))
    assert reasons(receipt) == {"beside"}
    assert label(offices["tinh"], item) == "Của tỉnh"


@pytest.mark.parametrize("claimed", ["a", "tinh"], ids=["in its own name", "as the province"])
def test_nor_by_a_value_that_stands_beside(
    offices: Offices,
    stick: Path,
    item: uuid.UUID,
    shared: tuple[Sections, Block],
    claimed: str,
) -> None:
    sections, block = shared
    oid = last_session(offices["a"], device_of(offices[claimed]))
    field = CodeItem.field("label")
    forged = beside(block, list(block.ids).index(item.bytes), field.no, "XÃ GIẢ", unit=field.unit)
    receipt = give(offices, stick, sections, replace(forged, names=[*block.names, (NO, oid)]))
    assert reasons(receipt) == {"rights" if claimed == "a" else "relayed"}
    assert label(offices["tinh"], item) == "Của tỉnh"
    with offices["tinh"].store.connection() as connection:
        assert not connection.execute(sa.select(tables.siblings)).all()
    carry(offices, stick, "tinh", "b")
    assert label(offices["b"], item) == "Của tỉnh"


@pytest.mark.parametrize("claimed", ["a", "b", "tinh"])
def test_an_office_that_a_case_was_taken_from_says_nothing_in_it_in_anybodys_name(
    offices: Offices, stick: Path, claimed: str
) -> None:
    a, top = offices["a"], offices["tinh"]
    person = makers.person(a, "Nguyễn Thị Thật", phone="0950000001")
    case = makers.case(a, person_id=person)
    old = read_raw(top, send(a, offices.scope("tinh"), stick).path)
    block, fields = block_in(old, Person.entity), manifest_of(old)["fields"][str(Person.entity)]
    carry(offices, stick, "a", "tinh")
    transfer_case(a, case, offices.scope("b"), Paper("1/UB", dt.date(2026, 11, 20), "Chuyển đi"))
    for sender, receiver in (("a", "tinh"), ("tinh", "b"), ("tinh", "a"), ("b", "tinh")) * 2:
        carry(offices, stick, sender, receiver)
    makers.person(a, "Người khác")
    sections = read_raw(top, send(a, offices.scope("tinh"), stick).path)
    manifest_of(sections)["fields"][str(Person.entity)] = fields
    field, at = Person.field("phone"), list(block.ids).index(person.bytes)
    forged = beside(block, at, field.no, "0999999999", unit=field.unit)
    oid = last_session(top, device_of(offices[claimed]))
    receipt = give(offices, stick, sections, replace(forged, names=[*block.names, (NO, oid)]))
    assert person.bytes in {row for _, row, _ in receipt.tally.set_aside}
    assert reasons(receipt) == {"ended" if claimed == "a" else "relayed"}
    carry(offices, stick, "tinh", "b")
    assert [phone(offices[name], person) for name in ("tinh", "b")] == ["0950000001"] * 2


def test_after_a_copy_was_put_back_own_work_comes_in_once_somebody_says_so(
    offices: Offices, stick: Path, item: uuid.UUID
) -> None:
    offices.close("tinh")
    kept = shutil.copytree(offices.folder / "tinh", offices.folder / "kept")
    records.save(offices["tinh"], "code_items", item, {"label": "Sửa rồi mất"})
    carry(offices, stick, "tinh", "a")
    offices.close("tinh")
    shutil.rmtree(offices.folder / "tinh")
    shutil.copytree(kept, offices.folder / "tinh")
    assert label(offices["tinh"], item) == "Của tỉnh"
    carry(offices, stick, "a", "tinh")
    assert (
        label(offices["tinh"], item),
        {one.reason for one in list_refused(offices["tinh"])},
    ) == (
        "Của tỉnh",
        {RELAYED},
    )
    try_refused_again(offices["tinh"])
    assert (label(offices["tinh"], item), list_refused(offices["tinh"])) == ("Sửa rồi mất", [])


def test_what_another_pc_of_the_province_wrote_waits_for_its_own_file(
    tmp_path: Path, stick: Path
) -> None:
    with copied(make_offices(tmp_path / "two", twin="tinh"), tmp_path / "offices") as found:
        item = changed_item(found["tinh"])
        carry(found, stick, "tinh", "a")
        for count in (1, 2):
            makers.person(found["a"], NAMES_OF_TWO[count - 1])
            receive(found["tinh2"], send(found["a"], found.scope("tinh"), stick).path)
            assert called(found["tinh2"]) == {*NAMES_OF_TWO[:count]}
        assert {one.reason for one in list_refused(found["tinh2"])} == {RELAYED}
        carry(found, stick, "tinh", "tinh2")
        assert (label(found["tinh2"], item), list_refused(found["tinh2"])) == ("Của tỉnh", [])
