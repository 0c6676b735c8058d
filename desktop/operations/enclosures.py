"""Contents of attachments that go with a file: those of its rows, and those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop.store.engine import raw_connection
from desktop.store.exchange import channels
from desktop.store.exchange.contents import Contents
from desktop.store.parcels import PART, Outgoing
from desktop.sync.pieces import Piece

if TYPE_CHECKING:
    from desktop.operations.journeys import Journey
    from desktop.sync.roster_entries import DeviceEntry

FILES = "files"
"""What the kind of a section with contents begins with; the number of its compartment follows."""


@dataclass(frozen=True)
class Enclosure:
    """A stretch of a content that goes with a file: all of it, or what a file has room for.

    digest: BLAKE2b-256 of the whole. size: bytes of the whole. comp: the compartment whose readers
    may have it.
    """

    digest: bytes
    size: int
    comp: int
    begin: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes of it go."""
        return self.end - self.begin


def due_enclosures(connection: sa.Connection, files: Outgoing, journey: Journey) -> list[Enclosure]:
    """The contents that have to go to an office with the rows of a journey.

    That is what these rows name, unless all its PCs that may read them are known to hold it; and
    what its PCs said they lack, if it belongs to rows that they may see. What lacks here as well is
    left out: whoever gets the rows asks for it.
    """
    contents = Contents(raw_connection(connection))
    epoch = journey.channel.epoch
    acked = {one.device: channels.acked(connection, one.device, epoch) for one in journey.devices}
    asked = contents.asked_for(list(acked), journey.reach_all())
    found: dict[bytes, Enclosure] = {}
    # By compartment: what a row of the general one names may be read by everybody.
    for comp, one in sorted(contents.named(journey.reach()) | asked):
        there = [pc.device for pc in journey.devices if pc.may_read(comp)]
        if one.digest in found or comp not in journey.channel.compartments:
            continue
        held = all(contents.is_held(one.digest, device, acked[device]) for device in there)
        size = None if held else files.size(one.digest)
        if size is not None:
            found[one.digest] = Enclosure(one.digest, size, comp, 0, size)
    return list(found.values())


def pieces(files: Outgoing, enclosures: Iterable[Enclosure], comp: int) -> Iterator[Piece]:
    """What the section of a compartment carries; what turns out to be damaged is left out."""
    for one in enclosures:
        if one.comp == comp:
            for at, content in files.parts(one.digest, one.begin, one.end):
                yield Piece(one.digest, one.size, at, content)


def loads(enclosures: Iterable[Enclosure], room: int) -> Iterator[list[Enclosure]]:
    """Contents divided among files. room: bytes of contents that one of them carries, a piece at least."""
    room = max(room, PART)
    load: list[Enclosure] = []
    left = room
    for one in enclosures:
        begin = one.begin
        while True:
            rest = one.end - begin
            # Cut only between pieces: what goes is read piece by piece.
            length = rest if rest <= left else left // PART * PART
            if length or not rest:
                load.append(replace(one, begin=begin, end=begin + length))
                begin, left = begin + length, left - length
            if begin == one.end:
                break
            yield load
            load, left = [], room
    if load:
        yield load


def note_enclosed(
    connection: sa.Connection,
    enclosures: Iterable[Enclosure],
    devices: Iterable[DeviceEntry],
    seq: int,
) -> None:
    """Note what a file carried to which PCs. seq: where the series of files ends in our log."""
    contents = Contents(raw_connection(connection))
    sent = list(enclosures)
    for device in devices:
        readable = [one.digest for one in sent if device.may_read(one.comp)]
        contents.note_sent(readable, device.device, seq)
