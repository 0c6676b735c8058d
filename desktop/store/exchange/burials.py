"""What a purge leaves to be done: bytes in free pages, attachments, copies that are put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.fields import Attachment
from desktop.store.engine import RawConnection, raw_connection
from desktop.store.exchange.facts import FILE, FILES_TO_WIPE, files_to_wipe
from desktop.store.exchange.homes import bury_mark
from desktop.store.exchange.shapes import shapes
from desktop.store.exchange.unknown import known_shapes
from desktop.store.ledger import Entry, add_entries, hashed, read_entries

if TYPE_CHECKING:
    from desktop.store.files import FileCabinet
    from desktop.store.store import Store

_GRAVES = "SELECT id, reason, doc_no, sig FROM sync_grave"


def settle(store: Store, files: FileCabinet, folder: Path) -> int:
    """Bring everything in line with what was ever purged here; how many marks were put back.

    To do it in vain is cheap. Marks that a copy of an older day lacks are put back from the ledger;
    marks that came are noted there; what they freed is wiped.
    """
    with store.connection() as connection:
        raw = raw_connection(connection)
        graves = raw.execute(_GRAVES).fetchall()
        lost = _lost(raw, graves, folder)
    if lost:
        with store.writing("", "purge") as session:
            for row, entry in lost:
                bury_mark(session, row, entry.reason, entry.doc_no, entry.signature)
        with store.connection() as connection:
            graves = raw_connection(connection).execute(_GRAVES).fetchall()
    noted = {one.hashed for one in read_entries(folder)}
    entries = [Entry(hashed(row), why or "", no or "", sig or b"") for row, why, no, sig in graves]
    fresh = [one for one in entries if one.hashed not in noted]
    if fresh or lost:
        _wipe(store, files)
        # Last: whatever was broken off is done again.
        add_entries(folder, fresh)
    return len(lost)


def _lost(
    raw: RawConnection, graves: Iterable[tuple[bytes, str, str, bytes]], folder: Path
) -> list[tuple[bytes, Entry]]:
    """Records that were purged once and stand here again, with their marks."""
    known = {hashed(row[0]) for row in graves}
    missing = {one.hashed: one for one in read_entries(folder) if one.hashed not in known}
    if not missing:
        return []
    return [(row, missing[h]) for row in _ids(raw) if (h := hashed(row)) in missing]


def _ids(raw: RawConnection) -> Iterator[bytes]:
    for shape in known_shapes(raw).values():
        if shape.kind is None or not shape.kind.reference_data:
            for (row,) in raw.execute(f"SELECT id FROM {shape.table} WHERE stub = 0"):
                yield row


def _wipe(store: Store, files: FileCabinet) -> None:
    """Let no byte of what was purged stay in a free page, nor a file that nothing names."""
    with store.connection(write=True) as connection:
        raw = raw_connection(connection)
        raw.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        gone = files_to_wipe(raw) - set(_named_files(raw))
    files.drop(gone)
    with store.connection(write=True) as connection:
        sql = "DELETE FROM sync_meta WHERE k = ?"
        raw_connection(connection).execute(sql, (FILES_TO_WIPE,))
    store.compact()


def _named_files(raw: RawConnection) -> Iterator[str]:
    """Every attachment that a record, its history, a value beside or a draft speaks of."""
    for shape in shapes().values():
        for column in shape.columns:
            if isinstance(column.field.kind, Attachment):
                name = column.field.name
                sql = f'SELECT "{name}" FROM {shape.table} WHERE "{name}" IS NOT NULL'
                yield from (str(value).split("/", 1)[0] for (value,) in raw.execute(sql))
    told = (
        ("sync_hist", "val"),
        ("sync_sib", "val"),
        ("drafts", '"values"'),
        ("sync_before", "held"),
        ("sync_unknown", "val"),
        ("sync_refused", "raw"),
    )
    for table, column in told:
        sql = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        for (value,) in raw.execute(sql):
            text = value if isinstance(value, str) else bytes(value).decode(errors="ignore")
            yield from FILE.findall(text)
