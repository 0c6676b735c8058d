"""The editor for a kept file: choose, open, save elsewhere, take away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.ui.editors.editor import Editor, EditorContext
from desktop.ui.editors.line import FieldLine
from desktop.ui.theme import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.fields import Attachment, StoredFile

_KILO, _MEGA = 1024, 1024 * 1024


class AttachmentEditor(Editor):
    """Shows name and size of a kept file; F4 opens the menu of what can be done with it."""

    def __init__(self, kind: Attachment, context: EditorContext) -> None:
        self.line = FieldLine(kind.width)
        super().__init__(self.line, kind, context)
        self._value: StoredFile | None = None
        self._read_only = False
        self._trouble = ""
        self.line.setReadOnly(True)
        self.line.setPlaceholderText(tr("Chưa có tệp"))
        self.line.add_button("paperclip", tr("Chọn tệp…"), self.choose)
        self._menu_button = self.line.add_button(
            "ellipsis", tr("Xem, lưu, bỏ (F4)"), self.open_list
        )
        self._menu_button.setVisible(False)
        self.line.asked.connect(self.open_list)
        self.line.left.connect(self.left)

    def value(self) -> StoredFile | None:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value, self._trouble = value, "" if value is None else self._missing(value)
        self.line.show_text("" if value is None else f"{value.name} · {size_text(value.size)}")
        self._menu_button.setVisible(value is not None)
        self.hint_changed.emit()

    def _missing(self, file: StoredFile) -> str:
        try:
            return self._context.files.missing(file)
        except UserError as error:
            return error.message

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.line.show_buttons(not read_only)
        self._menu_button.setVisible(self._value is not None)

    def is_blank(self) -> bool:
        return self._value is None

    def shown(self) -> str:
        return self.line.text()

    def typed(self) -> str:
        return self.line.text()

    def hint(self) -> str:
        return self._trouble

    def width_in_characters(self) -> int:
        return 34

    def open_list(self) -> None:
        """Open the menu, or the choice of a file where there is none yet."""
        if self._value is None and not self._read_only:
            self.choose()
        elif self._value is not None:
            menu = self.menu()
            menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What can be done with the file."""
        menu = QMenu(self.line)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deeds: tuple[tuple[str, str, Callable[[], None], bool], ...] = (
            ("eye", tr("Xem tệp"), self._open, False),
            ("download", tr("Lưu thành…"), self._save_as, False),
            ("paperclip", tr("Thay bằng tệp khác…"), self.choose, True),
            ("trash-2", tr("Bỏ tệp khỏi ô này"), self._remove, True),
        )
        for icon, words, deed, changes in deeds:
            action = QAction(words, menu)
            set_icon(action, icon)
            action.setEnabled(not (changes and self._read_only))
            action.triggered.connect(deed)
            menu.addAction(action)
        return menu

    def choose(self) -> None:
        """Ask for a file and keep it."""
        if self._read_only:
            return
        path, _ = QFileDialog.getOpenFileName(self.line, tr("Chọn tệp đính kèm"))
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Keep this file as the value; trouble with it is told below the field."""
        try:
            kept = self._context.files.keep(path)
        except UserError as error:
            self._tell(error)
            return
        self.set_value(kept)
        self.changed.emit()

    def _open(self) -> None:
        if self._value is not None:
            self._try(self._context.files.open, self._value)

    def _save_as(self) -> None:
        if self._value is None:
            return
        path, _ = QFileDialog.getSaveFileName(self.line, tr("Lưu tệp thành"), self._value.name)
        if path:
            self._try(self._context.files.save_as, self._value, Path(path))

    def _remove(self) -> None:
        self.set_value(None)
        self.changed.emit()

    def _try(self, deed: Any, *arguments: object) -> None:
        try:
            deed(*arguments)
        except UserError as error:
            self._tell(error)

    def _tell(self, error: UserError) -> None:
        self._trouble = error.message
        self.hint_changed.emit()


def size_text(size: int) -> str:
    """A size in bytes as people read it: 640 byte, 12 KB, 3,5 MB."""
    if size < _KILO:
        return tr("{n} byte").format(n=size)
    if size < _MEGA:
        return tr("{n} KB").format(n=grouped(round(size / _KILO)))
    return tr("{n} MB").format(n=f"{size / _MEGA:.1f}".replace(".", ","))
