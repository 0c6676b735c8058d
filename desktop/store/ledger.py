"""What was purged, noted outside the database, so that no copy that is put back revives it.

A line holds the hash of an id and the mark that the authority signed; nothing of a person.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from desktop.store.engine import readable_trouble

LEDGER = "purged.ledger"
_HASH = 32


class Entry(NamedTuple):
    """A purge mark without the id that it is of."""

    hashed: str
    reason: str
    doc_no: str
    signature: bytes


def hashed(record: bytes) -> str:
    """How the ledger knows a record."""
    return hashlib.blake2b(record, digest_size=_HASH).hexdigest()


def add_entries(folder: Path, entries: Iterable[Entry]) -> None:
    """Note these marks, on the disk itself. Raises DiskTrouble."""
    known = {one.hashed for one in read_entries(folder)}
    fresh = [one for one in entries if one.hashed not in known]
    if not fresh:
        return
    with readable_trouble(), (folder / LEDGER).open("a", encoding="utf-8") as file:
        for one in fresh:
            told = [one.hashed, one.reason, one.doc_no, one.signature.hex()]
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_entries(folder: Path) -> list[Entry]:
    """What was noted; a line that was cut off while it was written is left out."""
    path = folder / LEDGER
    if not path.exists():
        return []
    with readable_trouble():
        return list(_entries(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    for line in lines:
        try:
            known, reason, doc_no, signature = json.loads(line)
            yield Entry(str(known), str(reason), str(doc_no), bytes.fromhex(signature))
        except (ValueError, TypeError):
            continue
