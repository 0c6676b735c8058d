"""packaging/freezing/sbom.py writes a valid CycloneDX 1.6 document, the same each time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from build_python import build_version, make_python

import machine
from freezing import sbom, shipped


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_python(tmp_path_factory.mktemp("python"), build_version("pyinstaller"))


@pytest.fixture(params=shipped.SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_is_valid_by_the_official_schema(python: Path, system: str, tmp_path: Path) -> None:
    out = tmp_path / "soxa.cdx.json"
    sbom.write(python, system, "1.2.3", out)
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str(out.read_text(encoding="utf-8")) is None
    broken = json.loads(out.read_text(encoding="utf-8"))
    broken["components"][0]["type"] = "thing"
    assert validator.validate_str(json.dumps(broken)) is not None


def test_the_same_input_gives_the_same_bytes(python: Path, system: str) -> None:
    first = sbom.encoded(sbom.document(python, system, "1.2.3"))

    assert sbom.encoded(sbom.document(python, system, "1.2.3")) == first
    assert b"timestamp" not in first
    assert str(machine.TOP).encode() not in first


def test_another_version_gets_another_serial_number(python: Path) -> None:
    numbers = {
        sbom.document(python, system, version)["serialNumber"]
        for system in shipped.SYSTEMS
        for version in ("1.2.3", "1.2.4")
    }

    assert len(numbers) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", number) for number in numbers)


def test_every_package_has_the_locked_hash_of_the_wheel_for_that_system(
    python: Path, system: str
) -> None:
    lock = (machine.PACKAGING / "build.lock").read_text(encoding="utf-8")
    packages = [
        one
        for one in sbom.document(python, system, "1.2.3")["components"]
        if one["purl"].startswith("pkg:pypi/")
    ]
    named = {one["name"]: value(one, "soxa:wheel") for one in packages}

    assert len(packages) > 20
    for one in packages:
        (hashed,) = one["hashes"]
        assert f"--hash=sha256:{hashed['content']}" in lock, one["name"]
        assert re.sub(r"[-_.]+", "-", named[one["name"]]).lower().startswith(one["name"])
    compiled = "win_amd64" if system == "windows" else "x86_64"
    assert all(compiled in named[name] for name in ("lxml", "pillow", "pyside6-essentials"))


def value(component: dict[str, Any], name: str) -> str:
    return next(one["value"] for one in component["properties"] if one["name"] == name)


def test_what_packages_carry_is_there_and_hangs_on_them(python: Path, system: str) -> None:
    told = sbom.document(python, system, "1.2.3")
    leads = {one["ref"]: one["dependsOn"] for one in told["dependencies"]}
    refs = {one["bom-ref"]: one for one in told["components"]}

    carrier = next(ref for ref in refs if ref.startswith("pkg:pypi/sqlcipher3@"))
    assert {refs[ref]["name"] for ref in leads[carrier]} == {"SQLCipher", "SQLite", "OpenSSL"}
    (top,) = [one for one in leads if one == "pkg:generic/soxa@1.2.3"]
    reached, asked = set[str](), [top]
    while asked:
        ref = asked.pop()
        if ref not in reached:
            reached.add(ref)
            asked += leads[ref]
    assert reached == {*refs, top}
    assert len(refs) == len(told["components"])


def test_windows_has_its_own_interpreter_and_runtime(python: Path) -> None:
    def names(system: str) -> dict[str, str]:
        told = sbom.document(python, system, "1.2.3")
        return {one["name"]: one["version"] for one in told["components"]}

    windows, linux = names("windows"), names("linux")
    assert windows["CPython"].startswith("3.11.")
    assert "Microsoft Visual C++ runtime" in windows.keys() - linux.keys()
    assert "ICU" in linux.keys() - windows.keys()


def test_the_libraries_of_debian_are_listed_by_package(python: Path, tmp_path: Path) -> None:
    if not Path("/usr/share/doc/zlib1g/copyright").exists():
        pytest.skip("không phải Debian")
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "libz.so.1").touch()

    told = sbom.document(python, "linux", "1.2.3", tmp_path)

    (zlib,) = [one for one in told["components"] if one["name"] == "zlib1g"]
    assert re.fullmatch(r"pkg:deb/\w+/zlib1g@1%3A[^:]+\?arch=amd64", zlib["purl"])
    assert value(zlib, "soxa:file") == "libz.so.1"
