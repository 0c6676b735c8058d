"""A built program and a newer version: found, shown, proved, copied and started; a forged one is not.

The check signs with a key of its own, whose public half lies in the program folder meanwhile.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.operations.updates import INBOX
from desktop.store.announcements import SUFFIX, Announcement, read_announcement, write_announcement
from desktop.ui.tokens import LIGHT

from checking.deeds import Deeds, require
from checking.desk import AGENCY, Desk
from checking.program import windows_processes
from freezing.bundle import version
from freezing.release import changes
from freezing.start_soxa import LIST
from freezing.wine import Wine

NEWER, FORGED = "9.9.9", "9.9.10"
"""Whoever believed the forged one would offer it before the other."""
_KEY = "_internal/resources/release.pub"
_TITLE = "Bản Sổ Xã"
_NEWS, _WARNING = LIGHT.main_soft, LIGHT.error_soft
"""The grounds of the banners; no letters can be read off a screen."""
_BANNER = 15_000
"""Pixels of a banner's ground, at least."""
_SENTENCE = 800
"""Pixels of the letters of a sentence, at least."""
_STORY, _LEAST_LINES = 12, 8
"""Lines of CHANGELOG that are announced: Wine is slow with long texts. And of dark letters in the
dialog; without what is new there are hardly two."""
_DAY = dt.date(2026, 12, 5)


class Publisher:
    """Somebody who signs releases, or pretends to be who does."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        """The raw half of the key that a program is given."""
        return self._key.public_key().public_bytes_raw()

    def publish(self, folder: Path, number: str, setup: Path) -> Path:
        """Put a copy of a setup and its announcement into a folder; returns the copy."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / f"SoXa-setup-{number}.exe"
        shutil.copyfile(setup, copy)
        digest = hashlib.sha256(copy.read_bytes()).hexdigest()
        text = "\n".join(changes(version())[0].splitlines()[:_STORY])
        told = Announcement(number, copy.name, copy.stat().st_size, digest, text, _DAY)
        content = write_announcement(told, self._key.sign)
        (folder / f"SoXa-{number}{SUFFIX}").write_bytes(content)
        return copy


@contextmanager
def trusting(program: Path, public: bytes) -> Generator[None]:
    """Have the program in this folder believe this key, and be whole with it; then as before."""
    files = [program / _KEY, program / "_internal" / LIST]
    kept = {path: path.read_bytes() for path in files}
    listed = kept[files[1]].decode("utf-8").splitlines(keepends=True)
    line = f"{_KEY}\t{len(public)}\t{hashlib.sha256(public).hexdigest()}\n"
    changed = [line if one.startswith(f"{_KEY}\t") else one for one in listed]
    require(line in changed, f"{LIST} không kể {_KEY}")
    try:
        files[0].write_bytes(public)
        files[1].write_text("".join(changed), encoding="utf-8", newline="\n")
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


def believed(announcement: Path, program: Path, setup: Path) -> str:
    """The announcement that goes with this setup is one that the program in the folder takes."""
    told = read_announcement(announcement.read_bytes(), (program / _KEY).read_bytes())
    with setup.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == told.sha256
    require(same and told.setup == setup.name, f"{announcement.name} báo một bộ cài khác")
    require(told.version == version(), f"{announcement.name} báo bản {told.version}")
    return announcement.name


class Updates:
    """What a clerk sees of a newer version, after the deeds of ``Desk`` have left an office.

    setup: what is announced. scratch: an empty folder to work in.
    """

    def __init__(self, desk: Desk, setup: Path, scratch: Path) -> None:
        self.desk, self.screen, self.setup = desk, desk.screen, setup
        self.ours, self.stranger = Publisher(), Publisher()
        self.inbox = desk.folder / INBOX
        self.false_setup = scratch / "bo-cai-gia.exe"
        self.false_setup.write_bytes(b"MZ" * 1000)

    def do_all(self, deeds: Deeds) -> None:
        """One deed after the other, in one run of the program; it is as it was built afterwards."""
        before = set(self.inbox.iterdir()) if self.inbox.is_dir() else set[Path]()
        try:
            with trusting(self.desk.program.folder, self.ours.public):
                for name, deed in self.steps().items():
                    if not deeds.do(name, deed):
                        break
        finally:
            self.desk.clear()
            for path in set(self.inbox.glob("SoXa-*")) - before:
                path.unlink()

    def steps(self) -> dict[str, Callable[[], str | None]]:
        """The deeds by their names."""
        return {
            "nhận ra bản mới trong hộp nhận": self.found_in_inbox,
            "cho xem có gì mới": self.shown,
            "nói rằng bộ cài chỉ dành cho Windows": self.only_for_windows,
            "bản giả mạo: nói rõ, không mời cài": self.forged,
            "đóng lại sau khi xem bản mới": self.desk.leave,
        }

    # -- the deeds ------------------------------------------------------------------

    def found_in_inbox(self) -> str:
        """Ours is offered on the first page, and a stranger's is warned of, though it says more."""
        self.ours.publish(self.inbox, NEWER, self.setup)
        self.stranger.publish(self.inbox, FORGED, self.false_setup)
        self.desk.sign_in()
        self._must_show("ban-moi", news=True, warning=True)
        return self.desk.picture("ban-moi")

    def shown(self) -> str:
        """The keyboard alone opens what is new: in the order of the page, the banner comes first."""
        self.screen.press("ctrl+f", "Tab", "Tab", "Tab", "space")
        return self._see_dialog()

    def only_for_windows(self) -> None:
        """The dialog says so, and its only button closes it."""
        dialog = self.screen.look().part(self.screen.area(_TITLE))
        require(dialog.shows(_NEWS, _BANNER), "không có lời nào về Windows (xem co-gi-moi.png)")
        self._close_dialog("Return")

    def forged(self) -> str:
        """Alone, a stranger's setup is not offered; the settings say whose it is not."""
        for path in self.inbox.glob(f"SoXa*{NEWER}*"):
            path.unlink()
        self.screen.press("ctrl+f", "Tab", "Tab")
        self.desk.do(lambda: self.screen.press("End", "space"))
        self.desk.do(lambda: self.screen.press("End", "Up"))
        self.screen.press("Tab", "space")
        self._must_show("ban-gia-mao", news=False, warning=True)
        return self.desk.picture("ban-gia-mao")

    # -- how ------------------------------------------------------------------------

    def _must_show(self, picture: str, *, news: bool, warning: bool) -> None:
        """Wait for banners such as these, and no others."""
        wanted = (news, warning)

        def seen() -> tuple[bool, bool]:
            now = self.screen.look()
            return now.shows(_NEWS, _BANNER), now.shows(_WARNING, _BANNER)

        arrived = self.screen.wait_for(lambda: seen() == wanted, 30)
        self.screen.wait_still()
        if not arrived or seen() != wanted:
            self.desk.picture(picture)
        told = f"mời bản mới: {seen()[0]}, báo giả mạo: {seen()[1]}, không phải {wanted}"
        require(arrived and seen() == wanted, f"{told} (xem {picture}.png)")

    def _see_dialog(self) -> str:
        self.desk.see(f"{_TITLE} {NEWER}")
        picture = self.desk.picture("co-gi-moi")
        lines = self.screen.look().part(self.screen.area(_TITLE)).lines()
        require(lines >= _LEAST_LINES, f"chỉ thấy {lines} dòng về bản mới (xem co-gi-moi.png)")
        return picture

    def _close_dialog(self, key: str) -> None:
        self.screen.press(key)
        require(self.screen.wait_gone(_TITLE, 10), "cửa sổ về bản mới không đóng")
        self.screen.wait_still()
        self.screen.focus(AGENCY)


class WindowsUpdates(Updates):
    """The same where the setup runs: from a stick, proved, and started when the program has gone."""

    def __init__(self, desk: Desk, setup: Path, scratch: Path, wine: Wine) -> None:
        super().__init__(desk, setup, scratch)
        self.wine = wine
        self.stick = scratch / "usb"
        self.copy = self.stick / f"SoXa-setup-{NEWER}.exe"

    def do_all(self, deeds: Deeds) -> None:
        self.stick.mkdir()
        # Wine looks which drives there are when it starts.
        self.wine.stop()
        try:
            with self.wine.drive_letter("e:", self.stick):
                self.wine.wake()
                super().do_all(deeds)
        finally:
            self._end_setup()
            self.screen.wait_black()

    def steps(self) -> dict[str, Callable[[], str | None]]:
        return {
            "nhận ra bản mới trong hộp nhận": self.found_in_inbox,
            "cho xem có gì mới": self.shown_and_put_off,
            "bản giả mạo: nói rõ, không mời cài": self.forged,
            "nhận ra bản mới trên USB": self.found_on_stick,
            "bộ cài bị tráo sau khi ký thì không chạy": self.exchanged,
            "sao lưu, đóng chương trình, mở bộ cài": self.handed_over,
        }

    def shown_and_put_off(self) -> str:
        """Escape means later."""
        picture = self.shown()
        self._close_dialog("Escape")
        return picture

    def found_on_stick(self) -> str:
        """The clerk puts the stick in and asks; what came is opened from there."""
        self.ours.publish(self.stick, NEWER, self.setup)
        self.screen.press("space")
        self._must_show("ban-moi-usb", news=True, warning=True)
        self.screen.press("Tab", "Tab", "space")
        return self._see_dialog()

    def exchanged(self) -> str:
        """As large as what was signed, and something else: nothing is started, and it is said."""
        self.copy.write_bytes(self.copy.read_bytes()[:-1] + b"?")
        self.screen.press("Return")
        said = self.screen.wait_for(self._is_refused, 60)
        picture = self.desk.picture("bo-cai-bi-trao")
        require(said, "không nói gì về bộ cài bị tráo (xem bo-cai-bi-trao.png)")
        require(not self._setups(), "bộ cài bị tráo đã chạy")
        require(self.desk.is_open(), "chương trình đã đóng vì bộ cài bị tráo")
        return picture

    def handed_over(self) -> str:
        """A copy of the office, a proved copy of the setup, and its window once nobody is there."""
        shutil.copyfile(self.setup, self.copy)
        backups = self.desk.folder / "backups"
        before = set(backups.iterdir())
        self.screen.focus(_TITLE)
        self.screen.press("Return")
        self.desk.must_end()
        require(set(backups.iterdir()) - before, "chưa sao lưu trước khi cài")
        seen = self.screen.wait_title("Cài đặt Sổ Xã", 60)
        self.screen.wait_still()
        picture = self.desk.picture("bo-cai-moi")
        titles = self.screen.titles()
        require(seen, f"bộ cài không mở; cửa sổ: {titles}")
        started = self._setups()
        require(started, "không thấy bộ cài chạy")
        require(all("update" in line for line in started), f"chạy thẳng từ USB: {started}")
        return f"{titles[0]}: {picture}"

    def _is_refused(self) -> bool:
        """Whether a sentence in the colour of errors stands in the dialog."""
        dialog = self.screen.look().part(self.screen.area(_TITLE))
        return dialog.is_red(_SENTENCE)

    def _setups(self) -> list[str]:
        """The paths of the setups that run."""
        found = windows_processes(self.wine, self.copy.name)
        lines = (Path(f"/proc/{pid}/cmdline").read_bytes() for pid in found)
        return [line.split(b"\0")[0].decode("utf-8", "replace") for line in lines]

    def _end_setup(self) -> None:
        for pid in windows_processes(self.wine, self.copy.name):
            os.kill(pid, signal.SIGKILL)
