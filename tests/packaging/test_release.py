"""The key of a release, its announcement, what CHANGELOG says of it, and the sums."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import subprocess
import tomllib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

import desktop
from desktop.operations.updates import find_updates
from desktop.store.timeline import BUILT_ON

from freezing import release
from machine import TOP, CannotGoOn


@pytest.fixture(autouse=True)
def _no_key(monkeypatch):
    monkeypatch.delenv(release.KEY, raising=False)
    monkeypatch.delenv(release.PASSWORD, raising=False)


@pytest.fixture
def setup(tmp_path):
    made = tmp_path / "dist" / f"SoXa-setup-{desktop.__version__}.exe"
    made.parent.mkdir()
    made.write_bytes(b"MZ setup")
    return made


def test_the_version_is_said_in_one_voice():
    told = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["version"] == desktop.__version__


def test_the_present_version_has_its_words():
    words, _ = release.changes(desktop.__version__)
    assert "- **Hồ sơ**" in words
    assert "## " not in words


def test_one_section_is_read_with_its_day(tmp_path):
    log = tmp_path / "CHANGELOG.md"
    log.write_text(
        "# Thay đổi\n\n## 1.10.0\n\nmười\n\n## 1.1.0 – 05/12/2026\n\nmột\n\n- hai\n\n## 1.0.0\n",
        encoding="utf-8",
    )
    assert release.changes("1.1.0", log) == ("một\n\n- hai", dt.date(2026, 12, 5))
    assert release.changes("1.10.0", log) == ("mười", None)
    for version in ("1.0.0", "1.1", "2.0.0"):
        with pytest.raises(CannotGoOn, match=version):
            release.changes(version, log)


def test_without_a_key_nothing_is_announced_and_that_is_said(setup, capsys):
    assert release.public_key() is None
    assert release.announce(setup, desktop.__version__) == []
    assert release.KEY in capsys.readouterr().out
    assert [path.name for path in setup.parent.iterdir()] == [setup.name]


@pytest.mark.parametrize("password", ["", "Mật khẩu 1"], ids=["open", "locked"])
def test_the_program_believes_what_a_release_announces(setup, tmp_path, monkeypatch, password):
    monkeypatch.setenv(release.PASSWORD, password)
    public = release.make_key(tmp_path / "khóa.pem")
    monkeypatch.setenv(release.KEY, str(tmp_path / "khóa.pem"))
    assert release.public_key() == public
    (told,) = release.announce(setup, desktop.__version__)
    assert told.name == f"SoXa-{desktop.__version__}.banmoi"
    found = find_updates([setup.parent], public, "0.0.1")
    assert found.refused == ()
    (update,) = found.updates
    assert update.setup == setup
    assert update.announced.changes == release.changes(desktop.__version__)[0]


def test_the_same_release_is_announced_in_the_same_bytes(setup, tmp_path, monkeypatch):
    release.make_key(tmp_path / "key.pem")
    monkeypatch.setenv(release.KEY, str(tmp_path / "key.pem"))
    first = release.announce(setup, desktop.__version__)[0].read_bytes()
    assert release.announce(setup, desktop.__version__)[0].read_bytes() == first


def test_a_new_key_is_for_its_owner_only_and_never_overwrites(tmp_path):
    file = tmp_path / "key.pem"
    release.make_key(file)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(CannotGoOn, match="Không ghi được"):
        release.make_key(file)
    assert file.read_bytes() == before


def test_no_key_is_made_or_taken_inside_the_repository(monkeypatch, tmp_path):
    inside = TOP / "build" / "key.pem"
    (tmp_path / "link").symlink_to(TOP, target_is_directory=True)
    for file in (inside, tmp_path / "link" / "key.pem", TOP / "x" / ".." / "key.pem"):
        with pytest.raises(CannotGoOn, match="kho mã nguồn"):
            release.make_key(file)
        assert not file.exists()
    monkeypatch.setenv(release.KEY, str(inside))
    with pytest.raises(CannotGoOn, match="kho mã nguồn"):
        release.public_key()


def test_a_key_that_is_not_one_is_told(monkeypatch, tmp_path):
    file = tmp_path / "key.pem"
    monkeypatch.setenv(release.KEY, str(file))
    with pytest.raises(CannotGoOn, match="Không đọc được"):
        release.public_key()
    file.write_text("no key", encoding="utf-8")
    with pytest.raises(CannotGoOn, match="Không đọc được"):
        release.public_key()
    other = generate_private_key(SECP256R1())
    pem, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(other.private_bytes(pem, shape, serialization.NoEncryption()))
    with pytest.raises(CannotGoOn, match="không phải khóa Ed25519"):
        release.public_key()


def test_a_locked_key_needs_its_password(monkeypatch, tmp_path):
    monkeypatch.setenv(release.PASSWORD, "đúng")
    release.make_key(tmp_path / "key.pem")
    monkeypatch.setenv(release.KEY, str(tmp_path / "key.pem"))
    for wrong in ("", "sai"):
        monkeypatch.setenv(release.PASSWORD, wrong)
        with pytest.raises(CannotGoOn, match=release.PASSWORD):
            release.public_key()


def test_the_sums_name_every_file_in_order(tmp_path):
    for name in ("b.deb", "SoXa-setup-1.0.0.exe", "a.json"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "folder").mkdir()
    sums = release.write_sums(tmp_path)
    assert release.write_sums(tmp_path) == sums
    lines = sums.read_text(encoding="utf-8").splitlines()
    assert [line.partition("  ")[2] for line in lines] == [
        "SoXa-setup-1.0.0.exe",
        "a.json",
        "b.deb",
    ]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_agrees_with_the_sums(tmp_path):
    (tmp_path / "a.json").write_bytes(b"a")
    release.write_sums(tmp_path)
    command = ["sha256sum", "--check", "--strict", release.SUMS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "a.json: OK\n")
    (tmp_path / "a.json").write_bytes(b"b")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_no_version_is_dated_after_the_day_that_the_program_believes_it_was_made():
    """Set ``BUILT_ON`` to the day that is written into CHANGELOG: PC clocks are judged by it."""
    told = release.CHANGELOG.read_text(encoding="utf-8").splitlines()
    versions = [line.split()[1] for line in told if line.startswith("## ")]
    dated = [day for version in versions if (day := release.changes(version)[1]) is not None]
    assert desktop.__version__ in versions
    assert max(dated, default=BUILT_ON) <= BUILT_ON
