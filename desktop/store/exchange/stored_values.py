"""The values of a field as its column keeps them and as histories tell them; which are sound.

A value travels as its column keeps it; in the history, and beside another value, it stands as JSON.
A program that doesn't know a field can't turn the one into the other. Where it has to, it hands the
value on with a mark in front, and the first program that knows the field takes the mark off. No
value begins like that by itself: no text that anybody types holds this sign.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from desktop.base.text import is_composed, is_plain, nfc
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    Count,
    Date,
    Factor,
    Field,
    Moment,
    Money,
    Month,
    PartialDate,
    Percent,
)

MARK = "\0"
_DIALECT = SQLiteDialect()
_LONGEST = 20_000
"""Letters of a text: more than twice of what any field allows today."""
_ID_BYTES = 16
_INTEGERS = 1 << 63
_CHECKED = (Choice, Choices, Count, Date, Factor, Money, Moment, Month, PartialDate, Percent)
"""Kinds whose values can't be shown or counted with unless they pass the kind's own check. What
other kinds ask for, such as how many digits a phone number has, is asked where somebody types."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Column:
    """One field as its table keeps it."""

    field: Field
    to_storage: Callable[[Any], Any]
    from_storage: Callable[[Any], Any]
    is_sound: Check
    """Whether a stored value is one that a record can be read and shown with."""
    is_text: bool = False
    """Whether any plain text is sound, so that many can be looked at together."""

    @property
    def no(self) -> int:
        """The field's number in packages."""
        return self.field.no

    def to_json(self, stored: Any) -> Any:
        """A stored value as the history writes it."""
        value = self.from_storage(stored)
        return None if value is None else self.field.kind.to_json(value)

    def from_json(self, told: Any) -> Any:
        """What the table keeps of a value as the history writes it."""
        if told is None:
            return None
        if is_marked(told):
            return plain(json.loads(told[1:]))
        return self.to_storage(self.field.kind.from_json(told))

    def settled(self, stored: Any) -> Any:
        """A value as it came, without a mark, and composed as this program writes all texts.

        Raises ValueError for one that is not sound.
        """
        try:
            found = self.from_json(json.loads(stored[1:])) if is_marked(stored) else stored
            sound = found is None or self.is_sound(found)
        except Exception as error:
            raise ValueError("not a value of this field") from error
        if not sound:
            raise ValueError("not a value of this field")
        return nfc(found) if self.is_text and found is not None else found

    def settled_json(self, told: Any) -> Any:
        """The same of a value as the history writes it."""
        try:
            stored = self.settled(self.from_json(told))
            again = self.to_json(stored)
        except Exception as error:
            raise ValueError("not a value of this field") from error
        if is_marked(told):
            return again
        if self.is_text and type(told) is str:
            return nfc(told)
        if type(again) is not type(told):
            raise ValueError("not how a value of this field is told")
        return told

    def bad_rows(self, values: Sequence[Any]) -> set[int]:
        """Positions of values that are not sound, and of texts in another spelling."""
        # Values repeat: a hundred thousand birth dates are some ten thousand days.
        distinct = {*values} - {None}
        if self.is_text and _are_plain(distinct):
            return set()
        bad = {value for value in distinct if not self.is_sound(value)}
        if self.is_text:
            bad |= {value for value in distinct - bad if not is_composed(value)}
        return {at for at, value in enumerate(values) if value in bad} if bad else set()


def column_of(record_table: sa.FromClause, field: Field) -> Column:
    """The column of a field in its table."""
    told = record_table.c[field.name].type
    base = told.dialect_impl(_DIALECT)
    write = base.bind_processor(_DIALECT)
    read = base.result_processor(_DIALECT, None)
    sound, is_text = _judge(field, told, read)
    return Column(field, write or _same, read or _same, sound, is_text)


def is_marked(value: Any) -> bool:
    """Whether a value was told in the other way by a program that did not know its field."""
    return type(value) is str and value.startswith(MARK)


def told_unknown(stored: Any) -> Any:
    """What the history writes of a stored value whose field is not known here."""
    if stored is None:
        return None
    return json.loads(stored[1:]) if is_marked(stored) else MARK + _ENCODE(packed(stored))


def stored_unknown(told: Any) -> Any:
    """What is kept of a value from a history whose field is not known here."""
    if told is None:
        return None
    return plain(json.loads(told[1:])) if is_marked(told) else MARK + _ENCODE(told)


def written_json(told: Mapping[int, Any]) -> str:
    """The values of fields as the history writes them."""
    # What the encoder writes of all of it; one text after the other takes it a fraction of the time.
    parts = [f'"{no}": {"null" if v is None else _ENCODE(v)}' for no, v in told.items()]
    return "{" + ", ".join(parts) + "}"


def packed(value: Any) -> Any:
    """A stored value as JSON can hold it."""
    return {"x": value.hex()} if isinstance(value, bytes) else value


def plain(value: Any) -> Any:
    """A stored value that was packed."""
    return bytes.fromhex(cast("dict[str, str]", value)["x"]) if isinstance(value, dict) else value


def _same(value: Any) -> Any:
    return value


def _judge(
    field: Field, told: sa.types.TypeEngine[Any], read: Callable[[Any], Any] | None
) -> tuple[Check, bool]:
    """What tells a sound value, and whether it only asks for a plain text."""
    base = told.impl_instance if isinstance(told, sa.types.TypeDecorator) else told
    known = next((judge for types, judge in _JUDGES if isinstance(base, types)), _is_text)
    kind = field.kind
    check = kind.check if isinstance(kind, _CHECKED) else None

    def judged(value: Any) -> bool:
        if not known(value):
            return False
        try:
            if isinstance(kind, Attachment):
                kind.parse(value)
            meant = value if read is None else read(value)
            if check is not None:
                check(meant)
        except Exception:  # noqa: BLE001 -- whatever a foreign value does to its reader, it is no value
            return False
        return meant is not None

    return judged, known is _is_text and read is None and check is None


def _are_plain(values: Collection[Any]) -> bool:
    try:
        told = "".join(values)
        longest = max(map(len, values), default=0)
        return is_plain(told) and is_composed(told) and longest <= _LONGEST
    except TypeError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and is_plain(value)


def _is_number(value: Any) -> bool:
    return type(value) is int and -_INTEGERS <= value < _INTEGERS


def _is_yes_no(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


def _is_bytes(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == _ID_BYTES


_JUDGES: tuple[tuple[tuple[type, ...], Check], ...] = (
    ((sa.Boolean,), _is_yes_no),
    ((sa.Integer,), _is_number),
    ((sa.LargeBinary,), _is_bytes),
)
