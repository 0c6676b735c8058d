"""The pages of a finished document, as pictures."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from desktop.base.errors import DamagedFile
from desktop.base.i18n import tr

#: Pictures that are kept; a page at 100 % takes about 3 MB.
_KEPT = 24
POINTS_PER_INCH = 72


class PdfPages:
    """Draws pages of a PDF at any size, and keeps the last drawn ones."""

    def __init__(self, content: bytes) -> None:
        # pypdfium2 tells no types; it is known to this module only.
        self._document: Any = _opened(content)
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._sizes = [
            QSizeF(*self._document.get_page_size(at)) for at in range(len(self._document))
        ]

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> QSizeF:
        """The size of a page in points of 1/72 inch."""
        return self._sizes[page]

    def picture(self, page: int, width: int) -> QImage:
        """The page so many pixels wide."""
        key = (page, width)
        if key not in self._kept:
            self._kept[key] = self.drawn(page, width / self._sizes[page].width())
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def drawn(self, page: int, scale: float, *, grey: bool = False) -> QImage:
        """The page at so many pixels per point, not kept; grey for printers without colour."""
        sheet: Any = self._document[page]
        bitmap: Any = sheet.render(
            scale=scale, grayscale=grey, rev_byteorder=not grey, prefer_bgrx=False
        )
        shape = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, shape
        ).copy()
        bitmap.close()
        sheet.close()
        return image

    def close(self) -> None:
        """Let go of the document."""
        self._kept.clear()
        self._document.close()


def _opened(content: bytes) -> object:
    # Loaded with the first preview, not with the window that offers it.
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(
            tr("Không mở được bản xem trước. Hồ sơ không bị thay đổi. Hãy in lại lần nữa.")
        ) from error
