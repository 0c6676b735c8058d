"""Who is known already: shown before anybody is written down a second time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.intake import MOST_KNOWN, KnownCase, KnownPerson
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import label


class KnownPeople(QWidget):
    """Cards of people with their cases.

    ``used`` tells the person for whom a new case is wanted, ``case_asked`` a case to open.
    """

    used = Signal(object)
    case_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.people: list[KnownPerson] = []
        self._told = label("", "quiet")
        self._told.setWordWrap(True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._told)
        column.addLayout(self._cards)
        column.addStretch(1)

    def show_people(self, people: Sequence[KnownPerson], *, asked: bool) -> None:
        """Show these; asked: whether anything was typed that could find somebody."""
        while (item := self._cards.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
        self.people = list(people[:MOST_KNOWN])
        for person in self.people:
            self._cards.addWidget(self._card(person))
        if not asked:
            words = tr("Gõ họ tên, năm sinh hoặc số giấy tờ để xem người này đã có hồ sơ chưa.")
        elif not people:
            words = tr("Chưa có ai như vậy trên máy này. Có thể lập hồ sơ mới.")
        elif len(people) > MOST_KNOWN:
            words = tr("Còn nhiều người khác. Hãy gõ thêm năm sinh hoặc số giấy tờ.")
        else:
            words = tr("Đã có trên máy này. Hãy xem có phải là người đang ngồi trước mặt không:")
        self._told.setText(words)

    def _card(self, person: KnownPerson) -> Card:
        card = Card(person.name)
        card.add_beside_title(Chip(person.reason, Role.WARNING))
        use = QPushButton(tr("Dùng người này, lập hồ sơ mới"))
        set_icon(use, "user-plus")
        use.setAutoDefault(False)
        use.setAccessibleName(tr("Dùng {name}, lập hồ sơ mới").format(name=person.name))
        use.clicked.connect(partial(self._use, person))
        card.add_action(use)
        card.body.setSpacing(4)
        card.body.addWidget(label(person.detail, "quiet"))
        for case in person.cases:
            card.body.addLayout(self._case_line(case))
        if not person.cases:
            card.body.addWidget(label(tr("Chưa có hồ sơ nào bạn xem được."), "quiet"))
        return card

    def _case_line(self, case: KnownCase) -> QHBoxLayout:
        line = QHBoxLayout()
        open_it = QPushButton(tr("Mở hồ sơ {number}").format(number=case.number))
        set_look(open_it, "link")
        open_it.setAutoDefault(False)
        open_it.clicked.connect(partial(self._ask_case, case.id))
        line.addWidget(open_it)
        line.addWidget(label(case.label, "quiet"))
        line.addStretch(1)
        return line

    def _use(self, person: KnownPerson, _checked: bool = False) -> None:
        self.used.emit(person)

    def _ask_case(self, case_id: uuid.UUID, _checked: bool = False) -> None:
        self.case_asked.emit(case_id)
