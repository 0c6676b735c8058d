"""What stamping costs a save: the same records through SQLAlchemy, with it and without."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.operations.office import Office
from desktop.records import CaseFile, Contact
from desktop.store.engine import WRITING
from desktop.versions.origins import Dot, Lineage
from desktop.versions.stamp import fresh_sv, mask_of, stamped

from benching.ratio import Bound, Measured, Pair
from benching.workshop import Workshop, seconds

_ROWS, _SERIES = 2000, 5
_SCOPE, _LATE, _FIRST = 20_854, 1 << 40, datetime(2026, 1, 5, 8, tzinfo=UTC)
_ONE = mask_of((Contact.field("content").unit,))
_NEW_SV = fresh_sv(mask_of(Contact.units()), Dot(1_795_219_200_000 << 16, 1))
_EDITED_SV = stamped(_NEW_SV, _ONE, Dot(1_795_219_300_000 << 16, 1), Lineage())


def measure_stamping(shop: Workshop) -> list[Measured]:
    """New and changed contacts of a case, two thousand in one flush, saved to the disk.

    Contacts, because quick search does not know them: it would cost more than both. The floor puts
    bytes of the same length where stamping works out versions; what is left between them is that,
    the log, and the history of an edit.
    """
    news: list[Pair] = []
    edits: list[Pair] = []
    with shop.opened(shop.copy("stamped")) as office, shop.opened(shop.copy("bare")) as twin:
        case = _a_case(office)
        for series in range(min(shop.times, _SERIES) + 1):
            bare, ours = _contacts(case), _contacts(case)
            news.append(_rates(partial(_add_bare, twin, bare), partial(_add, office, ours)))
            texts = [f"Nội dung {series}.{at}" for at in range(_ROWS)]
            edits.append(
                _rates(partial(_edit_bare, twin, bare, texts), partial(_edit, office, ours, texts))
            )
    count = f"{_ROWS:,}".replace(",", ".")
    return [
        Measured(f"thêm {count} dòng qua ORM có đóng dấu", "nghìn/s", news[1:], Bound(least=0.9)),
        Measured(f"sửa {count} dòng qua ORM có đóng dấu", "nghìn/s", edits[1:], Bound(least=0.7)),
    ]


def _rates(floor: partial[None], ours: partial[None]) -> Pair:
    # As in the program, where garbage is collected between two pieces of work (ui/garbage.py):
    # else whoever comes second pays for what both have made.
    gc.collect()
    gc.disable()
    try:
        return Pair(_ROWS / seconds(floor) / 1000, _ROWS / seconds(ours) / 1000)
    finally:
        gc.enable()


def _a_case(office: Office) -> UUID:
    with office.reading() as session:
        return session.scalars(sa.select(CaseFile.id).order_by(CaseFile.number).limit(1)).one()


def _contacts(case: UUID) -> list[Contact]:
    return [
        Contact(
            case_id=case,
            at=_FIRST + timedelta(hours=at),
            channel="TRUC_TIEP",
            content="Thăm tại nhà",
            actor="Nguyễn Thị Hoa",
        )
        for at in range(_ROWS)
    ]


def _add(office: Office, contacts: Sequence[Contact]) -> None:
    with office.writing() as session:
        session.add_all(contacts)


def _edit(office: Office, contacts: Sequence[Contact], texts: Sequence[str]) -> None:
    with office.writing() as session:
        session.add_all(contacts)
        for contact, text in zip(contacts, texts, strict=True):
            contact.content = text


def _bare(office: Office) -> Session:
    engine = office.store.engine.execution_options(**WRITING)
    return Session(engine, expire_on_commit=False)


def _add_bare(office: Office, contacts: Sequence[Contact]) -> None:
    with _bare(office) as session:
        for contact in contacts:
            contact.root, contact.scope, contact.comp = contact.case_id, _SCOPE, 0
            contact.sv, contact.sq = _NEW_SV, _LATE
        session.add_all(contacts)
        session.commit()


def _edit_bare(office: Office, contacts: Sequence[Contact], texts: Sequence[str]) -> None:
    with _bare(office) as session:
        session.add_all(contacts)
        for contact, text in zip(contacts, texts, strict=True):
            contact.content, contact.sv, contact.sq = text, _EDITED_SV, contact.sq + 1
        session.commit()
