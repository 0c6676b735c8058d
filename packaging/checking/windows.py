"""The Windows setup under Wine: installed, used, upgraded, disturbed and removed."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from checking.console import Console
from checking.deeds import Deeds, NotTried, Outcome, require
from checking.desk import Desk
from checking.disturbed import Disturbed
from checking.linux import compared
from checking.program import Running, WindowsProgram, start_seconds
from checking.screen import Screen
from checking.setup import FOLDER, FOLDER_FOR_ALL, FOR_ALL, Setup
from checking.updates import WindowsUpdates, believed
from freezing.bundle import windows
from freezing.wine import Wine
from machine import TOP, environment

MOST_MEGABYTES = 130
_STARTS = 3
"""Fewer than on Linux: one takes seconds."""
_CUT = "_internal/resources/units/units.tsv"


def check(setup: Path, others: list[Path], scratch: Path, pictures: Path) -> Deeds:
    """Do everything with this setup; others: its announcement, if there is one.

    Windows is copied when it has been installed there, and two lanes of deeds are gone at once: a
    clerk works at the windows of the program, and in the copy its console is used and the setup
    meets bad luck. What is measured comes when both are done.
    """
    deeds = Deeds()
    wine, copy = windows(), TOP / "build" / "windows-copy"
    beside = ProcessPoolExecutor(1, get_context("spawn"))
    with beside, _in_use(wine, scratch / "man-hinh") as screen:
        lane = WindowsCheck(wine, setup, screen, scratch)
        if not lane.installed(deeds, others):
            return deeds
        wine.copy(copy)
        wine.wake()
        other = beside.submit(_in_copy, setup, copy, scratch)
        lane.at_the_windows(deeds, pictures)
        deeds.outcomes += other.result()
        lane.measured_and_removed(deeds)
    shutil.rmtree(copy)
    deeds.do("người dùng thứ hai của cùng máy", _second_user)
    return deeds


def _in_copy(setup: Path, home: Path, scratch: Path) -> list[Outcome]:
    """The other lane, in a process of its own; home: the copy of Windows."""
    deeds, wine = Deeds(), Wine(home)
    with _in_use(wine, scratch / "man-hinh-2") as screen:
        WindowsCheck(wine, setup, screen, scratch).without_windows(deeds)
    return deeds.outcomes


@contextmanager
def _in_use(wine: Wine, seen: Path) -> Generator[Screen]:
    """Switch a Windows on, with a screen whose picture lies in ``seen``; off again afterwards."""
    seen.mkdir()
    wine.stop()
    with Screen(seen) as screen:
        wine.environ["DISPLAY"] = screen.display
        wine.wake()
        try:
            yield screen
        finally:
            wine.stop()


class WindowsCheck:
    """One setup in one Windows, and the program that it installs."""

    def __init__(self, wine: Wine, setup: Path, screen: Screen, scratch: Path) -> None:
        self.wine, self.screen, self.scratch = wine, screen, scratch
        self.setup = Setup(wine, setup)
        self.folder = wine.at(FOLDER)
        self.home = wine.drive / "Nhà của Bà Sáu"
        shutil.rmtree(self.home, ignore_errors=True)
        self.program = WindowsProgram(self.folder, self.home, wine)

    # -- what follows what ----------------------------------------------------------

    def installed(self, deeds: Deeds, others: list[Path]) -> bool:
        """Install, and look at what came of it; whether there is a program to go on with."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)
        self.setup.forget()
        if not deeds.do("cài lặng lẽ, không quyền quản trị", self.install):
            return False
        deeds.do("cỡ thư mục đã cài", self.size)
        for one in others:
            deeds.do("chữ ký của bản phát hành", lambda one=one: self.signed(one))
        deeds.do("sổ đăng ký và loại tệp .goi", self.setup.registered)
        return True

    def at_the_windows(self, deeds: Deeds, pictures: Path) -> None:
        """Use the program with keys and mouse, hurt it, install it again."""
        deeds.do("thư mục Tài liệu có dấu", self.settle_documents)
        desk = Desk(self.program, self.screen, pictures)
        desk.do_all(deeds)
        WindowsUpdates(desk, self.setup.file, self.scratch, self.wine).do_all(deeds)
        deeds.do("một tệp bị cụt", self.spoilt)
        deeds.do("cài và gỡ khi chương trình đang mở", self.while_running)
        deeds.do("cài đè: tệp cũ không còn", self.over)

    def without_windows(self, deeds: Deeds) -> None:
        """Use the console of the program, disturb the setup, install for all."""
        python = environment("build.lock", "build/build-env")
        Console(self.program, self.home / "Dữ liệu thử", python).do_all(deeds)
        deeds.do("thư mục chương trình chỉ đọc", self.read_only)
        Disturbed(self.setup, self.scratch).do_all(deeds)
        deeds.do("cài chung cho mọi người dùng rồi gỡ", self.for_all)

    def measured_and_removed(self, deeds: Deeds) -> None:
        """What nothing else may go on beside, and the end."""
        deeds.do("thời gian mở so với mã nguồn", self.start_ratio)
        deeds.do("gỡ cài đặt, dữ liệu còn nguyên", self.remove)

    # -- the deeds ------------------------------------------------------------------

    def install(self) -> str:
        """Every file as it was built, and nothing of the exchange left."""
        code = self.setup.install(FOLDER)
        require(code == 0, f"bộ cài trả về {code}")
        self.setup.must_be_whole()
        for left in ("_moi", "_cu"):
            require(not (self.folder / left).exists(), f"còn sót thư mục {left}")
        return FOLDER

    def size(self) -> str:
        """How much lies in the folder."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        require(size <= MOST_MEGABYTES, f"{size:.0f} MB, quá mức {MOST_MEGABYTES} MB")
        return (
            f"{size:.0f} MB, {len(files)} tệp; bộ cài {self.setup.file.stat().st_size / 1e6:.1f} MB"
        )

    def signed(self, announcement: Path) -> str:
        """What lies beside the setup is believed by the program that is in it."""
        return believed(announcement, self.folder, self.setup.file)

    def settle_documents(self) -> str:
        """Have Windows keep documents in a folder whose name has marks and a space."""
        target = self.program.documents()
        target.mkdir(parents=True, exist_ok=True)
        key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        told = self.program.shown(target)
        self.wine.must("reg", "add", key, "/v", "Personal", "/t", "REG_SZ", "/d", told, "/f")
        return told

    def start_ratio(self) -> str:
        """The frozen program and its source, both under Wine; Wine's own time is in both."""
        python = Path(r"C:\py\python.exe")
        for kept in self.program.kept():
            shutil.rmtree(kept, ignore_errors=True)

        def source() -> Running:
            return self.program.start_source(python, TOP)

        return compared(
            lambda: start_seconds(self.program, self.program.start, self.screen),
            lambda: start_seconds(self.program, source, self.screen),
            starts=_STARTS,
        )

    def read_only(self) -> str:
        """The folder of all users, which a clerk may not write to."""
        mark = self.program.shown(self.folder) + "\\*"
        self.wine.must("attrib", "+r", mark, "/s")
        before = set(self.folder.rglob("*"))
        try:
            self.program.console("find", self.home / "Dữ liệu thử" / Console.OFFICE, "nguyen")
        finally:
            self.wine.must("attrib", "-r", mark, "/s")
        fresh = set(self.folder.rglob("*")) - before
        require(not fresh, f"chương trình ghi vào thư mục của nó: {fresh}")
        return "thuộc tính chỉ đọc; quyền NTFS thì Wine không có"

    def spoilt(self) -> str:
        """A file that was cut: a sentence and the answer 3."""
        path = self.folder / _CUT
        kept = path.read_bytes()
        path.write_bytes(b"id\n")
        try:
            done = self.program.start()
            shown = self.screen.wait_title("Sổ Xã", 60)
            self.screen.wait_still()
            self.screen.answer("Sổ Xã", "Return", lambda: done.process.poll() is not None, 60)
            code = done.wait(10)
        finally:
            path.write_bytes(kept)
        require(shown, "không có cửa sổ nào báo")
        require(code == 3, f"đóng với mã {code}, không phải 3")
        self.setup.must_be_whole()
        return ""

    def while_running(self) -> str:
        """Neither the setup nor the uninstaller touches a program that is open."""
        running = self.program.start()
        try:
            require(self.screen.wait_painted(120), "không thấy cửa sổ nào sau 120 s")
            code = self.setup.install(FOLDER)
            require(code == 13, f"bộ cài trả về {code}, không phải 13")
            self.setup.uninstall(FOLDER, wait=False)
            require((self.folder / "soxa.exe").exists(), "bộ gỡ đã xóa chương trình đang mở")
            require(running.process.poll() is None, "chương trình đang mở đã bị đóng")
        finally:
            self.program.end(running)
            self.screen.wait_black()
        self.setup.must_be_whole()
        return "13, và còn nguyên"

    def over(self) -> str:
        """An upgrade takes away what the new version does not have."""
        stale = self.folder / "_internal" / "tep-cua-ban-cu.txt"
        stale.write_text("cũ", encoding="utf-8")
        code = self.setup.install()
        require(code == 0, f"bộ cài trả về {code}")
        require(not stale.exists(), "tệp của bản cũ còn lại")
        self.setup.must_be_whole()
        return "vào đúng thư mục cũ, không phải chọn lại"

    def remove(self) -> str:
        """Program, menu and registry are gone; the office is not."""
        office = self.program.documents() / "SoXa" / "office.db"
        had = office.exists()
        self.setup.uninstall(FOLDER)
        require(not self.folder.exists(), f"còn sót: {list(self.folder.glob('*'))}")
        require(self.setup.registry() == "", "còn sót trong sổ đăng ký")
        if not had:
            raise NotTried(f"đã gỡ sạch, nhưng chưa lập được dữ liệu ở {office}")
        require(office.exists(), "dữ liệu bị xóa theo")
        return str(office)

    def for_all(self) -> str:
        """By an administrator: in the folder of programs, in the list and the menu of everybody."""
        self.setup.uninstall(FOLDER)
        require(not self.wine.at(FOLDER).exists(), "chưa gỡ sạch bản cài riêng")
        code = self.setup.install(FOR_ALL)
        require(code == 0, f"bộ cài trả về {code}")
        self.setup.must_be_whole(FOLDER_FOR_ALL)
        require(FOLDER_FOR_ALL in self.setup.registry("HKLM"), "chưa ghi cho mọi người dùng")
        require(self.setup.registry() == "", "lại ghi cho riêng một người dùng")
        menu = self.wine.drive / "ProgramData"
        require(list(menu.rglob("Sổ Xã.lnk")), "không có trong trình đơn Start chung")
        self.setup.uninstall(FOLDER_FOR_ALL)
        require(not self.wine.at(FOLDER_FOR_ALL).exists(), "chưa gỡ sạch")
        require(self.setup.registry("HKLM") == "", "còn sót trong sổ đăng ký")
        return FOLDER_FOR_ALL


def _second_user() -> None:
    raise NotTried("một prefix của Wine chỉ có một người dùng: cần một PC (xem README)")
