"""Rows that ship with the program: units, code lists, checklist templates, texts of reports.

Their ids are fixed in ``resources/`` and their version is the genesis, which every real write
dominates: all offices hold the same rows without ever having exchanged a file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from desktop import __version__
from desktop.base.resources import resource
from desktop.records import (
    AdminUnit,
    ChecklistQuestion,
    ChecklistTemplate,
    CodeItem,
    LetterPart,
    LetterTemplate,
    Record,
    UnitSuccession,
)
from desktop.store.timeline import read_meta, write_meta
from desktop.store.upgrade import newest
from desktop.versions.origins import GENESIS
from desktop.versions.stamp import fresh_sv, mask_of

Row = dict[str, Any]
_LOADED = "shipped"
"""Where the file says whose rows it got last."""


def is_shipped(connection: sa.Connection) -> bool:
    """Whether the file got the rows of this program, with the tables it has now."""
    return read_meta(connection, _LOADED) == _program()


def _program() -> str:
    # A table that a migration adds gets its rows although the version stays, as while it is made.
    return f"{__version__} {newest()}"


def load_shipped(connection: sa.Connection) -> None:
    """Insert the shipped rows that are not there yet; rows the office changed stay changed."""
    write_meta(connection, _LOADED, _program())
    _insert(connection, AdminUnit, _units())
    _insert(connection, UnitSuccession, _successions())
    _insert(connection, CodeItem, _codes())
    templates = [json.loads(path.read_text("utf-8")) for path in _templates()]
    _insert(connection, ChecklistTemplate, (_template(told) for told in templates))
    _insert(connection, ChecklistQuestion, (q for told in templates for q in _questions(told)))
    load_letters(connection)


def load_letters(connection: sa.Connection) -> None:
    """Insert the shipped texts of reports that are not there yet."""
    letters = list(_letters())
    _insert(connection, LetterTemplate, (_letter(*told) for told in letters))
    _insert(connection, LetterPart, (part for _, told in letters for part in _parts(told)))


def _insert(connection: sa.Connection, record: type[Record], rows: Iterable[Row]) -> None:
    """Insert as plain values: twenty-five thousand rows through column types take ten times longer."""
    table = record.__table__
    found = connection.exec_driver_sql(f"SELECT id FROM {table}")
    known = {bytes(row[0]) for row in found}
    sv = fresh_sv(mask_of(record.units()), GENESIS)
    common = {"scope": 0, "comp": 0, "sv": sv, "sq": 0, "stub": 0}
    fresh = [{**row, **common} for row in rows if row["id"] not in known]
    if fresh:
        columns = list(fresh[0])
        marks = ", ".join(f":{column}" for column in columns)
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        connection.exec_driver_sql(sql, fresh)


def _table(name: str) -> Iterator[dict[str, str | None]]:
    with resource(f"units/{name}").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: value or None for key, value in line.items()}


def _id(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text.replace("-", ""))


def _units() -> Iterator[Row]:
    for line in _table("units.tsv"):
        yield {
            **line,
            "id": _id(line["id"]),
            "parent_id": _id(line["parent_id"]),
        }


def _successions() -> Iterator[Row]:
    return ({key: _id(value) for key, value in line.items()} for line in _table("successions.tsv"))


def _codes() -> Iterator[Row]:
    told = json.loads(resource("codes/lists.json").read_text("utf-8"))
    for code_list in told["lists"]:
        for item in code_list["items"]:
            yield {
                "id": _id(item["id"]),
                "code_list": code_list["list"],
                "code": item["code"],
                "label": item["label"],
                "position": item["order"],
                "valid_from": item["valid_from"],
                "valid_to": item["valid_to"],
            }


def _templates() -> list[Any]:
    return [p for p in sorted(resource("checklists").glob("*.json")) if p.name != "grading.json"]


def _template(told: dict[str, Any]) -> Row:
    return {
        "id": _id(told["id"]),
        "code": told["code"],
        "title_text": told["title"],
        "version": told["version"],
        "target_kind": told["target_kind"],
        "valid_from": told["valid_from"],
        "valid_to": told["valid_to"],
    }


def _questions(told: dict[str, Any]) -> Iterator[Row]:
    titles = {section["code"]: section["title"] for section in told["sections"]}
    for position, question in enumerate(told["questions"], 1):
        yield {
            "id": _id(question["id"]),
            "root": _id(told["id"]),
            "template_id": _id(told["id"]),
            "position": position,
            "section_code": question["section"],
            "section_title": titles[question["section"]],
            "code": question["code"],
            "text": question["text"],
            "weight": question["weight"],
            "critical": question["critical"],
            "answer": question["answer"],
            "legal_ref": question.get("legal_ref"),
        }


def _letters() -> Iterator[tuple[str, dict[str, Any]]]:
    """The kind of report and one of its texts, for all of them."""
    for path in sorted(resource("letters").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        for version in told["versions"]:
            yield told["code"], version


def _letter(kind: str, told: dict[str, Any]) -> Row:
    return {
        "id": _id(told["id"]),
        "kind": kind,
        "title_text": told["title"],
        "valid_from": told["valid_from"],
        "valid_to": told["valid_to"],
        "rounding": told["rounding"],
    }


def _parts(told: dict[str, Any]) -> Iterator[Row]:
    for position, part in enumerate(told["sections"], 1):
        yield {
            "id": _id(part["id"]),
            "root": _id(told["id"]),
            "template_id": _id(told["id"]),
            "position": position,
            "code": part["code"],
            "heading": part["heading"],
            "text": "\n".join(part["text"]) or None,
        }
