"""What may not stand together on one list, printed or exported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.records.cases import COMPARTMENTS
from desktop.store import lists

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WHO, _WHAT = "person_id", frozenset({"case_type", "close_reason"})
_CASE = "case_id."
"""Before the columns that a list of contacts or papers takes from their case."""


def refuse_named_status(session: Session, shown: lists.Listing) -> None:
    """Raise UserError for a list of names with the status of HIV, victim or sex worker.

    Such a list is forbidden (Luật 64/2006, Điều 8.5; Luật 53/2024; Pháp lệnh 10/2003): names
    or other marks of persons beside the type of the case, or in a list cut down to one type.
    """
    if not (_names_people(shown) and _tells_type(shown)):
        return
    secret = shown.record.comp.in_(sorted(COMPARTMENTS.values()))
    if lists.count(session, replace(shown, conditions=(*shown.conditions, secret))):
        raise UserError(
            tr(
                "Danh sách này có họ tên cùng loại hồ sơ thuộc diện phải giữ kín, nên không được "
                "in hoặc xuất. Chưa xuất gì. Hãy bỏ cột họ tên, hoặc bỏ cột và bộ lọc loại hồ sơ."
            )
        )


def _names_people(shown: lists.Listing) -> bool:
    return any(_of_case(column).partition(".")[0] == _WHO for column in shown.columns)


def _tells_type(shown: lists.Listing) -> bool:
    columns = (*shown.columns, *(one.column for one in shown.filters))
    return any(_of_case(column) in _WHAT for column in columns)


def _of_case(column: str) -> str:
    return column.removeprefix(_CASE)
