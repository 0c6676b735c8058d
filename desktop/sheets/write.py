"""Lists as Excel files: what is shown, nothing else, and nothing that Excel would execute."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from desktop.base.i18n import tr
from desktop.fields import Count, Date, Field, Money

_HEAD = PatternFill("solid", fgColor="E6F4F2")
_WIDEST = 60
_FORBIDDEN = "[]:*?/\\"
_NAME_LENGTH = 31


@dataclass(frozen=True)
class Sheet:
    """One list: its title, the filter it was made with, its columns and rows.

    rows: cells as people read them; values: the same as they are kept, None for a gone row.
    """

    title: str
    filter_text: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[str]]
    values: Sequence[Sequence[Any] | None]


def write_sheet(sheet: Sheet) -> bytes:
    """The list as the bytes of an .xlsx file.

    Counts, money and days are numbers and dates; everything else is text, so that numbers of
    identity keep their zeros and no cell is taken for a formula.
    """
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(sheet_name(sheet.title))
    for at, field in enumerate(sheet.fields, 1):
        width = min(max(field.kind.width, len(tr(field.label))) + 3, _WIDEST)
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "A4"
    page.append([_cell(page, sheet.title, Font(bold=True, size=14))])
    page.append([_cell(page, sheet.filter_text or tr("Không lọc"), Font(italic=True))])
    page.append([_head(page, tr(field.label)) for field in sheet.fields])
    for shown, kept in zip(sheet.rows, sheet.values, strict=True):
        values = kept or [None] * len(sheet.fields)
        page.append(
            [
                _value(page, field, value, text)
                for field, value, text in zip(sheet.fields, values, shown, strict=True)
            ]
        )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_name(title: str) -> str:
    """A title as Excel accepts it for the name of a sheet."""
    return "".join(c for c in title if c not in _FORBIDDEN)[:_NAME_LENGTH] or "1"


def _cell(page: Any, text: str, font: Font) -> Any:
    cell: Any = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    cell.font = font
    return cell


def _head(page: Any, text: str) -> Any:
    cell = _cell(page, text, Font(bold=True))
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _value(page: Any, field: Field, value: Any, text: str) -> Any:
    if value is None:
        return WriteOnlyCell(page)
    if isinstance(field.kind, Count | Money) and isinstance(value, int):
        number = WriteOnlyCell(page, value=value)
        number.number_format = "0" if field.kind.format(1000) == "1000" else "#,##0"
        return number
    if isinstance(field.kind, Date) and isinstance(value, dt.date):
        day = WriteOnlyCell(page, value=dt.datetime.combine(value, dt.time()))
        day.number_format = "dd/mm/yyyy"
        return day
    # Also for a text that begins with "=": it is what somebody typed, not a formula.
    cell: Any = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
