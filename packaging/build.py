"""Building what clerks install: ``dev.py build [--linux] [--windows] [--changed]``; both without any.

What was built has been installed, used and removed by check.py before it lies in dist/. Both systems
are built at the same time, each by this script in a process of its own.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import machine
from freezing import bundle, debian, inputs, lanes, licences, release, sbom
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
    told.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    given = told.parse_args()
    wanted = [name for name in ("linux", "windows") if getattr(given, name)]
    if given.changed:
        wanted = changed_systems()
    wanted = wanted or ["linux", "windows"]
    try:
        if len(wanted) > 1:
            side_by_side(wanted, ["--no-check"] if given.no_check else [])
        else:
            Build(wanted[0], beside=given.beside).do_all(check=not given.no_check)
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        return 1
    if not given.beside:
        release.write_sums(OUT)
    return 0


def side_by_side(systems: list[str], options: list[str]) -> None:
    """Build each system in a lane of its own. Raises CannotGoOn, naming those that failed."""
    python = Path(sys.executable)
    commands = {
        system: machine.command(python, "build", f"--{system}", "--beside", *options)
        for system in systems
    }
    codes = lanes.run(commands, machine.environ())
    failed = [system for system, code in codes.items() if code]
    if failed:
        raise CannotGoOn(f"Chưa dựng xong: {', '.join(failed)} (lý do ở các dòng mang tên ấy).")


def changed_systems() -> list[str]:
    """Linux always, Windows if it must be built again; says which, and why."""
    groups = inputs.changed()
    if groups:
        print(f"── Windows: dựng và kiểm tra lại, vì đã đổi: {', '.join(groups)}", flush=True)
        return ["linux", "windows"]
    print("── Windows: không dựng lại, đầu vào y như lần kiểm tra gần nhất", flush=True)
    return ["linux"]


class Build:
    """Freezing, packing and trying the program for one system, step by step.

    beside: another system is built at the same time. When that one fails, this process gets a
    SIGTERM, and goes no further than the step it is in: a check that is killed leaves its traces.
    """

    def __init__(self, system: str, *, beside: bool = False) -> None:
        self.system, self.home = system, BUILT / system
        self._go_on = True
        if beside:
            signal.signal(signal.SIGTERM, self._stop)

    def do_all(self, *, check: bool) -> None:
        """Freeze, list, pack, and try what came of it."""
        built_from = inputs.state()
        OUT.mkdir(exist_ok=True)
        with self.step("đóng gói chương trình"):
            folder = bundle.freeze(self.system, self.home, release.public_key())
        size = bundle.megabytes(folder)
        print(f"  {size:.0f} MB, {len(list(bundle.files(folder)))} tệp", flush=True)
        require_small(self.system, size)
        with self.step("danh mục thành phần"):
            python = machine.environment("build.lock", "build/build-env")
            name = f"SoXa-{bundle.version()}-{self.system}.cdx.json"
            inside = folder if self.system == "linux" else None
            sbom.write(python, self.system, bundle.version(), OUT / name, inside)
        made = self.pack_windows(folder) if self.system == "windows" else self.pack_linux(folder)
        if check:
            self.check(made)
            if self.system == "windows":
                inputs.remember(built_from)
        for file in made:
            print(f"  {file} ({bundle.megabytes(file):.1f} MB)", flush=True)

    def pack_windows(self, folder: Path) -> list[Path]:
        """The setup for Windows, signed where a release key is named."""
        setup = OUT / f"SoXa-setup-{bundle.version()}.exe"
        with self.step("bộ cài"):
            make_setup(folder, self.home / "made", setup, bundle.version())
        require_small("setup", bundle.megabytes(setup))
        return [setup, *release.announce(setup, bundle.version())]

    def pack_linux(self, folder: Path) -> list[Path]:
        """The .deb, and the folder that runs without being installed."""
        with self.step("gói .deb và thư mục chạy ngay"):
            package = debian.deb(folder, self.home / "made", bundle.version(), OUT)
            return [package, debian.portable(folder, bundle.version(), OUT)]

    def check(self, made: list[Path]) -> None:
        """Install, use and remove what was packed."""
        with self.step("cài thử, chạy thử, gỡ thử"):
            command = machine.command(Path(sys.executable), "check", self.system, *map(str, made))
            if subprocess.run(command, env=machine.environ(), check=False).returncode:
                raise CannotGoOn("Bản vừa dựng không qua được kiểm tra (lý do ở ngay trên).")

    @contextmanager
    def step(self, words: str) -> Generator[None]:
        """Say what is being done, and how long it took."""
        if not self._go_on:
            raise CannotGoOn(f"Dừng trước bước “{words}”, vì hệ kia chưa dựng được.")
        print(f"── {self.system}: {words} …", flush=True)
        began = time.monotonic()
        yield
        print(f"   {time.monotonic() - began:.0f} s", flush=True)

    def _stop(self, _signal: int, _frame: object) -> None:
        self._go_on = False


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


def require_small(what: str, size: float) -> None:
    """Raise CannotGoOn for something larger than an old PC and a slow stick should bear."""
    if size > MOST_MEGABYTES[what]:
        raise CannotGoOn(f"{what}: {size:.1f} MB, quá mức {MOST_MEGABYTES[what]} MB.")


if __name__ == "__main__":
    sys.exit(main())
