"""New versions on a stick: found, believed only with our signature, copied, proved, started."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import __version__
from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.operations import setups, updates
from desktop.operations.office import open_office
from desktop.operations.updates import find_updates
from desktop.store.announcements import MOST_BYTES, NotGenuine, read_announcement, version_number
from desktop.store.backup import backups_in
from desktop.ui.jobs import Cancelled
from releases import CONTENT, Publisher

NOW_RUNNING = "1.2.0"


@pytest.fixture
def ours():
    return Publisher()


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "stick"


def look(ours, *folders):
    return find_updates(folders, ours.public, NOW_RUNNING)


def newest(ours, folder):
    return look(ours, folder).updates[0]


def refusal(ours, folder):
    found = look(ours, folder)
    assert found.updates == ()
    (refused,) = found.refused
    return refused


# -- finding ------------------------------------------------------------------------------


def test_a_newer_version_is_found_at_the_top_and_one_level_below(ours, stick):
    ours.publish(stick, "1.3.0")
    ours.publish(stick / "Phần mềm mới", "1.10.0")
    ours.publish(stick / "Phần mềm mới" / "sâu", "2.0.0")
    found = look(ours, stick)
    assert [one.announced.version for one in found.updates] == ["1.10.0", "1.3.0"]
    assert found.refused == ()
    assert found.updates[0].announced.changes == "- **In** nhanh hơn."
    assert found.updates[0].setup.read_bytes() == CONTENT


@pytest.mark.parametrize("version", ["1.2.0", "1.1.9", "0.9.12"])
def test_the_same_and_older_versions_are_not_offered(ours, stick, version):
    ours.publish(stick, version)
    assert look(ours, stick) == updates.Found()


def test_folders_that_are_not_there_hold_nothing(ours, stick):
    ours.publish(stick)
    found = look(ours, stick.with_name("gone"), stick, stick / "SoXa-9.1.0.banmoi")
    assert len(found.updates) == 1
    assert found.refused == ()


def test_the_same_version_in_two_places_is_offered_once(ours, tmp_path):
    ours.publish(tmp_path / "a")
    ours.publish(tmp_path / "b")
    (found,) = look(ours, tmp_path / "a", tmp_path / "b").updates
    assert found.root == tmp_path / "a"


def test_a_look_can_be_stopped(ours, stick):
    ours.publish(stick)

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        find_updates([stick], ours.public, NOW_RUNNING, stop)


# -- refusing -----------------------------------------------------------------------------


def test_changed_words_are_not_ours(ours, stick):
    told = ours.publish(stick)
    content = told.read_bytes()
    told.write_bytes(content.replace("nhanh hơn".encode(), "nhanh lắm".encode()))
    refused = refusal(ours, stick)
    assert refused.forged
    assert "Đừng chạy tệp này" in refused.sentence
    assert "không phải bản của Sổ Xã" in refused.sentence


def test_the_signature_of_somebody_else_is_not_ours(ours, stick):
    Publisher().publish(stick)
    assert refusal(ours, stick).forged


def test_a_signature_made_for_something_else_is_not_ours(ours, stick):
    told = ours.publish(stick)
    body = told.read_bytes().partition(b"\n")[2]
    told.write_bytes(ours.sign(body, purpose=b""))
    assert refusal(ours, stick).forged


@pytest.mark.parametrize("kept", [0, 1, 40, 88, 89])
def test_a_truncated_announcement_is_damaged(ours, stick, kept):
    told = ours.publish(stick)
    told.write_bytes(told.read_bytes()[:kept])
    refused = refusal(ours, stick)
    assert not refused.forged
    assert "chép lại" in refused.sentence


def test_an_announcement_cut_behind_its_signature_is_not_believed(ours, stick):
    told = ours.publish(stick)
    told.write_bytes(told.read_bytes()[:-10])
    assert refusal(ours, stick).forged


@given(st.binary(max_size=300))
def test_no_bytes_are_taken_for_an_announcement(content):
    with pytest.raises((DamagedFile, NotGenuine)):
        read_announcement(content, _ANY.public)


_ANY = Publisher()


def test_of_a_huge_announcement_only_the_beginning_is_read(ours, stick, monkeypatch):
    told = ours.publish(stick)
    with told.open("r+b") as file:
        file.truncate(10 << 30)  # sparse: ten gigabytes that take no room
    seen: list[int] = []
    real = updates.read_announcement

    def counting(content, key):
        seen.append(len(content))
        return real(content, key)

    monkeypatch.setattr(updates, "read_announcement", counting)
    assert not refusal(ours, stick).forged
    assert seen == [MOST_BYTES + 1]


def test_a_missing_setup_is_told(ours, stick):
    ours.publish(stick)
    (stick / "SoXa-setup-9.1.0.exe").unlink()
    assert "thiếu bộ cài SoXa-setup-9.1.0.exe" in refusal(ours, stick).sentence


def test_a_setup_of_another_size_is_told_at_once(ours, stick):
    ours.publish(stick)
    (stick / "SoXa-setup-9.1.0.exe").write_bytes(CONTENT[:-1])
    assert "Đừng chạy tệp này" in refusal(ours, stick).sentence


GOOD = {
    "version": "9.1.0",
    "setup": "a.exe",
    "size": 3,
    "sha256": "0" * 64,
    "changes": "",
    "released_on": "2026-12-05",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"setup": "../a.exe"},
        {"setup": "..\\a.exe"},
        {"setup": "/bin/a.exe"},
        {"setup": "C:a.exe"},
        {"setup": "a.exe:hidden.exe"},
        {"setup": "a.exe\n"},
        {"setup": "a.bat"},
        {"setup": ["a.exe"]},
        {"version": "9.1"},
        {"version": "9.1.0-beta"},
        {"version": "9.1.٣"},
        {"version": "9.1.0\n"},
        {"version": "99999.0.0"},
        {"version": 9},
        {"size": -3},
        {"size": 0},
        {"size": True},
        {"size": 3.0},
        {"size": 10**12},
        {"sha256": "0" * 63},
        {"sha256": None},
        {"changes": 1},
        {"released_on": "5/12/2026"},
        {"released_on": None},
    ],
    ids=str,
)
def test_even_signed_nonsense_is_not_followed(ours, stick, wrong):
    stick.mkdir()
    (stick.parent / "a.exe").write_bytes(b"abc")
    (stick / "a.exe").write_bytes(b"abc")
    (stick / "x.banmoi").write_bytes(ours.sign(json.dumps(GOOD | wrong).encode()))
    assert "hỏng" in refusal(ours, stick).sentence


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b"\xff", b"[" * 5000, b"1"], ids=str)
def test_signed_bytes_of_another_shape_are_damaged(ours, body):
    with pytest.raises(DamagedFile):
        read_announcement(ours.sign(body), ours.public)


def test_signed_good_values_are_taken_in_the_same_way(ours):
    told = read_announcement(ours.sign(json.dumps(GOOD).encode()), ours.public)
    assert (told.version, told.setup, told.size) == ("9.1.0", "a.exe", 3)


@pytest.mark.parametrize("version", ["", "1", "1.2", "1.2.3.4", "v1.2.3", " 1.2.3", "1.2.-3"])
def test_what_is_no_version_has_no_number(version):
    with pytest.raises(ValueError, match="no version"):
        version_number(version)


def test_versions_are_compared_as_numbers():
    assert version_number("1.10.0") > version_number("1.9.9") > version_number("1.9.0")
    version_number(__version__)


def test_a_stick_pulled_while_it_is_looked_through_is_told(ours, stick, monkeypatch):
    ours.publish(stick)
    pull(monkeypatch, ".banmoi")
    assert "USB có thể đã bị rút" in refusal(ours, stick).sentence


def pull(monkeypatch, suffix):
    """Let files of this kind fail as they do when a stick is gone."""
    real = Path.open

    def gone(path, *args, **kwargs):
        if path.suffix == suffix and "x" not in str(args):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", gone)


def test_a_program_without_a_key_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(updates, "resource", lambda name: tmp_path / name)
    assert updates.release_key() is None
    (tmp_path / "release.pub").write_bytes(b"")
    assert updates.release_key() is None
    (tmp_path / "release.pub").write_bytes(b"k" * 32)
    assert updates.release_key() == b"k" * 32


# -- taking -------------------------------------------------------------------------------


def left(place):
    return [path for path in place.rglob("*") if path.is_file()]


def test_the_setup_is_copied_and_the_copy_is_what_was_signed(ours, stick, tmp_path):
    ours.publish(stick)
    steps: list[tuple[int, int]] = []
    place = tmp_path / "máy" / "update"
    copy = setups.fetch_setup(newest(ours, stick), place, lambda *at: steps.append(at))
    assert copy.read_bytes() == CONTENT
    assert copy.is_relative_to(place)
    assert copy.name == "SoXa-setup-9.1.0.exe"
    assert steps == [(at, 6) for at in range(6)]


def test_a_second_copy_takes_the_place_of_the_first(ours, stick, tmp_path):
    ours.publish(stick)
    update = newest(ours, stick)
    setups.fetch_setup(update, tmp_path / "update")
    copy = setups.fetch_setup(update, tmp_path / "update")
    assert left(tmp_path / "update") == [copy]


def test_what_others_put_into_the_folder_stays(ours, stick, tmp_path):
    ours.publish(stick)
    (tmp_path / "update").mkdir()
    (tmp_path / "update" / "ghi-chú.txt").write_text("của tôi", encoding="utf-8")
    setups.fetch_setup(newest(ours, stick), tmp_path / "update")
    setups.drop_setups(tmp_path / "update")
    assert [path.name for path in left(tmp_path / "update")] == ["ghi-chú.txt"]


@pytest.mark.parametrize(
    "other",
    [CONTENT[:-1] + b"!", CONTENT + b"!", CONTENT[:-1], b""],
    ids=["changed", "longer", "shorter", "empty"],
)
def test_a_setup_changed_after_the_look_is_refused_and_thrown_away(ours, stick, tmp_path, other):
    ours.publish(stick)
    update = newest(ours, stick)
    update.setup.write_bytes(other)
    with pytest.raises(DamagedFile, match="Đừng chạy tệp này"):
        setups.fetch_setup(update, tmp_path / "update")
    assert left(tmp_path / "update") == []


def test_the_copy_is_proved_and_not_the_stick(ours, stick, tmp_path):
    ours.publish(stick)
    update = newest(ours, stick)

    def swap(done, total):
        if done == total // 2:
            update.setup.write_bytes(b"!" * len(CONTENT))

    assert setups.fetch_setup(update, tmp_path / "update", swap).read_bytes() == CONTENT


def test_a_stick_that_shows_something_else_while_it_is_copied_is_refused(ours, stick, tmp_path):
    ours.publish(stick)
    update = newest(ours, stick)

    def swap(done, _total):
        update.setup.write_bytes((b"!" if done == 1 else CONTENT[:1]) + CONTENT[1:-1] + b"!")

    with pytest.raises(DamagedFile, match="Đừng chạy tệp này"):
        setups.fetch_setup(update, tmp_path / "update", swap)


def test_a_stick_pulled_during_the_copy_leaves_nothing(ours, stick, tmp_path, monkeypatch):
    ours.publish(stick)
    update = newest(ours, stick)

    def gone(done, _total):
        if done == 1:
            pull(monkeypatch, ".exe")

    with pytest.raises(DiskTrouble, match="USB có thể đã bị rút"):
        setups.fetch_setup(update, tmp_path / "update", gone)
    assert left(tmp_path / "update") == []


def test_a_stick_pulled_before_the_copy_is_told(ours, stick, tmp_path):
    ours.publish(stick)
    update = newest(ours, stick)
    update.setup.unlink()
    with pytest.raises(DiskTrouble, match="cắm lại USB"):
        setups.fetch_setup(update, tmp_path / "update")


def test_a_place_that_takes_no_copy_is_told(ours, stick, tmp_path):
    ours.publish(stick)
    (tmp_path / "update").write_text("a file", encoding="utf-8")
    with pytest.raises(DiskTrouble, match="dọn bớt ổ đĩa"):
        setups.fetch_setup(newest(ours, stick), tmp_path / "update")


@pytest.mark.parametrize("step", [1, 4], ids=["while copying", "while proving"])
def test_a_stopped_copy_leaves_nothing(ours, stick, tmp_path, step):
    ours.publish(stick)

    def stop(done, _total):
        if done == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        setups.fetch_setup(newest(ours, stick), tmp_path / "update", stop)
    assert left(tmp_path / "update") == []


def test_the_office_is_copied_before_the_setup_comes(ours, stick, tmp_path, office):
    ours.publish(stick)
    copy = setups.prepare_update(office, newest(ours, stick), tmp_path / "update")
    assert copy.read_bytes() == CONTENT
    assert len(backups_in(office.folder / "backups")) == 1


def test_an_office_closed_for_a_setup_is_not_copied_again(office, blank_office, clock):
    setups.close_for_setup(office)
    assert backups_in(office.folder / "backups") == []
    open_office(office.folder, blank_office.user, blank_office.password, clock).close()


@pytest.mark.skipif(os.name == "nt", reason="there it is started")
def test_elsewhere_than_on_windows_nothing_is_started(tmp_path):
    with pytest.raises(UserError, match="chỉ chạy trên Windows"):
        setups.start_setup(tmp_path / "SoXa-setup-9.1.0.exe")
