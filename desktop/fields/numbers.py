"""Kinds of numbers: counts, money, shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.fields.kinds import BARE, Json, Kind, Names, reject

_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+|[0-9]+")
_BIGGEST = 10**15
_LONGEST = len("1.000.000.000.000.000")


def _whole(text: str) -> int:
    compact = "".join(text.split())
    negative = compact.startswith("-")
    digits = compact[1:] if negative else compact
    if not _GROUPED.fullmatch(digits) or len(digits) > 21:  # 10^15 with dots
        raise reject(N_("Phải là số nguyên, ví dụ 1.250."))
    return int(digits.replace(".", "")) * (-1 if negative else 1)


@dataclass(frozen=True)
class Count(Kind[int]):
    """How many of something there are."""

    minimum: int = 0
    maximum: int = 10**9
    width: int = 10
    numeric: ClassVar[bool] = True

    def column_type(self) -> TypeEngine[Any]:
        return sa.Integer()

    def format(self, value: int, names: Names = BARE) -> str:
        return grouped(value)

    def parse(self, text: str, names: Names = BARE) -> int:
        value = _whole(text)
        self.check(value)
        return value

    def check(self, value: int) -> None:
        if not self.minimum <= value <= self.maximum:
            message = tr("Phải từ {least} đến {most}.")
            raise InvalidValue(
                message.format(least=grouped(self.minimum), most=grouped(self.maximum))
            )

    def to_json(self, value: int) -> Json:
        return value

    def from_json(self, value: Json) -> int:
        return int(str(value))


@dataclass(frozen=True)
class Year(Count):
    """A year; written without a dot."""

    minimum: int = 1900
    maximum: int = 2200
    width: int = 8

    def format(self, value: int, names: Names = BARE) -> str:
        return str(value)


@dataclass(frozen=True)
class Money(Kind[int]):
    """An amount in đồng."""

    width: int = 16
    numeric: ClassVar[bool] = True

    def column_type(self) -> TypeEngine[Any]:
        return sa.BigInteger()

    def format(self, value: int, names: Names = BARE) -> str:
        return grouped(value)

    def parse(self, text: str, names: Names = BARE) -> int:
        value = _whole(text.strip().removesuffix("đồng").removesuffix("đ"))
        self.check(value)
        return value

    def check(self, value: int) -> None:
        if not 0 <= value <= _BIGGEST:
            raise reject(N_("Số tiền không âm và không quá một triệu tỷ đồng."))

    def to_json(self, value: int) -> Json:
        return value

    def from_json(self, value: Json) -> int:
        return int(str(value))


class HundredthsType(sa.types.TypeDecorator[Decimal]):
    """A decimal with two places, kept as a whole number of hundredths."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


@dataclass(frozen=True)
class _Hundredths(Kind[Decimal]):
    """What numbers with two places have in common."""

    maximum: int = 100
    width: int = 10
    numeric: ClassVar[bool] = True
    mark: ClassVar[str] = ""

    def column_type(self) -> TypeEngine[Any]:
        return HundredthsType()

    def format(self, value: Decimal, names: Names = BARE) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") + self.mark

    def parse(self, text: str, names: Names = BARE) -> Decimal:
        try:
            number = Decimal("".join(text.split()).removesuffix(self.mark).replace(",", "."))
            value = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
        except InvalidOperation:
            raise self.not_understood() from None
        self.check(value)
        return value

    def not_understood(self) -> InvalidValue:
        """What is said of words that are no such number."""
        raise NotImplementedError

    def check(self, value: Decimal) -> None:
        if not (value.is_finite() and 0 <= value <= self.maximum):
            message = tr("Phải từ 0{mark} đến {most}{mark}.")
            raise InvalidValue(message.format(most=self.maximum, mark=self.mark))
        if value != round(value, 2):
            raise reject(N_("Nhiều nhất hai chữ số sau dấu phẩy."))

    def to_json(self, value: Decimal) -> Json:
        return f"{value:.2f}"

    def from_json(self, value: Json) -> Decimal:
        return Decimal(str(value))


@dataclass(frozen=True)
class Percent(_Hundredths):
    """A share of a hundred, to two places: 62,5 %."""

    mark: ClassVar[str] = "%"

    def not_understood(self) -> InvalidValue:
        return reject(N_("Phải là tỷ lệ, ví dụ 62,5%."))


@dataclass(frozen=True)
class Factor(_Hundredths):
    """By what something is multiplied, to two places: 0,6 of the base salary."""

    def not_understood(self) -> InvalidValue:
        return reject(N_("Phải là hệ số, ví dụ 0,6."))
