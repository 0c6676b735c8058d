"""What forms show at the moment: which record, and whose it is or becomes a part of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.operations.records import Seen
from desktop.records import record_types


@dataclass
class ShownRecord:
    """A record on the screen: which writes of it, its values, what is saved with it unseen."""

    id: uuid.UUID | None = None
    seen: Seen | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fixed: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def beside(self, table: str) -> tuple[str, uuid.UUID] | None:
        """The record itself, or the one that a new record becomes a part of."""
        if self.id is not None:
            return table, self.id
        kind = record_types()[table]
        owner, above = kind.owner_type(), self.fixed.get(kind.parent or "")
        return None if owner is None or above is None else (owner.__tablename__, above)
