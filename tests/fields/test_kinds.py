"""Kinds by example: what clerks type, what they see, what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import InvalidValue
from desktop.fields import (
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Factor,
    Kind,
    Moment,
    Money,
    Month,
    Partial,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Text,
    Year,
    YesNo,
)
from desktop.fields.choices import CodesType

SEXES = {"NAM": "Nam", "NU": "Nữ", "KHAC": "Khác"}
AT = dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC)

TYPED: list[tuple[Kind[Any], str, Any, str]] = [
    (Date(), "05/03/1975", dt.date(1975, 3, 5), "05/03/1975"),
    (Date(), "5/3/75", dt.date(1975, 3, 5), "05/03/1975"),
    (Date(), "5.3.26", dt.date(2026, 3, 5), "05/03/2026"),
    (Date(), "05031975", dt.date(1975, 3, 5), "05/03/1975"),
    (Date(), "050375", dt.date(1975, 3, 5), "05/03/1975"),
    (Date(), "1975-03-05", dt.date(1975, 3, 5), "05/03/1975"),
    (Date(), " 29 2 2024 ", dt.date(2024, 2, 29), "29/02/2024"),
    (PartialDate(), "1975", Partial(1975), "1975"),
    (PartialDate(), "3/1975", Partial(1975, 3), "03/1975"),
    (PartialDate(), "5/3/75", Partial(1975, 3, 5), "05/03/1975"),
    (Month(), "11/2026", dt.date(2026, 11, 1), "11/2026"),
    (Month(), "2026-11", dt.date(2026, 11, 1), "11/2026"),
    (Moment(), "20/11/2026 14:30", AT, "20/11/2026 14:30"),
    (Moment(), "20/11/26 14h30", AT, "20/11/2026 14:30"),
    (Moment(), "20/11/26 14g30", AT, "20/11/2026 14:30"),
    (Count(), "1.250", 1250, "1.250"),
    (Count(), "1250", 1250, "1.250"),
    (Year(), "1990", 1990, "1990"),
    (Money(), "1.500.000 đồng", 1_500_000, "1.500.000"),
    (Money(), "1500000đ", 1_500_000, "1.500.000"),
    (Percent(), "62,5%", Decimal("62.5"), "62,5%"),
    (Percent(), "62.505", Decimal("62.51"), "62,51%"),
    (Percent(), "100", Decimal(100), "100%"),
    (Factor(), "0,6", Decimal("0.6"), "0,6"),
    (Factor(), " 1.255 ", Decimal("1.26"), "1,26"),
    (CitizenNumber(), "048 090 001 234", "048090001234", "048 090 001 234"),
    (CitizenNumber(), "201.234.567", "201234567", "201 234 567"),
    (CitizenNumber(), "b1234567", "B1234567", "B1234567"),
    (Phone(), "0905 123 456", "0905123456", "0905 123 456"),
    (Phone(), "+84 905.123.456", "0905123456", "0905 123 456"),
    (PersonName(), "  Nguyễn   Thị\tLan\n", "Nguyễn Thị Lan", "Nguyễn Thị Lan"),
    (PersonName(), "Nguye\u0302\u0303n\u200b Lan", "Nguyễn Lan", "Nguyễn Lan"),
    (Text(), "một\nhai", "một hai", "một hai"),
    (Text(lines=3), "một \n\n hai", "một\n\nhai", "một\n\nhai"),
    (Text(), "a\x00b\ufeff", "ab", "ab"),
    (Code(), " 05/QĐ-UBND ", "05/QĐ-UBND", "05/QĐ-UBND"),
    (Choice(SEXES), "nữ", "NU", "Nữ"),
    (Choice(SEXES), "NU", "NU", "Nữ"),
    (Choice(SEXES), "nu", "NU", "Nữ"),
    (Choices(SEXES), "Nữ; nam;", ("NU", "NAM"), "Nữ; Nam"),
    (YesNo(), "có", True, "Có"),
    (YesNo(), "khong", False, "Không"),
    (YesNo("Bản chính", "Bản sao"), "bản SAO", False, "Bản sao"),
]


@pytest.mark.parametrize(("kind", "typed", "value", "shown"), TYPED)
def test_what_is_typed_is_read_and_shown(
    kind: Kind[Any], typed: str, value: Any, shown: str
) -> None:
    assert kind.parse(typed) == value
    assert kind.format(value) == shown


REFUSED: list[tuple[Kind[Any], str]] = [
    (Date(), "31/02/2026"),
    (Date(), "1975"),
    (Date(), "3/1975"),
    (Date(), "5/3/197"),
    (Date(), "5/3/1875"),
    (Date(), "hôm nay"),
    (Date(), "1/2/3/4"),
    (PartialDate(), "13/1975"),
    (Month(), "5/3/1975"),
    (Month(), "1975"),
    (Moment(), "20/11/2026 25:00"),
    (Moment(), "14:30"),
    (Count(), "-1"),
    (Count(), "1,5"),
    (Count(), "1.25"),
    (Count(minimum=1), "0"),
    (Count(), "9" * 30),
    (Year(), "190"),
    (Money(), "-5"),
    (Percent(), "101"),
    (Percent(), "nhiều"),
    (Factor(), "100,5"),
    (Factor(), "0,6 lần"),
    (Percent(), "NaN"),
    (Percent(), "Infinity"),
    (CitizenNumber(), "12345678"),
    (CitizenNumber(), "0480900012345"),
    (CitizenNumber(), "không có"),
    (CitizenNumber(), "٠٤٨٠٩٠٠٠١٢٣٤"),
    (Phone(), "12"),
    (Phone(), "không"),
    (PersonName(), "Nguyễn Văn 2"),
    (PersonName(), "x" * 81),
    (Text(max_length=5), "123456"),
    (Text(), "\u200b\ufeff"),
    (Choice(SEXES), "nam nữ"),
    (Choices(SEXES), ";"),
    (Choices(SEXES), "Nam; X"),
    (YesNo(), "có lẽ"),
]


@pytest.mark.parametrize(("kind", "typed"), REFUSED)
def test_what_makes_no_sense_is_refused_with_a_sentence(kind: Kind[Any], typed: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        kind.parse(typed)
    assert caught.value.message[0].isupper()


OUTSIDE: list[tuple[Kind[Any], Any]] = [
    (Text(), "một\x00hai"),
    (Text(), "một\nhai"),
    (Text(lines=3), "một\r\nhai"),
    (PersonName(), "Nguyễn\x00An"),
    (PersonName(), "Nguyễn\nAn"),
    (Code(), "05\x1f/QĐ"),
    (CitizenNumber(), "048090001234\n"),
    (Phone(), "0905123456\n"),
    (Date(), dt.date(1875, 1, 1)),
    (PartialDate(), Partial(1990, None, 5)),
    (PartialDate(), Partial(1990, 2, 30)),
    (PartialDate(), Partial(2500)),
    (Month(), dt.date(2026, 11, 2)),
    (Moment(), dt.datetime(1800, 1, 1, tzinfo=dt.UTC)),
    (Percent(), Decimal("33.333")),
    (Count(maximum=9), 10),
    (Choice(SEXES), "X"),
    (Choices(SEXES), ()),
    (Choices(SEXES), ("X",)),
    (Choices(code_list="L4"), ("A|B",)),
]


@pytest.mark.parametrize(("kind", "value"), OUTSIDE)
def test_values_that_could_not_be_typed_are_not_accepted_either(
    kind: Kind[Any], value: Any
) -> None:
    with pytest.raises(InvalidValue):
        kind.check(value)


def test_codes_of_a_list_are_read_by_their_labels_and_kept_when_unknown() -> None:
    class Lists:
        def code(self, code_list: str, code: str) -> str:
            return dict(self.codes(code_list)).get(code, code)

        def codes(self, code_list: str) -> list[tuple[str, str]]:
            return [("01", "Kinh"), ("02", "Tày"), ("04", "Tay")]

        def record(self, table: str, record_id: object) -> str:
            return ""

    kind = Choice(code_list="L1")
    assert kind.parse("Tày", Lists()) == "02"
    assert kind.parse("kinh", Lists()) == "01"
    assert kind.format("99", Lists()) == "99"
    with pytest.raises(InvalidValue):
        kind.parse("TAY", Lists())


def test_several_codes_lie_in_one_column_where_each_can_be_found() -> None:
    kept = CodesType().process_bind_param(("A", "B"), None)  # type: ignore[arg-type]
    assert kept == "|A|B|"
    assert CodesType().process_bind_param((), None) is None  # type: ignore[arg-type]


def test_partial_dates_sort_by_what_is_known() -> None:
    dates = [Partial(1990, 2, 1), Partial(1990), Partial(1989, 12, 31), Partial(1990, 2)]
    assert [d.iso() for d in sorted(dates, key=Partial.iso)] == [
        "1989-12-31",
        "1990",
        "1990-02",
        "1990-02-01",
    ]
    assert Partial(1990, 2).first() == dt.date(1990, 2, 1)
