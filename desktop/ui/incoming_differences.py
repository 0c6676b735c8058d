"""What one row of a file changes, field by field, with who wrote what and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.base.i18n import tr
from desktop.operations.disagreement import Option
from desktop.operations.incoming_row import Difference, Hand, IncomingRow, Kept, Meeting
from desktop.ui.disagreement_options import source_words, told_words
from desktop.ui.exchange_words import GROUPS
from desktop.ui.incoming_rows_list import note_of
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown

_ABOVE, _WITHIN = 10, 2
"""Room above the name of a field, and above who wrote a value."""


class DifferencesCard(Card):
    """What the row that is chosen changes, field by field."""

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.title = label("", "head")
        self.title.setWordWrap(True)
        self.chip = Chip("")
        self.note = label("", "quiet")
        self.note.setWordWrap(True)
        self._scroll = PageScroll(look="clear", margin=16)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._parts: list[QLabel] = []
        for part in (self.title, self.chip, self.note):
            self._scroll.column.addWidget(part)
        self._scroll.column.setSpacing(8)
        self._scroll.column.addLayout(self._lines)
        self._scroll.column.addStretch(1)
        self.body.addWidget(self._scroll, 1)
        self.show_row(None)

    def show_row(self, one: IncomingRow | None, *, wanted: bool = True) -> None:
        """Show what this row changes; None while none is chosen. wanted: whether it is taken in."""
        self._clear()
        set_shown(self.title, one is not None)
        set_shown(self.chip, one is not None)
        if one is None:
            self.note.setText(tr("Chọn một dòng để xem từng mục thay đổi."))
            set_shown(self.note, True)
            return
        self.note.setText(" ".join(filter(None, (one.source, note_of(one, wanted=wanted)))))
        set_shown(self.note, bool(self.note.text()))
        words, role = GROUPS[one.group]
        self.title.setText(f"{one.kind} · {one.called}" if one.called else one.kind)
        self.chip.set_state(tr(words), role)
        for met in one.meetings:
            self._add_meeting(met)
        self._add_differences(one.differences)
        self._add_kept(one.kept)
        self._scroll.verticalScrollBar().setValue(0)

    def texts(self) -> list[str]:
        """What it says, line by line."""
        return [part.text() for part in self._parts]

    def _clear(self) -> None:
        for part in self._parts:
            self._lines.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []

    def _add_meeting(self, met: Meeting) -> None:
        """A value of each who wrote, as on the card of an open question."""
        told = met.beside
        self._add(" · ".join(told.labels), "head", above=_ABOVE)
        if before := ", ".join(told.before):
            self._add(tr("Trước đó: {before}").format(before=before), "quiet")
        for option in sorted(told.options, key=lambda one: one.dot not in met.held):
            self._add(_whose(met, option), "quiet", above=_WITHIN + 2)
            for text in told_words(told, option):
                self._add(text, "strong")
            self._add(source_words(option), "quiet")

    def _add_differences(self, differences: Sequence[Difference]) -> None:
        """Each from what to what; who wrote them stands once below all that are theirs."""
        for by in dict.fromkeys(told.by for told in differences):
            for told in (one for one in differences if one.by == by):
                self._add(told.label, "quiet", above=_ABOVE)
                if told.before:
                    self._add(told.before, "")
                new = told.after or tr("(bỏ trống)")
                self._add(f"→ {new}" if told.before else new, "strong")
            self._add_hand(by)

    def _add_kept(self, kept: Sequence[Kept]) -> None:
        """What stays beside what comes."""
        if kept:
            self._add(tr("Ghi ở đây, nơi gửi chưa biết: giữ nguyên"), "head", above=_ABOVE)
        for by in dict.fromkeys(told.by for told in kept):
            for told in (one for one in kept if one.by == by):
                self._add(told.label, "quiet", above=_ABOVE)
                self._add(told.text, "strong")
            self._add_hand(by)

    def _add_hand(self, by: Hand | None) -> None:
        if by is not None:
            self._add(source_words(by), "quiet", above=_WITHIN)

    def _add(self, text: str, look: str, *, above: int = 0) -> None:
        part = label(text, look)
        part.setWordWrap(True)
        part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        part.setContentsMargins(0, above, 0, 0)
        self._lines.addWidget(part)
        self._parts.append(part)


def _whose(met: Meeting, option: Option) -> str:
    """Whether a value stands here or comes, and whether it is the one that will be shown."""
    words = tr("Ở đây đang có") if option.dot in met.held else tr("Tệp mang đến")
    if not option.shown:
        return words
    use = tr("tạm dùng đến khi chọn") if met.beside.asked else tr("sẽ dùng")
    return f"{words} · {use}"
