"""Nobody knows a password any more: asking, two officers of the province, opening again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.base.errors import DamagedFile, InvalidValue, NotAllowed, UserError, WrongPassword
from desktop.operations import authority, enrolment, lost_passwords
from desktop.operations.authority import Sheets
from desktop.operations.exchange_keys import held_roster
from desktop.operations.lost_passwords import SEALED, SEALED_KEY, HelpRequest
from desktop.operations.office import Office, open_office
from desktop.store.events import read_events
from desktop.store.timeline import read_meta
from desktop.sync.recovery import RecoveryKey, unwrap
from three_offices import PASSWORD, TIEN_PHUOC_SCOPE, Offices, founded_offices, offices

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


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_what_came_up_earlier_helps_when_the_sealed_key_in_the_folder_is_no_good(
    damage: str, offices: Offices, sheets: Sheets
) -> None:
    folder = offices.folder / "a"
    with offices["a"].store.connection() as connection:
        came_up = bytes.fromhex(read_meta(connection, SEALED_KEY))
    offices.close("a")
    request = lost_passwords.ask_for_help(folder, "lan", NEW)
    broken = HelpRequest(request.scope, request.one_time, request.wrapped[:-1] + b"x")
    office = offices["tinh"]
    with pytest.raises(DamagedFile):
        lost_passwords.help_recover(office, broken, broken.code, sheets.recovery)
    answer = lost_passwords.help_recover(office, broken, broken.code, sheets.recovery, came_up)
    lost_passwords.recover_with_help(folder, answer, "lan", NEW, offices.clock).close()
    if damage == "lost":
        (folder / SEALED).unlink()
    else:
        (folder / SEALED).write_bytes(b"SOXASEL1 something else")
    with pytest.raises(UserError, match=r"recovery\.sealed"):
        lost_passwords.ask_for_help(folder, "lan", NEW)


def test_an_office_without_a_card_is_told_to_use_its_code(offices: Offices) -> None:
    with pytest.raises(UserError, match="mã khôi phục"):
        lost_passwords.ask_for_help(offices.folder / "b", "lan", NEW)


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
