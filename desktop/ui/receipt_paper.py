"""The minutes of receiving, looked at and printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations.mornings import Morning
from desktop.operations.receipts import print_receipt
from desktop.ui.paper_preview import MadePaper
from desktop.ui.workplace import Workplace


def print_minutes(
    workplace: Workplace,
    owner: QWidget,
    packages: Sequence[bytes],
    morning: Morning | None = None,
) -> None:
    """Make the minutes of these files and open the preview.

    morning: tells of files that could not be taken in besides.
    """
    make = partial(print_receipt, packages=packages, morning=morning)
    MadePaper(workplace, owner, tr("Biên bản nhận dữ liệu"), make).show()
