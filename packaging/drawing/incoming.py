"""The screens of the gallery on which files of other offices are looked at and taken in."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.operations.arrived_contents import ContentTally
from desktop.operations.check_up_facts import CheckUp
from desktop.operations.imports_taken_back import received_files
from desktop.operations.incoming import Examined, Preview
from desktop.operations.incoming_all import Forecast, Sight
from desktop.operations.incoming_row import Group
from desktop.operations.mornings import Morning
from desktop.operations.office import Office
from desktop.operations.opened_files import Elsewhere, Identity
from desktop.operations.refusal_reasons import reason_words
from desktop.operations.refused_parts import RefusedPart
from desktop.operations.taking_in import Receipt
from desktop.records import record_types
from desktop.store.exchange.tally import Tally
from desktop.sync.refusals import Reason, Refused
from desktop.ui.dialogs import MessageDialog
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.taking_back import which_choices, which_question
from desktop.ui.tokens import Role

from drawing.arrivals import incoming_rows, purged_row
from drawing.exchange import TOP, enrol, exchange_page, file_came, leave, put_in_stick
from drawing.stage import Picture, Stage, opened


def incoming_screens() -> Iterator[Picture]:
    """Every part of the tab that receives."""
    yield Picture("27-trao-doi-nhan", _receive, leave=leave)
    yield Picture("27-trao-doi-xem-tep", _preview, leave=leave)
    yield Picture("27-trao-doi-xem-tep-chung", _preview_for_all, leave=leave)
    yield Picture("27-trao-doi-xem-tep-tu-gop", _preview_joined, leave=leave)
    yield Picture("27-trao-doi-xem-tep-da-nhan", _preview_known, leave=leave)
    yield Picture("27-trao-doi-xem-tep-xoa-han", _preview_purged, leave=leave)
    yield Picture("27-trao-doi-bo-chon", _preview_without, leave=leave)
    yield Picture("27-trao-doi-de-rieng", _set_aside, leave=leave)
    yield Picture("27-trao-doi-khong-nhan-duoc", _refused, leave=leave)
    yield Picture("27-trao-doi-nhieu-tep", _many, leave=leave)
    yield Picture("27-trao-doi-xem-truoc-ca", _forecast, leave=leave)
    yield Picture("27-trao-doi-ket-qua", _report, leave=leave)
    yield Picture("27-trao-doi-ca-dot", _morning, shows=MessageDialog, leave=leave)


def _receive(stage: Stage) -> QWidget:
    devices = enrol(stage.office)
    for number, days in ((15, 62), (16, 35), (17, 9)):
        file_came(stage.office, devices[TOP], number, days, tr("Thành phố Đà Nẵng"))
    page = exchange_page(stage, "receive")
    page.receive.start.received.show_files(received_files(stage.office), aside=3)
    put_in_stick(stage, page, 18, 19)
    return stage.window


def _identity(office: Office, number: int, *, follows: bool = True) -> Identity:
    return Identity(
        path=Path(f"GOI_{TOP}_20854_20261120_{number:04d}.goi"),
        package=os.urandom(16),
        device=os.urandom(16),
        office=TOP,
        office_name=tr("Thành phố Đà Nẵng"),
        sender=tr("Lê Quang Hùng"),
        sent_at=office.clock.now() - dt.timedelta(hours=25),
        clock_ok=True,
        number=number,
        counts={1: 14 + number, 2: 31},
        known=False,
        roster_version=1,
        follows=follows,
        former=number - 1 if follows else number - 2,
        size=12_400,
    )


def _tally() -> Tally:
    tally = Tally()
    people, cases, contacts, inspections = (
        record_types()[table].entity
        for table in ("people", "case_files", "contacts", "inspections")
    )
    tally.new.update({people: 3, cases: 1, contacts: 9, inspections: 1})
    tally.updated.update({people: 12, cases: 17, contacts: 2})
    tally.joined.update({people: 6})
    tally.disputed.update({people: 1, cases: 1})
    tally.same.update({people: 84, cases: 36})
    return tally


def _set_aside(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    source = tr("Tệp số {number} của {office}").format(number=18, office=tr("Thành phố Đà Nẵng"))
    rows = [replace(row, source=source) for row in incoming_rows(stage.office)[3:7]]
    found = Preview(Receipt(_identity(stage.office, 18), Tally()), rows=rows)
    found.counts.update(row.group for row in rows)
    page.receive.aside.show_preview(found, _refused_parts()[:3])
    page.receive.stack.setCurrentWidget(page.receive.aside)
    page.receive.aside.changes.rows.turn([1])
    page.take_keyboard()
    return stage.window


def _refused_parts() -> list[RefusedPart]:
    people, cases = (record_types()[table].entity for table in ("people", "case_files"))
    source = tr("Tệp số {number} của {office}").format(number=18, office=tr("Thành phố Đà Nẵng"))
    told = (
        (people, tr("Trần Quốc Hưng"), "rights"),
        (cases, "20854-26-A-0017", f"field {record_types()['case_files'].field('case_type').no}"),
        (people, "", "versions"),
        (0, "", "purge"),
        (0, "", "unknown"),
    )
    return [
        RefusedPart(entity, called, reason_words(why, entity), source, is_kept=True)
        for entity, called, why in told
    ]


def _refused(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    found = Preview(Receipt(_identity(stage.office, 18), Tally()))
    page.receive.aside.show_preview(found, _refused_parts())
    page.receive.stack.setCurrentWidget(page.receive.aside)
    page.take_keyboard()
    return stage.window


def _preview_known(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    at = stage.office.clock.now() - dt.timedelta(hours=3)
    identity = replace(_identity(stage.office, 18), known=True, known_at=at)
    tally = Tally()
    tally.same.update({1: 84, 2: 36})
    page.receive.one.show_preview(identity.path, Preview(Receipt(identity, tally)))
    page.receive.stack.setCurrentWidget(page.receive.one)
    page.take_keyboard()
    return stage.window


def _preview_joined(stage: Stage) -> QWidget:
    _preview(stage)
    stage.page("exchange", ExchangePage).receive.one.changes.table.selectRow(3)
    return stage.window


def _preview_purged(stage: Stage) -> QWidget:
    _preview(stage)
    stage.page("exchange", ExchangePage).receive.one.changes.table.selectRow(2)
    return stage.window


def _preview_without(stage: Stage) -> QWidget:
    _preview(stage)
    changes = stage.page("exchange", ExchangePage).receive.one.changes
    changes.rows.turn([3, 6])
    changes.table.selectRow(3)
    changes.table.setFocus()
    return stage.window


def _preview(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    identity = _identity(stage.office, 18)
    rows = incoming_rows(stage.office)
    rows.insert(2, purged_row())
    found = Preview(Receipt(identity, _tally()), rows=rows, hidden=2)
    found.counts.update({Group.NEW: 14, Group.UPDATED: 31, Group.JOINED: 6, Group.DISPUTED: 2})
    found.counts.update({Group.VOIDED: 1, Group.PURGED: 1})
    page.receive.one.show_preview(identity.path, found)
    page.receive.stack.setCurrentWidget(page.receive.one)
    page.take_keyboard()
    return stage.window


def _preview_for_all(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    rows = [row for row in incoming_rows(stage.office) if row.table == "checklist_templates"]
    path = Path(f"GOI_{TOP}_00000_20261120_0003.goi")
    identity = replace(_identity(stage.office, 3), path=path, for_all=True, former=0, size=310_400)
    found = Preview(Receipt(identity, Tally()), rows=rows)
    found.counts.update({Group.UPDATED: 1})
    page.receive.one.show_preview(identity.path, found)
    page.receive.stack.setCurrentWidget(page.receive.one)
    page.take_keyboard()
    return stage.window


def _many(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    files = [
        Examined(one.path, one)
        for one in (_identity(stage.office, number, follows=number < 20) for number in (18, 19, 21))
    ]
    spoilt = Path("GOI_100048_20854_20261119_0020.goi")
    files.append(Examined(spoilt, trouble=Refused(Reason.CUT, spoilt.name).message))
    ours, top = tr("Xã Tiên Phước"), tr("Thành phố Đà Nẵng")
    for name, own, sender, to in (
        (f"GOI_20854_{TOP}_20261118_0007.goi", True, ours, top),
        (f"GOI_{TOP}_20863_20261120_0009.goi", False, top, tr("Xã Sơn Cẩm Hà")),
    ):
        files.append(Examined(Path(name), elsewhere=Elsewhere(own, sender, (to,))))
    page.receive.many.show_files(files)
    page.receive.many.table.selectRow(3)
    page.receive.stack.setCurrentWidget(page.receive.many)
    page.take_keyboard()
    return stage.window


def _forecast(stage: Stage) -> QWidget:
    _many(stage)
    many = stage.page("exchange", ExchangePage).receive.many
    paths = [one.path for at in range(3) if (one := many.rows.line(at)) is not None]
    counts = Counter(
        {Group.NEW: 14, Group.UPDATED: 31, Group.JOINED: 6, Group.DISPUTED: 2, Group.VOIDED: 1}
    )
    many.show_forecasts(
        (
            Forecast(paths[0], Sight.COVERED, covered_by=19),
            Forecast(paths[1], Sight.COUNTED, counts, purged=1),
            Forecast(paths[2], Sight.LATER),
        )
    )
    many.table.selectRow(1)
    return stage.window


def _report(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "receive")
    spoilt = Path("GOI_100048_20854_20261119_0020.goi")
    contents = ContentTally(frozenset((b"1", b"2", b"3")), frozenset((b"4",)))
    receipts = [Receipt(_identity(stage.office, 18), _tally(), contents=contents)]
    morning = Morning(receipts, [(spoilt, Refused(Reason.CUT, spoilt.name))])
    morning.check_ups.append(CheckUp("Thành phố Đà Nẵng", 4_812, 3, 41, answered=True))
    page.receive.report.show_morning(morning)
    page.receive.stack.setCurrentWidget(page.receive.report)
    page.take_keyboard()
    return stage.window


def _morning(stage: Stage) -> QWidget:
    """Whether one of some files that came together goes back, or all."""
    devices = enrol(stage.office, as_province=True)
    names = (tr("Xã Thạnh Bình"), tr("Xã Lãnh Ngọc"))
    for number, (device, name) in enumerate(zip(devices.values(), names, strict=False), 4):
        file_came(stage.office, device, number, 3, name, morning="1f")
        file_came(stage.office, device, number - 1, 35, name)
    page = exchange_page(stage, "receive")
    files = received_files(stage.office)
    page.receive.start.received.show_files(files)
    together = [one for one in files if one.morning]
    question = which_question(together[0], together)
    dialog = MessageDialog(tr("Hoàn tác lần nhận"), question, Role.WARNING, stage.window)
    dialog.add_cancel(tr("Ở lại"))
    for choice, words in which_choices(together):
        dialog.offer(words, choice, primary=choice == "one")
    return opened(dialog)
