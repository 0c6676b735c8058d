"""The sections of the settings page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.base.clock import in_vietnam
from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import office as opening
from desktop.operations import own_agency, upkeep
from desktop.records import record_types
from desktop.store.events import KINDS, Event
from desktop.ui import machine
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.record_table import RecordTable
from desktop.ui.secrets import RecoveryCodeDialog, same_password
from desktop.ui.theme import Theme, apply_theme, set_icon, set_look, theme_of
from desktop.ui.tokens import (
    DEFAULT_POINTS,
    LARGEST_POINTS,
    SCHEME_LABELS,
    SMALLEST_POINTS,
    Scheme,
)
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.number_box import NumberBox
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace


class ListSection(Card):
    """One kind of record with its list; a line opens in a dialog."""

    def __init__(
        self, workplace: Workplace, table: str, empty: str, columns: Sequence[str] | None = None
    ) -> None:
        super().__init__(tr(record_types()[table].plural), flush=True)
        self._workplace, self._table = workplace, table
        self.list = RecordTable(workplace, table, empty, columns=columns)
        self.list.opened.connect(self.open_record)
        self.list.add_asked.connect(self.add)
        self.add_button = QPushButton(tr("Thêm"))
        set_icon(self.add_button, "plus", "on_main")
        set_look(self.add_button, "primary")
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        set_shown(self.add_button, workplace.may_write(table))
        self.add_action(self.add_button)
        self.body.addWidget(self.list)

    def refresh(self) -> None:
        """Read the list anew."""
        self.list.refresh()

    def add(self) -> None:
        """Begin a new line, where lines are written."""
        if self._workplace.may_write(self._table):
            RecordDialog(self._workplace, self._table, self).start_new(self.proposed()).open()

    def proposed(self) -> Mapping[str, Any]:
        """What a new line begins with."""
        return {}

    def open_record(self, record_id: uuid.UUID) -> None:
        """Open a line in its dialog."""
        RecordDialog(self._workplace, self._table, self).show_record(record_id).open()


class AgencySection(Card):
    """The office as its papers name it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Cơ quan"))
        self._workplace = workplace
        self._id: uuid.UUID | None = None
        self.words = label("")
        self.words.setWordWrap(True)
        self.body.addWidget(self.words)
        row = QHBoxLayout()
        if workplace.may_write("agencies"):
            edit = QPushButton(tr("Sửa"))
            set_icon(edit, "pencil")
            edit.clicked.connect(self._edit)
            row.addWidget(edit)
            code = QPushButton(tr("Tạo mã khôi phục mới…"))
            set_icon(code, "key-round")
            code.clicked.connect(self._new_code)
            row.addWidget(code)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the office's own record."""
        self._workplace.ask(own_agency.read_agency, self._show)

    def _show(self, found: tuple[uuid.UUID, str]) -> None:
        self._id, text = found
        self.words.setText(text)

    def _edit(self) -> None:
        if self._id is not None:
            dialog = RecordDialog(self._workplace, "agencies", self).show_record(self._id)
            dialog.editing.saved.connect(self.refresh)
            dialog.open()

    def _new_code(self) -> None:
        self._workplace.ask(
            opening.new_recovery_code,
            lambda code: RecoveryCodeDialog(self._workplace.office, code, self).open(),
        )


class LookSection(Card):
    """Colours, size of type, keys and locking, kept for this PC."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Giao diện"))
        self._workplace = workplace
        self._settings = workplace.settings
        self.scheme = ChoiceBox()
        for scheme, words in SCHEME_LABELS.items():
            self.scheme.addItem(tr(words), scheme)
        self.points = NumberBox(SMALLEST_POINTS, LARGEST_POINTS)
        self.idle = NumberBox(0, 120)
        theme = theme_of(self)
        self.scheme.setCurrentIndex(self.scheme.findData(theme.scheme))
        self.points.setValue(theme.points)
        self.idle.setValue(machine.idle_minutes(self._settings))
        for words, field in (
            (tr("Màu sắc"), self.scheme),
            (tr("Cỡ chữ (9 đến 14)"), self.points),
            (tr("Tự khóa sau số phút không dùng (0 là không khóa)"), self.idle),
        ):
            self._add(words, field)
        self.enter = QCheckBox(tr("Phím Enter chuyển sang ô kế tiếp"))
        self.enter.setChecked(machine.enter_is_tab(self._settings))
        self.enter.toggled.connect(self._keep_enter)
        self.body.addWidget(self.enter)
        self.body.addStretch(1)
        self.scheme.currentIndexChanged.connect(self._dress)
        self.points.valueChanged.connect(self._dress)
        self.idle.valueChanged.connect(self._keep_idle)

    def _add(self, words: str, field: QWidget) -> None:
        field.setMaximumWidth(theme_of(self).px(220))
        self.body.addWidget(FormField(words, field))

    def _keep_idle(self, minutes: int) -> None:
        machine.set_idle_minutes(self._settings, minutes)
        self._workplace.machine_changed.emit()

    def _keep_enter(self, on: bool) -> None:
        machine.set_enter_is_tab(self._settings, on)
        self._workplace.machine_changed.emit()

    def _dress(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        scheme = Scheme(self.scheme.currentData() or Scheme.LIGHT)
        points = self.points.value() or DEFAULT_POINTS
        self._settings.setValue("scheme", scheme.value)
        self._settings.setValue("points", points)
        apply_theme(app, Theme(scheme, points))

    def refresh(self) -> None:
        """Nothing to read: this PC keeps it."""


class PasswordSection(Card):
    """The signed-in user's own password."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Mật khẩu của tôi"))
        self._workplace = workplace
        self.fields: list[QLineEdit] = []
        for words in (tr("Mật khẩu hiện nay"), tr("Mật khẩu mới"), tr("Gõ lại mật khẩu mới")):
            field = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaximumWidth(theme_of(self).px(320))
            self.body.addWidget(FormField(words, field))
            self.fields.append(field)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        row = QHBoxLayout()
        button = QPushButton(tr("Đổi mật khẩu"))
        set_look(button, "primary")
        button.clicked.connect(self.change)
        row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def change(self) -> None:
        """Change the password; the data are not encrypted again."""
        old, new, again = self.fields
        try:
            password = same_password(new, again)
        except UserError as error:
            self._refuse(error)
            return
        current = old.text()
        self._workplace.desk.jobs.run(
            lambda _progress: opening.change_password(self._workplace.office, current, password),
            self._changed,
            refused=self._refuse,
        )

    def _changed(self, _nothing: None) -> None:
        for field in self.fields:
            field.clear()
        self.trouble.hide()
        self._workplace.tell(tr("Đã đổi mật khẩu."))

    def _refuse(self, error: UserError) -> bool:
        self.trouble.setText(error.message)
        self.trouble.show()
        return True

    def refresh(self) -> None:
        """Nothing to read."""


_EVENT_HEADS = (N_("Lúc"), N_("Tài khoản"), N_("Việc"), N_("Bản ghi"), N_("Chi tiết"))


class EventsSection(Card):
    """Who signed in, looked at sensitive files, printed, exported."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Nhật ký sử dụng"), flush=True)
        self._workplace = workplace
        self.table = TableBox(tr("Nhật ký sử dụng"), [tr(head) for head in _EVENT_HEADS])
        self.body.addWidget(self.table)

    def refresh(self) -> None:
        """Read the latest lines."""
        self._workplace.ask(upkeep.read_deeds, self._show)

    def _show(self, found: list[Event]) -> None:
        self.table.show_rows(
            [
                (
                    in_vietnam(event.at).strftime("%d/%m/%Y %H:%M"),
                    event.user,
                    tr(KINDS[event.kind]),
                    tr(record_types()[event.table].singular) if event.table else "",
                    event.detail,
                )
                for event in found
            ]
        )
