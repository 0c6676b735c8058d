"""What a file tells besides records, on its way in: each fact is taken, or set aside whole.

A fact of a kind that this version doesn't know is set aside as well: a later version takes it up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop.base.text import is_plain
from desktop.operations import check_up_facts, purging
from desktop.operations.enrolment import accept_roster
from desktop.operations.exchange_keys import held_roster
from desktop.operations.office import Office
from desktop.operations.section_heads import HEAD, read_head
from desktop.operations.told_facts import ENDS, GRAVES, ROSTER, SAME, SESSIONS, SHARES, WHO
from desktop.store.exchange.endings import Ending
from desktop.store.exchange.facts import Grave, Share
from desktop.store.exchange.inbound import Inbound, Session
from desktop.store.exchange.sameness import Same
from desktop.sync.items import Facts
from desktop.sync.shapes import Malformed, letters, octets, row, whole
from desktop.sync.signed_roster import SignedRoster
from desktop.versions.stamp import MOST_HLC

_ID, _OID, _MOST_SCOPE, _MOST_TEXT, _MOST_NO, _MOST_NAME = 16, 8, (1 << 32) - 1, 2000, 40, 80
_MOST_SIGNATURE, _MOST_ROSTER = 4096, 16 << 20
_BY_ROW = frozenset({SHARES, ENDS, GRAVES, SAME, SESSIONS, WHO, ROSTER})
KINDS = _BY_ROW.union(check_up_facts.KINDS, purging.KINDS)
"""Kinds of facts that this version knows."""


class IncomingFacts:
    """Takes the facts of one file. sender: the PC that it comes from."""

    def __init__(self, office: Office, inbound: Inbound, sender: bytes) -> None:
        self._office, self._inbound, self._sender = office, inbound, sender
        self.check_up = check_up_facts.HeardFacts()
        self._takers: Mapping[str, Callable[[Any], None]] = {
            SHARES: lambda told: inbound.facts.take_shares([_share(told)]),
            ENDS: lambda told: inbound.facts.take_endings([_ending(told)]),
            GRAVES: lambda told: inbound.facts.take_graves([_grave(told)]),
            SAME: lambda told: inbound.facts.take_verdicts([_same(told)]),
            SESSIONS: lambda told: inbound.learn([session_of(told)]),
            WHO: lambda told: inbound.name_people([_name(told)]),
            ROSTER: self._take_roster,
        }

    def take(self, facts: Facts) -> None:
        """Take what can be taken. Raises FileMissing, Untrusted."""
        if facts.kind in check_up_facts.KINDS:
            self.check_up.take(facts)
            return
        if facts.kind == HEAD:
            for told in read_head(facts.rows):
                self._inbound.arrivals.learn_fields(told.entity, told.units)
            return
        if facts.kind in purging.KINDS:
            connection = self._inbound.connection
            purging.hear(connection, held_roster(connection), self._sender, facts)
            return
        self.take_each(facts.kind, facts.rows)

    def take_each(self, kind: str, rows: Iterable[Any]) -> None:
        """Take facts of one kind."""
        # A taker of a kind that is not among those of above would never be asked.
        taker = self._takers[kind] if kind in _BY_ROW else None
        refused = self._inbound.refused
        for told in rows:
            if taker is None:
                refused.fact(kind, told, "unknown")
                continue
            before = len(refused.found)
            try:
                taker(told)
            except Malformed:
                refused.fact(kind, told, "fact")
                continue
            for _, _, why in refused.found[before:]:
                refused.keep_fact(kind, told, why)

    def _take_roster(self, told: Any) -> None:
        body, signature = row(told, 2)
        signed = SignedRoster(
            octets(body, most=_MOST_ROSTER), octets(signature, most=_MOST_SIGNATURE)
        )
        accept_roster(self._office, self._inbound.connection, signed)


def session_of(told: Any) -> Session:
    """A session as a fact tells it. Raises Malformed."""
    oid, device, parent, cut = row(told, 4)
    return Session(
        octets(oid, _OID), octets(device, _ID), octets(parent, _OID), whole(cut, 0, MOST_HLC)
    )


def _share(told: Any) -> Share:
    root, office, reason, closed, hlc, oid = row(told, 6)
    return Share(
        octets(root, _ID),
        whole(office, 1, _MOST_SCOPE),
        _text(reason, _MOST_TEXT),
        int(closed) if type(closed) is bool else whole(closed, 0, 1),
        whole(hlc, 1, MOST_HLC),
        octets(oid, _OID),
    )


def _ending(told: Any) -> Ending:
    root, office, share_hlc, share_oid, hlc, oid = row(told, 6)
    return Ending(
        octets(root, _ID),
        whole(office, 1, _MOST_SCOPE),
        whole(share_hlc, 1, MOST_HLC),
        octets(share_oid, _OID),
        whole(hlc, 1, MOST_HLC),
        octets(oid, _OID),
    )


def _grave(told: Any) -> Grave:
    record, hlc, oid, reason, doc_no, signature = row(told, 6)
    return Grave(
        octets(record, _ID),
        whole(hlc, 1, MOST_HLC),
        octets(oid, _OID),
        _text(reason, _MOST_TEXT),
        _text(doc_no, _MOST_NO),
        octets(signature, most=_MOST_SIGNATURE),
    )


def _same(told: Any) -> Same:
    a, b, verdict, by, hlc, oid = row(told, 6)
    one = Same(
        octets(a, _ID),
        octets(b, _ID),
        _text(verdict, _MOST_NO),
        _text(by, _MOST_NAME),
        whole(hlc, 1, MOST_HLC),
        octets(oid, _OID),
    )
    if not one.is_sound:
        raise Malformed("no verdict on two people")
    return one


def _name(told: Any) -> tuple[bytes, str]:
    oid, name = row(told, 2)
    return octets(oid, _OID), _text(name, _MOST_NAME)


def _text(value: Any, most: int) -> str:
    """Words that may be shown and printed."""
    if not is_plain(letters(value, most)):
        raise Malformed("signs that nobody types")
    return value
