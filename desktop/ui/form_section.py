"""Forms that change by circular, among the settings: one version with its parts at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from desktop.base.i18n import tr
from desktop.operations import form_versions
from desktop.operations.lists import Filter
from desktop.operations.office import known_day
from desktop.operations.shared_lists import SharedLists
from desktop.records import Record, record_types
from desktop.store.store import Changes
from desktop.ui.new_version_dialog import NewVersionDialog, next_month
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.shared_section import SharedSection
from desktop.ui.tokens import CARD_PADDING, GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class FormSection(SharedSection):
    """The parts of the chosen version; those of one that was filled in are only read.

    alike: what a new part takes over from the last one. begins: what else it begins with.
    """

    alike: ClassVar[Sequence[str]] = ()
    begins: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self, workplace: Workplace, table: str, empty: str, columns: Sequence[str] | None = None
    ) -> None:
        """table: that of the parts."""
        super().__init__(workplace, table, empty, columns)
        kind = record_types()[table]
        form = kind.owner_type()
        assert form is not None, table
        self._parent, self._form_type = kind.parent or "", form
        self._forms: Sequence[Record] = ()
        self._wanted: uuid.UUID | None = None
        self._kept = ""
        self.set_title(tr(form.plural))
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(tr(form.singular))
        self.used = InfoBanner(Role.NEUTRAL, "")
        # On a line of their own: in large type the head of the card would be wider than the room.
        self._deeds = QHBoxLayout()
        self._deeds.setSpacing(GAP)
        self._deeds.addStretch(1)
        self.edit_button = self._deed("", self.open_form)
        self.version_button = self._deed(tr("Lập bản mới từ ngày…"), self.make_version)
        self.form_button = self._deed(tr("Thêm mẫu…"), self.add_form)
        self._offer()
        self.add_button.setText(tr("Thêm mục"))
        above = QVBoxLayout()
        above.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        above.setSpacing(GAP)
        above.addWidget(self.choice)
        above.addLayout(self._deeds)
        above.addWidget(self.used)
        self.body.insertLayout(1, above)
        set_shown(self.used, False)
        self.choice.currentIndexChanged.connect(self._show_form)

    def put_beside(self, button: QPushButton) -> None:
        """Put one more button behind those that concern the version as a whole."""
        self._deeds.insertWidget(self._deeds.count() - 1, button)

    def part_dialog(self, _form_id: uuid.UUID) -> RecordDialog:
        """A new dialog for one part of this version."""
        return RecordDialog(self._workplace, self._table, self, hidden=(self._parent,))

    def _deed(self, words: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda _checked=False: deed())
        self.put_beside(button)
        return button

    def _offer(self) -> None:
        """An office may be given its card while this page stands."""
        may = self._workplace.may_write(self._table)
        self.edit_button.setText(tr("Sửa tên, ngày dùng…") if may else tr("Xem tên, ngày dùng…"))
        for button in (self.version_button, self.form_button):
            set_shown(button, may)

    @property
    def form(self) -> Record | None:
        """The version that is chosen."""
        at = self.choice.currentIndex()
        return self._forms[at] if 0 <= at < len(self._forms) else None

    # -- what is shown --------------------------------------------------------------

    def refresh(self) -> None:
        """Read the versions anew, then the parts of the chosen one."""
        read = partial(form_versions.versions, table=self._form_type.__tablename__)
        self._workplace.ask(read, self._show_forms)
        self.tell_who_writes()

    def open_record(self, record_id: uuid.UUID) -> None:
        """Open a part in its dialog; or choose a version, if it is one."""
        if self.list.model.row_of(record_id) >= 0:
            self._dialog().show_record(record_id).open()
            return
        table = self._form_type.__tablename__
        find = partial(form_versions.form_of, table=table, record_id=record_id)
        self._workplace.ask(find, partial(self._go_to, record_id))

    def take(self, form_id: uuid.UUID) -> None:
        """Choose this version, as soon as it is read."""
        self._wanted = form_id
        self.refresh()

    def _go_to(self, record_id: uuid.UUID, form_id: uuid.UUID | None) -> None:
        at = self._place(form_id)
        if at >= 0:
            self.choice.setCurrentIndex(at)
            if record_id != form_id:
                self._dialog().show_record(record_id).open()

    def _show_forms(self, found: Sequence[Record]) -> None:
        chosen = self._wanted or (self.form.id if self.form else None)
        self._forms, self._wanted = found, None
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([_words(one) for one in found])
            self.choice.setCurrentIndex(max(0, self._place(chosen)))
        self._show_form()

    def _place(self, form_id: uuid.UUID | None) -> int:
        return next((at for at, one in enumerate(self._forms) if one.id == form_id), -1)

    def _show_form(self) -> None:
        form = self.form
        self.list.fix(Filter(self._parent, "in", () if form is None else (form.id,)))
        if form is None:
            self._show_kept("")
            return
        read = partial(form_versions.why_kept, table=form.__tablename__, form_id=form.id)
        self._workplace.ask(read, self._show_kept)

    def _show_kept(self, why: str) -> None:
        may = self._workplace.may_write(self._table)
        self._kept = why if may else ""
        self.used.set_text(self._kept)
        set_shown(self.used, bool(self._kept))
        self.add_button.setEnabled(self.form is not None and not why)
        self.add_button.setToolTip(why)
        self.list.lock(why)
        for button in (self.edit_button, self.version_button):
            button.setEnabled(self.form is not None)

    def _show_shared(self, found: SharedLists) -> None:
        super()._show_shared(found)
        self._offer()

    # -- deeds ----------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new part of the chosen version, unless it was filled in already."""
        form = self.form
        if form is None or not self._workplace.may_write(self._table):
            return
        if self._kept:
            self._workplace.tell(self._kept)
            return
        told = {"table": self._table, "form_id": form.id, "alike": self.alike}
        self._workplace.ask(partial(form_versions.next_part, **told), partial(self._begin, form.id))

    def open_form(self) -> None:
        """Open the version itself: its name, its days."""
        if self.form is not None:
            self._form_dialog().show_record(self.form.id).open()

    def make_version(self) -> None:
        """Ask from which day a new version is used."""
        if self.form is not None and self._workplace.may_write(self._table):
            dialog = NewVersionDialog(self._workplace, self.form, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.made.connect(self.take)
            dialog.open()

    def add_form(self) -> None:
        """Begin a form that there was not before."""
        day = next_month(known_day(self._workplace.office))
        names = {field.name for field in self._form_type.fields()}
        proposed = {"version": 1, "valid_from": day}
        dialog = self._form_dialog()
        dialog.editing.saved.connect(self._take_made)
        dialog.start_new({name: told for name, told in proposed.items() if name in names}).open()

    def _take_made(self, changes: Changes) -> None:
        (made,) = changes.ids(self._form_type.__tablename__)
        self.take(made)

    def _begin(self, form_id: uuid.UUID, proposed: Mapping[str, Any]) -> None:
        dialog = self._dialog().start_new({**proposed, **self.begins}, {self._parent: form_id})
        dialog.open()

    def _dialog(self) -> RecordDialog:
        assert self.form is not None
        dialog = self.part_dialog(self.form.id)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._kept:
            dialog.lock(self._kept)
        return dialog

    def _form_dialog(self) -> RecordDialog:
        dialog = RecordDialog(self._workplace, self._form_type.__tablename__, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _words(form: Record) -> str:
    """A version among others: what it is, which one, from when to when."""
    told = form.values()
    assert form.versions_of is not None
    parts = [form.field(form.versions_of).kind.format(told[form.versions_of]), form.called]
    if told.get("version") is not None:
        parts.append(tr("bản {n}").format(n=told["version"]))
    for name, words in (("valid_from", tr("từ {day}")), ("valid_to", tr("đến {day}"))):
        if told[name] is not None:
            parts.append(words.format(day=form.field(name).kind.format(told[name])))
    return " · ".join(parts)
