"""How record types may be named on the command line: by table, by label, by short words."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import words
from desktop.records import record_types

_SHORT: Mapping[str, str] = {
    "ho so": "case_files",
    "case": "case_files",
    "cases": "case_files",
    "hs": "case_files",
    "nguoi": "people",
    "person": "people",
    "doi": "teams",
    "team": "teams",
    "tnv": "volunteers",
    "thanh vien": "memberships",
    "members": "memberships",
    "hoat dong": "activities",
    "activity": "activities",
    "tap huan": "trainings",
    "training": "trainings",
    "kiem tra": "inspections",
    "inspection": "inspections",
    "ton tai": "findings",
    "bao cao": "reports",
    "report": "reports",
    "tiep xuc": "contacts",
    "contact": "contacts",
    "giay to": "case_documents",
    "documents": "case_documents",
    "gia dinh": "family_members",
    "family": "family_members",
    "cu tru": "residences",
    "can bo": "officers",
    "officer": "officers",
    "thon": "hamlets",
    "hamlet": "hamlets",
    "co quan": "agencies",
    "don vi": "admin_units",
    "units": "admin_units",
    "danh muc": "code_items",
    "codes": "code_items",
    "mau kiem tra": "checklist_templates",
    "mau loi": "letter_templates",
    "chi tieu": "targets",
    "dinh muc": "norm_rates",
}


def table_of(typed: str) -> str:
    """The table somebody means. Raises UserError, naming the usual ones."""
    found = _names().get(_plain(typed))
    if found is None:
        message = tr("Không có loại bản ghi “{typed}”. Chưa làm gì; các loại có: {known}.")
        raise UserError(message.format(typed=typed, known=", ".join(record_types())))
    return found


def _plain(text: str) -> str:
    return " ".join(words(text.replace("_", " ")))


@functools.cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for table, kind in record_types().items():
        # A part's label may be that of the whole; the first type of a label keeps it.
        for name in (tr(kind.plural), tr(kind.singular)):
            found.setdefault(_plain(name), table)
    return found | dict(_SHORT) | {_plain(table): table for table in record_types()}
