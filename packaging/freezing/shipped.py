"""What ships in the program besides its own code: packages, and what they carry inside.

Packages are those that the environment of the build holds and the program reaches from the
dependencies in pyproject.toml; licences.toml says by hand what no package says of itself. Run by
the Python of that environment this file answers about it: ``shipped.py`` prints JSON.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from machine import PACKAGING, TOP, CannotGoOn, command, environ

if TYPE_CHECKING:
    from email.message import Message
    from importlib.metadata import Distribution

SYSTEMS = ("linux", "windows")
HERE = PACKAGING / "freezing"
TEXTS = HERE / "licence_texts"
# What the markers of requirements ask, as the Windows that programs are built on answers.
_WINDOWS = {
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}
_NAMED_LIKE_A_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One thing that ships.

    licence: an SPDX expression. inside: the package that carries it, or nothing for a package of
    its own. file: the licence file it is written to. tags: what its wheel fits, as in its name.
    """

    name: str
    version: str
    licence: str
    source: str
    texts: tuple[Path, ...]
    file: str
    inside: str = ""
    systems: tuple[str, ...] = SYSTEMS
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    purl: str = ""


def known() -> dict[str, Any]:
    """What licences.toml says."""
    return tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))


def parts(python: Path, system: str) -> list[Part]:
    """Everything that ships for "linux" or "windows", in the order of names.

    python: the interpreter of the environment that the program is frozen from.
    Raises CannotGoOn if a package is missing there, or the lines about what it carries are old.
    """
    told = _asked(python)
    facts = known()
    packages = [_package(one, facts, system) for one in told["systems"][system]]
    carriers = {_named(one["name"]): one for one in told["systems"][system] + told["build"]}
    interpreter = _interpreter(str(told["python"]), facts, system)
    carriers["cpython"] = {"name": "cpython", "version": interpreter.version, "texts": []}
    found = [interpreter, *packages]
    found += [one for entry in facts["inside"] for one in _carried(entry, carriers, system)]
    found += [one for carrier in carriers.values() for one in _crates(carrier, facts)]
    return sorted(found, key=lambda part: (part.name.lower(), part.version, part.inside))


def _asked(python: Path) -> dict[str, Any]:
    """What that Python says about its own environment."""
    asking = command(python, "freezing.shipped")
    done = subprocess.run(asking, env=environ(), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise CannotGoOn(f"Không đọc được các gói đi kèm chương trình:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _named(name: str) -> str:
    """A package's name as lists write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def texts(names: list[str]) -> tuple[Path, ...]:
    """The files that licences.toml names: of licence_texts/, or of the repository with a "/"."""
    return tuple((TOP if "/" in name else TEXTS) / name for name in names)


def _package(one: dict[str, Any], facts: dict[str, Any], system: str) -> Part:
    """A package of the environment."""
    name = _named(one["name"])
    unused = facts["unused_texts"].get(name, [])
    own = [Path(path) for path in one["texts"] if not any(part in path for part in unused)]
    return Part(
        name=name,
        version=one["version"],
        licence=facts["expressions"].get(name, one["licence"]),
        source=one["home"],
        texts=(*own, *texts(facts["texts"].get(name, []))),
        file=f"{name}.txt",
        systems=(system,),
        needs=tuple(sorted(_named(need) for need in one["needs"])),
        tags=tuple(one["tags"]),
        purl=f"pkg:pypi/{name}@{one['version']}",
    )


def _interpreter(version: str, facts: dict[str, Any], system: str) -> Part:
    """The Python that the program runs in."""
    said = facts["interpreter"]
    if system == "windows":
        lock = (HERE / "wine" / "interpreter.lock").read_text(encoding="utf-8")
        if said["windows_package"] not in lock:
            raise CannotGoOn(
                "packaging/freezing/licences.toml nói về một bản Python cho Windows khác với "
                "packaging/freezing/wine/interpreter.lock. Hãy xem lại mục [interpreter]."
            )
        version = said["windows_version"]
    return Part(
        name="CPython",
        version=version,
        licence=said["licence"],
        source=said["source"],
        texts=texts(said["texts"]),
        file="CPython.txt",
        systems=(system,),
        purl=f"pkg:generic/cpython@{version}",
    )


def _carried(entry: dict[str, Any], carriers: dict[str, Any], system: str) -> list[Part]:
    """One thing inside a package, or nothing if it is not there on that system."""
    if system not in entry.get("systems", SYSTEMS):
        return []
    name, version = str(entry["name"]), str(entry["version"])
    carrier = _fitting_carrier(entry, carriers)
    own = texts(entry["texts"]) if "texts" in entry else ()
    where = f"-{carrier}" if carrier else ""
    return [
        Part(
            name=name,
            version=version,
            licence=entry["licence"],
            source=entry["source"],
            # What has no text named here has it among those of its carrier.
            texts=own or tuple(Path(path) for path in carriers[carrier]["texts"]),
            file=_file_name(f"{name}{where}" if own else carrier),
            inside=carrier,
            systems=(system,),
            purl=f"pkg:generic/{_file_name(name).removesuffix('.txt').lower()}@{version}",
        )
    ]


def _fitting_carrier(entry: dict[str, Any], carriers: dict[str, Any]) -> str:
    """The package that carries it, if it still is the version that these lines were read for."""
    carrier, _, seen = str(entry.get("carrier", "")).partition("==")
    found = carriers.get(carrier, {}).get("version", "(không có)")
    if carrier and found != seen:
        raise CannotGoOn(
            f"packaging/freezing/licences.toml nói {entry['name']} {entry['version']} nằm trong {carrier} "
            f"{seen}, nhưng bản đang dùng là {found}. Hãy xem gói ấy nay chứa gì, theo giấy phép "
            "nào, rồi sửa mục [[inside]]."
        )
    return carrier


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.+]+", "-", name) + ".txt"


def _crates(carrier: dict[str, Any], facts: dict[str, Any]) -> list[Part]:
    """What a package lists of itself in the SBOM inside its wheel."""
    name = _named(carrier["name"])
    said = facts["sboms"].get(name)
    if not said:
        return []
    (path,) = [path for path in carrier["sboms"] if path.endswith("/" + said["file"])]
    listed = json.loads(Path(path).read_text(encoding="utf-8"))["components"]
    return [
        Part(
            name=one["name"],
            version=one["version"],
            licence=_listed_licence(one["licenses"], facts),
            source=f"https://docs.rs/crate/{one['name']}/{one['version']}",
            texts=texts(said["texts"]),
            file=f"{name}-rust.txt",
            inside=name,
            purl=one["purl"],
        )
        for one in listed
        if "download_url=file" not in one["purl"]
    ]


def _listed_licence(told: list[dict[str, Any]], facts: dict[str, Any]) -> str:
    """The SPDX expression of a component that an SBOM lists; empty if one of its licences has none."""
    found = [one.get("expression") or _named_licence(one["license"], facts) for one in told]
    return " AND ".join(found) if all(found) else ""


def _named_licence(licence: dict[str, Any], facts: dict[str, Any]) -> str:
    """The name of one licence: its own, or that of a known text; empty for any other text."""
    if "id" in licence:
        return str(licence["id"])
    text = licence.get("text", {})
    content = str(text.get("content", ""))
    if text.get("encoding") == "base64":
        content = base64.b64decode(content).decode("utf-8", errors="replace")
    for file, expression in facts["recognised"].items():
        if content.split() == (TEXTS / file).read_text(encoding="utf-8").split():
            return str(expression)
    return ""


# -- asked of the environment itself -------------------------------------------------


def _told(distribution: Distribution) -> dict[str, Any]:
    """What a package says of itself."""
    # Its class is a message of an e-mail, whose "get" the declared protocol leaves out.
    meta = cast("Message", distribution.metadata)
    files = [path for path in distribution.files or () if ".dist-info/" in str(path)]
    wheel = (distribution.read_text("WHEEL") or "").splitlines()
    homes = [str(line).partition(", ")[2] for line in meta.get_all("Project-URL") or []]
    return {
        "name": meta["Name"],
        "version": distribution.version,
        "licence": meta.get("License-Expression") or meta.get("License") or "",
        "home": meta.get("Home-page") or (homes or [""])[0],
        "texts": sorted(
            str(distribution.locate_file(path))
            for path in files
            if "/licenses/" in str(path) or _NAMED_LIKE_A_LICENCE.match(path.name)
        ),
        "sboms": sorted(
            str(distribution.locate_file(path)) for path in files if "/sboms/" in str(path)
        ),
        "tags": [line.removeprefix("Tag: ") for line in wheel if line.startswith("Tag: ")],
    }


def _reached(wanted: list[str], environment: dict[str, str]) -> list[dict[str, Any]]:
    """The packages that these requirements lead to where those markers hold."""
    from importlib.metadata import distribution

    from packaging.requirements import Requirement

    found: dict[str, dict[str, Any]] = {}
    asked = [Requirement(line) for line in wanted]
    while asked:
        name = _named(asked.pop().name)
        if name in found:
            continue
        here = distribution(name)
        led = [Requirement(line) for line in here.requires or ()]
        led = [one for one in led if not one.marker or one.marker.evaluate(environment)]
        found[name] = _told(here) | {"needs": sorted({one.name for one in led})}
        asked += led
    return [found[name] for name in sorted(found)]


def main() -> None:
    """Print what ships from this environment, for each system, and what built it."""
    from importlib.metadata import distributions

    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = cast("list[str]", project["dependencies"])
    builders = {"pyinstaller"}
    told = {
        "python": ".".join(str(number) for number in sys.version_info[:3]),
        "systems": {
            "linux": _reached(wanted, {"extra": ""}),
            "windows": _reached(wanted, {**_WINDOWS, "extra": ""}),
        },
        "build": [
            _told(one) for one in distributions() if _named(one.metadata["Name"]) in builders
        ],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
