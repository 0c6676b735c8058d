"""Deciding between what two places wrote differently, by somebody who has seen all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop.base.errors import InvalidRecord, NotAllowed, UserError
from desktop.base.i18n import tr
from desktop.operations import access, cases, checks, closed_periods, records
from desktop.operations.disagreement import HOME, Disagreement, Option
from desktop.operations.disagreements import Disagreements, disagreements
from desktop.operations.office import Office, known_day
from desktop.records import CaseFile, Record
from desktop.store.exchange import disputes, homes
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.store.stamping import STAMPER, Stamper
from desktop.store.store import Changes

KIND = "decide"
"""What the log calls it, and the log of deeds a note on it."""
NOTE_LENGTH = 300
Choice = int | Mapping[str, Any]
"""Which of the options, counted from 0; or values that are typed instead, by field name."""


def decide(office: Office, disagreement: Disagreement, choice: Choice, note: str = "") -> Changes:
    """Choose what one disagreement comes to; every office then has that and asks no more.

    An ordinary write that has seen all the values, also if the one that is shown stays.
    note: why this one; it stays in this office, in its log of deeds and so in the history.
    Raises NotAllowed where another office decides, InvalidRecord for what was typed, UserError if
    somebody wrote there in the meantime or if the record counts in a closed period; nothing is
    changed then.
    """
    return _decide_all(office, [(disagreement, choice)], note)


def decide_record(
    office: Office, disagreement: Disagreement, choice: int, note: str = ""
) -> Changes:
    """Choose the same side in everything that is disagreed upon in one record.

    choice: the option of this disagreement whose PC is believed; where that one wrote nothing, its
    office is, and what neither of them wrote is left open. note, raises: as ``decide``.
    """
    side = disagreement.options[choice]
    picked: list[tuple[Disagreement, Choice]] = []
    for one in disagreements(office, (disagreement.id,)):
        if (one.table, one.id) != (disagreement.table, disagreement.id):
            continue
        at = choice if one.unit == disagreement.unit else _of_side(one.options, side)
        if at is not None:
            picked.append((disagreement if one.unit == disagreement.unit else one, at))
    return _decide_all(office, picked or [(disagreement, choice)], note)


def _of_side(options: Sequence[Option], side: Option) -> int | None:
    same_pc = [at for at, one in enumerate(options) if one.device == side.device]
    same_office = [at for at, one in enumerate(options) if one.office == side.office is not None]
    return next(iter((*same_pc, *same_office)), None)


def note_line(seq: int, note: str) -> str:
    """A note as the log of deeds has it. seq: the line of the log that has the choice."""
    return f"#{seq} {note}"


def _decide_all(
    office: Office, picked: Sequence[tuple[Disagreement, Choice]], note: str
) -> Changes:
    told = " ".join(note.split())
    assert len(told) <= NOTE_LENGTH, "as long as the field lets it be"
    for one, _ in picked:
        access.require_write(office, one.table)
    with office.writing(KIND) as session:
        written = [(one, _put(office, session, one, choice)) for one, choice in picked]
        session.flush()
        for one, record in written:
            if one.unit != HOME_UNIT:
                disputes.settle(session.connection(), record, one.unit, record.sq)
            access.keep_writer_in(office, session, record)
        for one, choice in picked:
            if one.unit == HOME_UNIT and isinstance(choice, int):
                _move(office, session, one, choice)
        if told:
            _note(office, session, picked[0][0], told)
    return Changes.made_in(session)


def _note(office: Office, session: Session, meant: Disagreement, told: str) -> None:
    """Keep why it was chosen so, beside the line of the log that has the choice."""
    record: Record = records.get_visible(office, session, meant.table, meant.id)
    office.note_in(session.connection(), KIND, note_line(record.sq, told), record)


def _put(office: Office, session: Session, meant: Disagreement, choice: Choice) -> Record:
    """Write the chosen values into the record; the flush comes after all of them."""
    record: Record = records.get_visible(office, session, meant.table, meant.id)
    with session.no_autoflush:
        now = Disagreements(office, session).of(record, meant.unit)
        if now is None or now.seen != meant.seen:
            raise _outdated()
        if not now.may_decide:
            raise _not_ours(now)
        if meant.unit == HOME_UNIT:
            return record
        values = _values(meant, choice)
        changed = {n: v for n, v in values.items() if getattr(record, n) != v}
        if not changed:
            stamper: Stamper = session.info[STAMPER]
            stamper.touch(record, meant.unit)
            return record
        closed_periods.refuse_closed(session, meant.table, meant.id, changed)
        for name, value in changed.items():
            setattr(record, name, value)
        if not isinstance(choice, int):
            _check_typed(office, session, record, values)
    if isinstance(record, CaseFile) and "case_type" in changed:
        cases.set_compartment(session, record)
    return record


def _values(meant: Disagreement, choice: Choice) -> Mapping[str, Any]:
    if isinstance(choice, int):
        return meant.options[choice].values
    strange = choice.keys() - set(meant.fields)
    assert not strange, strange
    return choice


def _check_typed(
    office: Office, session: Session, record: Record, typed: Mapping[str, Any]
) -> None:
    """What is wrong elsewhere in the record keeps nobody from deciding."""
    try:
        checks.check_record(session, record, known_day(office))
    except InvalidRecord as error:
        if typed.keys() & error.problems.keys():
            raise


def _move(office: Office, session: Session, meant: Disagreement, choice: int) -> None:
    """Give the tree to the chosen office; every office that took it for its own hears of it."""
    record: Record = records.get_visible(office, session, meant.table, meant.id)
    told = {int(option.values[HOME]) for option in meant.options} | {record.scope}
    homes.move(session, record, int(meant.options[choice].values[HOME]), told)
    disputes.settle(session.connection(), record, HOME_UNIT, record.sq)


def _outdated() -> UserError:
    return UserError(
        tr(
            "Chỗ này vừa có người ghi hoặc chọn xong. Chưa có gì thay đổi. "
            "Hãy xem lại các giá trị rồi chọn."
        )
    )


def _not_ours(meant: Disagreement) -> NotAllowed:
    return NotAllowed(
        tr(
            "Chỉ {office} đang giữ hồ sơ này mới chọn được. Chưa có gì thay đổi. "
            "Hãy báo cho nơi đó biết nếu cần."
        ).format(office=meant.home)
    )
