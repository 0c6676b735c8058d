"""What Qt shows by itself is read in Vietnamese: no standard text of its stays English.

Two nets. One asks every text that is shown whether it is one of Qt's English ones, as the German
catalogue that ships with Qt lists them. The other hears what Qt looked for and did not find in our
catalogue, also when no other language has it.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QDate,
    QLibraryInfo,
    QLocale,
    QMetaType,
    QModelIndex,
    QObject,
    QPoint,
    QSettings,
    QStandardPaths,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from compiled_words import read_words
from desktop.base.resources import resource
from desktop.ui.qt_words import speak_vietnamese

UNSEEN = {"objectName", "styleSheet", "html", "windowIconText", "windowFilePath"}
"""Properties that hold no words for people."""


ANSWERED_IN_PART = {
    "QShortcut": "to read one key Qt compares it with the names of all keys; they are not shown",
    "QMimeType": "there are a thousand kinds of files; those of an office have Vietnamese names",
}


class Unanswered(QTranslator):
    """Hears what Qt asks for after our catalogue had no answer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        if context not in ANSWERED_IN_PART:
            self.asked.add((context, sourceText))
        return None  # type: ignore[return-value] # "" would be shown


@pytest.fixture
def unanswered(qapp: QApplication) -> Iterator[Unanswered]:
    """Our words are installed; what they lack is collected."""
    kept = QLocale()
    heard = Unanswered(qapp)
    qapp.installTranslator(heard)
    words = speak_vietnamese(qapp)
    heard.asked.clear()  # from before there were words
    yield heard
    for translator in (words, heard):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(kept)


@pytest.fixture(scope="session")
def english() -> re.Pattern[str]:
    """Matches every English text of Qt's and of the calendar, but for what is the same for us."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = read_words(resource("translations/qtbase_vi.qm"))
    same = {source for (_, source), text in ours.items() if source == text}
    sources = {source for _, source in read_words(Path(folder, "qtbase_de.qm"))} - same
    calendar = QLocale.c()
    for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
        sources |= {calendar.monthName(month, form) for month in range(1, 13)}
        sources |= {calendar.dayName(day, form) for day in range(1, 8)}
    patterns = [
        re.sub(r"%\w", ".*", re.escape(_plain(source)))
        for source in sources
        if re.search(r"[^\W\d_]{2}", re.sub(r"%\w", "", source))
    ]
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.DOTALL)


@pytest.fixture
def stays_vietnamese(english: re.Pattern[str], unanswered: Unanswered) -> Callable[..., list[str]]:
    """Fails if one of these things shows an English text; returns all that they show."""

    def look(*things: QObject) -> list[str]:
        shown = sorted({text for thing in things for text in texts_of(thing) if text})
        assert shown, "nothing was looked at"
        assert [text for text in shown if english.fullmatch(_plain(text))] == []
        assert unanswered.asked == set()
        return shown

    return look


def texts_of(thing: QObject) -> Iterator[str]:
    """Every text that a window or menu, or anything in it, shows or reads out."""
    borrowed = thing.actions() if isinstance(thing, QWidget) else []
    for each in (thing, *borrowed, *thing.findChildren(QObject)):
        about = each.metaObject()
        for at in range(about.propertyCount()):
            known = about.property(at)
            if known.metaType().id() == QMetaType.Type.QString.value and known.name() not in UNSEEN:
                yield str(each.property(str(known.name())))
        if isinstance(each, QAction):
            yield from each.shortcut().toString(QKeySequence.SequenceFormat.NativeText).split("+")
        elif isinstance(each, QComboBox):
            yield from (each.itemText(row) for row in range(each.count()))
        elif isinstance(each, QTabBar):
            yield from (each.tabText(tab) for tab in range(each.count()))
        elif isinstance(each, QAbstractItemModel):
            yield from _cells(each)


def _cells(model: QAbstractItemModel, under: QModelIndex | None = None) -> Iterator[str]:
    parent = QModelIndex() if under is None else under
    for column in range(model.columnCount(parent)):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(parent)):
            yield str(model.index(row, column, parent).data() or "")


def _plain(text: str) -> str:
    return re.sub(r"&(.)", r"\1", text).strip()


def while_open(
    qapp: QApplication, open_it: Callable[[], object], look: Callable[[Any], Any]
) -> Any:
    """Open a menu or question that waits for an answer; look at it, and close it unanswered."""
    seen: list[Any] = []

    def meet() -> None:
        window = qapp.activePopupWidget() or qapp.activeModalWidget()
        assert window is not None
        try:
            seen.append(look(window))
        finally:
            window.close()

    QTimer.singleShot(0, qapp, meet)
    open_it()
    if not seen:  # a menu that does not wait
        qapp.processEvents()
    return seen[0]


def one_by_one(buttons: Any) -> list[Any]:
    """The standard buttons, without the names for none and for bits that mean something else."""
    known = range(buttons.FirstButton.value, buttons.LastButton.value + 1)
    return [one for one in buttons if one.value in known and one.value.bit_count() == 1]


def test_every_standard_button_is_vietnamese(stays_vietnamese, qtbot: QtBot) -> None:
    for kind, buttons in (
        (QDialogButtonBox, QDialogButtonBox.StandardButton),
        (QMessageBox, QMessageBox.StandardButton),
    ):
        box = kind()
        qtbot.addWidget(box)
        wanted = one_by_one(buttons)
        for button in wanted:
            box.addButton(button)
        assert len(wanted) == 18
        assert {"Đồng ý", "Thôi", "Lưu", "Có", "Không"} <= set(stays_vietnamese(box))


def test_the_details_of_a_message_are_opened_in_vietnamese(stays_vietnamese, qtbot) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Sổ Xã", "Đĩa đầy.")
    qtbot.addWidget(box)
    box.setDetailedText("…")
    box.show()
    details = next(one for one in box.findChildren(QPushButton) if "chi tiết" in one.text())
    assert details.text() == "Hiện chi tiết..."
    details.click()
    assert "Ẩn chi tiết..." in stays_vietnamese(box)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser])
def test_the_menu_of_a_field_is_vietnamese(stays_vietnamese, qtbot, kind: type[QWidget]) -> None:
    editor: Any = kind()
    qtbot.addWidget(editor)
    menu = editor.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    if kind is not QTextBrowser:
        assert words == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
    stays_vietnamese(menu)
    menu.deleteLater()


def selectable_label() -> QLabel:
    label = QLabel("chữ <a href='x'>liên kết</a>")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return label


@pytest.mark.parametrize(
    ("make", "entry"),
    [(QSpinBox, "Tăng"), (selectable_label, "Sao chép"), (QScrollBar, "Cuộn đến đây")],
)
def test_the_menu_of_a_part_is_vietnamese(
    stays_vietnamese, qapp, qtbot, make: Callable[[], QWidget], entry: str
) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(80, 80)
    widget.show()
    middle = QPoint(20, 10)
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, widget.mapToGlobal(middle), Qt.KeyboardModifier(0)
    )
    shown = while_open(qapp, lambda: qapp.sendEvent(widget, asked), stays_vietnamese)
    assert entry in [text.split("\t")[0] for text in shown]


@pytest.fixture
def own_memory(tmp_path: Path) -> Iterator[None]:
    """What Qt's file dialogs remember stays in the test, not with the user's other programs."""
    where = QStandardPaths.StandardLocation.GenericConfigLocation
    kind, scope = QSettings.Format.NativeFormat, QSettings.Scope.UserScope
    QSettings.setPath(kind, scope, str(tmp_path / "settings"))
    yield
    QSettings.setPath(kind, scope, QStandardPaths.writableLocation(where))


@pytest.fixture
def file_dialog(own_memory: None, unanswered: Unanswered, tmp_path: Path) -> Iterator[QFileDialog]:
    """Qt's own dialog, in a folder with one file."""
    (tmp_path / "danh-sach.pdf").write_bytes(b"%PDF-1.7")
    dialog = QFileDialog(None, "", str(tmp_path), "Tệp PDF (*.pdf)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    yield dialog
    shiboken6.delete(dialog)  # now it writes down what it remembers


@pytest.mark.parametrize("deed", list(QFileDialog.AcceptMode))
@pytest.mark.parametrize("mode", list(QFileDialog.FileMode))
def test_a_file_dialog_is_vietnamese(stays_vietnamese, file_dialog, mode, deed) -> None:
    file_dialog.setFileMode(mode)
    file_dialog.setAcceptMode(deed)
    file_dialog.show()
    shown = stays_vietnamese(file_dialog)
    assert {"Tìm trong:", "Tên", "Cỡ", "Ngày sửa", "Lên thư mục cha", "Thôi"} <= set(shown)


def test_the_menus_of_a_file_dialog_are_vietnamese(
    stays_vietnamese, file_dialog, qapp, qtbot
) -> None:
    file_dialog.show()
    files = file_dialog.findChild(QTreeView, "treeView")
    places = file_dialog.findChild(QWidget, "sidebar")
    for view, entry in ((files, "Thư mục mới"), (places, "Bỏ khỏi danh sách")):
        if view is places:
            view.setCurrentIndex(view.model().index(0, 0))
        where = view.visualRect(view.model().index(0, 0)).center()
        shown = while_open(
            qapp,
            lambda view=view, where=where: view.customContextMenuRequested.emit(where),
            stays_vietnamese,
        )
        assert entry in shown


@pytest.mark.parametrize(
    ("known_as", "name"),
    [
        ("Portable Document Format", "Tệp PDF"),
        ("Office Open XML Workbook", "Bảng tính Excel"),
        ("Microsoft Word Document", "Văn bản Word"),
        ("Directory", "Thư mục"),
    ],
)
def test_the_kinds_of_an_offices_files_are_vietnamese(unanswered, known_as, name) -> None:
    """As Qt's own table calls them, on a PC whose system has no table in Vietnamese."""
    assert QCoreApplication.translate("QMimeType", known_as) == name


def test_a_file_is_replaced_after_a_vietnamese_question(
    stays_vietnamese, file_dialog, qapp
) -> None:
    file_dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    file_dialog.show()
    file_dialog.selectFile("danh-sach.pdf")
    shown = while_open(qapp, file_dialog.accept, stays_vietnamese)
    assert "danh-sach.pdf đã có.\nGhi đè lên tệp đó?" in shown


def test_a_missing_file_is_told_in_vietnamese(stays_vietnamese, file_dialog, qapp) -> None:
    file_dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    file_dialog.show()
    file_dialog.findChild(QLineEdit, "fileNameEdit").setText("khong-co.pdf")
    shown = while_open(qapp, file_dialog.accept, stays_vietnamese)
    assert any(text.endswith("Không tìm thấy tệp.\nHãy xem lại tên tệp.") for text in shown)


def test_the_print_dialog_is_vietnamese(stays_vietnamese, qtbot, tmp_path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "ra.pdf"))
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.setMinMax(1, 3)
    dialog.show()
    more = next(one for one in dialog.findChildren(QPushButton) if ">>" in one.text())
    more.click()
    shown = stays_vietnamese(dialog)
    assert {"In", "Máy in", "Số bản", "In hai mặt", "Tùy chọn <<"} <= set(shown)


def test_the_properties_of_a_printer_are_vietnamese(
    stays_vietnamese, qapp, qtbot, tmp_path
) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "ra.pdf"))
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    properties = dialog.findChild(QPushButton, "properties")
    assert properties is not None
    shown = while_open(qapp, properties.click, stays_vietnamese)
    assert {"Khổ giấy:", "Hướng giấy", "Dọc", "Lề", "Phong bì DL"} <= set(shown)


def test_small_standard_dialogs_are_vietnamese(stays_vietnamese, qtbot) -> None:
    for kind in (QProgressDialog, QInputDialog, QErrorMessage):
        dialog: Any = kind()
        qtbot.addWidget(dialog)
        dialog.show()
        stays_vietnamese(dialog)


def test_tabs_that_do_not_fit_are_scrolled_in_vietnamese(stays_vietnamese, qtbot) -> None:
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.setTabsClosable(True)
    for title in ("Danh sách", "Lịch sử", "Giấy tờ"):
        tabs.addTab(title)
    tabs.resize(60, 30)
    tabs.show()
    stays_vietnamese(tabs)
    told = {one.accessibleName() for one in tabs.findChildren(QToolButton)}
    assert told == {"Cuộn sang trái", "Cuộn sang phải"}


def test_days_and_months_are_vietnamese(stays_vietnamese, qtbot) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    calendar.setSelectedDate(QDate(2026, 11, 21))
    calendar.show()
    shown = stays_vietnamese(calendar)
    assert "Tháng 11" in shown, shown
    assert "CN" in shown


def test_numbers_are_written_the_vietnamese_way(unanswered) -> None:
    assert QLocale().toString(1234567.5, "f", 1) == "1.234.567,5"


def test_keys_are_read_under_either_name(unanswered) -> None:
    assert QKeySequence("Ctrl+Space") == QKeySequence("Ctrl+Phím cách")
    assert QKeySequence("Ctrl+Return").toString() == "Ctrl+Return"
    for key in ("Del", "Esc", "PgUp", "Ctrl+Home", "Ctrl+PgDown", "Enter", "Alt+Left"):
        assert QKeySequence(key).toString() == key


def test_a_damaged_catalogue_is_told(qapp, monkeypatch, tmp_path) -> None:
    damaged = tmp_path / "qtbase_vi.qm"
    damaged.write_bytes(b"no catalogue")
    monkeypatch.setattr("desktop.ui.qt_words.resource", lambda _name: damaged)
    with pytest.raises(FileNotFoundError, match="qtbase_vi"):
        speak_vietnamese(qapp)
