"""A province, two communes and a second PC of one of them, founded and not enrolled yet."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import CHEAP, NOW, TIEN_PHUOC
from desktop.base.clock import StoppedClock
from desktop.operations.founding import NewOffice, create_office
from desktop.operations.office import Office, open_office

PASSWORD = "Hoa-mai-2026"
DA_NANG = uuid.UUID("87cf3677-5c43-527d-a46c-dc927dbe509a")
THANH_BINH = uuid.UUID("80e8641a-5611-54ce-98e2-415e29f3dc13")
PROVINCE_SCOPE, TIEN_PHUOC_SCOPE, THANH_BINH_SCOPE = 100_048, 20_854, 20_878
FOUNDED = {
    "tinh": (DA_NANG, "Ủy ban nhân dân thành phố Đà Nẵng"),
    "a": (TIEN_PHUOC, "Ủy ban nhân dân xã Tiên Phước"),
    "a2": (TIEN_PHUOC, "Ủy ban nhân dân xã Tiên Phước"),
    "b": (THANH_BINH, "Ủy ban nhân dân xã Thạnh Bình"),
}


@dataclass
class Offices:
    """Folders of offices, and those that are open."""

    folder: Path
    clock: StoppedClock = field(default_factory=lambda: StoppedClock(NOW))
    opened: dict[str, Office] = field(default_factory=dict[str, Office])

    def __getitem__(self, name: str) -> Office:
        if name not in self.opened:
            self.opened[name] = open_office(self.folder / name, "lan", PASSWORD, self.clock)
        return self.opened[name]

    def close(self, *names: str) -> None:
        for name in names or list(self.opened):
            self.opened.pop(name).close()


@pytest.fixture(scope="session")
def founded_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All four, never to be opened: tests copy them."""
    folder = tmp_path_factory.mktemp("founded")
    for name, (unit, called) in FOUNDED.items():
        told = NewOffice(
            unit_id=unit,
            agency={"name": called, "abbreviation": "UBND", "place_name": "Đà Nẵng"},
            user="lan",
            full_name="Nguyễn Thị Lan",
            password=PASSWORD,
        )
        create_office(folder / name, told, StoppedClock(NOW), CHEAP).office.close()
    return folder


@pytest.fixture
def offices(founded_offices: Path, tmp_path: Path) -> Iterator[Offices]:
    """Offices to do anything with."""
    found = Offices(Path(shutil.copytree(founded_offices, tmp_path / "offices")))
    yield found
    found.close()
