"""The merge of ``desktop.versions`` and the plain walk, side by side through whole histories.

``HISTORIES=2000 pytest tests/versions/test_histories.py`` looks longer; a seed that fails stands in
the name of its test and gives the same history again.
"""

from __future__ import annotations

import os

import pytest

from versions.causality import Compared
from versions.histories import broken_by

HISTORIES = int(os.environ.get("HISTORIES", "60"))


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_word_is_lost_and_all_agree_whatever_goes_wrong(seed: int) -> None:
    assert broken_by(seed, Compared()) == set()
