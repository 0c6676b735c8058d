"""The setup of a new version: brought to this PC, proved there, and started.

What is verified is what is started: the setup is copied first, the copy is read again and compared
with what was signed, and the copy is run. A stick may change in between.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.base.errors import DiskTrouble, UserError
from desktop.base.i18n import tr
from desktop.operations import upkeep
from desktop.operations.office import Office
from desktop.operations.updates import Progress, Update, silent
from desktop.store.announcements import Announcement, other_setup, unreadable

_CHUNK = 1 << 20
_OURS = "setup-"


def prepare_update(
    office: Office, update: Update, place: Path, progress: Progress = silent
) -> Path:
    """Copy the office, then bring the setup to this PC; returns what ``start_setup`` starts.

    Nobody needs a permission for it: whoever holds the stick could start the setup without us.
    """
    upkeep.back_up_here(office)
    return fetch_setup(update, place, progress)


def fetch_setup(update: Update, place: Path, progress: Progress = silent) -> Path:
    """Copy a setup into a new folder under place and prove the copy; returns it.

    place: a folder of the user's own; what an earlier update left there goes.
    progress: megabytes copied and read again; may raise to stop.
    Raises DamagedFile if the copy is not what was signed, DiskTrouble; nothing is left then.
    """
    announced = update.announced
    steps = -(-announced.size // _CHUNK)
    drop_setups(place)
    try:
        place.mkdir(parents=True, exist_ok=True)
        # A name that nobody can have prepared, for this user only.
        copy = Path(tempfile.mkdtemp(prefix=_OURS, dir=place)) / announced.setup
        with copy.open("xb") as target:
            for at, chunk in enumerate(_chunks(update.setup, announced.size)):
                progress(at, 2 * steps)
                target.write(chunk)
        _require_signed(copy, announced, lambda at: progress(steps + at, 2 * steps))
    except OSError as error:
        drop_setups(place)
        raise DiskTrouble(
            tr(
                "Không chép được bộ cài vào máy này: ổ đĩa có thể đã đầy. Chưa có gì được cài. "
                "Hãy dọn bớt ổ đĩa rồi thử lại."
            )
        ) from error
    except BaseException:
        drop_setups(place)
        raise
    return copy


def drop_setups(place: Path) -> None:
    """Throw away what earlier updates copied; one that still runs stays until the next time."""
    for left in place.glob(f"{_OURS}*"):
        shutil.rmtree(left, ignore_errors=True)


def _require_signed(copy: Path, announced: Announcement, step: Callable[[int], object]) -> None:
    digest, size = hashlib.sha256(), 0
    for at, chunk in enumerate(_chunks(copy, announced.size)):
        step(at)
        digest.update(chunk)
        size += len(chunk)
    if (size, digest.hexdigest()) != (announced.size, announced.sha256):
        raise other_setup(announced)


def _chunks(path: Path, size: int) -> Iterator[bytes]:
    """The content of a file piece by piece; one byte more than size, if there is more."""
    left = size + 1
    try:
        with path.open("rb") as file:
            while left > 0 and (chunk := file.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk
    except OSError as error:
        raise unreadable(path) from error


def close_for_setup(office: Office) -> None:
    """Sign out without one more copy: ``prepare_update`` has just made it."""
    try:
        office.note("sign_out")
    finally:
        office.close()


def start_setup(setup: Path) -> None:
    """Start what ``prepare_update`` returned, beside this program; Windows only.

    The setup waits until the program has ended. Raises UserError if Windows does not start it.
    """
    if sys.platform != "win32":
        raise UserError(tr("Bộ cài này chỉ chạy trên Windows. Chưa có gì được cài."))
    import ctypes
    import subprocess

    kernel = ctypes.windll.kernel32
    # Else the setup would load libraries from the folder that it is going to replace.
    kernel.SetDllDirectoryW(None)
    try:
        if _for_everybody():
            # Windows asks for an administrator; without one the setup could only refuse.
            os.startfile(setup, "runas")  # noqa: S606 -- proved to be ours
        else:
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            subprocess.Popen(  # noqa: S603 -- proved to be ours
                [str(setup)],
                cwd=setup.parent,
                env=_own_environment(),
                creationflags=flags,
                close_fds=True,
            )
    except OSError as error:
        raise UserError(
            tr(
                "Windows không cho chạy bộ cài. Chưa có gì được cài, dữ liệu còn nguyên. "
                "Hãy nhờ cán bộ tin học, hoặc chạy bộ cài trực tiếp từ USB."
            )
        ) from error
    finally:
        kernel.SetDllDirectoryW(getattr(sys, "_MEIPASS", None))


def _own_environment() -> dict[str, str]:
    """The environment without what the frozen program keeps there for itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith("_PYI_")}


def _for_everybody() -> bool:
    """Whether the running program was installed for all users of the PC."""
    if sys.platform != "win32":
        return False
    import winreg

    access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    name = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SoXa"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, name, 0, access):
            return True
    except OSError:
        return False
