"""The screens of the gallery: every page, tab and mode of the main window, and what stands before it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.ui.activity_page import ActivityPage
from desktop.ui.case_page import CasePage
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.person_page import PersonPage
from desktop.ui.quick_search import QuickSearch
from desktop.ui.report_page import ReportPage
from desktop.ui.sign_in import SignInWindow
from desktop.ui.team_page import TeamPage

from drawing.stage import Picture, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.ui.page import Page

_PAGES = ("home", "cases", "people", "teams", "activities", "inspections", "reports")
_CASE_TABS = ("thong-tin", "gia-dinh", "tiep-xuc", "giay-to", "lich-su")
_PERSON_TABS = ("thong-tin", "ho-so", "gia-dinh", "lich-su")
_TEAM_TABS = ("thanh-vien", "thong-tin", "bien-dong")
_SECTIONS = (
    "agency", "officers", "codes", "checklists", "targets", "norms", "letters", "units",
    "successions", "look", "accounts", "backup", "updates", "events",
)  # fmt: skip


def screens() -> Iterator[Picture]:
    """Every screen by name, in the order of a clerk's day."""
    yield Picture("00-dang-nhap", _sign_in, SignInWindow, _close_entrance)
    yield Picture("00-dang-nhap-loi", _refused_sign_in, SignInWindow, _close_entrance)
    yield Picture("01-lan-dau", _first_run, SignInWindow, _close_entrance)
    for key in _PAGES:
        yield Picture(f"1-{key}", partial(_page, key))
    yield from _cases()
    for at, name in enumerate(_PERSON_TABS):
        yield Picture(f"21-nguoi-{name}", partial(_person, at))
    yield Picture("21-nguoi-sua", _edited_person, leave=_leave_person)
    yield from _sheets()
    yield Picture("24-hoat-dong-tap-huan", _trainings)
    for at, name in enumerate(_TEAM_TABS):
        yield Picture(f"26-doi-{name}", partial(_team, at))
    for section in _SECTIONS:
        yield Picture(f"3-thiet-lap-{section}", partial(_section, section))
    yield Picture("4-tim-nhanh", partial(_search, "nguyen van"), QWidget, _leave_search)
    yield Picture("4-tim-nhanh-khong-thay", partial(_search, "qwxz"), QWidget, _leave_search)


def _cases() -> Iterator[Picture]:
    for at, name in enumerate(_CASE_TABS):
        yield Picture(f"20-ho-so-{name}", partial(_case, at))
    yield Picture("20-ho-so-sua", _edited_case, leave=_leave_case)
    yield Picture("20-ho-so-sua-loi", _wrong_case, leave=_leave_case)
    yield Picture("20-ho-so-tim-khong-thay", _no_case, leave=_leave_case_search)
    yield Picture("25-ho-so-dang-bang", _case_table, leave=_leave_case_table)


def _sheets() -> Iterator[Picture]:
    yield Picture("22-phieu-kiem-tra", _inspection)
    yield Picture("22-phieu-kiem-tra-thieu", _unfinished_inspection)
    yield Picture("22-phieu-kiem-tra-xong", _finished_inspection)
    yield Picture("23-bao-cao-so-lieu", partial(_report, 0))
    yield Picture("23-bao-cao-noi-dung", partial(_report, 1))


# -- before the window --------------------------------------------------------------------


def _sign_in(stage: Stage) -> QWidget:
    entrance = SignInWindow(stage.office.folder, "mau")
    entrance.show()
    return entrance


def _refused_sign_in(stage: Stage) -> QWidget:
    entrance = SignInWindow(stage.office.folder, "mau")
    entrance.show()
    entrance.refuse(tr("Tên đăng nhập hoặc mật khẩu không đúng. Chưa mở dữ liệu. Hãy gõ lại."))
    return entrance


def _first_run(_stage: Stage) -> QWidget:
    entrance = SignInWindow(None)
    entrance.show()
    return entrance


def _close_entrance(stage: Stage) -> None:
    for one in stage.app.topLevelWidgets():
        if isinstance(one, SignInWindow):
            one.hide()
            one.deleteLater()


# -- pages ----------------------------------------------------------------------------------


def _page(key: str, stage: Stage) -> QWidget:
    stage.window.show_page(key)
    return stage.window


def _section(section: str, stage: Stage) -> QWidget:
    stage.workplace.section_asked.emit("settings", section)
    return stage.window


def _search(words: str, stage: Stage) -> QWidget:
    stage.window.search.setText(words)
    stage.window.search.look_up()
    stage.settle()
    return stage.window.search.popup


def _leave_search(stage: Stage) -> None:
    search: QuickSearch = stage.window.search
    search.popup.hide()
    search.clear()


def _trainings(stage: Stage) -> QWidget:
    stage.page("activities", ActivityPage).tabs.setCurrentIndex(1)
    return stage.window


# -- cases ----------------------------------------------------------------------------------


def _case(tab: int, stage: Stage) -> QWidget:
    page = stage.record("case_files", stage.case_id, CasePage)
    page.workspace.tabs.setCurrentIndex(tab)
    return stage.window


def _edited_case(stage: Stage) -> QWidget:
    page = stage.record("case_files", stage.case_id, CasePage)
    page.workspace.tabs.setCurrentIndex(0)
    page.workspace.editing.begin()
    return stage.window


def _wrong_case(stage: Stage) -> QWidget:
    _edited_case(stage)
    workspace = stage.page("cases", CasePage).workspace
    for form, name, typed in (
        (workspace.person_form, "full_name", None),
        (workspace.case_form, "intake_on", None),
    ):
        form.cell(name).editor.set_value(typed)
        form.cell(name).changed.emit(name)
    workspace.editing.save()
    return stage.window


def _leave_case(stage: Stage) -> None:
    workspace = stage.page("cases", CasePage).workspace
    folder = stage.case()
    workspace.editing.show(folder.case, folder.person)
    workspace.problems.set_problems([])


def _no_case(stage: Stage) -> QWidget:
    page = stage.page("cases", CasePage)
    page.list.search.setText("không có ai tên này")
    page.list.refresh()
    return stage.window


def _leave_case_search(stage: Stage) -> None:
    page = stage.page("cases", CasePage)
    page.list.search.clear()
    page.list.refresh()


def _case_table(stage: Stage) -> QWidget:
    stage.page("cases", CasePage).show_table()
    return stage.window


def _leave_case_table(stage: Stage) -> None:
    stage.page("cases", CasePage).leave_table()


# -- people, teams ------------------------------------------------------------------------


def _person(tab: int, stage: Stage) -> QWidget:
    owner = stage.case().person.id
    stage.record("people", owner, PersonPage).view.tabs.setCurrentIndex(tab)
    return stage.window


def _edited_person(stage: Stage) -> QWidget:
    _person(0, stage)
    stage.page("people", PersonPage).view.editing.begin()
    return stage.window


def _leave_person(stage: Stage) -> None:
    view = stage.page("people", PersonPage).view
    view.editing.show(stage.case().person)


def _team(tab: int, stage: Stage) -> QWidget:
    stage.record("teams", stage.first("teams"), TeamPage).team.tabs.setCurrentIndex(tab)
    return stage.window


# -- sheets ---------------------------------------------------------------------------------


def _inspection(stage: Stage) -> QWidget:
    stage.record("inspections", stage.first("inspections"), InspectionPage)
    return stage.window


def _unfinished_inspection(stage: Stage) -> QWidget:
    page = stage.record("inspections", stage.first("inspections"), InspectionPage)
    page.sheet.side.tell(tr("F.4: phải ghi nhận điều đã thấy trước khi hoàn thành phiếu này."))
    return stage.window


def _finished_inspection(stage: Stage) -> QWidget:
    for one in stage.ids("inspections"):
        page = stage.record("inspections", one, InspectionPage)
        if page.sheet.locked:
            break
    return stage.window


def _report(tab: int, stage: Stage) -> QWidget:
    page: Page = stage.record("reports", stage.first("reports"), ReportPage)
    assert isinstance(page, ReportPage)
    page.report.tabs.setCurrentIndex(tab)
    return stage.window
