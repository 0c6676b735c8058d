"""Rows of a file as the pictures of a preview show them, with those who wrote them."""

from __future__ import annotations

import datetime as dt
import uuid

from desktop.base.i18n import tr
from desktop.operations.disagreement import Disagreement, Option
from desktop.operations.incoming_row import (
    Difference,
    Group,
    Hand,
    IncomingRow,
    Kept,
    Meeting,
)
from desktop.operations.office import Office
from desktop.records import record_types
from desktop.versions.origins import Dot


def incoming_rows(office: Office) -> list[IncomingRow]:
    """One or two of each group."""
    now = office.clock.now()
    lan = Hand(tr("Nguyễn Thị Lan"), tr("Máy A, Xã Tiên Phước"), now - dt.timedelta(days=5), True)
    hung = Hand(
        tr("Lê Quang Hùng"), tr("Máy A, Thành phố Đà Nẵng"), now - dt.timedelta(days=3), True
    )
    told = (
        (Group.JOINED, "people", tr("Võ Thành Long"), (tr("Nghề nghiệp"), tr("Làm nông"), tr("Thợ mộc"))),
        (Group.UPDATED, "checklist_templates", tr("Phiếu B, phiên bản 4"), (tr("Số mục"), "18", "19")),
        (Group.UPDATED, "teams", tr("Đội công tác xã hội tình nguyện xã"), (tr("Chỉ tiêu"), "7", "9")),
        (Group.NEW, "inspections", tr("Kiểm tra đợt 2/2026"), (tr("Kết luận"), "", tr("Ba kiến nghị"))),
        (Group.NEW, "case_files", "KH-0113", (tr("Tiếp nhận từ"), "", tr("Phường Hội An"))),
        (Group.VOIDED, "contacts", tr("Gặp ngày 03/11/2026"), (tr("Hủy bỏ"), tr("Đang dùng"), tr("Hủy bỏ: Ghi nhầm người"))),
    )  # fmt: skip
    kept = Kept(tr("Điện thoại"), "0905 123 456", lan)
    return [
        _met("case_files", "20854-26-A-0017", tr("Trạng thái"),
             (tr("Đang quản lý"), tr("Hoàn thành cai nghiện"), tr("Tạm đình chỉ")), (lan, hung)),
        _met("people", tr("Trần Quốc Hưng"), tr("Số căn cước"),
             ("", "049091001234", "049091001243"), (lan, hung)),
        *(
            _row(group, table, called, (Difference(*changed, hung),), (kept,) if group is Group.JOINED else ())
            for group, table, called, changed in told
        ),
    ]  # fmt: skip


def purged_row() -> IncomingRow:
    """Somebody whose data are to be purged."""
    row = _row(Group.PURGED, "people", tr("Phạm Thị Thu"), ())
    why = tr(
        "Tỉnh ra lệnh xóa hẳn theo văn bản 45/QĐ-SYT. Lý do: Rút lại đồng ý. Bản ghi, các phần và tệp "
        "đính kèm của nó bị xóa ở mọi máy, không lấy lại được. Luật bảo vệ dữ liệu cá nhân buộc xóa ở "
        "mọi nơi đang giữ, nên dòng này không bỏ chọn được."
    )
    return IncomingRow(row.group, row.table, row.id, row.kind, row.called, (), told=why)


def _row(
    group: Group,
    table: str,
    called: str,
    differences: tuple[Difference, ...],
    kept: tuple[Kept, ...] = (),
    meetings: tuple[Meeting, ...] = (),
) -> IncomingRow:
    kind = tr(record_types()[table].singular)
    return IncomingRow(
        group, table, uuid.uuid4(), kind, called, differences, kept=kept, meetings=meetings
    )


def _met(
    table: str,
    called: str,
    field: str,
    values: tuple[str, str, str],
    hands: tuple[Hand, Hand],
) -> IncomingRow:
    """Both wrote one field. values: what stood there before, what stands here, what comes."""
    before, *texts = values
    options = tuple(
        Option(
            Dot(at, 1), {}, (text,), by.who, by.place, bytes(16), None, by.at, by.clock_ok, at == 2
        )
        for at, (text, by) in enumerate(zip(texts, hands, strict=True), 1)
    )
    kind = tr(record_types()[table].singular)
    beside = Disagreement(
        table, uuid.uuid4(), 1, called, kind, (field,), (before,) if before else (), (), options,
        asked=True, home=tr("Xã Tiên Phước"), may_decide=True, seen=frozenset({Dot(1, 1), Dot(2, 1)}),
    )  # fmt: skip
    return _row(
        Group.DISPUTED, table, called, (), meetings=(Meeting(beside, frozenset({Dot(1, 1)})),)
    )
