"""What a release says of itself: a small signed file beside the setup, ``SoXa-1.2.0.banmoi``.

First line: an Ed25519 signature in base64 of ``SIGNED_AS`` and all the bytes behind that line.
These are JSON in UTF-8 with sorted keys and no blanks, so the same release gives the same file.
"""

from __future__ import annotations

import binascii
import datetime as dt
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.base.i18n import tr

SUFFIX = ".banmoi"
KEY_BYTES = 32
MOST_BYTES = 64 * 1024
"""No announcement is larger; whoever reads one reads no further."""
MOST_SETUP_BYTES = 500_000_000
SIGNED_AS = b"SoXa banmoi 1\n"
"""Signed with the text, so that a signature made for anything else says nothing here."""
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}")
_SETUP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.exe")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotGenuine(UserError):
    """A file that claims to come from us and does not bear our signature."""

    def __init__(self) -> None:
        super().__init__(
            tr(
                "Tệp này không phải bản của Sổ Xã, hoặc đã bị sửa sau khi phát hành. "
                "Chưa có gì được cài. Đừng chạy tệp này và bộ cài nằm cạnh nó; "
                "hãy hỏi nơi đã đưa USB hoặc gửi tệp."
            )
        )


@dataclass(frozen=True)
class Announcement:
    """A version, its setup for Windows, and what is new in words for clerks (Markdown)."""

    version: str
    setup: str
    size: int
    sha256: str
    changes: str
    released_on: dt.date


def version_number(version: str) -> tuple[int, ...]:
    """A version such as ``1.2.0`` to be compared; raises ValueError for anything else."""
    if not _VERSION.fullmatch(version):
        raise ValueError(f"no version: {version!r}")
    return tuple(int(part) for part in version.split("."))


def write_announcement(told: Announcement, sign: Callable[[bytes], bytes]) -> bytes:
    """The content of the file. sign: makes the raw signature of what it is given.

    Raises ValueError for what ``read_announcement`` would not take.
    """
    values = {
        "version": told.version,
        "setup": told.setup,
        "size": told.size,
        "sha256": told.sha256,
        "changes": told.changes,
        "released_on": told.released_on.isoformat(),
    }
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body = text.encode("utf-8")
    _told(body)
    content = b64encode(sign(SIGNED_AS + body)) + b"\n" + body
    if len(content) > MOST_BYTES:
        raise ValueError(f"{len(content)} bytes")
    return content


def read_announcement(content: bytes, key: bytes) -> Announcement:
    """What an announcement says, once its signature was found to be ours.

    key: the raw public key of 32 bytes.
    Raises DamagedFile if it is no announcement, NotGenuine if somebody else signed it or it was
    changed after signing.
    """
    line, _, body = content.partition(b"\n")
    try:
        signature = b64decode(line.strip(), validate=True)
    except binascii.Error:
        raise DamagedFile(_damaged()) from None
    if len(content) > MOST_BYTES or not body:
        raise DamagedFile(_damaged())
    _require_ours(signature, body, key)
    try:
        return _told(body)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamagedFile(_damaged()) from None


def _require_ours(signature: bytes, body: bytes, key: bytes) -> None:
    # Behind the sign-in window, and only where there is something to look at.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, SIGNED_AS + body)
    except InvalidSignature:
        raise NotGenuine from None


def _told(body: bytes) -> Announcement:
    """The announcement in these bytes; raises ValueError, KeyError or TypeError for another."""
    values: dict[str, Any] = json.loads(body.decode("utf-8"))
    version, setup, size, digest = (values[name] for name in ("version", "setup", "size", "sha256"))
    version_number(version)
    # A name and nothing else: it is looked for beside the announcement only.
    if not (_SETUP.fullmatch(setup) and _SHA256.fullmatch(digest)):
        raise ValueError(setup)
    if type(size) is not int or not 0 < size <= MOST_SETUP_BYTES:
        raise ValueError(size)
    changes = values["changes"]
    if not isinstance(changes, str):
        raise TypeError(changes)
    released_on = dt.date.fromisoformat(values["released_on"])
    return Announcement(version, setup, size, digest, changes, released_on)


def unreadable(path: Path) -> DiskTrouble:
    """What is raised when an announcement or a setup can't be read any more."""
    return DiskTrouble(
        tr(
            "Không đọc được {name}: USB có thể đã bị rút hoặc bị lỗi. Chưa có gì được cài. "
            "Hãy cắm lại USB rồi kiểm tra bản mới lần nữa."
        ).format(name=path.name)
    )


def other_setup(announced: Announcement) -> DamagedFile:
    """What is raised when a setup is not the one that was signed."""
    return DamagedFile(
        tr(
            "Bộ cài {setup} không giống bản đã phát hành: chép chưa xong, bị hỏng hoặc bị thay. "
            "Chưa có gì được cài. Đừng chạy tệp này; hãy chép lại từ nơi phát hành."
        ).format(setup=announced.setup)
    )


def _damaged() -> str:
    return tr(
        "Tệp báo bản mới này hỏng hoặc chép chưa xong. Chưa có gì được cài. "
        "Hãy chép lại cả tệp này và bộ cài."
    )
