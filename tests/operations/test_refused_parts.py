"""Parts of files that were refused: why, and that they come in once they may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

import makers
from desktop.base.errors import UserError
from desktop.operations import purging
from desktop.operations.imports_taken_back import received_files, take_import_back
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.refusal_reasons import reason_counts
from desktop.operations.refused_parts import count_refused, list_refused, try_refused_again
from desktop.operations.sending import send
from desktop.operations.told_facts import GRAVES
from desktop.records import Person
from desktop.store.engine import raw_connection
from desktop.store.exchange.refused_parts import RefusedParts
from desktop.sync.blocks import pack_block, unpack_block
from desktop.sync.roster_entries import Cut
from exchange.enrolled import Offices, called, enrolled_offices, offices, stick
from exchange.forging import read_raw, write_raw
from exchange.refusals import put_below, spoilt, strike

__all__ = ["enrolled_offices", "offices", "stick"]
PEOPLE = str(Person.entity)


def test_a_row_that_was_refused_for_rights_is_taken_once_a_roster_grants_it(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Quyền")
    receipt = receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    assert reason_counts(receipt.tally.set_aside) == (
        "1 vì máy gửi không được ghi hồ sơ của cơ quan này"
    )
    (part,) = list_refused(top)
    assert (part.entity, part.called, part.is_kept) == (Person.entity, "", True)
    assert part.reason == "máy gửi không được ghi hồ sơ của cơ quan này"
    assert part.source == "Tệp số 1 của Xã Tiên Phước"
    with pytest.raises(
        UserError, match=r"chưa nhận thêm được.*không được ghi.*Chưa có gì thay đổi"
    ):
        try_refused_again(top)
    assert (count_refused(top), called(top)) == (1, set())
    put_below(offices, "b", "a")
    (done,) = try_refused_again(top).morning.receipts
    assert (done.tally.changed, done.tally.set_aside) == (1, [])
    assert called(top) == {"Nguyễn Văn Quyền"}
    assert list_refused(top) == []


def test_nothing_is_taken_twice_and_taking_it_can_be_undone(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Quyền")
    receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    put_below(offices, "b", "a")
    try_refused_again(top)
    with pytest.raises(UserError, match="không còn gì để thử"):
        try_refused_again(top)
    last = received_files(top)[0]
    assert (last.name, last.rows) == ("Thử nhận lại", 1)
    take_import_back(top, last.package)
    assert (called(top), count_refused(top)) == (set(), 1)
    assert list_refused(top)[0].reason == "máy gửi không được ghi hồ sơ của cơ quan này"
    try_refused_again(top)
    assert (called(top), count_refused(top)) == ({"Nguyễn Văn Quyền"}, 0)


def test_what_a_later_file_has_brought_is_dropped_without_being_taken_again(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Quyền")
    receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    put_below(offices, "b", "a")
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(top, path)
    receive(top, write_raw(offices["a"], offices.scope("tinh"), path, sections))
    assert called(top) == {"Nguyễn Văn Quyền"}
    try_refused_again(top)
    assert count_refused(top) == 0
    assert called(top) == {"Nguyễn Văn Quyền"}


def test_a_bad_value_is_named_by_its_field_and_stays(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Hỏng")
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(top, path)
    no = Person.field("full_name").no
    items = sections["0"]
    at, item = next((at, one) for at, one in enumerate(items) if one[:2] == [1, PEOPLE])
    block = unpack_block(item[1:])
    columns = list(block.columns)
    columns[list(block.fields).index(no)] = ["a\x1bb"]
    items[at] = [1, *pack_block(replace(block, columns=columns))]
    receive(top, write_raw(offices["a"], offices.scope("tinh"), path, sections))
    (part,) = list_refused(top)
    assert part.reason == "ô “Họ và tên” có giá trị chương trình không đọc được"
    with pytest.raises(UserError, match="một ô có giá trị"):
        try_refused_again(top)
    assert count_refused(top) == 1


def test_a_purge_without_the_authoritys_signature_is_listed_and_never_carried_out(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    person = makers.person(offices["a"], "Nguyễn Văn Còn")
    receive(top, send(offices["a"], offices.scope("tinh"), stick).path)
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(top, path)
    oid = bytes(8)
    mark = [person.bytes, 5, oid, "Theo đơn", "1/QĐ", b"x" * 64]
    sections["0"].insert(1, [2, GRAVES, [mark]])
    receipt = receive(top, write_raw(offices["a"], offices.scope("tinh"), path, sections))
    assert [why for *_, why in receipt.tally.set_aside] == ["purge"]
    (part,) = list_refused(top)
    assert part.reason == "lệnh xóa không có chữ ký của cơ quan cấp thẻ"
    with pytest.raises(UserError, match="chữ ký"):
        try_refused_again(top)
    assert (count_refused(top), called(top)) == (1, {"Nguyễn Văn Còn"})
    assert purging.progress(top) == []


def test_rows_of_two_files_are_tried_together(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    wanted = {"Nguyễn Văn Một", "Nguyễn Văn Hai"}
    for name in sorted(wanted):
        makers.person(offices["a"], name)
        receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
        offices.close("a")
        offices.clock.forward(hours=1)
    put_below(offices, "b", "a")
    try_refused_again(top)
    assert called(top) == wanted
    assert count_refused(top) == 0


def test_a_file_of_bad_facts_costs_each_as_much_as_the_first(offices: Offices) -> None:
    # Counted in steps of the database: a line is looked for among all before it is kept.
    steps: list[int] = []
    with offices["tinh"].store.connection(write=True) as connection:
        raw = raw_connection(connection)
        refused, watched = RefusedParts(raw), cast("Any", raw)

        def cost_of(first: int) -> int:
            steps.clear()
            watched.set_progress_handler(lambda: steps.append(1), 10)
            for at in range(first, first + 200):
                refused.fact("unknown", [at, "a fact of a kind that nobody knows"], "type")
            watched.set_progress_handler(None, 0)
            return len(steps)

        early = cost_of(0)
        for at in range(200, 2000):
            refused.fact("unknown", [at, "a fact of a kind that nobody knows"], "type")
        assert cost_of(2000) < 2 * early
        connection.rollback()


def last_held(office: Office) -> Cut:
    """How far the province holds the log of the one PC that sent it something."""
    with office.store.connection() as connection:
        sql = "SELECT seq, h FROM sync_bound ORDER BY seq DESC LIMIT 1"
        seq, h = connection.exec_driver_sql(sql).one()
        return Cut(seq, bytes(h))


def test_of_a_pc_that_was_struck_since_only_what_it_sent_before_the_cut_is_taken(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Trước")
    receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    cut = last_held(top)
    offices.clock.forward(hours=1)
    offices.close("a")
    makers.person(offices["a"], "Nguyễn Văn Sau")
    receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    put_below(offices, "b", "a")
    strike(offices, "a", cut)
    (done,) = try_refused_again(top).morning.receipts
    assert called(top) == {"Nguyễn Văn Trước"}
    assert [why for *_, why in done.tally.set_aside] == ["revoked"]
    (part,) = list_refused(top)
    assert part.reason == "thẻ khóa của máy gửi bị thu hồi từ trước khi gửi tệp này"
    with pytest.raises(UserError, match="bị thu hồi từ trước khi gửi"):
        try_refused_again(top)
    assert count_refused(top) == 1


def test_a_cut_on_another_branch_of_the_log_lets_nothing_in(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Trước")
    receive(top, spoilt(offices, stick, scopes=offices.scope("b")))
    put_below(offices, "b", "a")
    strike(offices, "a", last_held(top)._replace(h=bytes(12)))
    with pytest.raises(UserError, match="bị thu hồi"):
        try_refused_again(top)
    assert called(top) == set()
