"""One sending divided into files that mail systems let pass: any order, doubles, losses."""

from __future__ import annotations

import itertools
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import makers
from desktop.base.errors import DiskTrouble
from desktop.fields import StoredFile
from desktop.operations import attachments, lists, records, upkeep
from desktop.operations.enclosures import Enclosure, loads
from desktop.operations.exchange_state import exchange_state
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import Sent, pending, send
from desktop.operations.volumes import TooBig, Volume, write_volumes
from desktop.records import Record, record_types
from desktop.store.engine import raw_connection
from desktop.store.exchange.authors import lineage_of
from desktop.store.exchange.digests import Extent, read_digests
from desktop.store.parcels import PART
from desktop.sync import writer
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_attachments_between_offices import down, noise, paper, up
from exchange.test_files_between_offices import people, stick

__all__ = ["enrolled_offices", "offices", "stick"]

MAIL = 24_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CALLED = [f"Người {a}{b}" for a in "Abcdefgh" for b in "aeiou"]


def many_people(offices: Offices) -> None:
    """People with long words that no compression shortens."""
    words = random.Random(3)
    for name in CALLED:
        makers.person(offices["a"], name, note="".join(words.choices(LETTERS, k=900)))


def much(offices: Offices) -> list[StoredFile]:
    """People, and scans bigger than a file may be."""
    many_people(offices)
    return [paper(offices["a"], noise(size, size)) for size in (700_000, 3, 300_000, 0)]


def mailed(offices: Offices, stick: Path, limit: int = MAIL) -> Sent:
    return send(offices["a"], offices.scope("tinh"), stick, limit=limit)


def require_all(offices: Offices, files: list[StoredFile]) -> None:
    assert {*CALLED} <= people(offices, "tinh")
    for file in files:
        assert attachments.read_file(offices["tinh"], file) == noise(file.size, file.size)
    assert upkeep.check_office(offices["tinh"]) == []


def test_every_file_is_small_enough_and_any_order_will_do(offices: Offices, stick: Path) -> None:
    files = much(offices)
    sent = mailed(offices, stick, 400_000)
    paths = [sent.path, *sent.others]
    assert len(paths) > 3
    assert sorted(stick.iterdir()) == sorted(paths)
    assert all(path.stat().st_size <= 400_000 for path in paths)
    assert sent.size == sum(path.stat().st_size for path in paths)
    random.shuffle(paths)
    for path in paths:
        receive(offices["tinh"], path)
    require_all(offices, files)
    (state,) = [one for one in exchange_state(offices["tinh"]) if one.office == offices.scope("a")]
    assert state.missing == ()
    receive(offices["a"], down(offices, stick).path)
    waiting = pending(offices["a"], offices.scope("tinh"))
    assert (waiting.total, waiting.contents) == (0, 0)


def test_rows_of_many_savings_are_divided_between_them(offices: Offices, stick: Path) -> None:
    many_people(offices)
    sent = mailed(offices, stick)
    paths = [sent.path, *sent.others]
    assert len(paths) >= 2
    numbers = [receive(offices["tinh"], path).identity.number for path in reversed(paths)]
    assert numbers == list(range(len(paths), 0, -1))
    require_all(offices, [])
    receive(offices["a"], down(offices, stick).path)
    assert pending(offices["a"], offices.scope("tinh")).total == 0


def everything(office: Office) -> dict[str, list[Any]]:
    """All rows of records as they stand, but for the order in which they came."""
    found: dict[str, list[Any]] = {}
    with office.store.connection() as connection:
        for table, kind in record_types().items():
            columns = [one for one in kind.__table__.c if one.name not in ("sv", "sq")]
            rows = connection.execute(sa.select(*columns).order_by(kind.__table__.c.id))
            found[table] = [tuple(row) for row in rows]
        everybody = Extent(None, 0, frozenset(range(5)))
        digests = read_digests(raw_connection(connection), lineage_of(connection), everybody)
        found["versions"] = sorted(digests.items())
    return found


ORDERS = ("backwards", *range(3))


def in_order(order: str | int, paths: list[Path]) -> list[Path]:
    return paths[::-1] if order == "backwards" else random.Random(order).sample(paths, len(paths))


@pytest.mark.parametrize(
    ("order", "case_type"), [*((order, "KHAC") for order in ORDERS), ("backwards", "MT_NGHIEN")]
)
def test_what_comes_before_its_parent_ends_as_if_the_parent_had_come_first(
    offices: Offices, stick: Path, order: str | int, case_type: str
) -> None:
    """Stand-ins are filled by the rows that they stand for, in whatever order these come."""
    office = offices["a"]
    told = {"phone": "0950123987", "note": "Đến lần đầu", "id_number": "048190001234"}
    person = makers.person(office, "Nguyễn Thị Hường", **told)
    case = makers.case(office, person_id=person, case_type=case_type)
    makers.contact(office, case, content="Gặp tại nhà")
    relative = {"person_id": person, "full_name": "Lê Thị Bông", "relation": "ME"}
    makers.saved(office, "family_members", **relative)
    sent = mailed(offices, stick, 1)
    paths = [sent.path, *sent.others]
    assert len(paths) > 3
    found: list[dict[str, list[Any]]] = []
    untouched = offices.folder / "tinh chưa nhận"
    offices.close("tinh")
    shutil.copytree(offices.folder / "tinh", untouched)
    for some in (paths, in_order(order, paths)):
        offices.close("tinh")
        shutil.rmtree(offices.folder / "tinh")
        shutil.copytree(untouched, offices.folder / "tinh")
        stood_in = 0
        for path in some:
            receive(offices["tinh"], path)
            stood_in += len(stubs(offices["tinh"]))
        # A stricter case makes its person wait for a later file even where nothing is lost.
        assert bool(stood_in) is (some != paths or case_type != "KHAC")
        found.append(everything(offices["tinh"]))
        read = records.read(offices["tinh"], "people", person).values
        assert {name: read[name] for name in told} == told
        assert stubs(offices["tinh"]) == []
        assert [one.id for one in lists.find(offices["tinh"], "thi huong")] == [person]
        assert upkeep.check_office(offices["tinh"]) == []
    assert found[0] == found[1]


def stubs(office: Office) -> list[Record]:
    """The rows that stand in for some that have not come."""
    with office.reading() as session:
        return [
            one
            for kind in record_types().values()
            for one in session.scalars(sa.select(kind).where(kind.stub))
        ]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_lost_of_a_series_goes_again(offices: Offices, stick: Path, seed: int) -> None:
    files = much(offices)
    sent = mailed(offices, stick, 300_000)
    chance = random.Random(seed)
    arrived = [path for path in [sent.path, *sent.others] if chance.random() < 0.5]
    chance.shuffle(arrived)
    for path in [*arrived, *arrived]:
        receive(offices["tinh"], path)
    receive(offices["a"], down(offices, stick).path)
    again = mailed(offices, stick, 300_000)
    receive_all(offices["tinh"], [again.path, *again.others])
    # What came without its content is asked for, and comes with the file after that.
    receive(offices["a"], down(offices, stick).path)
    receive(offices["tinh"], up(offices, stick).path)
    require_all(offices, files)
    receive(offices["a"], down(offices, stick).path)
    assert pending(offices["a"], offices.scope("tinh")).contents == 0


def test_a_series_that_breaks_off_loses_nothing(
    offices: Offices, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = much(offices)
    real, written = writer.write_package, []

    def breaks(*told: object, **named: object):
        if len(written) == 2:
            raise DiskTrouble("đầy")
        written.append(real(*told, **named))  # type: ignore[arg-type]
        return written[-1]

    with monkeypatch.context() as patch:
        patch.setattr("desktop.operations.sending.write_package", breaks)
        with pytest.raises(DiskTrouble):
            mailed(offices, stick, 300_000)
    left = sorted(stick.glob("*.goi"))
    assert len(left) == 2
    assert list(stick.glob("*.part")) == []
    assert not pending(offices["a"], offices.scope("tinh")).sent
    sent = mailed(offices, stick, 300_000)
    assert sent.number == 3
    receive_all(offices["tinh"], [*left, sent.path, *sent.others])
    require_all(offices, files)


def test_what_fits_stays_one_file(offices: Offices, stick: Path) -> None:
    paper(offices["a"], noise(9_000))
    sent = mailed(offices, stick, 1_000_000)
    assert (sent.others, sent.contents) == ((), 1)


sizes = st.lists(st.integers(0, 9 * PART // 2), max_size=8)


@given(sizes, st.integers(1, 3 * PART))
def test_loads_hold_every_byte_once_and_no_more_than_there_is_room(
    sizes: list[int], room: int
) -> None:
    contents = [Enclosure(bytes([at]) * 32, size, 0, 0, size) for at, size in enumerate(sizes)]
    found = list(loads(contents, room))
    assert all(load and sum(one.length for one in load) <= max(room, PART) for load in found)
    assert all(one.begin % PART == 0 for load in found for one in load)
    for content in contents:
        stretches = [one for load in found for one in load if one.digest == content.digest]
        assert [one.begin for one in stretches] == [0, *(one.end for one in stretches[:-1])]
        assert stretches[-1].end == content.size


@given(
    st.lists(st.integers(1, 400), max_size=30),
    st.lists(st.integers(0, 5 * PART), max_size=4),
    st.integers(0, 3 * PART),
)
def test_volumes_cover_the_log_once_and_are_too_big_only_if_they_can_not_be_smaller(
    rows: list[int], sizes: list[int], limit: int
) -> None:
    lines = [(10 + 2 * at, count) for at, count in enumerate(rows)]
    contents = [Enclosure(bytes([at]) * 32, size, 0, 0, size) for at, size in enumerate(sizes)]
    last = 10 + 2 * len(rows)
    written: list[Volume] = []

    def write(volume: Volume, most: int | None) -> None:
        inside = [count for seq, count in lines if volume.after < seq <= volume.until]
        size = 1000 + 50 * sum(inside) + sum(one.length for one in volume.enclosures)
        if most is not None and size > most:
            raise TooBig
        alone = len(inside) <= 1 and sum(one.length for one in volume.enclosures) <= PART
        assert size <= limit or alone
        written.append(volume)

    write_volumes(Volume(5, last, contents), lines, limit, write)
    stretches = [(one.after, one.until) for one in written if one.until > one.after]
    assert stretches[0][0] == 5
    assert stretches[-1][1] == last
    assert all(a[1] == b[0] for a, b in itertools.pairwise(stretches))
    sent = [one for volume in written for one in volume.enclosures]
    assert sum(one.length for one in sent) == sum(sizes)
    assert {one.digest for one in sent} == {one.digest for one in contents}
