"""Who may sign what, on which day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.offices import SIGNER_ROLES, Officer
from desktop.rules.signers import (
    COMPETENCES,
    DECISIONS,
    SIGNERS,
    TEAM_DECISION,
    competences,
    in_post,
    signer_problem,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("role", "decision", "on", "fine"),
    [
        ("CHU_TICH", "QL_SD", "2026-06-30", True),
        ("CHU_TICH", "QL_SD", "2026-07-01", False),
        ("PHO_CT", "QL_SD", "2026-06-30", True),
        ("PHO_CT", "QL_SD", "2026-07-01", False),
        ("TRUONG_CA", "QL_SD", "2026-06-30", False),
        ("TRUONG_CA", "QL_SD", "2026-07-01", True),
        ("TRUONG_CA", "DUNG_QL_SD", "2026-07-01", True),
        ("CHU_TICH", "QL_SAUCAI", "2026-06-30", True),
        ("CHU_TICH", "QL_SAUCAI", "2026-07-01", True),
        ("TRUONG_CA", "QL_SAUCAI", "2026-07-01", False),
        ("KHONG", "QL_SAUCAI", "2026-07-01", False),
        ("CHU_TICH", TEAM_DECISION, "2025-06-30", False),
        ("CHU_TICH_HUYEN", TEAM_DECISION, "2025-06-30", True),
        ("CHU_TICH", TEAM_DECISION, "2025-07-01", True),
        ("CHU_TICH_HUYEN", TEAM_DECISION, "2025-07-01", False),
        # Nobody has found who decides these, so nobody is warned.
        ("TRUONG_CA", "CAI_TN", "2026-07-01", True),
        ("KHONG", "QL_SD", "2021-12-31", True),
        ("KHONG", "GD_XA", "2026-07-01", True),
    ],
)
def test_a_signer_is_competent_or_warned_of(role: str, decision: str, on: str, fine: bool) -> None:
    assert (signer_problem(role, decision, day(on)) == "") is fine


def test_the_warning_names_the_day_the_competent_signer_and_the_law() -> None:
    assert signer_problem("CHU_TICH", "QL_SD", day("2026-07-15")) == (
        "Từ ngày 01/07/2026, quyết định quản lý người sử dụng trái phép chất ma túy do "
        "Trưởng Công an cấp xã ký (Luật 120/2025/QH15). Chủ tịch UBND cấp xã không có thẩm quyền "
        "ký quyết định đề ngày 15/07/2026; hãy xem lại người ký hoặc ngày ký."
    )


def test_a_signer_of_tomorrow_is_told_until_when_the_old_rule_holds() -> None:
    sentence = signer_problem("TRUONG_CA", "QL_SD", day("2026-06-30"))
    assert sentence.startswith("Đến hết ngày 30/06/2026")
    assert "Trưởng Công an cấp xã chưa có thẩm quyền" in sentence


@given(st.dates(dt.date(2010, 1, 1), dt.date(2040, 1, 1)), st.sampled_from(sorted(DECISIONS)))
def test_a_decision_has_one_signer_on_a_day(on: dt.date, decision: str) -> None:
    assert len(competences(decision, on)) <= 1


def test_every_row_and_every_role_of_the_office_has_words() -> None:
    assert {row.decision for row in COMPETENCES} <= set(DECISIONS)
    assert {row.signer for row in COMPETENCES} | set(SIGNER_ROLES) <= set(SIGNERS)


def test_papers_of_the_past_find_the_signer_of_their_day() -> None:
    old = Officer(signer_role="CHU_TICH", to_on=day("2025-06-30"))
    new = Officer(signer_role="CHU_TICH", from_on=day("2025-07-01"))
    deputy = Officer(signer_role="PHO_CT")
    posts = [old, new, deputy]
    assert in_post(posts, "CHU_TICH", day("2025-06-30")) == (old,)
    assert in_post(posts, "CHU_TICH", day("2025-07-01")) == (new,)
    assert in_post(posts, "PHO_CT", day("2030-01-01")) == (deputy,)
