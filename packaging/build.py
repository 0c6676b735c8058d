"""Building what clerks install: ``dev.py build [--linux] [--windows] [--changed]``; both without any.

What was built has been installed, used and removed by check.py before it lies in dist/.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import machine
from freezing import bundle, debian, inputs, licences, release, sbom
from machine import PACKAGING, TOP, CannotGoOn

OUT = TOP / "dist"
BUILT = TOP / "build" / "bundles"
MOST_MEGABYTES = {"setup": 45, "windows": 130, "linux": 200}
"""Millions of bytes: the setup, and the installed folders."""


def main() -> int:
    """Carry out one command line; returns the exit code."""
    told = argparse.ArgumentParser(prog="dev.py build")
    told.add_argument("--linux", action="store_true", help="gói .deb và thư mục chạy ngay")
    told.add_argument("--windows", action="store_true", help="bộ cài cho Windows, dựng bằng Wine")
    told.add_argument(
        "--changed",
        action="store_true",
        help="Linux, và Windows nếu đầu vào của nó khác với lần kiểm tra gần nhất",
    )
    told.add_argument("--no-check", action="store_true", help="không cài thử, chạy thử, gỡ thử")
    given = told.parse_args()
    wanted = [name for name in ("linux", "windows") if getattr(given, name)]
    if given.changed:
        wanted = changed_systems()
    try:
        for system in wanted or ["linux", "windows"]:
            build(system, check=not given.no_check)
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        return 1
    release.write_sums(OUT)
    return 0


def changed_systems() -> list[str]:
    """Linux always, Windows if it must be built again; says which, and why."""
    groups = inputs.changed()
    if groups:
        print(f"── Windows: dựng và kiểm tra lại, vì đã đổi: {', '.join(groups)}", flush=True)
        return ["linux", "windows"]
    print("── Windows: không dựng lại, đầu vào y như lần kiểm tra gần nhất", flush=True)
    return ["linux"]


def build(system: str, *, check: bool) -> None:
    """Freeze, pack and try the program for one system."""
    built_from = inputs.state()
    OUT.mkdir(exist_ok=True)
    home = BUILT / system
    with step(f"{system}: đóng gói chương trình"):
        folder = bundle.freeze(system, home, release.public_key())
    size = bundle.megabytes(folder)
    print(f"  {size:.0f} MB, {len(list(bundle.files(folder)))} tệp", flush=True)
    require_small(system, size)
    with step(f"{system}: danh mục thành phần"):
        python = machine.environment("build.lock", "build/build-env")
        name = f"SoXa-{bundle.version()}-{system}.cdx.json"
        inside = folder if system == "linux" else None
        sbom.write(python, system, bundle.version(), OUT / name, inside)
    made = pack_windows(folder, home) if system == "windows" else pack_linux(folder, home)
    if check:
        with step(f"{system}: cài thử, chạy thử, gỡ thử"):
            command = machine.command(Path(sys.executable), "check", system, *map(str, made))
            if subprocess.run(command, env=machine.environ(), check=False).returncode:
                raise CannotGoOn("Bản vừa dựng không qua được kiểm tra (lý do ở ngay trên).")
        if system == "windows":
            inputs.remember(built_from)
    for file in made:
        print(f"  {file} ({bundle.megabytes(file):.1f} MB)", flush=True)


def pack_windows(folder: Path, home: Path) -> list[Path]:
    """The setup for Windows, signed where a release key is named."""
    setup = OUT / f"SoXa-setup-{bundle.version()}.exe"
    with step("windows: bộ cài"):
        make_setup(folder, home / "made", setup, bundle.version())
    require_small("setup", bundle.megabytes(setup))
    return [setup, *release.announce(setup, bundle.version())]


def make_setup(folder: Path, made: Path, setup: Path, version: str) -> None:
    """Have NSIS pack a frozen program; makensis' answer is shown when it fails."""
    told = {
        "APPDIR": folder,
        "OUT": setup,
        "VERSION": version,
        "LONGEST": bundle.longest_name(folder),
        "ICON": made / "soxa.ico",
        "LICENCE": made / "licences" / licences.INDEX,
    }
    defines = [f"-D{name}={value}" for name, value in told.items()]
    command = ["makensis", "-NOCD", "-V2", "-WX", *defines, str(PACKAGING / "installer.nsi")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotGoOn(f"NSIS không làm được bộ cài:\n{done.stdout[-2000:]}{done.stderr}")


def pack_linux(folder: Path, home: Path) -> list[Path]:
    """The .deb, and the folder that runs without being installed."""
    with step("linux: gói .deb và thư mục chạy ngay"):
        package = debian.deb(folder, home / "made", bundle.version(), OUT)
        return [package, debian.portable(folder, bundle.version(), OUT)]


def require_small(what: str, size: float) -> None:
    """Raise CannotGoOn for something larger than an old PC and a slow stick should bear."""
    if size > MOST_MEGABYTES[what]:
        raise CannotGoOn(f"{what}: {size:.1f} MB, quá mức {MOST_MEGABYTES[what]} MB.")


@contextmanager
def step(words: str) -> Generator[None]:
    """Say what is being done, and how long it took."""
    print(f"── {words} …", flush=True)
    began = time.monotonic()
    yield
    print(f"   {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
