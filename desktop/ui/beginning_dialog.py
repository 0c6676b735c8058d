"""What the first-run dialogs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.base.clock import Clock
from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations.office import Office
from desktop.ui.jobs import Jobs, Progress
from desktop.ui.widgets.dialog_frame import DialogFrame, FaultyField
from desktop.ui.widgets.form_field import FormField

PASSWORD_HELP = N_("Ít nhất 8 ký tự, có chữ thường, chữ hoa, chữ số và ký hiệu.")


class BeginningDialog(DialogFrame):
    """Has labelled fields and one deed on the worker.

    ``opened`` carries an office that is open now, ``made`` the folder of one to sign in to.
    """

    opened = Signal(object)
    made = Signal(object)

    def __init__(self, title: str, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(title, parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self.clock = clock

    def add_field(self, words: str, text: str = "", help_text: str = "") -> QLineEdit:
        """A labelled line; its help stands below it."""
        field = QLineEdit(text)
        self.body.addWidget(FormField(words, field, hint=help_text))
        return field

    def add_password(self, words: str, help_text: str = "") -> QLineEdit:
        """A labelled line whose letters are hidden."""
        field = self.add_field(words, "", help_text)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def add_folder(self, words: str, folder: Path) -> QLineEdit:
        """A labelled line with a button that chooses a folder."""
        field = QLineEdit(str(folder))
        button = QPushButton(tr("Chọn…"))

        def choose() -> None:
            name = QFileDialog.getExistingDirectory(self, words, field.text())
            if name:
                field.setText(name)

        button.clicked.connect(choose)
        row = QHBoxLayout()
        row.addWidget(FormField(words, field), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        return field

    def finish(self, words: str, deed: Callable[[], object]) -> None:
        """Close the body and add the buttons; the deed raises UserError for what is amiss."""

        def attempt() -> None:
            try:
                deed()
            except UserError as error:
                self.refuse(error)

        self.body.addStretch(1)
        self.add_cancel()
        self.add_primary(words, attempt)

    def work(
        self,
        deed: Callable[[Progress], Any],
        done: Callable[[Any], object],
        blamed: Callable[[UserError], QWidget],
    ) -> None:
        """Do it on the worker; a refusal is shown here and the dialog stays.

        blamed: the field to go to when it is refused.
        """
        self.show_trouble("")
        self.set_busy(busy=True)
        self._jobs.run(
            deed,
            done,
            settled=self._settled,
            refused=lambda error: self.refuse(error, blamed(error)),
        )

    def go_in(self, office: Office) -> None:
        """Hand over an office that is open now."""
        self.opened.emit(office)
        self.accept()

    def _settled(self) -> None:
        self.set_busy(busy=False)


def filled(field: QLineEdit, sentence: str) -> str:
    """What is typed in a field, without spaces around it. Raises FaultyField if nothing is."""
    typed = field.text().strip()
    if not typed:
        raise FaultyField(sentence, field)
    return typed
