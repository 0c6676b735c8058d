"""The screens of the gallery on which files go to other offices, and the board of a province.

The sample office takes part in no exchange: an authority that lives for one picture lets it in,
and what it wrote is taken away again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from desktop.base.clock import milliseconds
from desktop.base.i18n import tr
from desktop.operations.acknowledging import HeardCode, SaidCode
from desktop.operations.exchange_board import read_board
from desktop.operations.exchange_keys import keep_roster, own_keys, own_scope
from desktop.operations.office import Office
from desktop.operations.package_files import EVERYBODY, FoundPackage
from desktop.operations.purge_board import AskedPurge, GrantedPurge, PurgeBoard
from desktop.operations.purging import Request
from desktop.operations.sending import Sent
from desktop.operations.sending_to_all import PendingForAll
from desktop.operations.unconfirmed import Unconfirmed
from desktop.records import record_types
from desktop.store import tables
from desktop.sync.ack_code import make_ack_code
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import COMMUNE, PROVINCE, REFERENCE, DeviceEntry, OfficeEntry
from desktop.ui.ack_dialogs import AckCodeDialog, HearAckDialog, heard_words
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.package_history_dialog import PackageHistoryDialog
from desktop.ui.package_watch import Drive, Found
from desktop.ui.purge_board import PurgesDialog

from drawing.stage import Picture, Stage

TOP = 100_048
_NEIGHBOURS = {
    20_242: "Phường Hải Châu",
    20_257: "Phường Hòa Cường",
    20_263: "Phường Thanh Khê",
    20_314: "Phường An Hải",
    20_836: "Xã Sơn Cẩm Hà",
    20_848: "Xã Lãnh Ngọc",
    20_857: "Xã Thạnh Bình",
    20_875: "Xã Trà My",
}
_MAIL = Path("/home/lan/Tài liệu/Thư đi")
STICK = Path("/media/lan/KINGSTON")
FREE = 14_200_000_000


def exchange_screens() -> Iterator[Picture]:
    """Sending and the board, and the dialog of an office's files."""
    yield Picture("1-home-chua-gui", _home, leave=leave)
    yield Picture("27-trao-doi-chua-co-the", _outside)
    yield Picture("27-trao-doi-gui", _send, leave=leave)
    yield Picture("27-trao-doi-gui-nhieu-noi", _send_down, leave=leave)
    yield Picture("27-trao-doi-gui-chung", _send_to_all, leave=leave)
    yield Picture("27-trao-doi-gui-chung-chua-co", partial(_send_to_all, empty=True), leave=leave)
    yield Picture("27-trao-doi-da-gui-chung", _sent_to_all, leave=leave)
    yield Picture("27-trao-doi-da-gui", _sent, leave=leave)
    yield Picture("27-trao-doi-da-gui-thu", _sent_by_mail, leave=leave)
    yield Picture("5-ma-xac-nhan", _code, AckCodeDialog, leave)
    yield Picture("5-nhap-ma-xac-nhan", _hear, HearAckDialog, leave)
    yield Picture("27-trao-doi-theo-doi", _board, leave=leave)
    yield Picture("5-tep-gui-nhan", _history, PackageHistoryDialog, leave)
    yield Picture("5-de-nghi-xoa-cho-ky", _purges, PurgesDialog, leave)


# -- an authority for one picture ---------------------------------------------------------------


def _entry(device: bytes, scope: int, public: tuple[bytes, str], label: str) -> DeviceEntry:
    may = frozenset({REFERENCE}) if scope == TOP else frozenset[str]()
    return DeviceEntry(device, scope, "A", *public, frozenset[int](), may, None, label)


def enrol(office: Office, *, as_province: bool = False) -> dict[int, bytes]:
    """Let the office take part, below a province or as one; returns the PCs of the offices."""
    leave_exchange(office)
    authority = AuthorityKey.new()
    with office.store.connection(write=True) as connection:
        own, mine = own_scope(connection), own_keys(connection).public
    others = _NEIGHBOURS if as_province else {TOP: tr("Thành phố Đà Nẵng")}
    keys = {scope: DeviceKeys.new(os.urandom(16)).public for scope in others}
    above = None if as_province else TOP
    entries = [OfficeEntry(own, tr("Xã Tiên Phước"), above, PROVINCE if as_province else COMMUNE)]
    entries += [
        OfficeEntry(scope, name, own if as_province else None, COMMUNE if as_province else PROVINCE)
        for scope, name in others.items()
    ]
    devices = [_entry(mine.device, own, (mine.sign, mine.age), tr("Máy A"))]
    devices += [
        _entry(one.device, scope, (one.sign, one.age), tr("Máy A")) for scope, one in keys.items()
    ]
    issued = milliseconds(office.clock.now())
    roster = Roster(1, issued, authority.public, tuple(entries), tuple(devices))
    with office.store.connection(write=True) as connection:
        keep_roster(connection, sign_roster(roster, authority), roster)
    return {scope: one.device for scope, one in keys.items()}


def leave_exchange(office: Office) -> None:
    """Take away what a former picture let in."""
    with office.store.connection(write=True) as connection:
        for table in (tables.roster, tables.peers, tables.packages, tables.edges):
            connection.execute(sa.delete(table))


def leave(stage: Stage) -> None:
    """Let the office be outside the exchange again, and the page show it."""
    leave_exchange(stage.office)
    page = stage.page("exchange", ExchangePage)
    page.receive.go_to_start()
    page.refresh()
    stage.window.foot.count()
    stage.settle()


def _sent_on(office: Office, device: bytes, scope: int, days: int) -> None:
    """A file went out so many days ago, and was not confirmed."""
    at = milliseconds(office.clock.now() - dt.timedelta(days=days))
    line = {"device": device, "office": scope, "sent_no": 4, "sent_seq": 1, "last_out": at}
    with office.store.connection(write=True) as connection:
        connection.execute(sa.insert(tables.peers), line)


def file_came(
    office: Office,
    device: bytes,
    number: int,
    days: int,
    name: str,
    *,
    clock_ok: bool = True,
    morning: str = "",
) -> bytes:
    """A file came so many days ago.

    clock_ok: whether its PC's clock was believed. morning: what it has in common with others of that
    day.
    """
    package = os.urandom(16)
    entities = [record_types()[table].entity for table in ("people", "case_files", "contacts")]
    taken = milliseconds(office.clock.now() - dt.timedelta(days=days - 1))
    told = {
        "name": f"GOI_100048_20854_20261120_{number:04d}.goi",
        "office": name,
        "sender": tr("Lê Quang Hùng"),
        "at": taken,
        "by": office.user.name,
        "counts": {entity: [number, 9, 3, 1, 4 * number] for entity in entities},
        "left": 2,
        "clock_ok": clock_ok,
        "morning": morning,
    }
    line = {
        "pkg": package,
        "dir": "in",
        "device": device,
        "from_seq": 0,
        "to_seq": 1,
        "digest": bytes(32),
        "rows": 14 * number,
        "at": milliseconds(office.clock.now() - dt.timedelta(days=days)),
        "number": number,
        "seq": 1,
        "told": json.dumps(told, ensure_ascii=False),
    }
    with office.store.connection(write=True) as connection:
        connection.execute(sa.insert(tables.packages), line)
    return package


# -- sending --------------------------------------------------------------------------------


def exchange_page(stage: Stage, section: str) -> ExchangePage:
    """The page read anew, with one of its tabs in front."""
    page = stage.page("exchange", ExchangePage)
    page.refresh()
    stage.window.foot.count()
    stage.settle()
    while page.watch.looking:
        stage.settle()
    page.open_section(section)
    stage.settle()
    page.take_keyboard()
    return page


def put_in_stick(stage: Stage, page: ExchangePage, *numbers: int) -> None:
    """A stick with files of the province."""
    with stage.office.store.connection() as connection:
        own = own_scope(connection)
    found = [
        FoundPackage(
            STICK / f"GOI_{TOP}_{own}_202611{18 + at}_{number:04d}.goi",
            STICK,
            12_400 * number,
            TOP,
            own,
            number,
        )
        for at, number in enumerate(numbers)
    ]
    page.watch.found = Found((Drive(STICK, FREE),), tuple(found))
    page.watch.looked.emit()
    page.take_keyboard()


def _home(stage: Stage) -> QWidget:
    devices = enrol(stage.office)
    _sent_on(stage.office, devices[TOP], TOP, 7)
    file_came(stage.office, devices[TOP], 16, 35, tr("Thành phố Đà Nẵng"))
    stage.window.show_page("home").refresh()
    stage.window.foot.count()
    return stage.window


def _outside(stage: Stage) -> QWidget:
    stage.page("exchange", ExchangePage)
    return stage.window


def _send(stage: Stage) -> QWidget:
    devices = enrol(stage.office)
    _sent_on(stage.office, devices[TOP], TOP, 41)
    put_in_stick(stage, exchange_page(stage, "send"))
    return stage.window


def _send_down(stage: Stage) -> QWidget:
    for scope, device in enrol(stage.office, as_province=True).items():
        if scope % 3:
            _sent_on(stage.office, device, scope, scope % 23)
    page = exchange_page(stage, "send")
    # The sample has written nothing for these communes: what a province would see.
    first, second, third, *_others = sorted(_NEIGHBOURS)
    waiting = {first: Unconfirmed(37, is_sent=False), second: Unconfirmed(1_204, is_sent=True)}
    page.send.offices.show_waiting(waiting | {third: Unconfirmed(2, is_sent=False)})
    put_in_stick(stage, page)
    return stage.window


def _send_to_all(stage: Stage, *, empty: bool = False) -> QWidget:
    enrol(stage.office, as_province=True)
    page = exchange_page(stage, "send")
    put_in_stick(stage, page)
    page.send.offices.view.setCurrentIndex(page.send.offices.shown.index(0, 0))
    stage.settle()
    # Whatever the sample has changed of what belongs to all: these are a province's.
    counts = {} if empty else {20: 2, 21: 41, 25: 37, 1: 6}
    at = stage.office.clock.now() - dt.timedelta(days=26)
    graves, last = (0, None) if empty else (1, at)
    found = PendingForAll(138, 141, counts, graves, 0 if empty else 5, 0 if empty else 3, last)
    page.send.everybody.show_pending(found)
    page.take_keyboard()
    return stage.window


def _sent_to_all(stage: Stage) -> QWidget:
    enrol(stage.office, as_province=True)
    page = exchange_page(stage, "send")
    page.send.offices.view.setCurrentIndex(page.send.offices.shown.index(0, 0))
    stage.settle()
    path = STICK / f"GOI_{TOP}_00000_20261121_0004.goi"
    sent = Sent(path, 48_200, 4, EVERYBODY, tr("chung cho {n} nơi").format(n=138), {25: 86})
    page.send.result.show_sent(sent, may_pull=True)
    page.send.stack.setCurrentWidget(page.send.result)
    page.take_keyboard()
    return stage.window


def _sent(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "send")
    path = STICK / f"GOI_20854_{TOP}_20261121_0005.goi"
    sent = Sent(path, 12_840, 5, TOP, tr("Thành phố Đà Nẵng"), {1: 37})
    page.send.result.show_sent(sent, may_pull=True)
    page.send.stack.setCurrentWidget(page.send.result)
    page.take_keyboard()
    return stage.window


def _sent_by_mail(stage: Stage) -> QWidget:
    enrol(stage.office)
    page = exchange_page(stage, "send")
    names = (f"GOI_20854_{TOP}_20261121_{number:04d}.goi" for number in range(5, 9))
    first, *others = (_MAIL / name for name in names)
    counts, told = {1: 1_937, 2: 412}, tr("Thành phố Đà Nẵng")
    sent = Sent(first, 52_840_112, 5, TOP, told, counts, tuple(others), 64)
    page.send.result.show_sent(sent, may_pull=False)
    page.send.stack.setCurrentWidget(page.send.result)
    page.take_keyboard()
    return stage.window


def _code(stage: Stage) -> QWidget:
    codes = [SaidCode(bytes(16), "A", tr("Máy A"), make_ack_code(bytes(range(16)), 218, bytes(12)))]
    dialog = AckCodeDialog(tr("Thành phố Đà Nẵng"), codes, stage.window)
    dialog.open()
    return dialog


def _hear(stage: Stage) -> QWidget:
    enrol(stage.office)
    dialog = HearAckDialog(stage.workplace, stage.window)
    dialog.open()
    heard = HeardCode(TOP, tr("Thành phố Đà Nẵng"), tr("Máy A"), 37, 2, receded=False)
    dialog.news.set_text(heard_words(heard))
    dialog.news.show()
    return dialog


# -- the board ------------------------------------------------------------------------------


def _fill_board(stage: Stage) -> None:
    devices = enrol(stage.office, as_province=True)
    for at, (scope, device) in enumerate(devices.items()):
        for number in range(1, 6 - at % 4):
            if (at, number) == (2, 2):
                continue
            days = 150 - 30 * number - at
            name, right = _NEIGHBOURS[scope], at not in (1, 3)
            file_came(stage.office, device, number, days, name, clock_ok=right)
    waiting = {"device": list(devices.values())[2], "from_seq": 1, "from_h": bytes(12)}
    line = {**waiting, "to_seq": 2, "to_h": bytes(12), "at": 1}
    with stage.office.store.connection(write=True) as connection:
        connection.execute(sa.insert(tables.edges), line)


def _board(stage: Stage) -> QWidget:
    _fill_board(stage)
    exchange_page(stage, "board")
    return stage.window


def _purges(stage: Stage) -> PurgesDialog:
    enrol(stage.office, as_province=True)
    person, case = stage.case().person.id, stage.case_id
    dialog = PurgesDialog(stage.workplace, stage.window)
    dialog.open()
    stage.settle()
    at = stage.office.clock.now() - dt.timedelta(days=4)
    consent, twice = tr("Rút lại sự đồng ý xử lý dữ liệu"), tr("Lập nhầm hồ sơ")
    neighbours = list(_NEIGHBOURS.items())[:3]
    (hai_chau, first), (hoa_cuong, second), (_, third) = neighbours
    asked = [
        AskedPurge(
            Request(person, "people", hai_chau, consent, "12/UBND-VHXH", at),
            first,
            tr("Người được hỗ trợ"),
            "KH-0113",
        ),
        AskedPurge(
            Request(case, "case_files", hoa_cuong, twice, "31/UBND", at),
            second,
            tr("Hồ sơ"),
            "20257-26-A-0004",
        ),
    ]
    pcs = tuple(tr("{office}, Máy A").format(office=name) for name in (first, third))
    granted = [
        GrantedPurge(consent, "45/QĐ-SYT", 3, 7, pcs),
        GrantedPurge(twice, "39/QĐ-SYT", 1, 9, ()),
    ]
    dialog.show_board(PurgeBoard(asked, granted, may_grant=True))
    return dialog


def _history(stage: Stage) -> QWidget:
    _fill_board(stage)
    row = next(one for one in read_board(stage.office).rows if one.scope in _NEIGHBOURS)
    dialog = PackageHistoryDialog(stage.workplace, row, stage.window)
    dialog.open()
    return dialog
