"""Printing from a screen: the document is made on the worker, then looked at."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations.papers import Span
from desktop.operations.printing import DOCUMENTS, Format, Printed, print_document
from desktop.ui.dialogs import ask_save_path
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.pdf_saving import save_document
from desktop.ui.workplace import Workplace


class MadePaper:
    """A document that a screen wants to look at; ``show`` makes it and opens the preview.

    make: called with the office on the worker, and with the format that is wanted.
    """

    def __init__(
        self, workplace: Workplace, owner: QWidget, title: str, make: Callable[..., Printed]
    ) -> None:
        self._workplace, self._owner = workplace, owner
        self._title, self._make = title, make

    def show(self) -> None:
        """Make the PDF and look at it."""
        self._ask("pdf", self._look)

    def _ask(self, file_format: Format, done: Callable[[Printed], object]) -> None:
        self._workplace.ask(partial(self._make, file_format=file_format), done)

    def _look(self, printed: Printed) -> None:
        preview = PdfPreview(
            self._title,
            printed.content,
            Path.home() / printed.file_name,
            self._workplace.actions,
            self._owner,
            open_word=lambda: self._ask("docx", self._save_word),
        )
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()

    def _save_word(self, printed: Printed) -> None:
        suggested = Path.home() / printed.file_name
        path = ask_save_path(self._owner, tr("Lưu Word"), suggested, tr("Tệp Word (*.docx)"))
        if path is not None:
            saved = save_document(path, printed.content)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(saved)))


class PaperPreview(MadePaper):
    """One of the documents about a record.

    key: the record's id. The other words are those of ``print_document``.
    """

    def __init__(
        self,
        workplace: Workplace,
        owner: QWidget,
        code: str,
        key: uuid.UUID | None,
        *,
        period: Span | None = None,
        blank: bool = False,
        on: dt.date | None = None,
        parts: Sequence[str] | None = None,
        reason: str | None = None,
    ) -> None:
        make = partial(
            print_document,
            code=code,
            key=key,
            period=period,
            blank=blank,
            on=on,
            parts=parts,
            reason=reason,
        )
        super().__init__(workplace, owner, tr(DOCUMENTS[code].title), make)
