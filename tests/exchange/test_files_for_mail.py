"""One sending divided into files that mail systems let pass: any order, doubles, losses."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import makers
from desktop.base.errors import DiskTrouble
from desktop.fields import StoredFile
from desktop.operations import attachments, upkeep
from desktop.operations.enclosures import Enclosure, loads
from desktop.operations.exchange_state import exchange_state
from desktop.operations.mornings import receive_all
from desktop.operations.receiving import receive
from desktop.operations.sending import Sent, pending, send
from desktop.operations.volumes import TooBig, Volume, write_volumes
from desktop.records import CaseFile
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


def test_a_case_may_come_before_the_person_it_is_about(offices: Offices, stick: Path) -> None:
    makers.case(offices["a"])
    sent = mailed(offices, stick, 1)
    paths = [sent.path, *sent.others]
    assert len(paths) > 1
    for path in reversed(paths):
        receive(offices["tinh"], path)
    with offices["tinh"].reading() as session:
        (case,) = session.scalars(sa.select(CaseFile).where(CaseFile.stub.is_(False)))
        assert case.person_id is not None
    assert upkeep.check_office(offices["tinh"]) == []


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
