"""What two places wrote differently without knowing each other, and who decides between them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import milliseconds
from desktop.base.i18n import tr
from desktop.fields import Field
from desktop.operations import access, sealing
from desktop.operations.disagreed_values import (
    Case,
    asked_since,
    cases_beside,
    normal_value,
    read_values,
    written_values,
)
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.disagreement import HOME, Disagreement, Option, Values
from desktop.operations.disagreement_words import DisagreementWords, label, void_text
from desktop.operations.office import Office
from desktop.records import Record, record_type, record_types
from desktop.store.exchange import disputes
from desktop.store.exchange.authors import Author, authors
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.store.stamping import VOID_UNIT
from desktop.versions.origins import Dot
from desktop.versions.stamp import Version, read_sv

REVIEWED_FOR = dt.timedelta(days=90)
"""How long a choice that the program made stands in the list."""
_AT_ONCE, _ONE_WRITE = 500, 18  # rows of one question, bytes of versions of a row written once


def disagreements(office: Office, roots: Collection[uuid.UUID] = ()) -> list[Disagreement]:
    """Everything that places wrote differently and this account may read.

    First what a person has to choose, then what the program chose in the last 90 days; records in
    order, so that those of one stand together. roots: only these records and their parts.
    """
    with office.reading() as session:
        found = list(Disagreements(office, session).find(roots))
    since = office.clock.now() - REVIEWED_FOR
    listed = [one for one in found if one.asked or max(o.at for o in one.options) >= since]
    order = {table: at for at, table in enumerate(record_types())}
    return sorted(
        listed, key=lambda one: (not one.asked, order[one.table], one.called, one.id, one.unit)
    )


def open_here(office: Office) -> list[Disagreement]:
    """Those that wait for a choice at this office, whoever of it may make it; in no order."""
    with office.reading() as session:
        return [one for one in Disagreements(office, session).find((), own=True) if one.asked]


def still_open(office: Office, former: Iterable[Disagreement]) -> list[Disagreement]:
    """Those among these that still wait for a choice at this office."""
    with office.reading() as session:
        reader, found = Disagreements(office, session), list[Disagreement]()
        for one in former:
            record = session.get(record_types()[one.table], one.id)
            now = None if record is None or record.stub else reader.of(record, one.unit)
            found += [] if now is None or not now.asked else [now]
        return found


def count_disagreements(office: Office) -> int:
    """How many wait for a choice that this account may make."""
    return sum(map(is_own, open_here(office)))


def is_own(one: Disagreement) -> bool:
    """Whether a disagreement is this account's work: it has to be chosen, here."""
    return one.asked and one.may_decide


class Disagreements:
    """Reads disagreements in one session; shared by the list and by whoever decides."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office, self._session = office, session
        self._words = DisagreementWords(office, session)
        self._offices = DisagreeingOffices(session.connection())

    def find(self, roots: Collection[uuid.UUID], *, own: bool = False) -> Iterator[Disagreement]:
        """Those within these trees, all if none are named. own: only what this office decides."""
        rows: dict[type[Record], set[uuid.UUID]] = {}
        for entity, row, _unit in disputes.disputed(self._session.connection()):
            rows.setdefault(record_type(entity), set()).add(row)
        for kind in record_types().values():
            if not access.may_read(self._office, kind.__tablename__):
                continue
            narrowed = self._narrowed(kind, roots, own=own)
            for record in self._records(kind, rows.get(kind, set()), narrowed):
                yield from self._beside(record)
            for record in self._voided(kind, narrowed):
                yield from self._overlooked(record)

    def of(self, record: Record, unit: int) -> Disagreement | None:
        """What is disagreed upon in one unit now; None if nothing is."""
        return next((one for one in self.within(record) if one.unit == unit), None)

    def within(self, record: Record) -> tuple[Disagreement, ...]:
        """All that is disagreed upon in one record, but not in its parts."""
        return (*self._beside(record), *self._overlooked(record))

    def elsewhere(self) -> Iterator[Case]:
        """What other offices have to choose, untold: there may be thousands at a province."""
        connection, most = self._session.connection(), access.level(self._office)
        for kind in record_types().values():
            if not access.may_read(self._office, kind.__tablename__):
                continue
            told = disputes.beside_all(connection, kind.entity)
            narrowed = self._narrowed(kind, (), own=False)
            theirs = narrowed.where(kind.scope.not_in(self._offices.own_scopes))
            for record in self._records(kind, set(told), theirs):
                for case in cases_beside(record, told[record.id], most):
                    if case.asked and case.differs():
                        yield case

    # -- finding --------------------------------------------------------------------

    def _narrowed(
        self, kind: type[Record], roots: Collection[uuid.UUID], *, own: bool
    ) -> sa.Select[Any]:
        found = sa.select(kind).where(~kind.stub, *access.conditions(self._office, kind))
        if own:
            found = found.where(kind.scope.in_(self._offices.own_scopes))
        if roots:
            # By the reference, which is indexed: a case is opened hundreds of times a day.
            column = kind.id if kind.parent is None else kind.__table__.c[kind.parent]
            found = found.where(column.in_(roots))
        return found

    def _records(
        self, kind: type[Record], ids: set[uuid.UUID], narrowed: sa.Select[Any]
    ) -> Iterator[Record]:
        wanted = sorted(ids)
        for at in range(0, len(wanted), _AT_ONCE):
            some = kind.id.in_(wanted[at : at + _AT_ONCE])
            yield from self._session.scalars(narrowed.where(some))

    def _voided(self, kind: type[Record], narrowed: sa.Select[Any]) -> Iterator[Record]:
        """Records out of use whose units were not all written at once, of this office."""
        if kind.reference_data:
            return iter(())
        several = sa.func.length(sa.type_coerce(kind.sv, sa.LargeBinary())) > _ONE_WRITE
        mine = kind.scope == self._offices.own
        return iter(
            self._session.scalars(narrowed.where(kind.void_reason.is_not(None), mine, several))
        )

    def _beside(self, record: Record) -> Iterator[Disagreement]:
        told = disputes.beside(self._session.connection(), record)
        for case in cases_beside(record, told, access.level(self._office)):
            if case.differs():
                yield self._disagreement(case)

    def _overlooked(self, record: Record) -> Iterator[Disagreement]:
        """What somebody wrote into a record that somebody else voided without knowing of it."""
        if record.void_reason is None:
            return
        versions = read_sv(record.sv)
        void = versions[VOID_UNIT]
        if disputes.beside(self._session.connection(), record).get(VOID_UNIT):
            return
        unseen = [
            (unit, version.dot)
            for unit, version in versions.items()
            if unit not in (VOID_UNIT, HOME_UNIT) and self._is_unseen(void, version)
        ]
        if unseen:
            yield self._void_question(record, void.dot, unseen)

    def _is_unseen(self, void: Version, other: Version) -> bool:
        if void.context.get(other.dot.origin, -1) >= other.dot.hlc:
            return False
        return not self._offices.lineage.covers(void.context, other.dot)

    # -- telling --------------------------------------------------------------------

    def _disagreement(self, case: Case) -> Disagreement:
        told = self._first_authors(case)
        newest = sorted(case.values, key=lambda dot: told[dot].order, reverse=True)
        forms = case.forms()
        by_form: dict[Hashable, Dot] = {}
        for dot in newest:
            by_form.setdefault(forms[dot], dot)
        shown_as = by_form[forms[case.shown]]
        kept = {dot: case.values[dot] for dot in by_form.values()}
        differing = [f for f in case.fields if len({normal_value(f, v) for v in kept.values()}) > 1]
        options = tuple(
            self._option(dot, told[dot], values, self._texts(case, differing, values), shown_as)
            for dot, values in kept.items()
        )
        labels = tuple(map(label, differing)) or (tr("Cơ quan giữ hồ sơ"),)
        before = self._before(case, differing)
        can_type = self._can_type(case.record, case.fields)
        when = asked_since(forms, told)
        return self._made(case, labels, before, can_type, options, when, asked=case.asked)

    def _void_question(
        self, record: Record, void: Dot, unseen: list[tuple[int, Dot]]
    ) -> Disagreement:
        most = access.level(self._office)
        units = {unit for unit, _ in unseen}
        theirs = [f for f in record.fields() if f.unit in units and f.level <= most]
        latest = max((dot for _, dot in unseen), key=lambda dot: dot.hlc)
        told = self._authors({void: {}, latest: {}})
        labels = ", ".join(tr(field.label) for field in theirs[:3])
        more = tr("{labels}…") if len(theirs) > 3 else "{labels}"
        kept = tr("Giữ lại: nơi khác vừa ghi {labels}").format(labels=more.format(labels=labels))
        out = void_text(record.void_reason)
        options = (
            self._option(void, told[void], {"void_reason": record.void_reason}, (out,), void),
            self._option(latest, told[latest], {"void_reason": None}, (kept,), void),
        )
        written: dict[Dot, Values] = {dot: {} for dot in (void, *(dot for _, dot in unseen))}
        case = Case(record, VOID_UNIT, (), written, void)
        since = asked_since({void: True, latest: False}, told)
        return self._made(case, (tr("Hủy bỏ"),), (), (), options, since, asked=True)

    def _made(
        self,
        case: Case,
        labels: tuple[str, ...],
        before: tuple[str, ...],
        fields: tuple[str, ...],
        options: tuple[Option, ...],
        since: dt.datetime | None,
        *,
        asked: bool,
    ) -> Disagreement:
        record = case.record
        decides = self._offices.decides(record.scope)
        return Disagreement(
            record.__tablename__,
            record.id,
            case.unit,
            self._words.called(record),
            self._words.kind(record),
            labels,
            before,
            fields,
            options,
            asked,
            self._offices.name(record.scope),
            decides and access.may_write(self._office, record.__tablename__),
            frozenset(case.values),
            since,
        )

    def _first_authors(self, case: Case) -> dict[Dot, Author]:
        """Who put each value; not who only took back what was put in its place."""
        told = {dot: written_values(case.fields, values) for dot, values in case.values.items()}
        where = (self._session.connection(), case.record, case.unit)
        first = disputes.first_written(*where, told)
        found = self._authors({first.get(dot, dot): None for dot in told})
        return {dot: found[first.get(dot, dot)] for dot in told}

    def _authors(self, dots: Mapping[Dot, Any]) -> dict[Dot, Author]:
        now = milliseconds(self._office.clock.now())
        return authors(self._session.connection(), list(dots), now)

    def _option(
        self, dot: Dot, author: Author, values: Values, texts: tuple[str, ...], shown: Dot
    ) -> Option:
        at = dt.datetime.fromtimestamp(author.at_ms / 1000, dt.UTC)
        place, office = self._offices.place(author.device)
        return Option(
            dot, values, texts, author.who, place, author.device, office,
            at, author.clock_ok, dot == shown,
        )  # fmt: skip

    def _texts(self, case: Case, fields: list[Field], values: Values) -> tuple[str, ...]:
        if case.unit == HOME_UNIT:
            return (self._offices.name(int(values[HOME])),)
        return tuple(self._words.text(field, values.get(field.name)) for field in fields)

    def _before(self, case: Case, differing: list[Field]) -> tuple[str, ...]:
        where = (self._session.connection(), case.record, case.unit)
        told = disputes.stood_before(*where, list(case.values))
        if told is None:
            return ()
        values: Values = (
            {HOME: told.get(0)} if case.unit == HOME_UNIT else read_values(case.fields, told)
        )
        return self._texts(case, differing, values)

    def _can_type(self, record: Record, fields: Sequence[Field]) -> tuple[str, ...]:
        """The fields of a unit for which a value of one's own may be typed."""
        kept = any(field.by_operation or field.unit == VOID_UNIT for field in fields)
        sealed = sealing.sealing_owner(self._session, record) is not None
        used = sealing.filled_in_form(self._session, record) is not None
        return () if kept or sealed or used else tuple(field.name for field in fields)
