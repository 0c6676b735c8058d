"""The keys of one PC: what it signs its packages with, and what packages for it are sealed to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

import pyrage

from desktop.base.errors import DamagedFile, NewerFile
from desktop.base.i18n import tr
from desktop.sync.age_text import identity_bytes, identity_text
from desktop.sync.packed import pack, unpack
from desktop.sync.signatures import SEED_BYTES, new_seed, public_of, signature_of

DEVICE_BYTES = 16
FORMAT = 1
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class DevicePublic:
    """The half of a PC's keys that everybody may know.

    device: 16 bytes, the PC's name in every file.
    sign: 32 bytes, the Ed25519 key its signatures are checked with.
    age: the age recipient that packages for it are sealed to.
    """

    device: bytes
    sign: bytes
    age: str


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A PC's keys. They are kept inside the encrypted database and nowhere else.

    device: 16 bytes, the name under which this database signs its sessions.
    seed: secret half of the Ed25519 key.
    identity: the age identity that the roster names, or will name.
    earlier: identities of before, for packages that are still on their way.
    """

    device: bytes
    seed: bytes = field(repr=False)
    identity: str = field(repr=False)
    earlier: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def new(cls, device: bytes | None = None) -> DeviceKeys:
        """Fresh keys.

        device: the name that the database already has; a fresh one, if left out.
        """
        return cls(device or os.urandom(DEVICE_BYTES), new_seed(), _new_identity())

    @property
    def public(self) -> DevicePublic:
        """What the province needs to know of this PC."""
        recipient = pyrage.x25519.Identity.from_str(self.identity).to_public()
        return DevicePublic(self.device, public_of(self.seed), str(recipient))

    @property
    def identities(self) -> tuple[str, ...]:
        """Every identity that may open a package for this PC, the newest first."""
        return (self.identity, *self.earlier)

    def sign(self, message: bytes) -> bytes:
        """The PC's signature of a message or of a package's digest, 64 bytes."""
        return signature_of(self.seed, message)

    def rotated(self) -> DeviceKeys:
        """The same PC with a fresh age key; packages to the one before can still be opened."""
        return replace(self, identity=_new_identity(), earlier=self.identities)

    def without_earlier(self) -> DeviceKeys:
        """The keys after which packages to earlier age keys stay closed for ever."""
        return replace(self, earlier=())

    def to_bytes(self) -> bytes:
        """The keys with their secrets, for the encrypted database."""
        return pack(
            {
                "f": FORMAT,
                "d": self.device,
                "s": self.seed,
                "a": [{"k": identity_bytes(one)} for one in self.identities],
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> DeviceKeys:
        """The keys as they were kept. Raises DamagedFile, or NewerFile for a later format."""
        try:
            told = unpack(content, _MOST_BYTES)
            if told.is_newer_than(FORMAT):
                raise NewerFile(
                    tr(
                        "Khóa của máy này do phiên bản mới hơn của chương trình ghi. "
                        "Chưa có gì thay đổi. Hãy cài phiên bản mới rồi mở lại."
                    )
                )
            identity, *earlier = (identity_text(one.octets("k", 32)) for one in told.maps("a"))
            device, seed = told.octets("d", DEVICE_BYTES), told.octets("s", SEED_BYTES)
        except ValueError as error:
            raise DamagedFile(
                tr(
                    "Khóa trao đổi tệp của máy này bị hỏng. Hồ sơ không bị ảnh hưởng và chưa có "
                    "gì thay đổi. Hãy phục hồi bản sao lưu gần nhất hoặc xin cấp thẻ lại."
                )
            ) from error
        return cls(device, seed, identity, tuple(earlier))


def _new_identity() -> str:
    return str(pyrage.x25519.Identity.generate())
