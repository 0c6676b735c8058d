"""How much of the file connections keep in memory, in daily work and while files are taken in."""

from __future__ import annotations

from desktop.operations.office import Office
from desktop.store.engine import PAGE_CACHE_KIB, WIDE_CACHE_KIB


def kept(office: Office) -> int:
    with office.store.connection() as connection:
        return -int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())


def test_more_is_kept_as_long_as_files_are_taken_in(office: Office) -> None:
    assert kept(office) == PAGE_CACHE_KIB
    with office.store.wide_cache():
        assert kept(office) == WIDE_CACHE_KIB
        with office.store.wide_cache():
            assert kept(office) == WIDE_CACHE_KIB
        assert kept(office) == WIDE_CACHE_KIB
    assert kept(office) == PAGE_CACHE_KIB


def test_a_second_connection_gives_its_memory_back_when_it_is_used_again(office: Office) -> None:
    with office.store.wide_cache(), office.store.connection():
        assert kept(office) == WIDE_CACHE_KIB
    with office.store.connection():
        assert kept(office) == PAGE_CACHE_KIB
