"""What all printed papers need: the record behind a key, who issues the paper, on which day."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.operations import access, records
from desktop.operations.keys_of_records import find_in
from desktop.operations.office import Office, agency
from desktop.paper.documents.issue import Issue, Letterhead
from desktop.records import Officer, Record, record_types
from desktop.rules.signers import in_post

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.fields import Names
    from desktop.paper.blocks import Document

Key = str | uuid.UUID | None
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Wish:
    """What somebody wants on paper.

    key: what the record is called, or its id. on: the day of a list. parts: of a whole case.
    reason: why a secret file is printed. full_names: names in full where initials are usual.
    """

    key: Key = None
    period: Span | None = None
    on: dt.date | None = None
    parts: Sequence[str] | None = None
    reason: str | None = None
    full_names: bool = False


@dataclass(frozen=True)
class Composed:
    """A document, the record it is about, and what a file of it may be called."""

    document: Document
    record: Record | None
    stem: str


def find(office: Office, session: Session, table: str, key: Key) -> Any:
    """The record of this id, or that is called so; visible to the user.

    Case and accents of a name need not be right. Raises UserError if there is none, or several.
    """
    access.require_read(office, table)
    if key is None:
        return _only_one(office, session, table)
    named = key if isinstance(key, uuid.UUID) else find_in(office, session, table, key)
    return records.get_visible(office, session, table, named)


def _only_one(office: Office, session: Session, table: str) -> Any:
    kind = record_types()[table]
    found = session.scalars(_valid(office, kind).limit(2)).all()
    if len(found) == 1:
        return found[0]
    message = tr("Cần nói rõ {what} nào. Chưa in gì; hãy chọn rồi in lại.")
    raise UserError(message.format(what=tr(kind.singular)))


def _valid(office: Office, kind: type[Record]) -> sa.Select[Any]:
    conditions = access.conditions(office, kind)
    return sa.select(kind).where(kind.void_reason.is_(None), ~kind.stub, *conditions)


def issue(
    office: Office,
    session: Session,
    names: Names,
    day: dt.date | None,
    *,
    draft: bool = False,
    scope: int | None = None,
) -> Issue:
    """The issue of a paper dated on this day, up to what the user may see.

    The chair and the deputy are those of the day of the paper. scope: whose paper it is, ours if
    left out.
    """
    own = agency(session, scope)
    posts = day or in_vietnam(office.clock.now()).date()
    there = (Officer.scope == own.scope, Officer.void_reason.is_(None), ~Officer.stub)
    officers = session.scalars(sa.select(Officer).where(*there)).all()
    signers = [in_post(officers, role, posts) for role in ("CHU_TICH", "PHO_CT")]
    chair, deputy = (found[0].full_name if found else None for found in signers)
    head = Letterhead(
        own.name, own.place_name, own.abbreviation, own.parent_name or None, chair, deputy
    )
    return Issue(head, day, names, access.level(office), draft=draft)


def printed_by(office: Office, number: str) -> str:
    """The footer of a sensitive paper: who printed it, when if that is known, which file."""
    if not office.clock.known:
        message = tr("In bởi {user} · hồ sơ {number}")
        return message.format(user=office.user.full_name, number=number)
    moment = in_vietnam(office.clock.now()).strftime("%H:%M %d/%m/%Y")
    message = tr("In bởi {user} lúc {moment} · hồ sơ {number}")
    return message.format(user=office.user.full_name, moment=moment, number=number)


def stem(*parts: str) -> str:
    """Parts of a file name without anything that a file system or a reader would trip over."""
    plain = (re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-") for part in parts)
    return "-".join(part for part in plain if part)
