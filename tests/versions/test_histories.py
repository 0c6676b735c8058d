"""The merge of ``desktop.versions`` and the plain walk, side by side through whole histories.

``dev.py test`` takes new seeds each time and prints the first; ``HISTORIES_FROM`` gives the same ones
again, and ``HISTORIES=2000`` looks longer. A seed that fails stands in the name of its test.
"""

from __future__ import annotations

import os

import pytest

from versions.causality import Compared
from versions.histories import broken_by

HISTORIES = int(os.environ.get("HISTORIES", "60"))
FIRST = int(os.environ.get("HISTORIES_FROM", "0"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + HISTORIES))
def test_no_word_is_lost_and_all_agree_whatever_goes_wrong(seed: int) -> None:
    assert broken_by(seed, Compared()) == set()
