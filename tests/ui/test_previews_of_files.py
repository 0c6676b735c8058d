"""What the preview of a file tells of each row: all values that meet, who wrote them, what came."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import makers
from desktop.operations import purging, records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.incoming import look_at
from desktop.operations.incoming_row import Group, IncomingRow
from desktop.operations.office import Office, User
from desktop.operations.sending import send
from desktop.operations.transfers import Paper, transfer_case
from desktop.records import Person
from desktop.rules.permissions import Permission
from desktop.sync.authority import AuthorityKey
from desktop.ui.exchange_page import ExchangePage
from exchange.enrolled import NAMES, Offices, carry, enrolled_offices, offices, stick
from exchange.other_versions import SOON, upgrade_to, write
from exchange.test_purges import authority
from inline import settle
from ui.test_exchange_page import open_page, open_reader, shown

__all__ = ["authority", "enrolled_offices", "offices", "open_page", "open_reader", "stick"]
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
CALLED = "Trần Quốc Hưng"


@dataclass
class Preview:
    """The preview of what one office sends to the other, on the screen of the other."""

    page: ExchangePage

    def row(self, called: str, kind: str = "") -> int:
        rows = self.page.receive.one.changes.rows
        for at in range(rows.rowCount()):
            one = rows.line(at)
            assert one is not None
            if called in one.called and kind in one.kind:
                return at
        raise AssertionError(called)

    def line(self, called: str, kind: str = "") -> IncomingRow:
        one = self.page.receive.one.changes.rows.line(self.row(called, kind))
        assert one is not None
        return one

    def card(self, called: str, kind: str = "") -> list[str]:
        """What the card beside the list says of a row: the note, then line by line."""
        changes = self.page.receive.one.changes
        changes.table.selectRow(self.row(called, kind))
        settle()
        return [changes.differences.note.text(), *changes.differences.texts()]

    def summary(self, called: str, kind: str = "") -> str:
        rows = self.page.receive.one.changes.rows
        return str(rows.index(self.row(called, kind), 3).data())


@pytest.fixture
def preview(
    offices: Offices, stick: Path, open_page: Callable[[str], ExchangePage]
) -> Callable[[str, str], Preview]:
    def looked(sender: str, receiver: str) -> Preview:
        file = send(offices[sender], offices.scope(receiver), stick).path
        page = shown(open_page(receiver), "receive")
        page.receive.look_at([file])
        settle()
        return Preview(page)

    return looked


@pytest.fixture
def person(offices: Offices, stick: Path) -> uuid.UUID:
    """Somebody whom the commune and the province both know."""
    made = makers.person(offices["a"], CALLED, phone="0950000001", sex="NAM")
    carry(offices, stick, "a", "tinh")
    carry(offices, stick, "tinh", "a")
    return made


Looked = Callable[[str, str], Preview]


def test_where_two_wrote_both_values_stand_with_who_and_when(
    offices: Offices, person: uuid.UUID, preview: Looked
) -> None:
    records.save(offices["a"], "people", person, {"sex": "NU"})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    seen = preview("a", "tinh")
    assert seen.line(CALLED).group is Group.DISPUTED
    note, *told = seen.card(CALLED)
    assert note.endswith(f"{NAMES['a']} chọn."), "the commune has the record, so it decides"
    assert told == [
        "Giới tính",
        "Trước đó: Nam",
        "Ở đây đang có · tạm dùng đến khi chọn",
        "Khác",
        "Cán bộ tinh · Máy tinh (máy này), Thành phố Đà Nẵng · 10:00 21/11/2026 (đồng hồ tin cậy)",
        "Tệp mang đến",
        "Nữ",
        "Cán bộ a · Máy a, Xã Tiên Phước · 09:00 21/11/2026 (đồng hồ tin cậy)",
    ]
    assert seen.summary(CALLED) == "Giới tính: đang có Khác, tệp ghi Nữ"


def test_who_decides_is_told_where_to(offices: Offices, person: uuid.UUID, preview: Looked) -> None:
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    records.save(offices["a"], "people", person, {"sex": "NU"})
    note = preview("tinh", "a").card(CALLED)[0]
    assert note.endswith("bạn chọn ở Cần xem lại.")


def test_what_joins_by_itself_shows_both_values_and_what_stays(
    offices: Offices, person: uuid.UUID, preview: Looked
) -> None:
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"phone": "0950000003", "ethnicity": "01"})
    seen = preview("a", "tinh")
    assert seen.line(CALLED).group is Group.JOINED
    note, *told = seen.card(CALLED)
    assert "giá trị kia xem lại ở Đã tự chọn" in note
    assert told[:2] == ["Điện thoại", "Trước đó: 0950 000 001"]
    assert told[2:4] == ["Ở đây đang có · sẽ dùng", "0950 000 003"]
    assert told[5:7] == ["Tệp mang đến", "0950 000 002"]
    assert told[8:11] == ["Ghi ở đây, nơi gửi chưa biết: giữ nguyên", "Dân tộc", "Kinh"]
    assert told[11].startswith("Cán bộ tinh · Máy tinh (máy này)")


def test_different_fields_of_both_are_shown_side_by_side(
    offices: Offices, person: uuid.UUID, preview: Looked
) -> None:
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    records.save(offices["tinh"], "people", person, {"ethnicity": "01"})
    note, *told = preview("a", "tinh").card(CALLED)
    assert note == "Hai nơi ghi những mục khác nhau: gộp cả hai, không mất gì."
    assert told[:3] == ["Điện thoại", "0950 000 001", "→ 0950 000 002"]
    assert told[3].startswith("Cán bộ a · Máy a, Xã Tiên Phước · 09:00 21/11/2026")
    assert told[4:7] == ["Ghi ở đây, nơi gửi chưa biết: giữ nguyên", "Dân tộc", "Kinh"]


def test_an_old_question_is_not_asked_again_by_a_file_that_brings_something_else(
    offices: Offices, person: uuid.UUID, stick: Path, preview: Looked
) -> None:
    records.save(offices["a"], "people", person, {"sex": "NU"})
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    carry(offices, stick, "a", "tinh")
    records.save(offices["a"], "people", person, {"phone": "0950000002"})
    told = preview("a", "tinh").card(CALLED)
    assert "→ 0950 000 002" in told
    assert "Giới tính" not in told


def test_a_choice_that_somebody_made_is_told(
    offices: Offices, person: uuid.UUID, stick: Path, preview: Looked
) -> None:
    records.save(offices["a"], "people", person, {"sex": "NU"})
    offices.clock.forward(hours=1)
    records.save(offices["tinh"], "people", person, {"sex": "KHAC"})
    carry(offices, stick, "a", "tinh")
    carry(offices, stick, "tinh", "a")
    (asked,) = [one for one in disagreements(offices["a"]) if one.asked]
    in_use = next(at for at, option in enumerate(asked.options) if option.shown)
    decide(offices["a"], asked, in_use)
    seen = preview("a", "tinh")
    assert seen.card(CALLED) == ["Đã có người chọn giữa các giá trị ghi khác nhau ở «Giới tính»."]
    assert seen.summary(CALLED).startswith("Đã có người chọn")


def test_a_record_that_is_voided_and_used_again_is_told_as_such(
    offices: Offices, person: uuid.UUID, stick: Path, preview: Looked
) -> None:
    other = makers.person(offices["a"], "Lê Văn Tám")
    carry(offices, stick, "a", "tinh")
    records.void(offices["a"], "people", other, "Ghi nhầm người")
    seen = preview("a", "tinh")
    assert seen.summary("Lê Văn Tám") == "Hủy bỏ: Đang dùng → Hủy bỏ: Ghi nhầm người"
    carry(offices, stick, "a", "tinh")
    records.unvoid(offices["a"], "people", other)
    seen = preview("a", "tinh")
    assert seen.card("Lê Văn Tám")[1:4] == ["Hủy bỏ", "Hủy bỏ: Ghi nhầm người", "→ Đang dùng"]


def test_a_tree_that_moves_names_both_offices(
    offices: Offices, person: uuid.UUID, stick: Path, preview: Looked
) -> None:
    case = makers.case(offices["a"], person_id=person)
    carry(offices, stick, "a", "tinh")
    paper = Paper("12/UBND", offices.clock.now().date(), "Chuyển nơi ở")
    transfer_case(offices["a"], case, offices.scope("b"), paper)
    told = preview("a", "tinh").card(CALLED, "Người")
    assert told[1:4] == ["Cơ quan giữ hồ sơ", NAMES["a"], f"→ {NAMES['b']}"]


def test_the_same_value_written_twice_is_only_history(
    offices: Offices, person: uuid.UUID, preview: Looked
) -> None:
    records.save(offices["tinh"], "people", person, {"ethnicity": "01"})
    offices.clock.forward(hours=1)
    records.save(offices["a"], "people", person, {"ethnicity": "01"})
    told = preview("a", "tinh").card(CALLED)
    assert "Nơi khác ghi lại đúng giá trị đang có ở «Dân tộc»" in told[0]


@pytest.mark.parametrize("field", ["shoe_size", "phone_note"])
def test_fields_of_a_newer_program_are_said_to_come(
    field: str, offices: Offices, person: uuid.UUID, preview: Looked
) -> None:
    upgrade_to(offices["a"], SOON)
    write(offices["a"], person, **{field: 41 if field == "shoe_size" else "chỉ gọi buổi tối"})
    told = preview("a", "tinh").card(CALLED)
    assert told == [
        "Chỉ đổi những mục của bản Sổ Xã mới hơn: được giữ lại và gửi tiếp cho nơi khác."
    ]


class NotSensitive(User):
    """Somebody who exchanges files but is not shown sensitive fields."""

    def may(self, permission: Permission) -> bool:
        return permission is not Permission.READ_SENSITIVE and super().may(permission)


def test_fields_above_the_account_are_said_to_be_there_and_not_shown(
    offices: Offices, stick: Path, open_reader: Callable[..., Office]
) -> None:
    case = makers.case(offices["a"], risk_level="CAO")
    carry(offices, stick, "a", "tinh")
    records.save(offices["a"], "case_files", case, {"risk_level": "THAP"})
    records.save(offices["tinh"], "case_files", case, {"risk_level": "TRUNG_BINH"})
    file = send(offices["a"], offices.scope("tinh"), stick).path
    (row,) = [one for one in look_at(open_reader(kind=NotSensitive), file).rows if one.id == case]
    assert (row.group, row.differences, row.meetings, row.kept) == (Group.JOINED, (), (), ())
    assert row.told == "Chỉ đổi những mục tài khoản của bạn không được xem."


# -- what is purged -------------------------------------------------------------------------


@pytest.fixture
def purged(offices: Offices, person: uuid.UUID, stick: Path, authority: AuthorityKey) -> uuid.UUID:
    """The case of somebody whose data the province has purged."""
    case = makers.case(offices["a"], person_id=person)
    carry(offices, stick, "a", "tinh")
    sheets = authority.sheets()[:2]
    purging.grant_purge(offices["tinh"], "people", person, "Rút lại đồng ý", "45/QĐ-SYT", sheets)
    return case


def test_what_will_be_purged_is_listed_and_cannot_be_left(
    offices: Offices, purged: uuid.UUID, preview: Looked, qtbot: QtBot
) -> None:
    makers.saved(
        offices["tinh"],
        "code_items",
        code_list="L22",
        code="MOI",
        label="Thiếu kinh phí",
        position=90,
    )
    seen = preview("tinh", "a")
    one = seen.page.receive.one
    rows = one.changes.rows
    lines = [rows.line(at) for at in range(rows.rowCount())]
    gone = [line for line in lines if line is not None and line.group is Group.PURGED]
    assert {(line.table, line.called) for line in gone} == {
        ("people", CALLED),
        ("case_files", CALLED),
    }
    note = seen.card(CALLED, "Người")[0]
    assert "văn bản 45/QĐ-SYT" in note
    assert "Rút lại đồng ý" in note
    assert "không bỏ chọn được" in note
    at = rows.index(seen.row(CALLED, "Người"), 0)
    assert at.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not at.flags() & Qt.ItemFlag.ItemIsUserCheckable
    qtbot.keyClick(one.changes.table, Qt.Key.Key_Space)
    rows.turn_all()
    assert all(one.changes.choice.is_wanted(line) for line in gone)
    rows.turn_all()
    assert "trừ những gì xóa hẳn" in one.note.text()
    assert "Xóa hẳn" in [button.text() for button in one.changes.filters()]
    one.take.click()
    settle()
    with offices["a"].reading() as session:
        assert session.query(Person).filter_by(full_name=CALLED).all() == []


def test_who_may_not_open_a_record_learns_only_its_kind(
    offices: Offices, purged: uuid.UUID, stick: Path
) -> None:
    file = send(offices["tinh"], offices.scope("a"), stick).path
    own = offices["a"]
    seen = Office.__new__(Office)
    vars(seen).update(vars(own))
    seen.user = User("khac", "Trần Văn Khác", "CAN_BO", uuid.uuid4(), compartments=frozenset({4}))
    gone = [row for row in look_at(seen, file).rows if row.group is Group.PURGED]
    assert {(row.kind, row.called) for row in gone} == {("Người được hỗ trợ", ""), ("Hồ sơ", "")}


def test_a_purge_of_what_is_not_here_is_only_counted(
    offices: Offices, purged: uuid.UUID, stick: Path, preview: Looked
) -> None:
    seen = preview("tinh", "b")
    rows = seen.page.receive.one.changes.rows
    lines = [rows.line(at) for at in range(rows.rowCount())]
    assert not [line for line in lines if line is not None and line.group is Group.PURGED]
