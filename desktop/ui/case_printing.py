"""What of a case to print: the paper or the ticked parts, and the reason where one must be given."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from desktop.base.i18n import tr
from desktop.operations.case_papers import NEEDS_REASON, PARTS
from desktop.operations.cases import CaseFolder
from desktop.operations.printing import DOCUMENTS
from desktop.records.cases import compartment
from desktop.ui.paper_preview import PaperPreview
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.workplace import Workplace

_WHOLE, _SINGLE = "case", ("Q1", "Q4", "Q7")
_INDENT = 28


class CasePrintDialog(DialogFrame):
    """Offers the whole file by parts, or one of its papers; the preview opens over the page."""

    def __init__(
        self, workplace: Workplace, folder: CaseFolder, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("In hồ sơ {number}").format(number=folder.header.number), parent)
        self._workplace, self._folder = workplace, folder
        self.papers: dict[str, QRadioButton] = {}
        self.parts: dict[str, QCheckBox] = {}
        group = QButtonGroup(self)
        for code in (_WHOLE, *_SINGLE):
            self.papers[code] = QRadioButton(tr(DOCUMENTS[code].title))
            group.addButton(self.papers[code])
            self.body.addWidget(self.papers[code])
            if code == _WHOLE:
                self._offer_parts()
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self._reason = FormField(tr("Lý do in"), self.reason, required=True)
        self._secret = compartment(folder.case.values.get("case_type") or "") in NEEDS_REASON
        if self._secret:
            words = tr("Hồ sơ thuộc diện phải giữ kín: mỗi lần in đều được ghi lại cùng lý do.")
            self.body.addWidget(InfoBanner(Role.WARNING, words))
            self.body.addWidget(self._reason)
        self.body.addStretch(1)
        self.add_cancel()
        self.print_button = self.add_primary(tr("Xem trước"), self.show_preview)
        group.buttonToggled.connect(self._show_ready)
        self.papers[_WHOLE].setChecked(True)

    def code(self) -> str:
        """The paper that is chosen."""
        return next(code for code, button in self.papers.items() if button.isChecked())

    def chosen_parts(self) -> list[str] | None:
        """The ticked parts of the whole file; None for a single paper."""
        if self.code() != _WHOLE:
            return None
        return [code for code, box in self.parts.items() if box.isChecked()]

    def show_preview(self) -> None:
        """Make the paper and look at it."""
        reason = self.reason.text().strip()
        if self._secret and not reason:
            self._reason.set_problem(tr("Cần ghi lý do in."))
            self.reason.setFocus()
            return
        owner = self.parentWidget() or self
        PaperPreview(
            self._workplace,
            owner,
            self.code(),
            self._folder.case.id,
            parts=self.chosen_parts(),
            reason=reason or None,
        ).show()
        self.accept()

    def _offer_parts(self) -> None:
        for code, part in PARTS.items():
            box = QCheckBox(tr(part.title))
            box.setChecked(True)
            box.toggled.connect(self._show_ready)
            self.parts[code] = box
            line = QHBoxLayout()
            line.setContentsMargins(_INDENT, 0, 0, 0)
            line.addWidget(box)
            self.body.addLayout(line)

    def _show_ready(self) -> None:
        whole = self.papers[_WHOLE].isChecked()
        for box in self.parts.values():
            box.setEnabled(whole)
        chosen = self.chosen_parts() if any(b.isChecked() for b in self.papers.values()) else []
        self.print_button.setEnabled(chosen is None or bool(chosen))
