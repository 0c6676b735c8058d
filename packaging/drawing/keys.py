"""The pictures of the gallery that concern keys: the section of the settings, and its dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QDialog, QWidget

from desktop.base.clock import milliseconds
from desktop.operations import key_papers
from desktop.operations.authority import Approved, Sheets
from desktop.operations.exchange_keys import held_roster, own_keys, own_scope, signed_roster
from desktop.operations.key_standing import RosterLine, read_key_standing
from desktop.operations.office import Office
from desktop.operations.recovery_paper import recovery_sheet
from desktop.store import keys, tables
from desktop.sync.authority import AuthorityKey
from desktop.sync.card import new_card
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import new_request, request_file
from desktop.sync.recovery import RecoveryKey
from desktop.sync.roster_entries import HASH_BYTES, Cut
from desktop.ui.approve_dialog import ApproveDialog
from desktop.ui.found_dialog import FoundDialog, HandOverDialog, SheetsDialog
from desktop.ui.granted_dialog import GrantedDialog
from desktop.ui.help_asking import HelpAnswerDialog, HelpAskDialog, HelpCodeDialog
from desktop.ui.help_dialogs import HelpGrantDialog
from desktop.ui.lost_pc_dialog import LostPcDialog
from desktop.ui.membership_dialogs import CardDialog, RequestDialog
from desktop.ui.package_watch import Drive
from desktop.ui.revoke_dialog import CorrectCutDialog, RevokeDialog
from desktop.ui.settings_page import SettingsPage

from drawing.exchange import FREE, STICK, enrol, leave_exchange
from drawing.stage import Picture, Stage, opened

_ASKING = 20_875


def key_pictures() -> Iterator[Picture]:
    """The section as it stands outside, inside and in a province; every dialog of it."""
    yield Picture("3-thiet-lap-exchange", _outside, leave=leave)
    yield Picture("3-thiet-lap-exchange-xa", partial(_section, False), leave=leave)
    yield Picture("3-thiet-lap-exchange-tinh", partial(_section, True), leave=leave)
    for section in ("codes", "checklists"):
        yield Picture(f"3-thiet-lap-{section}-chi-xem", partial(_shared, section), leave=leave)
    yield Picture("5-khoa-xin-the", _request, RequestDialog, leave)
    yield Picture("5-khoa-nhan-the", _card, CardDialog, leave)
    yield Picture("5-khoa-nhan-the-loi", _wrong_card, CardDialog, leave)
    yield Picture("5-khoa-may-mat", partial(_lost, False), LostPcDialog, leave)
    yield Picture("5-khoa-may-mat-tinh", partial(_lost, True), LostPcDialog, leave)
    yield Picture("5-khoa-lap-khoa-tinh", _found, FoundDialog, leave)
    yield Picture("5-khoa-in-manh", _sheets, SheetsDialog, leave)
    yield Picture("5-khoa-doi-khoa-cap-the", _hand_over, HandOverDialog, leave)
    yield Picture("5-khoa-duyet-chua-chon", _unasked, ApproveDialog, leave)
    yield Picture("5-khoa-duyet", _approve, ApproveDialog, leave)
    yield Picture("5-khoa-duyet-loi", _wrong_approve, ApproveDialog, leave)
    yield Picture("5-khoa-da-cap", _granted, GrantedDialog, leave)
    yield Picture("5-khoa-thu-hoi", _revoke, RevokeDialog, leave)
    yield Picture("5-khoa-sua-moc", _correct, CorrectCutDialog, leave)
    yield Picture("5-khoa-giup-mo-lai", _help, HelpGrantDialog, leave)
    yield Picture("02-nho-tinh-giup", partial(_entrance, HelpAskDialog), HelpAskDialog)
    yield Picture("02-nho-tinh-giup-da-ghi", _asked, HelpCodeDialog)
    yield Picture("02-tra-loi-cua-tinh", partial(_entrance, HelpAnswerDialog), HelpAnswerDialog)


def leave(stage: Stage) -> None:
    """Let the office be outside the exchange again, and the section show it."""
    leave_exchange(stage.office)
    with stage.office.store.connection(write=True) as connection:
        own = tables.meta.c.k.like("exchange!_%", escape="!")
        connection.execute(sa.delete(tables.meta).where(own))
    page = stage.page("settings", SettingsPage)
    page.open_section("exchange")
    page.refresh()
    stage.settle()


# -- the section ----------------------------------------------------------------------------


def _outside(stage: Stage) -> QWidget:
    leave(stage)
    return stage.window


def _section(as_province: bool, stage: Stage) -> QWidget:
    enrol(stage.office, as_province=as_province)
    page = stage.page("settings", SettingsPage)
    page.open_section("exchange")
    page.refresh()
    return stage.window


def _shared(section: str, stage: Stage) -> QWidget:
    enrol(stage.office)
    page = stage.page("settings", SettingsPage)
    page.open_section(section)
    page.refresh()
    stage.settle()
    return stage.window


# -- dialogs of a commune -------------------------------------------------------------------


def _request(stage: Stage) -> QDialog:
    return _with_stick(stage, RequestDialog(stage.workplace, stage.window))


def _card(stage: Stage) -> CardDialog:
    enrol(stage.office)
    with stage.office.store.connection() as connection:
        device = own_keys(connection).device
        content = new_card(device, signed_roster(connection)).to_bytes()
    dialog = CardDialog(stage.workplace, stage.window)
    dialog.open()
    dialog.file.set_path(_kept(stage, "THE-KHOA.card", content))
    stage.settle()
    return dialog


def _wrong_card(stage: Stage) -> QDialog:
    dialog = _card(stage)
    dialog.code.setText("1234 5678")
    dialog.take()
    return dialog


def _lost(is_authority: bool, stage: Stage) -> QDialog:
    enrol(stage.office)
    return opened(LostPcDialog(stage.workplace, stage.window, is_authority=is_authority))


# -- dialogs of a province ------------------------------------------------------------------


def _found(stage: Stage) -> QDialog:
    return opened(FoundDialog(stage.workplace, stage.window))


def _sheets(stage: Stage) -> QDialog:
    return opened(SheetsDialog(stage.workplace, _new_sheets(), stage.window))


def _new_sheets() -> Sheets:
    return Sheets(AuthorityKey.new().sheets(), RecoveryKey.new().sheets())


def _hand_over(stage: Stage) -> QDialog:
    dialog = HandOverDialog(stage.workplace, stage.window)
    first, second, _ = AuthorityKey.new().sheets()
    dialog.old.fields[0].setText(first)
    dialog.old.fields[0].editingFinished.emit()
    dialog.old.fields[1].setText(second[:-1])
    dialog.old.fields[1].editingFinished.emit()
    return opened(dialog)


def _unasked(stage: Stage) -> QDialog:
    enrol(stage.office, as_province=True)
    return opened(ApproveDialog(stage.workplace, stage.window))


def _approve(stage: Stage) -> ApproveDialog:
    enrol(stage.office, as_province=True)
    made = milliseconds(stage.office.clock.now())
    asking = DeviceKeys.new()
    name, who = "UBND xã Trà My", "Phạm Thị Bích Hường"
    request = new_request(asking, _ASKING, name, "A", made, who)
    dialog = ApproveDialog(stage.workplace, stage.window)
    dialog.open()
    dialog.file.set_path(_kept(stage, "YEU-CAU.req", request_file(request, asking)))
    stage.settle()
    return dialog


def _wrong_approve(stage: Stage) -> QDialog:
    dialog = _approve(stage)
    dialog.called.setChecked(True)
    dialog.code.setText("1234 5678")
    for field, sheet in zip(dialog.sheets.fields, AuthorityKey.new().sheets(), strict=False):
        field.setText(sheet)
    dialog.approve()
    return dialog


def _approved(office: Office) -> Approved:
    enrol(office, as_province=True)
    with office.store.connection() as connection:
        roster = held_roster(connection)
        entry = next(one for one in roster.devices if one.scope != own_scope(connection))
        card = new_card(entry.device, signed_roster(connection))
    return Approved(card.to_bytes(), card.code, entry, "B", roster)


def _granted(stage: Stage) -> QDialog:
    approved = _approved(stage.office)
    return _with_stick(stage, GrantedDialog(stage.workplace, approved, stage.window))


def _line(stage: Stage) -> RosterLine:
    return next(one for one in read_key_standing(stage.office).lines if not one.is_own)


def _revoke(stage: Stage) -> QDialog:
    enrol(stage.office, as_province=True)
    return opened(RevokeDialog(stage.workplace, _line(stage), stage.window))


def _correct(stage: Stage) -> QDialog:
    enrol(stage.office, as_province=True)
    line = replace(_line(stage), cut=Cut(0, bytes(HASH_BYTES)))
    return opened(CorrectCutDialog(stage.workplace, line, stage.window))


def _help(stage: Stage) -> QDialog:
    enrol(stage.office, as_province=True)
    return _with_stick(stage, HelpGrantDialog(stage.workplace, stage.window))


def _with_stick(stage: Stage, dialog: RequestDialog | GrantedDialog | HelpGrantDialog) -> QDialog:
    dialog.open()
    stage.settle()
    dialog.target.show_drives((Drive(STICK, FREE),))
    return dialog


# -- papers -----------------------------------------------------------------------------------


def papers_of_keys(office: Office) -> Iterator[tuple[str, bytes]]:
    """The papers of keys by name; the keys on them open nothing."""
    yield "khoa-manh", key_papers.key_sheets(office, _new_sheets())
    yield "khoa-giay-bao", key_papers.card_letter(office, _approved(office))
    yield "khoa-ma-khoi-phuc", recovery_sheet(office, keys.new_recovery_code())
    leave_exchange(office)


# -- before anybody is signed in ------------------------------------------------------------


def _entrance(kind: type[HelpAskDialog | HelpAnswerDialog], stage: Stage) -> QDialog:
    jobs, clock = stage.workplace.desk.jobs, stage.office.clock
    return opened(kind(stage.office.folder, jobs, clock, stage.window))


def _asked(stage: Stage) -> QDialog:
    return opened(
        HelpCodeDialog(STICK / "XIN-MO-LAI.hoi", "4071 5526", stage.window, has_key=False)
    )


def _kept(stage: Stage, name: str, content: bytes) -> Path:
    path = stage.folder / name
    path.write_bytes(content)
    return path
