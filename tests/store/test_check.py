"""The check finds every kind of damage that a raw hand can do to the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

import makers
from desktop.operations import records
from desktop.operations.office import Office
from desktop.store import guards
from desktop.store.check import check
from desktop.store.engine import connect


@pytest.fixture
def worked_in(office: Office) -> Office:
    case = makers.case(office)
    makers.contact(office, case)
    records.save(office, "case_files", case, {"risk_level": "CAO"})
    office.note("print", "Q7")
    return office


def by_hand(office: Office, *statements: str) -> None:
    """Change the file past everything: triggers dropped and set up again, keys off."""
    file = connect(office.store.path, office.store.key)
    file.execute("PRAGMA foreign_keys = OFF")
    for name in guards.guards():
        file.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        file.execute(statement)
    for sql in guards.guards().values():
        file.execute(sql)
    file.close()


def test_an_office_that_was_worked_in_is_sound(worked_in: Office) -> None:
    assert check(worked_in.store) == []


FIRST = "(SELECT min(seq) FROM sync_log WHERE seq > 1)"
DAMAGE: dict[str, tuple[str, str]] = {
    "nonce of the log": (
        f"UPDATE sync_log SET nonce = x'0011223344556677' WHERE seq = {FIRST}",
        "Nhật ký thay đổi bị sửa ở dòng 2.",
    ),
    "digest of the log": (
        f"UPDATE sync_log SET digest = zeroblob(16) WHERE seq = {FIRST}",
        "Nhật ký thay đổi bị sửa ở dòng 2.",
    ),
    "time of the log": (
        f"UPDATE sync_log SET hlc = hlc + 1 WHERE seq = {FIRST}",
        "Nhật ký thay đổi bị sửa ở dòng 2.",
    ),
    "a hash of the log": (
        f"UPDATE sync_log SET h = zeroblob(12) WHERE seq = {FIRST}",
        "Nhật ký thay đổi bị sửa ở dòng 2.",
    ),
    "a line of the log gone": (
        f"DELETE FROM sync_log WHERE seq = {FIRST}",
        "Nhật ký thay đổi bị sửa ở dòng 3.",
    ),
    "the end of the log gone": (
        "DELETE FROM sync_log WHERE seq = (SELECT max(seq) FROM sync_log)",
        "Nhật ký thay đổi thiếu đoạn cuối: bảng case_files.",
    ),
    "an event changed": (
        "UPDATE events SET detail = 'Q1' WHERE kind = 'print'",
        "Nhật ký sử dụng bị sửa ở dòng 2.",
    ),
    "an event gone": (
        "DELETE FROM events WHERE no = 1",
        "Nhật ký sử dụng bị sửa ở dòng 2.",
    ),
    "a parent gone": (
        "DELETE FROM case_files",
        "Bảng contacts nhắc tới một bản ghi không có.",
    ),
    "a version cut": (
        "UPDATE people SET sv = x'0101', sq = sq + 0",
        "Bảng people có dòng mang phiên bản hỏng.",
    ),
    "a version of too few units": (
        "UPDATE people SET sv = CAST(x'0100000001' || substr(sv, 6) AS BLOB)",
        "Bảng people có dòng mang phiên bản hỏng.",
    ),
    "a migration that is not there": (
        "UPDATE alembic_version SET version_num = '0000'",
        "phiên bản mới hơn",
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found(what: str, worked_in: Office) -> None:
    statement, told = DAMAGE[what]
    by_hand(worked_in, statement)
    found = check(worked_in.store)
    assert [line for line in found if told in line], found


def test_what_another_connection_wrote_is_no_damage(worked_in: Office) -> None:
    """FTS5 would call its own index corrupt, by what it remembers of it from before."""
    for number in range(40):
        makers.person(worked_in, f"Người {'abcdefgh'[number % 8]}")
        with worked_in.store.engine.connect() as one, worked_in.store.engine.connect() as two:
            for connection in (one, two):
                sql = "SELECT rowid FROM search_words WHERE search_words MATCH 'nguoi'"
                connection.exec_driver_sql(sql).all()
    assert check(worked_in.store) == []


def test_a_missing_trigger_is_found(worked_in: Office) -> None:
    file = connect(worked_in.store.path, worked_in.store.key)
    file.execute("DROP TRIGGER sync_log_u")
    file.close()
    assert check(worked_in.store) == ["Các chốt chặn ghi tắt không còn đủ."]


def test_a_broken_index_is_found(worked_in: Office) -> None:
    file = connect(worked_in.store.path, worked_in.store.key)
    file.execute("PRAGMA writable_schema = ON")
    file.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, '(sort_key,', '(full_name,') "
        "WHERE name = 'ix_people_sort_key'"
    )
    file.close()
    worked_in.store.engine.dispose()
    assert any("Cấu trúc tệp office.db bị hỏng" in line for line in check(worked_in.store))


def test_every_finding_is_one_line_for_a_person(
    worked_in: Office, open_as: Callable[..., Office]
) -> None:
    by_hand(worked_in, "DELETE FROM case_files", "UPDATE people SET sv = x'00'")
    for line in check(worked_in.store):
        assert line[0].isupper()
        assert line.endswith(".")
        assert "\n" not in line


def test_the_check_changes_nothing(worked_in: Office) -> None:
    with worked_in.store.connection() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
    check(worked_in.store)
    with worked_in.store.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before
        assert connection.execute(sa.text("SELECT count(*) FROM events")).scalar() == 2
