"""Kinds of time: days, days that are only partly known, months, moments."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from desktop.base.clock import VIETNAM, in_vietnam, milliseconds, moment
from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.fields.kinds import BARE, Json, Kind, Names, reject

_PARTS = re.compile(r"[/.\-\s]+")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, order=True)
class Partial:
    """A date of which only the year, or the month and year, may be known."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> dt.date:
        """The earliest day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def iso(self) -> str:
        """As much of the ISO form as is known: 1991, 1991-03 or 1991-03-05."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @classmethod
    def from_iso(cls, text: str) -> Partial:
        return cls(*(int(part) for part in text.split("-")))


def _year(text: str) -> int:
    """Two digits mean the last hundred years up to 30: 75 is 1975, 26 is 2026."""
    year = int(text)
    if len(text) == 2:
        year += 2000 if year <= 30 else 1900
    return year


def _split(text: str) -> list[str]:
    compact = text.strip()
    if compact.isdigit() and len(compact) in (6, 8):
        return [compact[:2], compact[2:4], compact[4:]]
    return [part for part in _PARTS.split(compact) if part]


def _partial(text: str) -> Partial:
    parts = _split(text)
    if not parts or not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        raise reject(N_("Ngày viết như 05/03/1975, 5/3/75 hoặc 05031975."))
    if len(parts) in (2, 3) and len(parts[0]) == 4:
        parts.reverse()
    if len(parts) > 3:
        raise reject(N_("Ngày viết như 05/03/1975, 5/3/75 hoặc 05031975."))
    year, *rest = _year(parts[-1]), *(int(part) for part in reversed(parts[:-1]))
    value = Partial(year, *rest)
    try:
        value.first()
    except ValueError:
        raise reject(N_("Không có ngày này trong lịch.")) from None
    _check_year(year)
    return value


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise reject(N_("Năm phải viết đủ bốn chữ số, từ 1900 đến 2200."))


def _check_come(first: dt.date, today: dt.date) -> None:
    """Raise InvalidValue for a day that has not come; today is named, as a PC's clock may be wrong."""
    if first > today:
        raise InvalidValue(
            tr("Ngày này chưa tới: hôm nay là {today}.").format(today=Date().format(today))
        )


@dataclass(frozen=True)
class Date(Kind[dt.date]):
    """A day. What is typed may be short (5/3/75); what is shown is 05/03/1975.

    past: whether it is the day of something that happened, so that it can't be still to come.
    """

    width: int = 12
    past: bool = False

    def column_type(self) -> TypeEngine[Any]:
        return sa.Date()

    def format(self, value: dt.date, names: Names = BARE) -> str:
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"

    def parse(self, text: str, names: Names = BARE) -> dt.date:
        value = _partial(text)
        if value.day is None:
            raise reject(N_("Cần đủ ngày, tháng, năm."))
        return value.first()

    def check(self, value: dt.date) -> None:
        _check_year(value.year)

    def check_today(self, value: dt.date, today: dt.date) -> None:
        if self.past:
            _check_come(value, today)

    def to_json(self, value: dt.date) -> Json:
        return value.isoformat()

    def from_json(self, value: Json) -> dt.date:
        return dt.date.fromisoformat(str(value))


class PartialType(sa.types.TypeDecorator[Partial]):
    """A partial date as the known part of its ISO form, which sorts rightly."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: Partial | None, dialect: Dialect) -> str | None:
        return None if value is None else value.iso()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Partial | None:
        return None if value is None else Partial.from_iso(value)


@dataclass(frozen=True)
class PartialDate(Kind[Partial]):
    """A day of which only the year may be known, as many birth dates are.

    past: as of a Date; what is known of it must have begun.
    """

    width: int = 12
    past: bool = False

    def column_type(self) -> TypeEngine[Any]:
        return PartialType()

    def format(self, value: Partial, names: Names = BARE) -> str:
        known = [part for part in (value.day, value.month) if part is not None]
        return "/".join([*(f"{part:02d}" for part in known), f"{value.year:04d}"])

    def parse(self, text: str, names: Names = BARE) -> Partial:
        return _partial(text)

    def check(self, value: Partial) -> None:
        _check_year(value.year)
        try:
            value.first()
        except ValueError:
            raise reject(N_("Không có ngày này trong lịch.")) from None
        if value.day is not None and value.month is None:
            raise reject(N_("Có ngày thì phải có tháng."))

    def check_today(self, value: Partial, today: dt.date) -> None:
        if self.past:
            _check_come(value.first(), today)

    def to_json(self, value: Partial) -> Json:
        return value.iso()

    def from_json(self, value: Json) -> Partial:
        return Partial.from_iso(str(value))


@dataclass(frozen=True)
class Month(Kind[dt.date]):
    """A month, kept as its first day."""

    width: int = 9

    def column_type(self) -> TypeEngine[Any]:
        return sa.Date()

    def format(self, value: dt.date, names: Names = BARE) -> str:
        return f"{value.month:02d}/{value.year:04d}"

    def parse(self, text: str, names: Names = BARE) -> dt.date:
        value = _partial(text)
        if value.day is not None or value.month is None:
            raise reject(N_("Tháng viết như 11/2026."))
        return value.first()

    def check(self, value: dt.date) -> None:
        _check_year(value.year)
        if value.day != 1:
            raise reject(N_("Tháng viết như 11/2026."))

    def to_json(self, value: dt.date) -> Json:
        return value.isoformat()[:7]

    def from_json(self, value: Json) -> dt.date:
        return dt.date.fromisoformat(f"{value}-01")


class MomentType(sa.types.TypeDecorator[dt.datetime]):
    """A moment as milliseconds since 1970, UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else moment(value)


@dataclass(frozen=True)
class Moment(Kind[dt.datetime]):
    """A day and a time of day, in Vietnamese time, to the minute.

    past: as of a Date; any time of today is let pass.
    """

    width: int = 17
    past: bool = False

    def column_type(self) -> TypeEngine[Any]:
        return MomentType()

    def format(self, value: dt.datetime, names: Names = BARE) -> str:
        return in_vietnam(value).strftime("%d/%m/%Y %H:%M")

    def parse(self, text: str, names: Names = BARE) -> dt.datetime:
        found = re.fullmatch(r"(.+?)\s+([0-9]{1,2})[:hg]([0-9]{2})?", text.strip())
        day, hour, minute = (found[1], found[2], found[3]) if found else (text, "0", "0")
        date = Date().parse(day)
        try:
            time = dt.time(int(hour), int(minute or "0"), tzinfo=VIETNAM)
        except ValueError:
            raise reject(N_("Giờ viết như 14:30.")) from None
        return dt.datetime.combine(date, time).astimezone(dt.UTC)

    def check(self, value: dt.datetime) -> None:
        _check_year(value.year)

    def check_today(self, value: dt.datetime, today: dt.date) -> None:
        if self.past:
            _check_come(in_vietnam(value).date(), today)

    def to_json(self, value: dt.datetime) -> Json:
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds")

    def from_json(self, value: Json) -> dt.datetime:
        return dt.datetime.fromisoformat(str(value))
