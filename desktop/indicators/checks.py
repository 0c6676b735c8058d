"""Cross-checks of a report's figures, as somebody with a pocket calculator would make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.indicators.conditions import UNKNOWN, counted, happened
from desktop.indicators.definitions import INDICATORS, Timing
from desktop.records import Activity
from desktop.rules.remarks import Remark, Severity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.indicators.periods import Period

_WITHIN = (("D02", "D01"), ("D07", "D03"))
"""Figures that cannot be more than others."""
_SPLITS = {
    "women": N_("nữ"),
    "ethnic_minority": N_("dân tộc thiểu số"),
    "under_18": N_("dưới 18 tuổi"),
}


def check_figures(values: Mapping[str, int]) -> tuple[Remark, ...]:
    """What does not fit together in the figures of one report.

    values: by key as compute.flat gives them, with the figures that were changed by hand.
    Indicators that are not in the report are left alone.
    """
    present = [code for code in INDICATORS if code in values]
    found = [_parts_and_whole(code, values) for code in present]
    found += [_unknown_parts(code, values) for code in present]
    found += [_at_most(part, whole, values) for part, whole in _WITHIN]
    found += [_sizes(values), _turnover(values), _histogram(values)]
    return tuple(remark for remark in found if remark)


def check_growth(earlier: Mapping[str, int], later: Mapping[str, int]) -> tuple[Remark, ...]:
    """Flows that have shrunk: nine months cannot be less than the six months within them."""
    message = tr("{code}: kỳ sau {later} ít hơn kỳ trước nằm trong nó {earlier}.")
    flows = [code for code, one in INDICATORS.items() if one.timing is Timing.FLOW]
    return tuple(
        _warning(message, code=code, later=later[code], earlier=earlier[code])
        for code in flows
        # Who was trained and is still a member may become fewer.
        if code != "D07" and code in earlier and code in later and later[code] < earlier[code]
    )


def check_attendance(session: Session, period: Period) -> tuple[Remark, ...]:
    """Activities of the period with more women, minority people or minors than people."""
    found: list[Remark] = []
    for name, words in _SPLITS.items():
        split = getattr(Activity, name)
        query = sa.select(Activity.id).where(
            counted(period, Activity),
            happened(Activity.from_on, period),
            split > Activity.attendance,
        )
        ids = session.scalars(query.order_by(Activity.id)).all()
        if ids:
            message = tr("{count} hoạt động ghi số {split} nhiều hơn tổng số lượt người.")
            sentence = message.format(count=grouped(len(ids)), split=tr(words))
            links = tuple(("activities", record_id) for record_id in ids)
            found.append(Remark(Severity.ERROR, sentence, links))
    return tuple(found)


def _parts_and_whole(code: str, values: Mapping[str, int]) -> Remark | None:
    indicator = INDICATORS[code]
    parts = _parts(code, values)
    chosen = parts if indicator.total_of is None else indicator.total_of
    total = sum(parts.get(part, 0) for part in chosen)
    if not parts or total == values[code]:
        return None
    message = tr("{code}: các phần cộng lại là {total}, khác tổng số {whole}.")
    return _warning(message, code=code, total=total, whole=values[code])


def _unknown_parts(code: str, values: Mapping[str, int]) -> Remark | None:
    count = values.get(f"{code}.{UNKNOWN}", 0)
    message = tr("{code}: còn {count} chưa ghi rõ thuộc phần nào.")
    return _warning(message, code=code, count=count) if count else None


def _at_most(part: str, whole: str, values: Mapping[str, int]) -> Remark | None:
    if part not in values or whole not in values or values[part] <= values[whole]:
        return None
    message = tr("{part} ({less}) không thể nhiều hơn {whole} ({more}).")
    return _warning(message, part=part, less=values[part], whole=whole, more=values[whole])


def _sizes(values: Mapping[str, int]) -> Remark | None:
    if "D03" not in values or "D04" not in values:
        return None
    total = sum(int(size) * teams for size, teams in _parts("D04", values).items())
    message = tr("D04: số Đội nhân số thành viên cộng lại là {total}, khác D03 là {members}.")
    return _unequal(message, total, values["D03"], total=total, members=values["D03"])


def _histogram(values: Mapping[str, int]) -> Remark | None:
    if "D01" not in values or "D04" not in values:
        return None
    message = tr("D04 có {teams} Đội, khác D01 là {all}.")
    return _unequal(message, values["D04"], values["D01"], teams=values["D04"], all=values["D01"])


def _turnover(values: Mapping[str, int]) -> Remark | None:
    if "D06" not in values:
        return None
    parts = _parts("D06", values)
    expected = parts["DAU_KY"] + parts["VAO"] - parts["RA"]
    message = tr(
        "D06: đầu kỳ cộng vào trừ ra là {expected}, khác cuối kỳ {closing}. "
        "Hãy xem các Đội mới lập, tạm ngừng hoặc giải thể mà thành viên chưa ghi ngày thôi."
    )
    closing = parts["CUOI_KY"]
    return _unequal(message, expected, closing, expected=expected, closing=closing)


def _parts(code: str, values: Mapping[str, int]) -> dict[str, int]:
    prefix = f"{code}."
    return {key[len(prefix) :]: value for key, value in values.items() if key.startswith(prefix)}


def _unequal(message: str, one: int, other: int, **numbers: int) -> Remark | None:
    return None if one == other else _warning(message, **numbers)


def _warning(message: str, **words: int | str) -> Remark:
    shown = {k: grouped(v) if isinstance(v, int) else v for k, v in words.items()}
    return Remark(Severity.WARNING, message.format(**shown))
