"""Who may see and change which records: one table for lists, forms, search and prints."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.errors import NotAllowed, UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.operations.shared_lists import hands_down, require_hands_down
from desktop.records import CaseFile, Record, record_types
from desktop.rules.permissions import Permission
from desktop.store import tables

P = Permission


@dataclass(frozen=True)
class Access:
    """What reading and writing a record type takes."""

    read: tuple[Permission, ...]
    write: Permission | None


_CASE = Access((P.READ_CASES, P.READ_OWN_CASES), P.WRITE_CASES)
_TEAM = Access((P.READ_OFFICE,), P.WRITE_TEAMS)
_ACTIVITY = Access((P.READ_OFFICE,), P.WRITE_ACTIVITIES)
_INSPECTION = Access((P.READ_OFFICE,), P.WRITE_INSPECTIONS)
_CODE = Access((), P.MANAGE_CODES)
_REPORT = Access((P.READ_OFFICE,), P.WRITE_REPORTS)

ACCESS: Mapping[str, Access] = {
    "admin_units": _CODE,
    "unit_successions": _CODE,
    "hamlets": Access((), P.MANAGE_CODES),
    "agencies": Access((), P.MANAGE_SETTINGS),
    "officers": Access((), P.MANAGE_CODES),
    "people": _CASE,
    "residences": _CASE,
    "family_members": _CASE,
    "case_files": _CASE,
    "contacts": _CASE,
    "case_documents": _CASE,
    "teams": _TEAM,
    "volunteers": _TEAM,
    "memberships": _TEAM,
    "membership_roles": _TEAM,
    "activities": _ACTIVITY,
    "activity_products": _ACTIVITY,
    "trainings": _ACTIVITY,
    "training_attendances": _ACTIVITY,
    "checklist_templates": _CODE,
    "checklist_questions": _CODE,
    "inspections": _INSPECTION,
    "inspection_answers": _INSPECTION,
    "findings": _INSPECTION,
    "code_items": _CODE,
    "targets": _CODE,
    "norm_rates": _CODE,
    "letter_templates": _CODE,
    "letter_parts": _CODE,
    "reports": _REPORT,
    "report_figures": _REPORT,
    "report_texts": _REPORT,
}

CASE_TREE = {"case_files", "contacts", "case_documents"}
PERSON_TREE = {"people", "residences", "family_members"}


def may_read(office: Office, table: str) -> bool:
    """Whether the user may see records of this type at all."""
    wanted = ACCESS[table].read
    return not wanted or any(office.may(permission) for permission in wanted)


def may_write(office: Office, table: str) -> bool:
    """Whether the user may change records of this type, on this PC."""
    wanted = ACCESS[table].write
    if wanted is None or not office.may(wanted):
        return False
    if not record_types()[table].reference_data:
        return True
    with office.store.connection() as connection:
        return hands_down(connection)


def require_read(office: Office, table: str) -> None:
    """Raise NotAllowed unless the user may see records of this type."""
    if not may_read(office, table):
        raise _refused()


def require_write(office: Office, table: str) -> None:
    """Raise NotAllowed unless the user may change records of this type, on this PC."""
    wanted = ACCESS[table].write
    if wanted is None:
        raise _refused()
    office.require(wanted)
    if record_types()[table].reference_data:
        require_hands_down(office)


def _refused() -> NotAllowed:
    return NotAllowed(
        tr(
            "Tài khoản của bạn không có quyền xem hoặc sửa phần này. Chưa có gì thay đổi. "
            "Hãy nhờ người phụ trách hoặc quản trị."
        )
    )


def level(office: Office) -> int:
    """The highest sensitivity of fields that the user is shown."""
    return 3 if office.may(P.READ_SENSITIVE) else 1


def conditions(office: Office, record: type[Record]) -> tuple[sa.ColumnElement[bool], ...]:
    """What lists, search and prints of this type are cut down to for this user."""
    table = record.__tablename__
    if table not in CASE_TREE | PERSON_TREE:
        return ()
    columns = record.__table__.c
    found: list[sa.ColumnElement[bool]] = [columns.comp.in_(sorted(office.user.compartments))]
    cases = CaseFile.__table__.c
    if table in CASE_TREE:
        visible = sa.select(cases.id).where(*_case_conditions(office))
        root = columns.id if table == "case_files" else columns.case_id
        if _case_conditions(office):
            found.append(root.in_(visible))
    elif not office.may(P.READ_CASES):
        own = sa.select(cases.person_id).where(*_case_conditions(office))
        found.append((columns.id if table == "people" else columns.person_id).in_(own))
    return tuple(found)


def _case_conditions(office: Office) -> list[sa.ColumnElement[bool]]:
    cases = CaseFile.__table__.c
    mine = cases.case_worker_id == (office.user.officer_id or uuid.UUID(int=0))
    found: list[sa.ColumnElement[bool]] = []
    if not office.may(P.READ_CASES):
        found.append(mine)
    if not office.may(P.READ_RESTRICTED):
        readers = tables.case_readers
        named = sa.select(readers.c.case_id).where(readers.c.user == office.user.name)
        open_to_all = sa.or_(cases.access_level.is_(None), cases.access_level != "HAN_CHE")
        raw_id = sa.type_coerce(cases.id, sa.LargeBinary())
        found.append(sa.or_(open_to_all, mine, raw_id.in_(named)))
    return found


def keep_writer_in(office: Office, session: Session, record: Record) -> None:
    """Nobody shall lock themselves out: who restricts a case is named among its readers.

    Raises UserError for a kind of case that the writer's account may not open.
    """
    if not isinstance(record, CaseFile):
        return
    if record.comp not in office.user.compartments:
        raise UserError(
            tr(
                "Tài khoản của bạn không được mở hồ sơ loại này, nên ghi xong sẽ không xem lại "
                "được. Chưa ghi gì. Hãy nhờ người được giao loại hồ sơ này lập, hoặc nhờ quản trị "
                "cấp quyền."
            )
        )
    if record.access_level != "HAN_CHE":
        return
    if office.may(P.READ_RESTRICTED) or record.case_worker_id == office.user.officer_id:
        return
    readers = tables.case_readers
    where = (readers.c.case_id == record.id.bytes, readers.c.user == office.user.name)
    connection = session.connection()
    if connection.execute(sa.select(readers).where(*where)).first() is None:
        connection.execute(
            sa.insert(readers).values(case_id=record.id.bytes, user=office.user.name)
        )


def searched_entities(office: Office, tables: Sequence[str] = ()) -> list[int]:
    """The record types that a search may show to this user; only these tables, if any are named."""
    wanted = tables or record_types()
    return [t.entity for n, t in record_types().items() if n in wanted and may_read(office, n)]
