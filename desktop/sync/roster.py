"""The roster: which offices and PCs there are, and who may read and write what.

The authority signs it; it travels in every file that goes down, and its version only rises
(``desktop.sync.signed_roster``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.sync.age_text import recipient_bytes
from desktop.sync.packed import pack
from desktop.sync.roster_entries import (
    LETTERS,
    PURGE,
    REFERENCE,
    Cut,
    DeviceEntry,
    Handover,
    OfficeEntry,
)

FORMAT = 1
_SHARED_SCOPE = 0
_GUARDED = frozenset({REFERENCE, PURGE})
"""Kinds of things that not every PC may write, not even of its own office."""


class Untrusted(UserError):
    """Something that nobody signed whom this office trusts."""


class UnknownDevice(Untrusted):
    """A PC that the roster does not name."""


@dataclass(frozen=True)  # slots would leave no place for what is worked out once
class Roster:
    """Who takes part in the exchange.

    version: only rises. issued_ms: milliseconds since 1970.
    authority: Ed25519 key that signs this roster, 32 bytes.
    recovery: age recipient to which offices wrap their database keys; empty if there is none.
    handovers: how the authority passed from key to key, the oldest first.
    """

    version: int
    issued_ms: int
    authority: bytes
    offices: tuple[OfficeEntry, ...] = ()
    devices: tuple[DeviceEntry, ...] = ()
    recovery: str = ""
    handovers: tuple[Handover, ...] = ()

    def device(self, device: bytes) -> DeviceEntry:
        """The entry of a PC, revoked or not. Raises UnknownDevice."""
        if device not in self._devices:
            raise UnknownDevice(
                tr(
                    "Máy này không có trong danh bạ của tỉnh. Chưa có gì thay đổi. Hãy nhập tệp "
                    "mới nhất của tỉnh để có danh bạ mới, hoặc hỏi tỉnh về máy này."
                )
            )
        return self._devices[device]

    def knows(self, device: bytes) -> bool:
        """Whether the roster names this PC."""
        return device in self._devices

    def office(self, scope: int) -> OfficeEntry:
        """The entry of an office. Raises UserError if there is none."""
        if scope not in self._offices:
            raise UserError(
                tr(
                    "Cơ quan này không có trong danh bạ của tỉnh. Chưa có gì thay đổi. "
                    "Hãy nhập tệp mới nhất của tỉnh để có danh bạ mới."
                )
            )
        return self._offices[scope]

    def active_devices(self, scope: int) -> tuple[DeviceEntry, ...]:
        """The PCs of an office that are not revoked."""
        return self._active.get(scope, ())

    def recipients(self, scope: int, compartment: int) -> tuple[str, ...]:
        """The age recipients for a section to an office; without any, the section is left out.

        compartment: 0 is the general section, which every active PC of the office may read.
        """
        there = self.active_devices(scope)
        return tuple(one.age for one in there if one.may_read(compartment))

    def is_above(self, a: int, b: int) -> bool:
        """Whether office ``a`` stands somewhere above office ``b``."""
        return a in self._above.get(b, ())

    def below(self, scope: int) -> frozenset[int]:
        """An office and all that stand somewhere below it."""
        return self._below.get(scope, frozenset((scope,)))

    def may_write(self, device: bytes, kind: str, scope: int) -> bool:
        """Whether a PC may write such a thing in an office's name.

        kind: entity class; ``reference`` and ``purge`` ask for the capability of that name.
        scope: the office that the thing belongs to; 0 is what all offices share.

        A parent writes for its subtree, a child only for itself. Whether the PC is revoked is
        another question (``DeviceEntry.allows``): what it wrote before stays written.
        """
        if device not in self._devices:
            return False
        writer = self._devices[device]
        needed = REFERENCE if scope == _SHARED_SCOPE else (kind if kind in _GUARDED else None)
        if needed is not None and needed not in writer.capabilities:
            return False
        return scope in (_SHARED_SCOPE, writer.scope) or self.is_above(writer.scope, scope)

    def may_relay(self, sender: bytes, author: bytes) -> bool:
        """Whether a PC's files may carry what another PC wrote: one of its office, or below it."""
        if sender not in self._devices or author not in self._devices:
            return False
        above, below = self._devices[sender].scope, self._devices[author].scope
        return above == below or self.is_above(above, below)

    def next_letter(self, scope: int) -> str:
        """A letter that no PC of the office has or had. Raises UserError if all 26 are given."""
        given = {one.letter for one in self.devices if one.scope == scope}
        free = next((letter for letter in LETTERS if letter not in given), None)
        if free is None:
            raise UserError(
                tr(
                    "Cơ quan này đã dùng hết 26 chữ cái của máy. Máy chưa được thêm. "
                    "Hãy báo người hỗ trợ chương trình."
                )
            )
        return free

    def with_office(self, entry: OfficeEntry) -> Roster:
        """The roster with this office; an office with that scope is replaced."""
        others = tuple(one for one in self.offices if one.scope != entry.scope)
        return replace(self, offices=(*others, entry))

    def with_device(self, entry: DeviceEntry) -> Roster:
        """The roster with this PC; a PC with that name is replaced."""
        others = tuple(one for one in self.devices if one.device != entry.device)
        return replace(self, devices=(*others, entry))

    def with_revoked(self, device: bytes, cut: Cut) -> Roster:
        """The roster in which a PC no longer works. Raises UnknownDevice."""
        return self.with_device(replace(self.device(device), revoked=cut))

    def reissued(self, issued_ms: int) -> Roster:
        """The same as the next version, to be signed."""
        return replace(self, version=self.version + 1, issued_ms=issued_ms)

    def to_bytes(self) -> bytes:
        """The body that the authority signs."""
        return pack(
            {
                "f": FORMAT,
                "v": self.version,
                "t": self.issued_ms,
                "a": self.authority,
                "r": recipient_bytes(self.recovery) if self.recovery else b"",
                "h": [one.told() for one in self.handovers],
                "o": [one.told() for one in self.offices],
                "d": [one.told() for one in self.devices],
            }
        )

    @cached_property
    def _devices(self) -> Mapping[bytes, DeviceEntry]:
        return {one.device: one for one in self.devices}

    @cached_property
    def _offices(self) -> Mapping[int, OfficeEntry]:
        return {one.scope: one for one in self.offices}

    @cached_property
    def _above(self) -> Mapping[int, frozenset[int]]:
        return {one.scope: frozenset(self._ancestors(one)) for one in self.offices}

    @cached_property
    def _below(self) -> Mapping[int, frozenset[int]]:
        found = {one.scope: {one.scope} for one in self.offices}
        for below, above in self._above.items():
            for one in above:
                found.setdefault(one, {one}).add(below)
        return {scope: frozenset(offices) for scope, offices in found.items()}

    @cached_property
    def _active(self) -> Mapping[int, tuple[DeviceEntry, ...]]:
        found: dict[int, list[DeviceEntry]] = {}
        for one in self.devices:
            if one.revoked is None:
                found.setdefault(one.scope, []).append(one)
        return {scope: tuple(there) for scope, there in found.items()}

    def _ancestors(self, office: OfficeEntry) -> Iterable[int]:
        seen = {office.scope}
        while office.parent is not None and office.parent not in seen:
            seen.add(office.parent)
            yield office.parent
            if office.parent not in self._offices:
                return
            office = self._offices[office.parent]
