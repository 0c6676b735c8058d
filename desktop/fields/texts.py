"""Kinds of text: words, names of people, numbers that are not counted with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.base.text import is_plain, nfc, tidy
from desktop.fields.kinds import BARE, Json, Kind, Names, reject

_NOT_DIGIT = re.compile(r"\D")
_SEPARATORS = re.compile(r"[\s.\-()]")


class _Textual(Kind[str]):
    """What all texts have in common."""

    max_length: int
    lines: int = 1

    def column_type(self) -> TypeEngine[Any]:
        return sa.String(self.max_length)

    def parse(self, text: str, names: Names = BARE) -> str:
        value = tidy(text)
        if self.lines == 1:
            value = " ".join(value.split())
        if not value:
            raise reject(N_("Chỉ có ký tự không nhìn thấy."))
        self.check(value)
        return value

    def check(self, value: str) -> None:
        if not is_plain(value):
            raise reject(N_("Có ký tự điều khiển, không phải chữ. Hãy xóa rồi gõ lại."))
        if self.lines == 1 and "\n" in value:
            raise reject(N_("Chỉ được một dòng."))
        if len(value) > self.max_length:
            message = tr("Dài quá {most} ký tự (đang có {now}).")
            raise InvalidValue(message.format(most=self.max_length, now=len(value)))

    def from_json(self, value: Json) -> str:
        return nfc(str(value))

    def normal(self, value: str) -> object:
        return tidy(value)


@dataclass(frozen=True)
class Text(_Textual):
    """Words, on one line or several."""

    max_length: int = 200
    lines: int = 1
    width: int = 24


@dataclass(frozen=True)
class PersonName(_Textual):
    """A person's name, written as one and sorted by its last word."""

    max_length: int = 80
    width: int = 28
    searched: ClassVar[bool] = True

    def check(self, value: str) -> None:
        super().check(value)
        if any(c.isdigit() for c in value):
            raise reject(N_("Họ và tên không có chữ số."))


@dataclass(frozen=True)
class CitizenNumber(_Textual):
    """The number of an identity paper: 12 digits, 9 on old ones, or a passport's.

    Luật Căn cước 2023, Điều 12: twelve digits. The older CMND has nine.
    """

    max_length: int = 20
    width: int = 16
    searched: ClassVar[bool] = True

    def format(self, value: str, names: Names = BARE) -> str:
        if value.isdigit() and len(value) % 3 == 0:
            return " ".join(value[at : at + 3] for at in range(0, len(value), 3))
        return value

    def parse(self, text: str, names: Names = BARE) -> str:
        value = _SEPARATORS.sub("", tidy(text)).upper()
        self.check(value)
        return value

    def check(self, value: str) -> None:
        super().check(value)
        if value.isdigit() and len(value) not in (9, 12):
            message = tr("Phải đủ 12 chữ số, CMND cũ 9 chữ số (đang có {now}).")
            raise InvalidValue(message.format(now=len(value)))
        if not re.fullmatch(r"[0-9]+|[A-Z]{1,3}[0-9]{5,12}", value):
            raise reject(N_("Chỉ gồm chữ số, hoặc số hộ chiếu như B1234567."))

    def normal(self, value: str) -> object:
        return _SEPARATORS.sub("", value)

    def search_text(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Phone(_Textual):
    """A phone number, kept as its digits."""

    max_length: int = 20
    width: int = 14
    searched: ClassVar[bool] = True

    def format(self, value: str, names: Names = BARE) -> str:
        if value.isdigit() and len(value) == 10:
            return f"{value[:4]} {value[4:7]} {value[7:]}"
        return value

    def parse(self, text: str, names: Names = BARE) -> str:
        value = _SEPARATORS.sub("", tidy(text))
        if value.startswith("+84"):
            value = "0" + value[3:]
        self.check(value)
        return value

    def check(self, value: str) -> None:
        if not re.fullmatch(r"\+?[0-9]{3,15}", value):
            raise reject(N_("Số điện thoại gồm 3 đến 15 chữ số."))

    def normal(self, value: str) -> object:
        return _NOT_DIGIT.sub("", value)

    def search_text(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Code(_Textual):
    """A code or number with letters, such as 20854-26-A-0017 or 05/QĐ-UBND."""

    max_length: int = 30
    width: int = 18
    searched: ClassVar[bool] = True
