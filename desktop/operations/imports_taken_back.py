"""Taking a whole import back, or those of a morning, as if their files had never come."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.base.errors import Cancelled, UserError
from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.operations.import_changes import changes_since, end_of_log
from desktop.operations.office import Office
from desktop.operations.opened_files import Progress, silent
from desktop.rules.permissions import Permission
from desktop.store import tables
from desktop.store.exchange.before import TakenBack
from desktop.store.exchange.receipts import FOR_ALL, MORNING, STRUCK, TAKEN_IN
from desktop.store.exchange.revoking import revoke_import
from desktop.store.store import Changes


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was taken in. can_go_back: whether it changed something and still stands.

    for_all: whether it was one for everybody; those have numbers of their own. is_struck: whether its
    sender was struck before, so that all of it was set aside. morning: what it has in common with
    those that were taken in with it, empty for one that came alone.
    """

    package: bytes
    name: str
    office_name: str
    number: int
    at: dt.datetime
    rows: int
    can_go_back: bool
    undone: bool
    for_all: bool = False
    is_struck: bool = False
    morning: str = ""


def received_files(office: Office, limit: int = 200) -> list[ReceivedFile]:
    """The files that were taken in, the latest first."""
    office.require(Permission.EXCHANGE)
    return _read(office, (), limit)


def morning_files(office: Office, morning: str) -> list[ReceivedFile]:
    """The files that were taken in together and can go back, the latest first.

    morning: what is told of each of them.
    """
    office.require(Permission.EXCHANGE)
    asked = tables.packages.c.told.contains(morning, autoescape=True)
    found = _read(office, (asked,)) if morning else []
    return [one for one in found if one.can_go_back and one.morning == morning]


def last_morning(office: Office) -> str:
    """What the files have in common of the last morning of which some can go back.

    Raises UserError if there is none.
    """
    office.require(Permission.EXCHANGE)
    found = _read(office, (tables.packages.c.told.contains(f'"{MORNING}"', autoescape=True),))
    for one in found:
        if one.morning and one.can_go_back:
            return one.morning
    raise UserError(tr("Không có đợt nhận nhiều tệp nào còn hoàn tác được. Chưa có gì thay đổi."))


def _read(
    office: Office, asked: Iterable[sa.ColumnElement[bool]], limit: int | None = None
) -> list[ReceivedFile]:
    packages = tables.packages
    with office.store.connection() as connection:
        rows = connection.execute(
            sa.select(packages)
            .where(packages.c.dir.in_(TAKEN_IN), *asked)
            .order_by(packages.c.seq.desc(), packages.c.at.desc())
            .limit(limit)
        ).all()
    return [_file(row) for row in rows]


def _file(row: Any) -> ReceivedFile:
    told: dict[str, str] = json.loads(row.told)
    return ReceivedFile(
        bytes(row.pkg),
        told.get("name", ""),
        told.get("office", ""),
        row.number,
        dt.datetime.fromtimestamp(row.at / 1000, dt.UTC),
        row.rows,
        bool(row.seq or row.dir == STRUCK) and not row.undone,
        bool(row.undone),
        row.dir == FOR_ALL,
        row.dir == STRUCK,
        told.get(MORNING, ""),
    )


def take_import_back(office: Office, package: bytes | None = None) -> TakenBack:
    """Put everything back that one file has changed; it may be taken in again.

    package: which one; the last file that changed something if left out. Rows on which somebody has
    worked since keep what they have; what was purged stays purged.
    Raises UserError if there is no such file, or if it was taken back already.
    """
    office.require(Permission.EXCHANGE)
    return _take_back(office, _chosen(office, package))


def _chosen(office: Office, package: bytes | None) -> bytes:
    """The package that can go back. Raises UserError if there is none."""
    mine = tables.packages.c.pkg == package
    files = received_files(office) if package is None else _read(office, (mine,))
    chosen = next((one.package for one in files if one.can_go_back), None)
    if chosen is None:
        raise _cannot_go_back(next(iter(files), None))
    return chosen


def _take_back(office: Office, package: bytes) -> TakenBack:
    with office.store.importing(office.user.name) as inbound:
        done = revoke_import(inbound, package)
        office.note_in(inbound.connection, "receive", tr("Hoàn tác một lần nhận tệp"))
    return done


def _cannot_go_back(file: ReceivedFile | None) -> UserError:
    """Why there is nothing to put back. file: the one that was meant, if it is known here."""
    if file is None:
        return UserError(tr("Chưa có lần nhận tệp nào còn hoàn tác được. Chưa có gì thay đổi."))
    told = (
        tr(
            "Lần nhận tệp {name} đã được hoàn tác rồi. Chưa có gì thay đổi. Muốn có lại dữ liệu của "
            "tệp, hãy nhận lại tệp ấy."
        )
        if file.undone
        else tr(
            "Tệp {name} không làm thay đổi gì trong sổ nên không có gì để hoàn tác. "
            "Chưa có gì thay đổi."
        )
    )
    return UserError(told.format(name=file.name))


# -- with a copy of the office before -------------------------------------------------------


@dataclass(frozen=True)
class PutBack:
    """What came of taking an import back, and which records are otherwise now."""

    done: TakenBack
    changes: Changes


@dataclass(frozen=True)
class MorningBack(PutBack):
    """What came of taking many imports back, the latest first.

    back: the files that were taken back, each of them whole; left: those that stand as they did,
    because the work was stopped or met with trouble at the first of them.
    """

    back: Sequence[ReceivedFile]
    left: Sequence[ReceivedFile]
    trouble: UserError | None


def put_back(office: Office, package: bytes | None = None) -> PutBack:
    """Copy the office, then put everything back that one file has changed.

    package: as for ``take_import_back``, whose errors it raises; there is no copy then.
    """
    office.require(Permission.EXCHANGE)
    chosen = _chosen(office, package)
    upkeep.back_up_here(office, before_files=True)
    end = end_of_log(office)
    done = _take_back(office, chosen)
    return PutBack(done, changes_since(office, end))


def put_morning_back(office: Office, morning: str, progress: Progress | None = None) -> MorningBack:
    """Copy the office once, then take the files back that were taken in together, the latest first.

    Each is taken back whole or not at all, and those before it stay taken back: what is left can be
    taken back by the same again, and taken in again is only what was taken back.
    progress: files done, and how many there are; may raise Cancelled to stop between two of them.
    Raises UserError if none of them can go back.
    """
    office.require(Permission.EXCHANGE)
    files = morning_files(office, morning)
    if not files:
        raise UserError(tr("Đợt nhận này không còn tệp nào hoàn tác được. Chưa có gì thay đổi."))
    upkeep.back_up_here(office, before_files=True)
    end, done = end_of_log(office), TakenBack()
    back: list[ReceivedFile] = []
    trouble: UserError | None = None
    with office.store.bulk_work():
        try:
            for at, file in enumerate(files):
                (progress or silent)(at, len(files))
                done.add(_take_back(office, file.package))
                back.append(file)
        except Cancelled:
            pass
        except UserError as error:
            trouble = error
    return MorningBack(done, changes_since(office, end), back, files[len(back) :], trouble)
