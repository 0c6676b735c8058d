"""packaging/freezing/licences.py: nothing ships without a licence that allows it, and its text."""

from __future__ import annotations

import importlib.metadata
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from PIL import features
from pypdfium2.version import PDFIUM_INFO
from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2 as sqlcipher

from build_python import build_version, make_python

import machine
from freezing import licences, sbom, shipped

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="thư viện của Linux")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that sees the packages of the tests, and a PyInstaller as the build has it."""
    return make_python(tmp_path_factory.mktemp("python"), build_version("pyinstaller"))


@pytest.fixture(scope="module")
def written(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "licences"
    licences.collect(python, folder)
    return folder


@pytest.fixture(scope="module")
def parts(python: Path) -> list[shipped.Part]:
    return [part for system in shipped.SYSTEMS for part in shipped.parts(python, system)]


def test_every_package_that_the_program_depends_on_is_in_the_index(written: Path) -> None:
    index = (written / licences.INDEX).read_text(encoding="utf-8")

    for name in (
        "sqlalchemy",
        "mako",
        "lxml",
        "pillow",
        "shiboken6",
        "tzdata",
        "pyrage",
        "zstandard",
        "msgpack",
        "CPython",
        "SQLCipher",
    ):
        assert any(line.startswith(f"{name} ") for line in index.splitlines()), name
    for tool in ("pytest", "ruff", "hypothesis", "altgraph"):
        assert tool not in index


def test_every_line_of_the_index_leads_to_a_text(written: Path) -> None:
    table = (written / licences.INDEX).read_text(encoding="utf-8").split("Tệp\n")[1]
    files = {line.split()[-1] for line in table.splitlines()}

    assert files == {path.name for path in written.iterdir()} - {licences.INDEX}
    for name in files:
        assert len((written / name).read_text(encoding="utf-8")) > 400 or "pyinstaller" in name


def test_no_two_files_differ_only_in_capitals(written: Path) -> None:
    names = [path.name.lower() for path in written.iterdir()]

    assert len(names) == len(set(names))


def test_qt_comes_with_its_notice_and_both_licences_in_full(written: Path) -> None:
    told = (written / "Qt-pyside6-essentials.txt").read_text(encoding="utf-8")

    assert "Bạn được thay các tệp đó" in told
    assert "You may replace them" in told
    assert told.count(f"Qt {qVersion()} and PySide6 {qVersion()}") == 1
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in told
    assert "END OF TERMS AND CONDITIONS" in told
    assert licences.INDEX == "GIAY-PHEP.txt"


def test_what_is_said_about_insides_is_what_the_packages_say(parts: list[shipped.Part]) -> None:
    said = {(part.name, part.inside): part.version for part in parts}
    database = sqlcipher.connect(":memory:")
    try:
        (cipher,) = database.execute("PRAGMA cipher_version").fetchall()[0]
        (sqlite,) = database.execute("SELECT sqlite_version()").fetchall()[0]
    finally:
        database.close()

    assert said["SQLCipher", "sqlcipher3"] == str(cipher).split()[0]
    assert said["SQLite", "sqlcipher3"] == sqlite != sqlite3.sqlite_version
    assert said["Qt", "pyside6-essentials"] == qVersion()
    assert said["libxml2", "lxml"] == ".".join(map(str, etree.LIBXML_VERSION))
    assert said["libxslt", "lxml"] == ".".join(map(str, etree.LIBXSLT_VERSION))
    assert said["Zstandard", "zstandard"] == ".".join(map(str, zstandard.ZSTD_VERSION))
    assert said["PDFium", "pypdfium2"] == PDFIUM_INFO.version.partition("@")[0]
    for name, feature in {
        "FreeType": "freetype2",
        "HarfBuzz": "harfbuzz",
        "Raqm": "raqm",
        "libjpeg-turbo": "libjpeg_turbo",
        "OpenJPEG": "jpg_2000",
        "libtiff": "libtiff",
        "zlib-ng": "zlib_ng",
    }.items():
        assert said[name, "pillow"] == features.version(feature), name


def test_openssl_inside_cryptography_is_the_one_that_is_named(parts: list[shipped.Part]) -> None:
    from cryptography.hazmat.backends.openssl import backend

    (openssl,) = {p.version for p in parts if (p.name, p.inside) == ("OpenSSL", "cryptography")}
    assert backend.openssl_version_text().startswith(f"OpenSSL {openssl} ")


def test_a_licence_that_is_only_a_text_is_known_by_that_text(
    parts: list[shipped.Part], written: Path
) -> None:
    (licence,) = {p.licence for p in parts if (p.name, p.inside) == ("tinystr", "pyrage")}
    told = (written / "pyrage-rust.txt").read_text(encoding="utf-8")

    assert licence == "Unicode-3.0"
    assert "tinystr" in told
    assert "Portions of ICU4X may have been adapted" in told


@pytest.mark.parametrize("change", [" and one word more", ""])
def test_a_text_that_nobody_has_read_stops_the_build(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    read = (shipped.TEXTS / "Unicode-3.0-ICU4X.txt").read_text(encoding="utf-8")
    (tmp_path / "read.txt").write_text(f"{read}{change}", encoding="utf-8")
    facts = shipped.known()
    facts["recognised"] = {str(tmp_path / "read.txt"): "Unicode-3.0"}
    monkeypatch.setattr(shipped, "known", lambda: facts)

    if change:
        with pytest.raises(machine.CannotGoOn, match=r"tinystr: \(không rõ\)"):
            licences.collect(python, tmp_path / "out")
    else:
        licences.collect(python, tmp_path / "out")


def test_every_crate_under_mit_or_bsd_alone_is_named_with_its_holder(written: Path) -> None:
    """The others are taken under Apache-2.0, whose text names nobody."""
    for package in ("cryptography", "pyrage"):
        told = (written / f"{package}-rust.txt").read_text(encoding="utf-8")
        head, *texts = told.split("\n──── ")
        named = {
            name.strip()
            for text in texts
            for line in text.splitlines()
            if "Copyright" in line or "names no holder" in line
            for name in line.partition(":")[0].split(",")
        }
        for line in head.splitlines():
            crate, _, licence = line.partition(f" (trong {package}): ")
            apart = licences.fits(licence, {"Apache-2.0"}) or not licence
            kept = {"MIT", "BSD-3-Clause"}
            if not apart and licences.fits(licence, kept):
                assert crate.rpartition(" ")[0] in named, line


def test_everything_of_the_lock_that_ships_has_the_locked_version(
    parts: list[shipped.Part],
) -> None:
    for part in parts:
        if part.tags:
            assert part.version == build_version(part.name), part.name
            assert part.version == importlib.metadata.version(part.name)


def test_another_version_of_a_carrier_asks_to_look_again(tmp_path: Path) -> None:
    python = make_python(tmp_path, "9.9")

    with pytest.raises(machine.CannotGoOn, match=r"PyInstaller bootloader .* pyinstaller .*9\.9"):
        licences.collect(python, tmp_path / "out")


def test_a_package_without_a_known_licence_stops_the_build(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = shipped.known()
    del facts["expressions"]["sqlcipher3"]
    facts["expressions"]["segno"] = "GPL-3.0-only"
    monkeypatch.setattr(shipped, "known", lambda: facts)

    with pytest.raises(machine.CannotGoOn) as told:
        licences.collect(python, tmp_path / "out")

    assert "sqlcipher3: (không rõ)" in str(told.value)
    assert "segno: GPL-3.0-only" in str(told.value)
    assert "lxml" not in str(told.value)
    assert not (tmp_path / "out").exists()


def test_a_component_without_a_text_stops_the_build(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = shipped.known()
    facts["texts"]["shiboken6"] = []
    monkeypatch.setattr(shipped, "known", lambda: facts)

    with pytest.raises(machine.CannotGoOn, match="toàn văn giấy phép của shiboken6"):
        licences.collect(python, tmp_path / "out")


@pytest.mark.parametrize(
    ("expression", "fit"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-2.0-or-later", False),
        ("(MIT OR GPL-3.0-only) AND Zlib", True),
        ("MIT OR GPL-3.0-only AND Zlib", True),
        ("GPL-3.0-only OR Zlib AND GPL-2.0-only", False),
        ("MIT Zlib", False),
        ("(MIT", False),
        ("BSD license (see license.txt for details)", False),
    ],
)
def test_an_expression_fits_if_it_leaves_an_allowed_choice(expression: str, fit: bool) -> None:
    assert licences.fits(expression, set(shipped.known()["allowed"])) is fit


@given(
    st.recursive(
        st.sampled_from("MNG"),
        lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner),
    )
)
def test_any_expression_is_judged_as_python_judges_it(tree: Any) -> None:
    def spoken(part: Any) -> str:
        return part if isinstance(part, str) else f"({spoken(part[0])} {part[1]} {spoken(part[2])})"

    def true(part: Any) -> bool:
        if isinstance(part, str):
            return part != "G"
        one, two = true(part[0]), true(part[2])
        return (one and two) if part[1] == "AND" else (one or two)

    assert licences.fits(spoken(tree), {"M", "N"}) is true(tree)


@on_linux
def test_libraries_of_debian_bring_their_copyright_files(written: Path, tmp_path: Path) -> None:
    bundle = fake_bundle(tmp_path, written)
    if not Path("/usr/share/doc/zlib1g/copyright").exists():
        pytest.skip("không phải Debian")

    licences.add_system_libraries(bundle)
    once = (bundle / "_internal/licences" / licences.INDEX).read_text(encoding="utf-8")
    licences.add_system_libraries(bundle)

    folder = bundle / "_internal/licences"
    assert "Jean-loup Gailly" in (folder / "debian/zlib1g.txt").read_text(encoding="utf-8")
    assert (folder / licences.INDEX).read_text(encoding="utf-8") == once
    assert once.count("debian/zlib1g.txt") == 1
    assert not any("python" in path.name for path in (folder / "debian").iterdir())


@on_linux
def test_a_library_that_nobody_knows_stops_the_build(written: Path, tmp_path: Path) -> None:
    bundle = fake_bundle(tmp_path, written)
    (bundle / "_internal" / "libkhong-ai-biet.so.4").touch()

    with pytest.raises(machine.CannotGoOn, match=r"libkhong-ai-biet\.so\.4"):
        licences.add_system_libraries(bundle)


def fake_bundle(tmp_path: Path, written: Path) -> Path:
    """A frozen folder with one library of Debian, the interpreter, and a link to Qt's own."""
    inside = tmp_path / "soxa" / "_internal"
    (inside / "licences").mkdir(parents=True)
    index = (written / licences.INDEX).read_text(encoding="utf-8")
    (inside / "licences" / licences.INDEX).write_text(index, encoding="utf-8")
    for name in ("libz.so.1", "libpython3.11.so.1.0"):
        (inside / name).touch()
    (inside / "libQt6Core.so.6").symlink_to("PySide6/Qt/lib/libQt6Core.so.6")
    return tmp_path / "soxa"


def test_every_wheel_of_what_ships_is_known(parts: list[shipped.Part]) -> None:
    names = {name.partition("-")[0].lower().replace(".", "_") for name in sbom.read_wheels()}

    assert {part.name.replace("-", "_") for part in parts if part.tags} <= names
