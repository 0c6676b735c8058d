"""What a disagreement is: the values that stand beside each other, and who may choose."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.versions.origins import Dot

HOME = "home"
"""The name under which an option says which office has a tree."""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One of the values that stand beside each other.

    values: by field name. texts: what they read, one for each label. place: the PC and its office.
    device, office: the same as they are told apart. clock_ok: whether that PC's clock was believed.
    shown: whether it is the one in use.
    """

    dot: Dot
    values: Values
    texts: tuple[str, ...]
    who: str
    place: str
    device: bytes
    office: int | None
    at: dt.datetime
    clock_ok: bool
    shown: bool


@dataclass(frozen=True)
class Disagreement:
    """One unit of one record that places wrote differently.

    called: what the record is called; kind: what sort it is, and the record of which it is a part.
    labels: the fields in which they differ; before: what stood there before, () if nobody knows.
    fields: what may be typed instead, () if nothing may. options: the latest first.
    asked: whether a person has to choose; otherwise the latest counts and this is for review.
    home: the office that decides. may_decide: whether this account may.
    seen: every write that stands there, also those that read like another.
    since: when the second of the values was written; None if no clock tells that can be believed.
    """

    table: str
    id: uuid.UUID
    unit: int
    called: str
    kind: str
    labels: tuple[str, ...]
    before: tuple[str, ...]
    fields: tuple[str, ...]
    options: tuple[Option, ...]
    asked: bool
    home: str
    may_decide: bool
    seen: frozenset[Dot]
    since: dt.datetime | None = None
