"""The triggers: nothing is written past the stamping, nothing written for ever is changed."""

from __future__ import annotations

from collections.abc import Callable

import makers
import pytest
import sqlalchemy as sa

from desktop.operations.office import Office
from desktop.records import record_types
from desktop.store import guards
from desktop.store.check import check
from desktop.store.upgrade import upgrade

RECORDS = list(record_types())


def refused(office: Office, word: str) -> Callable[[str], None]:
    def ask(sql: str) -> None:
        with (
            pytest.raises(sa.exc.DatabaseError, match=word),
            office.store.connection(write=True) as connection,
        ):
            connection.exec_driver_sql(sql)

    return ask


FILL = """INSERT INTO {table}(id, scope, comp, sv, sq) VALUES (x'01', 20854, 0, x'00', 1)"""


@pytest.mark.parametrize("table", RECORDS)
def test_a_row_is_neither_changed_unstamped_nor_deleted_nor_replaced(
    table: str, office: Office
) -> None:
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql(FILL.format(table=table))
    refused(office, "unstamped write")(f"UPDATE {table} SET void_reason = 'x' WHERE id = x'01'")
    refused(office, "use void or purge")(f"DELETE FROM {table} WHERE id = x'01'")
    refused(office, "use void or purge")(
        FILL.format(table=table).replace("INSERT", "INSERT OR REPLACE")
    )
    refused(office, "use void or purge")(f"UPDATE OR REPLACE {table} SET id = x'01', sq = 9")


@pytest.mark.parametrize("table", RECORDS)
def test_a_stamped_change_and_a_purge_pass(table: str, office: Office) -> None:
    with office.store.connection(write=True) as connection:
        connection.exec_driver_sql(FILL.format(table=table))
        connection.exec_driver_sql(f"UPDATE {table} SET void_reason = 'x', sq = 2 WHERE id = x'01'")
        connection.exec_driver_sql(
            "INSERT INTO sync_grave(id, hlc, origin_no, sq) VALUES (x'01', 1, 1, 3)"
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
    refused(office, "written for ever")(f"UPDATE {table} SET hlc = 1" if table != "events" else f"UPDATE {table} SET user = ''")
    refused(office, "written for ever")(f"DELETE FROM {table}")


@pytest.mark.parametrize("name", guards.guards())
def test_a_missing_guard_is_found_and_set_up_again(name: str, office: Office) -> None:
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
