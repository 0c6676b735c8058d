"""Facts as they stood before a line of the log said something else of them.

Of a share, and of a verdict on two people, only the latest word is kept. Whoever takes the line back
that brought it, such as an import, finds here what was said before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from desktop.store.engine import RawConnection
from desktop.store.exchange.refused_parts import FACT
from desktop.store.exchange.stored_values import packed, plain

SHARES, VERDICTS, ENDS = "sync_share", "sync_same", "sync_share_end"
_LINE = "sq"
_KEYS = {SHARES: ("root", "office"), VERDICTS: ("a", "b")}
_READ = "SELECT held FROM sync_before WHERE seq = ? AND ent = ? AND row = ?"
_WRITE = "INSERT OR REPLACE INTO sync_before VALUES (?, ?, ?, ?)"

_Fact = tuple[str, dict[str, Any]]
"""A table, and a row of it by its columns."""


def keep_replaced(connection: RawConnection, table: str, key: tuple[Any, Any], seq: int) -> None:
    """Write down what stands of a fact that this line of the log is about to replace.

    key: its two columns; the first one is the record that it is about.
    """
    asked = " AND ".join(f"{name} = ?" for name in _KEYS[table])
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {asked}", key)
    names = [column[0] for column in cursor.description]
    found = [(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    # What this very line has said before is nothing to go back to.
    found = [one for one in found if one[1][_LINE] != seq]
    if found:
        held = connection.execute(_READ, (seq, FACT, key[0])).fetchone()
        _keep(connection, (seq, key[0]), [*(_facts(held[0]) if held else ()), *found])


def put_back(connection: RawConnection, lines: Iterable[int]) -> None:
    """Let what these lines of the log said of shares and verdicts be as if it had not been said.

    What a later line has said stands; only, if that is taken back too, nothing of these comes again.
    """
    for seq in sorted(lines, reverse=True):
        for table in (SHARES, VERDICTS, ENDS):
            connection.execute(f"DELETE FROM {table} WHERE {_LINE} = ?", (seq,))
        sql = "SELECT held FROM sync_before WHERE seq = ? AND ent = ?"
        rows = connection.execute(sql, (seq, FACT)).fetchall()
        facts = [one for (held,) in rows for one in _facts(held)]
        for table, fact in facts:
            names = ", ".join(f'"{name}"' for name in fact)
            marks = ", ".join("?" * len(fact))
            sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
            connection.execute(sql, tuple(fact.values()))
        _pass_on(connection, seq, facts)
        sql = "DELETE FROM sync_before WHERE seq = ? AND ent = ?"
        connection.execute(sql, (seq, FACT))


def _pass_on(connection: RawConnection, seq: int, facts: list[_Fact]) -> None:
    """Later lines that replaced what this line had said have replaced what stood before it."""
    # By the log, because of the rows that lines have changed there are many more.
    sql = (
        "SELECT later.seq, held.row, held.held FROM sync_log later CROSS JOIN sync_before held"
        " ON held.seq = later.seq AND held.ent = ? WHERE later.seq > ?"
    )
    for later, row, held in connection.execute(sql, (FACT, seq)).fetchall():
        told = _facts(held)
        gone = [_named(one) for one in told if one[1][_LINE] == seq]
        if gone:
            stay = [one for one in told if one[1][_LINE] != seq]
            stay += [one for one in facts if _named(one) in gone]
            _keep(connection, (later, row), stay)


def _named(fact: _Fact) -> tuple[Any, ...]:
    table, told = fact
    return (table, *(told[name] for name in _KEYS[table]))


def _keep(connection: RawConnection, place: tuple[int, bytes], facts: Iterable[_Fact]) -> None:
    told = [[table, {k: packed(v) for k, v in fact.items()}] for table, fact in facts]
    seq, row = place
    held = json.dumps(told, ensure_ascii=False).encode()
    connection.execute(_WRITE, (seq, FACT, row, held))


def _facts(held: bytes) -> list[_Fact]:
    return [(table, {k: plain(v) for k, v in fact.items()}) for table, fact in json.loads(held)]
