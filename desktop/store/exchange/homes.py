"""Whose a tree is and who else sees it: moving it to another office, sharing it, burying it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.records import Person
from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.endings import Endings
from desktop.store.exchange.facts import Facts, Grave, Share
from desktop.store.exchange.replaced import put_back
from desktop.store.exchange.sameness import Same, Verdicts
from desktop.store.exchange.shapes import HOME_UNIT
from desktop.store.stamping import CHANGES, STAMPER, Stamper
from desktop.versions.stamp import mask_of

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from desktop.records import Record


def move(
    session: Session,
    record: Record,
    scope: int,
    seeing: Iterable[int],
    leaving: Iterable[int] = (),
    reason: str = "",
) -> None:
    """Give a tree to another office, in a ``writing`` session; it goes out whole with the next files.

    record: the root of the tree. scope: the office that has it from now on. seeing: offices that see
    it from now on, the new one among them; each gets a share. leaving: offices that had it and get
    only this moment of it, nothing later. reason: goes with all of these shares.
    """
    assert record.root is None, "only a whole tree moves"
    session.flush()
    stamper: Stamper = session.info[STAMPER]
    seq, dot = stamper.stamp_unit(record, mask_of((HOME_UNIT,)), {HOME_UNIT: {0: record.scope}})
    raw = raw_connection(session.connection())
    facts = Facts(raw, stamper.lineage)
    raw.execute(
        f"UPDATE {record.__tablename__} SET sv = ?, sq = ?, scope = ? WHERE id = ?",
        (record.sv, seq, scope, record.id.bytes),
    )
    oid = stamper.lineage[dot.origin].oid
    for offices, closed in ((seeing, 0), (leaving, 1)):
        for office in offices:
            hlc = facts.later_than_known(record.id.bytes, office, dot.hlc)
            share = Share(record.id.bytes, office, reason, closed, hlc, oid)
            facts.take_share(share, seq)
            if closed and office == stamper.scope:
                Endings(raw, stamper.lineage).learn(share, dot, seq)
    facts.touch(record.id.bytes, seq, scope)
    session.expire_all()


def take_back_shares(session: Session, tx: int) -> None:
    """Let nobody hear of what a transaction said of who sees a tree; it was in no file yet."""
    log = tables.log
    lines = session.scalars(sa.select(log.c.seq).where(log.c.tx == tx)).all()
    put_back(raw_connection(session.connection()), lines)


def was_sent(session: Session, tx: int) -> bool:
    """Whether a file with this transaction, or a part of it, was written for anybody."""
    log, peers = tables.log, tables.peers
    first = session.scalar(sa.select(sa.func.min(log.c.seq)).where(log.c.tx == tx)) or 0
    return (session.scalar(sa.select(sa.func.max(peers.c.sent_seq))) or 0) >= first


def show(session: Session, record: Record, office: int, reason: str) -> None:
    """Let another office see a tree and write in it, in a ``writing`` session; it stays ours."""
    assert record.root is None, "only a whole tree is shown"
    session.flush()
    stamper: Stamper = session.info[STAMPER]
    seq, dot = stamper.log_apart(stamper.kind, [(record.entity, record.id.bytes, record.sv)])
    facts = Facts(raw_connection(session.connection()), stamper.lineage)
    oid = stamper.lineage[dot.origin].oid
    hlc = facts.later_than_known(record.id.bytes, office, dot.hlc)
    facts.take_share(Share(record.id.bytes, office, reason, 0, hlc, oid), seq)
    facts.touch(record.id.bytes, seq)
    session.expire_all()


def give_verdict(session: Session, one: uuid.UUID, other: uuid.UUID, verdict: str, by: str) -> None:
    """Say of two people whether they are one, in a ``writing`` session."""
    session.flush()
    stamper: Stamper = session.info[STAMPER]
    a, b = sorted((one.bytes, other.bytes))
    seq, dot = stamper.log_apart(stamper.kind, [(Person.entity, a, b), (Person.entity, b, a)])
    verdicts = Verdicts(raw_connection(session.connection()), stamper.lineage)
    hlc = verdicts.later_than_known(a, b, dot.hlc)
    verdicts.take(Same(a, b, verdict, by, hlc, stamper.lineage[dot.origin].oid), seq)
    session.info[CHANGES].update((Person.__tablename__, row) for row in (one, other))


def bury(session: Session, record: Record, reason: str, doc_no: str, signature: bytes) -> None:
    """Purge a record and all that hangs on it, in a ``writing`` session.

    signature: of the authority, over what the mark says.
    """
    session.flush()
    session.info[CHANGES].add((record.__tablename__, record.id))
    bury_mark(session, record.id.bytes, reason, doc_no, signature)


def bury_mark(session: Session, row: bytes, reason: str, doc_no: str, signature: bytes) -> None:
    """The same for an id, whatever it is of."""
    stamper: Stamper = session.info[STAMPER]
    seq, dot = stamper.log_apart("purge", [(0, row, b"")])
    oid = stamper.lineage[dot.origin].oid
    grave = Grave(row, dot.hlc, oid, reason, doc_no, signature)
    Facts(raw_connection(session.connection()), stamper.lineage).take_grave(grave, seq)
    session.expunge_all()
