"""Rows on their way in, as the signed-in person may read them."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.i18n import tr
from desktop.fields import Field
from desktop.operations import access
from desktop.operations.disagreement_words import label, void_text
from desktop.operations.incoming_row import Difference, Kept, Seen
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.records import CaseFile, Record
from desktop.rules.permissions import Permission
from desktop.store.exchange.joining import Side
from desktop.store.exchange.shapes import HOME_UNIT, Shape
from desktop.store.stamping import VOID_UNIT

_CASES, _CASE, _RESTRICTED = CaseFile.__tablename__, "case_id", "HAN_CHE"  # not for reading


@dataclass(frozen=True)
class RawRow:
    """A row as its table keeps it: what it holds now, and what it held before if it was here."""

    shape: Shape
    id: bytes
    comp: int
    held: Side | None
    now: Sequence[Any]

    @property
    def before(self) -> Sequence[Any] | None:
        """The values that it held."""
        return None if self.held is None else self.held.values

    @property
    def record_id(self) -> uuid.UUID:
        """Its id, as records have it."""
        return uuid.UUID(bytes=self.id)

    @property
    def kind(self) -> type[Record]:
        """Its record type; rows of unknown ones are not shown."""
        assert self.shape.kind is not None
        return self.shape.kind

    @cached_property
    def values(self) -> dict[str, Any]:
        """What it holds, by field name."""
        return self._read(self.now)

    @cached_property
    def former(self) -> dict[str, Any]:
        """What it held, by field name; nothing for a new one."""
        return {} if self.before is None else self._read(self.before)

    def is_filled_now(self, name: str) -> bool:
        """Whether a field was empty before and is filled now."""
        columns = self.shape.columns
        at = next(at for at, column in enumerate(columns) if column.field.name == name)
        assert self.before is not None
        return self.before[at] is None and self.now[at] is not None

    def changed(self) -> Iterator[Field]:
        """The fields that are otherwise than before; not of whom something new is a part."""
        for field in self.kind.fields():
            is_new_part = self.held is None and field.name == self.kind.parent
            if self.former.get(field.name) != self.values.get(field.name) and not is_new_part:
                yield field

    @property
    def needs(self) -> frozenset[uuid.UUID]:
        """The records that it points to."""
        told = (self.now[place] for place, _table in self.shape.references)
        return frozenset(uuid.UUID(bytes=one) for one in told if one is not None)

    @property
    def decides_what_is_seen(self) -> bool:
        """Whether others may be shown or not because of this row."""
        return self.shape.table == _CASES

    def _read(self, stored: Sequence[Any]) -> dict[str, Any]:
        columns = self.shape.columns
        return {
            column.field.name: column.from_storage(value)
            for column, value in zip(columns, stored, strict=True)
            if value is not None
        }


class Eyes:
    """Decides what of incoming rows may be seen, and puts it into words.

    To be asked only while its session is open.
    """

    def __init__(self, office: Office, session: Session, rows: Iterable[RawRow]) -> None:
        self._office, self._session = office, session
        self._level = access.level(office)
        self._known = names(office, session)
        self._fresh = {(raw.shape.table, uuid.UUID(bytes=raw.id)): raw for raw in rows}
        self._cases: dict[uuid.UUID, bool] = {}
        self._naming = False

    def may_see(self, raw: RawRow) -> bool:
        """Whether the account may read a record like this one, as it is and as it will be."""
        table = raw.shape.table
        if not access.may_read(self._office, table):
            return False
        if table not in access.CASE_TREE | access.PERSON_TREE:
            return True
        if raw.comp not in self._office.user.compartments:
            return False
        if table in access.CASE_TREE:
            told = uuid.UUID(bytes=raw.id) if table == _CASES else raw.values.get(_CASE)
            return told is not None and self._may_see_case(told)
        if self._office.may(Permission.READ_CASES):
            return True
        return raw.before is not None and self._is_visible(raw.kind, uuid.UUID(bytes=raw.id))

    def called(self, raw: RawRow) -> str:
        """What the record is called, behind the record that it is a part of."""
        kind = raw.kind
        owner = raw.values.get(kind.parent) if kind.parent else None
        of = (
            ""
            if owner is None or kind.parent is None
            else self.word(kind.field(kind.parent), owner)
        )
        return " · ".join(filter(None, (of, self._title(raw))))

    def differences(self, raw: RawRow, seen: Seen) -> Iterator[Difference]:
        """The fields that it changes, as far as the account is shown them; not where both wrote."""
        for field in raw.changed():
            if field.level <= self._level and field.unit not in seen.met:
                before, now = raw.former.get(field.name), raw.values.get(field.name)
                if field.unit != VOID_UNIT:
                    before, now = self.word(field, before), self.word(field, now)
                elif raw.held is not None:
                    before, now = void_text(before), void_text(now)
                yield Difference(label(field), before or "", now or "", seen.by.get(field.unit))
        if seen.moved is not None and HOME_UNIT not in seen.met:
            yield Difference(tr("Cơ quan giữ hồ sơ"), *seen.moved, seen.by.get(HOME_UNIT))

    def kept(self, raw: RawRow, seen: Seen) -> Iterator[Kept]:
        """The fields that were written here and of which the sender has not heard."""
        for field in self.shown_of(raw, seen.kept):
            value = raw.values.get(field.name)
            if field.unit not in seen.met and value is not None and field.name != raw.kind.parent:
                yield Kept(label(field), self.word(field, value), seen.kept[field.unit])

    def shown_of(self, raw: RawRow, units: Container[int]) -> list[Field]:
        """The fields of these units that the account is shown."""
        return [f for f in raw.kind.fields() if f.unit in units and f.level <= self._level]

    # -- words ------------------------------------------------------------------------

    def code(self, code_list: str, code: str) -> str:
        """What a code is called, for kinds."""
        return self._known.code(code_list, code)

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        """The codes that are offered, for kinds."""
        return self._known.codes(code_list)

    def record(self, table: str, record_id: uuid.UUID) -> str:
        """What a record is called: the one that is here, or one that comes with the file."""
        raw = self._fresh.get((table, record_id))
        if raw is None:
            return self._known.record(table, record_id)
        # A record may point to one that points back: each is named once.
        if self._naming or not self.may_see(raw):
            return ""
        self._naming = True
        try:
            return self._title(raw)
        finally:
            self._naming = False

    def _title(self, raw: RawRow) -> str:
        for name in raw.kind.title:
            field = raw.kind.field(name)
            if name in raw.values and field.level <= self._level:
                return self.word(field, raw.values[name])
        return ""

    def word(self, field: Field, value: Any) -> str:
        """A value as it reads."""
        return "" if value is None else field.kind.format(value, self)

    # -- cases ------------------------------------------------------------------------

    def _may_see_case(self, case_id: uuid.UUID) -> bool:
        if case_id not in self._cases:
            self._cases[case_id] = self._judge_case(case_id)
        return self._cases[case_id]

    def _judge_case(self, case_id: uuid.UUID) -> bool:
        raw = self._fresh.get((_CASES, case_id))
        if raw is None or raw.before is not None:
            columns = CaseFile.__table__.c
            asked = (columns.id == case_id, *access.conditions(self._office, CaseFile))
            if self._session.execute(sa.select(columns.id).where(*asked)).first() is None:
                return False
        if raw is None:
            return True
        if raw.comp not in self._office.user.compartments:
            return False
        mine = raw.values.get("case_worker_id") == (
            self._office.user.officer_id or uuid.UUID(int=0)
        )
        if not self._office.may(Permission.READ_CASES) and not mine:
            return False
        restricted = raw.values.get("access_level") == _RESTRICTED
        # Who may read a restricted case that is here already was asked above.
        named = raw.before is not None and raw.former.get("access_level") == _RESTRICTED
        return mine or named or not restricted or self._office.may(Permission.READ_RESTRICTED)

    def _is_visible(self, kind: type[Record], record_id: uuid.UUID) -> bool:
        columns = kind.__table__.c
        asked = (columns.id == record_id, *access.conditions(self._office, kind))
        return self._session.execute(sa.select(columns.id).where(*asked)).first() is not None
