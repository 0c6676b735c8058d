"""Who may sign which decision on which day: three regimes, as dated rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.i18n import N_, tr
from desktop.fields import Date

if TYPE_CHECKING:
    from desktop.records.offices import Officer

SIGNERS: Mapping[str, str] = {
    "CHU_TICH": N_("Chủ tịch UBND cấp xã"),
    "PHO_CT": N_("Phó Chủ tịch UBND cấp xã"),
    "TRUONG_CA": N_("Trưởng Công an cấp xã"),
    "CHU_TICH_HUYEN": N_("Chủ tịch UBND cấp huyện"),
    "TOA_AN": N_("Tòa án"),
    "KHONG": N_("Người không có quyền ký"),
}
TEAM_DECISION = "THANH_LAP_DOI"
"""Establishing, dissolving and changing a team; the other codes are those of L8."""

DECISIONS: Mapping[str, str] = {
    "QL_SD": N_("quyết định quản lý người sử dụng trái phép chất ma túy"),
    "DUNG_QL_SD": N_("quyết định dừng quản lý người sử dụng trái phép chất ma túy"),
    "CHAM_DUT_QL_SD": N_("quyết định chấm dứt quản lý người sử dụng trái phép chất ma túy"),
    "TAM_DINH_CHI": N_("quyết định tạm đình chỉ quản lý"),
    "CAI_TN": N_("quyết định cai nghiện ma túy tự nguyện"),
    "QL_SAUCAI": N_("quyết định quản lý sau cai nghiện ma túy"),
    TEAM_DECISION: N_("quyết định về Đội công tác xã hội tình nguyện"),
}
OPENING_DECISIONS: Mapping[str, str] = {
    "MT_SD": "QL_SD",
    "MT_CAI_TN": "CAI_TN",
    "MT_SAUCAI": "QL_SAUCAI",
    "GD_XA": "GD_XA",
}
"""The decision (L8) that a case of this type (L4) stands on; the others stand on none."""
_DEPUTIES = {"PHO_CT": "CHU_TICH"}
"""Who signs in whose place (KT.; NĐ 30/2020/NĐ-CP, Điều 13)."""


@dataclass(frozen=True)
class Competence:
    """One decision, who signs it, and from when to when."""

    decision: str
    signer: str
    valid_from: dt.date
    valid_to: dt.date | None
    basis: str


_LAW_73, _END_73 = dt.date(2022, 1, 1), dt.date(2026, 6, 30)
_LAW_120 = dt.date(2026, 7, 1)
_TWO_TIERS = dt.date(2025, 7, 1)
_BASIS_73, _BASIS_120 = N_("Luật 73/2021/QH14"), N_("Luật 120/2025/QH15")
_USERS = ("QL_SD", "DUNG_QL_SD", "CHAM_DUT_QL_SD", "TAM_DINH_CHI")

COMPETENCES: tuple[Competence, ...] = (
    *(Competence(code, "CHU_TICH", _LAW_73, _END_73, _BASIS_73) for code in _USERS),
    *(Competence(code, "TRUONG_CA", _LAW_120, None, _BASIS_120) for code in _USERS),
    Competence("CAI_TN", "CHU_TICH", _LAW_73, _END_73, _BASIS_73),
    Competence("QL_SAUCAI", "CHU_TICH", _LAW_73, _END_73, _BASIS_73),
    Competence("QL_SAUCAI", "CHU_TICH", _LAW_120, None, _BASIS_120),
    Competence(
        TEAM_DECISION,
        "CHU_TICH_HUYEN",
        dt.date(2013, 1, 1),
        dt.date(2025, 6, 30),
        N_("TTLT 24/2012/TTLT-BLĐTBXH-BNV-BTC"),
    ),
    Competence(TEAM_DECISION, "CHU_TICH", _TWO_TIERS, None, N_("TT 14/2025/TT-BYT, Điều 2")),
)
"""What was found in the law; a decision or a day that is missing here is not judged."""


def competences(
    decision: str, on: dt.date, known: Sequence[Competence] = COMPETENCES
) -> tuple[Competence, ...]:
    """Who signs this decision on this day; empty if the program does not know."""
    return tuple(
        one
        for one in known
        if one.decision == decision and one.valid_from <= on <= (one.valid_to or dt.date.max)
    )


def signer_problem(
    role: str, decision: str, on: dt.date, known: Sequence[Competence] = COMPETENCES
) -> str:
    """The sentence that warns of a signer who is not competent on the day; "" if all is well.

    role: a code of SIGNERS. decision: a code of L8 or TEAM_DECISION.
    A decision is never refused for it: old papers are recorded as they are.
    """
    rows = competences(decision, on, known)
    if not rows or any(row.signer in (role, _DEPUTIES.get(role)) for row in rows):
        return ""
    row = rows[0]
    return _warning(row).format(
        start=Date().format(row.valid_from),
        end=Date().format(row.valid_to or on),
        decision=tr(DECISIONS[decision]),
        competent=tr(SIGNERS[row.signer]),
        basis=tr(row.basis),
        signer=tr(SIGNERS[role]),
        day=Date().format(on),
    )


def _warning(row: Competence) -> str:
    if row.valid_to is None:
        return tr(
            "Từ ngày {start}, {decision} do {competent} ký ({basis}). "
            "{signer} không có thẩm quyền ký quyết định đề ngày {day}; "
            "hãy xem lại người ký hoặc ngày ký."
        )
    return tr(
        "Đến hết ngày {end}, {decision} do {competent} ký ({basis}). "
        "{signer} chưa có thẩm quyền ký quyết định đề ngày {day}; "
        "hãy xem lại người ký hoặc ngày ký."
    )


def in_post(officers: Iterable[Officer], role: str, on: dt.date) -> tuple[Officer, ...]:
    """Those who held this role on the day, so that papers of the past name their signers."""
    return tuple(
        officer
        for officer in officers
        if officer.signer_role == role
        and (officer.from_on or dt.date.min) <= on <= (officer.to_on or dt.date.max)
    )
