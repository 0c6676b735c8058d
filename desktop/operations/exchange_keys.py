"""This PC's keys for the exchange, and the roster that its office holds."""

from __future__ import annotations

import functools
from typing import Any, cast

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.store import tables
from desktop.store.timeline import note_roster, read_meta, write_meta
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.roster import Roster
from desktop.sync.signed_roster import SignedRoster, read_roster

_KEYS, _AUTHORITY = "exchange_keys", "exchange_authority"
_READ = "soxa_roster"
"""What is noted of a connection: signature, authority and content of the roster that it has read."""


class NotEnrolled(UserError):
    """This office takes part in no exchange yet."""


def own_keys(connection: sa.Connection) -> DeviceKeys:
    """The keys of this PC, made when they are asked for first: in a writing transaction then."""
    kept = read_meta(connection, _KEYS)
    if kept:
        return DeviceKeys.from_bytes(bytes.fromhex(kept))
    keys = DeviceKeys.new(bytes.fromhex(read_meta(connection, "device")))
    keep_keys(connection, keys)
    return keys


def has_keys(connection: sa.Connection) -> bool:
    """Whether this PC has made its keys, that is: has asked for a card or gives them out."""
    return bool(read_meta(connection, _KEYS))


def keep_keys(connection: sa.Connection, keys: DeviceKeys) -> None:
    """Keep the keys of this PC, inside the encrypted file."""
    write_meta(connection, _KEYS, keys.to_bytes().hex())


def known_authority(connection: sa.Connection) -> bytes | None:
    """The key whose rosters this office believes; None before it takes part."""
    kept = read_meta(connection, _AUTHORITY)
    return bytes.fromhex(kept) if kept else None


def signed_roster(connection: sa.Connection) -> SignedRoster:
    """The roster that is held, as it goes into files. Raises NotEnrolled."""
    row = connection.execute(_newest(tables.roster.c.body, tables.roster.c.sig)).first()
    if row is None:
        raise NotEnrolled(
            tr(
                "Cơ quan này chưa có thẻ khóa nên chưa trao đổi dữ liệu được. Chưa có gì thay đổi. "
                "Hãy vào Thiết lập › Trao đổi dữ liệu để xin thẻ khóa của tỉnh."
            )
        )
    return SignedRoster(bytes(row.body), bytes(row.sig))


def _newest(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*columns).order_by(tables.roster.c.version.desc()).limit(1)


_SIGNATURE = _newest(tables.roster.c.sig)


def is_enrolled(connection: sa.Connection) -> bool:
    """Whether this office holds a roster."""
    return connection.execute(sa.select(tables.roster.c.version).limit(1)).first() is not None


def held_roster(connection: sa.Connection) -> Roster:
    """What the held roster says. Raises NotEnrolled."""
    # Every file asks for it, and one of all communes is long: a connection remembers the one that
    # it has read by what nobody can make for another one.
    signature, authority = connection.execute(_SIGNATURE).scalar(), known_authority(connection)
    known = connection.info.get(_READ)
    if known is None or known[:2] != (signature, authority):
        signed = signed_roster(connection)
        assert authority is not None, "a roster is kept together with the authority that signed it"
        known = signature, authority, _read_once(signed.body, signed.signature, authority)
        connection.info[_READ] = known
    return cast("Roster", known[2])


@functools.lru_cache(maxsize=2)
def _read_once(body: bytes, signature: bytes, authority: bytes) -> Roster:
    """What a roster says; one of all communes takes a second to read, and every file asks for it."""
    return read_roster(body, signature, authority)


def keep_roster(connection: sa.Connection, signed: SignedRoster, roster: Roster) -> None:
    """Hold this roster from now on; it was read and accepted before."""
    rosters = tables.roster
    known = sa.select(rosters.c.version).where(rosters.c.version == roster.version)
    if connection.execute(known).first() is None:
        line = {"version": roster.version, "body": signed.body, "sig": signed.signature}
        connection.execute(sa.insert(rosters).values(line))
    if connection.execute(_newest(rosters.c.version)).scalar() == roster.version:
        note_roster(connection, roster.issued_ms)
    write_meta(connection, _AUTHORITY, roster.authority.hex())


def own_scope(connection: sa.Connection) -> int:
    """The number of this office in every record."""
    return int(read_meta(connection, "scope", "0"))


def offices_of(connection: sa.Connection, scope: int) -> frozenset[int] | None:
    """An office and those below it, by their numbers; None for this one, to which all belongs here."""
    if scope == own_scope(connection):
        return None
    return held_roster(connection).below(scope) if is_enrolled(connection) else frozenset((scope,))


def own_letter(connection: sa.Connection) -> str:
    """The letter that this PC puts into its numbers."""
    return read_meta(connection, "letter", "A")


def take_letter(connection: sa.Connection, letter: str) -> None:
    """Put this letter into the numbers from now on; those given before stay as they are."""
    write_meta(connection, "letter", letter)


def note_keys(office: Office, connection: sa.Connection, detail: str) -> None:
    """Write a deed with keys into the log of events, in the transaction that does it.

    detail: letters of PCs and numbers of offices; never a code, a sheet or a key.
    """
    office.note_in(connection, "keys", detail)
