"""The papers of a case file, read for one person's eyes: Q1, Q4, Q7, the whole file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from desktop.base.clock import known_today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.papers import Composed, Wish, find, issue, printed_by
from desktop.paper.documents.case_matter import CaseMatter
from desktop.paper.documents.contact_log import contact_log
from desktop.paper.documents.cover_index import cover_index
from desktop.paper.documents.intake import intake
from desktop.paper.documents.issue import Issue
from desktop.paper.documents.whole_case import PARTS, whole_case
from desktop.records import CaseDocument, CaseFile, Contact, FamilyMember, Person, Record, Residence
from desktop.records.people import RESIDENCE_KINDS
from desktop.rules.permissions import Compartment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.operations.office import Office
    from desktop.paper.blocks import Document

T = TypeVar("T", bound=Record)
NEEDS_REASON = (Compartment.HIV, Compartment.VICTIMS)
"""Files that are printed only for a stated reason (Luật 64/2006, Luật 53/2024)."""

Layout = Callable[[CaseMatter, Issue], "Document"]
_NEAREST = tuple(RESIDENCE_KINDS)[::-1]


def compose_intake(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """Q1 of a case."""
    return compose_case(office, session, names, wish, intake)


def compose_contacts(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """Q4 of a case."""
    return compose_case(office, session, names, wish, contact_log)


def compose_cover(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """Q7 of a case."""
    return compose_case(office, session, names, wish, cover_index)


def compose_whole(office: Office, session: Session, names: Names, wish: Wish) -> Composed:
    """The chosen parts of a case. Raises UserError if none, or an unknown one, is chosen."""
    parts = tuple(PARTS) if wish.parts is None else tuple(wish.parts)
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        message = tr("Hãy chọn ít nhất một phần của hồ sơ ({known}). Chưa in gì.")
        raise UserError(message.format(known=", ".join(PARTS)))
    return compose_case(office, session, names, wish, lambda m, i: whole_case(m, i, parts))


def compose_case(
    office: Office, session: Session, names: Names, wish: Wish, layout: Layout
) -> Composed:
    """A paper of a case in this layout.

    Raises UserError without a reason for a file of HIV or of a victim, and for a case that is
    not there for this user.
    """
    case: CaseFile = find(office, session, "case_files", wish.key)
    require_reason(case, wish.reason)
    told = issue(office, session, names, known_today(office.clock))
    victim = case.comp == Compartment.VICTIMS
    told = replace(
        told,
        initials=victim and not wish.full_names,
        footer=printed_by(office, case.number) if case.comp else None,
    )
    return Composed(layout(read_matter(session, case), told), case, case.number)


def require_reason(case: CaseFile, reason: str | None) -> None:
    """Raise UserError if this file is printed only for a reason and none is given."""
    if case.comp in NEEDS_REASON and not (reason or "").strip():
        raise UserError(
            tr(
                "Hồ sơ này chỉ được in khi có lý do. Chưa in gì. "
                "Hãy ghi lý do in; lý do được lưu trong nhật ký."
            )
        )


def compose_blank_intake(office: Office, session: Session, names: Names, _wish: Wish) -> Composed:
    """Q1 to be filled in by hand."""
    return Composed(intake(CaseMatter(), issue(office, session, names, None)), None, "")


def read_matter(session: Session, case: CaseFile) -> CaseMatter:
    """A case with all that its papers show."""
    homes = _parts(session, Residence, Residence.person_id == case.person_id, Residence.id)
    family = _parts(
        session, FamilyMember, FamilyMember.person_id == case.person_id, FamilyMember.id
    )
    contacts = _parts(session, Contact, Contact.case_id == case.id, Contact.at)
    papers = _parts(session, CaseDocument, CaseDocument.case_id == case.id, CaseDocument.seq)
    person = session.get(Person, case.person_id)
    return CaseMatter(case, person, sorted(homes, key=_nearness), family, contacts, papers)


def _parts(session: Session, kind: type[T], owned: sa.ColumnElement[bool], order: Any) -> list[T]:
    valid = (kind.void_reason.is_(None), ~kind.stub)
    statement = sa.select(kind).where(owned, *valid).order_by(order, kind.id)
    return list(session.scalars(statement))


def _nearness(home: Residence) -> tuple[bool, int]:
    """Present homes first, where somebody really lives before where they are registered."""
    kind = home.kind
    return home.to_on is not None, _NEAREST.index(kind) if kind in _NEAREST else len(_NEAREST)
