"""Opening, making, locking, closing an office; passwords and the recovery code."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from conftest import CHEAP, NOW, TIEN_PHUOC, Blank
from desktop.base.clock import StoppedClock
from desktop.base.errors import DamagedFile, FolderInUse, NotAllowed, UserError, WrongPassword
from desktop.operations import office as opening
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import (
    Office,
    agency,
    change_password,
    check_password,
    day,
    letter,
    new_recovery_code,
    open_office,
    open_with_recovery,
    unlock,
)
from desktop.records import AdminUnit, ChecklistTemplate, CodeItem
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.check import check
from desktop.store.events import read_events
from desktop.store.folder import FolderLock
from desktop.store.timeline import read_meta

NEW = NewOffice(
    TIEN_PHUOC,
    {"name": "UBND xã Tiên Phước", "abbreviation": "UBND", "place_name": "Tiên Phước"},
    "lan",
    "Nguyễn Thị Lan",
    "Hoa-mai-2026",
)
GOOD = "Cúc-vàng-2027!"


def test_a_new_office_knows_its_place_its_people_and_the_lists_of_the_state(office: Office) -> None:
    with office.reading() as session:
        own = agency(session)
        assert own.name == "Ủy ban nhân dân xã Tiên Phước"
        assert session.get_one(AdminUnit, own.unit_id).code == "20854"
        assert letter(session) == "A"
        assert read_meta(session.connection(), "scope") == "20854"
        counts = [
            session.scalars(sa.select(sa.func.count()).select_from(kind)).one()
            for kind in (AdminUnit, CodeItem, ChecklistTemplate)
        ]
    assert counts[0] > 14_000
    assert counts[1] > 200
    assert counts[2] >= 6
    assert check(office.store) == []
    assert day(office) == NOW.date()


@pytest.mark.parametrize(
    ("code", "level", "scope"), [("48", "TINH", 100_048), ("20854", "XA", 20854)]
)
def test_the_scope_follows_from_the_unit(
    code: str, level: str, scope: int, office: Office, tmp_path: Path, clock: StoppedClock
) -> None:
    with office.reading() as session:
        unit = session.scalars(
            sa.select(AdminUnit.id).where(
                AdminUnit.code == code, AdminUnit.level == level, AdminUnit.valid_to.is_(None)
            )
        ).one()
    made = create_office(tmp_path / "new", dataclasses.replace(NEW, unit_id=unit), clock, CHEAP)
    with made.office.store.connection() as connection:
        assert read_meta(connection, "scope") == str(scope)
    made.office.close()


def test_an_office_is_never_made_over_another(folder: Path, clock: StoppedClock) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(UserError, match="đã có dữ liệu"):
        create_office(folder, NEW, clock, CHEAP)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


@pytest.mark.parametrize(
    "told",
    [
        dataclasses.replace(NEW, unit_id=uuid.uuid4()),
        dataclasses.replace(NEW, role="NOBODY"),
        dataclasses.replace(NEW, agency={"nothing": 1}),
        dataclasses.replace(NEW, password="yếu"),
    ],
    ids=["unit", "role", "agency", "password"],
)
def test_an_office_that_can_not_be_made_leaves_an_empty_folder(
    told: NewOffice, tmp_path: Path, clock: StoppedClock
) -> None:
    folder = tmp_path / "new"
    with pytest.raises(Exception):  # noqa: B017, PT011 -- whatever it is, nothing may be left
        create_office(folder, told, clock, CHEAP)
    left = [p.name for p in folder.iterdir()] if folder.exists() else []
    assert left in ([], ["office.lock"])
    if folder.exists():
        FolderLock(folder).release()


def test_signing_in_is_written_down(office: Office) -> None:
    with office.store.connection() as connection:
        (event,) = read_events(connection)
    assert (event.kind, event.user, event.at) == ("sign_in", "lan", NOW)


@pytest.mark.parametrize("name", ["lan", "LAN", " Lan ", "làn"])
def test_the_name_of_an_account_is_read_kindly(
    name: str, blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    office = open_office(folder, name, blank_office.password, clock)
    assert (office.user.name, office.user.full_name) == ("lan", "Nguyễn Thị Lan")
    office.close()


@pytest.mark.parametrize(("user", "password"), [("lan", "sai"), ("ai", "Hoa-mai-2026"), ("", "")])
def test_a_wrong_password_and_an_unknown_name_are_told_alike_and_hold_nothing(
    user: str, password: str, blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(WrongPassword) as caught:
        open_office(folder, user, password, clock)
    assert caught.value.message.startswith("Tên đăng nhập hoặc mật khẩu không đúng.")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    open_office(folder, blank_office.user, blank_office.password, clock).close()


def test_a_closed_account_does_not_come_in_and_does_not_hold_the_folder(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    with office.store.connection(write=True) as connection:
        connection.execute(sa.update(tables.users).values(active=False))
    office.close()
    for _ in range(2):
        with pytest.raises(WrongPassword, match="ngừng sử dụng"):
            open_office(folder, blank_office.user, blank_office.password, clock)


def test_a_lost_attachment_file_does_not_hold_the_folder(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    (folder / "files.db").write_bytes(b"x" * 5000)
    for _ in range(2):
        with pytest.raises(DamagedFile):
            open_office(folder, blank_office.user, blank_office.password, clock)


def test_the_recovery_code_gives_an_account_a_new_password(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    typed = blank_office.recovery_code.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    open_with_recovery(folder, typed, "lan", GOOD, clock).close()
    office = open_office(folder, "lan", GOOD, clock)
    with office.store.connection() as connection:
        (event,) = [event for event in read_events(connection) if event.kind == "user"]
    assert "mã khôi phục" in event.detail
    office.close()
    with pytest.raises(WrongPassword):
        open_office(folder, "lan", blank_office.password, clock)


@pytest.mark.parametrize(
    ("user", "password", "error"),
    [("lan", "yếu", UserError), ("nobody", GOOD, WrongPassword)],
)
def test_a_recovery_that_fails_changes_nothing(
    user: str,
    password: str,
    error: type[Exception],
    blank_office: Blank,
    folder: Path,
    clock: StoppedClock,
) -> None:
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(error):
        open_with_recovery(folder, blank_office.recovery_code, user, password, clock)
    assert (folder / "keys.json").read_bytes() == before
    open_office(folder, blank_office.user, blank_office.password, clock).close()


def test_keys_that_can_not_be_written_at_recovery_do_not_hold_the_folder(
    blank_office: Blank, folder: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opening.keys, "write_keys", full)
    for _ in range(2):
        with pytest.raises(UserError, match="đầy"):
            open_with_recovery(folder, blank_office.recovery_code, "lan", GOOD, clock)
    open_office(folder, blank_office.user, blank_office.password, clock).close()


def test_unlocking_takes_the_own_password_and_writes_down_what_failed(
    office: Office, blank_office: Blank
) -> None:
    unlock(office, blank_office.password)
    with pytest.raises(WrongPassword):
        unlock(office, "sai")
    with office.store.connection() as connection:
        assert read_events(connection)[0].kind == "failed_sign_in"


def test_changing_a_password(office: Office, blank_office: Blank) -> None:
    with pytest.raises(WrongPassword):
        change_password(office, "sai", GOOD)
    with pytest.raises(UserError, match="8 ký tự"):
        change_password(office, blank_office.password, "yếu")
    unlock(office, blank_office.password)
    change_password(office, blank_office.password, GOOD)
    unlock(office, GOOD)


@pytest.mark.parametrize(
    "weak",
    ["", "Ab-1", "abcdefg1-", "ABCDEFG1-", "Abcdefgh-", "Abcdefgh1", "Mai-Lan-2026", "mAi-LAN-1"],
)
def test_passwords_that_are_too_simple_are_refused(weak: str) -> None:
    with pytest.raises(UserError) as caught:
        check_password(weak, "lan")
    assert "Mật khẩu cũ vẫn như trước" in caught.value.message
    with pytest.raises(UserError) as caught:
        check_password(weak, "lan", first=True)
    assert "Chưa lập gì." in caught.value.message
    assert "cũ" not in caught.value.message


@pytest.mark.parametrize("good", ["Hoa-mai-2026", "Đường-số-7", "ẤpMới 1!", "aB3$aB3$"])
def test_passwords_of_four_classes_and_eight_signs_pass(good: str) -> None:
    check_password(good, "lan")


def test_a_new_recovery_code_takes_permission_and_ends_the_old(
    office: Office, blank_office: Blank, clock: StoppedClock
) -> None:
    office.user = dataclasses.replace(office.user, role="CAN_BO")
    with pytest.raises(NotAllowed):
        new_recovery_code(office)
    office.user = dataclasses.replace(office.user, role="QUAN_TRI")
    assert office.may(Permission.MANAGE_SETTINGS)
    code = new_recovery_code(office)
    office.close()
    with pytest.raises(WrongPassword):
        open_with_recovery(office.folder, blank_office.recovery_code, "lan", GOOD, clock)
    open_with_recovery(office.folder, code, "lan", GOOD, clock).close()


def test_a_closed_office_leaves_one_file_and_lets_others_in(
    blank_office: Blank, folder: Path, clock: StoppedClock
) -> None:
    office = open_office(folder, blank_office.user, blank_office.password, clock)
    makers.person(office)
    with pytest.raises(FolderInUse):
        open_office(folder, blank_office.user, blank_office.password, clock)
    office.close()
    assert {p.name for p in folder.iterdir()} <= {
        "office.db",
        "files.db",
        "keys.json",
        "keys-copy.json",
        "office.lock",
    }
    open_office(folder, blank_office.user, blank_office.password, clock).close()
