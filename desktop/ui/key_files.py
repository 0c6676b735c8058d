"""The small files that go between offices: choosing, reading, and writing them onto a stick."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.base.errors import DiskTrouble
from desktop.base.i18n import tr
from desktop.base.paths import free_name, write_whole
from desktop.ui.drives import carried_drives
from desktop.ui.package_watch import Drive
from desktop.ui.send_target import SendTarget
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.workplace import Workplace

_MOST_BYTES = 9 << 20
"""More than any request, card or answer."""


def read_key_file(path: Path) -> bytes:
    """What a small file holds. Raises DiskTrouble."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        told = tr("Không đọc được tệp {name}. Chưa có gì thay đổi. Hãy cắm lại USB rồi chọn lại.")
        raise DiskTrouble(told.format(name=path.name)) from error


def write_key_file(place: Path, name: str, content: bytes) -> Path:
    """Write a small file and read it back; one of that name stays. Raises DiskTrouble."""
    path = free_name(place / name)
    try:
        write_whole(path, content)
        sound = path.read_bytes() == content
    except OSError as error:
        told = tr(
            "Không ghi được tệp {name}. Chưa gửi gì đi. Hãy cắm lại USB hoặc chọn nơi khác rồi "
            "ghi lại."
        )
        raise DiskTrouble(told.format(name=path.name)) from error
    if not sound:
        told = tr("Tệp {name} đọc lại không giống lúc ghi: USB có thể bị hỏng. Hãy dùng USB khác.")
        raise DiskTrouble(told.format(name=path.name))
    return path


class FileField(QWidget):
    """Shows which file was chosen, with the button that chooses it; ``chosen`` carries the path.

    kinds: as ``Thẻ khóa (*.card)``.
    """

    chosen = Signal(object)

    def __init__(self, title: str, kinds: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._title, self._kinds = title, kinds
        self.path: Path | None = None
        self.shown = QLineEdit()
        self.shown.setReadOnly(True)
        self.shown.setPlaceholderText(tr("Chưa chọn tệp"))
        self.shown.setAccessibleName(title)
        self.button = QPushButton(tr("Chọn tệp…"))
        set_icon(self.button, "folder-open")
        self.button.clicked.connect(lambda _checked=False: self.choose())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.shown, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.button)

    def choose(self) -> None:
        """Let the clerk choose the file."""
        start = str(self.path.parent if self.path else Path.home())
        name, _ = QFileDialog.getOpenFileName(self, self._title, start, self._kinds)
        if name:
            self.set_path(Path(name))

    def set_path(self, path: Path) -> None:
        """Take this file."""
        self.path = path
        self.shown.setText(str(path))
        self.chosen.emit(path)

    def required(self, sentence: str) -> Path:
        """The file. Raises FaultyField if none was chosen."""
        if self.path is None:
            raise FaultyField(sentence, self.button)
        return self.path


class KeyTarget(SendTarget):
    """Where a small file is written: the sticks that are in the PC now, or a folder."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace.settings, parent)
        workplace.desk.ask(lambda _progress: _drives(), self.show_drives)

    def required(self) -> Path:
        """The place that is chosen. Raises FaultyField if there is none."""
        place = self.place()
        if place is None:
            sentence = tr("Chưa có nơi để ghi tệp. Hãy cắm USB hoặc chọn thư mục.")
            raise FaultyField(sentence, self.browse)
        return place

    def write(self, name: str, content: bytes) -> str:
        """Write the file to what is chosen; returns a sentence on where it lies. Raises UserError."""
        path = write_key_file(self.required(), name, content)
        self.remember()
        if self.on_drive(path):
            told = tr("Đã ghi {path} và đọc lại được. Có thể rút USB an toàn.")
        else:
            told = tr("Đã ghi {path} và đọc lại được.")
        return told.format(path=path)


def _drives() -> tuple[Drive, ...]:
    found: list[Drive] = []
    for root in carried_drives():
        try:
            found.append(Drive(root, shutil.disk_usage(root).free))
        except OSError:
            found.append(Drive(root, None))
    return tuple(found)
