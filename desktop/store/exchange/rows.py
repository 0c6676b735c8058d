"""Rows of one type on their way between two files, columns side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Sibling(NamedTuple):
    """A value beside the one that is shown."""

    at: int  #: position of its row
    unit: int
    origin: int
    hlc: int
    value: str


@dataclass(frozen=True)
class Rows:
    """Some rows with the fields that are named. Versions count sessions as their sender does.

    names: sessions that are met here first in a section, by the sender's numbers. units: of fields
    that this program does not know, as the sender has told of them.
    """

    entity: int
    fields: Sequence[int]
    ids: Sequence[bytes]
    roots: Sequence[bytes | None]
    scopes: Sequence[int]
    comp: int
    svs: Sequence[bytes]
    columns: Sequence[Sequence[Any]]
    siblings: Sequence[Sibling] = ()
    names: Mapping[int, bytes] = field(default_factory=dict[int, bytes])
    units: Mapping[int, int] = field(default_factory=dict[int, int])
