"""A small office for forms to ask: names, records to refer to, files, a stopped clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.base.errors import DiskTrouble
from desktop.base.text import fold
from desktop.fields import StoredFile
from desktop.ui.editors import Editor, EditorContext, Hit
from desktop.ui.editors.pick_list import PickList

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=VIETNAM)
LISTS = {
    "L1": [("01", "Kinh"), ("02", "Tày"), ("06", "Mường"), ("34", "Xơ-đăng")],
    "L6": [(f"N{at}", f"Nhu cầu hỗ trợ thứ {at}") for at in range(20)],
}
SEXES = {"NAM": "Nam", "NU": "Nữ", "KHAC": "Khác"}
LAN, HOA, MINH = (uuid.UUID(int=at) for at in (1, 2, 3))
PEOPLE = [
    Hit(LAN, "Nguyễn Thị Lan", "1980 · Thôn 3"),
    Hit(HOA, "Trần Văn Hòa", "1991 · Thôn 1"),
    Hit(MINH, "Lê Minh", ""),
]


class OfficeNames:
    """Two code lists; any other is short and made up."""

    def code(self, code_list: str, code: str) -> str:
        return dict(self.codes(code_list)).get(code, code)

    def codes(self, code_list: str) -> Sequence[tuple[str, str]]:
        return LISTS.get(code_list, [("A", "Loại thứ nhất"), ("B", "Loại thứ hai")])

    def record(self, table: str, record_id: uuid.UUID) -> str:
        return {hit.id: hit.text for hit in PEOPLE}.get(record_id, "?")


class OfficeLookup:
    """Three people, whatever the table."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.beside: list[tuple[str, uuid.UUID] | None] = []

    def find(
        self, table: str, words: str, limit: int, beside: tuple[str, uuid.UUID] | None = None
    ) -> Sequence[Hit]:
        self.asked.append(words)
        self.beside.append(beside)
        return [hit for hit in PEOPLE if fold(words) in fold(hit.text)][:limit]

    def called(self, table: str, record_id: uuid.UUID) -> str:
        return OfficeNames().record(table, record_id)


class OfficeFiles:
    """Keeps real files by name and size; the disk is full for ``full.pdf``."""

    def __init__(self) -> None:
        self.opened: list[StoredFile] = []
        self.awaited: set[str] = set()

    def keep(self, path: Path) -> StoredFile:
        if path.name == "full.pdf":
            raise DiskTrouble("Ổ đĩa đầy. Tệp chưa được giữ; hãy dọn ổ đĩa rồi chọn lại.")
        return StoredFile("ab" * 32, len(path.read_bytes()), path.name)

    def missing(self, file: StoredFile) -> str:
        return "Nội dung chưa về tới máy này." if file.hash in self.awaited else ""

    def open(self, file: StoredFile) -> None:
        self.opened.append(file)

    def save_as(self, file: StoredFile, path: Path) -> None:
        path.write_text(file.name, encoding="utf-8")


def context() -> EditorContext:
    """What editors of a test ask."""
    return EditorContext(OfficeNames(), OfficeLookup(), OfficeFiles(), StoppedClock(NOW))


def put(editor: Editor, text: str) -> None:
    """Replace what stands in an editor that is typed in, as one paste would."""
    field = editor.widget
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
        return
    assert isinstance(field, QLineEdit)
    field.selectAll()
    field.insert(text) if text else field.clear()
    field.textEdited.emit(text)


def line_of(editor: Editor) -> QLineEdit:
    """The line of an editor that is typed in."""
    assert isinstance(editor.widget, QLineEdit)
    return editor.widget


def list_of(editor: Editor) -> PickList:
    """The list that an editor folds down."""
    found = editor.widget.findChild(PickList)
    assert found is not None
    return found
