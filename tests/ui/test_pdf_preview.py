"""A PDF is shown, saved whatever stands in the way, and printed page by page."""

from __future__ import annotations

import ctypes
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.ui.actions import ActionRegistry
from desktop.ui.page_view import LARGEST
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.pdf_printing import print_pages
from desktop.ui.pdf_saving import save_document
from desktop.ui.widgets.banner import InfoBanner

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def content() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number in range(1, 5):
        canvas.setPageSize(landscape(A4) if number == 3 else A4)
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.rect(0, 0, 200, 200, stroke=0, fill=1)
        canvas.drawString(100, 500, f"Trang {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def preview(qtbot, content: bytes, tmp_path: Path) -> PdfPreview:
    target = tmp_path / "bien-ban.pdf"
    dialog = PdfPreview(
        "Biên bản", content, target, ActionRegistry(), choose_path=lambda suggested: suggested
    )
    qtbot.addWidget(dialog)
    dialog.resize(900, 500)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def told(preview: PdfPreview) -> str:
    banner = preview.findChild(InfoBanner)
    return "" if banner is None else banner.text()


def test_pages_are_drawn_in_their_size_and_colours(qapp, content: bytes) -> None:
    pages = PdfPages(content)
    image = pages.picture(0, 300)
    assert (len(pages), image.width()) == (4, 300)
    assert image.height() == pytest.approx(300 * A4[1] / A4[0], abs=1)
    corner = image.pixelColor(5, image.height() - 5)
    assert (corner.red() > 180, corner.blue() < 40) == (True, True)
    assert pages.size(2).width() > pages.size(2).height()
    assert pages.picture(0, 300) is image
    pages.close()


def test_a_broken_document_is_told_in_a_sentence(qapp) -> None:
    with pytest.raises(DamagedFile, match="bản xem trước"):
        PdfPages(b"%PDF-1.4 broken")


def test_only_pages_in_sight_are_drawn(preview: PdfPreview, monkeypatch) -> None:
    drawn: set[int] = set()
    whole = preview.pages.drawn

    def noted(page: int, scale: float, *, grey: bool = False):
        drawn.add(page)
        return whole(page, scale, grey=grey)

    monkeypatch.setattr(preview.pages, "drawn", noted)
    preview.view.set_zoom(2.0)
    preview.view.grab()
    assert drawn == {0}


def test_one_moves_through_pages_by_thumbnail_and_key(qtbot, preview: PdfPreview) -> None:
    assert preview.number.text() == "Trang 1/4"
    preview.thumbnails.setFocus()
    qtbot.keyClick(preview.thumbnails, Qt.Key.Key_Down)
    assert preview.view.page() == 1
    assert preview.number.text() == "Trang 2/4"
    qtbot.keyClick(preview.view, Qt.Key.Key_End)
    assert preview.number.text() == "Trang 4/4"
    assert preview.thumbnails.currentIndex().row() == 3
    qtbot.keyClick(preview.view, Qt.Key.Key_Home)
    assert preview.view.page() == 0


def test_zooming_keeps_the_page_and_knows_its_limits(preview: PdfPreview) -> None:
    preview.view.show_page(1)
    preview.view.set_zoom(2.0)
    assert (preview.view.page(), preview.percent.text()) == (1, "200%")
    preview.view.set_zoom(99)
    assert preview.view.zoom() == LARGEST
    preview.view.fit_width()
    fitted = preview.view.zoom()
    preview.resize(1200, 500)
    preview.view.grab()
    assert preview.view.zoom() > fitted


def test_the_document_is_saved_and_that_is_said(preview: PdfPreview, content: bytes) -> None:
    saved = preview.save()
    assert saved is not None
    assert saved.read_bytes() == content
    assert told(preview) == f"Đã lưu {saved}"


def test_a_target_that_cannot_be_replaced_gets_a_neighbour(
    preview: PdfPreview, content: bytes, tmp_path: Path
) -> None:
    # A folder of that name refuses to be replaced, as a file that a reader holds open does.
    (tmp_path / "bien-ban.pdf").mkdir()
    saved = preview.save()
    assert saved is not None
    assert saved == tmp_path / "bien-ban (2).pdf"
    assert saved.read_bytes() == content
    assert "bien-ban.pdf đang mở" in told(preview)
    assert "bien-ban (2).pdf" in told(preview)


def test_a_folder_that_is_gone_is_told_and_nothing_is_left(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble, match="Chưa lưu được"):
        save_document(tmp_path / "gone" / "a.pdf", content)
    assert list(tmp_path.iterdir()) == []


def test_trouble_with_saving_is_shown(qtbot, content: bytes, tmp_path: Path) -> None:
    shown: list[UserError] = []
    dialog = PdfPreview(
        "Biên bản", content, tmp_path / "gone" / "a.pdf", ActionRegistry(),
        choose_path=lambda suggested: suggested, show_error_=shown.append,
    )  # fmt: skip
    qtbot.addWidget(dialog)
    assert dialog.save() is None
    assert isinstance(shown[0], DiskTrouble)


def test_thinking_better_of_saving_writes_nothing(qtbot, content: bytes, tmp_path: Path) -> None:
    dialog = PdfPreview(
        "Biên bản", content, tmp_path / "a.pdf", ActionRegistry(), choose_path=lambda _: None
    )
    qtbot.addWidget(dialog)
    assert dialog.save() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("leave", ["escape", "cross"])
def test_the_pages_are_let_go_of_however_it_is_left(qtbot, content: bytes, leave: str) -> None:
    dialog = PdfPreview("Biên bản", content, Path("a.pdf"), ActionRegistry())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with qtbot.waitExposed(dialog):
        dialog.show()
    pages = dialog.pages
    if leave == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    with pytest.raises(ctypes.ArgumentError):  # nothing is drawn from a document that was let go of
        pages.drawn(0, 1)


def test_word_is_offered_only_where_there_is_something_to_open(qtbot, content: bytes) -> None:
    opened: list[str] = []

    def words(dialog: PdfPreview) -> dict[str, QPushButton]:
        qtbot.addWidget(dialog)
        return {button.text(): button for button in dialog.findChildren(QPushButton)}

    with_word = PdfPreview(
        "A", content, Path("a.pdf"), ActionRegistry(), open_word=lambda: opened.append("word")
    )
    words(with_word)["Mở Word"].click()
    assert opened == ["word"]
    assert "Mở Word" not in words(PdfPreview("A", content, Path("a.pdf"), ActionRegistry()))


@pytest.mark.parametrize("grey", [False, True])
def test_pages_are_printed_in_their_direction(
    qapp, content: bytes, tmp_path: Path, grey: bool
) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(100)
    if grey:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    print_pages(PdfPages(content), printer)
    printed = pypdfium2.PdfDocument(target.read_bytes())
    sizes = [printed.get_page_size(at) for at in range(len(printed))]
    assert [width > height for width, height in sizes] == [False, True, False]
    first = printed[0].render(scale=1).to_pil()
    red, green, _ = first.convert("RGB").getpixel((20, first.height - 20))
    assert (red - green < 10) == grey
    printed.close()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_is_not_there_is_told_in_a_sentence(qapp, content: bytes) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName("/gone/printed.pdf")
    with pytest.raises(UserError, match="Máy in"):
        print_pages(PdfPages(content), printer)
