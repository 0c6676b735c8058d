"""Files of a PC that was struck from the exchange: nothing of them counts, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import UserError
from desktop.operations import same_verdicts, struck_files
from desktop.operations.exchange_keys import held_roster, keep_roster, own_keys
from desktop.operations.imports_taken_back import received_files, take_import_back
from desktop.operations.incoming import look_at
from desktop.operations.office import Office
from desktop.operations.receiving import examine, receive
from desktop.operations.refusal_reasons import reason_counts
from desktop.operations.refused_parts import count_refused, list_refused, try_refused_again
from desktop.operations.sending import Sent, send
from desktop.operations.told_facts import GRAVES, ROSTER
from desktop.store import tables
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.columns import pack_column, unpack_column
from desktop.sync.roster import Untrusted
from desktop.sync.roster_entries import Cut
from exchange.enrolled import Offices, called, enrolled_offices, offices, stick
from exchange.forging import manifest_of, read_raw, write_raw
from exchange.refusals import strike

__all__ = ["enrolled_offices", "offices", "stick"]
WHY = "thẻ khóa của máy gửi bị thu hồi từ trước khi gửi tệp này"
BEFORE_ALL = Cut(1, bytes(12))


def sent(offices: Offices, stick: Path) -> Sent:
    return send(offices["a"], offices.scope("tinh"), stick)


def end_of(offices: Offices, path: Path) -> Cut:
    """Where a file of the commune ends in the log of its PC."""
    told = manifest_of(read_raw(offices["tinh"], path))
    return Cut(told["to"], told["to_h"])


def effects(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Whatever a file can leave behind, but what was set aside and the lists of files and events."""
    kept = ("sync_log", "sync_share", "sync_same", "sync_grave", "sync_origin", "sync_bound")
    more = ("sync_edge", "sync_peer", "sync_meta", "sync_roster", "sync_unknown", "people")
    with office.store.connection() as connection:
        return {
            table: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}")), key=str)
            for table in (*kept, *more)
        }


def test_nothing_of_it_counts_and_all_of_it_is_listed(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    first = makers.person(commune, "Nguyễn Văn Một")
    second = makers.person(commune, "Nguyễn Văn Hai")
    same_verdicts.decide_different(commune, first, second)
    path = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    told, before = examine(top, path), effects(top)
    assert (told.is_struck, told.known) == (True, False)
    receipt = receive(top, path)
    assert effects(top) == before
    assert receipt.tally.changed == 0
    assert WHY in reason_counts(receipt.tally.set_aside)
    named = {one.reason for one in list_refused(top)}
    assert named == {WHY}
    assert [(one.name, one.rows, one.is_struck) for one in received_files(top)] == [
        (path.name, 0, True)
    ]


def test_it_is_shown_before_and_comes_but_once(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Một")
    path = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    found = look_at(top, path)
    assert (found.total, found.rows) == (0, [])
    assert WHY in reason_counts(found.receipt.tally.set_aside)
    assert (count_refused(top), received_files(top)) == (0, [])
    receive(top, path)
    count = count_refused(top)
    assert count > 0
    assert receive(top, path).again
    assert count_refused(top) == count


def test_words_from_before_the_cut_are_taken_as_ever(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Trước")
    early = sent(offices, stick).path
    makers.person(offices["a"], "Nguyễn Văn Sau")
    late = send(offices["a"], offices.scope("tinh"), stick).path
    strike(offices, "a", end_of(offices, early))
    receive(top, late)
    receipt = receive(top, early)
    assert (receipt.identity.is_struck, called(top)) == (False, {"Nguyễn Văn Trước"})
    assert count_refused(top) > 0


@pytest.mark.parametrize("again", ["retried", "received"])
def test_once_the_cut_is_corrected_its_words_come_in(
    offices: Offices, stick: Path, again: str
) -> None:
    top, commune = offices["tinh"], offices["a"]
    first = makers.person(commune, "Nguyễn Văn Một")
    second = makers.person(commune, "Nguyễn Văn Hai")
    same_verdicts.decide_different(commune, first, second)
    path = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    receive(top, path)
    with pytest.raises(UserError, match="bị thu hồi từ trước khi gửi"):
        try_refused_again(top)
    assert called(top) == set()
    strike(offices, "a", end_of(offices, path))
    if again == "retried":
        try_refused_again(top)
    else:
        assert not receive(top, path).again
    assert called(top) == {"Nguyễn Văn Một", "Nguyễn Văn Hai"}
    assert (count_refused(top), list_refused(top)) == (0, [])
    with top.store.connection() as connection:
        assert connection.execute(sa.select(tables.same_person.c.verdict)).scalars().all() == [
            "different"
        ]


def retried(offices: Offices, stick: Path) -> Path:
    """A file that was set aside, and whose parts came in once the cut was corrected."""
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Một")
    path = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    receive(top, path)
    strike(offices, "a", end_of(offices, path))
    try_refused_again(top)
    return path


def test_after_a_retry_the_file_itself_still_adds_what_only_it_has(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    path = retried(offices, stick)
    receipt = receive(top, path)
    assert (receipt.again, receipt.tally.changed) == (False, 0)
    with top.store.connection() as connection:
        held = connection.execute(sa.select(tables.bounds.c.seq)).scalars().all()
    assert held == [end_of(offices, path).seq]
    assert receive(top, path).again


def test_taking_back_a_retry_sets_it_aside_again_and_taking_back_the_file_drops_it(
    offices: Offices, stick: Path
) -> None:
    top = offices["tinh"]
    path = retried(offices, stick)
    take_import_back(top)
    assert (called(top), {one.reason for one in list_refused(top)}) == (set(), {WHY})
    (file,) = [one for one in received_files(top) if one.is_struck]
    take_import_back(top, file.package)
    assert (called(top), list_refused(top)) == (set(), [])
    receive(top, path)
    assert called(top) == {"Nguyễn Văn Một"}


def test_two_files_count_each_by_its_own_end(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Trước")
    early = sent(offices, stick).path
    makers.person(offices["a"], "Nguyễn Văn Sau")
    late = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    for path in (late, early):
        receive(top, path)
    strike(offices, "a", end_of(offices, early))
    try_refused_again(top)
    assert called(top) == {"Nguyễn Văn Trước"}
    assert {one.source for one in list_refused(top)} == {"Tệp số 2 của Xã Tiên Phước"}


def test_a_purge_and_a_roster_in_it_have_no_effect(offices: Offices, stick: Path) -> None:
    top, commune = offices["tinh"], offices["a"]
    person = makers.person(commune, "Nguyễn Văn Còn")
    receive(top, sent(offices, stick).path)
    path = sent(offices, stick).path
    sections = read_raw(top, path)
    sections["0"].insert(1, [2, GRAVES, [[person.bytes, 5, bytes(8), "Lý do", "1/QĐ", b"x" * 64]]])
    sections["0"].insert(2, [2, ROSTER, [[b"body", b"signature"]]])
    path = write_raw(commune, offices.scope("tinh"), path, sections)
    strike(offices, "a", BEFORE_ALL)
    before = effects(top)
    receive(top, path)
    assert effects(top) == before
    assert called(top) == {"Nguyễn Văn Còn"}


def test_a_session_of_somebody_else_in_it_keeps_no_honest_file_out(
    offices: Offices, stick: Path
) -> None:
    # A thief tells another story of a session of the other commune, before that one tells its own.
    top, honest = offices["tinh"], offices["b"]
    makers.person(honest, "Trần Thị Thật")
    true = send(honest, offices.scope("tinh"), stick).path
    told = manifest_of(read_raw(top, true))["lineage"]
    makers.person(offices["a"], "Nguyễn Văn Một")
    path = sent(offices, stick).path
    sections = read_raw(top, path)
    manifest = manifest_of(sections)
    count, *columns = manifest["lineage"]
    oids, *others = (unpack_column(column, count) for column in columns)
    oids = [*oids, *unpack_column(told[1], told[0])]
    others = [[*column, *column[:1] * told[0]] for column in others]
    manifest["lineage"] = [len(oids), *(pack_column(column) for column in (oids, *others))]
    path = write_raw(offices["a"], offices.scope("tinh"), path, sections)
    strike(offices, "a", BEFORE_ALL)
    receive(top, path)
    receive(top, true)
    assert called(top) == {"Trần Thị Thật"}


def test_no_more_than_so_much_is_kept_of_one_pc(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = offices["tinh"]
    for name in ("Nguyễn Văn Một", "Nguyễn Văn Hai"):
        makers.person(offices["a"], name)
    path = sent(offices, stick).path
    strike(offices, "a", BEFORE_ALL)
    receive(top, path)
    count = count_refused(top)
    more = sent(offices, stick).path
    for limit in ("MOST_PARTS", "MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(struck_files, limit, count)
            with pytest.raises(UserError, match=r"đã quá nhiều. Chưa có gì thay đổi"):
                receive(top, more)
        assert (count_refused(top), len(received_files(top))) == (count, 1)


def test_whoever_the_roster_does_not_name_is_refused_whole(offices: Offices, stick: Path) -> None:
    top = offices["tinh"]
    makers.person(offices["a"], "Nguyễn Văn Lạ")
    path = sent(offices, stick).path
    with offices["a"].store.connection(write=True) as connection:
        device = own_keys(connection).device
    key = AuthorityKey.new()
    with top.store.connection(write=True) as connection:
        old = held_roster(connection)
        left = tuple(one for one in old.devices if one.device != device)
        roster = replace(old, authority=key.public, version=old.version + 1, devices=left)
        keep_roster(connection, sign_roster(roster, key), roster)
    with pytest.raises(Untrusted, match=r"không có trong danh bạ của tỉnh\. Chưa có gì thay đổi"):
        receive(top, path)
    assert (count_refused(top), received_files(top)) == (0, [])
