"""The dialogs of the gallery that belong to records: people, cases, teams, activities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QDialog

from desktop.base.i18n import tr
from desktop.operations.records import Clash
from desktop.records import record_types
from desktop.ui.activity_form import activity_dialog, training_dialog
from desktop.ui.activity_page import ActivityPage
from desktop.ui.case_printing import CasePrintDialog
from desktop.ui.clash_dialog import ClashDialog
from desktop.ui.export_reason import ExportReasonDialog
from desktop.ui.history_view import HistoryDialog
from desktop.ui.lines_dialog import LinesDialog
from desktop.ui.log_dialog import LogDialog
from desktop.ui.member_dialogs import AddMemberDialog, ChangeRoleDialog, LeaveDialog
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.purge_dialog import PurgeDialog
from desktop.ui.readers_dialog import ReadersDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.stage_dialog import StageDialog
from desktop.ui.team_page import TeamPage
from desktop.ui.transfer_dialog import TransferDialog
from desktop.ui.void_dialog import VoidDialog

from drawing.exchange import enrol, leave
from drawing.letters import letter_dialogs
from drawing.sheets import sheet_dialogs
from drawing.stage import Picture, Stage, opened


def record_dialogs() -> Iterator[Picture]:
    """Every dialog that opens over a page."""
    yield from _forms()
    yield from _of_cases()
    yield from _of_teams()
    yield from sheet_dialogs()
    yield from letter_dialogs()


def _forms() -> Iterator[Picture]:
    for table, kind in record_types().items():
        if not kind.reference_data:
            yield Picture(f"5-phieu-{table}", partial(_form, table), RecordDialog)
    yield Picture("5-phieu-moi", _new_form, RecordDialog)
    yield Picture("5-phieu-loi", _wrong_form, RecordDialog)
    yield Picture("5-xoa", _void, VoidDialog)
    yield Picture("5-xoa-thieu-ly-do", _refused_void, VoidDialog)
    yield Picture("5-ly-do-xuat", _export_reason, ExportReasonDialog)
    yield Picture("5-lich-su", _history, HistoryDialog)
    yield Picture("5-hai-ben-cung-sua", _clash, ClashDialog)


def _of_cases() -> Iterator[Picture]:
    yield Picture("5-ho-so-moi-tim", _known, NewCaseDialog)
    yield Picture("5-ho-so-moi-chua-go", _unasked, NewCaseDialog)
    yield Picture("5-ho-so-moi-ghi", _new_case, NewCaseDialog)
    yield Picture("5-ho-so-moi-loi", _wrong_new_case, NewCaseDialog)
    yield Picture("5-giai-doan", partial(_stage_dialog, "KE_HOACH"), StageDialog)
    yield Picture("5-giai-doan-ket-thuc", partial(_stage_dialog, "KET_THUC"), StageDialog)
    yield Picture("5-chuyen-co-quan", _transfer, TransferDialog, leave)
    yield Picture("5-de-nghi-xoa-vinh-vien", partial(_purge, False), PurgeDialog)
    yield Picture("5-xoa-vinh-vien", partial(_purge, True), PurgeDialog)
    yield Picture("5-in-ho-so", _case_print, CasePrintDialog)
    yield Picture("5-nguoi-duoc-xem", _readers, ReadersDialog)


def _of_teams() -> Iterator[Picture]:
    yield Picture("5-them-thanh-vien", _add_member, AddMemberDialog)
    yield Picture("5-them-nguoi-moi", _new_volunteer, AddMemberDialog)
    yield Picture("5-them-nguoi-moi-loi", _wrong_volunteer, AddMemberDialog)
    yield Picture("5-doi-chuc-danh", _change_role, ChangeRoleDialog)
    yield Picture("5-thoi-tham-gia", _leave_team, LeaveDialog)
    yield Picture("5-hoat-dong", partial(_lines, "activities"), LinesDialog)
    yield Picture("5-hoat-dong-moi", partial(_new_lines, activity_dialog), LinesDialog)
    yield Picture("5-hoat-dong-loi", partial(_wrong_lines, activity_dialog), LinesDialog)
    yield Picture("5-tap-huan", partial(_lines, "trainings"), LinesDialog)
    yield Picture("5-tap-huan-moi", partial(_new_lines, training_dialog), LinesDialog)
    yield Picture("5-in-so-hoat-dong", _log, LogDialog)


# -- forms of any record --------------------------------------------------------------------


def _form(table: str, stage: Stage) -> QDialog:
    dialog = RecordDialog(stage.workplace, table, stage.window)
    found = next(stage.ids(table), None)
    if found is None:
        return opened(dialog.start_new({}))
    return opened(dialog.show_record(found))


def _new_form(stage: Stage) -> QDialog:
    dialog = RecordDialog(stage.workplace, "people", stage.window)
    return opened(dialog.start_new({"full_name": "Nguyễn Thị Ánh"}))


def _wrong_form(stage: Stage) -> QDialog:
    dialog = RecordDialog(stage.workplace, "people", stage.window).start_new({})
    dialog.open()
    dialog.save()
    return dialog


def _void(stage: Stage) -> VoidDialog:
    person = stage.case().person.id
    dialog = VoidDialog(stage.workplace, "people", person, tr("người được hỗ trợ"), stage.window)
    dialog.open()
    return dialog


def _refused_void(stage: Stage) -> QDialog:
    dialog = _void(stage)
    dialog.void()
    return dialog


def _export_reason(stage: Stage) -> QDialog:
    words = tr("Người được hỗ trợ")
    reasons = stage.workplace.reasons
    return opened(ExportReasonDialog(reasons, words, tr("Xuất Excel"), stage.window))


def _history(stage: Stage) -> QDialog:
    case = stage.case()
    return opened(
        HistoryDialog(
            stage.workplace, case.header.name, ("case_files", case.case.id), parent=stage.window
        )
    )


def _clash(stage: Stage) -> QDialog:
    said = tr("Gia đình đề nghị cán bộ xã đến nhà vào buổi tối, báo trước qua điện thoại. ")
    clashes = [
        Clash("full_name", tr("Họ và tên"), "Nguyễn Thị Ánh", "Nguyễn Thị Ngọc Ánh"),
        Clash("phone", tr("Điện thoại"), None, "0905123456"),
        Clash("note", tr("Ghi chú"), said * 2, said),
    ]
    return opened(ClashDialog(stage.workplace.names, "people", clashes, stage.window))


# -- cases ----------------------------------------------------------------------------------


def _unasked(stage: Stage) -> NewCaseDialog:
    dialog = NewCaseDialog(stage.workplace, stage.window)
    dialog.open()
    return dialog


def _known(stage: Stage) -> QDialog:
    dialog = _unasked(stage)
    dialog.who.name.setText("nguyen van")
    dialog.look_up()
    return dialog


def _new_case(stage: Stage) -> NewCaseDialog:
    dialog = _unasked(stage)
    dialog.who.name.setText("Nguyễn Thị Ánh")
    dialog.begin_new()
    return dialog


def _wrong_new_case(stage: Stage) -> QDialog:
    dialog = _unasked(stage)
    dialog.begin_new()
    stage.settle()
    dialog.save()
    return dialog


def _stage_dialog(wanted: str, stage: Stage) -> QDialog:
    case = stage.case().case
    status = case.values["status"]
    return opened(StageDialog(stage.workplace, case.id, status, wanted, stage.window))


def _transfer(stage: Stage) -> QDialog:
    enrol(stage.office, as_province=True)
    dialog = TransferDialog(stage.workplace, stage.case_id, stage.window)
    dialog.open()
    stage.settle()
    dialog.offices.setCurrentRow(0)
    dialog.number.setText("12/UBND-VHXH")
    dialog.why.setText(tr("Chuyển nơi cư trú"))
    return dialog


def _purge(granting: bool, stage: Stage) -> QDialog:
    person = stage.case().person
    told = (stage.workplace, person.id, person.called, stage.window)
    dialog = PurgeDialog(*told, granting=granting)
    dialog.reason.setText(tr("Rút lại sự đồng ý xử lý dữ liệu"))
    return opened(dialog)


def _case_print(stage: Stage) -> QDialog:
    return opened(CasePrintDialog(stage.workplace, stage.case(), stage.window))


def _readers(stage: Stage) -> QDialog:
    return opened(ReadersDialog(stage.workplace, stage.case_id, stage.window))


# -- teams ----------------------------------------------------------------------------------


def _add_member(stage: Stage) -> AddMemberDialog:
    stage.record("teams", stage.first("teams"), TeamPage).team.roster.add_member()
    return stage.dialog(AddMemberDialog)


def _new_volunteer(stage: Stage) -> AddMemberDialog:
    dialog = _add_member(stage)
    dialog.begin_new()
    return dialog


def _wrong_volunteer(stage: Stage) -> QDialog:
    dialog = _new_volunteer(stage)
    dialog.save()
    return dialog


def _change_role(stage: Stage) -> QDialog:
    roster = stage.record("teams", stage.first("teams"), TeamPage).team.roster
    roster.table.selectRow(0)
    roster.change_role()
    return stage.dialog(ChangeRoleDialog)


def _leave_team(stage: Stage) -> QDialog:
    roster = stage.record("teams", stage.first("teams"), TeamPage).team.roster
    roster.table.selectRow(1)
    roster.leave()
    return stage.dialog(LeaveDialog)


def _lines(table: str, stage: Stage) -> QDialog:
    stage.record(table, stage.first(table), ActivityPage)
    return stage.dialog(LinesDialog)


def _new_lines(make: Callable[..., LinesDialog], stage: Stage) -> LinesDialog:
    dialog = make(stage.workplace, stage.window).start_new({})
    dialog.open()
    return dialog


def _wrong_lines(make: Callable[..., LinesDialog], stage: Stage) -> QDialog:
    dialog = _new_lines(make, stage)
    dialog.save()
    return dialog


def _log(stage: Stage) -> QDialog:
    return opened(LogDialog(stage.workplace, stage.window))
