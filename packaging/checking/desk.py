"""What a clerk does at the windows of a built program, with keys and mouse as a clerk would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checking.deeds import Deeds, require
from checking.program import PASSWORD, Program, Running
from checking.screen import Screen

_ABOVE_FIRST_PAGE = 82
_PAGE_HEIGHT = 34
_NAVIGATION = 120
_ASIDE = (
    "xem văn bản trước khi in",
    "bộ nhớ khi cửa sổ chính mở",
    "mở lần thứ hai khi đang mở",
    "đóng chương trình",
)
"""What comes after these does not need them."""
TEAMS = 3
"""Which line of the navigation it is, from 0: home, cases, people, teams."""
_TRIES = 5
_CODE = "Mã khôi phục"
"""The title of the dialog that shows the code, and of its preview."""
AGENCY = "Tiên Phước"
CLERK = "lan.tran"
TEAM = "Doi tinh nguyen 1"


class Desk:
    """A program in front of a clerk.

    pictures: the folder for what was seen.
    """

    def __init__(self, program: Program, screen: Screen, pictures: Path) -> None:
        self.program, self.screen, self.pictures = program, screen, pictures
        self.folder = program.documents() / "SoXa"
        self._running: Running | None = None
        program.screen = screen

    def do_all(self, deeds: Deeds) -> None:
        """One deed after the other; each stands on the one before."""
        steps: dict[str, Callable[[], str | None]] = {
            "mở lần đầu": self.first_run,
            "lập dữ liệu cho cơ quan": self.create_office,
            "xem văn bản trước khi in": self.preview,
            "vào cửa sổ chính": self.go_in,
            "cất một Đội tình nguyện": self.save_team,
            "bộ nhớ khi cửa sổ chính mở": self.memory,
            "mở lần thứ hai khi đang mở": self.second_start,
            "đóng chương trình": self.leave,
            "điều đã cất còn đó": self.is_kept,
            "đăng nhập lại": self.sign_in,
            "đóng lại, không lời cảnh báo nào": self.leave,
        }
        try:
            for name, deed in steps.items():
                if not deeds.do(name, deed) and name not in _ASIDE:
                    break
        finally:
            self.clear()

    # -- the deeds ------------------------------------------------------------------

    def first_run(self) -> str:
        """The sign-in window offers the ways to begin."""
        self._running = self.program.start()
        require(self.screen.wait_painted(120), "không thấy cửa sổ nào sau 120 s")
        self.screen.wait_still()
        return self.picture("lan-dau")

    def create_office(self) -> None:
        """Type what is asked; the recovery code is shown."""
        self.begin("Sổ Xã", lambda: self.screen.press("space"))
        self.see("Lập dữ liệu cho cơ quan")
        self.do(lambda: self.screen.type("tien phuoc"), quiet=1.5)
        self.do(lambda: self.screen.press("Down", "Return"))
        self.screen.press("Tab", "Tab", "Tab")
        for text in ("Tran Thi Lan", CLERK, PASSWORD, PASSWORD):
            self.screen.type(text)
            self.screen.press("Tab")
        self.picture("lap-du-lieu")
        self.screen.press("Tab", "Tab", "space")
        self.see(_CODE, "cửa sổ lập dữ liệu không đi tiếp (xem ảnh lap-du-lieu.png)")
        require((self.folder / "keys.json").exists(), f"không có {self.folder}/keys.json")

    def preview(self) -> str:
        """Look at the page with the code before it is printed; Qt and PDFium draw it."""
        self.screen.press("space")
        shown = self.screen.wait_windows(_CODE, 2)
        self.screen.wait_still()
        picture = self.picture("xem-truoc")
        require(shown, "không thấy trang xem trước")
        self.screen.press("Escape")
        require(self.screen.wait_windows(_CODE, 1), "trang xem trước không đóng")
        self.screen.wait_still()
        self.screen.focus(_CODE)
        return picture

    def go_in(self) -> str:
        """Say that the code was put away; the main window comes."""
        self.screen.press("Tab", "Tab", "space", "Tab", "space")
        self.see(AGENCY, "không thấy cửa sổ chính sau khi cất mã khôi phục")
        return self.picture("cua-so-chinh")

    def save_team(self) -> str:
        """Write down a team: a text, a reference, a number."""
        y = _ABOVE_FIRST_PAGE + TEAMS * _PAGE_HEIGHT
        self.do(lambda: self.screen.click(AGENCY, _NAVIGATION, y))
        self.screen.press("ctrl+n")
        self.see("Thêm Đội")
        self.do(lambda: self.screen.type(TEAM))
        self.screen.press("Tab")
        self.do(lambda: self.screen.type("tien phuoc"), quiet=1.5)
        self.screen.press("Return")
        self.screen.wait_still()
        self.screen.press("Tab")
        self.screen.type("8")
        self.screen.press("ctrl+s")
        gone = self.screen.wait_gone("Thêm Đội")
        self.screen.wait_still()
        self.screen.focus(AGENCY)
        picture = self.picture("da-cat")
        require(gone, "cửa sổ Thêm Đội không đóng: chưa cất được")
        return picture

    def memory(self) -> str:
        """How much it holds, with the main window open."""
        assert self._running is not None
        return f"{self.program.memory(self._running)} MB"

    def second_start(self) -> str:
        """The office is held: console and a second window say so, the first goes on."""
        text = self.program.console("check", self.folder, "--user", CLERK, code=2)
        require("đang mở ở một cửa sổ" in text, f"câu báo lạ: {text.strip()}")
        assert self._running is not None
        require(self._running.process.poll() is None, "cửa sổ thứ nhất đã đóng theo")
        return text.strip().split(".")[0]

    def leave(self) -> None:
        """Ctrl+Q: everything is put away, and nothing was complained of."""
        self.screen.press("ctrl+q")
        self.must_end()
        self.screen.wait_black()

    def is_kept(self) -> str:
        """The console finds what the window saved, and the file is sound."""
        found = self.program.console("find", self.folder, "tinh nguyen", "--user", CLERK)
        require(TEAM in found, f"không tìm thấy Đội vừa cất: {found.strip()}")
        self.program.console("check", self.folder, "--user", CLERK)
        return found.strip().replace("\t", " · ")

    def sign_in(self) -> str:
        """The next morning: the folder and the name are known, the password is typed."""
        self._running = self.program.start()
        require(self.screen.wait_painted(120), "không thấy cửa sổ nào sau 120 s")
        self.screen.wait_still()
        self.begin("Sổ Xã", lambda: self.screen.type(PASSWORD))
        self.screen.press("Return")
        self.see(AGENCY, "không vào được bằng mật khẩu vừa đặt")
        return self.picture("dang-nhap-lai")

    # -- how ------------------------------------------------------------------------

    def is_open(self) -> bool:
        """Whether the program that was started last goes on."""
        return self._running is not None and self._running.process.poll() is None

    def must_end(self) -> None:
        """Wait until the program has ended by itself. Raises DeedFailed if it complained."""
        assert self._running is not None
        running = self._running
        code = running.wait()
        self._running = None
        require(code == 0, f"chương trình đóng với mã {code}")
        self.program.judge_silence(running)

    def clear(self) -> None:
        """End what still runs, whatever it shows."""
        if self._running is not None:
            self.program.end(self._running)
            self._running = None
        self.screen.wait_black()

    def begin(self, title: str, deed: Callable[[], None]) -> None:
        """The first keys in a window that has just come: again, if nobody has heard them.

        A window that is still busy with itself does not hold the keyboard, whatever it was told.
        """
        for _try in range(_TRIES):
            self.screen.focus(title)
            before = self.screen.look()
            deed()
            if self.screen.wait_changed(before, 5):
                break
        self.screen.wait_still()

    def do(self, deed: Callable[[], None], quiet: float = 0.5) -> None:
        """Do it, and wait until the screen has answered and is still."""
        before = self.screen.look()
        deed()
        self.screen.wait_changed(before, 10)
        self.screen.wait_still(quiet)

    def see(self, title: str, otherwise: str = "") -> None:
        """Wait for a window with these words in its title, and give it the keyboard."""
        seen = self.screen.wait_title(title, 90)
        self.screen.wait_still()
        self.screen.focus(title)
        if not seen:
            self.picture("khong-nhu-mong")
        titles = ", ".join(self.screen.titles())
        require(seen, otherwise or f"không thấy cửa sổ “{title}”, chỉ thấy: {titles}")
        require("gặp lỗi" not in titles, f"cửa sổ báo lỗi của chương trình: {titles}")

    def picture(self, name: str) -> str:
        """Keep what stands on the screen under this name; returns the file."""
        return str(self.screen.save(self.pictures / f"{name}.png"))
