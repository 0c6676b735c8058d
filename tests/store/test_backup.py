"""Copies: whole or not at all, opened and counted, rotated, restored without losing what was there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

import makers
from conftest import NOW, Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.operations import records, upkeep
from desktop.operations.office import Office, open_office
from desktop.records import Person
from desktop.store import backup, keys
from desktop.store.backup import (
    Backup,
    backups_in,
    read_copy,
    read_counts,
    rotate,
    superfluous,
)
from desktop.store.check import check
from desktop.store.folder import PARTS


def copy_of(office: Office, target: Path) -> Backup:
    return backup.back_up(office.folder, office.store.key, target, office.clock.now())


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_copy_holds_everything_and_opens_like_the_office(
    office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    person = makers.person(office)
    scan = office.files.keep("quyet dinh.pdf", b"%PDF-1.7 ...")
    made = copy_of(office, tmp_path / "usb")
    assert made.path.name == "SoXa-20261121-090000"
    assert {p.name for p in made.path.iterdir()} == {"office.db", "files.db", "keys.json"}
    assert read_counts(made.path, office.store.key) == read_counts(office.folder, office.store.key)
    opened = open_office(made.path, blank_office.user, blank_office.password, clock)
    assert makers.loaded(opened, Person, person).full_name == "Nguyễn Văn An"
    assert opened.files.read(scan) == b"%PDF-1.7 ..."
    assert check(opened.store) == []
    opened.close()


def test_a_copy_is_a_file_of_its_own_that_any_drive_can_show(
    office: Office, tmp_path: Path
) -> None:
    made = copy_of(office, tmp_path / "usb")
    before = content(made.path)
    read_counts(made.path, office.store.key)
    assert content(made.path) == before


def test_saving_goes_on_while_a_copy_is_made(office: Office, tmp_path: Path) -> None:
    before = read_counts(office.folder, office.store.key)
    saved = []

    def meanwhile(_done: int, _total: int) -> None:
        saved.append(makers.person(office, "Người Đến Sau"))

    made = backup.back_up(office.folder, office.store.key, tmp_path, NOW, meanwhile)
    assert saved
    assert read_counts(made.path, office.store.key) == before


def test_two_copies_in_one_second_lie_side_by_side(office: Office, tmp_path: Path) -> None:
    one, two = copy_of(office, tmp_path), copy_of(office, tmp_path)
    assert one.path != two.path
    assert {b.path for b in backups_in(tmp_path)} == {one.path, two.path}


def test_a_copy_that_was_broken_off_leaves_nothing(office: Office, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        backup.back_up(office.folder, office.store.key, tmp_path / "usb", NOW, stop)
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_copy_that_does_not_hold_what_the_office_holds_is_dropped(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup.read_counts
    monkeypatch.setattr(backup, "read_counts", lambda *a: {**real(*a), "people": 5})
    with pytest.raises(DamagedFile) as caught:
        copy_of(office, tmp_path / "usb")
    assert "Dữ liệu gốc còn nguyên" in caught.value.message
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_target_that_can_not_be_written_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("a file, not a folder")
    with pytest.raises(DiskTrouble):
        copy_of(office, tmp_path / "usb")


# Copies are named by the time on a wall in Việt Nam, so these have no zone.
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 12, 31, 23, 59)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@hypothesis.given(st.lists(moments, unique=True, max_size=60))
def test_the_rotation_keeps_the_newest_of_days_weeks_and_months(made: list[dt.datetime]) -> None:
    copies = [Backup(Path(str(at)), at) for at in made]
    dropped = superfluous(copies)
    kept = [copy for copy in copies if copy not in dropped]
    assert len(kept) <= 7 + 4 + 6
    if copies:
        assert max(copies, key=lambda copy: copy.made_at) in kept
    for spans, most in (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 6)):
        newest = sorted({at.strftime(spans) for at in made})[-most:]
        for span in newest:
            last = max(at for at in made if at.strftime(spans) == span)
            assert last in [copy.made_at for copy in kept]
    # What was dropped stays dropped, and dropping again changes nothing.
    assert superfluous(kept) == []


@hypothesis.given(st.lists(st.tuples(moments, st.booleans()), max_size=60))
def test_the_last_ten_from_before_files_came_stay_besides(
    made: list[tuple[dt.datetime, bool]],
) -> None:
    copies = [Backup(Path(str(at)), *told) for at, told in enumerate(made)]
    kept = [copy for copy in copies if copy not in superfluous(copies)]
    assert len(kept) <= 7 + 4 + 6 + 10
    before = sorted((one.made_at for one in copies if one.before_files), reverse=True)
    left = sorted((one.made_at for one in kept if one.before_files), reverse=True)
    assert left[:10] == before[:10]
    # The others are thinned as if none of these were different.
    as_others = {one.path for one in superfluous([Backup(one.path, one.made_at) for one in copies])}
    dropped = {one.path for one in superfluous(copies) if not one.before_files}
    assert dropped == as_others - {one.path for one in copies if one.before_files}
    assert superfluous(kept) == []


def test_a_copy_says_in_its_name_that_files_came_after_it(office: Office, tmp_path: Path) -> None:
    told = (office.folder, office.store.key, tmp_path, office.clock.now())
    made = [backup.back_up(*told, before_files=True) for _ in range(2)]
    assert made[0].path.name == "SoXa-20261121-090000-truoc-nhan"
    assert made[1].path.name == "SoXa-20261121-090000-truoc-nhan (2)"
    found = [*made, copy_of(office, tmp_path)]
    assert {*backups_in(tmp_path)} == {*found}


def test_rotating_removes_only_copies_and_broken_off_parts(tmp_path: Path) -> None:
    for day in range(1, 29):
        made = tmp_path / f"SoXa-202602{day:02d}-120000"
        made.mkdir()
        for name in PARTS:
            (made / name).write_bytes(b"x")
    (tmp_path / ".SoXa-20260228-130000.part").mkdir()
    (tmp_path / "anh gia dinh").mkdir()
    (tmp_path / "SoXa-ghi chu.txt").write_text("giữ")
    rotate(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"anh gia dinh", "SoXa-ghi chu.txt"} <= left
    assert ".SoXa-20260228-130000.part" not in left
    # Seven days, of which one ends a week; two weeks more; the month's last is among them.
    days = {8, 15, *range(22, 29)}
    assert {name for name in left if name.endswith("-120000")} == {
        f"SoXa-202602{day:02d}-120000" for day in days
    }


@pytest.fixture
def damaged(office: Office, tmp_path: Path) -> Callable[[int], Path]:
    def damage(at: int) -> Path:
        made = copy_of(office, tmp_path / "usb")
        data = bytearray((made.path / "office.db").read_bytes())
        data[at] ^= 1
        (made.path / "office.db").write_bytes(data)
        return made.path

    return damage


@pytest.mark.parametrize("at", [20, 5000, 100_000, 2_000_000])
def test_a_damaged_copy_is_refused_when_it_is_looked_at(
    at: int, office: Office, damaged: Callable[[int], Path]
) -> None:
    with pytest.raises(DamagedFile) as caught:
        read_copy(damaged(at), office.store.key)
    assert "Hãy chọn một bản sao khác" in caught.value.message


@pytest.mark.parametrize("name", PARTS)
def test_a_copy_that_lacks_a_file_is_neither_offered_nor_taken(
    name: str, office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    made = copy_of(office, tmp_path / "usb")
    comparison = upkeep.compare(administrator(office), made.path)
    (made.path / name).unlink()
    assert backups_in(tmp_path / "usb") == []
    secret = keys.Password(blank_office.user, blank_office.password)
    before = content_of_files(office.folder)
    for taking in (
        lambda: upkeep.compare(office, made.path),
        lambda: upkeep.restore_copy(made.path, tmp_path / "new", secret, clock),
        lambda: backup.restore(
            made.path, tmp_path / "new", office.store.key, comparison.then, clock.now()
        ),
    ):
        with pytest.raises(DamagedFile, match=rf"thiếu tệp {name}.*Chưa có gì thay đổi"):
            taking()
    assert content_of_files(office.folder) == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["office.db", "files.db"])
def test_damage_of_the_office_is_not_blamed_on_the_copy(
    name: str, office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    office.files.keep("a.pdf", bytes(400_000))
    office.close()
    path = office.folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    opened = open_office(office.folder, blank_office.user, blank_office.password, clock)
    with pytest.raises(DamagedFile) as caught:
        copy_of(opened, tmp_path / "usb")
    opened.close()
    assert "Tệp dữ liệu" in caught.value.message
    assert "khôi phục" in caught.value.message
    assert list((tmp_path / "usb").iterdir()) == []


def test_an_office_that_lost_its_attachments_is_not_copied_without_them(
    office: Office, tmp_path: Path
) -> None:
    if os.name == "nt":
        pytest.skip("an open file can't be taken away there")
    office.files.keep("a.pdf", b"scan")
    for path in office.folder.glob("files.db*"):
        path.unlink()
    with pytest.raises(DamagedFile, match=r"files\.db"):
        copy_of(office, tmp_path / "usb")
    assert list((tmp_path / "usb").iterdir()) == []


def test_what_a_killed_program_left_beside_a_file_goes_with_it(
    office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    """A log of writes that stays beside another file would be written into that one."""
    made = copy_of(office, tmp_path / "usb")
    scan = office.files.keep("a.pdf", b"scan")
    late = makers.person(office, "Người Đến Sau")
    torn = Path(shutil.copytree(office.folder, tmp_path / "torn"))
    left = sorted(path.name for path in torn.iterdir() if path.name.endswith("-wal"))
    assert left == ["files.db-wal", "office.db-wal"]
    secret = keys.Password(blank_office.user, blank_office.password)
    kept = upkeep.restore_copy(made.path, torn, secret, clock)
    opened = open_office(torn, blank_office.user, blank_office.password, clock)
    assert upkeep.check_office(opened) == []
    assert opened.files.hashes() == frozenset()
    opened.close()
    old = open_office(kept, blank_office.user, blank_office.password, clock)
    assert makers.loaded(old, Person, late).full_name == "Người Đến Sau"
    assert old.files.read(scan) == b"scan"
    old.close()


def administrator(office: Office) -> Office:
    office.user = dataclasses.replace(office.user, role="QUAN_TRI")
    return office


def test_restoring_brings_back_the_day_of_the_copy_and_keeps_what_was_there(
    office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    person = makers.person(office)
    made = copy_of(office, tmp_path / "usb")
    before = content(made.path)
    records.save(office, "people", person, {"full_name": "Tên Sai"})
    late = makers.person(office, "Người Đến Sau")
    comparison = upkeep.compare(administrator(office), made.path)
    assert ("Người được hỗ trợ", 1, 2) in comparison.lines()
    kept = upkeep.restore(office, comparison)
    assert content(made.path) == before, "the copy itself stays as it was"

    opened = open_office(office.folder, blank_office.user, blank_office.password, clock)
    assert makers.loaded(opened, Person, person).full_name == "Nguyễn Văn An"
    assert check(opened.store) == []
    makers.person(opened, "Ghi Tiếp")
    assert check(opened.store) == []
    opened.close()

    old = open_office(kept, blank_office.user, blank_office.password, clock)
    assert makers.loaded(old, Person, late).full_name == "Người Đến Sau"
    old.close()


@pytest.mark.parametrize("harm", ["other counts", "cut", "gone", "keys gone"])
def test_a_copy_that_is_not_what_was_shown_replaces_nothing(
    harm: str, office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    person = makers.person(office)
    made = copy_of(office, tmp_path / "usb")
    key, folder = office.store.key, office.folder
    expected = dict(read_counts(made.path, key))
    match harm:
        case "other counts":
            expected["people"] += 1
        case "cut":
            whole = (made.path / "office.db").read_bytes()
            (made.path / "office.db").write_bytes(whole[: len(whole) // 2])
        case "gone":
            (made.path / "office.db").unlink()
        case _:
            (made.path / "keys.json").unlink()
    office.close()
    before = content_of_files(folder)
    with pytest.raises(UserError):
        backup.restore(made.path, folder, key, expected, NOW)
    assert content_of_files(folder) == before
    opened = open_office(folder, blank_office.user, blank_office.password, clock)
    assert makers.loaded(opened, Person, person).full_name == "Nguyễn Văn An"
    opened.close()


def content_of_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_password_changed_since_is_that_of_the_copys_day_again(
    office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    from desktop.operations.office import change_password

    made = copy_of(office, tmp_path / "usb")
    change_password(office, blank_office.password, "Cúc-vàng-2027!")
    folder = office.folder
    upkeep.restore(office, upkeep.compare(administrator(office), made.path))
    (folder / "keys.json").write_text("hỏng")
    opened = open_office(folder, blank_office.user, blank_office.password, clock)
    opened.close()


def test_an_office_is_made_of_a_copy_on_another_pc(
    office: Office, blank_office: Blank, clock: StoppedClock, tmp_path: Path
) -> None:
    made = copy_of(office, tmp_path / "usb")
    elsewhere = tmp_path / "may moi"
    code = keys.RecoveryCode(blank_office.recovery_code)
    upkeep.restore_copy(made.path, elsewhere, code, clock)
    shutil.rmtree(made.path)
    opened = open_office(elsewhere, blank_office.user, blank_office.password, clock)
    assert check(opened.store) == []
    opened.close()
