"""Quick search: words without accents, all of them, in any order, beginnings allowed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.text import accented_words, fold, tone_placed, words
from desktop.records import Record, record_type
from desktop.store import tables


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    table: str
    id: uuid.UUID


def search_words_of(record: Record) -> str:
    """What a record is found by: each word folded, and with its accents where it has any."""
    text = " ".join(
        field.kind.search_text(value)
        for field in record.fields()
        if field.kind.searched and (value := getattr(record, field.name)) is not None
    )
    return words_for_index(text)


def words_for_index(text: str) -> str:
    """The folded and the accented words of a text, without repetition."""
    return " ".join(dict.fromkeys([*words(text), *accented_words(text)]))


def is_searched(record_type: type[Record]) -> bool:
    """Whether quick search knows records of this type."""
    return not record_type.reference_data and any(f.kind.searched for f in record_type.fields())


def index_records(connection: sa.Connection, records: Iterable[Record]) -> None:
    """Make these records findable by what they say now; voided ones are found no more."""
    for record in records:
        if not is_searched(type(record)):
            continue
        number = _number(connection, record)
        connection.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", (number,))
        if record.void_reason is None and not record.stub:
            connection.exec_driver_sql(
                "INSERT INTO search_words(rowid, words) VALUES (?, ?)",
                (number, search_words_of(record)),
            )


def _number(connection: sa.Connection, record: Record) -> int:
    rows = tables.search_rows
    where = (rows.c.row == record.id.bytes, rows.c.ent == record.entity)
    known = connection.execute(sa.select(rows.c.no, rows.c.comp).where(*where)).first()
    if known is None:
        added = connection.execute(
            sa.insert(rows).values(ent=record.entity, row=record.id.bytes, comp=record.comp)
        )
        return int(added.lastrowid)
    if known.comp != record.comp:
        connection.execute(sa.update(rows).where(rows.c.no == known.no).values(comp=record.comp))
    return int(known.no)


_FIND = """SELECT r.ent, r.row FROM search_words JOIN search_rows r ON r.no = search_words.rowid
WHERE search_words MATCH ? AND r.comp IN ({comps}) AND r.ent IN ({ents}) LIMIT ?"""


def find(
    connection: sa.Connection,
    typed: str,
    entities: Sequence[int],
    compartments: Sequence[int],
    limit: int = 50,
) -> list[Hit]:
    """Records that have all the typed words; those with the typed accents come first.

    entities, compartments: what the user may see. The result is cut at limit, unranked
    within its two classes: ranking would read every match of a frequent name.
    """
    exact, folded = _queries(typed)
    if not folded:
        return []
    sql = _FIND.format(
        comps=",".join(str(int(c)) for c in compartments) or "-1",
        ents=",".join(str(int(e)) for e in entities) or "-1",
    )
    found: dict[tuple[int, bytes], None] = {}
    for query in dict.fromkeys((exact, folded)):
        if len(found) < limit:
            rows = connection.exec_driver_sql(sql, (query, limit))
            found.update(((int(ent), bytes(row)), None) for ent, row in rows)
    return [
        Hit(record_type(ent).__tablename__, uuid.UUID(bytes=row))
        for ent, row in list(found)[:limit]
    ]


def _queries(typed: str) -> tuple[str, str]:
    """The typed words as FTS5 prefixes: with their accents, and folded."""
    accented = accented_words(typed)
    exact = [tone_placed(word) for word in accented]
    return _query(exact), _query([fold(word) for word in accented])


def _query(prefixes: Iterable[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in prefixes if word)
