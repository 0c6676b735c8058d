"""Who signed a decision without being competent on its day is named, not refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

import makers
from desktop.operations import cases, records, teams
from desktop.operations.office import Office

CHAIR, POLICE = "Nguyễn Hữu Phước", "Đỗ Văn Cảnh"


@pytest.fixture
def officers(office: Office) -> None:
    since = dt.date(2025, 7, 1)
    makers.officer(office, full_name=CHAIR, signer_role="CHU_TICH", from_on=since)
    makers.officer(office, full_name=POLICE, signer_role="TRUONG_CA", from_on=since)


@pytest.mark.usefixtures("officers")
@pytest.mark.parametrize(
    ("signer", "decided", "warned"),
    [
        (CHAIR, dt.date(2026, 6, 30), False),
        (CHAIR, dt.date(2026, 7, 1), True),
        (CHAIR.lower(), dt.date(2026, 7, 1), True),
        (POLICE, dt.date(2026, 7, 1), False),
        (POLICE, dt.date(2026, 6, 30), True),
        ("Người Lạ", dt.date(2026, 7, 1), False),
        (CHAIR, None, False),
    ],
)
def test_a_case_tells_of_a_signer_who_was_not_competent(
    office: Office, signer: str, decided: dt.date | None, warned: bool
) -> None:
    case = makers.case(office, case_type="MT_SD", decision_signer=signer, decision_on=decided)
    remarks = cases.read_case(office, case).header.remarks
    assert bool(remarks) == warned
    if warned:
        assert "không có thẩm quyền" in remarks[0].sentence or "chưa có" in remarks[0].sentence


@pytest.mark.usefixtures("officers")
def test_a_matter_without_a_decision_of_its_own_is_not_judged(office: Office) -> None:
    values = {"decision_signer": CHAIR, "decision_on": dt.date(2026, 8, 1)}
    case = makers.case(office, case_type="NGUY_CO", **values)
    assert cases.read_case(office, case).header.remarks == ()


@pytest.mark.usefixtures("officers")
def test_who_may_not_read_the_decision_is_told_nothing_of_it(
    office: Office, open_as: Callable[..., Office]
) -> None:
    leader = makers.officer(office)
    values = {"decision_signer": CHAIR, "decision_on": dt.date(2026, 8, 1), "risk_level": "CAO"}
    case = makers.case(office, case_type="MT_SD", case_worker_id=leader, **values)
    seen = open_as("DOI_TRUONG", officer_id=leader, compartments=frozenset({0, 3}))
    header = cases.read_case(seen, case).header
    assert (header.remarks, header.risk, header.risk_label) == ((), "", "")
    assert cases.read_case(office, case).header.risk == "CAO"


@pytest.mark.parametrize(
    ("level", "decided", "warned"),
    [
        ("HUYEN", dt.date(2025, 6, 30), False),
        ("HUYEN", dt.date(2025, 7, 1), True),
        ("XA", dt.date(2025, 7, 1), False),
        ("XA", dt.date(2025, 6, 30), True),
    ],
)
def test_a_team_tells_of_a_decision_of_the_wrong_level(
    office: Office, level: str, decided: dt.date, warned: bool
) -> None:
    team = makers.team(office)
    records.save(office, "teams", team, {"decided_by": level, "decision_on": decided})
    remarks = teams.read_roster(office, team, dt.date(2026, 11, 21)).remarks
    told = [one for one in remarks if "Đội công tác xã hội tình nguyện" in one.sentence]
    assert bool(told) == warned
