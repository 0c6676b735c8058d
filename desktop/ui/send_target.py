"""Where a file is written to: a stick, or a folder that was chosen once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import tr
from desktop.operations.volumes import MAIL
from desktop.ui.exchange_words import size_text
from desktop.ui.package_watch import Drive
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.shown import set_shown

_LITTLE = 1_000_000
"""Bytes: a drive with less room is not the one to begin with."""
_LAST, _FOLDER, _MAIL = "exchange/target", "exchange/folder", "exchange/mail"


class SendTarget(QWidget):
    """One radio button a drive, one for the folder; what was used last is chosen again.

    ``changed`` tells that another place is chosen, or none.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._settings = settings
        self._drives: tuple[Drive, ...] = ()
        self._places: list[Path] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self.buttons: list[QRadioButton] = []
        self._none = label(tr("Chưa thấy USB nào. Cắm USB vào máy, hoặc chọn thư mục."), "quiet")
        self._none.setWordWrap(True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.browse = QPushButton(tr("Thư mục khác…"))
        set_icon(self.browse, "folder-open")
        self.browse.clicked.connect(lambda _checked=False: self.choose_folder())
        last = QHBoxLayout()
        last.addWidget(self.browse)
        last.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._none)
        column.addLayout(self._rows)
        column.addLayout(last)
        self.mail = QCheckBox(
            tr("Gửi qua thư điện tử: chia tệp {n} MB").format(n=MAIL // 1_000_000)
        )
        told = tr("Mỗi tệp gửi trong một thư; nơi nhận nhận theo thứ tự nào cũng được.")
        self.mail.setToolTip(told)
        self.mail.setChecked(settings.value(_MAIL, "no") == "yes")
        column.addWidget(self.mail)
        self.show_drives(())

    def limit(self) -> int | None:
        """Bytes that one file may have; None if any size will do."""
        return MAIL if self.mail.isChecked() else None

    def place(self) -> Path | None:
        """The folder or drive that is chosen; None while there is nothing to choose."""
        at = self._group.checkedId()
        return self._places[at] if 0 <= at < len(self._places) else None

    def on_drive(self, path: Path) -> bool:
        """Whether this place is a drive that may be pulled out."""
        return any(path.is_relative_to(drive.root) for drive in self._drives)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer these drives, and the folder that was chosen once if it is still there."""
        wanted = self.place() or self._kept(_LAST)
        had = next((b for b in self.buttons if b.hasFocus()), None) is not None
        self._drives = tuple(drives)
        offered = [(drive.root, _drive_words(drive)) for drive in drives]
        folder = self._kept(_FOLDER)
        if folder is not None and folder.is_dir() and folder not in dict(offered):
            offered.append((folder, tr("Thư mục {folder}").format(folder=folder)))
        self._fill(offered)
        roomy = (at for at, one in enumerate(drives) if one.free is None or one.free > _LITTLE)
        at = self._places.index(wanted) if wanted in self._places else next(roomy, 0)
        if self.buttons:
            self.buttons[at].setChecked(True)
            if had:
                self.buttons[at].setFocus()
        self.changed.emit()

    def choose_folder(self) -> None:
        """Let the clerk choose a folder, and remember it."""
        start = self._kept(_FOLDER) or Path.home()
        title = tr("Chọn thư mục hoặc USB để ghi tệp")
        name = QFileDialog.getExistingDirectory(self, title, str(start))
        if name:
            self._settings.setValue(_FOLDER, name)
            self.show_drives(self._drives)
            self.choose(Path(name))

    def choose(self, place: Path) -> None:
        """Choose one of the places that are offered."""
        if place in self._places:
            self.buttons[self._places.index(place)].setChecked(True)

    def remember(self) -> None:
        """Choose the same place, and the same size of files, the next time."""
        place = self.place()
        if place is not None:
            self._settings.setValue(_LAST, str(place))
        self._settings.setValue(_MAIL, "yes" if self.mail.isChecked() else "no")

    def _kept(self, key: str) -> Path | None:
        kept = str(self._settings.value(key, "") or "")
        return Path(kept) if kept else None

    def _fill(self, offered: Sequence[tuple[Path, str]]) -> None:
        for button in self.buttons:
            self._group.removeButton(button)
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._places = [place for place, _ in offered]
        self.buttons = []
        for at, (_, words) in enumerate(offered):
            button = QRadioButton(words)
            set_icon(button, "usb" if self.on_drive(self._places[at]) else "folder-open")
            self._group.addButton(button, at)
            self._rows.addWidget(button)
            self.buttons.append(button)
        set_shown(self._none, not offered)

    def _toggled(self, _at: int, on: bool) -> None:
        if on:
            self.changed.emit()


def _drive_words(drive: Drive) -> str:
    words = tr("USB, ổ {drive}").format(drive=drive.name)
    if drive.free is None:
        return words
    return tr("{drive} · còn trống {size}").format(drive=words, size=size_text(drive.free))
