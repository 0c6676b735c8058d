"""The dialogs of the gallery that belong to inspection sheets and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from PySide6.QtWidgets import QDialog

from desktop.ui.checklists_section import ChecklistsSection
from desktop.ui.figure_dialogs import FigureDialog, FigureRecordsDialog
from desktop.ui.findings_view import FindingDialog, shortcomings
from desktop.ui.inspection_dialogs import InspectionHeadDialog, StartInspectionDialog
from desktop.ui.inspection_page import InspectionPage
from desktop.ui.new_version_dialog import NewVersionDialog
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.report_dialogs import NewReportDialog, SentDialog
from desktop.ui.report_page import ReportPage
from desktop.ui.settings_page import SettingsPage

from drawing.stage import Picture, Stage, opened


def sheet_dialogs() -> Iterator[Picture]:
    """Every dialog of a sheet, of its findings and of a figure."""
    yield Picture("5-bat-dau-kiem-tra", _start_inspection, StartInspectionDialog)
    yield Picture("5-bat-dau-kiem-tra-loi", _wrong_inspection, StartInspectionDialog)
    yield Picture("5-doan-ket-luan", _inspection_head, InspectionHeadDialog)
    yield Picture("5-ton-tai", _finding, FindingDialog)
    yield Picture("5-mau-kiem-tra", _template, RecordDialog)
    yield Picture("5-mau-kiem-tra-ban-moi", _new_version, NewVersionDialog)
    yield Picture("5-mau-kiem-tra-ban-moi-loi", _wrong_version, NewVersionDialog)
    yield Picture("5-cau-hoi-da-dung", _used_question, RecordDialog)
    yield Picture("5-cau-hoi-moi", _new_question, RecordDialog)
    yield Picture("5-lap-bao-cao", _new_report, NewReportDialog)
    yield Picture("5-so-lieu-ho-so", _figure_records, FigureRecordsDialog)
    yield Picture("5-so-lieu-sua", _figure, FigureDialog)
    yield Picture("5-so-lieu-sua-loi", _wrong_figure, FigureDialog)
    yield Picture("5-ghi-ngay-gui", _sent, SentDialog)


def _start_inspection(stage: Stage) -> StartInspectionDialog:
    dialog = StartInspectionDialog(stage.workplace, stage.window)
    dialog.open()
    return dialog


def _wrong_inspection(stage: Stage) -> QDialog:
    dialog = _start_inspection(stage)
    dialog.form.cell("started_on").editor.set_value(None)
    dialog.start()
    return dialog


def _inspection_head(stage: Stage) -> QDialog:
    stage.record("inspections", stage.first("inspections"), InspectionPage).sheet.edit_head()
    return stage.dialog(InspectionHeadDialog)


def _finding(stage: Stage) -> QDialog:
    sheet = stage.record("inspections", stage.first("inspections"), InspectionPage).sheet
    findings = sheet.side.findings
    found = shortcomings(sheet.rows.rows, findings.findings)
    findings.ask(next(iter(found), None))
    return stage.dialog(FindingDialog)


def _templates(stage: Stage, *, used: bool) -> ChecklistsSection:
    """The section with the first template that was filled in already, or that was not."""
    page = stage.page("settings", SettingsPage)
    page.open_section("checklists")
    stage.settle()
    section = page.stack.currentWidget()
    assert isinstance(section, ChecklistsSection)
    for at in range(section.choice.count()):
        section.choice.setCurrentIndex(at)
        stage.settle()
        if section.add_button.isEnabled() != used:
            break
    return section


def _template(stage: Stage) -> QDialog:
    _templates(stage, used=True).open_form()
    return stage.dialog(RecordDialog)


def _new_version(stage: Stage) -> NewVersionDialog:
    _templates(stage, used=True).make_version()
    return stage.dialog(NewVersionDialog)


def _wrong_version(stage: Stage) -> QDialog:
    dialog = _new_version(stage)
    dialog.form.cell("valid_from").editor.set_value(dt.date(2025, 7, 1))
    dialog.save()
    return dialog


def _used_question(stage: Stage) -> QDialog:
    section = _templates(stage, used=True)
    section.open_record(section.list.model.record_id(1))
    return stage.dialog(RecordDialog)


def _new_question(stage: Stage) -> QDialog:
    _templates(stage, used=False).add()
    return stage.dialog(RecordDialog)


def _new_report(stage: Stage) -> QDialog:
    return opened(NewReportDialog(stage.workplace, stage.window))


def _figure_records(stage: Stage) -> QDialog:
    figures = stage.record("reports", stage.first("reports"), ReportPage).report.figures
    figures.table.go_to("D03")
    figures.show_records()
    return stage.dialog(FigureRecordsDialog)


def _figure(stage: Stage) -> FigureDialog:
    for one in stage.ids("reports"):
        figures = stage.record("reports", one, ReportPage).report.figures
        figures.table.go_to("D03")
        if figures.edit() is not None:
            break
    return stage.dialog(FigureDialog)


def _wrong_figure(stage: Stage) -> QDialog:
    dialog = _figure(stage)
    dialog.save()
    return dialog


def _sent(stage: Stage) -> QDialog:
    report = stage.first("reports")
    values = {"number": None, "signed_on": None, "sent_on": None}
    return opened(SentDialog(stage.workplace, report, values, stage.window))
