"""Releases for tests: a key pair of their own, and a stick with a setup and its announcement."""

from __future__ import annotations

import datetime as dt
import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.store.announcements import SIGNED_AS, Announcement, write_announcement

CONTENT = b"MZ" + bytes(range(256)) * 9000
"""More than two megabytes, so that it is copied in several pieces."""


class Publisher:
    """Somebody who signs releases."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def publish(
        self, folder: Path, version: str = "9.1.0", content: bytes = CONTENT, **other: Any
    ) -> Path:
        """Put a setup and its announcement into a folder; returns the announcement."""
        folder.mkdir(parents=True, exist_ok=True)
        setup = folder / f"SoXa-setup-{version}.exe"
        setup.write_bytes(content)
        values: dict[str, Any] = {
            "version": version,
            "setup": setup.name,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "changes": "- **In** nhanh hơn.",
            "released_on": dt.date(2026, 12, 5),
        }
        told = folder / f"SoXa-{version}.banmoi"
        told.write_bytes(write_announcement(Announcement(**values | other), self._key.sign))
        return told

    def sign(self, body: bytes, purpose: bytes = SIGNED_AS) -> bytes:
        """The content of an announcement with any body at all; purpose: what is signed with it."""
        return b64encode(self._key.sign(purpose + body)) + b"\n" + body
