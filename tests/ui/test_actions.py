"""One table of actions: no two share a key where both hold, and input methods keep theirs."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import ast
import itertools
import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop.ui import actions
from desktop.ui.actions import ACTIONS, ActionRegistry, ActionSpec, Context, button_for
from desktop.ui.shortcut_help import ShortcutDialog
from desktop.ui.widgets.chip import Chip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def meet(one: ActionSpec, other: ActionSpec) -> bool:
    return one.context is other.context or Context.EVERYWHERE in (one.context, other.context)


def normal(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def test_no_two_actions_share_a_key_where_both_hold() -> None:
    clashes = [
        (one.id, other.id)
        for one, other in itertools.combinations(ACTIONS, 2)
        if meet(one, other) and {*map(normal, one.keys)} & {*map(normal, other.keys)}
    ]
    assert clashes == []


def test_ids_are_unique_and_every_key_is_one_that_qt_knows() -> None:
    ids = [spec.id for spec in ACTIONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in ids)
    assert all(normal(keys) for spec in ACTIONS for keys in spec.keys)


def test_keys_of_input_methods_are_left_alone() -> None:
    keys = [normal(k) for spec in ACTIONS for k in spec.keys]
    assert not [k for k in keys if len(k) == 1]
    assert not [k for k in keys if "Ctrl+Shift" in k or k == "Alt+Z"]
    assert not {"Ctrl+A", "Ctrl+V", "Ctrl+X", "Ctrl+Z"} & set(keys)


def test_save_is_ctrl_s_and_help_is_f1() -> None:
    keys = {spec.id: spec.keys for spec in ACTIONS}
    assert (keys["save"], keys["edit"]) == (("Ctrl+S",), ("F2",))
    assert "F1" in keys["help"]


def bound_names(tree: ast.AST) -> set[str]:
    """The words in every function that binds an action, and in the tables it reads."""
    found: set[str] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
        names = {
            call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
            for call in calls
        }
        if names & {"bind", "_tool"}:
            constants = (node for node in ast.walk(function) if isinstance(node, ast.Constant))
            found |= {node.value for node in constants if isinstance(node.value, str)}
    return found


def test_every_key_that_the_help_promises_does_something() -> None:
    folder = Path(actions.__file__).parent
    bound: set[str] = set()
    for file in folder.rglob("*.py"):
        if file.name != "actions.py":
            bound |= bound_names(ast.parse(file.read_text(encoding="utf-8")))
    assert [spec.id for spec in ACTIONS if not spec.native and spec.id not in bound] == []


@pytest.fixture
def window(qtbot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    return holder


def test_a_bound_action_hears_its_key(qtbot, window: QWidget) -> None:
    done: list[str] = []
    action = ActionRegistry().bind(window, "save", lambda: done.append("saved"))
    with qtbot.waitActive(window):
        window.show()
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert done == ["saved"]
    assert action.toolTip() == "Cất (Ctrl+S)"
    action.setEnabled(False)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert done == ["saved"]


def test_a_key_can_hold_in_one_part_of_a_window(qtbot, window: QWidget) -> None:
    registry, done = ActionRegistry(), list[str]()
    parts = {name: QPushButton(name, window) for name in ("list", "form")}
    for name, part in parts.items():
        registry.bind(part, "cancel", partial(done.append, name), here_only=True)
    with qtbot.waitActive(window):
        window.show()
    parts["form"].setFocus()
    qtbot.keyClick(parts["form"], Qt.Key.Key_Escape)
    assert done == ["form"]


def test_a_button_does_its_action_and_follows_its_state(qtbot, window: QWidget) -> None:
    done: list[str] = []
    action = ActionRegistry().bind(window, "print", lambda: done.append("printed"))
    button = button_for(action, "primary")
    qtbot.addWidget(button)
    button.click()
    action.setEnabled(False)
    button.click()
    assert done == ["printed"]
    assert not button.isEnabled()
    assert not button.icon().isNull()


def test_a_button_of_an_icon_has_a_name(qtbot, window: QWidget) -> None:
    button = button_for(ActionRegistry().bind(window, "zoom_in", lambda: None), icon_only=True)
    qtbot.addWidget(button)
    assert isinstance(button, QToolButton)
    assert button.accessibleName() == "Phóng to"


def test_an_action_nobody_declared_is_a_mistake_of_ours(window: QWidget) -> None:
    with pytest.raises(KeyError):
        ActionRegistry().bind(window, "fly", lambda: None)


def test_the_help_shows_every_key(qtbot) -> None:
    dialog = ShortcutDialog(ActionRegistry())
    qtbot.addWidget(dialog)
    shown = {chip.text() for chip in dialog.findChildren(Chip)}
    assert shown == {", ".join(spec.keys) for spec in ACTIONS if spec.keys}
