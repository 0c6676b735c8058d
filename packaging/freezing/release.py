"""What goes with a release: the signed announcement, the sums, and the key that signs.

The private key is a PEM file that SOXA_RELEASE_KEY names (password, if it has one, in
SOXA_RELEASE_PASSWORD). It never lies in the repository; the program carries the public half.

``dev.py release-key FILE`` makes a new pair.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from machine import TOP, CannotGoOn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY, PASSWORD = "SOXA_RELEASE_KEY", "SOXA_RELEASE_PASSWORD"
CHANGELOG = TOP / "CHANGELOG.md"
SUMS = "SHA256SUMS"
_HEAD = re.compile(r"## (\d+\.\d+\.\d+)(?: – (\d{2})/(\d{2})/(\d{4}))?")
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


# -- the key ------------------------------------------------------------------------------


def public_key() -> bytes | None:
    """The raw public half (32 bytes) of the key that is named; None if none is.

    Raises CannotGoOn if what is named can't be read as an Ed25519 key.
    """
    key = _private_key()
    return None if key is None else key.public_key().public_bytes_raw()


def make_key(file: Path) -> bytes:
    """Write a new private key into a file that is not there yet; returns the public half.

    Raises CannotGoOn for a file inside the repository, or one that exists.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    target = file.resolve()
    if target.is_relative_to(TOP.resolve()):
        raise CannotGoOn(
            f"{file} nằm trong kho mã nguồn. Chưa tạo khóa. Hãy chọn chỗ ngoài kho, tốt nhất là USB."
        )
    secret = _password()
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption(),
    )
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotGoOn(f"Không ghi được khóa vào {file}: {error.strerror}.") from error
    with os.fdopen(handle, "wb") as written:
        written.write(pem)
    return key.public_key().public_bytes_raw()


def _private_key() -> Ed25519PrivateKey | None:
    named = os.environ.get(KEY)
    if not named:
        return None
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if Path(named).resolve().is_relative_to(TOP.resolve()):
        raise CannotGoOn(f"Khóa phát hành {named} nằm trong kho mã nguồn. Hãy để ngoài kho.")
    try:
        key = load_pem_private_key(Path(named).read_bytes(), _password())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CannotGoOn(
            f"Không đọc được khóa phát hành {named} ({error}).\n"
            f"Hãy kiểm tra {KEY}, và {PASSWORD} nếu khóa có mật khẩu."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CannotGoOn(f"{named} không phải khóa Ed25519.")
    return key


def _password() -> bytes | None:
    return os.environ.get(PASSWORD, "").encode("utf-8") or None


# -- what is new --------------------------------------------------------------------------


def changes(version: str, changelog: Path = CHANGELOG) -> tuple[str, dt.date | None]:
    """What CHANGELOG says of a version, and the day in the heading ``## 1.2.0 – 05/12/2026``.

    Raises CannotGoOn if it says nothing.
    """
    found: list[str] = []
    released_on: dt.date | None = None
    inside = False
    for line in changelog.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            head = _HEAD.fullmatch(line.rstrip())
            inside = head is not None and head[1] == version
            if inside and head is not None and head[4]:
                released_on = dt.date(int(head[4]), int(head[3]), int(head[2]))
        elif inside:
            found.append(line)
    text = "\n".join(found).strip()
    if not text:
        raise CannotGoOn(f"{changelog.name} chưa có phần ## {version}: hãy ghi có gì mới.")
    return text, released_on


# -- files beside the setup ---------------------------------------------------------------


def announce(setup: Path, version: str) -> list[Path]:
    """Write the signed announcement of a setup beside it; [] and a word on it without a key.

    Its day is the one in CHANGELOG, or that of the last commit.
    """
    key = _private_key()
    if key is None:
        print(
            f"  {KEY} chưa đặt: không có tệp báo bản mới, chương trình sẽ không tự nhận bộ cài này."
        )
        return []
    from desktop.store.announcements import SUFFIX, Announcement, write_announcement

    text, released_on = changes(version)
    with setup.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = Announcement(
        version, setup.name, setup.stat().st_size, digest, text, released_on or _last_commit()
    )
    target = setup.with_name(f"SoXa-{version}{SUFFIX}")
    try:
        target.write_bytes(write_announcement(told, key.sign))
    except ValueError as error:
        raise CannotGoOn(f"Không báo được bản {version}: {error}.") from error
    return [target]


def _last_commit() -> dt.date:
    from freezing.debian import moment

    return dt.datetime.fromtimestamp(moment(), _VIETNAM).date()


def write_sums(folder: Path) -> Path:
    """Write SHA256SUMS of the files right in a folder, for ``sha256sum -c``; returns it."""
    target = folder / SUMS
    lines: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != SUMS:
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


def main() -> int:
    """``release.py FILE``: make a key pair; the public half is shown."""
    if len(sys.argv) != 2:
        print(
            "release-key TỆP: tạo khóa phát hành mới trong TỆP, ngoài kho mã nguồn", file=sys.stderr
        )
        return 2
    try:
        public = make_key(Path(sys.argv[1]))
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Đã tạo khóa phát hành: {sys.argv[1]}")
    print(f"Khóa công khai: {public.hex()}")
    print(f"Dùng khi đóng gói: {KEY}={sys.argv[1]}. Hãy cất giữ kỹ; mất khóa thì bản đã cài")
    print("không nhận được bản mới nữa.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
