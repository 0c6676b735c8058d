"""Records on paper: labels and values as the record declares them, dots where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import tr
from desktop.base.text import initials, nfc
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Field,
    Names,
    PersonName,
    Phone,
    Text,
    Values,
)
from desktop.paper.blocks import Block, CheckItem, CheckList, FieldLine, FieldRow

if TYPE_CHECKING:
    from desktop.paper.documents.issue import Issue
    from desktop.records import Record

_NOBODY: Values = {}
_TELLING_KINDS = (CitizenNumber, Phone, Attachment)
_TELLING_FIELDS = frozenset(
    {
        ("people", "other_names"),
        ("people", "id_type"),
        ("people", "id_issued_on"),
        ("people", "id_issued_by"),
        ("people", "birth_place"),
        ("people", "native_place"),
        ("people", "workplace"),
        ("people", "social_accounts"),
        ("people", "guardian"),
        ("residences", "hamlet_id"),
        ("residences", "address_line"),
        ("case_files", "contact_person"),
    }
)
"""What tells who somebody is even where the name is only initials."""


@dataclass(frozen=True)
class Entry:
    """One record as a paper tells it, or the room for one on a blank form.

    values: what is known; ``blank`` says that it is a form to be filled in by hand.
    name: the full name that free texts must not spell out when the issue asks for initials.
    """

    kind: type[Record]
    issue: Issue
    values: Values = field(default_factory=lambda: _NOBODY)
    blank: bool = False
    name: str = ""

    @classmethod
    def of(cls, kind: type[Record], record: Record | None, issue: Issue, name: str = "") -> Entry:
        """A record, or the room for one if there is none."""
        if record is None:
            return cls(kind, issue, blank=True)
        return cls(kind, issue, record.values(), name=name)

    @property
    def names(self) -> Names:
        """What codes and records are called."""
        return self.issue.names

    def field(self, name: str) -> Field:
        """The declaration of a field."""
        return self.kind.field(name)

    def shows(self, name: str) -> bool:
        """Whether the field has a place on this paper."""
        declared = self.field(name)
        if self.blank:
            return True
        if self.issue.initials and self._tells_who(declared):
            return False
        return declared.level <= self.issue.level and declared.shown(self.values)

    def _tells_who(self, declared: Field) -> bool:
        known = (self.kind.__tablename__, declared.name) in _TELLING_FIELDS
        return known or isinstance(declared.kind, _TELLING_KINDS)

    def label(self, *names: str) -> str:
        """The label, or several as one: Hình thức, nơi."""
        first, *others = (tr(self.field(name).label) for name in names)
        return ", ".join([first, *(f"{other[:1].lower()}{other[1:]}" for other in others)])

    def text(self, name: str) -> str:
        """The value as people read it; nothing if it is not known or not to be shown."""
        value = self.values.get(name)
        if value is None or not self.shows(name):
            return ""
        declared = self.field(name)
        text = nfc(declared.kind.format(value, self.names))
        if not self.issue.initials:
            return text
        if isinstance(declared.kind, PersonName):
            return initials(text)
        return text.replace(nfc(self.name), initials(self.name)) if self.name else text

    def line(self, name: str, *, blank_lines: int = 1) -> list[Block]:
        """A line with the label and the value; nothing where the field has no place."""
        return [self._line(name, blank_lines)] if self.shows(name) else []

    def row(self, *names: str, weights: Sequence[float] = ()) -> list[Block]:
        """Several labels and values on one line; those without a place leave it to the others."""
        shares = weights or (1.0,) * len(names)
        kept = [(n, w) for n, w in zip(names, shares, strict=True) if self.shows(n)]
        if not kept:
            return []
        lines = tuple(self._line(name, 1) for name, _ in kept)
        return [FieldRow(lines, tuple(weight for _, weight in kept))]

    def _line(self, name: str, blank_lines: int) -> FieldLine:
        kind: Any = self.field(name).kind
        # Room for as many lines as the form on the screen has, but only where a pen will write.
        lines = max(blank_lines, kind.lines if isinstance(kind, Text) and self.blank else 1)
        return FieldLine(self.label(name), self.text(name) or None, lines)

    def boxes(self, name: str, columns: int) -> list[Block]:
        """A choice as boxes to tick, those chosen crossed."""
        if not self.shows(name):
            return []
        kind: Any = self.field(name).kind
        assert isinstance(kind, Choice | Choices), name
        value = self.values.get(name)
        chosen: tuple[str, ...] = (value,) if isinstance(value, str) else tuple(value or ())
        offered = dict(kind.pairs(self.names))
        # A code that is no longer offered keeps its place on old papers.
        for code in chosen:
            offered.setdefault(code, self._label_of(kind, code))
        items = [CheckItem(label, code in chosen) for code, label in offered.items()]
        return [CheckList(items, columns)]

    def _label_of(self, kind: Choice | Choices, code: str) -> str:
        if isinstance(kind, Choice):
            return kind.format(code, self.names)
        return kind.format((code,), self.names)
