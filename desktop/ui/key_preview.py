"""A paper of the keys before it is printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.operations.papers import stem
from desktop.ui.actions import ActionRegistry
from desktop.ui.pdf_preview import PdfPreview


def preview_key_paper(
    parent: QWidget, title: str, content: bytes, *, may_save: bool = True
) -> PdfPreview:
    """Look at a paper; it is gone with the window. may_save: whether it may become a file."""
    suggested = Path.home() / f"{stem(title)}.pdf"
    preview = PdfPreview(title, content, suggested, ActionRegistry(), parent, may_save=may_save)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.open()
    return preview
