"""packaging/freezing/debian.py makes a package that dpkg installs and removes without a trace."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import machine
from freezing import debian
from freezing.icon import SIZES

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="chỉ trên Debian")


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    folder.mkdir()
    for size in SIZES:
        (folder / f"soxa-{size}.png").write_bytes(b"\x89PNG" + bytes(size))
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A frozen folder whose program is a small one of this PC."""
    folder = tmp_path / "dist" / "Sổ Xã"
    inside = folder / "_internal"
    (inside / "licences").mkdir(parents=True)
    (inside / "licences" / "GIAY-PHEP.txt").write_text(
        "zlib  1.3  Zlib  zlib.txt\n", encoding="utf-8"
    )
    (inside / "CHANGELOG.md").write_text("# Những thay đổi\n", encoding="utf-8")
    shutil.copy("/bin/true", folder / "soxa")
    (inside / "thư mục").mkdir(mode=0o700)
    (inside / "thư mục" / "tệp có dấu.txt").write_text("xã", encoding="utf-8")
    (inside / "link.so").symlink_to("thư mục/tệp có dấu.txt")
    return folder


@pytest.fixture
def package(bundle: Path, made: Path, tmp_path: Path) -> Path:
    return debian.deb(bundle, made, "1.2.3", tmp_path / "out")


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> Path:
    subprocess.run(["dpkg-deb", "-R", str(package), str(tmp_path / "root")], check=True)
    return tmp_path / "root"


def field(package: Path, name: str) -> str:
    told = subprocess.run(
        ["dpkg-deb", "-f", str(package), name], capture_output=True, encoding="utf-8", check=True
    )
    return told.stdout.strip()


def test_the_package_is_named_and_described_in_vietnamese(package: Path) -> None:
    assert package.name == "soxa_1.2.3_amd64.deb"
    assert field(package, "Version") == "1.2.3"
    assert field(package, "Architecture") == "amd64"
    assert re.match(r"libc6 \(>= 2\.\d+\)", field(package, "Depends"))
    description = field(package, "Description")
    assert description.startswith("Sổ Xã - ")
    assert "không bị xóa khi gỡ chương trình" in description
    assert all(len(line) <= 80 for line in description.splitlines())
    assert int(field(package, "Installed-Size")) >= 10


def test_the_same_folder_gives_the_same_bytes(
    bundle: Path, made: Path, tmp_path: Path, package: Path
) -> None:
    again = tmp_path / "elsewhere" / "soxa"
    shutil.copytree(bundle, again, symlinks=True, copy_function=shutil.copyfile)
    (again / "soxa").chmod(0o700)

    assert debian.deb(again, made, "1.2.3", tmp_path / "b").read_bytes() == package.read_bytes()
    first = debian.portable(bundle, "1.2.3", tmp_path / "a").read_bytes()
    assert debian.portable(again, "1.2.3", tmp_path / "b").read_bytes() == first


def test_everything_belongs_to_root_and_only_the_program_starts(package: Path) -> None:
    told = subprocess.run(
        ["dpkg-deb", "-c", str(package)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    lines = [line.split(None, 5) for line in told.stdout.splitlines()]

    assert {line[1] for line in lines} == {"root/root"}
    rights = {line[5].partition(" -> ")[0]: line[0] for line in lines}
    assert rights.pop("./usr/lib/soxa/soxa") == "-rwxr-xr-x"
    assert {right for right in rights.values() if right[0] == "-"} == {"-rw-r--r--"}
    assert {right for right in rights.values() if right[0] == "d"} == {"drwxr-xr-x"}
    assert "./usr/bin/soxa" in rights
    places = {name.split("/")[1] for name in rights if name.count("/") > 1}
    assert places == {"usr"}


def test_the_sums_name_every_file_and_fit(unpacked: Path) -> None:
    lines = (unpacked / "DEBIAN" / "md5sums").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {
        path.relative_to(unpacked).as_posix(): hashlib.md5(path.read_bytes()).hexdigest()
        for path in (unpacked / "usr").rglob("*")
        if path.is_file() and not path.is_symlink()
    }

    assert listed == files
    assert "usr/lib/soxa/_internal/thư mục/tệp có dấu.txt" in listed


def test_no_script_runs_as_root_when_it_is_installed(unpacked: Path) -> None:
    assert {path.name for path in (unpacked / "DEBIAN").iterdir()} == {"control", "md5sums"}


def test_the_menu_entry_opens_packages_with_the_program(unpacked: Path) -> None:
    entry = RawConfigParser()
    entry.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    share = unpacked / "usr" / "share"
    entry.read(share / "applications" / "soxa.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    (kind,) = ET.parse(share / "mime" / "packages" / "soxa.xml").getroot()

    assert told["Name[vi]"] == "Sổ Xã"
    assert told["Exec"] == "soxa %f"
    assert told["StartupWMClass"] == told["Icon"] == "soxa"
    assert told["MimeType"] == f"{kind.get('type')};"
    globs = [one.get("pattern") for one in kind if one.tag.endswith("glob")]
    assert globs == ["*.goi"]
    icons = {
        one.relative_to(share / "icons" / "hicolor").as_posix()
        for one in share.rglob("*.[ps][nv]g")
    }
    assert {f"{size}x{size}/apps/soxa.png" for size in SIZES} <= icons
    assert {"scalable/apps/soxa.svg", "48x48/mimetypes/application-x-soxa-goi.png"} <= icons


def test_licences_and_changes_lie_where_debian_looks(unpacked: Path) -> None:
    folder = unpacked / "usr/share/doc/soxa"

    assert "zlib.txt" in (folder / "copyright").read_text(encoding="utf-8")
    assert (folder / "changelog.gz").read_bytes()[4:8] == bytes(4)


def test_dpkg_installs_it_and_removes_it_without_a_trace(package: Path, tmp_path: Path) -> None:
    root = tmp_path / "debian"
    for folder in ("var/lib/dpkg/updates", "var/lib/dpkg/info"):
        (root / folder).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    data = root / "home" / "cán bộ" / "SoXa" / "soxa.db"
    data.parent.mkdir(parents=True)
    data.write_bytes(b"of the office")
    dpkg = ["dpkg", f"--root={root}", "--force-depends", "--force-not-root", "--log=/dev/null"]

    subprocess.run([*dpkg, "-i", str(package)], check=True, capture_output=True)
    link = root / "usr/bin/soxa"
    assert link.resolve() == (root / "usr/lib/soxa/soxa").resolve()
    assert subprocess.run([str(link)], check=False).returncode == 0
    subprocess.run([*dpkg, "--purge", "soxa"], check=True, capture_output=True)

    assert not (root / "usr").exists()
    assert data.read_bytes() == b"of the office"


def test_an_unknown_library_of_the_pc_stops_the_build(
    bundle: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "missing", lambda _bundle: ["libQt6Dropped.so.6", "liblạ.so.1"])

    with pytest.raises(machine.CannotGoOn, match=r"liblạ\.so\.1") as told:
        debian.deb(bundle, made, "1.2.3", tmp_path / "out")

    assert "Dropped" not in str(told.value)
    assert not (tmp_path / "out").exists()


def test_a_version_that_debian_cannot_sort_is_refused(
    bundle: Path, made: Path, tmp_path: Path
) -> None:
    with pytest.raises(machine.CannotGoOn, match="bản một"):
        debian.deb(bundle, made, "bản một", tmp_path / "out")


def test_the_folder_to_carry_along_unpacks_into_one_folder_that_starts(
    bundle: Path, tmp_path: Path
) -> None:
    packed = debian.portable(bundle, "1.2.3", tmp_path / "out")

    with tarfile.open(packed) as tar:
        assert {entry.name.split("/")[0] for entry in tar} == {"soxa-1.2.3"}
        assert {(entry.uid, entry.uname, entry.mtime) for entry in tar} == {(0, "root", 1795000000)}
        tar.extractall(tmp_path / "USB", filter="data")
    home = tmp_path / "USB" / "soxa-1.2.3"
    assert packed.name == "soxa-1.2.3-linux-amd64.tar.xz"
    assert subprocess.run([str(home / "soxa")], check=False).returncode == 0
    assert (home / "_internal" / "link.so").read_text(encoding="utf-8") == "xã"
    assert "SỔ XÃ 1.2.3" in (home / "DOC-TRUOC.txt").read_text(encoding="utf-8")
