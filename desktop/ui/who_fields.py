"""The three things by which somebody is looked up: name, year of birth, number."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.base.text import tidy
from desktop.fields import PartialDate
from desktop.records import Person
from desktop.ui.input_filters import is_composing
from desktop.ui.theme import set_look
from desktop.ui.widgets.form_field import FormField

_PAUSE_MS = 200
_CITIZEN_DIGITS = 12


class WhoFields(QWidget):
    """``typed`` tells, after a pause in typing, what ``values`` says now."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.name, self.born, self.number = QLineEdit(), QLineEdit(), QLineEdit()
        self.born.setPlaceholderText(tr("ví dụ 1991 hoặc 5/3/1991"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(16)
        fields = (
            (tr("&Họ và tên"), self.name, 4),
            (tr("&Ngày sinh hoặc năm sinh"), self.born, 3),
            (tr("&Số căn cước hoặc số hồ sơ"), self.number, 3),
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.typed)
        for at, (words, field, share) in enumerate(fields):
            row.addWidget(FormField(words, field), 0, at)
            row.setColumnStretch(at, share)
            field.textChanged.connect(self._wait)

    def values(self) -> dict[str, Any]:
        """What can be looked up: full_name, birth_date and id_number as far as they are typed."""
        found: dict[str, Any] = {}
        if name := tidy(self.name.text()):
            found["full_name"] = name
        if number := tidy(self.number.text()):
            found["id_number"] = number
        try:
            if born := tidy(self.born.text()):
                found["birth_date"] = PartialDate().parse(born)
        except InvalidValue:
            return found
        return found

    def proposals(self) -> dict[str, Any]:
        """The same as far as a new person can begin with it."""
        found = self.values()
        try:
            if "id_number" in found:
                found["id_number"] = Person.field("id_number").kind.parse(found["id_number"])
        except InvalidValue:
            del found["id_number"]
        if len(found.get("id_number", "")) == _CITIZEN_DIGITS:
            found["id_type"] = "CAN_CUOC"
        try:
            if "full_name" in found:
                found["full_name"] = Person.field("full_name").kind.parse(found["full_name"])
        except InvalidValue:
            del found["full_name"]
        return found

    def _wait(self) -> None:
        if not any(is_composing(field) for field in (self.name, self.born, self.number)):
            self._pause.start()
