"""What the dialogs with keys share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.code_label import fixed_font
from desktop.ui.widgets.dialog_frame import DialogFrame, FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace

T = TypeVar("T")
_DIGITS = 8


class KeyDialog(DialogFrame):
    """Does one deed away from the window's thread; a refusal is shown and the dialog stays.

    ``told`` carries a sentence on what was done, for the screen behind it.
    """

    told = Signal(str)

    def __init__(
        self, workplace: Workplace, title: str, parent: QWidget | None = None, *, width: int = 600
    ) -> None:
        super().__init__(title, parent, width=width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workplace = workplace

    def say(self, text: str, look: str = "") -> QLabel:
        """A sentence of the body."""
        line = label(text, look)
        line.setWordWrap(True)
        self.body.addWidget(line)
        return line

    def add_banner(self, kind: Role, text: str = "") -> InfoBanner:
        """A line of news in the body; hidden while there is none."""
        banner = InfoBanner(kind, text)
        self.body.addWidget(banner)
        banner.setVisible(bool(text))
        return banner

    def add_code(self, words: str, hint: str = "") -> QLineEdit:
        """A field for the eight digits that somebody reads out."""
        field = QLineEdit()
        field.setFont(fixed_font(16))
        field.setPlaceholderText("0000 0000")
        self.body.addWidget(FormField(words, field, hint=hint))
        return field

    def attempt(self, deed: Callable[[], object]) -> None:
        """Do it here; what is amiss is said above the buttons."""
        try:
            deed()
        except UserError as error:
            self.refuse(error)

    def work(
        self,
        deed: Callable[[Office], T],
        done: Callable[[T], Any],
        blamed: Callable[[UserError], QWidget | None] = lambda _error: None,
    ) -> None:
        """Do it on the worker. blamed: the field to go to when it is refused."""
        self.show_trouble("")
        self.set_busy(busy=True)
        office = self.workplace.office
        self.workplace.desk.jobs.run(
            lambda _progress: deed(office),
            done,
            settled=self._settled,
            refused=lambda error: self.refuse(error, blamed(error)),
        )

    def _settled(self) -> None:
        self.set_busy(busy=False)


def typed_code(field: QLineEdit) -> str:
    """The eight digits in a field. Raises FaultyField if there are fewer or more."""
    typed = field.text()
    if sum(letter.isdigit() for letter in typed) != _DIGITS:
        raise FaultyField(tr("Mã có đúng 8 chữ số. Hãy gõ đủ 8 số."), field)
    return typed
