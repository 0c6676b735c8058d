"""An import that is stopped, or that the disk or the stick stops: all is as before, and said so."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import Cancelled, DiskTrouble
from desktop.fields import Partial
from desktop.operations import incoming, room_for_imports, upkeep
from desktop.operations.imports_taken_back import received_files
from desktop.operations.incoming import look_at
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.opened_files import SPOOL
from desktop.operations.receiving import examine, receive
from desktop.operations.sending import send
from desktop.records import Person
from desktop.store.bulk import add_in_bulk
from desktop.store.exchange.arrivals import Arrivals
from desktop.sync import reader
from exchange.enrolled import Offices, copied, enrolled_offices, offices, stick
from store.test_accidents import fill, mounted

__all__ = ["enrolled_offices", "offices", "stick"]
MANY = 1500
LETTERS = "abcdefghijklmnopqrstuvwxyz "


def big_file(offices: Offices, stick: Path) -> Path:
    """A file of which the rows come in several parts."""
    words = random.Random(5)
    with offices["a"].writing() as session:
        told = (
            Person(
                full_name="Nguyễn Văn Nhiều",
                sex="NAM",
                birth_date=Partial(1990),
                note="".join(words.choices(LETTERS, k=900)),
            )
            for _ in range(MANY)
        )
        add_in_bulk(session, told)
    return send(offices["a"], offices.scope("tinh"), stick).path


def count_of_people(office: Office) -> int:
    with office.reading() as session:
        asked = sa.select(sa.func.count()).select_from(Person)
        return session.scalar(asked) or 0


def traces(office: Office) -> tuple[Any, ...]:
    """Whatever an import could leave."""
    tables = ("sync_log", "sync_origin", "sync_bound", "sync_edge", "sync_refused", "sync_before")
    with office.store.connection() as connection:
        counts = tuple(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables
        )
    spool = office.folder / SPOOL
    left = sorted(one.name for one in spool.iterdir()) if spool.exists() else []
    return counts, count_of_people(office), received_files(office), left


class Begun(NamedTuple):
    """Rows that were given to the database so far."""

    rows: list[int]

    def stop(self, _done: int, _total: int) -> None:
        """Progress that stops once rows have come."""
        if self.rows:
            raise Cancelled


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begun:
    rows: list[int] = []
    take = Arrivals.take

    def watched(self: Arrivals, block: Any) -> None:
        take(self, block)
        rows.append(self.tally.changed)

    monkeypatch.setattr(Arrivals, "take", watched)
    return Begun(rows)


@pytest.mark.parametrize("many", [False, True])
def test_an_import_that_is_stopped_after_rows_have_come_leaves_nothing(
    offices: Offices, stick: Path, begun: Begun, many: bool
) -> None:
    path, top = big_file(offices, stick), offices["tinh"]
    before = traces(top)
    if many:
        morning = receive_all(top, [path], begun.stop)
        assert (morning.receipts, morning.stopped) == ([], [path])
    else:
        with pytest.raises(Cancelled):
            receive(top, path, begun.stop)
    assert begun.rows[-1] > 0
    assert traces(top) == before
    assert upkeep.check_office(top) == []
    assert not receive(top, path).again
    assert count_of_people(top) == MANY


def test_a_look_that_is_stopped_after_rows_have_come_leaves_nothing(
    offices: Offices, stick: Path, begun: Begun
) -> None:
    path, top = big_file(offices, stick), offices["tinh"]
    before = traces(top)
    with pytest.raises(Cancelled):
        look_at(top, path, begun.stop)
    assert begun.rows[-1] > 0
    assert traces(top) == before
    assert look_at(top, path).total >= MANY


class Pulled(io.FileIO):
    """A file on a stick that is pulled out after its first bytes were read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(min(size or 0, 1000))


@pytest.mark.parametrize("deed", [receive, examine, look_at])
def test_a_stick_that_is_pulled_while_it_is_read_is_told(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, deed: Any
) -> None:
    makers.person(offices["a"])
    path, top = send(offices["a"], offices.scope("tinh"), stick).path, offices["tinh"]
    before, opened = traces(top), Path.open

    def open_on_stick(self: Path, *args: Any, **kwargs: Any) -> Any:
        return Pulled(str(self)) if self == path else opened(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(reader.Path, "open", open_on_stick)
        with pytest.raises(DiskTrouble, match=r"USB có thể đã bị rút.*Chưa có gì thay đổi"):
            deed(top, path)
    assert traces(top) == before
    assert not receive(top, path).again


# -- the disk ---------------------------------------------------------------------------


class Usage(NamedTuple):
    """What the system says of a disk."""

    free: int


@pytest.mark.parametrize("deed", ["receive", "look_at", "take_in"])
def test_a_disk_without_room_is_told_before_anything_is_done(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    path, top = big_file(offices, stick), offices["tinh"]
    before, identity = traces(top), examine(top, path)
    needed = room_for_imports.room_needed(identity)
    assert needed >= int(2.5 * path.stat().st_size)
    free = [needed - 1]
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(free[0]))
    deeds = {
        "receive": lambda: receive(top, path),
        "look_at": lambda: look_at(top, path),
        "take_in": lambda: incoming.take_in(top, [path]),
    }
    with pytest.raises(DiskTrouble, match=r"MB trống; nhận tệp .* cần khoảng \d+ MB. Chưa có gì"):
        deeds[deed]()
    assert traces(top) == before
    free[0] = needed
    deeds[deed]()


def test_a_file_of_short_rows_is_measured_by_its_rows(offices: Offices, stick: Path) -> None:
    with offices["a"].writing() as session:
        add_in_bulk(session, (Person(full_name="Lê An", sex="NAM") for _ in range(MANY)))
    identity = examine(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    assert identity.size * 2.5 < MANY * 400
    assert room_for_imports.room_needed(identity) >= 2.5 * MANY * 400


def test_a_disk_that_can_not_be_asked_is_tried(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_place: Path) -> Usage:
        raise OSError(1, "Operation not permitted")

    makers.person(offices["a"])
    path = send(offices["a"], offices.scope("tinh"), stick).path
    monkeypatch.setattr(shutil, "disk_usage", refused)
    assert receive(offices["tinh"], path).tally.changed > 0


@pytest.fixture
def small_disk(enrolled_offices: Path, tmp_path: Path) -> Iterator[Offices]:
    """The offices on a disk of their own."""
    disk = tmp_path / "disk"
    with (
        mounted(disk, "-t", "tmpfs", "-o", "size=64m", "none"),
        copied(enrolled_offices, disk / "offices") as found,
    ):
        yield found


def test_a_disk_that_fills_up_during_an_import_leaves_all_as_before(
    small_disk: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch, begun: Begun
) -> None:
    path, top = big_file(small_disk, stick), small_disk["tinh"]
    makers.person(top, "Trần Thị Trước")
    before = traces(top)
    # It was asked while there was room; somebody else filled it since.
    monkeypatch.setattr(room_for_imports, "require_room", lambda *_: None)
    monkeypatch.setattr("desktop.operations.receiving.require_room", lambda *_: None)
    taken = fill(small_disk.folder.parent, leave=path.stat().st_size + 200_000)
    with pytest.raises(DiskTrouble, match="đã đầy"):
        receive(top, path)
    assert begun.rows, "it was to fill up while rows are written, not before"
    taken.unlink()
    assert traces(top) == before
    assert upkeep.check_office(top) == []
    small_disk.close("tinh")
    assert upkeep.check_office(small_disk["tinh"]) == []
    assert not receive(small_disk["tinh"], path).again
    assert count_of_people(small_disk["tinh"]) == MANY + 1
