"""Kinds that point elsewhere: to another record, to a stored file."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from desktop.base.i18n import N_
from desktop.fields.kinds import BARE, Json, Kind, Names, reject


class IdType(sa.types.TypeDecorator[uuid.UUID]):
    """An id as its 16 bytes."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> uuid.UUID | None:
        return None if value is None else uuid.UUID(bytes=bytes(value))


@dataclass(frozen=True)
class Reference(Kind[uuid.UUID]):
    """Another record, by its id; it shows as that record is called.

    of_office: whether only records of the office that has this one are offered, and of the office
    where the choice is made: a province holds those of all communes.
    """

    to: str
    width: int = 26
    of_office: bool = False

    def column_type(self) -> TypeEngine[Any]:
        return IdType()

    def format(self, value: uuid.UUID, names: Names = BARE) -> str:
        return names.record(self.to, value)

    def parse(self, text: str, names: Names = BARE) -> uuid.UUID:
        try:
            return uuid.UUID(text.strip())
        except ValueError:
            raise reject(N_("Hãy chọn trong danh sách.")) from None

    def from_json(self, value: Json) -> uuid.UUID:
        return uuid.UUID(str(value))


@dataclass(frozen=True)
class StoredFile:
    """An attachment: its BLAKE2b-256 hash in hexadecimal, its size in bytes, its name."""

    hash: str
    size: int
    name: str

    def line(self) -> str:
        """All of it on one line; the name stands last since it may hold anything."""
        return f"{self.hash}/{self.size}/{self.name}"

    @classmethod
    def from_line(cls, line: str) -> StoredFile:
        digest, size, name = line.split("/", 2)
        return cls(digest, int(size), name)


class StoredFileType(sa.types.TypeDecorator[StoredFile]):
    """An attachment on one line of text."""

    impl = sa.String(400)
    cache_ok = True

    def process_bind_param(self, value: StoredFile | None, dialect: Dialect) -> str | None:
        return None if value is None else value.line()

    def process_result_value(self, value: str | None, dialect: Dialect) -> StoredFile | None:
        return None if value is None else StoredFile.from_line(value)


@dataclass(frozen=True)
class Attachment(Kind[StoredFile]):
    """A file that lies encrypted beside the office file."""

    width: int = 24

    def column_type(self) -> TypeEngine[Any]:
        return StoredFileType()

    def format(self, value: StoredFile, names: Names = BARE) -> str:
        return value.line() if names is BARE else value.name

    def parse(self, text: str, names: Names = BARE) -> StoredFile:
        if not re.fullmatch(r"[0-9a-f]{64}/[0-9]{1,15}/[^\n]{1,255}", text):
            raise reject(N_("Hãy chọn tệp bằng nút Đính kèm."))
        return StoredFile.from_line(text)

    def to_json(self, value: StoredFile) -> Json:
        return value.line()

    def from_json(self, value: Json) -> StoredFile:
        return StoredFile.from_line(str(value))

    def normal(self, value: StoredFile) -> object:
        return value.hash
