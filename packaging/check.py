"""Install, use and remove what was built, as a clerk would; fail on any surprise.

``dev.py check linux [DEB PORTABLE_TAR]`` and ``dev.py check windows [SETUP [ANNOUNCEMENT]]``; the
second runs under Wine. Without files, those of this version in dist/. What came of every deed
lies in build/check-SYSTEM.json, the pictures beside it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from desktop.store.announcements import SUFFIX

import machine
from checking import linux, windows
from checking.deeds import Deeds
from freezing.bundle import version

OUT = machine.TOP / "build"
_BUILT = {
    "linux": ("soxa_{}_amd64.deb", "soxa-{}-linux-amd64.tar.xz"),
    "windows": ("SoXa-setup-{}.exe", "SoXa-{}" + SUFFIX),
}


def main(argv: list[str]) -> int:
    """Check one system; returns 0 if all went well, 1 if not, 2 for a wrong command line."""
    system, files = (argv[0], [Path(one).resolve() for one in argv[1:]]) if argv else ("", [])
    most = {"linux": 2, "windows": 2}.get(system, 0)
    least = {"linux": 2, "windows": 1}.get(system, 1)
    if system in _BUILT and not files:
        files = built(system)
    if not least <= len(files) <= most:
        print(__doc__, file=sys.stderr)
        return 2
    for file in files:
        if not file.is_file():
            print(f"Không có tệp {file}: hãy dựng trước.", file=sys.stderr)
            return 2
    pictures = OUT / "pictures" / system
    shutil.rmtree(pictures, ignore_errors=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soxa-") as scratch:
        deeds = _check(system, files, Path(scratch), pictures)
    deeds.write(OUT / f"check-{system}.json", system)
    return verdict(system, deeds, time.monotonic() - began)


def built(system: str) -> list[Path]:
    """What ``dev.py build`` has left of this version; the announcement only if there is one."""
    files = [machine.TOP / "dist" / name.format(version()) for name in _BUILT[system]]
    return [file for file in files if file.suffix != SUFFIX or file.exists()]


def _check(system: str, files: list[Path], scratch: Path, pictures: Path) -> Deeds:
    if system == "linux":
        return linux.check(files[0], files[1], scratch, pictures)
    return windows.check(files[0], files[1:], scratch, pictures)


def verdict(system: str, deeds: Deeds, seconds: float) -> int:
    """Say what came of everything; the number is the exit code."""
    failed, done = deeds.failed(), len(deeds.outcomes)
    skipped = [one.name for one in deeds.outcomes if one.verdict == "không thử"]
    if skipped:
        print(f"  chưa thử: {', '.join(skipped)}")
    said = f"KHÔNG ĐẠT: {', '.join(one.name for one in failed)}" if failed else "đạt"
    print(f"kiểm tra bản {system}, {done} việc, {seconds:.0f} s: {said}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except machine.CannotGoOn as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
