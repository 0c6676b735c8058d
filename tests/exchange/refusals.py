"""Files of which parts are refused, and the roster after which they no longer are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.operations.exchange_keys import held_roster, keep_roster, own_keys
from desktop.operations.sending import send
from desktop.records import Person
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.blocks import pack_block, unpack_block
from desktop.sync.roster_entries import Cut, OfficeEntry
from exchange.enrolled import Offices
from exchange.forging import read_raw, write_raw

PEOPLE = str(Person.entity)


def spoilt(offices: Offices, stick: Path, **changed: Any) -> Path:
    """A file of the commune in which the people are otherwise than it wrote them."""
    path = send(offices["a"], offices.scope("tinh"), stick).path
    sections = read_raw(offices["tinh"], path)
    for items in sections.values():
        for at, item in enumerate(items):
            if item[:2] == [1, PEOPLE]:
                block = unpack_block(item[1:])
                count = len(block.ids)
                told = {name: [value] * count for name, value in changed.items()}
                items[at] = [1, *pack_block(replace(block, **told))]
    return write_raw(offices["a"], offices.scope("tinh"), path, sections)


def strike(offices: Offices, name: str, cut: Cut) -> None:
    """A newer roster in which a PC is struck from the exchange comes to the province."""
    key = AuthorityKey.new()
    with offices[name].store.connection(write=True) as connection:
        device = own_keys(connection).device
    with offices["tinh"].store.connection(write=True) as connection:
        old = held_roster(connection)
        version = old.version + 1
        roster = replace(old, authority=key.public, version=version).with_revoked(device, cut)
        keep_roster(connection, sign_roster(roster, key), roster)


def name_also(offices: Offices, *names: str) -> None:
    """A newer roster with further communes comes to the province."""
    key, top = AuthorityKey.new(), offices.scope("tinh")
    with offices["tinh"].store.connection(write=True) as connection:
        old = held_roster(connection)
        more = tuple(OfficeEntry(90001 + at, name, top, "xa") for at, name in enumerate(names))
        roster = replace(
            old, authority=key.public, version=old.version + 1, offices=(*old.offices, *more)
        )
        keep_roster(connection, sign_roster(roster, key), roster)


def put_below(offices: Offices, lower: str, upper: str) -> None:
    """A newer roster in which an office stands below another one comes to the province."""
    key = AuthorityKey.new()
    scopes = {name: offices.scope(name) for name in (lower, upper)}
    with offices["tinh"].store.connection(write=True) as connection:
        old = held_roster(connection)
        entries = tuple(
            replace(one, parent=scopes[upper]) if one.scope == scopes[lower] else one
            for one in old.offices
        )
        roster = replace(old, authority=key.public, version=old.version + 1, offices=entries)
        keep_roster(connection, sign_roster(roster, key), roster)
