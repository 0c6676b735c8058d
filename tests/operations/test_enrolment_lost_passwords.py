"""Nobody knows a password any more: asking, two officers of the province, opening again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.errors import DamagedFile, InvalidValue, NotAllowed, UserError, WrongPassword
from desktop.operations import authority, enrolment, lost_passwords
from desktop.operations.authority import Sheets
from desktop.operations.exchange_keys import held_roster, own_keys
from desktop.operations.help_requests import HelpRequest, asking_words
from desktop.operations.kept_keys import SEALED_KEY, keep_key, kept_key
from desktop.operations.lost_passwords import SEALED
from desktop.operations.office import Office, open_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.store import keys
from desktop.store.events import read_events
from desktop.store.timeline import read_meta
from desktop.sync.manifest import Manifest
from desktop.sync.reader import open_package
from desktop.sync.recovery import RecoveryKey, unwrap, wrap_for_recovery
from three_offices import (
    PASSWORD,
    PROVINCE_SCOPE,
    TIEN_PHUOC_SCOPE,
    Offices,
    founded_offices,
    offices,
)

__all__ = ["founded_offices", "offices"]

NEW = "Hoa-dao-2027"


@pytest.fixture
def sheets(offices: Offices) -> Sheets:
    """Those of a province whose one commune has its card; nobody has the commune open."""
    made = authority.found_authority(offices["tinh"])
    asked = enrolment.request_membership(offices["a"])
    approved = authority.approve(
        offices["tinh"], asked.request, asked.code, made.authority[:2], compartments=(3,)
    )
    enrolment.accept_card(offices["a"], approved.card, approved.code)
    offices.close("a")
    return made


def answered(offices: Offices, sheets: Sheets, request: HelpRequest) -> bytes:
    read, name = lost_passwords.read_help_request(offices["tinh"], request.to_bytes())
    assert read == request
    assert name == "UBND xã Tiên Phước"
    return lost_passwords.help_recover(offices["tinh"], read, request.code, sheets.recovery)


def test_the_province_opens_an_office_whose_passwords_are_lost(
    offices: Offices, sheets: Sheets
) -> None:
    folder = offices.folder / "a"
    request = lost_passwords.ask_for_help(folder, "lan", NEW)
    assert request.scope == TIEN_PHUOC_SCOPE
    answer = answered(offices, sheets, request)
    opened = lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock)
    with opened.store.connection() as connection:
        told = [event.detail for event in read_events(connection) if event.kind == "user"]
    assert told == ["Đặt lại mật khẩu nhờ tỉnh giúp"]
    opened.close()
    open_office(folder, "lan", NEW, offices.clock).close()
    with pytest.raises(WrongPassword):
        open_office(folder, "lan", PASSWORD, offices.clock)
    with pytest.raises(UserError, match="chưa xin tỉnh giúp"):
        lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock)
    with offices["tinh"].store.connection() as connection:
        (told, *_) = [event.detail for event in read_events(connection) if event.kind == "keys"]
    assert told == f"Giúp cơ quan số {TIEN_PHUOC_SCOPE} mở lại dữ liệu"


def test_neither_file_nor_folder_gives_the_key_away(offices: Offices, sheets: Sheets) -> None:
    key = offices["a"].store.key
    offices.close("a")
    folder = offices.folder / "a"
    request = lost_passwords.ask_for_help(folder, "lan", NEW)
    answer = answered(offices, sheets, request)
    plain = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for content in (*plain, request.to_bytes(), answer):
        assert key not in content
        assert key.hex().encode() not in content


def test_another_code_or_one_officer_alone_helps_nobody(offices: Offices, sheets: Sheets) -> None:
    request = lost_passwords.ask_for_help(offices.folder / "a", "lan", NEW)
    office = offices["tinh"]
    with pytest.raises(InvalidValue, match="không khớp với yêu cầu mở lại"):
        lost_passwords.help_recover(office, request, "1234 5678", sheets.recovery)
    with pytest.raises(InvalidValue, match="mới có 1"):
        lost_passwords.help_recover(office, request, request.code, sheets.recovery[:1])
    with pytest.raises(InvalidValue, match="loại khóa khác"):
        lost_passwords.help_recover(office, request, request.code, sheets.authority[:2])


def test_the_answer_is_for_one_request_and_the_password_typed_then(
    offices: Offices, sheets: Sheets
) -> None:
    folder = offices.folder / "a"
    earlier = answered(offices, sheets, lost_passwords.ask_for_help(folder, "lan", NEW))
    answer = answered(offices, sheets, lost_passwords.ask_for_help(folder, "lan", NEW))
    with pytest.raises(DamagedFile):
        lost_passwords.recover_with_help(folder, earlier, "lan", NEW, offices.clock)
    for user, password in (("lan", "Hoa-khac-2027"), ("ai-do", NEW)):
        with pytest.raises(WrongPassword, match="lúc lập yêu cầu"):
            lost_passwords.recover_with_help(folder, answer, user, password, offices.clock)
    with pytest.raises(DamagedFile):
        lost_passwords.recover_with_help(folder, answer[:-1], "lan", NEW, offices.clock)
    open_office(folder, "lan", PASSWORD, offices.clock).close()
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()


def test_an_account_that_is_not_there_is_not_let_in(offices: Offices, sheets: Sheets) -> None:
    folder = offices.folder / "a"
    answer = answered(offices, sheets, lost_passwords.ask_for_help(folder, "khach", NEW))
    with pytest.raises(WrongPassword, match="ngừng sử dụng"):
        lost_passwords.recover_with_help(folder, answer, "khach", NEW, offices.clock)
    open_office(folder, "lan", PASSWORD, offices.clock).close()


def test_a_sealed_key_that_is_known_otherwise_helps_when_the_one_in_the_request_is_no_good(
    offices: Offices, sheets: Sheets
) -> None:
    folder = offices.folder / "a"
    with offices["a"].store.connection() as connection:
        known = bytes.fromhex(read_meta(connection, SEALED_KEY))
    offices.close("a")
    request = lost_passwords.ask_for_help(folder, "lan", NEW)
    broken = HelpRequest(request.scope, request.one_time, request.wrapped[:-1] + b"x")
    office = offices["tinh"]
    with pytest.raises(DamagedFile):
        lost_passwords.help_recover(office, broken, broken.code, sheets.recovery)
    answer = lost_passwords.help_recover(office, broken, broken.code, sheets.recovery, known)
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()


def came_up(offices: Offices, folder: Path) -> None:
    """The commune has sent the province a file."""
    stick = folder / "USB"
    stick.mkdir(exist_ok=True)
    receive(offices["tinh"], send(offices["a"], PROVINCE_SCOPE, stick).path)
    offices.close("a")


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_copy_without_its_sealed_key_is_opened_with_the_one_that_came_up(
    damage: str, offices: Offices, sheets: Sheets, tmp_path: Path
) -> None:
    came_up(offices, tmp_path)
    folder = offices.folder / "a"
    if damage == "lost":
        (folder / SEALED).unlink()
    else:
        (folder / SEALED).write_bytes(b"SOXASEL1 something else")
    asked = lost_passwords.ask_for_help(folder, "lan", NEW)
    assert (asked.scope, asked.wrapped) == (0, b"")
    office = offices["tinh"]
    request, name = lost_passwords.read_help_request(office, asked.to_bytes())
    assert (request.scope, name) == (TIEN_PHUOC_SCOPE, "UBND xã Tiên Phước")
    assert request.code == asked.code
    assert asking_words(request, name).endswith("Dùng khóa niêm phong đã gửi lên ngày 21/11/2026.")
    answer = lost_passwords.help_recover(office, request, asked.code, sheets.recovery)
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()
    open_office(folder, "lan", NEW, offices.clock).close()


def test_a_sealed_key_for_an_older_recovery_key_gives_way_to_the_one_that_came_up(
    offices: Offices, sheets: Sheets, tmp_path: Path
) -> None:
    came_up(offices, tmp_path)
    folder, office = offices.folder / "a", offices["tinh"]
    asked = lost_passwords.ask_for_help(folder, "lan", NEW)
    old = wrap_for_recovery(bytes(32), RecoveryKey.new().public)
    asked = replace(asked, wrapped=old)
    request, _ = lost_passwords.read_help_request(office, asked.to_bytes())
    answer = lost_passwords.help_recover(office, request, asked.code, sheets.recovery)
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()


def test_what_came_up_is_of_no_use_to_others_and_nobody_replaces_it(
    offices: Offices, sheets: Sheets, tmp_path: Path
) -> None:
    came_up(offices, tmp_path)
    office, ring = offices["tinh"], keys.read_keys(offices.folder / "a").office
    manifest = manifest_in(office, next((tmp_path / "USB").iterdir()))
    with office.store.connection(write=True) as connection:
        kept, roster = kept_key(connection, ring), held_roster(connection)
        assert kept is not None
        assert kept.scope == TIEN_PHUOC_SCOPE
        assert offices["a"].store.key not in kept.wrapped
        for told in ([ring, b"x" * 2000], [ring], [b"", b"x"], 7, [[], []]):
            keep_key(connection, roster, replace(manifest, unknown={"key": told}))
        other = replace(manifest, office=PROVINCE_SCOPE, unknown={"key": [ring, b"x"]})
        keep_key(connection, roster, other)
        assert kept_key(connection, ring) == kept


def manifest_in(office: Office, path: Path) -> Manifest:
    with office.store.connection(write=True) as connection:
        own, roster = own_keys(connection), held_roster(connection)
    with open_package(path, office.folder / "spool") as package:
        package.verify(roster.device(package.header.sender).sign)
        return package.read_manifest(own.identities)


def test_who_never_sent_anything_is_told_to_use_the_printed_code(
    offices: Offices, sheets: Sheets
) -> None:
    asked = lost_passwords.ask_for_help(offices.folder / "b", "lan", NEW)
    assert not asked.wrapped
    with pytest.raises(UserError, match="mã khôi phục in trên giấy"):
        lost_passwords.read_help_request(offices["tinh"], asked.to_bytes())


def test_a_request_of_the_former_form_is_read(offices: Offices, sheets: Sheets) -> None:
    folder = offices.folder / "a"
    former = replace(lost_passwords.ask_for_help(folder, "lan", NEW), ring=b"")
    assert former.to_bytes().startswith(b"SOXAASK1")
    request, _ = lost_passwords.read_help_request(offices["tinh"], former.to_bytes())
    assert request == former
    answer = lost_passwords.help_recover(offices["tinh"], request, former.code, sheets.recovery)
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()


def test_a_simple_password_is_refused_before_anything_is_written(
    offices: Offices, sheets: Sheets
) -> None:
    folder = offices.folder / "a"
    before = sorted(folder.rglob("*"))
    with pytest.raises(UserError, match="ít nhất 8 ký tự"):
        lost_passwords.ask_for_help(folder, "lan", "yếu")
    assert sorted(folder.rglob("*")) == before


def test_a_request_that_was_changed_on_its_way_is_refused(offices: Offices, sheets: Sheets) -> None:
    content = lost_passwords.ask_for_help(offices.folder / "a", "lan", NEW).to_bytes()
    for at in range(0, len(content), 7):
        changed = content[:at] + bytes((content[at] ^ 1,)) + content[at + 1 :]
        with pytest.raises(DamagedFile):
            lost_passwords.read_help_request(offices["tinh"], changed)
    with pytest.raises(DamagedFile):
        lost_passwords.read_help_request(offices["tinh"], b"")


def test_a_new_recovery_key_seals_the_database_key_anew_and_a_lost_file_comes_back(
    offices: Offices, sheets: Sheets
) -> None:
    office, path = offices["a"], offices.folder / "a" / SEALED
    first = path.read_bytes()
    path.unlink()
    with office.store.connection(write=True) as connection:
        lost_passwords.seal_key(office, connection, held_roster(connection))
    assert path.read_bytes() == first
    again = RecoveryKey.new()
    with office.store.connection(write=True) as connection:
        changed = replace(held_roster(connection), recovery=again.public)
        lost_passwords.seal_key(office, connection, changed)
        wrapped = bytes.fromhex(read_meta(connection, SEALED_KEY))
    assert unwrap(wrapped, again) == office.store.key
    assert path.read_bytes() != first


def test_only_who_keeps_the_keys_helps(
    offices: Offices, sheets: Sheets, open_as: Callable[..., Office]
) -> None:
    request = lost_passwords.ask_for_help(offices.folder / "a", "lan", NEW)
    clerk = open_as("CAN_BO")
    with pytest.raises(NotAllowed):
        lost_passwords.read_help_request(clerk, request.to_bytes())
    with pytest.raises(NotAllowed):
        lost_passwords.help_recover(clerk, request, request.code, sheets.recovery)
