"""The number of an outgoing paper is given once: to one paper of a kind and a year."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

import makers
from desktop.base.errors import UserError
from desktop.indicators.periods import month
from desktop.operations import approvals, records, reports, upkeep
from desktop.operations.office import Office
from desktop.records import Report

D = dt.date


@pytest.fixture
def leader(open_as: Callable[..., Office]) -> Office:
    return open_as("LANH_DAO")


@pytest.fixture
def approved(office: Office, leader: Office) -> Callable[[int], uuid.UUID]:
    """Makes an approved report on a month of 2026."""

    def make(which: int) -> uuid.UUID:
        made = makers.only(reports.open_report(office, month(2026, which)), "reports")
        approvals.approve(leader, made)
        return made

    return make


def send(office: Office, report: uuid.UUID, number: str, signed_on: dt.date) -> None:
    approvals.set_sent(office, report, D(2026, 11, 21), number, signed_on)


def number_of(office: Office, report: uuid.UUID) -> str | None:
    return makers.loaded(office, Report, report).number


@pytest.mark.parametrize("spelled", ["05/BC-UBND", "5/BC-UBND", "5 /bc-ubnd"])
def test_a_number_of_another_report_of_the_year_is_refused_with_its_holder(
    office: Office, approved: Callable[[int], uuid.UUID], spelled: str
) -> None:
    send(office, approved(9), "05/BC-UBND", D(2026, 10, 5))
    later = approved(10)
    with pytest.raises(UserError, match="năm 2026 đã cấp cho báo cáo “tháng 9 năm 2026”"):
        send(office, later, spelled, D(2026, 11, 5))
    assert (number_of(office, later), reports.read_report(office, later).state) == (
        None,
        "DA_DUYET",
    )
    send(office, later, "06/BC-UBND", D(2026, 11, 5))
    assert number_of(office, later) == "06/BC-UBND"


def test_each_year_begins_anew(office: Office, approved: Callable[[int], uuid.UUID]) -> None:
    send(office, approved(1), "05/BC-UBND", D(2025, 12, 31))
    send(office, approved(2), "05/BC-UBND", D(2026, 3, 2))


def test_a_report_may_be_sent_again_under_its_own_number(
    office: Office, approved: Callable[[int], uuid.UUID]
) -> None:
    report = approved(9)
    send(office, report, "05/BC-UBND", D(2026, 10, 5))
    send(office, report, "05/BC-UBND", D(2026, 10, 6))


def test_a_voided_report_keeps_its_number(
    office: Office, leader: Office, approved: Callable[[int], uuid.UUID]
) -> None:
    gone = approved(9)
    send(office, gone, "05/BC-UBND", D(2026, 10, 5))
    with office.writing() as session:
        session.get_one(Report, gone).void_reason = "Lập nhầm kỳ"
    with pytest.raises(UserError, match="“tháng 9 năm 2026”"):
        send(office, approved(10), "05/BC-UBND", D(2026, 11, 5))


def test_a_number_that_went_out_before_reopening_is_not_given_to_another(
    office: Office, leader: Office, approved: Callable[[int], uuid.UUID]
) -> None:
    reopened = approved(9)
    send(office, reopened, "05/BC-UBND", D(2026, 10, 5))
    approvals.reopen(leader, reopened)
    with pytest.raises(UserError, match="“tháng 9 năm 2026”"):
        send(office, approved(10), "05/BC-UBND", D(2026, 11, 5))
    approvals.approve(leader, reopened)
    send(office, reopened, "05/BC-UBND", D(2026, 11, 6))


def test_checking_the_office_names_numbers_that_were_brought_in_twice(
    office: Office, open_as: Callable[..., Office], approved: Callable[[int], uuid.UUID]
) -> None:
    first, second = approved(9), approved(10)
    send(office, first, "05/BC-UBND", D(2026, 10, 5))
    keeper = open_as("QUAN_TRI")
    assert upkeep.check_office(keeper) == []
    with office.writing() as session:
        told = {"number": "5/BC-UBND", "signed_on": D(2026, 11, 5)}
        records.save_in(office, session, "reports", second, told)
    (found,) = upkeep.check_office(keeper)
    assert found == (
        "Báo cáo: số 05/BC-UBND năm 2026 dùng cho 2 báo cáo: tháng 9 năm 2026, tháng 10 năm 2026."
    )
