"""Showing a kept file: PDFs and pictures here, everything else by saving it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.base.i18n import tr
from desktop.fields import StoredFile
from desktop.operations import attachments
from desktop.operations.office import Office
from desktop.ui.dialogs import Message, ask, ask_save_path
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace

_PICTURE = QSize(960, 400)


class PictureDialog(DialogFrame):
    """A picture, shrunk to fit the screen."""

    def __init__(self, title: str, picture: QImage, parent: QWidget | None = None) -> None:
        fitted = picture.size()
        if fitted.width() > _PICTURE.width() or fitted.height() > _PICTURE.height():
            fitted = fitted.scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        super().__init__(title, parent, width=max(fitted.width() + 60, 360))
        shown = QLabel()
        shown.setAccessibleName(title)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        smooth = Qt.TransformationMode.SmoothTransformation
        ratio = Qt.AspectRatioMode.KeepAspectRatio
        shown.setPixmap(QPixmap.fromImage(picture).scaled(fitted, ratio, smooth))
        self.body.addWidget(shown)
        self.add_primary(tr("Đóng"), self.accept)


class FilePreview(QObject):
    """Reads a kept file and shows it over a window; ``window`` is what it opened last."""

    def __init__(self, workplace: Workplace, over: QWidget) -> None:
        super().__init__(over)
        self._workplace, self._over = workplace, over
        self.window: PdfPreview | PictureDialog | None = None

    def show(self, file: StoredFile) -> None:
        """Show a file; offers to save what can't be shown here."""
        self._workplace.ask(lambda office: _read(office, file), self._open)

    def save_as(self, file: StoredFile) -> None:
        """Ask where to, and write the file there in plain."""
        path = ask_save_path(self._over, tr("Lưu tệp thành"), Path(file.name), tr("Mọi tệp (*)"))
        if path is not None:
            self._workplace.ask(lambda office: _write(office, file, path), self._tell_saved)

    def _open(self, found: tuple[StoredFile, bytes]) -> None:
        file, content = found
        if content.startswith(b"%PDF-"):
            actions = self._workplace.actions
            self.window = PdfPreview(file.name, content, Path(file.name), actions, self._over)
        else:
            picture = QImage.fromData(content)
            if picture.isNull():
                self._offer_saving(file)
                return
            self.window = PictureDialog(file.name, picture, self._over)
            self.window.add_button(tr("Lưu thành…"), lambda: self.save_as(file))
            self.window.add_primary(tr("Đóng"), self.window.accept)
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window.open()

    def _offer_saving(self, file: StoredFile) -> None:
        told = Message(
            tr("Chương trình chỉ xem được PDF và ảnh; tệp {name} là loại khác.").format(
                name=file.name
            ),
            "",
            tr("Có thể lưu ra ngoài rồi mở bằng chương trình khác."),
        )
        if ask(self._over, tr("Xem tệp"), told, tr("Lưu thành…")):
            self.save_as(file)

    def _tell_saved(self, name: str) -> None:
        self._workplace.tell(tr("Đã lưu {name}.").format(name=name))


def _read(office: Office, file: StoredFile) -> tuple[StoredFile, bytes]:
    return file, attachments.read_file(office, file)


def _write(office: Office, file: StoredFile, path: Path) -> str:
    attachments.write_file(office, file, path)
    return path.name
