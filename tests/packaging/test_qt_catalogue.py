"""The Vietnamese catalogue for Qt's own texts: compiled as written, whole, and made for this Qt."""

from __future__ import annotations

import re
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QLibraryInfo

from compiled_words import Words, read_words

import translations
from making import qt_words

QM = qt_words.WORDS.with_suffix(".qm")

SHOWN_IN_PART = {
    "QShortcut": "the keys of a PC's keyboard; not those of telephones and Asian keyboards",
    "QGuiApplication": "all but the writing direction are options of a command line",
}
NOT_LISTED = {"QMimeType": "the kinds of files that Qt's own table names; no catalogue has them"}

KEPT = {
    "QShortcut": "keys are called what is printed on them",
    "QPageSize": "paper has one name in all languages",
    "QPageSetupWidget": "units of length",
}
"""Contexts of which some words are the same in both languages."""
KEPT_WORDS = {"Alt+Left", "Alt+Right", "Alt+Up"}
"""Never shown: they are read as keys."""


@pytest.fixture(scope="module")
def ours() -> Words:
    return read_words(QM)


@pytest.fixture(scope="module")
def german() -> Words:
    """A whole catalogue that ships with this Qt: it tells which texts there are."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return read_words(Path(folder, "qtbase_de.qm"))


def test_what_ships_is_compiled_from_what_is_written() -> None:
    assert QM.read_bytes() == qt_words.compiled(qt_words.WORDS), "run packaging/dev.py qt-words"


def test_every_text_is_one_that_qt_has(ours: Words, german: Words) -> None:
    unknown = {key for key in ours if key not in german and key[0] not in NOT_LISTED}
    assert unknown == set()


def test_a_context_is_translated_whole(ours: Words, german: Words) -> None:
    whole = {context for context, _ in ours} - SHOWN_IN_PART.keys() - NOT_LISTED.keys()
    missing = {key for key in german if key[0] in whole and key not in ours}
    assert missing == set()


def test_words_that_stay_as_they_are_are_names_keys_or_units(ours: Words) -> None:
    same = {
        key
        for key, text in ours.items()
        if key[1] == text and re.search(r"[^\W\d_]", re.sub(r"%\w", "", text))
    }
    assert {key for key in same if key[0] not in KEPT and key[1] not in KEPT_WORDS} == set()


def test_qt_is_the_one_of_the_library() -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert Path(folder).is_relative_to(Path(PySide6.__file__).parent)


@pytest.fixture
def wrong_in(tmp_path: Path):
    """What the check says of a catalogue with one message, or several."""

    def told(*messages: str) -> list[str]:
        path = tmp_path / translations.CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        body = "\n".join(f"<message>{one}</message>" for one in messages)
        path.write_text(
            f"<TS>\n<context><name>QSample</name>\n{body}\n</context>\n</TS>\n", encoding="utf-8"
        )
        return [
            f"{found.line}: {found.sentence}" for found in translations.check_catalogue(tmp_path)
        ]

    return told


def test_the_check_passes_what_is_right(wrong_in) -> None:
    assert wrong_in("<source>%1 File...</source><translation>Tệp %1...</translation>") == []


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("<source>Delete</source><translation>Xoá</translation>", "xóa"),
        ("<source>Delete</source><translation type='unfinished'>Xóa</translation>", "chưa dịch"),
        ("<source>Delete</source><translation></translation>", "chưa dịch"),
        ("<source>Delete</source>", "chưa dịch"),
        ("<source>%1 of %2</source><translation>%1 trong %1</translation>", "chỗ điền"),
        ("<source>Name:</source><translation>Tên</translation>", "phần cuối"),
        ("<source>Show </source><translation>Hiện</translation>", "phần cuối"),
    ],
)
def test_the_check_tells_what_is_wrong_and_where(wrong_in, message: str, sentence: str) -> None:
    right = "<source>Save</source><translation>Lưu</translation>"
    told = wrong_in(right, message)
    assert len(told) == 1
    assert told[0].startswith("4: ")
    assert sentence in told[0]


def test_the_check_tells_what_is_said_twice(wrong_in) -> None:
    right = "<source>Save</source><translation>Lưu</translation>"
    assert ["có hai lần" in one for one in wrong_in(right, right)] == [True]


def test_a_folder_without_catalogue_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(translations.check_catalogue(tmp_path)) == []
