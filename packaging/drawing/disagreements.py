"""The pictures of what two places wrote differently, made as a file of the province would make it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from desktop.base.clock import milliseconds
from desktop.fields import Partial
from desktop.operations import records
from desktop.operations.decisions import decide
from desktop.operations.disagreements import disagreements
from desktop.operations.undoing import undo_last
from desktop.records import CaseFile, Person, Record, record_types
from desktop.store import tables
from desktop.store.timeline import keep_origin
from desktop.ui.case_page import CasePage
from desktop.ui.disagreement_banner import DisagreementsDialog
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.person_page import PersonPage
from desktop.versions.origins import GENESIS_OID

from drawing.exchange import enrol
from drawing.stage import Picture, Stage


def disagreement_pictures() -> Iterator[Picture]:
    """The view in its place, over a record, and the mark on a record's screen."""
    yield Picture("27-trao-doi-can-xem-lai", _asked, leave=_leave)
    yield Picture("27-trao-doi-cung-don-vi", _together, leave=_leave)
    yield Picture("27-trao-doi-nhap-khac", _typed, leave=_leave)
    yield Picture("27-trao-doi-da-tu-chon", _chosen, leave=_leave)
    settled = _Settled()
    yield Picture("27-trao-doi-da-giai-quyet", settled.show, leave=settled.leave)
    yield Picture("27-trao-doi-chon-xong", _nothing, leave=_out)
    yield Picture("27-trao-doi-chi-de-xem", _read_only, leave=_leave)
    yield Picture("27-trao-doi-trung-nguoi", _same, leave=_leave_same)
    yield Picture("1-home-hai-noi-ghi", _home, leave=_leave)
    yield Picture("20-ho-so-hai-noi-ghi", _case, leave=_leave)
    yield Picture("21-nguoi-hai-noi-ghi", _person, leave=_leave)
    yield Picture("21-danh-sach-hai-noi-ghi", _list, leave=_leave)
    yield Picture("5-hai-noi-ghi-khac", _dialog, DisagreementsDialog, _leave)


def _differ(stage: Stage) -> None:
    """The clerk has written something; the province has written it otherwise."""
    (device,) = enrol(stage.office).values()
    case, person = stage.case().case, stage.case().person
    told = {"birth_date": Partial(1988, 3, 12), "phone": "0905123456"}
    records.save(stage.office, "people", person.id, told)
    number: dict[str, Any] = {"id_type": "CAN_CUOC", "id_number": "049088001234"}
    number |= {"id_issued_by": "Bộ Công an", "id_issued_on": dt.date(2024, 5, 20)}
    theirs = {"birth_date": Partial(1988, 12, 3), "phone": "0914000111", **number}
    _write_elsewhere(stage, device, Person, person.id, theirs)
    suspended = {"status": "TAM_DINH_CHI"}
    _write_elsewhere(stage, device, CaseFile, case.id, suspended)


def _home(stage: Stage) -> QWidget:
    """The home page and the navigation with what waits for a choice."""
    _differ(stage)
    stage.window.show_page("home").refresh()
    return _counted(stage)


def _write_elsewhere(
    stage: Stage, device: bytes, kind: type[Record], row: Any, values: Mapping[str, Any]
) -> None:
    office = stage.office
    with office.reading() as session:
        held = {**session.get_one(kind, row).values(), **values}
    at = milliseconds(office.clock.now()) + 600_000
    with office.store.connection(write=True) as connection:
        lineage = office.store.timeline().lineage
        origin = lineage.add(os.urandom(8), device, GENESIS_OID, 0)
        keep_origin(connection, origin, 0, "Trần Quốc Hùng")
        for unit in {kind.field(name).unit for name in values}:
            told = {
                field.no: None if (v := held[field.name]) is None else field.kind.to_json(v)
                for field in kind.fields()
                if field.unit == unit
            }
            line = {"ent": kind.entity, "row": row.bytes, "unit": unit, "origin_no": origin.no}
            more = {"hlc": at << 16, "val": json.dumps(told, ensure_ascii=False)}
            connection.execute(sa.insert(tables.siblings), line | more)
    office.store.forget_timeline()


def _leave(stage: Stage) -> None:
    with stage.office.store.connection(write=True) as connection:
        connection.execute(sa.delete(tables.siblings))
    undo_last(stage.office)
    _out(stage)


def _out(stage: Stage) -> None:
    """The office takes part in no exchange any more."""
    with stage.office.store.connection(write=True) as connection:
        connection.execute(sa.delete(tables.roster))
    stage.page("exchange", ExchangePage).refresh()
    stage.settle()


def _view(stage: Stage) -> DisagreementsView:
    page = stage.page("exchange", ExchangePage)
    page.refresh()
    stage.settle()
    page.open_section("review")
    stage.settle()
    (view,) = page.findChildren(DisagreementsView)
    # Another picture may have left it at the other list.
    view.lists.setCurrentIndex(0)
    view.refresh()
    stage.settle()
    view.take_keyboard()
    return view


def _asked(stage: Stage) -> QWidget:
    _differ(stage)
    view = _view(stage)
    person = stage.case().person.id
    at = next(n for n, one in enumerate(view.shown) if one.id == person)
    view.rows.setCurrentRow(at)
    view.card.options.mark(1)
    return stage.window


def _together(stage: Stage) -> QWidget:
    _asked(stage)
    (view,) = stage.window.findChildren(DisagreementsView)
    wide = [n for n, one in enumerate(view.shown) if len(one.fields) > 1]
    assert wide, [
        (one.table, one.unit, len(one.fields), one.asked, view.lists.currentIndex())
        for one in view.shown
    ]
    at = wide[0]
    view.rows.setCurrentRow(at)
    view.card.options.mark(0)
    return stage.window


def _typed(stage: Stage) -> QWidget:
    _together(stage)
    (view,) = stage.window.findChildren(DisagreementsView)
    view.card.options.mark(2)
    return stage.window


def _chosen(stage: Stage) -> QWidget:
    _differ(stage)
    _view(stage).lists.setCurrentIndex(1)
    return stage.window


class _Settled:
    """What the clerk chose, with a note and without; and what stood there before."""

    def __init__(self) -> None:
        self._before: list[records.Reading] = []

    def show(self, stage: Stage) -> QWidget:
        """Choose, and look at what was chosen."""
        self._before = [stage.case().person, stage.case().case]
        _differ(stage)
        asked = [one for one in disagreements(stage.office) if one.asked]
        notes = ("Theo căn cước mới cấp", "", "Theo Quyết định tạm đình chỉ")
        for one, note in zip(asked, notes, strict=True):
            decide(stage.office, one, 0, note)
        view = _view(stage)
        view.lists.setCurrentIndex(view.lists.count() - 1)
        return stage.window

    def leave(self, stage: Stage) -> None:
        """Write what stood there before: the last choice alone could be undone."""
        with stage.office.store.connection(write=True) as connection:
            connection.execute(sa.delete(tables.siblings))
        with stage.office.writing() as session:
            for one in self._before:
                record = session.get_one(record_types()[one.table], one.id)
                for name, value in one.values.items():
                    setattr(record, name, value)
        _out(stage)


def _nothing(stage: Stage) -> QWidget:
    enrol(stage.office)
    _view(stage)
    return stage.window


def _same(stage: Stage) -> QWidget:
    """The clerk's own people, of whom one was written down twice."""
    enrol(stage.office)
    person = stage.case().person
    told = {"full_name": person.called, "sex": person.values["sex"], "phone": "0914000111"}
    told |= {"birth_date": person.values["birth_date"], "occupation": "Làm nông"}
    records.save(stage.office, "people", None, told)
    _view(stage).lists.setCurrentIndex(2)
    return stage.window


def _leave_same(stage: Stage) -> None:
    undo_last(stage.office)
    _out(stage)


def _read_only(stage: Stage) -> QWidget:
    _differ(stage)
    view = _view(stage)
    one = replace(view.shown[0], may_decide=False, home="Phường Hải Châu")
    view.card.show_disagreement(one, 0, len(view.shown), 1)
    return stage.window


def _case(stage: Stage) -> QWidget:
    _differ(stage)
    stage.record("case_files", stage.case_id, CasePage).workspace.tabs.setCurrentIndex(0)
    return _counted(stage)


def _person(stage: Stage) -> QWidget:
    _differ(stage)
    person = stage.case().person.id
    stage.record("people", person, PersonPage).view.tabs.setCurrentIndex(0)
    return stage.window


def _dialog(stage: Stage) -> QWidget:
    _differ(stage)
    page = stage.record("case_files", stage.case_id, CasePage)
    dialog = page.workspace.differing.open()
    stage.settle()
    dialog.view.card.options.mark(0)
    return dialog


def _list(stage: Stage) -> QWidget:
    """The list of people with the mark of one of them."""
    _differ(stage)
    page = stage.page("people", PersonPage)
    page.show_list()
    page.rows.select(stage.case().person.id)
    return _counted(stage)


def _counted(stage: Stage) -> QWidget:
    stage.window.count_all()
    stage.settle()
    return stage.window
