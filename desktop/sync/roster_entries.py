"""What a roster lists: offices, their PCs, and how the authority passed from key to key."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import NamedTuple

from desktop.base.text import nfc
from desktop.sync.age_text import recipient_bytes, recipient_text
from desktop.sync.device_keys import DEVICE_BYTES
from desktop.sync.packed import Told
from desktop.sync.shapes import Malformed
from desktop.sync.signatures import HANDOVER, PUBLIC_BYTES, SIGNATURE_BYTES, is_signed

PROVINCE, COMMUNE, OTHER = "tinh", "xa", "khac"  # not for reading
LEVELS = (PROVINCE, COMMUNE, OTHER)

GENERAL = 0
"""The compartment of what every PC of an office may read."""
REFERENCE, PURGE = "reference", "purge"
"""Capabilities: writing what all offices share; marking records as purged."""

LETTERS = string.ascii_uppercase
MOST_SCOPE = 0xFF_FFFF
MOST_SEQ = (1 << 63) - 1
HASH_BYTES = 12
NAME_LETTERS = 200
_MOST_COMPARTMENT = 255


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One office.

    scope: its number in every record, from 1.
    parent: scope of the office above it; ``None`` for the province.
    level: ``tinh``, ``xa`` or ``khac``.
    """

    scope: int
    name: str
    parent: int | None
    level: str

    def told(self) -> dict[str, object]:
        """As the roster's bytes say it."""
        return {"s": self.scope, "n": nfc(self.name), "p": self.parent or 0, "l": self.level}

    @classmethod
    def read(cls, told: Told) -> OfficeEntry:
        """As it was told. Raises Malformed."""
        level = told.text("l", 8)
        if level not in LEVELS:
            raise Malformed("no such level")
        scope = told.number("s", MOST_SCOPE)
        if scope == 0:
            raise Malformed("no office has what all offices share")
        parent = told.number("p", MOST_SCOPE)
        return cls(scope, told.text("n", NAME_LETTERS), parent or None, level)


class Cut(NamedTuple):
    """How far a revoked PC's chain still counts: number and hash of its last good arrival."""

    seq: int
    h: bytes


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One PC of an office.

    device: 16 bytes. sign: Ed25519 key, 32 bytes. age: recipient.
    letter: stands in the numbers that the PC gives; no two PCs of an office have the same.
    compartments: what it may read besides the general section.
    capabilities: what it may do besides writing its own office's records.
    revoked: where its chain was cut, ``None`` while it works.
    label: what people call it.
    """

    device: bytes
    scope: int
    letter: str
    sign: bytes
    age: str
    compartments: frozenset[int]
    capabilities: frozenset[str]
    revoked: Cut | None
    label: str

    def allows(self, seq: int, h: bytes) -> bool:
        """Whether a file that ends at this arrival of the PC's chain is from before its cut."""
        if self.revoked is None or seq < self.revoked.seq:
            return True
        return (seq, h) == self.revoked

    def may_read(self, compartment: int) -> bool:
        """Whether sections of this compartment are sealed for it as well."""
        return self.revoked is None and (compartment == GENERAL or compartment in self.compartments)

    def told(self) -> dict[str, object]:
        """As the roster's bytes say it."""
        told: dict[str, object] = {
            "i": self.device,
            "s": self.scope,
            "l": self.letter,
            "k": self.sign,
            "a": recipient_bytes(self.age),
            "c": sorted(self.compartments),
            "w": sorted(self.capabilities),
            "n": nfc(self.label),
        }
        if self.revoked is not None:
            told["x"] = {"q": self.revoked.seq, "h": self.revoked.h}
        return told

    @classmethod
    def read(cls, told: Told) -> DeviceEntry:
        """As it was told. Raises Malformed."""
        return cls(
            told.octets("i", DEVICE_BYTES),
            told.number("s", MOST_SCOPE),
            read_letter(told.text("l", 1)),
            told.octets("k", PUBLIC_BYTES),
            recipient_text(told.octets("a", 32)),
            told.numbers("c", _MOST_COMPARTMENT),
            told.texts("w", 40),
            _read_cut(told.inner("x")) if told.has("x") else None,
            told.text("n", NAME_LETTERS),
        )


class Handover(NamedTuple):
    """The old authority key names its successor."""

    old: bytes
    new: bytes
    signature: bytes

    @property
    def is_genuine(self) -> bool:
        """Whether the old key signed it."""
        return is_signed(self.old, handover_message(self.old, self.new), self.signature)

    def told(self) -> dict[str, object]:
        """As the roster's bytes say it."""
        return {"o": self.old, "n": self.new, "s": self.signature}

    @classmethod
    def read(cls, told: Told) -> Handover:
        """As it was told. Raises Malformed."""
        return cls(
            told.octets("o", PUBLIC_BYTES),
            told.octets("n", PUBLIC_BYTES),
            told.octets("s", SIGNATURE_BYTES),
        )


def handover_message(old: bytes, new: bytes) -> bytes:
    """What the old key signs."""
    return HANDOVER + old + new


def read_letter(text: str) -> str:
    """The letter of a PC, A to Z. Raises Malformed."""
    if len(text) != 1 or text not in LETTERS:
        raise Malformed("not the letter of a PC")
    return text


def _read_cut(told: Told) -> Cut:
    return Cut(told.number("q", MOST_SEQ), told.octets("h", HASH_BYTES))
