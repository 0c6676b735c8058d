"""Other records and files: looked up, shown by name, opened, taken away."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.errors import InvalidValue
from desktop.fields import Attachment, Reference, StoredFile
from desktop.ui.editors import EditorContext
from desktop.ui.editors.attachments import AttachmentEditor, size_text
from ui.form_office import HOA, LAN, OfficeFiles, OfficeLookup, line_of, list_of, put

# Qt's display-less platform says so of every window that is shown or raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# -- other records ------------------------------------------------------------------


def test_a_record_is_found_by_words_after_a_pause(
    shown: Callable[..., Any], asked: EditorContext, qtbot: QtBot
) -> None:
    editor = shown(Reference("people"))
    QTest.keyClicks(editor.widget, "hoa")
    lookup = asked.lookup
    assert isinstance(lookup, OfficeLookup)
    assert lookup.asked == []
    qtbot.waitUntil(list_of(editor).isVisible)
    assert lookup.asked == ["hoa"]
    QTest.keyClick(editor.widget, Qt.Key.Key_Return)
    assert editor.value() == HOA
    assert editor.shown() == "Trần Văn Hòa"


def test_the_full_name_of_a_record_is_enough(shown: Callable[..., Any]) -> None:
    editor = shown(Reference("people"))
    put(editor, "nguyen thi lan")
    with pytest.raises(InvalidValue):
        editor.value()
    QTest.keyClick(editor.widget, Qt.Key.Key_Tab)
    assert editor.value() == LAN
    assert line_of(editor).text() == "Nguyễn Thị Lan"


def test_a_record_can_be_asked_for_and_taken_away(shown: Callable[..., Any]) -> None:
    editor = shown(Reference("people"))
    seen: list[tuple[str, uuid.UUID | None]] = []
    editor.asked.connect(lambda table, id_: seen.append((table, id_)))
    (ask,) = [a for a in line_of(editor).actions() if a.text() == "Xem hoặc chọn"]
    ask.trigger()
    editor.set_value(LAN)
    ask.trigger()
    assert seen == [("people", None), ("people", LAN)]
    put(editor, "")
    assert editor.value() is None


# -- files --------------------------------------------------------------------------


def test_a_chosen_file_is_kept_shown_opened_and_taken_away(
    shown: Callable[..., Any], asked: EditorContext, tmp_path: Path
) -> None:
    paper = tmp_path / "don.pdf"
    paper.write_bytes(b"x" * 2048)
    editor = shown(Attachment())
    assert isinstance(editor, AttachmentEditor)
    told: list[Any] = []
    editor.changed.connect(lambda: told.append(editor.value()))
    editor.take(paper)
    assert told == [StoredFile("ab" * 32, 2048, "don.pdf")]
    assert editor.shown() == "don.pdf · 2 KB"
    menu = editor.menu()
    look, save, replace, remove = menu.actions()
    look.trigger()
    files = asked.files
    assert isinstance(files, OfficeFiles)
    assert files.opened == told
    remove.trigger()
    assert editor.value() is None
    assert save.isEnabled()
    assert replace.isEnabled()


def test_a_file_whose_content_is_on_its_way_says_so(
    shown: Callable[..., Any], asked: EditorContext
) -> None:
    editor = shown(Attachment())
    here, awaited = StoredFile("ab" * 32, 10, "co.pdf"), StoredFile("cd" * 32, 10, "cho.pdf")
    files = asked.files
    assert isinstance(files, OfficeFiles)
    files.awaited.add(awaited.hash)
    editor.set_value(awaited)
    assert "chưa về tới máy này" in editor.hint()
    assert editor.shown() == "cho.pdf · 10 byte"
    editor.set_value(here)
    assert editor.hint() == ""


def test_trouble_with_a_file_is_told_and_the_former_one_stays(
    shown: Callable[..., Any], tmp_path: Path
) -> None:
    editor = shown(Attachment())
    before = StoredFile("cd" * 32, 10, "cu.pdf")
    editor.set_value(before)
    assert isinstance(editor, AttachmentEditor)
    editor.take(tmp_path / "full.pdf")
    assert editor.value() == before
    assert "Ổ đĩa đầy" in editor.hint()


@pytest.mark.parametrize(
    ("size", "text"), [(640, "640 byte"), (12_345, "12 KB"), (3_700_000, "3,5 MB")]
)
def test_sizes_read_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text
