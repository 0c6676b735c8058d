"""The text of a report, section by section: proposed by the template, changed by the clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.report_sections import SectionText
from desktop.operations.text_styles import Style
from desktop.ui.editors.texts import TextArea
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll

_LINES = 3


class SectionEditor(Card):
    """One section; ``changed`` tells that something was typed."""

    changed = Signal()

    def __init__(self, section: SectionText, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.code = section.code
        self._saved, self._proposed, self._silent = "", "", False
        self.area = TextArea(_LINES)
        self.chip = Chip("", Role.NEUTRAL)
        self.template_button = QPushButton(tr("Lấy lại từ mẫu"))
        self.former_button = QPushButton(tr("Lấy từ kỳ trước"))
        title = label(f"{section.code}. {section.title}", "strong")
        title.setWordWrap(True)
        self.area.setAccessibleName(title.text())
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(self.chip)
        for button, icon in ((self.template_button, "undo-2"), (self.former_button, "copy")):
            set_look(button, "link")
            set_icon(button, icon)
            head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self.area)
        self.area.textChanged.connect(self._typed)
        self.template_button.clicked.connect(lambda: self.type(self._proposed))

    def show_section(self, section: SectionText) -> None:
        """Show the text that is saved, unless something else was typed here meanwhile."""
        dirty = self.is_changed()
        self._saved, self._proposed = section.text, section.proposed
        if not dirty:
            self._silent = True
            self.area.setPlainText(section.text)
            self._silent = False
        self._say()

    def text(self) -> str:
        """What stands in the field."""
        return self.area.toPlainText()

    def type(self, text: str) -> None:
        """Put a text in as if it were typed; Ctrl+Z brings back what stood there."""
        cursor = self.area.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def revert(self) -> None:
        """Show the saved text again."""
        self._silent = True
        self.area.setPlainText(self._saved)
        self._silent = False
        self._say()

    def take_as_saved(self) -> None:
        """What stands here was saved."""
        self._saved = self.text()

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.text().strip() != self._saved.strip()

    def set_locked(self, *, locked: bool, former: str) -> None:
        """Whether the text is only read; former: the report before, "" if there is none."""
        self.area.setReadOnly(locked)
        self.former_button.setVisible(bool(former) and not locked)
        self.former_button.setToolTip(
            tr("Lấy đoạn này của báo cáo {label} (F7)").format(label=former)
        )
        self.template_button.setProperty("locked", locked)
        self._say()

    def _typed(self) -> None:
        if not self._silent:
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        written = self.text().strip() != self._proposed.strip()
        words = tr("Tự viết") if written else tr("Theo mẫu")
        self.chip.set_state(words, Role.WARNING if written else Role.NEUTRAL)
        locked = bool(self.template_button.property("locked"))
        self.chip.setVisible(not locked)
        self.template_button.setVisible(written and not locked)


class ReportTexts(QWidget):
    """All sections, and how their figures are written.

    ``changed`` tells that something was typed, ``style_chosen`` carries a ``Style``,
    ``former_asked`` the code of a section that wants its text of the report before.
    """

    changed = Signal()
    style_chosen = Signal(object)
    former_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.rounded = QCheckBox(tr("Viết tròn số lớn: “hơn 56.400”"))
        self.padded = QCheckBox(tr("Thêm số 0: “03 buổi”"))
        self.editors: dict[str, SectionEditor] = {}
        self._scroll = PageScroll()
        self._scroll.column.setContentsMargins(0, 0, 4, 0)
        options = QHBoxLayout()
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(16)
        options.addWidget(self.rounded)
        options.addWidget(self.padded)
        options.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(options)
        column.addWidget(self._scroll, 1)
        for box in (self.rounded, self.padded):
            box.clicked.connect(self._choose_style)

    def show_texts(
        self, sections: Sequence[SectionText], style: Style, *, locked: bool, former: str
    ) -> None:
        """Show these sections; what was typed and not saved stays."""
        if [*self.editors] != [one.code for one in sections if _has_text(one)]:
            self._make_editors(sections)
        for one in sections:
            if one.code in self.editors:
                self.editors[one.code].show_section(one)
                self.editors[one.code].set_locked(locked=locked, former=former)
        self.rounded.setChecked(style.rounded)
        self.padded.setChecked(style.padded)
        self.rounded.setEnabled(not locked)
        self.padded.setEnabled(not locked)

    def texts(self) -> dict[str, str]:
        """The texts that were changed and not saved, by section."""
        return {code: one.text() for code, one in self.editors.items() if one.is_changed()}

    def put(self, texts: Mapping[str, str]) -> None:
        """Type these texts in, as from a draft or from the report before."""
        for code, text in texts.items():
            if code in self.editors:
                self.editors[code].type(text)

    def replace(self, mine: str, theirs: str) -> None:
        """Type another text where this one stands unsaved."""
        found = [code for code, text in self.texts().items() if text.strip() == mine]
        self.put(dict.fromkeys(found, theirs))

    def revert(self) -> None:
        """Show what is saved."""
        for editor in self.editors.values():
            editor.revert()

    def current(self) -> str:
        """The code of the section that the keyboard is in, "" if in none."""
        return next((c for c, one in self.editors.items() if one.area.hasFocus()), "")

    def clear(self) -> None:
        """Show no report."""
        self._make_editors(())

    def _make_editors(self, sections: Sequence[SectionText]) -> None:
        self.editors = {}
        column = self._scroll.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in sections:
            column.addWidget(self._editor(one) if _has_text(one) else _heading(one))
        column.addStretch(1)

    def _editor(self, section: SectionText) -> SectionEditor:
        editor = SectionEditor(section)
        editor.changed.connect(self.changed)
        editor.former_button.clicked.connect(lambda: self.former_asked.emit(section.code))
        self.editors[section.code] = editor
        return editor

    def _choose_style(self) -> None:
        self.style_chosen.emit(Style(self.rounded.isChecked(), self.padded.isChecked()))


def _has_text(section: SectionText) -> bool:
    """A section that only stands above others has no text of its own."""
    return bool(section.proposed or section.text)


def _heading(section: SectionText) -> QWidget:
    title = label(f"{section.code}. {section.title}", "strong")
    title.setWordWrap(True)
    title.setContentsMargins(4, 4, 4, 0)
    return title
