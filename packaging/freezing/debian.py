"""The Linux program as a package of Debian, and as a folder to carry along.

Both are made from the same frozen folder and hold nothing that depends on when or where they are
made: the same folder and the same last commit give the same bytes.
"""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from freezing.icon import MARK, SIZES
from freezing.system_libraries import missing, newest_glibc
from machine import TOP, CannotGoOn

NAME = "soxa"
MAINTAINER = "Sổ Xã <soxa@localhost.localdomain>"
MIME = "application/x-soxa-goi"
_HOME = Path("usr/lib/soxa")
# Level 6 saves a tenth (57 instead of 64 MB) and takes four times as long.
_LEVEL = 1
# Libraries that are the PC's own: its C library, its display, its graphics card.
_PACKAGES = {
    "ld-linux-x86-64.so.2": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libdrm.so.2": "libdrm2",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
_CONTROL = """\
Package: soxa
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-liberation | fonts-dejavu-core, shared-mime-info, desktop-file-utils
Suggests: cups, ibus-unikey | fcitx5-unikey
Section: misc
Priority: optional
Description: Sổ Xã - hồ sơ, Đội tình nguyện, kiểm tra và báo cáo của cấp xã
 Chương trình cho công chức xã, phường, đặc khu: hồ sơ người được giúp đỡ, Đội
 công tác xã hội tình nguyện, kiểm tra cơ sở, văn bản và báo cáo.
 .
 Chạy trên máy của cơ quan, không cần mạng; dữ liệu được mã hóa và nằm trong
 thư mục của người dùng, không bị xóa khi gỡ chương trình.
"""
_DESKTOP = f"""\
[Desktop Entry]
Type=Application
Version=1.4
Name=Sổ Xã
Name[vi]=Sổ Xã
GenericName=Hồ sơ và báo cáo cấp xã
GenericName[vi]=Hồ sơ và báo cáo cấp xã
Comment=Hồ sơ, Đội tình nguyện, kiểm tra và báo cáo của xã, phường, đặc khu
Comment[vi]=Hồ sơ, Đội tình nguyện, kiểm tra và báo cáo của xã, phường, đặc khu
Keywords=hồ sơ;báo cáo;xã;phường;ho so;bao cao;so xa;
Exec=soxa %f
TryExec=soxa
Icon=soxa
StartupWMClass=soxa
StartupNotify=true
Terminal=false
Categories=Office;Database;
MimeType={MIME};
"""
_MIME = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME}">
    <comment>Gói dữ liệu Sổ Xã</comment>
    <comment xml:lang="vi">Gói dữ liệu Sổ Xã</comment>
    <icon name="application-x-soxa-goi"/>
    <glob pattern="*.goi"/>
  </mime-type>
</mime-info>
"""
_COPYRIGHT = """\
Sổ Xã và các thành phần đi kèm. Toàn văn giấy phép của từng thành phần nằm trong
/usr/lib/soxa/_internal/licences, theo tên tệp ở cột cuối của bảng dưới đây.

Trên Debian, toàn văn các giấy phép GNU và Apache cũng nằm trong /usr/share/common-licenses/GPL-2,
/usr/share/common-licenses/GPL-3, /usr/share/common-licenses/LGPL-2.1,
/usr/share/common-licenses/LGPL-3 và /usr/share/common-licenses/Apache-2.0.

"""
_READ_ME = """\
SỔ XÃ {version} CHO LINUX, BẢN MANG THEO

Không cần cài: giải nén vào một thư mục bất kỳ rồi mở tệp soxa trong đó.
Cần Linux 64 bit (x86-64) có thư viện C từ bản {glibc} trở lên, ví dụ Debian 12, Ubuntu 24.04.

Dữ liệu của cơ quan nằm riêng trong thư mục đã chọn khi lập. Khi có bản mới, hãy giải nén vào một
thư mục mới rồi xóa thư mục cũ này; đừng chép đè lên nhau.

Giấy phép của các thành phần đi kèm: _internal/licences/GIAY-PHEP.txt
"""


def deb(bundle: Path, made: Path, version: str, out: Path) -> Path:
    """Write soxa_VERSION_amd64.deb into the folder out, and return where it lies.

    bundle: the frozen program, with its licences. made: the folder with soxa-SIZE.png.
    Raises CannotGoOn if the program needs a library that no package is known for.
    """
    told = depends(bundle)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}_{version}_amd64.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        shutil.copytree(bundle, root / _HOME, symlinks=True)
        (root / "usr/bin").mkdir(parents=True)
        (root / "usr/bin" / NAME).symlink_to("../lib/soxa/soxa")
        _desktop(root / "usr/share", made)
        _documents(root / "usr/share/doc" / NAME, bundle, version)
        _control(root, version, told)
        level(root, root / _HOME / NAME)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{_LEVEL}", "--build"]
        command += [str(root), str(target)]
        environ = dict(os.environ, SOURCE_DATE_EPOCH=str(moment()))
        if subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=False).returncode:
            raise CannotGoOn("dpkg-deb không làm được gói .deb (lý do ở ngay trên).")
    return target


def portable(bundle: Path, version: str, out: Path) -> Path:
    """Write soxa-VERSION-linux-amd64.tar.xz into the folder out, and return where it lies."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}-{version}-linux-amd64.tar.xz"
    told = _READ_ME.format(version=version, glibc=newest_glibc(bundle))
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / f"{NAME}-{version}"
        shutil.copytree(bundle, root, symlinks=True)
        _text(root / "DOC-TRUOC.txt", told)
        level(root, root / NAME)
        plain = Path(scratch) / "soxa.tar"
        with tarfile.open(plain, "w", format=tarfile.GNU_FORMAT) as tar:
            for path in [root, *sorted(root.rglob("*"))]:
                tar.add(path, path.relative_to(scratch), recursive=False, filter=_nobodys)
        # More than one thread splits the stream into blocks, however many threads there are.
        with target.open("wb") as file:
            xz = ["xz", f"-{_LEVEL}", "--threads=2", "-c", str(plain)]
            subprocess.run(xz, stdout=file, check=True)
    return target


def depends(bundle: Path) -> str:
    """The packages that must be on the PC: owners of the libraries that the folder lacks."""
    needed = missing(bundle)
    # A plugin of Qt whose own part of Qt was left out of the program is never loaded.
    unknown = [one for one in needed if one not in _PACKAGES and not one.startswith("libQt6")]
    if unknown:
        raise CannotGoOn(
            "Chương trình cần những thư viện không có trong thư mục đóng gói, và chưa rõ gói nào "
            f"của Debian có: {', '.join(unknown)}. Hãy ghi vào packaging/freezing/debian.py."
        )
    packages = sorted({_PACKAGES[one] for one in needed if one in _PACKAGES} | {"libc6"})
    glibc = f"libc6 (>= {newest_glibc(bundle)})"
    return ", ".join(glibc if package == "libc6" else package for package in packages)


def moment() -> int:
    """The time that every file carries: of the last commit, or what the caller demands."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(TOP), "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotGoOn("Không biết giờ của lần ghi mã nguồn cuối: hãy đặt SOURCE_DATE_EPOCH.")
    return int(done.stdout)


def level(root: Path, program: Path) -> None:
    """Give all files the same time and plain rights; only the program itself may be started."""
    for path in [*root.rglob("*"), root]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
        os.utime(path, (moment(), moment()), follow_symlinks=False)


def _desktop(share: Path, made: Path) -> None:
    """Menu entry, kind of file, and the icons of both."""
    _text(share / "applications" / f"{NAME}.desktop", _DESKTOP)
    _text(share / "mime" / "packages" / f"{NAME}.xml", _MIME)
    icons = share / "icons" / "hicolor"
    for kind, name in (("apps", NAME), ("mimetypes", MIME.replace("/", "-"))):
        pictures = {f"{size}x{size}": made / f"{NAME}-{size}.png" for size in SIZES}
        for folder, picture in (pictures | {"scalable": MARK}).items():
            target = icons / folder / kind / f"{name}{picture.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, target)


def _documents(folder: Path, bundle: Path, version: str) -> None:
    """Copyright and changes, where Debian looks for them."""
    index = bundle / "_internal" / "licences" / "GIAY-PHEP.txt"
    _text(folder / "copyright", _COPYRIGHT + index.read_text(encoding="utf-8"))
    date = email.utils.formatdate(moment())
    changes = [
        f"{NAME} ({version}) stable; urgency=medium",
        "",
        "  * Xem /usr/lib/soxa/_internal/CHANGELOG.md.",
        "",
        f" -- {MAINTAINER}  {date}",
        "",
    ]
    told = gzip.compress("\n".join(changes).encode(), 9, mtime=0)
    (folder / "changelog.gz").write_bytes(told)


def _control(root: Path, version: str, told: str) -> None:
    """What dpkg wants to know, and the sums it checks files by."""
    if not re.fullmatch(r"[0-9][0-9A-Za-z.+~]*", version):
        raise CannotGoOn(f"Debian không nhận số phiên bản này: {version}")
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = sum((path.stat().st_size + 1023) // 1024 for path in files)
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(root).as_posix()}\n"
        for path in files
    ]
    control = _CONTROL.format(version=version, maintainer=MAINTAINER, size=size, depends=told)
    _text(root / "DEBIAN" / "control", control)
    _text(root / "DEBIAN" / "md5sums", "".join(sums))


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names and numbers of whoever packs it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit("Chạy bằng: python3 packaging/dev.py build --linux")
