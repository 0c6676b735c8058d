"""Putting the pages of a document on a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Finer than this no letter gets clearer, but an A4 page grows beyond 30 MB.
FINEST_DPI = 300


def print_pages(pages: PdfPages, printer: QPrinter) -> None:
    """Print the pages that the printer was asked for, each at its own size and direction.

    Raises UserError if the printer can't be reached.
    """
    painter = QPainter()
    started = False
    for page in _wanted(pages, printer):
        _set_sheet(printer, pages.size(page))
        if not started:
            if not painter.begin(printer):
                raise _unreachable()
            started = True
        elif not printer.newPage():
            painter.end()
            raise _unreachable()
        _paint(painter, printer, pages, page)
    if started and not painter.end():
        raise _unreachable()


def _wanted(pages: PdfPages, printer: QPrinter) -> Iterable[int]:
    first, last = printer.fromPage(), printer.toPage()
    chosen = range(len(pages))
    if printer.printRange() == QPrinter.PrintRange.PageRange and first:
        chosen = range(max(first, 1) - 1, min(last or len(pages), len(pages)))
    return reversed(chosen) if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else chosen


def _set_sheet(printer: QPrinter, size: QSizeF) -> None:
    lying = size.width() > size.height()
    standing = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    sheet = QPageSize(standing, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(sheet)
    direction = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(direction)
    # The document has margins of its own.
    printer.setFullPage(True)


def _paint(painter: QPainter, printer: QPrinter, pages: PdfPages, page: int) -> None:
    size = pages.size(page)
    dpi = min(printer.resolution(), FINEST_DPI)
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    image = pages.drawn(page, dpi / POINTS_PER_INCH, grey=grey)
    ratio = printer.resolution() / POINTS_PER_INCH
    painter.drawImage(QRectF(0, 0, size.width() * ratio, size.height() * ratio), image)


def _unreachable() -> UserError:
    return UserError(
        tr(
            "Máy in không nhận lệnh in.\n"
            "Hồ sơ không thay đổi. Hãy xem máy in đã bật và còn giấy, rồi in lại, hoặc lưu PDF."
        )
    )
