"""The setup for Windows as a program: started silently, and what it left judged."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from checking.deeds import require
from freezing.bundle import seen
from freezing.icon import draw_icons
from freezing.start_soxa import LIST, spoilt_files
from freezing.wine import PYTHON, Wine
from machine import PACKAGING, environment

FOLDER = r"C:\Ứng dụng của xã\Sổ Xã"
FOLDER_FOR_ALL, FOR_ALL = r"C:\Program Files\SoXa", "/ALLUSERS"
TIMEOUT = 300
_ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}
_UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SoXa"
# NSIS takes the folder last and without quotes, however many spaces it has; Wine would quote it.
_STARTER = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1]))"
_QUERY = """
import winreg
try:
    with winreg.OpenKey(winreg.{root}, r"{path}") as key:
        for at in range(winreg.QueryInfoKey(key)[1]):
            print(*winreg.EnumValue(key, at)[:2])
except FileNotFoundError:
    pass
"""


class Setup:
    """One setup file in one Windows."""

    def __init__(self, wine: Wine, file: Path) -> None:
        self.wine, self.file = wine, file

    def install(self, folder: str = "", file: Path | None = None) -> int:
        """Install silently; returns what the setup answered. folder: where, else it decides."""
        done = self.wine.run(PYTHON, "-c", _STARTER, self.line(folder, file), timeout=TIMEOUT)
        return done.returncode

    def start(self, folder: str = "", file: Path | None = None) -> subprocess.Popen[bytes]:
        """The same, going on beside."""
        return self.wine.start(PYTHON, "-c", _STARTER, self.line(folder, file))

    def line(self, folder: str, file: Path | None = None) -> str:
        """The command line; FOR_ALL as the folder installs for every user, where the setup wants."""
        where = f" {FOR_ALL}" if folder == FOR_ALL else f" /D={folder}" if folder else ""
        return f'"{seen(file or self.file)}" /S{where}'

    def uninstall(self, folder: str, *, wait: bool = True) -> None:
        """Uninstall silently; the uninstaller goes on after its first process has ended."""
        self.wine.run(f"{folder}\\uninstall.exe", "/S", timeout=TIMEOUT)
        end = time.monotonic() + (60 if wait else 4)
        while self.wine.at(folder).exists() and time.monotonic() < end:
            time.sleep(0.3)

    def spoilt(self, folder: str = FOLDER) -> list[str]:
        """What is missing of an installed program, or not as it was built."""
        home = self.wine.at(folder)
        return spoilt_files(home, home / "_internal" / LIST, thorough=True)

    def must_be_whole(self, folder: str = FOLDER) -> None:
        """Raise DeedFailed unless exactly the files that were built lie there."""
        home = self.wine.at(folder)
        require((home / "_internal" / LIST).exists(), f"không có {LIST} trong {folder}")
        require(not self.spoilt(folder), f"thiếu hoặc khác: {self.spoilt(folder)[:5]}")
        listed = (home / "_internal" / LIST).read_text(encoding="utf-8").splitlines()
        known = {line.split("\t")[0] for line in listed} | {f"_internal/{LIST}", "uninstall.exe"}
        files = (path for path in home.rglob("*") if path.is_file())
        extra = {path.relative_to(home).as_posix() for path in files} - known
        require(not extra, f"tệp lạ trong {folder}: {sorted(extra)[:5]}")

    def registered(self) -> str:
        """Windows knows the program, who opens .goi, and where it stands in the menu."""
        text = self.registry()
        for part in ("DisplayName", "Sổ Xã", "InstallLocation", FOLDER, "QuietUninstallString"):
            require(part in text, f"sổ đăng ký thiếu {part}: {text[:400]}")
        goi = self.query(r"HKCU\Software\Classes\.goi")
        require("SoXa.Goi" in goi, f".goi chưa được khai: {goi}")
        opened = self.query(r"HKCU\Software\Classes\SoXa.Goi\shell\open\command")
        require(f'"{FOLDER}\\soxa.exe" "%1"' in opened, f".goi mở bằng: {opened}")
        found = list(self.wine.drive.rglob("Start Menu/**/Sổ Xã.lnk"))
        require(found, "không có mục Sổ Xã trong trình đơn Start")
        return "trình đơn Start, Cài đặt và gỡ, .goi"

    def registry(self, root: str = "HKCU") -> str:
        """What stands in the list of installed programs, of this user or of all; "" if nothing."""
        return self.query(f"{root}\\{_UNINSTALL}")

    def forget(self) -> None:
        """Have Windows know of no earlier installation, as one that failed may have left it."""
        for root in _ROOTS:
            self.wine.run("reg", "delete", f"{root}\\{_UNINSTALL}", "/f")

    def query(self, key: str) -> str:
        """The values of a key of the registry; "" if there is none.

        Wine's own reg.exe writes question marks for letters outside the console's code page.
        """
        root, _, path = key.partition("\\")
        code = _QUERY.format(root=_ROOTS[root], path=path)
        return self.wine.must(PYTHON, "-X", "utf8", "-c", code).strip()


def tiny_setup(folder: Path, version: str) -> Path:
    """A setup of our own script with next to nothing in it, for what it refuses before copying."""
    inner = folder / f"app-{version}" / "_internal"
    inner.mkdir(parents=True)
    (inner / LIST).write_text("", encoding="utf-8")
    licence = folder / "licence.txt"
    licence.write_text("Thử.", encoding="utf-8")
    target = folder / f"setup-{version}.exe"
    draw_icons(environment("build.lock", "build/build-env"), folder)
    told = {
        "APPDIR": inner.parent,
        "OUT": target,
        "VERSION": version,
        "LONGEST": 60,
        "ICON": folder / "soxa.ico",
        "LICENCE": licence,
    }
    defines = [f"-D{name}={value}" for name, value in told.items()]
    command = ["makensis", "-NOCD", "-V1", *defines, str(PACKAGING / "installer.nsi")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"makensis: {done.stdout[-300:]}{done.stderr[-300:]}")
    return target
