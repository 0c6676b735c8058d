"""How figures are written in the text of a report; kept for each report on this PC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.rules.permissions import Permission
from desktop.store.keeping import read_setting, write_setting

if TYPE_CHECKING:
    import uuid

    from desktop.operations.office import Office


@dataclass(frozen=True)
class Style:
    """rounded: “hơn 56.400” for 56.412. padded: 03 for 3."""

    rounded: bool = True
    padded: bool = True


USUAL_STYLE = Style()


def read_style(office: Office, report_id: uuid.UUID) -> Style:
    """How the figures in a report's text are written."""
    with office.store.connection() as connection:
        kept: dict[str, Any] = read_setting(connection, _name(report_id), otherwise={})
    return Style(bool(kept.get("rounded", True)), bool(kept.get("padded", True)))


def set_style(office: Office, report_id: uuid.UUID, style: Style) -> None:
    """Write the figures in a report's text like this from now on."""
    office.require(Permission.WRITE_REPORTS)
    told = {"rounded": style.rounded, "padded": style.padded}
    with office.store.connection(write=True) as connection:
        write_setting(connection, _name(report_id), told)


def _name(report_id: uuid.UUID) -> str:
    return f"report style {report_id}"
