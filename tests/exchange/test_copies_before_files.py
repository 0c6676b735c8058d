"""The copy from before files came in: made only if they do, and kept whatever the day brings after."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

import makers
from desktop.base.errors import DiskTrouble, UserError
from desktop.operations import upkeep
from desktop.operations.imports_taken_back import put_back
from desktop.operations.incoming import take_in
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.sending import send
from desktop.store import backup
from desktop.store.backup import Backup, backups_in
from desktop.store.folder import BACKUPS
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_files_between_offices import people, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def copies(office: Office) -> list[Backup]:
    return backups_in(office.folder / BACKUPS)


def sent(offices: Offices, stick: Path, name: str = "Người Gửi") -> Path:
    makers.person(offices["a"], name)
    return send(offices["a"], offices.scope("tinh"), stick).path


@pytest.mark.parametrize("way", [receive_all, take_in])
def test_what_opens_no_file_leaves_no_copy(
    way: type, offices: Offices, stick: Path, tmp_path: Path
) -> None:
    rubbish = stick / "rác.goi"
    rubbish.write_bytes(b"khong phai goi")
    for paths in ([tmp_path / "không có.goi"], [rubbish], [rubbish, tmp_path / "x.goi"]):
        with suppress(UserError):
            way(offices["tinh"], paths)
    assert copies(offices["tinh"]) == []


def test_a_file_that_is_known_already_leaves_no_further_copy(offices: Offices, stick: Path) -> None:
    province, file = offices["tinh"], sent(offices, stick)
    take_in(province, [file])
    (first,) = copies(province)
    offices.clock.forward(minutes=1)
    take_in(province, [file])
    receive_all(province, [file, file])
    assert copies(province) == [first]


def test_a_morning_is_copied_once_before_its_first_file_whatever_was_refused_before(
    offices: Offices, stick: Path
) -> None:
    province = offices["tinh"]
    (stick / "A.goi").write_bytes(b"khong phai goi")
    sent(offices, stick, "Người Một")
    sent(offices, stick, "Người Hai")
    assert len(receive_all(province, [stick]).receipts) == 2
    (made,) = copies(province)
    assert made.before_files
    counts = backup.read_copy(made.path, province.store.key)
    assert counts["people"] == 0, "it holds the office from before"


def test_no_file_is_taken_in_without_a_copy(offices: Offices, stick: Path) -> None:
    province = offices["tinh"]
    sent(offices, stick, "Người Một")
    sent(offices, stick, "Người Hai")
    (province.folder / BACKUPS).write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(DiskTrouble):
        receive_all(province, [stick])
    assert people(offices, "tinh") == set()


def test_no_copy_of_the_day_takes_the_place_of_the_one_before_an_import(
    offices: Offices, stick: Path
) -> None:
    province, file = offices["tinh"], sent(offices, stick)
    taken = take_in(province, [file])
    (before,) = copies(province)
    offices.clock.forward(minutes=12)
    upkeep.back_up_here(province)
    offices.clock.forward(minutes=12)
    upkeep.back_up_here(province)
    left = copies(province)
    assert left[1:] == [before], "of the others the day keeps its last"
    assert not left[0].before_files
    offices.clock.forward(minutes=12)
    (receipt,) = taken.morning.receipts
    put_back(province, receipt.identity.package)
    assert before in copies(province)
    assert [one.before_files for one in copies(province)] == [True, True]
    had = copies(province)
    offices.clock.forward(minutes=12)
    for package in (receipt.identity.package, None):
        with pytest.raises(UserError, match="Chưa có gì thay đổi"):
            put_back(province, package)
    assert copies(province) == had, "what takes nothing back leaves no copy"
