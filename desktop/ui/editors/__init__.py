"""Editors: one look and behaviour for each kind of value."""

from desktop.ui.editors.editor import Editor, EditorContext, Files, Hit, Lookup
from desktop.ui.editors.table import EDITORS, editor_for

__all__ = ["EDITORS", "Editor", "EditorContext", "Files", "Hit", "Lookup", "editor_for"]
