"""The office's database, and the one way to change it."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlcipher3 import dbapi2

from desktop.base.clock import Clock
from desktop.records import Record
from desktop.store.engine import (
    BULK,
    DAILY,
    WRITING,
    RawConnection,
    open_engine,
    raw_connection,
    readable_trouble,
)
from desktop.store.exchange.arrivals import Left
from desktop.store.exchange.inbound import Inbound
from desktop.store.exchange.rights import Judge
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.tally import Watch
from desktop.store.stamping import CHANGES, Stamper
from desktop.store.timeline import Timeline

_PACE = "soxa_pace"
"""What is noted of a connection: how it treats the file now."""


@dataclass(frozen=True)
class Changes:
    """Which records an operation touched; windows decide from it what to refresh."""

    records: frozenset[tuple[str, uuid.UUID]]

    @classmethod
    def of(cls, *records: Record) -> Changes:
        """Just these records."""
        return cls(frozenset((record.__tablename__, record.id) for record in records))

    @classmethod
    def made_in(cls, session: Session) -> Changes:
        """All that a ``writing`` session wrote."""
        return cls(frozenset(session.info[CHANGES]))

    def touch(self, table: str) -> bool:
        """Whether a record of this type is among them."""
        return any(name == table for name, _ in self.records)

    def ids(self, table: str) -> frozenset[uuid.UUID]:
        """The records of one type."""
        return frozenset(record_id for name, record_id in self.records if name == table)

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.records | other.records)


class Store:
    """Reads and writes the database file of one office."""

    def __init__(self, path: Path, key: bytes, clock: Clock, *, new: bool = False) -> None:
        """Open the file, or make it if new. Raises DamagedFile."""
        self.path = path
        self.key = key
        self.clock = clock
        self.declared: Shapes | None = None
        """The record types that the program knows, in place of all that it declares."""
        self.engine = open_engine(path, key, new=new)
        self._writing = self.engine.execution_options(**WRITING)
        self._timeline: Timeline | None = None
        self._bulk = 0
        event.listen(self.engine, "checkout", self._fit_pace)

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A session that sees one state of the file."""
        with readable_trouble(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, user: str, kind: str = "save") -> Generator[Session]:
        """Save everything done inside, or nothing of it.

        user: the account that is written in the log; kind: what is done, as the log names it.
        Raises DiskTrouble if the disk refuses; the file is then as before.
        """
        with readable_trouble(), Session(self._writing, expire_on_commit=False) as session:
            timeline = self._current_timeline(session.connection())
            try:
                Stamper(session, timeline, user, kind)
                yield session
                session.commit()
            except BaseException:
                self._timeline = None
                raise

    @contextmanager
    def bulk_work(self) -> Generator[None]:
        """Expect much to be read and written in here, all over the file, as when files are taken in.

        Connections keep more of the file in memory, and the write-ahead log is folded in seldom.
        """
        self._bulk += 1
        try:
            yield
        finally:
            self._bulk -= 1
            with self.engine.connect() as connection:
                # The connection that was used last gives its memory back, and what is left to fold
                # is not the next save's to wait for. All of it is on the disk before.
                if not self._bulk:
                    with suppress(dbapi2.DatabaseError):
                        raw_connection(connection).execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _fit_pace(self, raw: RawConnection, record: ConnectionPoolEntry, _lent: object) -> None:
        """Have a connection that is lent keep and fold as much of the file as is wanted now."""
        wanted = BULK if self._bulk else DAILY
        if record.info.get(_PACE, DAILY) == wanted:
            return
        for pragma in wanted.pragmas:
            raw.execute(f"PRAGMA {pragma}")
        if not self._bulk:
            raw.execute("PRAGMA shrink_memory")
        record.info[_PACE] = wanted

    @contextmanager
    def importing(
        self,
        user: str,
        watch: Watch | None = None,
        judge: Judge | None = None,
        left: Left | None = None,
    ) -> Generator[Inbound]:
        """Take in one package, or nothing of it.

        user: the account that is written in the log. watch: hears of each row that is changed. judge: whether a PC may
        have written a row. left: rows that are set aside instead of taken in. Raises DiskTrouble if the disk refuses.
        """
        with self.connection(write=True) as connection:
            try:
                timeline = self._current_timeline(connection)
                declared = self.declared
                yield Inbound(connection, timeline, user, watch, judge, left, declared=declared)
            except BaseException:
                self._timeline = None
                raise

    def _current_timeline(self, connection: sa.Connection) -> Timeline:
        if self._timeline is None:
            self._timeline = Timeline(connection, self.clock)
        return self._timeline

    def forget_timeline(self) -> None:
        """Read this PC's place in time anew with the next write."""
        self._timeline = None

    def timeline(self) -> Timeline:
        """This PC's place in time, as a reader sees it now."""
        with self.connection() as connection:
            return Timeline(connection, self.clock)

    @contextmanager
    def connection(self, *, write: bool = False) -> Generator[sa.Connection]:
        """A plain connection in one transaction, for tables that are not records."""
        engine = self._writing if write else self.engine
        with readable_trouble(), engine.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Write the file anew without its free pages, and empty the write-ahead log.

        Raises DiskTrouble if there is no room for it; the file is then as before.
        """
        with readable_trouble(), self.engine.connect() as connection:
            file = connection.connection.driver_connection
            assert file is not None
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Fold the write-ahead log into the file and let it go."""
        try:
            with readable_trouble(), self.engine.connect() as connection:
                file = connection.connection.driver_connection
                assert file is not None
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.engine.dispose()
