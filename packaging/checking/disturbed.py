"""Bad luck for the setup: refusals, a full disk, the power gone half way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from checking.deeds import DeedFailed, Deeds, NotTried, require
from checking.program import windows_processes
from checking.setup import FOLDER, Setup, tiny_setup

OLD_WINDOWS, NEWER_THERE, PATH_TOO_LONG, NOT_COPIED, SETUP_RUNNING = 10, 11, 12, 14, 16
_KILLS = 3
_EXCHANGED = ("_cu/soxa.exe", "_cu/_internal")
"""The last of them come when this has just been laid aside, and the new one is not yet there."""
_FOLDER_ON_FULL_DISK = r"E:\Ổ nhỏ\Sổ Xã"


class Disturbed:
    """A setup over a program that is installed in FOLDER; that program must survive it all.

    scratch: a folder to work in.
    """

    def __init__(self, setup: Setup, scratch: Path) -> None:
        self.setup, self.scratch = setup, scratch
        self.wine = setup.wine
        self.folder = setup.wine.at(FOLDER)
        self._usual = 20.0

    def do_all(self, deeds: Deeds) -> None:
        """One after the other; each leaves the program whole."""
        steps: dict[str, Callable[[], str | None]] = {
            "bản cũ hơn không cài đè bản mới": self.newer_there,
            "đường dẫn 200 ký tự": self.long_path,
            "Windows cũ": self.old_windows,
            "hai bộ cài cùng lúc": self.two_at_once,
            "ổ đĩa đầy": self.full_disk,
            "bị ngắt giữa chừng": self.interrupted,
        }
        for name, deed in steps.items():
            deeds.do(name, deed)

    # -- refusals -------------------------------------------------------------------

    def newer_there(self) -> str:
        """A setup of an older version, really made with our script, changes nothing."""
        folder = self.scratch / "bo-cai-cu"
        folder.mkdir()
        older = tiny_setup(folder, "0.0.1")
        return self._refused(lambda: self.setup.install(FOLDER, older), NEWER_THERE)

    def long_path(self) -> str:
        """Windows would not open the files that lie deepest."""
        long = "C:\\" + "\\".join(["thư mục rất dài"] * 13)[:197]
        said = self._refused(lambda: self.setup.install(long), PATH_TOO_LONG)
        require(not self.wine.at(long).exists(), f"vẫn tạo thư mục {long}")
        return f"{len(long)} ký tự: {said}"

    def old_windows(self) -> str:
        """Windows 8.1, as Wine tells programs."""
        self.wine.must("winecfg", "-v", "win81")
        try:
            return self._refused(lambda: self.setup.install(FOLDER), OLD_WINDOWS)
        finally:
            self.wine.must("winecfg", "-v", "win10")

    def two_at_once(self) -> str:
        """The second one steps back, the first goes on and is done."""
        before = time.monotonic()
        first = self.setup.start()
        try:
            require(_wait((self.folder / "_moi").exists, 120), "bộ cài không bắt đầu chép")
            code = self.setup.install(FOLDER)
            done = first.wait(300)
        finally:
            self._settle()
        self._usual = time.monotonic() - before
        require(code == SETUP_RUNNING, f"bộ cài thứ hai trả về {code}, không phải {SETUP_RUNNING}")
        require(done == 0, f"bộ cài thứ nhất trả về {done}")
        self.setup.must_be_whole()
        return str(code)

    def _refused(self, deed: Callable[[], int], code: int) -> str:
        answer = deed()
        require(answer == code, f"bộ cài trả về {answer}, không phải {code}")
        self.setup.must_be_whole()
        return str(code)

    # -- a full disk ----------------------------------------------------------------

    def full_disk(self) -> str:
        """Nothing is left where nothing was; what was there stays whole."""
        if os.geteuid():
            raise NotTried("cần quyền quản trị để gắn một ổ đĩa nhỏ")
        with self._small_disk(60) as disk:
            home = disk / _FOLDER_ON_FULL_DISK.removeprefix("E:\\").replace("\\", "/")
            code = self.setup.install(_FOLDER_ON_FULL_DISK)
            require(code == NOT_COPIED, f"ổ 60 MB: bộ cài trả về {code}, không phải {NOT_COPIED}")
            left = [path for path in home.rglob("*") if path.is_file()]
            require(not left, f"ổ 60 MB: còn sót {left[:5]}")
            subprocess.run(["mount", "-o", "remount,size=190m", str(disk)], check=True)
            code = self.setup.install(_FOLDER_ON_FULL_DISK)
            require(code == 0, f"ổ 190 MB: bộ cài trả về {code}")
            code = self.setup.install(_FOLDER_ON_FULL_DISK)
            require(code == NOT_COPIED, f"cài đè: bộ cài trả về {code}, không phải {NOT_COPIED}")
            spoilt = self._spoilt_at(home)
            require(not spoilt, f"sau khi ổ đầy, bản đang có hỏng: {spoilt[:5]}")
            require(not (home / "_moi").exists(), "còn sót thư mục _moi")
        code = self.setup.install(FOLDER)
        require(code == 0, f"bộ cài trả về {code}")
        self.setup.must_be_whole()
        return "ổ 60 MB trống và cài đè trên ổ 190 MB: 14, trả lại như trước"

    def _spoilt_at(self, home: Path) -> list[str]:
        from freezing.start_soxa import LIST, spoilt_files

        return spoilt_files(home, home / "_internal" / LIST, thorough=True)

    @contextmanager
    def _small_disk(self, megabytes: int) -> Generator[Path]:
        disk = self.scratch / "o-nho"
        disk.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotTried(f"không gắn được ổ đĩa nhỏ: {done.stderr.strip()}")
        try:
            with self.wine.drive_letter("e:", disk):
                yield disk
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=False)

    # -- interruptions --------------------------------------------------------------

    def interrupted(self) -> str:
        """No time to tidy up (kill -9): afterwards a whole program or none that starts; the next run mends it."""
        seen: list[str] = []
        for turn in range(_KILLS):
            self._begin_and_kill(turn)
            if not (self.folder / "soxa.exe").exists():
                seen.append("không còn soxa.exe")
            else:
                spoilt = self.setup.spoilt()
                require(not spoilt, f"lần {turn + 1}: soxa.exe mở được mà tệp hỏng: {spoilt[:5]}")
                seen.append("bản cũ nguyên vẹn")
            code = self.setup.install(FOLDER)
            require(code == 0, f"lần {turn + 1}: chạy lại bộ cài thì trả về {code}")
            self.setup.must_be_whole()
            left = [name for name in ("_moi", "_cu") if (self.folder / name).exists()]
            require(not left, f"lần {turn + 1}: chạy lại bộ cài mà còn sót {left}")
        return ", ".join(f"{seen.count(one)}× {one}" for one in dict.fromkeys(seen))

    def _begin_and_kill(self, turn: int) -> None:
        """Start the setup and end it: at some moment, or as soon as the exchange has begun."""
        process = self.setup.start(FOLDER)
        if turn < _KILLS - len(_EXCHANGED):
            part = (turn + random.random()) / (_KILLS - len(_EXCHANGED))
            end = time.monotonic() + part * self._usual
            _wait(lambda: time.monotonic() > end or process.poll() is not None, 300, 0.01)
            found = windows_processes(self.wine, self.setup.file.name)
        else:
            reached = self.folder / _EXCHANGED[turn - _KILLS + len(_EXCHANGED)]
            _wait((self.folder / "_moi").exists, 120)
            # Looked for beforehand: the exchange takes some thousandths of a second.
            found = windows_processes(self.wine, self.setup.file.name)
            _wait(lambda: reached.exists() or process.poll() is not None, 300, 0.0005)
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(60)
        self._settle()

    def _settle(self) -> None:
        """Wait for what the setup had started itself."""
        names = (self.setup.file.name, "soxa-console.exe")
        quiet = _wait(lambda: not any(windows_processes(self.wine, one) for one in names), 120, 0.2)
        if not quiet:
            raise DeedFailed("tiến trình của bộ cài còn chạy sau 120 s")


def _wait(arrived: Callable[[], bool], timeout: float, pause: float = 0.05) -> bool:
    end = time.monotonic() + timeout
    while not arrived():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
