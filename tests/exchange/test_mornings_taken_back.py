"""A morning of files is taken back with one press: whole files, the latest first, one copy before."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

import makers
from desktop.base.errors import Cancelled, UserError
from desktop.operations import imports_taken_back, records, upkeep
from desktop.operations.imports_taken_back import (
    last_morning,
    morning_files,
    put_morning_back,
    received_files,
    take_import_back,
)
from desktop.operations.mornings import Morning, receive_all
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.store.backup import backups_in
from desktop.store.exchange.before import TakenBack
from desktop.store.folder import BACKUPS
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_files_between_offices import people, snapshot, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def written(offices: Offices, stick: Path) -> None:
    """Three files of one commune, each building on the one before, and one of another."""
    top = offices.scope("tinh")
    fresh = makers.person(offices["a"], "Người Mới", phone="0950000001")
    for digit, name in ((2, "Hai"), (3, "Ba"), (4, "Bốn")):
        records.save(offices["a"], "people", fresh, {"phone": f"095000000{digit}"})
        makers.person(offices["a"], f"Người Thứ {name}")
        send(offices["a"], top, stick)
    makers.person(offices["b"], "Người Phường")
    send(offices["b"], top, stick)


def copies(office: Office) -> set[Path]:
    return {one.path for one in backups_in(office.folder / BACKUPS)}


def test_all_files_of_a_morning_go_back_with_one_copy_before(offices: Offices, stick: Path) -> None:
    province = offices["tinh"]
    old = makers.person(offices["a"], "Người Cũ", phone="0950000009")
    receive(province, send(offices["a"], offices.scope("tinh"), stick).path)
    before, earlier = snapshot(province), received_files(province)[0]
    records.save(offices["a"], "people", old, {"phone": "0950000008"})
    written(offices, stick)
    morning = receive_all(province, [stick])
    assert len(morning.receipts) == 5, "the one that was taken in before is told of, too"
    files = morning_files(province, morning.name)
    assert [one.package for one in files] == [
        one.package for one in received_files(province) if one.package != earlier.package
    ]
    told_of: list[tuple[int, int]] = []
    offices.clock.forward(minutes=5)
    had = copies(province)
    told = put_morning_back(province, morning.name, lambda *at: told_of.append(at))
    assert len(copies(province) - had) == 1
    assert told_of == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert (list(told.back), list(told.left), told.trouble) == (files, [], None)
    assert told.done.kept.total() == 0
    assert told.changes.touch("people")
    assert snapshot(province) == before
    assert upkeep.check_office(province) == []
    assert [one.package for one in received_files(province) if one.can_go_back] == [earlier.package]
    with pytest.raises(UserError, match="không còn tệp nào"):
        put_morning_back(province, morning.name)
    again = receive_all(province, [stick])
    assert "Người Thứ Bốn" in people(offices, "tinh")
    assert again.name != morning.name
    put_morning_back(province, last_morning(province))
    assert snapshot(province) == before


def test_what_somebody_wrote_since_is_kept_and_counted(offices: Offices, stick: Path) -> None:
    province = offices["tinh"]
    written(offices, stick)
    morning = receive_all(province, [stick])
    with province.store.connection() as connection:
        sql = "SELECT id FROM people WHERE full_name = 'Người Mới'"
        person = uuid.UUID(bytes=connection.exec_driver_sql(sql).scalar_one())
    records.save(province, "people", person, {"ethnicity": "TAY"})
    told = put_morning_back(province, morning.name)
    assert people(offices, "tinh") == {"Người Mới"}
    assert told.done.kept.total() == 2, "in each of the two files that only changed it"
    assert records.read(province, "people", person).values["phone"] == "0950000004"


def test_who_stops_has_whole_files_and_takes_back_the_rest_later(
    offices: Offices, stick: Path
) -> None:
    province = offices["tinh"]
    before = snapshot(province)
    written(offices, stick)
    morning = receive_all(province, [stick])

    def stop_after_two(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    files = morning_files(province, morning.name)
    told = put_morning_back(province, morning.name, stop_after_two)
    assert (list(told.back), list(told.left), told.trouble) == (files[:2], files[2:], None)
    undone = {one.package for one in received_files(province) if one.undone}
    assert undone == {one.package for one in files[:2]}
    assert morning_files(province, morning.name) == files[2:]
    assert people(offices, "tinh") >= {"Người Mới", "Người Thứ Hai"}
    rest = put_morning_back(province, morning.name)
    assert list(rest.back) == files[2:]
    assert snapshot(province) == before


def test_trouble_at_a_file_leaves_it_and_those_before_it_as_they_were(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province = offices["tinh"]
    written(offices, stick)
    morning = receive_all(province, [stick])
    files = morning_files(province, morning.name)
    real = imports_taken_back.revoke_import

    def refused(inbound: object, package: bytes) -> TakenBack:
        done = real(inbound, package)  # type: ignore[arg-type]
        if package == files[1].package:
            raise UserError("Ổ đĩa đầy. Chưa có gì thay đổi.")
        return done

    monkeypatch.setattr(imports_taken_back, "revoke_import", refused)
    told = put_morning_back(province, morning.name)
    assert (list(told.back), list(told.left)) == (files[:1], files[1:])
    assert told.trouble is not None
    assert "Ổ đĩa đầy" in told.trouble.message
    assert morning_files(province, morning.name) == files[1:]
    assert upkeep.check_office(province) == []


def test_one_file_alone_is_no_morning(offices: Offices, stick: Path) -> None:
    province = offices["tinh"]
    makers.person(offices["a"])
    send(offices["a"], offices.scope("tinh"), stick)
    morning: Morning = receive_all(province, [stick])
    assert morning.name == ""
    assert received_files(province)[0].morning == ""
    with pytest.raises(UserError, match="Không có đợt nhận nhiều tệp"):
        last_morning(province)


def test_a_file_that_was_taken_back_alone_is_not_taken_back_twice(
    offices: Offices, stick: Path
) -> None:
    province = offices["tinh"]
    before = snapshot(province)
    written(offices, stick)
    morning = receive_all(province, [stick])
    take_import_back(province)
    assert len(morning_files(province, morning.name)) == 3
    told = put_morning_back(province, morning.name)
    assert len(told.back) == 3
    assert snapshot(province) == before
