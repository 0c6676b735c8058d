"""Kinds that choose: one of a few, several of a few, yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.base.text import fold, nfc
from desktop.fields.kinds import BARE, Json, Kind, Names, reject

_NO_OPTIONS: Mapping[str, str] = {}


@dataclass(frozen=True)
class _Options:
    """Where the codes come from: declared in the program, or a dated list of the office."""

    options: Mapping[str, str] = field(default_factory=lambda: _NO_OPTIONS)
    code_list: str = ""

    def label(self, code: str, names: Names) -> str:
        if self.code_list:
            return names.code(self.code_list, code)
        return tr(self.options[code]) if code in self.options else code

    def pairs(self, names: Names) -> Sequence[tuple[str, str]]:
        if self.code_list:
            return names.codes(self.code_list)
        return [(code, tr(label)) for code, label in self.options.items()]

    def code(self, text: str, names: Names) -> str:
        typed, folded = nfc(text).strip(), fold(text.strip())
        pairs = self.pairs(names)
        for code, label in pairs:
            if typed in (code, label):
                return code
        close = [code for code, label in pairs if fold(label) == folded or fold(code) == folded]
        if len(close) == 1:
            return close[0]
        if self.code_list and not pairs:
            return typed
        raise reject(N_("Không có trong danh sách chọn."))


@dataclass(frozen=True)
class Choice(Kind[str]):
    """One of several; give options for those fixed by the program, code_list for the office's."""

    options: Mapping[str, str] = field(default_factory=lambda: _NO_OPTIONS, hash=False)
    code_list: str = ""
    width: int = 20

    def column_type(self) -> TypeEngine[Any]:
        return sa.String(40)

    def pairs(self, names: Names) -> Sequence[tuple[str, str]]:
        """Codes and labels, in the order they are offered."""
        return self._source().pairs(names)

    def format(self, value: str, names: Names = BARE) -> str:
        return self._source().label(value, names)

    def parse(self, text: str, names: Names = BARE) -> str:
        return self._source().code(text, names)

    def check(self, value: str) -> None:
        if self.options and value not in self.options:
            raise reject(N_("Không có trong danh sách chọn."))

    def from_json(self, value: Json) -> str:
        return str(value)

    def _source(self) -> _Options:
        return _Options(self.options, self.code_list)


class CodesType(sa.types.TypeDecorator[tuple[str, ...]]):
    """Several codes as ``|A|B|``, so that any database finds one with LIKE '%|A|%'."""

    impl = sa.String(400)
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        return f"|{'|'.join(value)}|" if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.strip("|").split("|"))


@dataclass(frozen=True)
class Choices(Kind[tuple[str, ...]]):
    """Several of several, in the order of the list."""

    options: Mapping[str, str] = field(default_factory=lambda: _NO_OPTIONS, hash=False)
    code_list: str = ""
    width: int = 36

    def column_type(self) -> TypeEngine[Any]:
        return CodesType()

    def pairs(self, names: Names) -> Sequence[tuple[str, str]]:
        """Codes and labels, in the order they are offered."""
        return self._source().pairs(names)

    def format(self, value: Sequence[str], names: Names = BARE) -> str:
        return "; ".join(self._source().label(code, names) for code in value)

    def parse(self, text: str, names: Names = BARE) -> tuple[str, ...]:
        parts = (part for part in text.split(";") if part.strip())
        found = dict.fromkeys(self._source().code(part, names) for part in parts)
        if not found:
            raise reject(N_("Không có trong danh sách chọn."))
        self.check(tuple(found))
        return tuple(found)

    def check(self, value: Sequence[str]) -> None:
        if not value or (self.options and not set(value) <= set(self.options)):
            raise reject(N_("Không có trong danh sách chọn."))
        if any("|" in code or ";" in code for code in value):
            raise InvalidValue(tr("Mã không được chứa dấu | hoặc ;"))

    def to_json(self, value: Sequence[str]) -> Json:
        return list(value)

    def from_json(self, value: Json) -> tuple[str, ...]:
        assert isinstance(value, list)
        return tuple(value)

    def normal(self, value: Sequence[str]) -> object:
        return tuple(sorted(value))

    def _source(self) -> _Options:
        return _Options(self.options, self.code_list)


@dataclass(frozen=True)
class YesNo(Kind[bool]):
    """Yes or no; empty means nobody has said."""

    yes: str = N_("Có")
    no: str = N_("Không")
    width: int = 8

    def column_type(self) -> TypeEngine[Any]:
        return sa.Boolean()

    def format(self, value: bool, names: Names = BARE) -> str:
        return tr(self.yes if value else self.no)

    def parse(self, text: str, names: Names = BARE) -> bool:
        folded = fold(text.strip())
        if folded in {fold(tr(self.yes)), "co", "x", "1"}:
            return True
        if folded in {fold(tr(self.no)), "khong", "0"}:
            return False
        raise reject(N_("Viết Có hoặc Không."))

    def to_json(self, value: bool) -> Json:
        return value

    def from_json(self, value: Json) -> bool:
        return bool(value)
