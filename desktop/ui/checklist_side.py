"""What stands around the questions of a sheet: its head, and score, findings and deeds beside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.records import ChecklistTemplate
from desktop.records.inspections import DONE, STATES
from desktop.ui.actions import button_for
from desktop.ui.editors import EditorContext
from desktop.ui.findings_view import FindingsView
from desktop.ui.score_card import ScoreCard
from desktop.ui.theme import set_icon, set_look, theme_of
from desktop.ui.tokens import CARD_PADDING, GAP, Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.page_scroll import PageScroll

STATE_ROLES = {"NHAP": Role.WARNING, "HOAN_THANH": Role.GOOD, "DA_KY": Role.MAIN}
_WIDTH = 240
_LOW_BELOW = 640
"""Height under which the score gives room to the findings."""


class SheetCard(Card):
    """The card of the questions: which sheet it is, and what concerns all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, flush=True)
        self.body.setSpacing(0)
        self.title = ElidedLabel("", "head")
        self.details = ElidedLabel("", "quiet")
        self.state = Chip("", Role.NEUTRAL)
        self.back = _icon_button("arrow-left", tr("Về danh sách kiểm tra"))
        words = QVBoxLayout()
        words.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.state)
        top.addStretch(1)
        words.addLayout(top)
        words.addWidget(self.details)
        self.head.setContentsMargins(8, 10, CARD_PADDING, 10)
        self.head.addWidget(self.back)
        self.head.addLayout(words, 1)

    def show_words(self, template: ChecklistTemplate, details: str, state: str) -> None:
        """Say which sheet this is."""
        self.title.setText(f"{template.code} · {template.title_text}")
        version = tr("Mẫu phiên bản {n}").format(n=template.version)
        self.state.setToolTip(version)
        self.details.setText(details)
        self.state.set_state(tr(STATES[state]), STATE_ROLES[state])
        self.setAccessibleName(self.title.text())


class ChecklistSide(QWidget):
    """Score, findings, and what can be done with the sheet.

    ``print_asked`` tells whether the sheet shall be printed blank.
    """

    print_asked = Signal(bool)

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.score = ScoreCard()
        self.findings = FindingsView(context)
        self.missing = label("", "warning")
        self.missing.setWordWrap(True)
        self.missing.hide()
        self.about = QPushButton(tr("Đoàn, kết luận"))
        self.print_button = QPushButton(tr("In"))
        self.print_button.setMenu(self._print_menu())
        self.finish = QPushButton(tr("Hoàn thành"))
        set_look(self.finish, "primary")
        set_icon(self.finish, "check", "on_main")
        self.reopen = QPushButton(tr("Bỏ hoàn thành"))
        set_icon(self.reopen, "undo-2")
        self._deeds = Card()
        self._deeds.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._told(), 1)
        column.addWidget(self._deeds)
        self._fit()

    def _told(self) -> PageScroll:
        # Only in the smallest room does this scroll as a whole; the buttons never do.
        told = PageScroll()
        told.column.addWidget(self.score)
        told.column.addWidget(self.findings, 1)
        return told

    def add_deeds(self, save: QAction) -> None:
        """Fill the card of deeds; save is the bound action."""
        self._save = save
        column = self._deeds.body
        column.addWidget(self.missing)
        papers = QHBoxLayout()
        papers.setSpacing(6)
        papers.addWidget(self.about, 1)
        papers.addWidget(self.print_button)
        column.addLayout(papers)
        column.addWidget(button_for(save))
        column.addWidget(self.finish)
        column.addWidget(self.reopen)

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Phiếu đã ghi (Ctrl+P)"), lambda: self.print_asked.emit(False))
        menu.addAction(tr("Mẫu trắng để ghi tay"), lambda: self.print_asked.emit(True))
        return menu

    def tell(self, words: str) -> None:
        """Say what is missing or wrong, above the buttons; nothing hides it."""
        self.missing.setText(words)
        self.missing.setVisible(bool(words))

    def show_deeds(self, state: str, *, locked: bool, may_finish: bool) -> None:
        """Offer what this state and this user allow."""
        if state in DONE:
            self.tell("")
        self._save.setVisible(not locked)
        self.finish.setVisible(state not in DONE and may_finish)
        self.reopen.setVisible(state in DONE and may_finish)

    def set_changed(self, *, changed: bool) -> None:
        """Whether there is something to save."""
        self._save.setEnabled(changed)
        if changed:
            self.tell("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.score.ring.set_low(low=self.height() < theme_of(self).px(_LOW_BELOW))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(theme_of(self).px(_WIDTH))


def _icon_button(icon: str, words: str) -> QToolButton:
    button = QToolButton()
    set_icon(button, icon)
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
