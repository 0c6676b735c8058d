"""The triggers: nothing is written past the stamping, nothing written for ever is changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DatabaseError

import makers
from desktop.operations.office import Office
from desktop.records import record_types
from desktop.store import guards
from desktop.store.check import check
from desktop.store.upgrade import upgrade

RECORDS = list(record_types())


def refused(office: Office, word: str) -> Callable[[str], None]:
    def ask(sql: str) -> None:
        with (
            pytest.raises(DatabaseError, match=word),
            office.store.connection(write=True) as connection,
        ):
            connection.exec_driver_sql(sql)

    return ask


FILL = """INSERT INTO {table}(id, scope, comp, sv, sq) VALUES (x'{id}', 20854, 0, x'00', 1)"""


def test_no_row_is_changed_unstamped_deleted_or_replaced(office: Office) -> None:
    unstamped, deleted = refused(office, "unstamped write"), refused(office, "use void or purge")
    for table in RECORDS:
        with office.store.connection(write=True) as connection:
            connection.exec_driver_sql(FILL.format(table=table, id="01"))
            connection.exec_driver_sql(FILL.format(table=table, id="02"))
        unstamped(f"UPDATE {table} SET void_reason = 'x' WHERE id = x'01'")
        deleted(f"DELETE FROM {table} WHERE id = x'01'")
        deleted(FILL.format(table=table, id="01").replace("INSERT", "INSERT OR REPLACE"))
        deleted(f"UPDATE OR REPLACE {table} SET id = x'01', sq = 9 WHERE id = x'02'")


def test_a_stamped_change_and_a_purge_pass(office: Office) -> None:
    for table in RECORDS:
        with office.store.connection(write=True) as connection:
            connection.exec_driver_sql(FILL.format(table=table, id="01"))
            connection.exec_driver_sql(
                f"UPDATE {table} SET void_reason = 'x', sq = 2 WHERE id = x'01'"
            )
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO sync_grave(id, hlc, origin_no, sq) VALUES (x'01', 1, 1, 3)"
            )
            gone = connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = x'01'")
            assert gone.rowcount == 1


@pytest.mark.parametrize("table", guards.APPEND_ONLY)
def test_what_is_written_for_ever_is_neither_changed_nor_forgotten(
    table: str, office: Office
) -> None:
    from desktop.operations import records

    person = makers.person(office)
    records.save(office, "people", person, {"phone": "0905123456"})
    with office.store.connection() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
    ask = refused(office, "written for ever")
    ask(f"UPDATE {table} SET user = ''" if table == "events" else f"UPDATE {table} SET hlc = 1")
    ask(f"DELETE FROM {table}")


def test_any_missing_guard_is_found_and_set_up_again(office: Office) -> None:
    for name in guards.guards():
        with office.store.connection(write=True) as connection:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
            with pytest.raises(AssertionError):
                guards.check_guards(connection)
            guards.raise_guards(connection)
            guards.check_guards(connection)


def test_a_weakened_guard_is_found(office: Office) -> None:
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER people_d")
        connection.exec_driver_sql(
            "CREATE TRIGGER people_d BEFORE DELETE ON people WHEN 0 BEGIN SELECT 1; END"
        )
    assert check(office.store) == ["Các chốt chặn ghi tắt không còn đủ."]


def test_an_upgrade_sets_the_guards_up_again(office: Office) -> None:
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER case_files_u")
    upgrade(office.store.engine)
    assert check(office.store) == []
