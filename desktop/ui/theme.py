"""How the program looks: colours, type and style sheet, put on the application at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from desktop.base.paths import write_whole
from desktop.base.resources import resource
from desktop.ui.tokens import (
    BODY,
    DEFAULT_POINTS,
    FONT_FAMILIES,
    ICON,
    LARGEST_POINTS,
    SMALLEST_POINTS,
    TOKENS,
    Scheme,
    Tokens,
)  # fmt: skip

_PLACE = re.compile(r"\{\{(\w+)(?: ([\w-]+))?(?: (\w+))?\}\}")
_PROPERTY = "soxa_theme"
_ICON_MARGIN = 4
_CACHE = QStandardPaths.StandardLocation.CacheLocation
_ICON, _ICON_COLOUR, _LOOK = "soxa_icon", "soxa_icon_colour", "look"
_ICON_ALONE = "soxa_icon_alone"


class Theme(QObject):
    """One scheme at one size of type; the application owns it."""

    def __init__(
        self,
        scheme: Scheme = Scheme.LIGHT,
        points: int = DEFAULT_POINTS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.scheme = scheme
        self.points = min(max(points, SMALLEST_POINTS), LARGEST_POINTS)
        self.tokens: Tokens = TOKENS[scheme]
        self._body = round(self.points * 96 / 72)
        self._families = _families()
        self._pixmaps: dict[tuple[str, str, int, float, int], QPixmap] = {}
        self._icons: dict[tuple[str, str, int, int], QIcon] = {}

    def px(self, at_100: int) -> int:
        """A size given for 100 %, as it is at this size of type."""
        return round(at_100 * self._body / BODY)

    def colour(self, name: str) -> QColor:
        """The colour of this token."""
        return QColor(getattr(self.tokens, name))

    def font(self, size: int = BODY, *, strong: bool = False) -> QFont:
        """The platform's sans serif in this size (at 100 %), in weight 600 if strong."""
        font = QFont(self._families)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def icon(self, name: str, colour: str = "quiet", size: int = ICON, margin: int = 0) -> QIcon:
        """The line icon of this name in the colour of a token; drawn once, then remembered.

        margin: empty pixels on its right, where a text follows.
        """
        key = (name, colour, size, margin)
        if key not in self._icons:
            icon = QIcon()
            for ratio in sorted({1.0, _pixel_ratio()}):
                icon.addPixmap(self.pixmap(name, colour, size, ratio, margin))
                faint = self.pixmap(name, "disabled", size, ratio, margin)
                icon.addPixmap(faint, QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(
        self, name: str, colour: str, size: int = ICON, ratio: float = 0, margin: int = 0
    ) -> QPixmap:
        """The icon at a size given for 100 %; ratio is pixels per logical pixel, 0 for the screen's."""
        key = (name, colour, size, ratio or _pixel_ratio(), margin)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._drawn(*key)
        return self._pixmaps[key]

    def stylesheet(self) -> str:
        """The style sheet, with colours, sizes and icons filled into its template."""
        template = resource("style/soxa.qss").read_text(encoding="utf-8")
        return _PLACE.sub(self._filled, template)

    def palette(self) -> QPalette:
        """The same colours for what Qt draws without the style sheet."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in (
            QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText
        ):  # fmt: skip
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled"))
        return palette

    def _drawn(self, name: str, colour: str, size: int, ratio: float, margin: int) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer  # loaded with the first icon, not with the program

        side = round(self.px(size) * ratio)
        pixmap = QPixmap(QSize(side + round(margin * ratio), side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing = QSvgRenderer(QByteArray(self._tinted(name, colour).encode()))
        drawing.render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _filled(self, place: re.Match[str]) -> str:
        word, argument, colour = place.groups()
        if word == "icon":
            return f'url("{self._icon_file(argument, colour)}")'
        if argument is None:
            return str(getattr(self.tokens, word))
        size = self.px(int(argument))
        # A radio button of this size: half of it with its border, and what a thick border leaves.
        return (
            f"{ {'px': size, 'half': (size + 2) // 2, 'dot': size + 2 - 2 * self.px(5)}[word] }px"
        )

    def _icon_file(self, name: str, colour: str) -> str:
        """Where the style sheet finds this icon: it can only name files.

        The file is named by what it shows and serves every later start; a program that is killed
        leaves no more behind than one that ends well.
        """
        drawing = self._tinted(name, colour).encode()
        folder = Path(QStandardPaths.writableLocation(_CACHE)) / "icons"
        path = folder / f"{name}-{getattr(self.tokens, colour).removeprefix('#')}.svg"
        if not path.is_file() or path.read_bytes() != drawing:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, drawing)
        return path.as_posix()

    def _tinted(self, name: str, colour: str) -> str:
        drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
        return drawing.replace("currentColor", getattr(self.tokens, colour))


_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "head",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "quiet",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "main",
    QPalette.ColorRole.HighlightedText: "on_main",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Accent: "main",
    QPalette.ColorRole.Light: "card",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "field_line",
    QPalette.ColorRole.Shadow: "field_line",
}


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole application; windows that are open follow at once."""
    former = app.property(_PROPERTY)
    theme.setParent(app)
    app.setProperty(_PROPERTY, theme)
    dark = theme.scheme is Scheme.DARK
    # Windows draws title bars itself and takes light or dark from here.
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(theme.font())
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.stylesheet())
    for widget in app.allWidgets():
        for target in (widget, *widget.actions()):
            _tint(target, theme)
    if isinstance(former, Theme) and former is not theme:
        former.deleteLater()


def theme_of(_widget: QWidget | None = None) -> Theme:
    """The theme this widget is shown in; before one was applied, the light one."""
    app = cast("QApplication", QApplication.instance())
    theme = app.property(_PROPERTY)
    if isinstance(theme, Theme):
        return theme
    theme = Theme(parent=app)
    app.setProperty(_PROPERTY, theme)
    return theme


def system_scheme(app: QApplication) -> Scheme:
    """The scheme that the desktop asks for; ask before the first ``apply_theme``."""
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT


def set_icon(
    target: QAbstractButton | QAction, name: str, colour: str = "quiet", *, alone: bool = False
) -> None:
    """Give a button or an action an icon that follows later changes of the theme.

    alone: no words will ever stand beside it.
    """
    target.setProperty(_ICON, name)
    target.setProperty(_ICON_ALONE, alone)
    target.setProperty(_ICON_COLOUR, colour)
    _tint(target, theme_of())


def set_look(widget: QWidget, look: str) -> None:
    """Choose one of the looks that the style sheet knows for this kind of widget.

    Labels: quiet, small, head, title, figure, section, error, warning, good. Buttons: primary, plain,
    danger, flat, link, icon. Fields: problem, warned.
    """
    if widget.property(_LOOK) == look:
        return
    widget.setProperty(_LOOK, look)
    # One that was never shown is dressed once, when it is.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _tint(target: QObject, theme: Theme) -> None:
    name = target.property(_ICON)
    if not isinstance(name, str) or not isinstance(target, QAbstractButton | QAction):
        return
    # Qt leaves too little room between the icon and the words of a button.
    worded = isinstance(target, QPushButton) and not target.property(_ICON_ALONE)
    margin = _ICON_MARGIN if worded else 0
    target.setIcon(theme.icon(name, str(target.property(_ICON_COLOUR)), ICON, margin))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(theme.px(ICON) + margin, theme.px(ICON)))


def _families() -> list[str]:
    present = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return [family for family in FONT_FAMILIES if family in present] or [system]


def _pixel_ratio() -> float:
    return cast("QApplication", QApplication.instance()).devicePixelRatio()
