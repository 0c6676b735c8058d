"""Every colour and size of the program, named by what it is for.

The style sheet template and the widgets that paint themselves take them from here; no
other module names a colour. Borders of fields are darker than lines between areas, so that
a field can be seen with a contrast of at least 3:1; all text has at least 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from desktop.base.i18n import N_

#: Sizes at 100 %, in logical pixels; ``Theme.px`` scales those that follow the font.
BODY, QUIET, HEAD, TITLE, FIGURE = 13, 12, 14, 18, 20
FIELD_HEIGHT, ROW_HEIGHT, TWO_LINE_ROW_HEIGHT, HEADER_HEIGHT = 30, 36, 52, 34
ICON, SMALL_ICON = 18, 16
RADIUS, FIELD_RADIUS, CHIP_RADIUS = 8, 5, 9
GAP, CARD_PADDING, CELL_PADDING = 12, 16, 10
#: For the arrow of the order in a table head, from its left to the edge.
HEAD_ARROW = 22
NAVIGATION_WIDTH, NAVIGATION_FOLDED = 236, 56
#: Below this width of the window the navigation folds to its icons.
FOLD_BELOW = 1200
#: The smallest window: on 1366×768 at 125 % it stands between title bar and task bar.
WINDOW_WIDTH, WINDOW_HEIGHT = 1024, 540
#: The largest dialog that fits into the smallest room (1366×768 at 125 %).
DIALOG_WIDTH, DIALOG_HEIGHT = 1060, 560

#: Body sizes to choose from: 9–14 pt are 12–19 px, 10 pt is the 100 % of the sketches.
SMALLEST_POINTS, DEFAULT_POINTS, LARGEST_POINTS = 9, 10, 14

FONT_FAMILIES = ("Segoe UI", "Noto Sans", "Open Sans", "DejaVu Sans")


class Scheme(StrEnum):
    """Which set of colours is on the screen."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


SCHEME_LABELS = {
    Scheme.LIGHT: N_("Sáng"),
    Scheme.DARK: N_("Tối"),
    Scheme.CONTRAST: N_("Tương phản cao"),
}


class Role(StrEnum):
    """What a chip, a banner or an answer means; always shown with its word."""

    NEUTRAL = "neutral"
    MAIN = "main"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Tokens:
    """One scheme's colours, as ``#RRGGBB``."""

    window: str
    card: str
    head: str  # ground of table heads and status bar
    line: str
    field: str
    field_line: str
    text: str
    quiet: str
    disabled: str
    main: str
    on_main: str
    main_hover: str
    link: str  # the main colour as text
    main_soft: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    on_error: str  # text on a ground of the error colour
    good: str
    good_soft: str
    neutral_soft: str
    selected: str
    hover: str
    focus: str  # ring around what has the keyboard
    focus_on_main: str  # the same where the ground is the main colour
    handle: str  # scroll bars
    track: str  # what a ring or bar has not reached yet
    chip_line: str  # around chips, where their ground alone would not show them
    nav: str
    nav_selected: str
    nav_badge: str
    nav_text: str
    nav_quiet: str
    nav_urgent: str  # ground of a badge that asks for attention
    nav_on_urgent: str

    def pair(self, role: Role) -> tuple[str, str]:
        """The text and the ground that stand for this role."""
        return {
            Role.NEUTRAL: (self.quiet, self.neutral_soft),
            Role.MAIN: (self.link, self.main_soft),
            Role.GOOD: (self.good, self.good_soft),
            Role.WARNING: (self.warning, self.warning_soft),
            Role.ERROR: (self.error, self.error_soft),
        }[role]

    def by_name(self) -> dict[str, str]:
        """Every colour under its name, for the template."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


LIGHT = Tokens(
    window="#F4F6F8", card="#FFFFFF", head="#F8FAFB", line="#DDE3EA",
    field="#FFFFFF", field_line="#7F8D9B", text="#17212B", quiet="#5B6B7B", disabled="#93A0AD",
    main="#0F766E", on_main="#FFFFFF", main_hover="#0B615A", link="#0F766E", main_soft="#E6F4F2",
    warning="#B45309", warning_soft="#FEF3E2", error="#B42318", error_soft="#FDECEA",
    on_error="#FFFFFF", good="#18794E", good_soft="#E7F6EE", neutral_soft="#EEF2F5",
    selected="#DDF0EE", hover="#F1F5F7", focus="#0F766E", focus_on_main="#101820",
    handle="#B9C4CE", track="#DDE3EA", chip_line="transparent",
    nav="#0F3D3E", nav_selected="#14595A", nav_badge="#1E6162", nav_text="#E3EFEE",
    nav_quiet="#A9C4C2", nav_urgent="#B42318", nav_on_urgent="#FFFFFF",
)  # fmt: skip

DARK = Tokens(
    window="#12181D", card="#1A2229", head="#1E2830", line="#2C3842",
    field="#1A2229", field_line="#6A7B8A", text="#E6EDF2", quiet="#93A4B3", disabled="#5E6E7C",
    main="#2AA198", on_main="#06201E", main_hover="#3DB5AC", link="#34AEA5", main_soft="#15302F",
    warning="#F0B35B", warning_soft="#33270F", error="#F2877E", error_soft="#3A1B18",
    on_error="#2A0F0C", good="#5CC58D", good_soft="#14301F", neutral_soft="#26313A",
    selected="#163736", hover="#212C35", focus="#34AEA5", focus_on_main="#FFFFFF",
    handle="#4A5A67", track="#2C3842", chip_line="transparent",
    nav="#0B2526", nav_selected="#124344", nav_badge="#1B5253", nav_text="#E3EFEE",
    nav_quiet="#93B3B1", nav_urgent="#B42318", nav_on_urgent="#FFFFFF",
)  # fmt: skip

CONTRAST = Tokens(
    window="#FFFFFF", card="#FFFFFF", head="#FFFFFF", line="#000000",
    field="#FFFFFF", field_line="#000000", text="#000000", quiet="#1F2A33", disabled="#595959",
    main="#00403B", on_main="#FFFFFF", main_hover="#000000", link="#00403B", main_soft="#D6F0EC",
    warning="#6B2E00", warning_soft="#FFE9CC", error="#8B0000", error_soft="#FFDCDC",
    on_error="#FFFFFF", good="#00471F", good_soft="#D5F2DF", neutral_soft="#EDEDED",
    selected="#FFF3A3", hover="#F0F0F0", focus="#0033CC", focus_on_main="#FFB000",
    handle="#000000", track="#CCCCCC", chip_line="#000000",
    nav="#000000", nav_selected="#00403B", nav_badge="#00403B", nav_text="#FFFFFF",
    nav_quiet="#FFFFFF", nav_urgent="#FFF3A3", nav_on_urgent="#000000",
)  # fmt: skip

TOKENS = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}
