"""One file of the province for every office below: any order, any number of times, no channel."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import makers
from desktop.base.errors import UserError
from desktop.operations import lists, purging, records, set_aside, upkeep
from desktop.operations.exchange_board import read_board
from desktop.operations.exchange_keys import held_roster, keep_roster, own_keys
from desktop.operations.exchange_state import exchange_state
from desktop.operations.imports_taken_back import received_files, take_import_back
from desktop.operations.incoming import look_at
from desktop.operations.incoming_facts import KINDS
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY
from desktop.operations.package_history import package_history, sent_names
from desktop.operations.receipts import print_receipt
from desktop.operations.receiving import examine, receive
from desktop.operations.sending import pending, send
from desktop.operations.sending_to_all import PendingForAll, pending_for_all, send_to_all
from desktop.records import CodeItem, record_types
from desktop.store import check
from desktop.store.exchange.arrivals import Left
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.blocks import pack_block, unpack_block
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.items import BLOCK, FACTS, MANIFEST
from desktop.sync.roster import Untrusted
from desktop.sync.roster_entries import COMMUNE, Cut, DeviceEntry, OfficeEntry
from exchange.enrolled import NAMES, Offices, copied, enrolled_offices, offices, outside, stick
from exchange.forging import Sections, manifest_of, read_raw, write_raw
from exchange.test_files_between_offices import people
from exchange.test_purges import authority
from exchange.test_what_flows_down import code_item, new_template, offered
from exchange.test_what_is_not_believed import open_everything, refusal, seen, spoil_anywhere

__all__ = ["authority", "enrolled_offices", "offices", "stick"]

BOTH = ("a", "b")


def relabelled(office: Office, label: str) -> uuid.UUID:
    """The first item of a code list, called otherwise."""
    item = code_item(office)
    records.save(office, "code_items", item, {"label": label})
    return item


def first_label(office: Office) -> str:
    return offered(office, "L22")[0][1]


def channels_of(office: Office) -> list[Any]:
    """All that an office knows of its channels to others."""
    with office.store.connection() as connection:
        return [
            sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}")), key=repr)
            for table in ("sync_peer", "sync_bound", "sync_edge")
        ]


# -- what is in it ------------------------------------------------------------------------------


def test_what_the_province_changed_for_everybody_is_used_by_each(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    relabelled(top, "Hồ sơ, sổ sách chưa đủ")
    template = new_template(top)
    sent = send_to_all(top, stick)
    assert sent.path.name == "GOI_100048_00000_20261121_0001.goi"
    assert (sent.name, sent.number, sum(sent.counts.values())) == ("chung cho 2 nơi", 1, 4)
    for name in BOTH:
        told = examine(offices[name], sent.path)
        assert (told.for_all, told.office_name, told.number) == (True, NAMES["tinh"], 1)
        assert (told.known, told.missing, told.counts) == (False, range(0), sent.counts)
        receipt = receive(offices[name], sent.path)
        assert receipt.tally.set_aside == []
        assert receipt.tally.changed == 4
        assert first_label(offices[name]) == "Hồ sơ, sổ sách chưa đủ"
        with offices[name].reading() as session:
            kind = record_types()["checklist_templates"]
            assert session.get_one(kind, template).called == "Kiểm tra mới"
        assert check.check(offices[name].store) == []
        assert upkeep.check_office(offices[name]) == []


def test_nothing_of_an_office_or_of_a_person_is_in_it(offices: Offices, stick: Path) -> None:
    """The province holds people, cases, reports and shares of others, and has its own."""
    for name in BOTH:
        makers.case(offices[name], case_type="MT_SD" if name == "a" else "TNCD")
        makers.team(offices[name])
        receive(offices["tinh"], send(offices[name], offices.scope("tinh"), stick).path)
    top = offices["tinh"]
    makers.person(top, "Nguyễn Thị Riêng")
    makers.inspection(top, target_name="Xã")
    new_template(top)
    shared = {str(kind.entity) for kind in record_types().values() if kind.reference_data}
    sections = read_raw(offices["a"], send_to_all(top, stick).path)
    assert sections.keys() == {"0"}
    (manifest, *items) = sections["0"]
    assert manifest[0] == MANIFEST
    assert {item[1] for item in items if item[0] == BLOCK} == {"20", "21"} < shared
    assert {item[1] for item in items if item[0] == FACTS} == {"roster", "who"}
    named = [row[1] for item in items if item[1] == "who" for row in item[2]]
    assert named == ["Cán bộ tinh"], "who of the province wrote them, as in any of its files"
    assert manifest[1]["acks"] == []
    assert manifest[1]["wanted"] == b""


def test_a_row_without_an_office_is_for_nobody_but_ours_if_its_kind_is_an_offices(
    offices: Offices, stick: Path
) -> None:
    """Even if a program once wrote somebody down as belonging to all."""
    top = offices["tinh"]
    person = makers.person(top, "Nguyễn Thị Không Nơi")
    with top.store.importing("thử") as inbound:
        inbound.connection.exec_driver_sql(
            "UPDATE people SET scope = 0, sq = ? WHERE id = ?", (inbound.seq, person.bytes)
        )
        inbound.log("import", bytes(16), inbound.wall, None)
    relabelled(top, "Đổi")
    sent = send_to_all(top, stick)
    assert list(sent.counts) == [CodeItem.entity]
    assert {item[1] for item in read_raw(offices["a"], sent.path)["0"][1:]} == {
        "who",
        "roster",
        str(CodeItem.entity),
    }


def test_what_would_go_is_told_before(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    assert not pending_for_all(top).has_something
    relabelled(top, "Một")
    before = pending_for_all(top)
    assert before == PendingForAll(2, 2, {CodeItem.entity: 1}, 0, 1, 0, None)
    send_to_all(top, stick)
    after = pending_for_all(top)
    assert (after.total, after.fresh, after.number) == (1, 0, 1)
    assert after.last_sent == offices.clock.now()
    new_template(top)
    again = pending_for_all(top)
    assert (again.total, again.fresh) == (4, 3)
    assert send_to_all(top, stick).number == 2
    assert sent_names(top) == {one.name for one in stick.iterdir()}


def test_with_nothing_to_send_or_nobody_to_send_to_nothing_is_written(
    offices: Offices, stick: Path
) -> None:
    makers.person(offices["tinh"])
    with pytest.raises(UserError, match="không có gì để gửi chung"):
        send_to_all(offices["tinh"], stick)
    for ask in (lambda: send_to_all(offices["a"], stick), lambda: pending_for_all(offices["a"])):
        with pytest.raises(UserError, match="Không có máy nào của cơ quan cấp dưới"):
            ask()
    assert list(stick.iterdir()) == []


# -- any order, any number of times, beside the channels ------------------------------------------


def test_it_touches_no_channel(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    makers.person(commune, "Nguyễn Thị Đi Lên")
    receive(top, send(commune, offices.scope("tinh"), stick).path)
    receive(commune, send(top, offices.scope("a"), stick).path)
    relabelled(top, "Chung")
    before = channels_of(top), channels_of(commune)
    waiting = pending(top, offices.scope("a")).counts
    sent = send_to_all(top, stick)
    receive(commune, sent.path)
    assert (channels_of(top), channels_of(commune)) == before
    assert pending(top, offices.scope("a")).counts == waiting == {CodeItem.entity: 1}
    assert pending(commune, offices.scope("tinh")).total == 0, "it would only go back"
    assert send(top, offices.scope("a"), stick).number == 2
    seen = next(one for one in exchange_state(commune) if one.office == offices.scope("tinh"))
    assert (seen.number_in, seen.missing) == (1, ())
    (row, _) = read_board(top).rows
    assert row.cells[-1].missing == ()


def test_a_channel_goes_on_as_if_it_had_never_come(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["b"]
    relabelled(top, "Chung")
    receive(commune, send_to_all(top, stick).path)
    first = send(top, offices.scope("b"), stick)
    assert sum(first.counts.values()) > 0, "nobody told that the commune holds it"
    receipt = receive(commune, first.path)
    assert receipt.tally.same[CodeItem.entity] == 1
    makers.person(commune, "Lê Văn Lên")
    back = receive(top, send(commune, offices.scope("tinh"), stick).path)
    assert (back.tally.set_aside, back.tally.disputed.total()) == ([], 0)
    assert pending(top, offices.scope("b")).total == 0
    assert "Lê Văn Lên" in people(offices, "tinh")


def test_twice_is_once(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    relabelled(top, "Một lần")
    first, second = send_to_all(top, stick), send_to_all(top, stick)
    for name in BOTH:
        assert receive(offices[name], first.path).tally.changed == 1
        assert receive(offices[name], first.path).again
        assert examine(offices[name], first.path).known
        other = receive(offices[name], second.path)
        assert (other.again, other.tally.changed, other.tally.same.total()) == (False, 0, 1)
        assert len([one for one in received_files(offices[name]) if one.can_go_back]) == 1


def test_an_office_that_has_newer_words_keeps_them(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    relabelled(top, "Cũ")
    old = send_to_all(top, stick)
    relabelled(top, "Mới")
    receive(offices["a"], send(top, offices.scope("a"), stick).path)
    receipt = receive(offices["a"], old.path)
    assert (receipt.tally.changed, receipt.tally.disputed.total()) == (0, 0)
    assert first_label(offices["a"]) == "Mới"
    receive(offices["b"], old.path)
    with outside(offices["b"]):
        item = relabelled(offices["b"], "Phường tự sửa sau khi nhận")
    assert receive(offices["b"], send_to_all(top, stick).path).tally.joined.total() == 1
    with outside(offices["b"]):
        records.save(offices["b"], "code_items", item, {"label": "Phường đã xem cả hai"})
    assert receive(offices["b"], send_to_all(top, stick).path).tally.changed == 0
    assert first_label(offices["b"]) == "Phường đã xem cả hai"


@pytest.fixture(scope="module")
def several(
    enrolled_offices: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Path]]:
    """A province's files for all and for one, each written after another change."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "usb").mkdir()
    with copied(enrolled_offices, folder / "offices") as made:
        top, files = made["tinh"], list[Path]()
        for at in range(3):
            relabelled(top, f"Lần {at}")
            makers.saved(
                top, "code_items", code_list="L22", code=f"N{at}", label=f"Thêm {at}", position=90
            )
            files.append(send_to_all(top, folder / "usb").path)
            files.append(send(top, made.scope("a"), folder / "usb").path)
    return folder / "offices", files


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.lists(st.integers(0, 5), min_size=1, max_size=9))
def test_any_order_gives_the_same(
    several: tuple[Path, list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
    order: Sequence[int],
) -> None:
    source, files = several
    with copied(source, tmp_path_factory.mktemp("order") / "o") as made:
        morning = receive_all(made["a"], [files[at] for at in order])
        assert morning.refused == []
        assert all(not one.tally.set_aside for one in morning.receipts)
        newest = max(at // 2 for at in order)
        assert first_label(made["a"]) == f"Lần {newest}"
        assert {f"Thêm {at}" for at in range(newest + 1)} <= {
            label for _, label in offered(made["a"], "L22")
        }
        assert check.check(made["a"].store) == []


def test_it_is_taken_back_and_the_channel_stays(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    receive(commune, send(top, offices.scope("a"), stick).path)
    label = first_label(commune)
    relabelled(top, "Sẽ hoàn tác")
    sent = send_to_all(top, stick)
    receive(commune, sent.path)
    before = channels_of(commune)
    assert take_import_back(commune).restored.total() == 1
    assert first_label(commune) == label
    assert channels_of(commune) == before
    assert not receive(commune, sent.path).again
    assert first_label(commune) == "Sẽ hoàn tác"


def test_it_is_shown_as_what_it_is(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    relabelled(top, "Xem trước")
    sent = send_to_all(top, stick)
    (row,) = look_at(commune, sent.path).rows
    assert row.table == "code_items"
    assert not examine(commune, sent.path).known, "looking takes nothing in"
    receive(commune, sent.path)
    (line,) = package_history(commune, offices.scope("tinh"))
    assert (line.came, line.for_all, line.number) == (True, True, 1)
    (own,) = package_history(top, offices.scope("tinh"))
    assert (own.came, own.for_all, own.name) == (False, True, sent.path.name)
    printed = print_receipt(commune, [line.package])
    assert printed.content


# -- what comes beside the rows -------------------------------------------------------------------


def with_more(offices: Offices, count: int, key: AuthorityKey, **changed: Any) -> list[DeviceKeys]:
    """The province holds a newer roster with so many communes more; their keys."""
    keys = [DeviceKeys.new() for _ in range(count)]
    top = offices.scope("tinh")
    with offices["tinh"].store.connection(write=True) as connection:
        old = held_roster(connection)
        entries = [
            DeviceEntry(
                one.device,
                30_000 + at,
                "A",
                one.public.sign,
                one.public.age,
                frozenset(),
                frozenset(),
                None,
                "Máy A",
            )
            for at, one in enumerate(keys)
        ]
        names = [OfficeEntry(30_000 + at, f"Xã {at}", top, COMMUNE) for at in range(count)]
        roster = replace(
            old,
            version=old.version + 1,
            offices=(*old.offices, *names),
            devices=(*old.devices, *entries),
            **changed,
        )
        keep_roster(connection, sign_roster(roster, key), roster)
    return keys


def test_two_hundred_communes_open_the_same_file_and_learn_of_each_other(
    offices: Offices, stick: Path, authority: AuthorityKey
) -> None:
    with_more(offices, 200, authority)
    relabelled(offices["tinh"], "Cho hai trăm xã")
    sent = send_to_all(offices["tinh"], stick)
    assert sent.name == "chung cho 202 nơi"
    assert sent.size < 202 * 250 + 6000, "with the roster of all of them"
    for name in BOTH:
        assert receive(offices[name], sent.path).tally.changed == 1
        with offices[name].store.connection() as connection:
            assert len(held_roster(connection).devices) == 203


def test_a_pc_that_was_struck_opens_no_later_one(
    offices: Offices, stick: Path, authority: AuthorityKey
) -> None:
    top = offices["tinh"]
    with top.store.connection(write=True) as connection:
        old = held_roster(connection)
        (struck,) = old.active_devices(offices.scope("b"))
        roster = replace(old, version=3).with_revoked(struck.device, Cut(0, bytes(12)))
        keep_roster(connection, sign_roster(roster, authority), roster)
    relabelled(top, "Sau khi thu hồi")
    sent = send_to_all(top, stick)
    assert sent.name == "chung cho 1 nơi"
    with pytest.raises(UserError, match="gửi cho nơi khác"):
        receive(offices["b"], sent.path)
    assert receive(offices["a"], sent.path).tally.changed == 1


def test_who_was_purged_goes_with_any_file_for_all(
    offices: Offices, stick: Path, authority: AuthorityKey
) -> None:
    commune, top = offices["a"], offices["tinh"]
    person = makers.person(commune, "Phạm Thị Xóa")
    receive(top, send(commune, offices.scope("tinh"), stick).path)
    sheets = authority.sheets()[:2]
    purging.grant_purge(top, "people", person, "Rút lại đồng ý", "45/QĐ-SYT", sheets)
    assert pending_for_all(top).graves == 1
    receipt = receive(commune, send_to_all(top, stick).path)
    assert receipt.buried == 1
    assert "Phạm Thị Xóa" not in people(offices, "a")
    assert lists.find(commune, "pham thi xoa") == []
    receive(top, send(commune, offices.scope("tinh"), stick).path)
    (told,) = purging.progress(top)
    assert told.done == 2, "and the commune has said that it is done"


def test_what_is_not_wanted_now_waits_and_is_taken_later(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    item = relabelled(top, "Để sau")
    before = first_label(commune)
    sent = send_to_all(top, stick)
    left = Left(frozenset({(CodeItem.entity, item.bytes)}))
    assert receive(commune, sent.path, left=left).left == 1
    assert first_label(commune) == before
    (row,) = set_aside.look_at_set_aside(commune).rows
    assert row.source == "Tệp số 1 (chung) của Thành phố Đà Nẵng"
    set_aside.take_set_aside(commune, [item])
    assert first_label(commune) == "Để sau"
    assert channels_of(commune) == [[], [], []]


# -- what is not believed -------------------------------------------------------------------------


def scoped(sections: Sections) -> None:
    at, item = next((at, one) for at, one in enumerate(sections["0"]) if one[0] == BLOCK)
    block = unpack_block(item[1:])
    scopes = [*block.scopes[:-1], 20854]
    sections["0"][at] = [BLOCK, *pack_block(replace(block, scopes=scopes))]


def of_a_person(sections: Sections) -> None:
    block = next(item for item in sections["0"] if item[0] == BLOCK)
    block[1] = "6"


def piece(sections: Sections) -> None:
    sections["0"].append([3, bytes(32), 5, 0, b"hello"])


def told(kind: str) -> Callable[[Sections], None]:
    return lambda sections: sections["0"].insert(1, [FACTS, kind, [[bytes(16)]]])


OF_ONE_OFFICE = [
    "check",
    "check-answer",
    "ends",
    "purge-asked",
    "purge-done",
    "same",
    "sessions",
    "shares",
]


def test_of_all_facts_only_three_kinds_are_for_everybody() -> None:
    assert sorted(KINDS - {"graves", "roster", "who"}) == OF_ONE_OFFICE


@pytest.mark.parametrize("spoil", [scoped, of_a_person, piece, *map(told, OF_ONE_OFFICE)])
def test_a_file_for_all_with_a_part_of_one_office_is_refused_whole(
    offices: Offices, stick: Path, spoil: Callable[[Sections], None]
) -> None:
    top, commune = offices["tinh"], offices["a"]
    before = first_label(commune)
    relabelled(top, "Không được nhận")
    sections = read_raw(commune, send_to_all(top, stick).path)
    spoil(sections)
    path = write_raw(top, EVERYBODY, stick / "GOI_xau.goi", sections)
    with pytest.raises(Untrusted, match="Chưa có gì thay đổi"):
        receive(commune, path)
    assert first_label(commune) == before
    assert received_files(commune) == []


def test_what_a_later_version_tells_everybody_is_kept(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    relabelled(top, "Nhận được")
    sections = read_raw(commune, send_to_all(top, stick).path)
    sections["0"] += [[FACTS, "later", [[bytes(16), "more"]]], [17, b"something"]]
    receipt = receive(commune, write_raw(top, EVERYBODY, stick / "GOI_sau.goi", sections))
    assert [why for *_, why in receipt.tally.set_aside] == ["unknown", "unknown"]
    assert first_label(commune) == "Nhận được"


def test_an_office_below_can_not_speak_to_everybody(offices: Offices, stick: Path) -> None:
    relabelled(offices["tinh"], "Thật")
    sections = read_raw(offices["a"], send_to_all(offices["tinh"], stick).path)
    manifest_of(sections)["office"] = offices.scope("b")
    path = write_raw(offices["b"], EVERYBODY, stick / "GOI_gia.goi", sections)
    for name in ("a", "tinh"):
        with pytest.raises(Untrusted, match="không do cơ quan cấp trên gửi"):
            receive(offices[name], path)
    manifest_of(sections)["office"] = offices.scope("tinh")
    path = write_raw(offices["b"], EVERYBODY, stick / "GOI_muon.goi", sections)
    with pytest.raises(Untrusted, match="khác với máy đã ký"):
        receive(offices["a"], path)


def test_outside_for_all_and_inside_for_one_is_refused(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    relabelled(top, "Thật")
    sections = read_raw(commune, send_to_all(top, stick).path)
    alone = write_raw(top, offices.scope("a"), stick / "GOI_rieng.goi", sections)
    with pytest.raises(UserError, match="bên ngoài khác với bên trong"):
        receive(commune, alone)
    manifest_of(sections)["to_office"] = offices.scope("a")
    many = write_raw(top, EVERYBODY, stick / "GOI_chung.goi", sections)
    with pytest.raises(UserError, match="bên ngoài khác với bên trong"):
        receive(commune, many)
    manifest_of(sections)["to_office"] = EVERYBODY
    sections["3"] = []
    more = write_raw(top, EVERYBODY, stick / "GOI_them.goi", sections)
    with pytest.raises(UserError, match="bên ngoài khác với bên trong"):
        receive(commune, more)


def test_our_own_and_a_strangers_are_refused(offices: Offices, stick: Path) -> None:
    relabelled(offices["tinh"], "Của mình")
    sent = send_to_all(offices["tinh"], stick)
    with pytest.raises(UserError, match="gửi cho nơi khác"):
        receive(offices["tinh"], sent.path)
    content = sent.path.read_bytes()
    for at in (20, len(content) // 2, len(content) - 70, len(content) - 3):
        flipped = bytearray(content)
        flipped[at] ^= 4
        sent.path.write_bytes(flipped)
        with pytest.raises(UserError, match="Chưa có gì thay đổi"):
            receive(offices["a"], sent.path)


def test_a_struck_pc_of_the_province_speaks_to_nobody(
    offices: Offices, stick: Path, authority: AuthorityKey
) -> None:
    top, commune = offices["tinh"], offices["a"]
    relabelled(top, "Trước khi thu hồi")
    sent = send_to_all(top, stick)
    with top.store.connection(write=True) as connection:
        device = own_keys(connection).device
    with commune.store.connection(write=True) as connection:
        roster = held_roster(connection).with_revoked(device, Cut(1, bytes(12)))
        roster = replace(roster, version=9)
        keep_roster(connection, sign_roster(roster, authority), roster)
    with pytest.raises(Untrusted, match="đã bị thu hồi"):
        receive(commune, sent.path)


class Hostile(NamedTuple):
    """Offices that have exchanged nothing yet, and what is in a file of the province for all."""

    offices: Offices
    folder: Path
    sections: Sections


@pytest.fixture(scope="module")
def once(enrolled_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "usb").mkdir()
    with copied(enrolled_offices, folder / "offices") as made:
        relabelled(made["tinh"], "Đổi nhãn")
        new_template(made["tinh"])
        path = send_to_all(made["tinh"], folder / "usb").path
        yield Hostile(made, folder, read_raw(made["a"], path))


@pytest.mark.timeout(900)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_file_for_all_that_was_changed_anywhere_does_no_harm(
    once: Hostile, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sections = copy.deepcopy(once.sections)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil_anywhere(sections, data)
    path = once.folder / "usb" / "GOI_hong.goi"
    write_raw(once.offices["tinh"], EVERYBODY, path, sections)
    once.offices.close()
    with copied(once.folder / "offices", tmp_path_factory.mktemp("one") / "o") as made:
        commune = made["a"]
        before = seen(commune)
        told = refusal(lambda: receive(commune, path))
        if told:
            assert "chưa có gì thay đổi" in told.lower()
            assert seen(commune) == before
        assert check.check(commune.store) == []
        assert channels_of(commune) == [[], [], []]
        open_everything(commune)
