"""A screen without a monitor, of this check alone: what stands on it, and keys pressed on it.

Xvfb keeps its picture in a file, so looking costs the program that is looked at nothing, and
needs no other program than xdotool, which presses the keys.
"""

from __future__ import annotations

import os
import select
import struct
import subprocess
import time
import unicodedata
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from machine import CannotGoOn

WIDTH, HEIGHT = 1366, 768
_SAMPLED = 7
"""Every so many pixels are compared: a caret that blinks is then hardly seen, a letter is."""
_FEW = 40
_COLOURS_OF_TEXT = 16
_LOOK_EVERY = 0.05
_REDDER = 80
_DARK, _STROKES = 0x60, 4
"""Letters of texts are darker than this; a row through a line of them crosses some strokes."""


class Area(NamedTuple):
    """A rectangle of the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int


class Picture(NamedTuple):
    """What stands on the screen: rows of pixels of four bytes, blue first."""

    width: int
    height: int
    pixels: bytes

    def sample(self) -> list[int]:
        """The colours of a part of the pixels, evenly spread."""
        return [colour & 0xFFFFFF for colour in memoryview(self.pixels).cast("I")[::_SAMPLED]]

    def is_painted(self) -> bool:
        """Whether a window with letters stands there: not a black screen, not an empty area."""
        seen = self.sample()
        return seen.count(0) < len(seen) * 0.9 and len(set(seen)) >= _COLOURS_OF_TEXT

    def part(self, area: Area) -> Picture:
        """What stands in an area that lies within."""
        rows = (
            self.pixels[(y * self.width + area.left) * 4 :][: area.width * 4]
            for y in range(area.top, area.top + area.height)
        )
        return Picture(area.width, area.height, b"".join(rows))

    def shows(self, colour: str, size: int) -> bool:
        """Whether about so many pixels have this colour, named as ``#E6F4F1``."""
        return self.sample().count(int(colour[1:], 16)) * _SAMPLED >= size

    def is_red(self, size: int) -> bool:
        """Whether about so many pixels are of red letters, whose edges have many reds."""
        seen = self.sample()
        red = sum((one >> 16) - (one >> 8 & 0xFF) > _REDDER for one in seen)
        return red * _SAMPLED >= size

    def lines(self) -> int:
        """How many lines of dark letters stand in it, one under the other."""
        row = self.width * 4
        dark = [_is_written(self.pixels[at : at + row]) for at in range(0, len(self.pixels), row)]
        return sum(now and not before for before, now in pairwise([False, *dark]))

    def differs(self, other: Picture) -> bool:
        """Whether more than a blinking caret has changed."""
        if self.pixels == other.pixels:
            return False
        pairs = zip(self.sample(), other.sample(), strict=True)
        return sum(one != two for one, two in pairs) > _FEW

    def png(self) -> bytes:
        """The same as a file to look at."""
        colours = bytearray(self.width * self.height * 3)
        for at, place in enumerate((2, 1, 0)):
            colours[at::3] = self.pixels[place::4]
        row = self.width * 3
        lines = (b"\0" + colours[at : at + row] for at in range(0, len(colours), row))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told))
            for kind, told in parts
        )


def _is_written(row: bytes) -> bool:
    """Whether a row of pixels goes through dark letters."""
    greens = row[1::4]
    return sum(green < _DARK for green in greens) >= _STROKES


def read_xwd(file: bytes) -> Picture:
    """The picture in a file of X Window Dump, as Xvfb keeps it: 32 bits for one pixel."""
    head = struct.unpack(">25I", file[:100])
    size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
    begin = size + colours * 12
    rows = (file[begin + line * at : begin + line * at + width * 4] for at in range(height))
    return Picture(width, height, b"".join(rows))


class Screen:
    """An X server of its own; a context manager."""

    def __init__(self, folder: Path) -> None:
        """folder: where it keeps its picture; it must exist."""
        self._file = folder / "Xvfb_screen0"
        shape = f"{WIDTH}x{HEIGHT}x24"
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", shape, "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            [*command, "-noreset", "-fbdir", str(folder)],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        number = ""
        # Digits and the end of the line come one by one; whoever closes early ends the server.
        while not number.endswith("\n") and select.select([reading], [], [], 30)[0]:
            told = os.read(reading, 16).decode()
            number += told or "\n"
        os.close(reading)
        self.display = f":{number.strip()}"
        # The number is told before the picture is made.
        whole = WIDTH * HEIGHT * 4
        drawn = self.wait_for(lambda: self._file.exists() and self._file.stat().st_size > whole, 30)
        if not (number.strip() and drawn):
            self._server.kill()
            raise CannotGoOn("Xvfb không khởi động được nên chưa thử được cửa sổ nào.")

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.terminate()
        self._server.wait(10)

    # -- looking --------------------------------------------------------------------

    def look(self) -> Picture:
        """What stands on it now."""
        return read_xwd(self._file.read_bytes())

    def save(self, path: Path) -> Path:
        """Keep what stands on it now as a PNG file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.look().png())
        return path

    def wait_painted(self, timeout: float = 60, every: float = _LOOK_EVERY) -> bool:
        """Wait for the first window with letters, looking every so many seconds; whether one came."""
        return self.wait_for(lambda: self.look().is_painted(), timeout, every)

    def wait_black(self, timeout: float = 30) -> bool:
        """Wait until no window stands on it any more; whether that came."""
        return self.wait_for(lambda: len(set(self.look().sample())) < _COLOURS_OF_TEXT, timeout)

    def wait_still(self, quiet: float = 0.5, timeout: float = 60) -> bool:
        """Wait until nothing has changed for so many seconds; whether that came."""
        end = time.monotonic() + timeout
        before, since = self.look(), time.monotonic()
        while time.monotonic() - since < quiet:
            time.sleep(_LOOK_EVERY)
            now = self.look()
            if now.differs(before):
                before, since = now, time.monotonic()
            if time.monotonic() > end:
                return False
        return True

    def wait_changed(self, before: Picture, timeout: float = 30) -> bool:
        """Wait until something else stands there; whether that came."""
        return self.wait_for(lambda: self.look().differs(before), timeout)

    def titles(self) -> list[str]:
        """The titles of all windows that are shown, composed; a window without one is left out."""
        found = self._xdotool("search", "--onlyvisible", "--name", ".").split()
        told = [self._xdotool("getwindowname", one).strip() for one in found]
        return [unicodedata.normalize("NFC", one) for one in told]

    def wait_title(self, part: str, timeout: float = 60) -> bool:
        """Wait for a window with these words in its title; whether one came."""
        return self.wait_for(lambda: any(part in title for title in self.titles()), timeout)

    def wait_gone(self, part: str, timeout: float = 60) -> bool:
        """Wait until no window has these words in its title; whether that came."""
        return self.wait_for(lambda: not any(part in title for title in self.titles()), timeout)

    def wait_windows(self, part: str, count: int, timeout: float = 60) -> bool:
        """Wait until so many windows have these words in their titles; whether that came."""
        return self.wait_for(lambda: sum(part in one for one in self.titles()) == count, timeout)

    def wait_for(
        self, arrived: Callable[[], bool], timeout: float, every: float = _LOOK_EVERY
    ) -> bool:
        """Wait for anything at all, looking every so many seconds; whether it came."""
        end = time.monotonic() + timeout
        while not arrived():
            if time.monotonic() > end:
                return False
            time.sleep(every)
        return True

    def area(self, part: str) -> Area:
        """Where the window with these words in its title stands."""
        found = self._xdotool(
            "search", "--onlyvisible", "--name", part, "getwindowgeometry", "--shell", "%@"
        )
        told = dict(line.split("=", 1) for line in found.splitlines())
        return Area(*(int(told[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def focus(self, part: str) -> None:
        """Give the keyboard to the window with these words: there is no window manager to do it."""
        self._xdotool("search", "--onlyvisible", "--name", part, "windowfocus", "--sync", "%@")

    # -- keys -----------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press these keys one after the other, named as X names them: Tab, ctrl+s."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            time.sleep(0.12)

    def answer(self, title: str, key: str, arrived: Callable[[], bool], timeout: float) -> bool:
        """Press a key in the window with these words until something came; whether it did.

        A message of Windows does not always hold the keyboard at once.
        """

        def again() -> bool:
            self.focus(title)
            self.press(key)
            return self.wait_for(arrived, 2)

        return self.wait_for(again, timeout)

    def type(self, text: str) -> None:
        """Type letters of the US keyboard."""
        self._xdotool("type", "--delay", "25", text)
        time.sleep(0.15)

    def click(self, title: str, x: int, y: int) -> None:
        """Click into the window with these words in its title, so far from its upper left corner."""
        found = ["search", "--onlyvisible", "--name", title]
        self._xdotool(*found, "mousemove", "--window", "%@", str(x), str(y), "click", "1")
        time.sleep(0.12)

    def _xdotool(self, *args: str) -> str:
        told = dict(os.environ, DISPLAY=self.display)
        command = ["xdotool", *args]
        done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
        return done.stdout
