"""The histories are only worth something if they notice each mechanism that is taken away.

The seeds are pinned because they are known to notice. If histories are made differently, look for
new ones: any seed for which ``broken_by`` gives the promise that the mutant must break.
"""

from __future__ import annotations

import pytest

from versions.causality import Walking
from versions.histories import broken_by
from versions.model import MUTANTS

#: mutant -> seeds that notice it, and a promise that each of them must see broken
PINNED = {
    "ack-no-hash": ((19, 32, 39), "quiet"),
    "gap-blind": ((67, 95, 119), "equal"),
    "since-sent": ((0, 5, 7), "equal"),
    "skip-old": ((17, 22, 56), "quiet"),
    "device-origin": ((22, 45, 50), "kept"),
    "echo-blind": ((47, 49, 56), "equal"),
    "no-touch": ((32, 52, 108), "equal"),
    "forget-graves": ((28, 37, 62), "purged"),
    "form-blind": ((0, 20, 27), "kept"),
    "tie-first": ((3, 4), "equal"),
    "lww-field": ((0, 1, 2), "kept"),
    "lww-row": ((0, 1, 2), "kept"),
}


def test_every_mutant_has_seeds() -> None:
    assert PINNED.keys() == MUTANTS.keys()


@pytest.mark.parametrize(
    ("mutant", "seed"), [(mutant, seed) for mutant, (seeds, _) in PINNED.items() for seed in seeds]
)
def test_a_mutant_breaks_its_promise(mutant: str, seed: int) -> None:
    assert PINNED[mutant][1] in broken_by(seed, Walking(), mutant), MUTANTS[mutant]


@pytest.mark.parametrize("seed", sorted({seed for seeds, _ in PINNED.values() for seed in seeds}))
def test_the_whole_design_survives_the_same_history(seed: int) -> None:
    assert broken_by(seed, Walking()) == set()
