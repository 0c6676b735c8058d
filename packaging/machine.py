"""What this PC needs before the program's own code can run: Python, system libraries, packages.

Standard library only, and readable by Pythons too old for the program: they must get as far
as the sentence that says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
PACKAGING = TOP / "packaging"
IMPORTED = os.pathsep.join((str(TOP), str(PACKAGING)))
"""Where Python finds the program, and the scripts beside it."""
VERSIONS = ((3, 13), (3, 12), (3, 11))
_PYTHON_WORKS = "import sys, venv, ensurepip; print('{}.{}'.format(*sys.version_info))"


class CannotGoOn(Exception):
    """This PC lacks something; the message says what, and how to get it."""


class SystemPart(NamedTuple):
    """One line of apt.txt."""

    package: str
    shown_by: str
    when: str
    purpose: str


# -- Python ---------------------------------------------------------------------------


def fitting_python() -> str:
    """The Python to build on: the one running if it fits, else the newest on the PATH that does.

    Raises CannotGoOn if there is none that runs and can make virtual environments.
    """
    fits = sys.version_info[:2] in VERSIONS
    if fits and (_can_make_environments() or _got_venv_package()):
        return sys.executable
    for major, minor in VERSIONS:
        found = shutil.which(f"python{major}.{minor}")
        if found and _runs(found, f"{major}.{minor}"):
            return found
    missing = f"python3.{sys.version_info[1]}-venv" if fits else "python3.11 python3.11-venv"
    raise CannotGoOn(
        "Chương trình cần Python 3.11, 3.12 hoặc 3.13 có các mô-đun venv và ensurepip; "
        f"lệnh này đang chạy bằng Python {sys.version.split()[0]}. Chưa cài đặt gì.\n"
        f"Trên Debian hoặc Ubuntu, hãy chạy: sudo apt-get install -y {missing}\n"
        "rồi gõ lại lệnh này."
    )


def _can_make_environments() -> bool:
    """Debian leaves ensurepip out of its Python, in a package of its own."""
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def _got_venv_package() -> bool:
    if not (_may_install() and sys.executable.startswith("/usr/bin/")):
        return False
    _install([f"python3.{sys.version_info[1]}-venv"])
    importlib.invalidate_caches()
    return _can_make_environments()


def _runs(python: str, version: str) -> bool:
    """Whether this file truly starts as that version: a mere launcher may stand on the PATH."""
    try:
        answer = subprocess.run(
            [python, "-c", _PYTHON_WORKS], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


# -- system libraries -----------------------------------------------------------------


def need_system_parts(*, window: bool, build: bool = False) -> None:
    """Make sure that Qt finds its system libraries and one font; install them when allowed to.

    window: whether a window will be opened on a display. build: whether the program will be
    packed and tried, which takes Wine, NSIS and a display of its own.
    Raises CannotGoOn if something needed now is still missing; says so if it is needed only later.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = missing_parts(build=build)
    if missing and _may_install():
        _install([part.package for part in missing])
        missing = missing_parts(build=build)
    if not missing:
        return
    named = ", ".join(f"{part.shown_by} ({part.purpose})" for part in missing)
    sentence = f"Máy này còn thiếu thư viện hệ thống: {named}.\n{_advice(missing)}"
    if any(window or build or part.when == "always" for part in missing):
        raise CannotGoOn(sentence)
    print(sentence, file=sys.stderr)


def missing_parts(*, build: bool = False) -> list[SystemPart]:
    """The lines of apt.txt that this PC does not have; those for building only when asked for."""
    wanted = (part for part in system_parts() if build or part.when != "build")
    return [part for part in wanted if not _present(part)]


def system_parts() -> list[SystemPart]:
    """The lines of apt.txt."""
    lines = (PACKAGING / "apt.txt").read_text(encoding="utf-8").splitlines()
    return [SystemPart(*line.split(None, 3)) for line in lines if line and line[0] != "#"]


def _present(part: SystemPart) -> bool:
    if part.shown_by.startswith("/"):
        # Elsewhere than on Debian the same font lies under another path.
        return Path(part.shown_by).exists() or not shutil.which("apt-get")
    try:
        ctypes.CDLL(part.shown_by)
    except OSError:
        return False
    return True


def _may_install() -> bool:
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def _advice(missing: list[SystemPart]) -> str:
    names = " ".join(part.package for part in missing)
    if shutil.which("apt-get"):
        return f"Hãy chạy: sudo apt-get install -y --no-install-recommends {names}"
    return f"Hãy cài các gói có những thư viện này (tên trên Debian: {names})."


def _install(names: list[str]) -> None:
    print("Cài thư viện hệ thống: " + " ".join(names), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    # A fresh system has no package list yet, an old one may name files that are gone.
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if command is install and done.returncode == 0:
            return


# -- scripts --------------------------------------------------------------------------


def command(python: Path, module: str, *args: str) -> list[str]:
    """The command line that runs a module of packaging/ or of the program."""
    return [str(python), "-P", "-m", module, *args]


def environ(**more: str) -> dict[str, str]:
    """What it finds in its environment: ours, and where to import from."""
    return dict(os.environ, PYTHONPATH=IMPORTED, PYTHONUTF8="1") | more


# -- packages -------------------------------------------------------------------------


def environment(lock: str = "requirements.lock", folder: str = ".venv") -> Path:
    """The Python of a virtual environment that holds exactly what the lock file lists.

    It is made anew when the list, the Python or the place of the repository changed.
    lock: a file in packaging/. folder: where, seen from the top of the repository.
    Raises CannotGoOn if the packages can't be installed; a half-made environment is not used.
    """
    home = TOP / folder
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if _is_made(home, lock):
        return python
    with _alone(home):
        if not _is_made(home, lock):
            _make(home, python, lock)
    return python


def _is_made(home: Path, lock: str) -> bool:
    key = home / "made-from"
    return key.exists() and key.read_text(encoding="utf-8") == _key(home, lock)


def _key(home: Path, lock: str) -> str:
    listed = hashlib.sha256((PACKAGING / lock).read_bytes()).hexdigest()
    return f"{listed}\n{sys.version}\n{sys.base_prefix}\n{home}\n"


def _make(home: Path, python: Path, lock: str) -> None:
    print(f"Chuẩn bị môi trường Python {sys.version.split()[0]} trong {home} …", flush=True)
    import venv  # only here: some Pythons lack it, and must get as far as the sentence above

    venv.create(home, clear=True, with_pip=True)
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    # The list is complete, and nothing outside it may be built or fetched.
    install += ["--no-deps", "--require-hashes", "--only-binary=:all:"]
    install += ["-r", str(PACKAGING / lock)]
    if subprocess.run(install, check=False).returncode:
        raise CannotGoOn(
            f"Chưa cài được các gói trong packaging/{lock} (lý do ở ngay trên). "
            "Kiểm tra mạng hoặc máy chủ gói của pip rồi chạy lại lệnh này."
        )
    (home / "made-from").write_text(_key(home, lock), encoding="utf-8")


@contextlib.contextmanager
def _alone(home: Path) -> Generator[None]:
    """Hold the lock on making this environment: two commands may be started at once."""
    if os.name == "nt":
        yield
        return
    import fcntl

    (TOP / "build").mkdir(exist_ok=True)
    with (TOP / "build" / f"{home.name}.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
