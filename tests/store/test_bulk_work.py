"""How connections treat the file, in daily work and while files are taken in."""

from __future__ import annotations

from desktop.operations.office import Office
from desktop.store.engine import BULK, DAILY, Pace
from desktop.store.timeline import write_meta


def pace(office: Office) -> Pace:
    with office.store.connection() as connection:
        asked = connection.exec_driver_sql
        return Pace(
            -int(asked("PRAGMA cache_size").scalar_one()),
            int(asked("PRAGMA wal_autocheckpoint").scalar_one()),
        )


def test_more_is_kept_and_less_is_folded_as_long_as_files_are_taken_in(office: Office) -> None:
    assert pace(office) == DAILY
    with office.store.bulk_work():
        assert pace(office) == BULK
        with office.store.bulk_work():
            assert pace(office) == BULK
        assert pace(office) == BULK
    assert pace(office) == DAILY


def test_a_second_connection_is_as_before_when_it_is_used_again(office: Office) -> None:
    with office.store.bulk_work(), office.store.connection():
        assert pace(office) == BULK
    with office.store.connection():
        assert pace(office) == DAILY


def test_what_was_saved_at_length_is_folded_into_the_file_at_the_end(office: Office) -> None:
    before = office.store.path.stat().st_size
    with office.store.bulk_work():
        with office.store.connection(write=True) as connection:
            write_meta(connection, "long", "x" * 8_000_000)  # 2,000 pages: folded at once else
        assert office.store.path.stat().st_size == before
    assert office.store.path.stat().st_size > before + 8_000_000
