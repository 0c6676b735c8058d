"""After a busy day no name, no number, no word of a case lies in plain on the disk."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from conftest import Blank
from desktop.base.clock import StoppedClock
from desktop.fields import Partial
from desktop.operations import drafts, records, upkeep
from desktop.operations.lists import find
from desktop.operations.office import Office, change_password, new_recovery_code, open_office
from desktop.records import AdminUnit

NAMES = ("Hoàng Xuyến Chi", "Đoàn Bạch Dương", "Phan Kỳ Nam")
NUMBERS = ("048190007654", "0914555777")
WORDS = ("hoàn cảnh éo le không nói với ai", "thăm lúc chập tối", "quyết định mật số 7")
NEW_PASSWORD = "Thược-dược-2027"
SCAN = b"%PDF-1.7 Quyet dinh cua Toa an khu vuc 9 " * 200


def spellings(text: str) -> set[bytes]:
    """How a text could lie on the disk: composed or not, with accents or folded, wide or not."""
    from desktop.base.text import fold

    forms = {unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text), fold(text)}
    forms |= {form.upper() for form in forms}
    return {form.encode(coding) for form in forms for coding in ("utf-8", "utf-16-le")}


def scan(*places: Path, needles: set[bytes]) -> dict[str, bytes]:
    """Which file holds which of them."""
    return {
        path.name: needle
        for place in places
        for path in place.rglob("*")
        if path.is_file()
        for content in (path.read_bytes(),)
        for needle in needles
        if needle in content
    }


def a_busy_day(office: Office) -> None:
    person = makers.person(
        office, NAMES[0], id_type="CAN_CUOC", id_number=NUMBERS[0], phone=NUMBERS[1]
    )
    case = makers.case(office, person_id=person, problem=WORDS[0])
    makers.contact(office, case, content=WORDS[1])
    makers.member(office, makers.team(office), NAMES[1])
    records.save(office, "people", person, {"guardian": NAMES[2]})
    drafts.keep_draft(office, "people", None, {"full_name": NAMES[2], "birth_date": Partial(1990)})
    file = office.files.keep(f"{WORDS[2]}.pdf", SCAN)
    document = {"case_id": case, "seq": 1, "kind": "Quyết định", "summary": WORDS[2], "file": file}
    makers.saved(office, "case_documents", **document, is_original=True)
    records.read(office, "case_files", case)
    assert find(office, NAMES[0])
    with office.reading() as session:
        # A sort of everything, which SQLite would spill to a temporary file if it were let.
        session.execute(sa.select(AdminUnit).order_by(sa.func.lower(AdminUnit.name).desc())).all()


def test_no_byte_tells_whom_the_office_helps(
    blank_office: Blank,
    folder: Path,
    clock: StoppedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    secrets = [*NAMES, *NUMBERS, *WORDS, "Nguyễn Thị Lan", blank_office.password, NEW_PASSWORD]
    needles = set[bytes]().union(*map(spellings, secrets)) | {b"Toa an khu vuc", b"SQLite format"}

    office = open_office(folder, blank_office.user, blank_office.password, clock)
    key = office.store.key
    needles |= {key, key.hex().encode(), key.hex().upper().encode()}
    a_busy_day(office)
    change_password(office, blank_office.password, NEW_PASSWORD)
    code = new_recovery_code(office)
    needles |= {code.encode(), code.replace("-", "").encode()}

    def copying(done: int, total: int) -> None:
        if done == total:
            assert scan(folder, temporary, needles=needles) == {}

    from desktop.store.backup import back_up

    back_up(folder, key, folder / "backups", clock.now(), copying)
    assert (folder / "office.db-wal").stat().st_size > 0, "the day is still in the log"
    assert scan(folder, temporary, needles=needles) == {}
    upkeep.leave(office)
    assert scan(folder, temporary, needles=needles) == {}
    assert {p.name for p in folder.iterdir()} >= {"office.db", "files.db", "keys.json", "backups"}

    (folder / "letter.txt").write_text(f"Kính gửi bà {NAMES[0]}", encoding="utf-8")
    assert list(scan(folder, needles=needles)) == ["letter.txt"], "the scan sees what is there"
