"""What may be said in a purge mark, which every office keeps for ever: nothing of the person."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import InvalidRecord
from desktop.base.i18n import tr
from desktop.records import CaseFile, FamilyMember, Person, Record
from desktop.rules.telling_words import Marks, telling_words


def require_nameless(session: Session, record: Record, reason: str, doc_no: str) -> None:
    """Raise InvalidRecord unless reason and number of the paper are there and tell nothing.

    record: a person, or one of their cases. Names, aliases, phones and identity numbers of the
    person and of the family are looked for, and the matters of cases with readers of their own.
    """
    marks = _marks(session, record)
    problems: dict[str, str] = {}
    for field, text, missing in (
        ("reason", reason, tr("Cần ghi lý do.")),
        ("doc_no", doc_no, tr("Cần ghi số văn bản.")),
    ):
        if not text.strip():
            problems[field] = missing
        elif found := telling_words(text, marks):
            told = tr("Hãy bỏ “{found}”: mọi cơ quan giữ mãi chữ này, không được nêu ai.")
            problems[field] = told.format(found=found)
    if problems:
        raise InvalidRecord(tr("Chưa có gì thay đổi. Hãy xem các mục đánh dấu."), problems)


def _marks(session: Session, record: Record) -> Marks:
    person_id = record.person_id if isinstance(record, CaseFile) else record.id
    names: list[str | None] = []
    numbers: list[str | None] = []
    for person in session.scalars(sa.select(Person).where(Person.id == person_id)):
        names += [person.full_name, person.other_names, person.guardian]
        numbers += [person.id_number, person.phone, person.social_accounts]
    family = sa.select(FamilyMember).where(FamilyMember.person_id == person_id, ~FamilyMember.stub)
    for one in session.scalars(family):
        names.append(one.full_name)
        numbers += [one.id_number, one.phone]
    return Marks(tuple(filter(None, names)), tuple(filter(None, numbers)))
