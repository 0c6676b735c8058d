"""Which of a frozen program's libraries are Debian's, and which it expects to find on the PC."""

from __future__ import annotations

import functools
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from machine import CannotGoOn

_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
_CACHE_LINE = re.compile(r"^\s+(\S+) \(libc6,x86-64[^)]*\) => (\S+)$", re.MULTILINE)
# The interpreter and extension modules stand beside them and come from elsewhere.
_NOT_DEBIAN = re.compile(r"^libpython3|\.cpython-|\.abi3\.")


@dataclass(frozen=True)
class SystemLibrary:
    """A library that a package of Debian brought to the PC that builds."""

    soname: str
    package: str
    version: str
    copyright: Path

    @property
    def stem(self) -> str:
        """The library's name without its version: libz of libz.so.1."""
        return self.soname.partition(".so")[0]


def bundled(bundle: Path) -> list[SystemLibrary]:
    """The libraries of Debian that lie in a frozen folder, in the order of names.

    Raises CannotGoOn if one lies there that no package of Debian owns.
    """
    lying = sorted((bundle / "_internal").glob("lib*.so*"))
    # What a wheel carries lies in its own folder, and here is only a link to it.
    own = [path.name for path in lying if not path.is_symlink()]
    return libraries([name for name in own if not _NOT_DEBIAN.search(name)])


def libraries(sonames: list[str]) -> list[SystemLibrary]:
    """The packages of Debian that brought these libraries here.

    Raises CannotGoOn if none brought one of them.
    """
    paths = {soname: _cache().get(soname, "") for soname in sonames}
    owners = _owners([path for path in paths.values() if path])
    unknown = [soname for soname, path in paths.items() if path not in owners]
    if unknown:
        raise CannotGoOn(
            "Không rõ các thư viện này từ gói nào của Debian mà ra, nên không biết giấy phép: "
            + ", ".join(unknown)
        )
    versions = _versions(sorted(set(owners.values())))
    return [
        SystemLibrary(
            soname=soname,
            package=name,
            version=versions[owners[path]],
            copyright=Path("/usr/share/doc") / name / "copyright",
        )
        for soname, path in paths.items()
        for name in [owners[path].partition(":")[0]]
    ]


@functools.cache
def _cache() -> dict[str, str]:
    """Where the loader finds each library."""
    found: dict[str, str] = {}
    for soname, path in _CACHE_LINE.findall(_answer("ldconfig", "-p")):
        found.setdefault(soname, path)
    return found


def _owners(paths: list[str]) -> dict[str, str]:
    """The package of each file; Debian lists it below /lib or /usr/lib, which are the same."""
    asked: dict[str, str] = {}
    for path in paths:
        bare = path.removeprefix("/usr")
        asked |= dict.fromkeys((bare, f"/usr{bare}", str(Path(path).resolve())), path)
    found: dict[str, str] = {}
    for line in _answer("dpkg-query", "-S", *sorted(asked), always=True).splitlines():
        owner, _, name = line.partition(": ")
        if name in asked:
            found.setdefault(asked[name], owner.partition(",")[0])
    return found


def _versions(packages: list[str]) -> dict[str, str]:
    """The installed version of each package."""
    if not packages:
        return {}
    form = "${binary:Package} ${Package}:${Architecture} ${Version}\n"
    lines = [
        line.split() for line in _answer("dpkg-query", "-W", "-f", form, *packages).splitlines()
    ]
    return {name: version for short, full, version in lines for name in (short, full)}


def _answer(*command: str, always: bool = False) -> str:
    """What a tool of Debian prints; nothing where it is missing or fails, unless always."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return ""
    return done.stdout if always or done.returncode == 0 else ""


# -- what is not in the folder --------------------------------------------------------


def missing(bundle: Path) -> list[str]:
    """The libraries that files in the folder need and that do not lie in it."""
    lying = {path.name for path in bundle.rglob("*") if ".so" in path.name}
    return sorted(set(_NEEDED.findall(_headers(bundle))) - lying)


def newest_glibc(bundle: Path) -> str:
    """The version of the C library that the files in the folder ask for, such as 2.36."""
    asked = [(int(major), int(minor)) for major, minor in _GLIBC.findall(_headers(bundle))]
    return ".".join(str(number) for number in max(asked, default=(2, 17)))


@functools.cache
def _headers(bundle: Path) -> str:
    """What objdump says about every program and library of the folder."""
    files = [path for path in sorted(bundle.rglob("*")) if path.is_file() and _is_elf(path)]
    told = [
        _answer("objdump", "-p", *map(str, files[n : n + 50])) for n in range(0, len(files), 50)
    ]
    if files and not any(told):
        raise CannotGoOn("Chưa có lệnh objdump (gói binutils).")
    return "".join(told)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
