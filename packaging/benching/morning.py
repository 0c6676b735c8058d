"""The province's morning: many small files, one after the other, as sticks and mail bring them."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.operations.exchange_keys import keep_roster
from desktop.operations.mornings import receive_all
from desktop.operations.office import Office
from desktop.store.engine import connect
from desktop.store.exchange.rows import Rows
from desktop.sync.authority import AuthorityKey, sign_roster
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.manifest import Session
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import COMMUNE, DeviceEntry, OfficeEntry
from desktop.sync.signed_roster import SignedRoster
from desktop.versions.origins import GENESIS_OID

from benching.exchange import Bench, Sender
from benching.ratio import Bound, Measured, Pair
from benching.workshop import Workshop, say, seconds

_OFFICES, _ROWS = 3321, 200
_FILES = int(os.environ.get("SOXA_BENCH_FILES", "150"))
_FIRST_SCOPE = 30_001
_MOST_MS = 180_000 / _OFFICES
"""A morning of all communes of the country within three minutes."""


@dataclass(frozen=True)
class _Post:
    """What came: the files, and the rows in them as plain tuples for the table."""

    files: Sequence[Path]
    rows: Sequence[Sequence[tuple[Any, ...]]]


def measure_morning(shop: Workshop) -> list[Measured]:
    """Files of many communes, each verified, opened and merged in a transaction of its own."""
    bench = Bench(shop)
    say(f"danh bạ {_OFFICES} cơ quan, {_FILES} tệp…")
    roster, signed, keys = _everybody(bench)
    post = _post(bench, roster, keys)
    pairs: list[Pair] = []
    for _ in range(min(shop.times, 2)):
        with closing(bench.province()) as office:
            floor = _raw(office, bench.shape.insert, post.rows)
        with closing(bench.province()) as office:
            with office.store.connection(write=True) as connection:
                keep_roster(connection, signed, roster)
            ours = _ours(office, post.files)
        pairs.append(Pair(floor / _FILES * 1000, ours / _FILES * 1000))
    name = f"một tệp {_ROWS} dòng trong buổi sáng {_OFFICES} cơ quan"
    return [Measured(name, "ms", pairs, Bound(never=_MOST_MS))]


def _ours(office: Office, files: Sequence[Path]) -> float:
    """Seconds of the program for all files, from the copy of the office that it makes first."""
    began = time.perf_counter()
    morning = receive_all(office, files)
    assert len(morning.receipts) == len(files), morning.refused
    return time.perf_counter() - began


def _raw(office: Office, insert: str, files: Sequence[Sequence[Any]]) -> float:
    """Seconds of the driver alone for the same rows, one transaction for each file."""
    with closing(connect(office.store.path, office.store.key)) as file:

        def write() -> None:
            for rows in files:
                file.execute("BEGIN IMMEDIATE")
                file.executemany(insert, rows)
                file.execute("COMMIT")

        return seconds(write)


def _everybody(bench: Bench) -> tuple[Roster, SignedRoster, list[DeviceKeys]]:
    """A roster of all communes of the country under the sample province, and their keys."""
    authority = AuthorityKey.new()
    keys = [DeviceKeys.new() for _ in range(_OFFICES)]
    top = bench.sender.top
    offices = [OfficeEntry(_FIRST_SCOPE + at, f"Xã {at}", top, COMMUNE) for at in range(_OFFICES)]
    devices = [
        DeviceEntry(
            one.device,
            _FIRST_SCOPE + at,
            "A",
            one.public.sign,
            one.public.age,
            frozenset(),
            frozenset(),
            None,
            "Máy A",
        )
        for at, one in enumerate(keys)
    ]
    known = bench.sender.roster
    roster = replace(
        known,
        version=known.version + 1,
        authority=authority.public,
        offices=(*known.offices, *offices),
        devices=(*known.devices, *devices),
    )
    return roster, sign_roster(roster, authority), keys


def _post(bench: Bench, roster: Roster, keys: Sequence[DeviceKeys]) -> _Post:
    folder = bench.shop.folder / "morning"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    draw = random.Random(1)
    files: list[Path] = []
    rows: list[Sequence[tuple[Any, ...]]] = []
    for at in range(_FILES):
        sender = Sender(keys[at], roster, _FIRST_SCOPE + at, bench.sender.top)
        block: Rows = bench.some(draw, at * _ROWS, _ROWS)
        session = os.urandom(8)
        scopes = [sender.scope] * _ROWS
        block = replace(block, scopes=scopes, names={1: session})
        file = folder / f"{at}.goi"
        told = (Session(session, sender.keys.device, GENESIS_OID, 0),)
        sender.write(file, 1, [block], told)
        files.append(file)
        rows.append(bench.stored([block]))
    return _Post(files, rows)
