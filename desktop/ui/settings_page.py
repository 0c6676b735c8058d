"""Settings: the office and its people, lists, accounts, copies, the look, the log of deeds."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from desktop.base.i18n import N_, tr
from desktop.rules.permissions import Permission
from desktop.ui.accounts_view import AccountsView
from desktop.ui.backup_view import BackupView
from desktop.ui.checklists_section import ChecklistsSection
from desktop.ui.codes_section import CodesSection
from desktop.ui.exchange_section import ExchangeSection
from desktop.ui.letters_section import LettersSection
from desktop.ui.page import Page
from desktop.ui.settings_sections import (
    AgencySection,
    EventsSection,
    ListSection,
    LookSection,
    PasswordSection,
)
from desktop.ui.shared_section import SharedSection
from desktop.ui.theme import theme_of
from desktop.ui.tokens import GAP, ROW_HEIGHT
from desktop.ui.units_section import UnitsSection
from desktop.ui.update_section import UpdateSection
from desktop.ui.workplace import Workplace

_MENU_WIDTH = 210
_SECTIONS = {
    "officers": "officers",
    "hamlets": "hamlets",
    "code_items": "codes",
    "checklist_templates": "checklists",
    "checklist_questions": "checklists",
    "targets": "targets",
    "norm_rates": "norms",
    "admin_units": "units",
    "unit_successions": "successions",
    "letter_templates": "letters",
    "letter_parts": "letters",
}
"""Where the records of a table are listed."""


class SettingsPage(Page):
    """A short menu left, one section right."""

    title: ClassVar[str] = N_("Thiết lập")
    tables: ClassVar[frozenset[str]] = frozenset({*_SECTIONS, "agencies"})

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.menu = QListWidget()
        self.menu.setAccessibleName(tr("Phần thiết lập"))
        self.menu.setFixedWidth(theme_of(self).px(_MENU_WIDTH))
        self.stack = QStackedWidget()
        self._keys: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 16)
        row.setSpacing(GAP)
        row.addWidget(self.menu)
        row.addWidget(self.stack, 1)
        for key, words, make in self._sections():
            self._keys.append(key)
            item = QListWidgetItem(tr(words))
            item.setSizeHint(QSize(0, theme_of(self).px(ROW_HEIGHT)))
            self.menu.addItem(item)
            self.stack.addWidget(make())
        self.menu.currentRowChanged.connect(self._show_row)
        self.menu.setCurrentRow(0)

    def _sections(self) -> list[tuple[str, str, Callable[[], QWidget]]]:
        place = self.workplace
        hamlets = N_("Chưa có thôn, tổ nào.")
        officers = N_("Chưa có cán bộ nào.")
        none = N_("Không có lần sáp nhập nào.")
        targets, norms = N_("Chưa giao chỉ tiêu nào."), N_("Chưa ghi định mức nào.")
        found: list[tuple[str, str, Callable[[], QWidget]]] = [
            ("agency", N_("Cơ quan"), lambda: AgencySection(place)),
            (
                "officers",
                N_("Cán bộ, người ký"),
                lambda: ListSection(place, "officers", tr(officers)),
            ),
            ("hamlets", N_("Thôn, tổ dân phố"), lambda: ListSection(place, "hamlets", tr(hamlets))),
            ("codes", N_("Danh mục"), lambda: CodesSection(place)),
            ("checklists", N_("Mẫu kiểm tra"), lambda: ChecklistsSection(place)),
            (
                "targets",
                N_("Chỉ tiêu giao"),
                lambda: SharedSection(place, "targets", tr(targets)),
            ),
            ("norms", N_("Định mức"), lambda: SharedSection(place, "norm_rates", tr(norms))),
            ("letters", N_("Mẫu lời báo cáo"), lambda: LettersSection(place)),
            ("units", N_("Đơn vị hành chính"), lambda: UnitsSection(place)),
            (
                "successions",
                N_("Sáp nhập đơn vị"),
                lambda: SharedSection(place, "unit_successions", tr(none)),
            ),
            ("look", N_("Giao diện"), lambda: LookSection(place)),
            ("password", N_("Mật khẩu của tôi"), lambda: PasswordSection(place)),
        ]
        if place.may(Permission.MANAGE_USERS):
            found.append(("accounts", N_("Tài khoản"), lambda: AccountsView(place)))
        if place.may(Permission.BACKUP):
            found.append(("backup", N_("Sao lưu, khôi phục"), lambda: BackupView(place)))
        if place.may(Permission.EXCHANGE) or place.may(Permission.MANAGE_KEYS):
            found.append(("exchange", N_("Trao đổi dữ liệu"), lambda: ExchangeSection(place)))
        found.append(("updates", N_("Phiên bản, cập nhật"), lambda: UpdateSection(place)))
        if place.may(Permission.READ_EVENTS):
            found.append(("events", N_("Nhật ký sử dụng"), lambda: EventsSection(place)))
        return found

    def open_section(self, section: str) -> None:
        if section in self._keys:
            self.menu.setCurrentRow(self._keys.index(section))

    def open_record(self, table: str, record_id: uuid.UUID) -> None:
        key = _SECTIONS.get(table)
        if key is not None:
            self.open_section(key)
            part = self.stack.currentWidget()
            if isinstance(part, ListSection):
                part.open_record(record_id)

    def add(self) -> None:
        part = self.stack.currentWidget()
        if isinstance(part, ListSection):
            part.add()

    def refresh(self) -> None:
        self._show_row(self.menu.currentRow())

    def _show_row(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        part = self.stack.currentWidget()
        refresh = getattr(part, "refresh", None)
        if refresh is not None:
            refresh()
