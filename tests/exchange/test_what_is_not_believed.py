"""Rightly signed files with anything in them: bad parts are set aside, the rest is taken in."""

from __future__ import annotations

import copy
import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import makers
from desktop.base.errors import UserError
from desktop.operations import lists, records, upkeep
from desktop.operations.exchange_state import exchange_state
from desktop.operations.office import Office
from desktop.operations.receiving import preview, receive
from desktop.operations.sending import send
from desktop.operations.told_facts import SHARES
from desktop.records import record_types
from desktop.store import check
from desktop.sync.columns import pack_column, unpack_column
from desktop.sync.roster import Untrusted
from exchange.enrolled import Offices, copied, enrolled_offices
from exchange.forging import Sections, manifest_of, read_raw, write_raw

__all__ = ["enrolled_offices"]

PEOPLE = "6"
IDS, ROOTS, SIBLINGS, COLUMNS = 4, 5, 12, 13
"""Places in a block behind its tag."""


class Hostile:
    """A province that has not yet taken in a file of a commune, and what is in that file."""

    def __init__(self, offices: Offices, stick: Path) -> None:
        self.offices, self.stick = offices, stick
        self._kept = offices.folder / "kept"
        self.person = self._written()
        sent = send(offices["a"], offices.scope("tinh"), stick)
        self.sections = read_raw(offices["tinh"], sent.path)
        offices.close("tinh")
        shutil.copytree(offices.folder / "tinh", self._kept)

    def _written(self) -> Any:
        """People, a case with its parts, and two values of which the commune can't say who is right."""
        a, top = self.offices["a"], self.offices.scope("tinh")
        person = makers.person(a, "Nguyễn Thị Một", phone="0950000001")
        receive(self.offices["tinh"], send(a, top, self.stick).path)
        records.save(self.offices["tinh"], "people", person, {"phone": "0950000002"})
        records.save(a, "people", person, {"phone": "0950000003"})
        down = send(self.offices["tinh"], self.offices.scope("a"), self.stick)
        assert receive(a, down.path).tally.joined.total() == 1
        case = makers.case(a, person_id=person)
        makers.contact(a, case)
        makers.person(a, "Trần Văn Hai")
        return person

    @property
    def top(self) -> Office:
        return self.offices["tinh"]

    def reset(self) -> None:
        """Put the province back to where it was before."""
        self.offices.close("tinh")
        shutil.rmtree(self.offices.folder / "tinh")
        shutil.copytree(self._kept, self.offices.folder / "tinh")

    def give(self, sections: Sections) -> Any:
        """Let the province receive a file with this in it."""
        path = self.stick / "GOI_thu.goi"
        write_raw(self.offices["a"], self.offices.scope("tinh"), path, sections)
        return receive(self.top, path)


@pytest.fixture(scope="module")
def once(enrolled_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "usb").mkdir()
    with copied(enrolled_offices, folder / "offices") as offices:
        yield Hostile(offices, folder / "usb")


@pytest.fixture
def hostile(once: Hostile) -> Hostile:
    once.reset()
    return once


def open_everything(office: Office) -> None:
    """Every list and every record of it, as the windows read them."""
    for table, kind in record_types().items():
        reader = lists.ListReader(office, lists.listing(office, table))
        ids = reader.ids()[-40:]
        assert len(reader.cells(ids)) == len(ids)
        for record_id in ids:
            reading = records.read(office, table, uuid.UUID(bytes=record_id))
            for field in kind.fields():
                if (value := reading.values.get(field.name)) is not None:
                    assert isinstance(field.kind.format(value), str)


def block_of(sections: Sections, entity: str) -> list[Any]:
    """The block of a record type, to be changed in place."""
    return next(item for item in sections["0"] if item[0] == 1 and item[1] == entity)


HOSTILE = [
    None,
    -1,
    0,
    1,
    (1 << 63) - 1,
    (1 << 64) - 1,
    float("nan"),
    1.5,
    True,
    "",
    "\0",
    "a\x1bb",
    "không có mã này",
    "-0001-13-45",
    "x" * 30_000,
    b"",
    bytes(16),
    bytes(15),
    b"\xff" * 18,
    [],
    {},
    [[[[[[[[[[]]]]]]]]]],
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands within lists and maps."""
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield (*path, at)
            yield from _places(part, (*path, at))
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key)
            yield from _places(part, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


@pytest.mark.timeout(900)
@settings(
    max_examples=20,
    deadline=None,
    # Each example is a real office: to make one smaller takes longer than to look at it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_file_that_was_changed_anywhere_does_no_harm(
    hostile: Hostile, data: st.DataObject
) -> None:
    hostile.reset()
    sections = copy.deepcopy(hostile.sections)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil_anywhere(sections, data)
    before = seen(hostile.top)
    told = refusal(lambda: hostile.give(sections))
    if told:
        assert "Chưa có gì thay đổi" in told
        assert seen(hostile.top) == before
    assert check.check(hostile.top.store) == []
    upkeep.check_office(hostile.top)
    open_everything(hostile.top)
    exchange_state(hostile.top)


def spoil_anywhere(sections: Sections, data: st.DataObject) -> None:
    """Put anything in the place of something in one of the items."""
    items = sections[data.draw(st.sampled_from(sorted(sections)))]
    item = data.draw(st.sampled_from(items))
    if places := list(_places(item[1:])):
        at, *rest = data.draw(st.sampled_from(places))
        bytes_ = st.binary(max_size=80)
        new = data.draw(st.sampled_from(HOSTILE) | bytes_ | st.integers(-5, 1 << 63))
        _changed(item, (at + 1, *rest), new)


def refusal(give: Callable[[], Any]) -> str:
    """What a clerk is told if a file is refused; "" if it is not."""
    try:
        give()
    except UserError as error:
        return error.message
    return ""


def seen(office: Office) -> list[tuple[Any, ...]]:
    """What would be otherwise if anything were taken in."""
    with office.store.connection() as connection:
        return [
            tuple(row)
            for table in (
                "people",
                "case_files",
                "contacts",
                "sync_log",
                "sync_refused",
                "sync_pkg",
            )
            for row in connection.exec_driver_sql(f"SELECT count(*), '{table}' FROM {table}")
        ]


def test_the_file_itself_is_taken_whole(hostile: Hostile) -> None:
    receipt = hostile.give(hostile.sections)
    assert receipt.tally.set_aside == []
    assert receipt.tally.joined.total() == 1
    open_everything(hostile.top)


BAD_VALUES = {
    "a text with a sign that stops printers": ("full_name", "Nguyễn\x1bVăn"),
    "a text with an end in it": ("full_name", "a\0b"),
    "ten million letters": ("full_name", "x" * 10_000_000),
    "a number for a text": ("full_name", 5),
    "bytes for a text": ("full_name", b"abc"),
    "a code that is none": ("sex", "KHONG_BIET_GI"),
    "a day that never was": ("birth_date", "2026-02-30"),
    "a day before our time": ("birth_date", "-0044-03-15"),
    "a year that nobody types": ("birth_date", "0044"),
    "a number that is none": ("birth_date", float("nan")),
}


@pytest.mark.parametrize("told", BAD_VALUES.values(), ids=BAD_VALUES.keys())
def test_a_row_with_a_value_that_no_record_can_hold_is_set_aside(
    hostile: Hostile, told: tuple[str, Any]
) -> None:
    name, value = told
    sections = copy.deepcopy(hostile.sections)
    block = block_of(sections, PEOPLE)
    no = record_types()["people"].field(name).no
    place = block[2].index(no)
    values = unpack_column(block[COLUMNS][place], block[3])
    last = len(values) - 1
    values[last] = value
    block[COLUMNS][place] = [0, values] if isinstance(value, float) else pack_column(values)
    receipt = hostile.give(sections)
    assert [(ent, why) for ent, _row, why in receipt.tally.set_aside] == [
        (int(PEOPLE), f"field {no}")
    ]
    rest = [block[IDS][at : at + 16] for at in range(0, 16 * last, 16)]
    with hostile.top.store.connection() as connection:
        found = {bytes(row[0]) for row in connection.exec_driver_sql("SELECT id FROM people")}
        kept = connection.exec_driver_sql("SELECT why, length(raw) FROM sync_refused").all()
    assert set(rest) <= found
    assert len(kept) == 1
    assert (kept[0][1] is None) == (isinstance(value, str) and len(value) > 1 << 20)
    assert check.check(hostile.top.store) == []
    open_everything(hostile.top)


BAD_BESIDE = {
    "no text of values": "[]",
    "half a text of values": '{"5": ',
    "a field of another unit": '{"1": "Tên khác"}',
    "no number of a field": '{"phone": "0950"}',
    "an impossible value": '{"%d": {"a": [1]}}',
    "half a sign": '{"%d": "\\ud800"}',
    "a number that is none": '{"%d": NaN}',
    "very deep": '{"%d": ' + "[" * 5000 + "]" * 5000 + "}",
}


@pytest.mark.parametrize("text", BAD_BESIDE.values(), ids=BAD_BESIDE.keys())
def test_a_row_beside_whose_value_stands_nonsense_is_set_aside(hostile: Hostile, text: str) -> None:
    sections = copy.deepcopy(hostile.sections)
    block = block_of(sections, PEOPLE)
    (beside,) = block[SIBLINGS]
    field = record_types()["people"].field("phone")
    assert beside[1] == field.unit
    beside[4] = text % field.no if "%d" in text else text
    receipt = hostile.give(sections)
    assert [why for _ent, _row, why in receipt.tally.set_aside] == ["beside"]
    assert check.check(hostile.top.store) == []
    open_everything(hostile.top)
    shown = records.read(hostile.top, "people", hostile.person).values
    assert shown["phone"] == "0950000002"


def test_a_value_beside_a_unit_that_nobody_wrote_is_set_aside(hostile: Hostile) -> None:
    sections = copy.deepcopy(hostile.sections)
    block = block_of(sections, PEOPLE)
    block[SIBLINGS][0][1] = 30
    assert [why for *_, why in hostile.give(sections).tally.set_aside] == ["beside"]


BAD_VERSIONS = {
    "no units": lambda sv: sv[:1] + bytes(4) + sv[5:],
    "a time beyond all clocks": lambda sv: sv[:9] + b"\xff" * 8 + sv[17:],
    "an unknown session": lambda sv: sv[:5] + b"\0\0\xff\xff" + sv[9:],
    "the same units twice": lambda sv: b"\2" + sv[1:] + sv[1:],
    "more groups than there are": lambda sv: b"\7" + sv[1:],
    "a context that says what is said": lambda sv: sv[:17] + b"\1" + sv[5:17],
    "a context beyond all clocks": lambda sv: sv[:17] + b"\1" + sv[5:9] + b"\xff" * 8,
    "nothing at all": lambda _: b"",
    "nobody": lambda _: b"\0",
    "only some units": lambda sv: sv[:1] + b"\0\0\0\1" + sv[5:],
}


@pytest.mark.parametrize("spoil", BAD_VERSIONS.values(), ids=BAD_VERSIONS.keys())
def test_a_row_with_versions_that_nobody_packs_is_set_aside(hostile: Hostile, spoil: Any) -> None:
    from desktop.sync.blocks import pack_block, unpack_block

    sections = copy.deepcopy(hostile.sections)
    at, item = next((at, one) for at, one in enumerate(sections["0"]) if one[:2] == [1, PEOPLE])
    block = unpack_block(item[1:])
    last = len(block.ids) - 1
    fresh = block.svs[last]
    assert len(fresh) == 18
    svs = [*block.svs[:last], spoil(fresh)]
    plain = block.__class__(**{**block.__dict__, "svs": svs})
    sections["0"][at] = [1, *pack_block(plain)]
    receipt = hostile.give(sections)
    assert [(row, why) for _, row, why in receipt.tally.set_aside] == [
        (block.ids[last], "versions")
    ]
    assert check.check(hostile.top.store) == []
    open_everything(hostile.top)


def test_a_row_that_wants_into_the_tree_of_another_office_is_set_aside(hostile: Hostile) -> None:
    """The commune may write its own rows, but not hang them into a case of another commune."""
    offices = hostile.offices
    case = makers.case(offices["b"])
    receive(hostile.top, send(offices["b"], offices.scope("tinh"), hostile.stick).path)
    sections = copy.deepcopy(hostile.sections)
    contacts = next(
        one
        for one in sections["0"]
        if one[0] == 1 and one[1] == str(record_types()["contacts"].entity)
    )
    contacts[ROOTS][0] = case.bytes
    receipt = hostile.give(sections)
    assert [why for *_, why in receipt.tally.set_aside] == ["root"]
    with hostile.top.store.connection() as connection:
        (hung,) = connection.exec_driver_sql(
            "SELECT count(*) FROM contacts WHERE root = ?", (case.bytes,)
        ).one()
    assert hung == 0


def test_a_root_that_says_it_is_a_part_is_set_aside(hostile: Hostile) -> None:
    sections = copy.deepcopy(hostile.sections)
    block = block_of(sections, PEOPLE)
    count = block[3]
    block[ROOTS] = (
        [bytes(16), b"\1" + bytes(count - 1)]
        if count == 1
        else [bytes(16), bytes([1] + [0] * (count - 1))]
    )
    assert [why for *_, why in hostile.give(sections).tally.set_aside] == ["root"]


BAD_SHARES = [
    [],
    [1, 2, 3],
    [bytes(15), 20854, "", 0, 5, bytes(8)],
    [bytes(16), -5, "", 0, 5, bytes(8)],
    [bytes(16), 20854, "x" * 5000, 0, 5, bytes(8)],
    [bytes(16), 20854, "", 7, 5, bytes(8)],
    [bytes(16), 20854, "", 0, 1 << 63, bytes(8)],
    [bytes(16), 20854, "", 0, 5, b"abc"],
    [bytes(16), 20854, "\0", 0, 5, bytes(8)],
    [None] * 6,
    [{"a": [b"x", 1.5]}, None, True, [], "", 0],
]


@pytest.mark.parametrize("kind", [SHARES, "graves", "who", "roster"])
def test_facts_that_are_none_are_set_aside_and_the_rest_goes_on(
    hostile: Hostile, kind: str
) -> None:
    sections = copy.deepcopy(hostile.sections)
    sections["0"].insert(1, [2, kind, BAD_SHARES])
    receipt = hostile.give(sections)
    assert [why for *_, why in receipt.tally.set_aside] == ["fact"] * len(BAD_SHARES)
    assert receipt.tally.new.total() > 0
    assert check.check(hostile.top.store) == []


def test_facts_and_items_of_a_later_version_are_kept(hostile: Hostile) -> None:
    sections = copy.deepcopy(hostile.sections)
    sections["0"] += [[2, "later", [[bytes(16), "more"]]], [17, b"something", {"else": 1}]]
    receipt = hostile.give(sections)
    assert [why for *_, why in receipt.tally.set_aside] == ["unknown", "unknown"]
    with hostile.top.store.connection() as connection:
        kept = connection.exec_driver_sql("SELECT raw FROM sync_refused ORDER BY no").scalars()
        told = [json.loads(raw) for raw in kept]
    assert [one["kind"] for one in told] == ["later", "#17"]


BAD_MANIFESTS = {
    "a time that no calendar has": ("wall", (1 << 63) - 1),
    "a number beyond counting": ("no", 1 << 60),
    "a record type that is none": ("counts", {"người": 1}),
    "an endless record type": ("counts", {"9" * 200: 1}),
}


@pytest.mark.parametrize("told", BAD_MANIFESTS.values(), ids=BAD_MANIFESTS.keys())
def test_a_manifest_that_nobody_writes_is_refused(hostile: Hostile, told: tuple[str, Any]) -> None:
    sections = copy.deepcopy(hostile.sections)
    manifest_of(sections)[told[0]] = told[1]
    before = seen(hostile.top)
    with pytest.raises(UserError, match="Chưa có gì thay đổi"):
        hostile.give(sections)
    assert seen(hostile.top) == before


@pytest.mark.parametrize("name", ["b", "tinh"])
def test_a_pc_that_signs_for_another_office_is_refused(hostile: Hostile, name: str) -> None:
    """Whoever stole a stick may sign what it likes, but not as somebody else's office."""
    sections = copy.deepcopy(hostile.sections)
    manifest_of(sections)["office"] = hostile.offices.scope(name)
    before = seen(hostile.top)
    with pytest.raises(Untrusted, match=r"khác với máy đã ký nó\. Chưa có gì thay đổi"):
        hostile.give(sections)
    assert seen(hostile.top) == before
    manifest_of(sections)["office"] = hostile.offices.scope("a")
    assert hostile.give(sections).tally.new.total() > 0


def test_a_file_for_later_versions_waits_and_is_not_confirmed(hostile: Hostile) -> None:
    sections = copy.deepcopy(hostile.sections)
    manifest_of(sections)["min_reader"] = 2
    before = seen(hostile.top)
    with pytest.raises(UserError, match="cần cập nhật phần mềm"):
        hostile.give(sections)
    assert seen(hostile.top) == before
    assert hostile.stick.joinpath("GOI_thu.goi").exists()
    manifest_of(sections)["min_reader"] = 1
    assert hostile.give(sections).tally.new.total() > 0


def test_what_is_set_aside_is_only_kept_when_the_file_is(hostile: Hostile) -> None:
    sections = copy.deepcopy(hostile.sections)
    sections["0"].insert(1, [2, SHARES, BAD_SHARES])
    path = hostile.stick / "GOI_xem.goi"
    write_raw(hostile.offices["a"], hostile.offices.scope("tinh"), path, sections)
    assert len(preview(hostile.top, path, lambda *_: None).tally.set_aside) == len(BAD_SHARES)
    assert (0, "sync_refused") in seen(hostile.top)
    receive(hostile.top, path)
    assert (len(BAD_SHARES), "sync_refused") in seen(hostile.top)
