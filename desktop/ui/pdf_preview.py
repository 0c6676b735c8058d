"""Looking at a document before it is printed, saved or opened in Word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.ui.actions import ActionRegistry, button_for
from desktop.ui.dialogs import ask_save_path, show_error
from desktop.ui.page_thumbnails import PageThumbnails
from desktop.ui.page_view import STEP, PageView
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.pdf_saving import save_document
from desktop.ui.theme import set_look
from desktop.ui.tokens import DIALOG_HEIGHT, DIALOG_WIDTH, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.labels import ElidedLabel, label

ChoosePath = Callable[[Path], Path | None]
ShowError = Callable[[UserError], object]


class PdfPreview(QDialog):
    """Shows a finished PDF with its pages small at the left; prints it, saves it, or hands it on.

    content: the bytes of the PDF.
    suggested: the file name to offer for saving.
    registry: where keys and words of the buttons come from.
    open_word: what "Mở Word" does; without it there is no such button.
    choose_path: asks where to save; show_error: tells why something could not be done.
    may_save: whether it may become a file; a key goes onto paper only.
    """

    def __init__(
        self,
        title: str,
        content: bytes,
        suggested: Path,
        registry: ActionRegistry,
        parent: QWidget | None = None,
        *,
        open_word: Callable[[], object] | None = None,
        choose_path: ChoosePath | None = None,
        show_error_: ShowError | None = None,
        may_save: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        set_look(self, "ground")
        self.resize(DIALOG_WIDTH, DIALOG_HEIGHT)
        self._content, self._suggested = content, suggested
        self._choose_path: ChoosePath = choose_path or self._ask_path
        self._show_error = show_error_ or partial(show_error, self)
        self.pages = PdfPages(content)
        self.view = PageView(self.pages)
        self.thumbnails = PageThumbnails(self.pages)
        self.number: QLabel = label("", "quiet")
        self.percent: QLabel = label("", "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        saved = self.save if may_save else None
        self._column.addWidget(self._strip(title, registry, open_word, saved))
        self._notes = QVBoxLayout()
        self._column.addLayout(self._notes)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(self.view, 1)
        self._column.addLayout(row, 1)
        self._told: InfoBanner | None = None
        self._connect()

    def save(self) -> Path | None:
        """Ask where, save, and say where it lies now; None if the clerk thought better of it."""
        path = self._choose_path(self._suggested)
        if path is None:
            return None
        try:
            saved = save_document(path, self._content)
        except UserError as error:
            self._show_error(error)
            return None
        self._suggested = path
        if saved == path:
            self._tell(Role.GOOD, tr("Đã lưu {}").format(saved))
        else:
            self._tell(
                Role.WARNING,
                tr("{} đang mở ở chương trình khác nên được giữ nguyên. Đã lưu thành {}").format(
                    path.name, saved
                ),
            )
        return saved

    def print(self) -> None:
        """Ask for the printer and print."""
        # QtPrintSupport asks the system for its printers: only when somebody prints.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from desktop.ui.pdf_printing import print_pages

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._suggested.stem)
        printer.setFromTo(1, len(self.pages))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            print_pages(self.pages, printer)
        except UserError as error:
            self._show_error(error)

    def done(self, arg__1: int) -> None:
        # Escape and the window's cross both come here; Escape never reaches closeEvent, and Qt
        # takes the attribute back once it has seen to the deletion.
        for_good = self.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        super().done(arg__1)
        if for_good:
            self.pages.close()

    def _ask_path(self, suggested: Path) -> Path | None:
        return ask_save_path(self, tr("Lưu PDF"), suggested, tr("Tệp PDF (*.pdf)"))

    def _connect(self) -> None:
        self.view.page_changed.connect(self._show_number)
        self.view.page_changed.connect(self.thumbnails.show_page)
        self.view.zoomed.connect(self._show_zoom)
        self.thumbnails.selectionModel().currentChanged.connect(self._jump)
        self.thumbnails.show_page(0)
        self._show_number(0)
        self._show_zoom(self.view.zoom())
        self.view.setFocus()

    def _jump(self) -> None:
        page = self.thumbnails.currentIndex().row()
        # What was scrolled to by hand stays where it is.
        if page != self.view.page():
            self.view.show_page(page)

    def _show_number(self, page: int) -> None:
        self.number.setText(tr("Trang {}/{}").format(page + 1, len(self.pages)))

    def _show_zoom(self, zoom: float) -> None:
        self.percent.setText(f"{zoom:.0%}")

    def _tell(self, kind: Role, text: str) -> None:
        if self._told is not None:
            self._notes.removeWidget(self._told)
            self._told.hide()
            self._told.deleteLater()
        self._told = InfoBanner(kind, text)
        self._notes.addWidget(self._told)
        self._notes.setContentsMargins(12, 8, 12, 8)

    def _strip(
        self,
        title: str,
        registry: ActionRegistry,
        open_word: Callable[[], object] | None,
        save: Callable[[], object] | None,
    ) -> QFrame:
        strip = QFrame()
        set_look(strip, "strip")
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(title, "head"), 1)
        row.addWidget(self.number)
        row.addSpacing(12)
        zooms = (
            ("zoom_out", lambda: self.view.set_zoom(self.view.zoom() / STEP)),
            ("zoom_in", lambda: self.view.set_zoom(self.view.zoom() * STEP)),
            ("fit_width", self.view.fit_width),
        )
        for action_id, handler in zooms:
            row.addWidget(button_for(registry.bind(self, action_id, handler), icon_only=True))
        row.insertWidget(row.count() - 2, self.percent)
        row.addSpacing(12)
        if open_word is not None:
            row.addWidget(button_for(registry.bind(self, "open_word", open_word)))
        if save is not None:
            row.addWidget(button_for(registry.bind(self, "save_pdf", save)))
        row.addWidget(button_for(registry.bind(self, "print", self.print), "primary"))
        return strip
