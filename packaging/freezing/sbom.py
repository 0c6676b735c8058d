"""The list of what ships for machines to read: a CycloneDX 1.6 SBOM of each built program.

The same lock, environment and program give the same bytes: nothing in it is a moment or a chance.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

from freezing import shipped
from freezing.shipped import Part
from freezing.system_libraries import bundled
from machine import PACKAGING, TOP

WHEELS = PACKAGING / "build.wheels"
_HEAD = """\
# Which wheel has which SHA-256, of those in build.lock that fit the systems the program is built
# on; the lock names only hashes. Written by: python3 packaging/dev.py lock
"""
_FITS = re.compile(
    r"-(?:py2\.)?py3-none-any|-(?:cp31[123]-cp31[123]|cp3\d+-abi3|(?:py2\.)?py3-none)-"
    r"(?:win_amd64|manylinux\w*_x86_64(?:\.manylinux\w*_x86_64)*)\.whl$"
)
_ON_WINDOWS = ("cp311-cp311-win_amd64", "abi3-win_amd64", "none-win_amd64", "none-any")


def write(python: Path, system: str, version: str, out: Path, bundle: Path | None = None) -> None:
    """Write the SBOM of the program.

    python: the interpreter of the environment that it is frozen from. system: "linux" or
    "windows". bundle: the frozen folder of Linux, for the libraries of Debian in it.
    Raises CannotGoOn if it cannot be told what ships.
    """
    out.write_bytes(encoded(document(python, system, version, bundle)))


def encoded(told: dict[str, Any]) -> bytes:
    """The document as bytes, always the same for the same document."""
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def document(python: Path, system: str, version: str, bundle: Path | None = None) -> dict[str, Any]:
    """The SBOM itself; arguments and errors as in ``write``."""
    parts = shipped.parts(python, system)
    components = _components(parts, system)
    leads = {_ref(part): _needs(part, parts) for part in parts}
    if bundle is not None:
        libraries = _debian(bundle)
        components += libraries
        leads |= {one["bom-ref"]: [] for one in libraries}
    led = {ref for refs in leads.values() for ref in refs}
    program = _program(system, version)
    leads[program["bom-ref"]] = [ref for ref in leads if ref not in led]
    told: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": program},
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": sorted(leads[ref])} for ref in sorted(leads)],
    }
    content = json.dumps(told, ensure_ascii=False)
    told["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"
    return told


def _program(system: str, version: str) -> dict[str, Any]:
    """What the document is about."""
    return {
        "type": "application",
        "bom-ref": f"pkg:generic/soxa@{version}",
        "name": "soxa",
        "version": version,
        "description": "Sổ Xã",
        "purl": f"pkg:generic/soxa@{version}",
        "properties": [{"name": "soxa:system", "value": f"{system}-amd64"}],
    }


def _components(parts: list[Part], system: str) -> list[dict[str, Any]]:
    wheels = read_wheels()
    return [_component(part, system, wheels) for part in parts]


def _component(part: Part, system: str, wheels: dict[str, str]) -> dict[str, Any]:
    package = "library" if part.inside or part.tags else "data"
    told: dict[str, Any] = {
        "type": "platform" if part.name == "CPython" else package,
        "bom-ref": _ref(part),
        "name": part.name,
        "version": part.version,
        "licenses": [{"expression": part.licence}],
        "purl": part.purl,
    }
    wheel = _wheel(part, system, wheels)
    if wheel:
        told["hashes"] = [{"alg": "SHA-256", "content": wheels[wheel]}]
        told["properties"] = [{"name": "soxa:wheel", "value": wheel}]
    if part.source:
        told["externalReferences"] = [{"type": "website", "url": part.source}]
    return told


def _ref(part: Part) -> str:
    """The name of a component within the document; the same library may be inside several."""
    return f"{part.purl}#{part.inside}" if part.inside else part.purl


def _needs(part: Part, parts: list[Part]) -> list[str]:
    """The components that this one leads to: what it requires, and what it carries."""
    if part.inside:
        return []
    return [
        _ref(one)
        for one in parts
        if (not one.inside and one.tags and one.name in part.needs)
        or one.inside == part.name.lower()
    ]


def _debian(bundle: Path) -> list[dict[str, Any]]:
    """The libraries that PyInstaller took from Debian, by their packages."""
    licences = shipped.known()["system"]
    family = platform.freedesktop_os_release()["ID"]
    by_package: dict[str, dict[str, Any]] = {}
    for one in bundled(bundle):
        purl = f"pkg:deb/{family}/{one.package}@{quote(one.version, safe='')}?arch=amd64"
        told = by_package.setdefault(
            one.package,
            {
                "type": "library",
                "bom-ref": purl,
                "name": one.package,
                "version": one.version,
                "licenses": [{"expression": licences[one.stem]}],
                "purl": purl,
                "properties": [],
            },
        )
        told["properties"].append({"name": "soxa:file", "value": one.soname})
    return [by_package[name] for name in sorted(by_package)]


# -- wheels ---------------------------------------------------------------------------


def read_wheels() -> dict[str, str]:
    """The SHA-256 of each wheel by its file name."""
    lines = WHEELS.read_text(encoding="utf-8").splitlines()
    told = [line.split("  ") for line in lines if line and line[0] != "#"]
    return {name: digest for digest, name in told}


def _wheel(part: Part, system: str, wheels: dict[str, str]) -> str:
    """The file name of the wheel that a package was, or on Windows will be, installed from."""
    beginning = f"{part.name.replace('-', '_')}-{part.version}-"
    own = [name for name in wheels if part.tags and _normal(name).startswith(beginning)]
    if system == "windows":
        fitting = [name for end in _ON_WINDOWS for name in own if name.endswith(f"{end}.whl")]
    else:
        fitting = [name for name in own if _tags(name) == set(part.tags)]
    return fitting[0] if fitting else ""


def _normal(wheel: str) -> str:
    name, _, rest = wheel.partition("-")
    return f"{re.sub(r'[-_.]+', '_', name).lower()}-{rest}"


def _tags(wheel: str) -> set[str]:
    """Every tag that a wheel's name stands for."""
    pythons, interfaces, platforms = wheel.removesuffix(".whl").split("-")[-3:]
    return {
        f"{python}-{interface}-{platform}"
        for python in pythons.split(".")
        for interface in interfaces.split(".")
        for platform in platforms.split(".")
    }


def write_wheels(python: Path) -> int:
    """Write build.wheels for the build.lock that stands; returns the exit code of uv.

    python: the interpreter of the environment that holds uv.
    """
    listed = TOP / "build" / "pylock.toml"
    command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-deps"]
    command += ["--format", "pylock.toml", "packaging/build.lock", "-o", str(listed)]
    code = subprocess.run(command, cwd=TOP, stdout=subprocess.DEVNULL, check=False).returncode
    if code:
        return code
    packages = tomllib.loads(listed.read_text(encoding="utf-8"))["packages"]
    found = {
        str(wheel.get("name") or wheel["url"].rpartition("/")[2]): wheel["hashes"]["sha256"]
        for package in packages
        for wheel in package.get("wheels", [])
    }
    lines = [f"{found[name]}  {name}\n" for name in sorted(found) if _FITS.search(name)]
    WHEELS.write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit("Chạy bằng: python3 packaging/dev.py build")
