"""What many files would do is told file by file before they are taken in; nothing is changed."""

from __future__ import annotations

from pathlib import Path

import makers
from desktop.base.errors import Cancelled
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.incoming import Group, examine_all
from desktop.operations.incoming_all import Forecast, Sight, look_at_all
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from exchange.enrolled import Offices, enrolled_offices, offices
from exchange.test_files_between_offices import snapshot, stick
from exchange.test_files_for_mail import mailed, much

__all__ = ["enrolled_offices", "offices", "stick"]


def forecasts(office: Office, stick: Path) -> dict[str, Forecast]:
    files = examine_all(office, sorted(stick.glob("*.goi")))
    return {one.path.name: one for one in look_at_all(office, files)}


def test_each_file_tells_its_groups_and_what_came_is_what_was_told(
    offices: Offices, stick: Path
) -> None:
    province, top = offices["tinh"], offices.scope("tinh")
    person = makers.person(offices["a"], "Người Cũ")
    receive(province, send(offices["a"], top, stick).path)
    for name, year in (("a", 1991), ("tinh", 1990)):
        records.save(offices[name], "people", person, {"birth_date": Partial(year)})
    makers.person(offices["a"], "Người Mới")
    makers.person(offices["b"], "Người Phường")
    told_of = [send(offices[name], top, stick).path for name in ("a", "b")]
    before = snapshot(province)
    told = forecasts(province, stick)
    assert snapshot(province) == before
    assert [told[path.name].sight for path in told_of] == [Sight.COUNTED, Sight.COUNTED]
    assert len(told) == 2, "the one that was taken in before is left out"
    both = told[told_of[0].name].counts + told[told_of[1].name].counts
    morning = receive_all(province, told_of)
    assert both[Group.NEW] == morning.total(lambda tally: tally.new) > 0
    assert both[Group.DISPUTED] == morning.total(lambda tally: tally.disputed) == 1
    assert both[Group.UPDATED] == morning.total(lambda tally: tally.updated)
    assert both.total() == sum(receipt.tally.changed for receipt in morning.receipts)


def test_of_several_files_of_one_pc_the_last_tells_what_all_come_to(
    offices: Offices, stick: Path
) -> None:
    top = offices.scope("tinh")
    for name in ("Người Một", "Người Hai"):
        makers.person(offices["a"], name)
        send(offices["a"], top, stick)
    first, second = forecasts(offices["tinh"], stick).values()
    assert (first.sight, first.covered_by, first.counts.total()) == (Sight.COVERED, 2, 0)
    assert second.sight is Sight.COUNTED
    morning = receive_all(offices["tinh"], [stick])
    assert second.counts[Group.NEW] == morning.total(lambda tally: tally.new)


def test_a_file_that_waits_for_another_is_told_of_only_when_that_came(
    offices: Offices, stick: Path
) -> None:
    much(offices)
    sent = mailed(offices, stick, 400_000)
    paths = [sent.path, *sent.others]
    assert len(paths) > 1
    told = forecasts(offices["tinh"], stick)
    assert [told[path.name].sight for path in paths[:2]] == [Sight.COUNTED, Sight.LATER]
    receive(offices["tinh"], paths[0])
    assert forecasts(offices["tinh"], stick)[paths[1].name].sight is Sight.COUNTED


def test_who_stops_is_told_what_was_seen_so_far(offices: Offices, stick: Path) -> None:
    for name in ("a", "b"):
        makers.person(offices[name])
        send(offices[name], offices.scope("tinh"), stick)

    def stop_after_one(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    files = examine_all(offices["tinh"], sorted(stick.glob("*.goi")))
    assert len(look_at_all(offices["tinh"], files, stop_after_one)) == 1


def test_a_file_that_went_bad_since_is_told_of_and_holds_up_nobody(
    offices: Offices, stick: Path
) -> None:
    for name in ("a", "b"):
        makers.person(offices[name])
        send(offices[name], offices.scope("tinh"), stick)
    bad, good = sorted(stick.glob("*.goi"))
    files = examine_all(offices["tinh"], [bad, good])
    bad.write_bytes(bad.read_bytes()[:-9])
    told = {one.path: one for one in look_at_all(offices["tinh"], files)}
    assert told[bad].sight is Sight.REFUSED
    assert told[bad].trouble
    assert told[good].sight is Sight.COUNTED
