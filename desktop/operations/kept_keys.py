"""Database keys of the offices below, sealed for the recovery key: they come up with every file.

Whoever keeps one can't open it; two officers with their sheets can. It serves an office of which only
a copy of its data is left, without the file in which its key lay sealed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import moment
from desktop.operations.exchange_keys import own_scope
from desktop.operations.office import Office
from desktop.store import keys
from desktop.store.timeline import read_meta, write_meta
from desktop.sync.manifest import Manifest
from desktop.sync.recovery import MOST_BYTES
from desktop.sync.roster import Roster
from desktop.sync.shapes import Malformed, octets, row

SEALED_KEY = "sealed_key"
"""The line of ``sync_meta`` with this file's own key, sealed: hexadecimal."""
RING_BYTES = 16
"""What names a database key for ever: the number that stands in its ``keys.json``."""
_TOLD = "key"
_KEPT = "sealed {ring}"


@dataclass(frozen=True)
class KeptKey:
    """A sealed key that came up. scope: of the office. at: when its file was written."""

    scope: int
    wrapped: bytes
    at: dt.datetime


def told_key(
    office: Office, connection: sa.Connection, roster: Roster, to: int
) -> Mapping[str, object]:
    """What a manifest tells an office above of our sealed key; nothing to anybody else."""
    wrapped = read_meta(connection, SEALED_KEY)
    if not wrapped or not roster.is_above(to, own_scope(connection)):
        return {}
    return {_TOLD: [keys.read_keys(office.folder).office, bytes.fromhex(wrapped)]}


def keep_key(connection: sa.Connection, roster: Roster, manifest: Manifest) -> None:
    """Keep the sealed key that a file from below has told, in the transaction that takes it in.

    What makes no sense is left out, and nobody replaces the key of another office.
    """
    told, scope = manifest.unknown.get(_TOLD), manifest.office
    if told is None or not roster.is_above(own_scope(connection), scope):
        return
    try:
        ring, wrapped = row(told, 2)
        octets(ring, RING_BYTES)
        octets(wrapped, most=MOST_BYTES)
    except Malformed:
        return
    before = kept_key(connection, ring)
    if before is None or (before.scope == scope and before.at <= moment(manifest.wall_ms)):
        line = json.dumps({"office": scope, "key": wrapped.hex(), "at": manifest.wall_ms})
        write_meta(connection, _KEPT.format(ring=ring.hex()), line)


def kept_key(connection: sa.Connection, ring: bytes) -> KeptKey | None:
    """The sealed key that came up of this database; None if none ever did."""
    line = read_meta(connection, _KEPT.format(ring=ring.hex()))
    if not line:
        return None
    told: Mapping[str, Any] = json.loads(line)
    return KeptKey(told["office"], bytes.fromhex(told["key"]), moment(told["at"]))
