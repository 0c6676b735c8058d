"""The product's mark as the icon files that Windows and Linux want.

Run by the Python of the build environment, which has Qt and Pillow: ``freezing.icon FOLDER``.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from machine import TOP, CannotGoOn, command, environ

SIZES = (16, 24, 32, 48, 64, 128, 256)
MARK = TOP / "resources" / "brand" / "soxa.svg"


def draw_icons(python: Path, folder: Path) -> None:
    """Have that Python write soxa.ico and soxa-SIZE.png into the folder."""
    drawing = command(python, "freezing.icon", str(folder))
    offscreen = environ(QT_QPA_PLATFORM="offscreen")
    if subprocess.run(drawing, env=offscreen, check=False).returncode:
        raise CannotGoOn("Không vẽ được biểu tượng của chương trình (lý do ở ngay trên).")


def main(folder: Path) -> None:
    """Write every size as PNG, and all of them as one ICO."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _app = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(str(MARK))
    drawn: list[Image.Image] = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
        (folder / f"soxa-{size}.png").write_bytes(held.data())
        drawn.append(Image.open(io.BytesIO(held.data())))
    drawn[-1].save(folder / "soxa.ico", sizes=[(size, size) for size in SIZES])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
