"""Rows of a file in words: what each changes, where both wrote, and what came that is no value."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import tr
from desktop.fields import Field
from desktop.operations.disagreement_words import label
from desktop.operations.incoming_row import UNSEEN, Difference, Group, IncomingRow, Seen
from desktop.operations.incoming_rows import Eyes, RawRow
from desktop.store.exchange.shapes import HOME_UNIT


def as_read(eyes: Eyes, group: Group, raw: RawRow, seen: Seen = UNSEEN) -> IncomingRow:
    """A row as the account reads it. Only for one that it may see."""
    differences = tuple(eyes.differences(raw, seen))
    return IncomingRow(
        group,
        raw.shape.table,
        raw.record_id,
        tr(raw.kind.singular),
        eyes.called(raw),
        differences,
        raw.needs,
        meetings=seen.meetings,
        kept=tuple(eyes.kept(raw, seen)),
        told=_told(eyes, raw, seen, differences),
    )


def _told(eyes: Eyes, raw: RawRow, seen: Seen, differences: Sequence[Difference]) -> str:
    """What came besides values that differ; "" if those tell all."""
    if decided := eyes.shown_of(raw, seen.decided):
        told = tr("Đã có người chọn giữa các giá trị ghi khác nhau ở {labels}.")
        return told.format(labels=_labels(decided))
    if differences or seen.meetings:
        return ""
    if raw.held is None:
        return tr("Bản ghi mới, không có mục nào tài khoản của bạn được xem.")
    if any(True for _ in raw.changed()):
        return tr("Chỉ đổi những mục tài khoản của bạn không được xem.")
    return _told_of_no_value(eyes, raw, seen)


def _told_of_no_value(eyes: Eyes, raw: RawRow, seen: Seen) -> str:
    """What came although each value reads as before."""
    if seen.is_newer or seen.by.keys() - raw.kind.units() - {HOME_UNIT}:
        return tr("Chỉ đổi những mục của bản Sổ Xã mới hơn: được giữ lại và gửi tiếp cho nơi khác.")
    if again := eyes.shown_of(raw, seen.by):
        told = tr("Nơi khác ghi lại đúng giá trị đang có ở {labels}. Chỉ lịch sử có thêm một dòng.")
        return told.format(labels=_labels(again))
    return tr("Không mục nào đổi: chỉ ghi thêm rằng nơi gửi đã biết giá trị đang có ở đây.")


_MOST_NAMED = 3


def _labels(fields: Sequence[Field]) -> str:
    named = ", ".join(f"«{label(field)}»" for field in fields[:_MOST_NAMED])
    return tr("{labels}…").format(labels=named) if len(fields) > _MOST_NAMED else named
