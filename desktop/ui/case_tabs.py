"""What hangs on a case or a person: relatives and addresses, contacts, papers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.base.i18n import tr
from desktop.fields import StoredFile
from desktop.operations import attachments, cases, intake, records
from desktop.operations.office import Office
from desktop.operations.records import Reading
from desktop.ui.file_preview import FilePreview
from desktop.ui.part_table import PartTable
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.theme import set_icon
from desktop.ui.tokens import GAP
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.workplace import Workplace


class FamilyTab(PageScroll):
    """The relatives of a person and where the person lives."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = partial(intake.person_and_records, workplace.office)
        self.relatives = PartTable(
            workplace,
            "family_members",
            tr("Chưa ghi người thân nào."),
            add_words=tr("Thêm người thân"),
        )
        self.homes = HomesTable(
            workplace,
            "residences",
            tr("Chưa ghi nơi cư trú."),
            add_words=tr("Thêm nơi cư trú"),
            columns=("kind", "hamlet_id", "unit_id", "from_on", "to_on", "address_line"),
        )
        self.column.setContentsMargins(0, GAP, 0, 0)
        self.column.addWidget(self.relatives, 3)
        self.column.addWidget(self.homes, 2)

    def show_person(self, person_id: uuid.UUID) -> None:
        """List what belongs to this person."""
        _, *others = self._records(person_id)
        self.relatives.show_owner(person_id, others)
        self.homes.show_owner(person_id, others)

    def lock(self, why: str) -> None:
        """Let all of it only be read, for the reason that is said then; "" lets it be written."""
        self.relatives.lock(why)
        self.homes.lock(why)


class HomesTable(PartTable):
    """Addresses; a new one is in the office's own commune unless said otherwise."""

    def proposals(self) -> dict[str, Any]:
        return {"kind": "NOI_O_HIEN_TAI", "unit_id": intake.own_unit(self._workplace.office)}


class ContactsTab(PartTable):
    """Meetings, visits and calls, the latest first; each is saved alone."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(
            workplace,
            "contacts",
            tr("Chưa ghi lần tiếp xúc nào."),
            parent,
            add_words=tr("Ghi tiếp xúc"),
            columns=("at", "channel", "actor", "next_on", "content"),
        )
        self.setContentsMargins(0, GAP, 0, 0)

    def proposals(self) -> dict[str, Any]:
        office = self._workplace.office
        told: dict[str, Any] = {"actor": office.user.full_name}
        if office.clock.known:
            told["at"] = office.clock.now().replace(second=0, microsecond=0)
        return told


class PapersTab(PartTable):
    """The papers of a case; a file may be attached to each, looked at and saved elsewhere."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(
            workplace,
            "case_documents",
            tr("Chưa có giấy tờ nào. Bấm Đính kèm tệp để đưa bản quét vào hồ sơ."),
            parent,
            add_words=tr("Thêm giấy tờ"),
            columns=("seq", "kind", "number", "issued_on", "file", "summary"),
        )
        self.preview = FilePreview(workplace, self)
        self.view_button = self._button("eye", tr("Xem tệp"), self.view_file)
        self.save_button = self._button("download", tr("Lưu thành…"), self.save_file)
        self.attach_button = self._button("paperclip", tr("Đính kèm tệp…"), self.choose_file)
        self.attach_button.setVisible(self.may_write)
        self.rows.selected.connect(self._show_buttons)
        self.setContentsMargins(0, GAP, 0, 0)
        self._show_buttons()

    def proposals(self) -> dict[str, Any]:
        assert self.owner is not None
        seq = cases.next_document_seq(self._workplace.office, self.owner)
        return {"seq": seq, "is_original": False}

    def choose_file(self) -> None:
        """Ask for a file of the PC and begin a paper with it."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Chọn tệp đính kèm"))
        if path:
            self.attach(Path(path))

    def attach(self, path: Path) -> None:
        """Keep a file of the PC and begin a paper with it."""
        self._workplace.ask(lambda office: attachments.keep_file(office, path), self._attached)

    def view_file(self) -> None:
        """Show the file of the paper that the keyboard is on."""
        self._with_file(self._view)

    def save_file(self) -> None:
        """Save the file of that paper to a place of the PC."""
        self._with_file(self._save)

    def _attached(self, file: StoredFile) -> RecordDialog | None:
        return self.add({**self.proposals(), "file": file, "kind": Path(file.name).stem})

    def _with_file(self, deed: Callable[[Reading], None]) -> None:
        paper_id = self.rows.current_id()
        if paper_id is not None:
            self._workplace.ask(lambda office: _read_paper(office, paper_id), deed)

    def _view(self, reading: Reading) -> None:
        file = reading.values.get("file")
        if file is None:
            self._workplace.tell(tr("Giấy tờ này chưa có tệp đính kèm."))
        else:
            self.preview.show(file)

    def _save(self, reading: Reading) -> None:
        file = reading.values.get("file")
        if file is None:
            self._workplace.tell(tr("Giấy tờ này chưa có tệp đính kèm."))
        else:
            self.preview.save_as(file)

    def _button(self, icon: str, words: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: deed())
        self.card.head.insertWidget(self.card.head.count() - 1, button)
        return button

    def _show_buttons(self, _paper: object = None) -> None:
        for button in (self.view_button, self.save_button):
            button.setEnabled(self.rows.current_id() is not None)


def _read_paper(office: Office, paper_id: uuid.UUID) -> Reading:
    return records.read(office, "case_documents", paper_id)
