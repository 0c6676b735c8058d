"""A kind says what a value means; nobody else formats or parses one."""

from __future__ import annotations

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy.types import TypeEngine

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr

T = TypeVar("T")
Json = str | int | float | bool | list[str] | None


class Names(Protocol):
    """What codes and references are called in this office, on one day."""

    def code(self, code_list: str, code: str) -> str:
        """The label of a code, the code itself if the list does not know it."""
        ...

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        """Codes and labels that may be chosen, in the order of the list."""
        ...

    def record(self, table: str, record_id: uuid.UUID) -> str:
        """What a record is called."""
        ...


class BareNames:
    """Names for where nobody is asked: codes and ids show as themselves."""

    def code(self, code_list: str, code: str) -> str:
        return code

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        return ()

    def record(self, table: str, record_id: uuid.UUID) -> str:
        return str(record_id)


BARE = BareNames()


class Kind(ABC, Generic[T]):
    """One meaning of values.

    ``width`` is the room a value usually takes, in characters of the body font; forms,
    lists and papers derive their columns from it. ``numeric`` values stand right.
    """

    width: int = 20
    numeric: ClassVar[bool] = False
    searched: ClassVar[bool] = False
    """Whether quick search finds records by such values where a field does not say otherwise."""

    @abstractmethod
    def column_type(self) -> TypeEngine[Any]:
        """How the database keeps the value."""

    def format(self, value: T, names: Names = BARE) -> str:
        """The value as people read it."""
        return str(value)

    @abstractmethod
    def parse(self, text: str, names: Names = BARE) -> T:
        """The value somebody typed; text is never blank.

        Raises InvalidValue with a sentence for the clerk.
        """

    def check(self, value: T) -> None:
        """Raise InvalidValue if the value is outside its range."""
        return

    def check_today(self, value: T, today: dt.date) -> None:
        """Raise InvalidValue if the value can't be true yet on this day."""
        return

    def to_json(self, value: T) -> Json:
        """The value for the log, the history and packages; readable for years."""
        return str(value)

    @abstractmethod
    def from_json(self, value: Json) -> T:
        """The value that to_json wrote."""

    def normal(self, value: T) -> object:
        """What two writings of the same thing have in common, when versions merge."""
        return value

    def search_text(self, value: T) -> str:
        """The words by which quick search finds the value."""
        return self.format(value)


def reject(sentence: str) -> InvalidValue:
    """The error for a value that can't be accepted, ready to raise."""
    return InvalidValue(tr(sentence))
