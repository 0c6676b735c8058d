"""A province with two communes and a department, for the tests of keys and roster."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from desktop.sync.age_text import identity_text
from desktop.sync.authority import AuthorityKey
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.enrolment import new_request
from desktop.sync.recovery import RecoveryKey
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import Cut, DeviceEntry, OfficeEntry

PROVINCE, DEPARTMENT, TIEN_PHUOC, THANH_BINH = 100_048, 200_001, 20_854, 20_875
NOW_MS = 1_795_219_200_000
H = bytes(range(12))


def _octets(name: str, size: int = 32) -> bytes:
    """The same in every process, so that all of them collect the same tests."""
    return hashlib.blake2b(name.encode(), digest_size=size).digest()


def _keys(name: str) -> DeviceKeys:
    identity = identity_text(_octets(f"{name}, age"))
    return DeviceKeys(_octets(name, 16), _octets(f"{name}, seed"), identity)


AUTHORITY = AuthorityKey(_octets("authority"))
RECOVERY_KEY, ONE_TIME_KEY = (
    RecoveryKey(identity_text(_octets(name))) for name in ("recovery", "one time")
)
PROVINCE_PC, OLD_PC, FIRST_PC, SECOND_PC, THANH_BINH_PC = (
    _keys(name) for name in ("province", "old", "first", "second", "Thạnh Bình")
)

OFFICES = (
    OfficeEntry(PROVINCE, "Ủy ban nhân dân thành phố Đà Nẵng", None, "tinh"),
    OfficeEntry(DEPARTMENT, "Chi cục Phòng, chống tệ nạn xã hội", PROVINCE, "khac"),
    OfficeEntry(TIEN_PHUOC, "Ủy ban nhân dân xã Tiên Phước", DEPARTMENT, "xa"),
    OfficeEntry(THANH_BINH, "Ủy ban nhân dân xã Thạnh Bình", DEPARTMENT, "xa"),
)


def entry(keys: DeviceKeys, scope: int, letter: str = "A", *, may: str = "") -> DeviceEntry:
    """The line of a PC that was enrolled; the first of an office may read everything."""
    asked = new_request(keys, scope, "Cơ quan", letter, NOW_MS, "Nguyễn Thị Lan")
    compartments = (1, 2, 3, 4) if letter == "A" else (3,)
    return asked.entry(letter, f"Máy {letter}", compartments, may.split())


ROSTER = Roster(
    version=3,
    issued_ms=NOW_MS,
    authority=AUTHORITY.public,
    offices=OFFICES,
    devices=(
        entry(PROVINCE_PC, PROVINCE, may="reference purge"),
        replace(entry(OLD_PC, TIEN_PHUOC, "B"), revoked=Cut(37, H)),
        entry(FIRST_PC, TIEN_PHUOC),
        entry(SECOND_PC, TIEN_PHUOC, "C"),
        entry(THANH_BINH_PC, THANH_BINH),
    ),
    recovery=RECOVERY_KEY.public,
)

_NAMES = st.text(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiklmnoơưuvxyỳÀĐƯNTH ,.–", min_size=1, max_size=60
).map(lambda text: unicodedata.normalize("NFC", text))
names = _NAMES.filter(lambda text: bool(text.strip()))
octets = st.binary


def device_entries(scopes: list[int]) -> st.SearchStrategy[DeviceEntry]:
    """Any lines of PCs of these offices; their keys are those of this module."""
    return st.builds(
        DeviceEntry,
        device=octets(min_size=16, max_size=16),
        scope=st.sampled_from(scopes),
        letter=st.sampled_from("ABCXYZ"),
        sign=octets(min_size=32, max_size=32),
        age=st.sampled_from([FIRST_PC.public.age, SECOND_PC.public.age]),
        compartments=st.frozensets(st.integers(0, 255), max_size=5),
        capabilities=st.frozensets(st.sampled_from(["reference", "purge", "later"])),
        revoked=st.none()
        | st.builds(Cut, st.integers(0, (1 << 63) - 1), octets(min_size=12, max_size=12)),
        label=names,
    )


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Any rosters that an authority could sign."""
    scopes = draw(st.lists(st.integers(1, 0xFF_FFFF), min_size=1, max_size=8, unique=True))
    offices = [
        OfficeEntry(
            scope,
            draw(names),
            draw(st.sampled_from([None, *scopes[:at]])),
            draw(st.sampled_from(["tinh", "xa", "khac"])),
        )
        for at, scope in enumerate(scopes)
    ]
    devices = draw(st.lists(device_entries(scopes), max_size=8, unique_by=lambda d: d.device))
    return Roster(
        draw(st.integers(0, 1 << 40)),
        draw(st.integers(0, 1 << 46)),
        AUTHORITY.public,
        tuple(offices),
        tuple(devices),
        draw(st.sampled_from(["", ROSTER.recovery])),
    )
