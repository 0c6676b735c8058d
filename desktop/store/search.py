"""Quick search: words without accents, all of them, in any order, beginnings allowed."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from desktop.base.text import accented_words, fold, words, words_of_plain
from desktop.fields import Field
from desktop.records import Record, record_type, record_types
from desktop.store import tables
from desktop.store.timeline import read_meta, write_meta

SENTENCES = 2**30
"""From here on records are numbered that are found by a sentence or a name of a place only.

FTS5 gives what it finds by these numbers, so that a person or a case is never pushed out of the
first hits by a hundred activities that speak of the same word.
"""
_MADE_FOR = "searched"
"""Where the file says for which declarations its index was made."""
_WAY = 1
"""To be raised when ``words_for_index`` makes other words of the same text."""
_AT_ONCE, _BEFORE_VALUES = 5000, 2
_TOKENS_KEPT = 50_000
_ADD_ROW = "INSERT INTO search_rows(no, ent, row, comp) VALUES (?, ?, ?, ?)"
_ADD_WORDS = "INSERT INTO search_words(rowid, words) VALUES (?, ?)"


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    table: str
    id: uuid.UUID


def search_words_of(record: Record) -> str:
    """What a record is found by: each word folded, and with its accents where it has any."""
    fields = searched_fields(type(record))
    return _words_of(fields, [getattr(record, field.name) for field in fields])


def _words_of(fields: Sequence[Field], values: Sequence[Any]) -> str:
    told = zip(fields, values, strict=True)
    return words_for_index(
        " ".join(field.kind.search_text(value) for field, value in told if value is not None)
    )


def words_for_index(text: str) -> str:
    """The folded and the accented words of a text, without repetition."""
    folded: list[str] = []
    accented: list[str] = []
    for token in text.split():
        told = _token_words(token)
        folded += told[0]
        accented += told[1]
    return " ".join(dict.fromkeys([*folded, *accented]))


def _token_words(token: str) -> tuple[list[str], list[str]]:
    """The folded and the accented words of what stands between blanks."""
    if token.isascii():
        # Numbers, mostly: there are no marks to be looked for, and none comes again.
        plain = words_of_plain(token)
        return plain, plain
    return _marked_words(token)


@functools.lru_cache(maxsize=_TOKENS_KEPT)
def _marked_words(token: str) -> tuple[list[str], list[str]]:
    """The same of a word with marks; names are made of few."""
    return words(token), accented_words(token)


@functools.cache
def searched_fields(kind: type[Record]) -> tuple[Field, ...]:
    """The fields by which records of this type are found; none of what the province hands down."""
    return () if kind.reference_data else tuple(f for f in kind.fields() if f.searched)


def is_searched(kind: type[Record]) -> bool:
    """Whether quick search knows records of this type."""
    return bool(searched_fields(kind))


# -- writing ----------------------------------------------------------------------------


def index_records(connection: sa.Connection, records: Iterable[Record]) -> None:
    """Make these records findable by what they say now; voided ones are found no more."""
    for record in records:
        if not is_searched(type(record)):
            continue
        number = _number(connection, record)
        connection.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", (number,))
        if record.void_reason is None and not record.stub:
            connection.exec_driver_sql(_ADD_WORDS, (number, search_words_of(record)))


def index_new(connection: sa.Connection, records: Sequence[Record]) -> None:
    """Make many records findable that the index does not know yet."""
    for kind in dict.fromkeys(type(record) for record in records):
        if is_searched(kind):
            kept = (r for r in records if type(r) is kind and r.void_reason is None)
            _add(connection, kind, [(r.id.bytes, r.comp, search_words_of(r)) for r in kept])


def _add(
    connection: sa.Connection, kind: type[Record], rows: Sequence[tuple[bytes, int, str]]
) -> None:
    """Write rows of the index: id, compartment and words of records of one type."""
    if not rows:
        return
    numbered = list(enumerate(rows, _next_number(connection, kind)))
    connection.exec_driver_sql(
        _ADD_ROW, [(no, kind.entity, row, comp) for no, (row, comp, _) in numbered]
    )
    connection.exec_driver_sql(_ADD_WORDS, [(no, told) for no, (_, _, told) in numbered])


def _number(connection: sa.Connection, record: Record) -> int:
    rows = tables.search_rows
    where = (rows.c.row == record.id.bytes, rows.c.ent == record.entity)
    known = connection.execute(sa.select(rows.c.no, rows.c.comp).where(*where)).first()
    if known is None:
        number = _next_number(connection, type(record))
        told = (number, record.entity, record.id.bytes, record.comp)
        connection.exec_driver_sql(_ADD_ROW, told)
        return number
    if known.comp != record.comp:
        connection.execute(sa.update(rows).where(rows.c.no == known.no).values(comp=record.comp))
    return int(known.no)


_LAST_NAMED = sa.select(sa.func.max(tables.search_rows.c.no)).where(
    tables.search_rows.c.no < SENTENCES
)
_LAST = sa.select(sa.func.max(tables.search_rows.c.no))


def _next_number(connection: sa.Connection, kind: type[Record]) -> int:
    if any(field.kind.searched for field in searched_fields(kind)):
        return (connection.execute(_LAST_NAMED).scalar() or 0) + 1
    return max(connection.execute(_LAST).scalar() or 0, SENTENCES - 1) + 1


# -- making it anew -----------------------------------------------------------------------


def is_index_current(connection: sa.Connection) -> bool:
    """Whether the index was made for what is declared as searched now."""
    return read_meta(connection, _MADE_FOR) == _declared()


def rebuild_index(connection: sa.Connection) -> None:
    """Make the index anew from the records, for what is declared as searched now."""
    connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('delete-all')")
    connection.execute(sa.delete(tables.search_rows))
    for kind in record_types().values():
        if is_searched(kind):
            for rows in _read_words(connection, kind):
                _add(connection, kind, rows)
    write_meta(connection, _MADE_FOR, _declared())


def index_arrivals(
    connection: sa.Connection, seq: int, written: Mapping[int, Iterable[int]]
) -> None:
    """Make findable, by what they say now, the records that one line of the log has changed.

    written: the offices of those records by record type. There is an index by office and number
    and none by number alone, and a province holds thousands of offices.
    """
    for kind in record_types().values():
        if is_searched(kind):
            for scope in written.get(kind.entity, ()):
                _index_arrivals_of(connection, kind, seq, scope)


def _index_arrivals_of(connection: sa.Connection, kind: type[Record], seq: int, scope: int) -> None:
    # Most of a large file is new: what is kept in memory here is only what was found before.
    known = (
        f"SELECT no FROM {kind.__tablename__} AS arrived CROSS JOIN search_rows AS found"
        " ON found.row = arrived.id AND found.ent = ? WHERE arrived.scope = ? AND arrived.sq = ?"
    )
    told = (kind.entity, scope, seq)
    if connection.exec_driver_sql(f"{known} LIMIT 1", told).first():
        connection.exec_driver_sql(f"DELETE FROM search_words WHERE rowid IN ({known})", told)
        connection.exec_driver_sql(f"DELETE FROM search_rows WHERE no IN ({known})", told)
    for some in _read_words(connection, kind, (scope, seq)):
        _add(connection, kind, some)


def _read_words(
    connection: sa.Connection, kind: type[Record], arrived: tuple[int, int] | None = None
) -> Iterator[list[tuple[bytes, int, str]]]:
    """Id, compartment and words of all valid records of a type, some thousands at a time.

    arrived: only those of this office that this line of the log has changed.
    """
    fields, columns = searched_fields(kind), kind.__table__.c
    raw_id = sa.type_coerce(columns.id, sa.LargeBinary())
    statement = sa.select(raw_id, columns.comp, *(columns[field.name] for field in fields))
    # What an office has left keeps the name by which it is asked for.
    named = sa.or_(*(columns[name].is_not(None) for name in kind.title))
    here = sa.or_(columns.stub.is_(False), named)
    valid = statement.where(columns.void_reason.is_(None), here)
    if arrived is not None:
        valid = valid.where(columns.scope == arrived[0], columns.sq == arrived[1])
    found = connection.execute(valid)
    rows: Sequence[Any]
    for rows in found.partitions(_AT_ONCE):
        yield [(bytes(row[0]), row[1], _words_of(fields, row[_BEFORE_VALUES:])) for row in rows]


def _declared() -> str:
    told = [
        f"{kind.entity} {field.no} {type(field.kind).__name__}"
        for kind in record_types().values()
        for field in searched_fields(kind)
    ]
    return hashlib.sha256("\n".join([str(_WAY), *told]).encode()).hexdigest()[:16]


# -- finding ------------------------------------------------------------------------------

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
    return _query(accented), _query([fold(word) for word in accented])


def _query(prefixes: Iterable[str]) -> str:
    """All these beginnings; digits side by side may also be one number, as numbers are shown."""
    asked: list[str] = []
    for digits, run in groupby(filter(None, prefixes), str.isdecimal):
        some = list(run)
        apart = " AND ".join(f'"{word}"*' for word in some)
        if digits and len(some) > 1:
            apart = f'(({apart}) OR "{"".join(some)}"*)'
        asked.append(apart)
    return " AND ".join(asked)
