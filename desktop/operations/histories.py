"""Who changed what of a record, as people read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from desktop.base.clock import milliseconds
from desktop.base.i18n import tr
from desktop.operations import access
from desktop.operations.decisions import KIND
from desktop.operations.disagreeing_offices import DisagreeingOffices
from desktop.operations.naming import names
from desktop.operations.office import Office
from desktop.operations.records import get_visible
from desktop.operations.settled import Settled, settled_in
from desktop.store.exchange.authors import authors
from desktop.store.history import Edit, history
from desktop.versions.origins import GENESIS


@dataclass(frozen=True)
class HistoryLine:
    """One change as people read it.

    who: the account of this office, or the person and the PC of another one, as far as it was told.
    clock_ok: whether the clock of the PC that wrote it was believed. note: why somebody chose this
    value of several, if she said so.
    """

    edit: Edit
    label: str
    before: str
    after: str
    who: str
    clock_ok: bool
    note: str = ""


def read_history(office: Office, table: str, record_id: uuid.UUID) -> list[HistoryLine]:
    """Who changed what of a record, from what to what, newest first."""
    access.require_read(office, table)
    most = access.level(office)
    with office.reading() as session:
        record = get_visible(office, session, table, record_id)
        called_so = names(office, session)

        def shown(edit: Edit, value: Any) -> str:
            return "" if value is None else edit.field.kind.format(value, called_so)

        edits = [edit for edit in history(session, record) if edit.field.level <= most]
        choices = settled_in(office, session, record)
        notes = {one.seq: one.note for one in choices}
        elsewhere = _Elsewhere(office, session, edits)
        lines = [
            HistoryLine(
                edit,
                tr(edit.field.label),
                shown(edit, edit.before),
                shown(edit, edit.after),
                *elsewhere.told(edit),
                notes.get(edit.seq, ""),
            )
            for edit in edits
        ]
        told = {(edit.seq, edit.field.unit) for edit in edits}
        lines += [
            _stood_by(one) for one in choices if one.fields and (one.seq, one.unit) not in told
        ]
        return sorted(lines, key=lambda line: -line.edit.dot.hlc)


def _stood_by(one: Settled) -> HistoryLine:
    """A choice that let the shown value stay: no field changed, yet somebody decided."""
    field = one.fields[0]
    edit = Edit(one.at, one.who, KIND, field, None, None, False, one.seq, one.dot)
    others = "; ".join(one.others)
    return HistoryLine(edit, " · ".join(one.labels), others, one.chosen, one.who, True, one.note)


class _Elsewhere:
    """Who wrote what this PC did not write itself."""

    def __init__(self, office: Office, session: Session, edits: Iterable[Edit]) -> None:
        connection = session.connection()
        dots = {edit.dot for edit in edits if not edit.user and edit.dot != GENESIS}
        now = milliseconds(office.clock.now())
        self._authors = authors(connection, dots, now) if dots else {}
        self._offices = DisagreeingOffices(connection)

    def told(self, edit: Edit) -> tuple[str, bool]:
        """Who it was, and whether the time can be believed."""
        author = self._authors.get(edit.dot)
        if author is None:
            return edit.user, True
        place, _office = self._offices.place(author.device)
        return " · ".join(filter(None, (author.who, place))), author.clock_ok
