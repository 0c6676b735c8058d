"""What the program has to say about records that may be saved all the same."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How much a remark matters."""

    ERROR = "LOI"
    WARNING = "CANH_BAO"
    HINT = "GOI_Y"


@dataclass(frozen=True)
class Remark:
    """One sentence for the clerk, and the records (table, id) it speaks of."""

    severity: Severity
    sentence: str
    records: tuple[tuple[str, uuid.UUID], ...] = ()
