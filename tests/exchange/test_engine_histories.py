"""The model's histories on real files: nothing is lost, all agree, whatever goes wrong.

``dev.py test`` takes new seeds each time and prints them; ``HISTORIES_FROM`` gives the same ones again.
``dev.py histories`` looks much longer.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exchange.engine_devices import pcs, template
from versions.causality import Walking
from versions.histories import broken_by

HISTORIES = int(os.environ.get("ENGINE_HISTORIES", "40"))
FIRST = int(os.environ.get("HISTORIES_FROM", "1"))
BROKE_ONCE = (
    57318042,  # a copy is put back, then the clock set right: it claimed to know what was lost
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


@pytest.mark.parametrize("seed", [*BROKE_ONCE, *range(FIRST, FIRST + HISTORIES)])
def test_no_word_is_lost_between_real_files(seed: int, blank: Path, tmp_path: Path) -> None:
    assert broken_by(seed, Walking(), make=pcs(tmp_path, blank)) == set()
