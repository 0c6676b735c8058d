"""A built program as it lies on a PC: its console, its windows, and where it keeps things."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from checking.deeds import DeedFailed, require, trouble_in
from checking.screen import Screen
from freezing.wine import Wine

PASSWORD = "Thu-nghiem-2026!"  # noqa: S105 -- of invented offices only
_LOOK_EVERY = 0.005
"""Seconds between two looks while the time to a window is measured."""
CONSOLE_TIMEOUT = 300
"""Seconds; the machine may be busy with others."""


class Running:
    """A program that goes on beside, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.process = process
        self._parts: list[bytes] = []
        self._reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[bytes]) -> None:
        while part := os.read(stream.fileno(), 65536):
            self._parts.append(part)

    def written(self) -> str:
        """What it wrote so far."""
        return b"".join(self._parts).decode("utf-8", "replace")

    def wait(self, timeout: float = 90) -> int:
        """Its exit code, once it has ended by itself. Raises DeedFailed if it does not."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise DeedFailed(f"chương trình không tự đóng sau {timeout:.0f} s") from None
        self._reader.join(10)
        return code

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait(30)
        self._reader.join(5)


class Program:
    """The program on Linux.

    folder: where it lies. home: the home of a user who has never used it before.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        self.screen: Screen | None = None
        home.mkdir(parents=True, exist_ok=True)
        (home / ".run").mkdir(mode=0o700, exist_ok=True)

    def environ(self) -> dict[str, str]:
        """What a program finds in a plain session: nothing of who runs the check."""
        told = {
            "HOME": str(self.home),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(self.home / ".run"),
            "SOXA_PASSWORD": PASSWORD,
        }
        return told | ({"DISPLAY": self.screen.display} if self.screen else {})

    def shown(self, path: Path) -> str:
        """A path as the program must be told it."""
        return str(path)

    def documents(self) -> Path:
        """Where it offers to keep an office."""
        return self.home / "Documents"

    def logs(self) -> list[Path]:
        """Files in which it writes down its errors."""
        return list(self.home.rglob("soxa.log*"))

    def run(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        """Carry out one command line of the console and wait for it."""
        return subprocess.run(
            [str(self.folder / "soxa"), *args],
            env=self.environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=CONSOLE_TIMEOUT,
            check=False,
        )

    def start(self) -> Running:
        """Start its windows on the screen."""
        return self.popen([str(self.folder / "soxa")])

    def start_source(self, python: Path, top: Path) -> Running:
        """Start the same from source, for comparison."""
        return self.popen([str(python), "-P", "-m", "desktop"], PYTHONPATH=str(top))

    def popen(self, command: list[str], **more: str) -> Running:
        """Start a program that goes on beside."""
        process = subprocess.Popen(
            command,
            env=self.environ() | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return Running(process)

    def memory(self, running: Running) -> int:
        """Millions of bytes that it holds in memory."""
        return resident(running.process.pid)

    def end(self, running: Running) -> None:
        """End it without asking."""
        running.kill()

    # -- the same everywhere --------------------------------------------------------

    def console(self, *args: str | Path, code: int = 0) -> str:
        """Carry out one command line; returns what it wrote.

        Raises DeedFailed for another exit code, and for what no program may write.
        """
        done = self.run(*(self.shown(one) if isinstance(one, Path) else one for one in args))
        text = done.stdout.decode("utf-8", "replace")
        bad = trouble_in(text)
        require(not bad, f"lệnh {args[0]} viết ra: {bad}")
        tail = " | ".join(text.strip().splitlines()[-3:])
        sentence = f"lệnh {args[0]} trả về {done.returncode} thay vì {code}: {tail}"
        require(done.returncode == code, sentence)
        return text

    def said(self, running: Running) -> str:
        """What a program with windows has written itself."""
        return running.written().strip()

    def judge_silence(self, running: Running) -> None:
        """Raise DeedFailed if a program with windows wrote anything, or kept an error."""
        text = self.said(running)
        require(not text, f"cửa sổ chương trình viết ra: {trouble_in(text) or text[:300]}")
        for log in self.logs():
            kept = log.read_text(encoding="utf-8", errors="replace").strip()
            require(not kept, f"nhật ký lỗi không trống: {kept[:400]}")


class WindowsProgram(Program):
    """The program under Wine. home: a folder of Linux that Windows sees as drive Z."""

    def __init__(self, folder: Path, home: Path, wine: Wine) -> None:
        super().__init__(folder, home)
        self.wine = wine
        for kept in self.kept():
            shutil.rmtree(kept, ignore_errors=True)

    def kept(self) -> list[Path]:
        """Folders in which it keeps what belongs to this PC and its user."""
        data = self.wine.drive / "users" / os.environ.get("USER", "root") / "AppData"
        return [data / "Roaming" / "SoXa", data / "Local" / "SoXa"]

    def environ(self) -> dict[str, str]:
        told = {"SOXA_PASSWORD": PASSWORD, "QT_FORCE_STDERR_LOGGING": "1"}
        return told | ({"DISPLAY": self.screen.display} if self.screen else {})

    def shown(self, path: Path) -> str:
        drive = self.wine.drive
        if path.is_relative_to(drive):
            return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def documents(self) -> Path:
        return self.home / "Tài liệu"

    def logs(self) -> list[Path]:
        return [log for folder in self.kept() for log in folder.rglob("soxa.log*")]

    def run(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        exe = self.shown(self.folder / "soxa-console.exe")
        return self.wine.run(exe, *args, environ=self.environ(), timeout=CONSOLE_TIMEOUT)

    def start(self) -> Running:
        return Running(
            self.wine.start(self.shown(self.folder / "soxa.exe"), environ=self.environ())
        )

    def start_source(self, python: Path, top: Path) -> Running:
        code = f"import sys; sys.path.insert(0, {self.shown(top)!r}); sys.argv[1:] = []; "
        code += "from desktop.__main__ import main; sys.exit(main())"
        return Running(self.wine.start(r"C:\py\python.exe", "-c", code, environ=self.environ()))

    def said(self, running: Running) -> str:
        # Looking for sticks, the program asks each drive for its name; Wine owns up to not knowing.
        lines = super().said(running).splitlines()
        return "\n".join(line for line in lines if not line.startswith("wine: "))

    def memory(self, running: Running) -> int:
        found = windows_processes(self.wine, "soxa.exe")
        return max((resident(pid) for pid in found), default=0)

    def end(self, running: Running) -> None:
        for name in ("soxa.exe", "python.exe"):
            for pid in windows_processes(self.wine, name):
                os.kill(pid, signal.SIGKILL)
        running.kill()


def windows_processes(wine: Wine, name: str) -> list[int]:
    """Process numbers on Linux of programs of this Windows whose file has this name."""
    found: list[int] = []
    ours = f"WINEPREFIX={wine.environ['WINEPREFIX']}".encode()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            first = path.read_bytes().split(b"\0")[0].decode("utf-8", "replace")
            environ = path.with_name("environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if ours in environ and first.replace("\\", "/").rsplit("/", 1)[-1].lower() == name.lower():
            found.append(int(path.parent.name))
    return found


def resident(pid: int) -> int:
    """Millions of bytes of memory that a process holds; 0 if it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    kilobytes = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), "0")
    return int(kilobytes) * 1024 // 1_000_000


def start_seconds(program: Program, start: Callable[[], Running], screen: Screen) -> float:
    """Seconds from the start of a process to its first painted window; it is ended then."""
    before = time.monotonic()
    running = start()
    try:
        require(screen.wait_painted(120, _LOOK_EVERY), "không thấy cửa sổ nào sau 120 s")
        return time.monotonic() - before
    finally:
        program.end(running)
        screen.wait_black()
