"""What Qt shows by itself is read in Vietnamese."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.ui.qt_words import QtWords


@pytest.fixture
def words(qapp: QApplication) -> Iterator[QtWords]:
    translator = QtWords(qapp)
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)
    translator.deleteLater()


def test_the_menu_of_a_field_is_vietnamese(words, qtbot) -> None:
    for editor in (QLineEdit("chữ"), QPlainTextEdit("chữ")):
        qtbot.addWidget(editor)
        menu = editor.createStandardContextMenu()
        texts = [a.text().split("\t")[0] for a in menu.actions() if a.text()]
        assert texts == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
        menu.deleteLater()


def test_words_that_are_not_known_stay_as_they_are(words) -> None:
    assert QCoreApplication.translate("QShortcut", "Brightness") == "Brightness"
