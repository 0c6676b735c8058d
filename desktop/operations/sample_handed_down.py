"""What flows down in the samples: targets of this year, and two norms that are marked as samples.

No norm ships with the program: rates of one province bind nobody elsewhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.operations.sample_words import Draw, words
from desktop.records import NormRate, Record, Target

if TYPE_CHECKING:
    from desktop.operations.sample import Size


def handed_down(draw: Draw, size: Size, unit_id: uuid.UUID | None) -> Iterator[Record]:
    """Targets and norms. unit_id: whom the targets bind, everybody if None."""
    told = words("handed_down")
    for indicator, planned in told[size].items():
        yield draw.make(
            Target,
            year=draw.today.year,
            indicator=indicator,
            unit_id=unit_id,
            planned=planned,
            document=told["document"],
        )
    for one in told["norms"]:
        values = {name: NormRate.field(name).kind.from_json(value) for name, value in one.items()}
        yield draw.make(NormRate, **values)
