"""The look: every text can be read, every colour and icon is known, sizes follow the type."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.base.resources import resource
from desktop.ui.actions import ACTIONS
from desktop.ui.theme import Theme, apply_theme, set_icon, theme_of
from desktop.ui.tokens import TOKENS, Role, Scheme, Tokens

UI = Path(__file__).parents[2] / "desktop" / "ui"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")

#: Which texts stand on which grounds.
TEXTS = [
    ("text", ("window", "card", "head", "field", "selected", "hover", "main_soft", "good_soft",
              "warning_soft", "error_soft")),
    ("quiet", ("window", "card", "head", "field", "selected", "hover", "neutral_soft")),
    ("link", ("window", "card", "main_soft", "selected", "good_soft", "warning_soft",
              "error_soft")),
    ("error", ("window", "card", "error_soft")),
    ("warning", ("window", "card", "warning_soft")),
    ("good", ("window", "card", "good_soft")),
    ("on_main", ("main", "main_hover")),
    ("on_error", ("error",)),
    ("nav_text", ("nav", "nav_selected", "nav_badge")),
    ("nav_quiet", ("nav",)),
    ("nav_on_urgent", ("nav_urgent",)),
]  # fmt: skip
EDGES = [
    ("field_line", ("field", "card", "window")),
    ("focus", ("field", "card", "window", "selected")),
    ("focus_on_main", ("main",)),
    ("error", ("field",)),
    ("nav_text", ("nav_selected",)),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(p * weight for p, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(tokens: Tokens, pairs: list[tuple[str, tuple[str, ...]]], least: float) -> list[str]:
    colours = tokens.by_name()
    return [
        f"{text} on {ground}: {contrast(colours[text], colours[ground]):.2f}"
        for text, grounds in pairs
        for ground in grounds
        if contrast(colours[text], colours[ground]) < least
    ]


@pytest.mark.parametrize("scheme", Scheme)
def test_every_text_can_be_read_on_its_ground(scheme: Scheme) -> None:
    assert too_faint(TOKENS[scheme], TEXTS, 4.5) == []


@pytest.mark.parametrize("scheme", Scheme)
def test_borders_of_fields_and_rings_can_be_seen(scheme: Scheme) -> None:
    assert too_faint(TOKENS[scheme], EDGES, 3.0) == []


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("role", Role)
def test_a_role_is_readable_on_its_own_ground(scheme: Scheme, role: Role) -> None:
    assert contrast(*TOKENS[scheme].pair(role)) >= 4.5


def test_no_module_but_the_tokens_names_a_colour() -> None:
    guilty = [
        path.name
        for path in UI.rglob("*.py")
        if path.name != "tokens.py" and COLOUR.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
    assert not COLOUR.search(resource("style/soxa.qss").read_text(encoding="utf-8"))


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("points", [9, 10, 14])
def test_the_style_sheet_is_filled_in_whole(
    qapp: QApplication, scheme: Scheme, points: int
) -> None:
    theme = Theme(scheme, points)
    sheet = theme.stylesheet()
    assert "{{" not in sheet
    for file in re.findall(r"url\(\"(.+?)\"\)", sheet):
        assert "currentColor" not in Path(file).read_text(encoding="utf-8")
    theme.deleteLater()


def icon_files(theme: Theme) -> set[Path]:
    return {Path(file) for file in re.findall(r"url\(\"(.+?)\"\)", theme.stylesheet())}


@pytest.mark.usefixtures("qapp")
def test_icons_of_the_style_sheet_are_kept_for_the_next_start() -> None:
    files = icon_files(Theme())
    kept = {file: file.stat().st_mtime_ns for file in files}
    assert icon_files(Theme()) == files
    assert {file: file.stat().st_mtime_ns for file in files} == kept
    assert not icon_files(Theme(Scheme.DARK)) & files, "one scheme writes over the other's icons"


@pytest.mark.usefixtures("qapp")
def test_an_icon_that_was_spoilt_is_drawn_anew() -> None:
    file = min(icon_files(Theme()))
    whole = file.read_bytes()
    file.write_bytes(whole[:20])
    icon_files(Theme())
    assert file.read_bytes() == whole


def test_every_icon_of_the_actions_is_shipped_with_its_licence() -> None:
    missing = {s.icon for s in ACTIONS if s.icon and not resource(f"icons/{s.icon}.svg").exists()}
    assert missing == set()
    assert "ISC License" in resource("icons/LICENSE").read_text(encoding="utf-8")


def test_every_shipped_icon_is_named_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    style = resource("style/soxa.qss").read_text(encoding="utf-8")
    named = set(re.findall(r"\"([a-z0-9-]+)\"", code)) | set(re.findall(r"{{icon (\S+)", style))
    assert {path.stem for path in resource("icons").glob("*.svg")} - named == set()


def test_icons_are_drawn_with_one_stroke() -> None:
    widths = {
        width
        for path in resource("icons").glob("*.svg")
        for width in re.findall(r"stroke-width=\"(.+?)\"", path.read_text(encoding="utf-8"))
    }
    assert widths == {"1.75"}


def test_sizes_follow_the_type(qapp: QApplication) -> None:
    small, large = Theme(points=10), Theme(points=14)
    assert (small.px(30), small.font().pixelSize()) == (30, 13)
    assert large.px(30) / 30 == pytest.approx(19 / 13, abs=0.02)
    assert Theme(points=40).points == 14
    assert small.px(36) in range(32, 39)


def test_icons_follow_the_theme(qapp: QApplication, qtbot) -> None:
    apply_theme(qapp, Theme(Scheme.LIGHT))
    button = QPushButton("In")
    qtbot.addWidget(button)
    set_icon(button, "printer")
    before = button.icon().pixmap(button.iconSize()).toImage()
    apply_theme(qapp, Theme(Scheme.DARK))
    assert button.icon().pixmap(button.iconSize()).toImage() != before
    assert theme_of(button).scheme is Scheme.DARK
    apply_theme(qapp, Theme(Scheme.LIGHT))
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    theme = Theme()
    assert theme.icon("search") is theme.icon("search")
    assert theme.icon("search") is not theme.icon("search", "error")
