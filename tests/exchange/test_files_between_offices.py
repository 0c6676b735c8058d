"""Files between a province and its communes, through the operations that windows and console use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import UserError
from desktop.operations import lists, records, upkeep
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.operations.receiving import examine, preview, receive
from desktop.operations.sending import pending, send
from desktop.records import CaseFile, Person
from desktop.sync.refusals import Reason, Refused
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices, stick

__all__ = ["enrolled_offices", "offices", "stick"]


def people(offices: Offices, name: str) -> set[str]:
    with offices[name].reading() as session:
        found = session.scalars(sa.select(Person.full_name).where(Person.stub.is_(False)))
        return {one for one in found if one}


def test_what_a_commune_writes_reaches_the_province_and_is_found_there(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"], "Nguyễn Thị Hường", phone="0950000001")
    sent = send(offices["a"], offices.scope("tinh"), stick)
    assert sent.path.name == "GOI_20854_100048_20261121_0001.goi"
    told = examine(offices["tinh"], sent.path)
    assert (told.office_name, told.sender, told.number, told.known) == (
        NAMES["a"],
        "Cán bộ a",
        1,
        False,
    )
    receipt = receive(offices["tinh"], sent.path)
    assert receipt.tally.set_aside == []
    assert "Nguyễn Thị Hường" in people(offices, "tinh")
    assert [hit.id for hit in lists.find(offices["tinh"], "huong")] == [person]
    assert receive(offices["tinh"], sent.path).again


def test_nothing_is_sent_twice_once_it_was_confirmed(offices: Offices, stick: Path) -> None:
    top, commune = offices.scope("tinh"), offices.scope("a")
    makers.person(offices["a"])
    before = pending(offices["a"], top)
    assert before.total > 0
    assert not before.sent
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    waiting = pending(offices["a"], top)
    assert (waiting.total, waiting.sent) == (before.total, True)
    receive(offices["a"], send(offices["tinh"], commune, stick).path)
    assert pending(offices["a"], top).total == 0


def test_what_only_goes_back_waits_for_nobody(offices: Offices, stick: Path) -> None:
    top, commune = offices.scope("tinh"), offices.scope("a")
    person = makers.person(offices["a"], phone="0950000001")
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    assert Person.entity not in pending(offices["tinh"], commune).counts, (
        "all of it came from there"
    )
    records.save(offices["tinh"], "people", person, {"phone": "0950000002"})
    assert pending(offices["tinh"], commune).counts[Person.entity] == 1
    sent = send(offices["tinh"], commune, stick)
    receive(offices["a"], sent.path)
    assert pending(offices["a"], top).total == 0
    records.save(offices["a"], "people", person, {"ethnicity": "TAY"})
    assert pending(offices["a"], top).counts == {Person.entity: 1}


def test_a_row_of_both_still_waits(offices: Offices, stick: Path) -> None:
    top, commune = offices.scope("tinh"), offices.scope("a")
    person = makers.person(offices["a"], phone="0950000001")
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    records.save(offices["a"], "people", person, {"ethnicity": "TAY"})
    records.save(offices["tinh"], "people", person, {"phone": "0950000002"})
    receive(offices["a"], send(offices["tinh"], commune, stick).path)
    assert pending(offices["a"], top).counts == {Person.entity: 1}, "our part has not gone yet"


def test_a_lost_file_is_made_good_by_the_next(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Trần Văn Mất")
    send(offices["a"], offices.scope("tinh"), stick).path.unlink()
    makers.person(offices["a"], "Trần Văn Sau")
    second = send(offices["a"], offices.scope("tinh"), stick)
    assert second.number == 2
    receive(offices["tinh"], second.path)
    assert {"Trần Văn Mất", "Trần Văn Sau"} <= people(offices, "tinh")


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "counted"),
    [("sex", "NU", "KHAC", "disputed"), ("phone", "0950000002", "0950000003", "joined")],
)
def test_two_who_changed_one_field_are_both_heard(
    offices: Offices, stick: Path, name: str, ours: str, theirs: str, counted: str
) -> None:
    person = makers.person(offices["a"], phone="0950000001", sex="NAM")
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    records.save(offices["a"], "people", person, {name: ours})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {name: theirs, "ethnicity": "KINH"})
    down = send(offices["tinh"], offices.scope("a"), stick)
    tally = receive(offices["a"], down.path).tally
    told = {"disputed": tally.disputed, "joined": tally.joined, "updated": tally.updated}
    assert {kind: counts.total() for kind, counts in told.items()} == {
        "disputed": 0, "joined": 0, "updated": 0, counted: 1
    }  # fmt: skip
    assert tally.changed == 1
    shown = records.read(offices["a"], "people", person).values
    assert (shown[name], shown["ethnicity"]) == (theirs, "KINH")


def test_a_commune_sees_no_other_commune(offices: Offices, stick: Path) -> None:
    makers.person(offices["b"], "Lê Thị Phường")
    receive(offices["tinh"], send(offices["b"], offices.scope("tinh"), stick).path)
    receive(offices["a"], send(offices["tinh"], offices.scope("a"), stick).path)
    assert "Lê Thị Phường" not in people(offices, "a")


def test_a_file_for_somebody_else_is_refused(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"])
    sent = send(offices["a"], offices.scope("tinh"), stick)
    with pytest.raises(Refused) as refused:
        receive(offices["b"], sent.path)
    assert refused.value.reason is Reason.NOT_OURS


def test_a_preview_changes_nothing(offices: Offices, stick: Path) -> None:
    makers.person(offices["a"], "Phạm Văn Xem")
    sent = send(offices["a"], offices.scope("tinh"), stick)
    seen: list[str] = []
    receipt = preview(
        offices["tinh"], sent.path, lambda shape, _row, _before, _now: seen.append(shape.table)
    )
    assert seen.count("people") == 1
    assert receipt.tally.new.total() == len(seen)
    assert "Phạm Văn Xem" not in people(offices, "tinh")
    assert not examine(offices["tinh"], sent.path).known


def test_a_morning_of_files_in_any_order_and_twice(offices: Offices, stick: Path) -> None:
    for name in ("Người Một", "Người Hai", "Người Ba"):
        makers.person(offices["a"], name)
        send(offices["a"], offices.scope("tinh"), stick)
    makers.person(offices["b"], "Người phường")
    send(offices["b"], offices.scope("tinh"), stick)
    (stick / "GOI_rac.goi").write_bytes(b"khong phai goi")
    twice = Path(shutil.copytree(stick, stick / "lần nữa"))
    morning = receive_all(offices["tinh"], [twice, stick])
    assert [one.again for one in morning.receipts] == [False] * 4 + [True] * 4
    assert {path.name for path, _ in morning.refused} == {"GOI_rac.goi"}
    assert {"Người Một", "Người Hai", "Người Ba", "Người phường"} <= people(offices, "tinh")


def test_a_compartment_goes_only_between_pcs_that_may_read_it(
    offices: Offices, stick: Path
) -> None:
    for name in ("a", "b"):
        makers.case(offices[name], case_type="MT_SD")
        receive(offices["tinh"], send(offices[name], offices.scope("tinh"), stick).path)
    with offices["tinh"].reading() as session:
        found = session.execute(
            sa.select(CaseFile.comp, CaseFile.scope).where(CaseFile.stub.is_(False))
        ).all()
    assert [tuple(row) for row in found] == [(3, offices.scope("a"))]


def test_an_office_that_is_not_enrolled_is_told_how(office: object, stick: Path) -> None:
    with pytest.raises(UserError, match="thẻ khóa"):
        send(office, 1, stick)  # type: ignore[arg-type]


def test_a_whole_import_is_taken_back_and_may_come_again(offices: Offices, stick: Path) -> None:
    top = offices.scope("tinh")
    person = makers.person(offices["a"], "Người Cũ", phone="0950000001")
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    records.save(offices["tinh"], "people", person, {"ethnicity": "TAY"})
    before = snapshot(offices["tinh"])
    records.save(offices["a"], "people", person, {"phone": "0950000009"})
    makers.person(offices["a"], "Người Mới")
    sent = send(offices["a"], top, stick)
    receive(offices["tinh"], sent.path)
    assert "Người Mới" in people(offices, "tinh")
    done = take_import_back(offices["tinh"])
    assert (done.gone.total(), done.restored.total(), done.kept.total()) == (1, 1, 0)
    assert snapshot(offices["tinh"]) == before
    assert lists.find(offices["tinh"], "nguoi moi") == []
    assert upkeep.check_office(offices["tinh"]) == []
    receive(offices["tinh"], sent.path)
    assert "Người Mới" in people(offices, "tinh")
    shown = records.read(offices["tinh"], "people", person).values
    assert (shown["phone"], shown["ethnicity"]) == ("0950000009", "TAY")
    assert [hit.table for hit in lists.find(offices["tinh"], "nguoi moi")] == ["people"]


def test_what_was_worked_on_since_is_kept_when_an_import_is_taken_back(
    offices: Offices, stick: Path
) -> None:
    person = makers.person(offices["a"], "Người Được Sửa")
    receive(offices["tinh"], send(offices["a"], offices.scope("tinh"), stick).path)
    records.save(offices["tinh"], "people", person, {"phone": "0950000007"})
    take_import_back(offices["tinh"])
    assert "Người Được Sửa" in people(offices, "tinh")
    with pytest.raises(UserError, match="đã được hoàn tác"):
        take_import_back(offices["tinh"])


def test_files_that_build_on_each_other_are_taken_back_to_where_it_began(
    offices: Offices, stick: Path
) -> None:
    top, province = offices.scope("tinh"), offices["tinh"]
    old = makers.person(offices["a"], "Người Cũ", phone="0950000001")
    receive(province, send(offices["a"], top, stick).path)
    before = snapshot(province)
    fresh = makers.person(offices["a"], "Người Mới", phone="0950000002")
    for digit in (3, 4, 5):
        for one in (old, fresh):
            records.save(offices["a"], "people", one, {"phone": f"095000000{digit}"})
        receive(province, send(offices["a"], top, stick).path)
    told = [take_import_back(province) for _ in range(2)]
    assert [(one.gone.total(), one.restored.total()) for one in told] == [(0, 2), (0, 2)]
    receive(province, send(offices["a"], top, stick).path)
    assert take_import_back(province).restored.total() == 2, "taken in again, and back again"
    done = take_import_back(province)
    assert (done.gone.total(), done.restored.total(), done.kept.total()) == (1, 1, 0)
    assert snapshot(province) == before
    assert upkeep.check_office(province) == []


def test_a_row_worked_on_between_two_files_is_kept_when_both_are_taken_back(
    offices: Offices, stick: Path
) -> None:
    top, province = offices.scope("tinh"), offices["tinh"]
    person = makers.person(offices["a"], "Người Mới", phone="0950000001")
    receive(province, send(offices["a"], top, stick).path)
    records.save(province, "people", person, {"ethnicity": "TAY"})
    worked_on = snapshot(province)
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    receive(province, send(offices["a"], top, stick).path)
    take_import_back(province)
    assert snapshot(province) == worked_on
    take_import_back(province)
    assert snapshot(province) == worked_on


def snapshot(office: Office) -> list[tuple[object, ...]]:
    """All people as the file holds them, without the numbers of the log."""
    with office.store.connection() as connection:
        sql = "SELECT id, root, scope, comp, sv, full_name, phone, ethnicity FROM people WHERE stub = 0"
        return sorted(tuple(row) for row in connection.exec_driver_sql(sql))


def test_a_disagreement_that_an_import_brought_goes_with_it_and_an_older_one_stays(
    offices: Offices, stick: Path
) -> None:
    top, commune = offices.scope("tinh"), offices.scope("a")
    person = makers.person(offices["a"], phone="0950000001")
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    for name, digit in (("a", 2), ("tinh", 3)):
        records.save(offices[name], "people", person, {"phone": f"095000000{digit}"})
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    assert beside(offices["tinh"]) == 1
    before = snapshot(offices["tinh"])
    records.save(offices["a"], "people", person, {"religion": "KHONG"})
    makers.saved(
        offices["a"], "family_members", person_id=person, full_name="Chị Em", relation="CON"
    )
    receive(offices["tinh"], send(offices["a"], top, stick).path)
    take_import_back(offices["tinh"])
    assert (snapshot(offices["tinh"]), beside(offices["tinh"])) == (before, 1)
    receive(offices["a"], send(offices["tinh"], commune, stick).path)
    assert beside(offices["a"]) == 1


def beside(office: Office) -> int:
    with office.store.connection() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM sync_sib").scalar() or 0)
