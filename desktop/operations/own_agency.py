"""The office's own name and card, as its windows show them."""

from __future__ import annotations

import uuid

from desktop.base.i18n import tr
from desktop.operations.office import Office, agency, letter


def agency_name(office: Office) -> str:
    """What the office calls itself."""
    with office.reading() as session:
        return agency(session).name


def read_agency(office: Office) -> tuple[uuid.UUID, str]:
    """The record of the agency, and a line for each thing its papers say of it."""
    with office.reading() as session:
        own = agency(session)
        lines = [
            f"{tr(field.label)}: {field.kind.format(value)}"
            for field in own.fields()
            if field.name != "unit_id" and (value := getattr(own, field.name)) is not None
        ]
        words = tr("Chữ của máy này trong số hồ sơ: {letter}")
        return own.id, "\n".join([*lines, words.format(letter=letter(session))])
