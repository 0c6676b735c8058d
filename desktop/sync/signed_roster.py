"""A roster as it travels: signed by the authority, read without believing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from desktop.base.errors import DamagedFile, NewerFile
from desktop.base.i18n import tr
from desktop.sync.age_text import recipient_text
from desktop.sync.device_keys import DEVICE_BYTES
from desktop.sync.packed import MOST_MS, Told, unpack
from desktop.sync.roster import FORMAT, Roster, Untrusted
from desktop.sync.roster_entries import DeviceEntry, Handover, OfficeEntry
from desktop.sync.shapes import Malformed
from desktop.sync.signatures import PUBLIC_BYTES, ROSTER, is_signed

MOST_BYTES = 8 << 20
_MOST_VERSION = 1 << 48


class SignedRoster(NamedTuple):
    """A roster as it is kept and sent on: to the byte as the authority signed it."""

    body: bytes
    signature: bytes


def read_roster(body: bytes, signature: bytes, known_authority: bytes) -> Roster:
    """The roster that somebody sent.

    known_authority: the key this office trusts until now; another one must have been named by it,
    or by one that it named. Raises Untrusted if that is not so, DamagedFile if the roster says
    nothing sensible, NewerFile for a later format.
    """
    roster = parsed_roster(body)
    trusted = authority_after(known_authority, roster.handovers)
    if trusted != roster.authority or not is_signed(trusted, ROSTER + body, signature):
        raise Untrusted(
            tr(
                "Danh bạ trong tệp không do cơ quan cấp thẻ của tỉnh ký. Danh bạ cũ vẫn giữ "
                "nguyên, chưa có gì thay đổi. Hãy gọi cho tỉnh và không dùng tệp này."
            )
        )
    return roster


def accept(current: Roster | None, offered: Roster) -> Roster:
    """The roster to hold from now on: the later of the two; a late file brings an earlier one.

    offered: as ``read_roster`` gave it. Raises Untrusted if there are two of the same version, or
    if the later one comes from another authority that the current one never named.
    """
    if current is None or current == offered:
        return offered
    if offered.version < current.version:
        return current
    if offered.version == current.version or offered.authority != authority_after(
        current.authority, offered.handovers
    ):
        raise Untrusted(
            tr(
                "Có hai danh bạ khác nhau mang cùng một số hoặc do hai nơi ký. Danh bạ cũ vẫn giữ "
                "nguyên, chưa có gì thay đổi. Hãy gọi cho tỉnh."
            )
        )
    return offered


def authority_after(known: bytes, handovers: Iterable[Handover]) -> bytes:
    """The key that the known one passed the authority to, over however many steps."""
    for step in handovers:
        if step.old == known and step.is_genuine:
            known = step.new
    return known


def parsed_roster(body: bytes) -> Roster:
    """What a body says, whoever signed it. Raises DamagedFile or NewerFile."""
    try:
        told = unpack(body, MOST_BYTES)
        if told.is_newer_than(FORMAT):
            raise NewerFile(
                tr(
                    "Danh bạ do phiên bản mới hơn của chương trình ghi. Danh bạ cũ vẫn giữ nguyên. "
                    "Hãy cập nhật chương trình rồi nhập lại tệp."
                )
            )
        return _checked(_told_roster(told))
    except Malformed as error:
        raise DamagedFile(
            tr(
                "Danh bạ trong tệp bị hỏng. Danh bạ cũ vẫn giữ nguyên, chưa có gì thay đổi. "
                "Hãy xin tỉnh gửi lại tệp."
            )
        ) from error


class DeviceTold(NamedTuple):
    """A PC as a roster of the past has it. key: what it was sealed for then."""

    is_struck: bool
    key: bytes


def devices_told(body: bytes) -> tuple[int, dict[bytes, DeviceTold]]:
    """When a roster that was accepted was issued, and its PCs.

    It makes no keys of what it reads, so that a hundred rosters are looked through in no time.
    """
    told = unpack(body, MOST_BYTES)
    devices = {
        one.octets("i", DEVICE_BYTES): DeviceTold(one.has("x"), one.octets("a", 32))
        for one in told.maps("d")
    }
    return told.number("t", MOST_MS), devices


def _told_roster(told: Told) -> Roster:
    recovery = told.octets("r")
    return Roster(
        told.number("v", _MOST_VERSION),
        told.number("t", MOST_MS),
        told.octets("a", PUBLIC_BYTES),
        tuple(OfficeEntry.read(one) for one in told.maps("o")),
        tuple(DeviceEntry.read(one) for one in told.maps("d")),
        recipient_text(told.octets("r", 32)) if recovery else "",
        tuple(Handover.read(one) for one in told.maps("h")),
    )


def _checked(roster: Roster) -> Roster:
    """The roster if its parts fit together. Raises Malformed."""
    scopes = {one.scope for one in roster.offices}
    names = {one.device for one in roster.devices}
    if len(scopes) < len(roster.offices) or len(names) < len(roster.devices):
        raise Malformed("an office or a PC twice")
    if any(one.parent is not None and one.parent not in scopes for one in roster.offices):
        raise Malformed("an office under one that is not there")
    if any(one.scope not in scopes for one in roster.devices):
        raise Malformed("a PC of an office that is not there")
    if _has_ring(roster.offices):
        raise Malformed("offices above each other")
    return roster


def _has_ring(offices: Iterable[OfficeEntry]) -> bool:
    """Whether somebody stands above himself; every parent is there."""
    parents = {one.scope: one.parent for one in offices}
    rooted: set[int | None] = {None}
    for start in parents:
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in rooted:
            if len(path) > len(parents):
                return True
            path.append(here)
            here = parents[here]
        rooted.update(path)
    return False
