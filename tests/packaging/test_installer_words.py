"""The words of packaging/installer.nsi: what its texts call a button stands on one."""

from __future__ import annotations

import re

from machine import PACKAGING

SCRIPT = (PACKAGING / "installer.nsi").read_text(encoding="utf-8")
SHOWN = [line for line in SCRIPT.splitlines() if not line.lstrip().startswith(";")]
OF_WINDOWS = {"Thử lại (Retry)", "Hủy (Cancel)"}
"""Buttons of message boxes: in the language of Windows, whatever the setup speaks."""
OF_NSIS = {"Duyệt"}
"""No instruction of NSIS changes this one of its Vietnamese."""


def buttons() -> set[str]:
    """What stands on the buttons, without what marks keys and directions."""
    told: list[str] = []
    for line in SHOWN:
        word = line.split(None, 2)
        if word[:1] in (["MiscButtonText"], ["InstallButtonText"], ["UninstallButtonText"]):
            told += re.findall(r'"([^"]*)"', line)
        elif word[:1] == ["!define"] and word[1].endswith("PAGE_BUTTON"):
            told.append(word[2])
    return {one.strip('"').replace("&", "").strip("<> ") for one in told}


def test_the_buttons_of_every_page_are_ours() -> None:
    assert buttons() == {"Quay lại", "Tiếp", "Thôi", "Đóng", "Cài đặt", "Gỡ", "Tôi đồng ý", "Xong"}


def test_every_button_that_a_text_names_is_there() -> None:
    named = {name for line in SHOWN for name in re.findall("“([^”]*)”", line)}

    assert named - OF_NSIS <= buttons()
    assert {"Tiếp", "Cài đặt", "Gỡ", "Xong"} <= named


def test_a_button_of_windows_is_named_in_both_languages() -> None:
    pressed = {
        name
        for line in SHOWN
        for name in re.findall(r"[Bb]ấm (\w[\w ]*?\(\w+\)|Thử lại|Hủy|Bỏ qua)", line)
    }

    assert pressed == OF_WINDOWS


def test_every_page_has_a_heading_or_texts_of_its_own() -> None:
    pages = re.findall(r"^!insertmacro MUI_(?:UN)?PAGE_(\w+)", SCRIPT, re.MULTILINE)
    headings = re.findall(r'^\$\{Head\} "[^"]+" "[^"]+"$', SCRIPT, re.MULTILINE)

    assert pages == [
        "WELCOME",
        "LICENSE",
        "DIRECTORY",
        "INSTFILES",
        "FINISH",
        "CONFIRM",
        "INSTFILES",
        "FINISH",
    ]
    assert len(headings) == sum(page not in {"WELCOME", "FINISH"} for page in pages)
