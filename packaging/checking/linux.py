"""The Linux package and the folder to carry along: installed, used and removed."""

from __future__ import annotations

import os
import shutil
import stat
import statistics
import subprocess
import tarfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from checking.console import Console
from checking.deeds import Deeds, NotTried, require
from checking.desk import Desk
from checking.program import Program, start_seconds
from checking.screen import Screen
from checking.updates import Updates
from machine import TOP, environment

SLOWEST = 1.3
"""How many times as long as from source the frozen program may take to its first window."""
STARTS = 5
MOST_MEGABYTES = 200
_GONE = "_internal/desktop/store/migrations/env.py"
_CUT = "_internal/resources/units/units.tsv"
_INSTALLED = Path("/usr/lib/soxa")
_MIME = "application/x-soxa-goi"
_GLOBS = Path("/usr/share/mime/globs2")


def check(package: Path, portable: Path, scratch: Path, pictures: Path) -> Deeds:
    """Do everything with these two files; scratch: an empty folder to work in."""
    deeds = Deeds()
    # The program folder of a stick, as somebody here would name it.
    place = scratch / "Chương trình của xã"
    place.mkdir()
    python = environment("build.lock", "build/build-env")
    deeds.do("giải nén bản mang theo", lambda: _unpack(portable, place))
    (folder,) = place.iterdir()
    program = Program(folder, scratch / "Nhà của Bà Sáu")
    deeds.do("cỡ thư mục", lambda: _size(folder))
    deeds.do("tệp nguyên vẹn", lambda: program.console("--verify-program").strip())
    (scratch / "man-hinh").mkdir()
    with Screen(scratch / "man-hinh") as screen:
        desk = Desk(program, screen, pictures)
        desk.do_all(deeds)
        Updates(desk, package, scratch).do_all(deeds)
        Console(program, scratch / "Dữ liệu thử", python).do_all(deeds)
        deeds.do("thời gian mở so với mã nguồn", lambda: start_ratio(folder, screen, scratch))
        deeds.do("thư mục chương trình chỉ đọc", lambda: _read_only(program, screen))
        deeds.do("thiếu một tệp", lambda: _spoilt(program, _GONE, b"", screen))
        deeds.do("một tệp bị cụt", lambda: _spoilt(program, _CUT, b"id\n", screen))
    _installed(deeds, package, program, scratch)
    return deeds


def _unpack(portable: Path, place: Path) -> str:
    with tarfile.open(portable) as archive:
        archive.extractall(place, filter="tar")
    return portable.name


def _size(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1e6
    require(size <= MOST_MEGABYTES, f"{size:.0f} MB, quá mức {MOST_MEGABYTES} MB")
    return f"{size:.0f} MB, {len(files)} tệp"


def start_ratio(folder: Path, screen: Screen, scratch: Path) -> str:
    """The same measure for the frozen program and for its source, by turns; the ratio of medians."""
    source = environment()
    new = Program(folder, scratch / "Nhà mới")
    new.screen = screen
    return compared(
        lambda: start_seconds(new, new.start, screen),
        lambda: start_seconds(new, lambda: new.start_source(source, TOP), screen),
    )


def compared(frozen: Callable[[], float], source: Callable[[], float], starts: int = STARTS) -> str:
    """Measure both by turns. Raises DeedFailed if the frozen one is too slow, also at a second try."""
    # What is read for the first time comes from the disk.
    frozen()
    source()
    ours: list[float] = []
    theirs: list[float] = []
    ratio = 0.0
    for _try in range(2):
        for _once in range(starts):
            ours.append(frozen())
            theirs.append(source())
        ratio = statistics.median(ours) / statistics.median(theirs)
        if ratio <= SLOWEST:
            break
    said = f"{statistics.median(ours):.2f} s / {statistics.median(theirs):.2f} s = {ratio:.2f}"
    require(ratio <= SLOWEST, f"{said}, quá {SLOWEST}")
    return said


def _read_only(program: Program, screen: Screen) -> str:
    """A stick that is write-protected, a folder that belongs to the administrator."""
    files = [program.folder, *program.folder.rglob("*")]
    with _unwritable(program.folder) as how:
        program.console("find", program.home.parent / "Dữ liệu thử" / Console.OFFICE, "nguyen")
        running = program.start()
        painted = screen.wait_painted(120)
        screen.wait_still(1.0)
        program.end(running)
        screen.wait_black()
        require(painted, "không mở được cửa sổ")
        program.judge_silence(running)
    fresh = {program.folder, *program.folder.rglob("*")} - set(files)
    require(not fresh, f"chương trình ghi vào thư mục của nó: {[str(path) for path in fresh]}")
    return how


@contextmanager
def _unwritable(folder: Path) -> Generator[str]:
    """Let nobody write into it: rights do not stop an administrator, a mount does."""
    if os.geteuid() == 0:
        mounted = _mount("--bind", str(folder), str(folder))
        if mounted and _mount("-o", "remount,bind,ro", str(folder)):
            try:
                yield "gắn chỉ đọc"
            finally:
                subprocess.run(["umount", "--lazy", str(folder)], check=False)
            return
    kept = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")] if path.is_file()}
    for path, mode in kept.items():
        path.chmod(stat.S_IMODE(mode) & ~0o222)
    try:
        yield "quyền chỉ đọc trên từng tệp"
    finally:
        for path, mode in kept.items():
            path.chmod(stat.S_IMODE(mode))


def _mount(*args: str) -> bool:
    done = subprocess.run(["mount", *args], capture_output=True, check=False)
    return done.returncode == 0


def _spoilt(program: Program, name: str, content: bytes, screen: Screen) -> str:
    """Take a file away, or cut it: a sentence and the answer 3, and never a window of work."""
    path = program.folder / name
    kept = path.with_name(path.name + ".kept")
    path.rename(kept)
    try:
        if content:
            path.write_bytes(content)
        running = program.start()
        shown = screen.wait_title("Sổ Xã", 60)
        screen.wait_still()
        titles = screen.titles()
        screen.press("Return")
        code = running.wait(30) if shown else running.wait(5)
        said = running.written()
    finally:
        path.unlink(missing_ok=True)
        kept.rename(path)
    require(code == 3, f"đóng với mã {code}, không phải 3; cửa sổ: {titles}; viết: {said[:200]}")
    require("thiếu hoặc hỏng tệp" in said, f"câu báo lạ: {said[:300]}")
    require(Path(name).name in said, f"không nêu tên tệp {name}: {said[:300]}")
    require(shown, "không có cửa sổ nào báo")
    return " ".join(said.split())[:90] + "…"


# -- the package -----------------------------------------------------------------------


def _installed(deeds: Deeds, package: Path, program: Program, scratch: Path) -> None:
    """Install for real where that is allowed, else lay the package out and look at it."""
    root = os.geteuid() == 0 and not _has_package()
    where = Path("/") if root else scratch / "goi-deb"
    deeds.do("cài gói .deb", lambda: _install(package, where, real=root))
    inside = Program(where / _INSTALLED.relative_to("/"), program.home)
    deeds.do("chạy bản đã cài", lambda: inside.console("--verify-program").strip())
    deeds.do("mục trong trình đơn và loại tệp .goi", lambda: _registered(where, real=root))
    if root:
        deeds.do("gỡ gói, dữ liệu còn nguyên", lambda: _purge(program))


def _has_package() -> bool:
    done = subprocess.run(["dpkg", "-s", "soxa"], capture_output=True, check=False)
    return done.returncode == 0


def _install(package: Path, where: Path, *, real: bool) -> str:
    if real:
        command = ["dpkg", "--install", str(package)]
    else:
        where.mkdir()
        command = ["dpkg-deb", "-x", str(package), str(where)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    require(done.returncode == 0, (done.stderr or done.stdout)[-500:])
    return "" if real else "không có quyền quản trị (hoặc máy đã có gói này): chỉ bung ra xem"


def _registered(where: Path, *, real: bool) -> str:
    """The desktop can start it, and knows whose file a package of data is."""
    share = where / "usr/share"
    desktop = share / "applications/soxa.desktop"
    text = desktop.read_text(encoding="utf-8")
    require("Exec=soxa %f" in text and f"MimeType={_MIME};" in text, f"{desktop.name}: {text}")
    require((where / "usr/bin/soxa").resolve().name == "soxa", "không có lệnh soxa")
    kinds = share / "mime/packages/soxa.xml"
    require(_MIME in kinds.read_text(encoding="utf-8"), f"{kinds} không khai {_MIME}")
    require(list((share / "icons").rglob("soxa.*")), "không có biểu tượng")
    said = _validate(desktop)
    if not real or not _GLOBS.exists():
        return said + "máy này không có danh mục loại tệp để hỏi"
    # Asked where desktops look; xdg-mime without one goes by the content of the file.
    known = f":{_MIME}:*.goi" in _GLOBS.read_text(encoding="utf-8")
    require(known, f"{_GLOBS} không nói .goi là {_MIME}")
    return said + f".goi là {_MIME}"


def _validate(desktop: Path) -> str:
    if not shutil.which("desktop-file-validate"):
        return ""
    command = ["desktop-file-validate", str(desktop)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    require(not done.stdout.strip(), done.stdout)
    return "desktop-file-validate đạt; "


def _purge(program: Program) -> str:
    office = program.documents() / "SoXa" / "office.db"
    had = office.exists()
    done = subprocess.run(["dpkg", "--purge", "soxa"], capture_output=True, text=True, check=False)
    require(done.returncode == 0, done.stderr[-500:])
    require(not _INSTALLED.exists(), f"còn sót {_INSTALLED}")
    if not had:
        raise NotTried(f"đã gỡ sạch, nhưng chưa lập được dữ liệu ở {office}")
    require(office.exists() and office.with_name("keys.json").exists(), "dữ liệu bị xóa theo")
    return ""
