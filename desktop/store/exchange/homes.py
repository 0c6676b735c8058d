"""Whose a tree is and who else sees it: moving it to another office, sharing it, burying it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.store.exchange.facts import Facts, Grave, Share
from desktop.store.exchange.inbound import raw_connection
from desktop.store.exchange.joining import HOME_UNIT
from desktop.store.stamping import STAMPER, Stamper
from desktop.versions.stamp import mask_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.records import Record


def move(session: Session, record: Record, scope: int, seeing: Iterable[int]) -> None:
    """Give a tree to another office, in a ``writing`` session; it goes out whole with the next files.

    record: the root of the tree. scope: the office that has it from now on. seeing: offices that see
    it from now on, the new one among them; each gets a share.
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
    for office in seeing:
        facts.take_share(Share(record.id.bytes, office, "", 0, dot.hlc, oid), seq)
    facts.touch(record.id.bytes, seq, scope)
    session.expire_all()


def bury(session: Session, record: Record, reason: str, doc_no: str, signature: bytes) -> None:
    """Purge a record and all that hangs on it, in a ``writing`` session.

    signature: of the authority, over what the mark says.
    """
    session.flush()
    stamper: Stamper = session.info[STAMPER]
    seq, dot = stamper.log_apart("purge", [(record.entity, record.id.bytes, b"")])
    oid = stamper.lineage[dot.origin].oid
    grave = Grave(record.id.bytes, dot.hlc, oid, reason, doc_no, signature)
    Facts(raw_connection(session.connection()), stamper.lineage).take_grave(grave, seq)
    session.expunge_all()
