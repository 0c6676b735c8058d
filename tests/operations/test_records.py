"""Reading and saving any record: what is asked of values, clashes, drafts, voiding."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid

import pytest
import sqlalchemy as sa

import makers
from conftest import NOW
from desktop.base.clock import StoppedClock
from desktop.base.errors import DiskTrouble, InvalidRecord, UserError
from desktop.fields import Partial
from desktop.operations import drafts, records
from desktop.operations.office import Office
from desktop.operations.records import ChangedMeanwhile
from desktop.records import Person
from desktop.store import keeping


def problems(office: Office, table: str, **values: object) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as caught:
        records.save(office, table, None, values)
    assert "chưa có gì thay đổi" in caught.value.message
    return caught.value.problems


def test_required_fields_are_asked_for(office: Office) -> None:
    assert set(problems(office, "hamlets")) == {"name"}
    assert set(problems(office, "contacts")) == {"case_id", "at", "channel", "content", "actor"}


def test_values_out_of_range_are_refused_field_by_field(office: Office) -> None:
    found = problems(
        office,
        "people",
        full_name="Nguyễn Văn 7",
        sex="X",
        birth_date=Partial(1830),
        phone="12",
        id_number="123",
        note="x" * 3000,
    )
    assert set(found) == {"full_name", "sex", "birth_date", "phone", "id_number", "note"}
    assert all(sentence.endswith(".") for sentence in found.values())


def test_no_text_is_kept_with_signs_that_nobody_types(office: Office) -> None:
    found = problems(
        office,
        "people",
        full_name="Nguyễn\0An",
        sex="NAM",
        birth_date=Partial(1990),
        note="dòng một\r\ndòng hai",
    )
    assert set(found) == {"full_name", "note"}
    assert all("ký tự điều khiển" in sentence for sentence in found.values())
    with pytest.raises(UserError, match="300"):
        records.void(office, "people", makers.person(office), "x" * 301)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_text_is_kept_composed_wherever_it_comes_from(office: Office) -> None:
    person = makers.person(office, decomposed("Nguyễn Thị Đào"), note=decomposed("ở thôn Hộ"))
    records.save(office, "people", person, {"guardian": decomposed("Lê Văn Mẫn")})
    records.void(office, "people", person, decomposed("nhập nhầm người"))
    columns = Person.__table__.c
    wanted = (columns.full_name, columns.note, columns.guardian, columns.void_reason)
    with office.store.connection() as connection:
        told = connection.execute(sa.select(*wanted).where(columns.id == person)).one()
    assert tuple(told) == ("Nguyễn Thị Đào", "ở thôn Hộ", "Lê Văn Mẫn", "nhập nhầm người")


def test_the_same_text_in_another_spelling_is_no_change(office: Office) -> None:
    person = makers.person(office, "Nguyễn Thị Đào")
    before = makers.loaded(office, Person, person).sv
    changes = records.save(office, "people", person, {"full_name": decomposed("Nguyễn Thị Đào")})
    assert not changes.records
    assert makers.loaded(office, Person, person).sv == before


def test_rules_between_fields_are_asked(office: Office) -> None:
    assert set(problems(office, "people", sex="NAM")) == {"full_name", "birth_date"}
    found = problems(
        office,
        "trainings",
        from_on=dt.date(2026, 5, 2),
        to_on=dt.date(2026, 5, 1),
        topics=("CAI_SAU_CAI",),
        topic_text="Lớp",
        organiser_level="XA",
        classes=1,
        attendance=1,
    )
    assert set(found) == {"to_on"}


def test_what_is_unique_is_refused_with_whom_it_belongs_to(office: Office) -> None:
    makers.person(office, "Lê Thị Hoa", id_type="CAN_CUOC", id_number="048090001234")
    told = {"full_name": "Khác", "sex": "NU", "birth_date": Partial(1990)}
    found = problems(office, "people", **told, id_number="048090001234")
    assert found == {"id_number": "Đã có ở: Lê Thị Hoa."}


def test_a_record_does_not_stand_in_its_own_way(office: Office) -> None:
    person = makers.person(office, id_type="CAN_CUOC", id_number="048090001234")
    records.save(office, "people", person, {"id_number": "048090001234", "phone": "0905123456"})


def test_a_number_of_a_voided_record_is_free(office: Office) -> None:
    person = makers.person(office, id_type="CAN_CUOC", id_number="048090001234")
    records.void(office, "people", person, "Ghi nhầm")
    makers.person(office, "Đúng Người", id_type="CAN_CUOC", id_number="048090001234")


def test_a_reference_to_nothing_is_told_under_its_field(office: Office) -> None:
    with pytest.raises(InvalidRecord) as caught:
        makers.case(office, person_id=uuid.uuid4())
    assert set(caught.value.problems) == {"person_id"}
    with pytest.raises(UserError):
        makers.contact(office, uuid.uuid4())


def test_nothing_of_a_refused_record_is_kept(office: Office) -> None:
    person = makers.person(office)
    with pytest.raises(InvalidRecord):
        records.save(office, "people", person, {"phone": "0905123456", "sex": "X"})
    assert makers.loaded(office, Person, person).phone is None


def test_two_forms_on_different_fields_do_not_disturb_each_other(office: Office) -> None:
    person = makers.person(office)
    one, two = (records.read(office, "people", person) for _ in range(2))
    records.save(office, "people", person, {"phone": "0905123456"}, one.seen)
    records.save(office, "people", person, {"native_place": "Tam Kỳ"}, two.seen)
    kept = makers.loaded(office, Person, person)
    assert (kept.phone, kept.native_place) == ("0905123456", "Tam Kỳ")


def test_a_field_that_somebody_wrote_meanwhile_is_shown_and_not_overwritten(
    office: Office,
) -> None:
    person = makers.person(office)
    seen = records.read(office, "people", person).seen
    records.save(office, "people", person, {"phone": "0905111111"})
    with pytest.raises(ChangedMeanwhile) as caught:
        records.save(office, "people", person, {"phone": "0905222222", "note": "x"}, seen)
    (clash,) = caught.value.clashes
    assert (clash.field, clash.mine, clash.theirs) == ("phone", "0905222222", "0905111111")
    assert "Điện thoại" in caught.value.message
    kept = makers.loaded(office, Person, person)
    assert (kept.phone, kept.note) == ("0905111111", None)


def test_fields_that_move_together_clash_together(office: Office) -> None:
    person = makers.person(office)
    seen = records.read(office, "people", person).seen
    told = {"id_type": "CMND", "id_number": "201234567"}
    records.save(office, "people", person, told)
    with pytest.raises(ChangedMeanwhile):
        records.save(office, "people", person, {"id_issued_by": "CA Quảng Nam"}, seen)


def test_the_same_value_written_twice_is_no_clash(office: Office) -> None:
    person = makers.person(office)
    seen = records.read(office, "people", person).seen
    records.save(office, "people", person, {"note": "Hòa nhã"})
    same = unicodedata.normalize("NFD", "Hòa nhã ")
    records.save(office, "people", person, {"note": same}, seen)


def test_voiding_takes_a_reason(office: Office) -> None:
    person = makers.person(office)
    for reason in ("", "  "):
        with pytest.raises(UserError, match="lý do"):
            records.void(office, "people", person, reason)
    assert makers.loaded(office, Person, person).void_reason is None


def test_a_draft_comes_back_by_name_and_time_until_it_is_saved(
    office: Office, clock: StoppedClock
) -> None:
    person = makers.person(office)
    told = {"full_name": "Nguyễn Văn Ân", "birth_date": Partial(1991, 2), "sex": None}
    drafts.keep_draft(office, "people", person, told)
    clock.forward(minutes=1)
    drafts.keep_draft(office, "people", None, {"full_name": "Người Mới"})
    drafts.keep_draft(office, "hamlets", None, {"households": 12})
    found = {(d.draft.table, d.draft.row): d for d in drafts.read_drafts(office)}
    assert found["people", person].values == told
    assert found["people", person].called == "Nguyễn Văn An"
    assert found["people", person].draft.at == NOW
    assert found["people", None].called == "Người Mới"
    assert found["hamlets", None].called == "Thôn, tổ dân phố"
    records.save(office, "people", person, {"full_name": "Nguyễn Văn Ân"})
    assert {(d.draft.table, d.draft.row) for d in drafts.read_drafts(office)} == {
        ("people", None),
        ("hamlets", None),
    }
    drafts.drop_draft(office, "people", None)
    assert len(drafts.read_drafts(office)) == 1


def test_a_save_that_fails_at_its_draft_is_no_save(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clerk who is told that nothing was written must not find it written."""
    person = makers.person(office)

    def full(*_: object) -> None:
        raise DiskTrouble("đầy")

    monkeypatch.setattr(keeping, "drop_draft", full)
    with pytest.raises(DiskTrouble):
        records.save(office, "people", person, {"phone": "0905123456"})
    assert makers.loaded(office, Person, person).phone is None


def test_records_are_called_by_what_their_titles_show(office: Office) -> None:
    case = makers.case(office)
    contact = makers.contact(office, case)
    assert records.read(office, "contacts", contact).called == "20/11/2026 14:30"
    team = makers.team(office)
    member = makers.member(office, team, "Phạm Thị Dung")
    assert records.read(office, "memberships", member).called == "Phạm Thị Dung"
