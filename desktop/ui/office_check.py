"""Checking the whole office file, and telling what was found."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.ui.dialogs import Message, inform
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.tokens import Role
from desktop.ui.workplace import Workplace

_SHOWN = 12


def check_office(workplace: Workplace, parent: QWidget) -> None:
    """Check file, attachments and records, behind a window that tells it is under way."""
    run_with_progress(
        workplace.desk.jobs,
        parent,
        tr("Đang kiểm tra dữ liệu…"),
        lambda _progress: upkeep.check_office(workplace.office),
        partial(_tell, parent),
    )


def _tell(parent: QWidget, found: list[str]) -> None:
    title = tr("Kiểm tra dữ liệu")
    if not found:
        inform(parent, title, Message(tr("Dữ liệu nguyên vẹn.")), Role.GOOD)
        return
    head = tr("Thấy {count} điều cần xem.").format(count=len(found))
    inform(parent, title, Message(head, "\n".join(found[:_SHOWN])), Role.WARNING)
