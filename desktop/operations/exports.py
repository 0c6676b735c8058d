"""Lists that leave the office: as an Excel file, or over the clipboard.

Names and other marks of people leave only for a reason, which is written into the log of deeds
(Luật 91/2025/QH15, Điều 16 and 17).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import unmarked
from desktop.operations.naming import names
from desktop.operations.office import Office, day
from desktop.operations.secrecy import refuse_named_status
from desktop.rules.permissions import Permission
from desktop.store import lists
from desktop.store.lists import Listing, field_of


def names_people(shown: Listing) -> bool:
    """Whether a column tells who somebody is: taken out, such a list needs a reason."""
    return any(field_of(shown.record, name).level for name in shown.columns)


def copy_rows(office: Office, shown: Listing, ids: Sequence[uuid.UUID], reason: str = "") -> str:
    """Some rows of a list as lines of cells between tabs, for the clipboard.

    They leave the office as an export does, so the same is refused and it is written down.
    """
    _require_export(office, shown, reason)
    narrowed = replace(shown, conditions=(*shown.conditions, shown.record.id.in_(ids)))
    with office.reading() as session:
        refuse_named_status(session, narrowed)
        raw = [one.bytes for one in ids]
        rows = lists.read_cells(session, shown, raw, names(office, session))
    _note_export(office, shown, len(rows), reason)
    return "\n".join("\t".join(row) for row in rows)


def _require_export(office: Office, shown: Listing, reason: str) -> None:
    office.require(Permission.EXPORT_LISTS)
    if not names_people(shown):
        return
    office.require(Permission.EXPORT_IDENTITIES)
    if not reason.strip():
        raise UserError(
            tr(
                "Danh sách này có họ tên, số giấy tờ hoặc thông tin riêng của người dân nên cần "
                "ghi lý do đưa ra ngoài. Chưa xuất gì. Hãy ghi lý do rồi làm lại."
            )
        )


def _note_export(office: Office, shown: Listing, count: int, reason: str) -> None:
    told = f"{shown.record.__tablename__} {count}"
    why = " ".join(reason.split())
    office.note("export", f"{told}: {why}" if names_people(shown) else told)


def export_list(office: Office, shown: Listing, filter_text: str, reason: str = "") -> bytes:
    """The list as an Excel file: exactly what is shown, with the filter stated.

    reason: why names leave the office (Luật 91/2025/QH15); written into the log of deeds with
    the list and the count. Raises NotAllowed if the list names people and the user may not take
    names out, UserError if it does without a reason, or puts names beside a status that must be
    kept secret.
    """
    from desktop.sheets.write import Sheet, write_sheet

    _require_export(office, shown, reason)
    fields = [field_of(shown.record, name) for name in shown.columns]
    with office.reading() as session:
        refuse_named_status(session, shown)
        called_so = names(office, session)
        ids = lists.read_ids(session, shown)
        rows = lists.read_cells(session, shown, ids, called_so)
        values = lists.read_values(session, shown, ids)
    content = write_sheet(Sheet(tr(shown.record.plural), filter_text, fields, rows, values))
    _note_export(office, shown, len(rows), reason)
    return content


def export_name(office: Office, shown: Listing) -> str:
    """What the Excel file is called: the list and the day, in letters that every drive takes."""
    called = unmarked(tr(shown.record.plural))
    kept = "".join(sign for sign in called if sign.isalnum() or sign in " -")
    return f"{kept} {day(office):%d-%m-%Y}.xlsx"
