"""The screens of the main window, said once: navigation, permissions, counts and keys follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from desktop.base.i18n import N_
from desktop.operations import access
from desktop.operations.lists import Filter
from desktop.operations.office import Office
from desktop.records import record_types
from desktop.records.cases import ENDED, STATUSES
from desktop.rules.permissions import Permission
from desktop.ui.page import Page
from desktop.ui.workplace import Workplace

_HANDED_DOWN = tuple(table for table, kind in record_types().items() if kind.reference_data)
_OPEN = tuple(status for status in STATUSES if status not in ENDED)


@dataclass(frozen=True)
class PageSpec:
    """One screen.

    made_by: module and class, imported when the screen is first wanted.
    tables: records whose home it is. counted: the table whose number stands behind it.
    needs: permissions of which one is enough; the tables' own if empty.
    """

    key: str
    label: str
    icon: str
    made_by: str
    tables: tuple[str, ...] = ()
    counted: str = ""
    count_filters: tuple[Filter, ...] = ()
    needs: tuple[Permission, ...] = ()
    foot: bool = False

    def offered(self, office: Office) -> bool:
        """Whether this user gets to see the screen."""
        if self.needs:
            return any(office.may(permission) for permission in self.needs)
        return all(access.may_read(office, table) for table in self.tables)

    def make(self, workplace: Workplace) -> Page:
        """A new page of this kind."""
        module, name = self.made_by.rsplit(".", 1)
        made: Callable[[Workplace], Page] = getattr(import_module(module), name)
        return made(workplace)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("home", N_("Việc cần làm"), "list-checks", "desktop.ui.home.HomePage"),
    PageSpec(
        "cases",
        N_("Hồ sơ"),
        "folder-open",
        "desktop.ui.case_page.CasePage",
        ("case_files", "contacts", "case_documents"),
        "case_files",
        (Filter("status", "in", _OPEN),),
    ),
    PageSpec(
        "people",
        N_("Người được hỗ trợ"),
        "users",
        "desktop.ui.person_page.PersonPage",
        ("people", "residences", "family_members"),
        "people",
    ),
    PageSpec(
        "teams",
        N_("Đội tình nguyện"),
        "shield-check",
        "desktop.ui.team_page.TeamPage",
        ("teams", "volunteers", "memberships"),
        "teams",
        (Filter("status", "is", "HOAT_DONG"),),
    ),
    PageSpec(
        "activities",
        N_("Hoạt động"),
        "megaphone",
        "desktop.ui.activity_page.ActivityPage",
        ("activities", "trainings"),
    ),
    PageSpec(
        "inspections",
        N_("Kiểm tra"),
        "clipboard-check",
        "desktop.ui.inspection_page.InspectionPage",
        ("inspections", "findings"),
        "inspections",
        (Filter("state", "is", "NHAP"),),
    ),
    PageSpec(
        "reports",
        N_("Báo cáo"),
        "chart-column",
        "desktop.ui.report_page.ReportPage",
        ("reports",),
    ),
    PageSpec(
        "exchange",
        N_("Trao đổi dữ liệu"),
        "arrow-right-left",
        "desktop.ui.exchange_page.ExchangePage",
        needs=(Permission.EXCHANGE,),
        foot=True,
    ),
    PageSpec(
        "settings",
        N_("Thiết lập"),
        "settings",
        "desktop.ui.settings_page.SettingsPage",
        (
            "officers",
            "hamlets",
            *_HANDED_DOWN,
            "agencies",
        ),
        foot=True,
    ),
)
