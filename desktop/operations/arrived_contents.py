"""Contents of attachments that came with a file, and what their rows still lack here."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.contents import Content, Contents
from desktop.store.exchange.tally import Tally
from desktop.store.parcels import Incoming
from desktop.sync.manifest import Manifest
from desktop.sync.pieces import Piece


@dataclass(frozen=True)
class ContentTally:
    """What came of the attachments of a file: hashes of contents.

    arrived: whole and proved. lacking: named by its rows and not here yet. wrong: not what they
    should be, and thrown away.
    """

    arrived: frozenset[bytes] = frozenset()
    lacking: frozenset[bytes] = frozenset()
    wrong: frozenset[bytes] = frozenset()

    def __or__(self, later: ContentTally) -> ContentTally:
        """What came of this file and of a later one."""
        arrived = self.arrived | later.arrived
        return ContentTally(
            arrived,
            (self.lacking | later.lacking) - arrived,
            (self.wrong | later.wrong) - arrived,
        )


NO_CONTENTS = ContentTally()
"""What came of a file without attachments."""


class ArrivedContents:
    """Keeps the contents of one file, and the notes of what lacks, in two transactions that agree.

    The contents are made to last first: a content that nobody names is harmless, a row whose
    content was lost on the way would not be.
    """

    def __init__(self, incoming: Incoming, device: bytes) -> None:
        self._incoming, self._device = incoming, device

    def take(self, piece: Piece) -> None:
        """Take a piece in. Raises DiskTrouble."""
        self._incoming.take(piece.digest, piece.size, piece.offset, piece.content)

    def finish(
        self, connection: sa.Connection, manifest: Manifest, named: set[Content], tally: Tally
    ) -> ContentTally:
        """Make the contents last, and note what is known now, in the transaction of the rows.

        named: what the rows of the file name. tally: what came of them. Raises DiskTrouble.
        """
        contents = Contents(raw_connection(connection))
        here = {one.digest for one in named if self._incoming.has(one.digest)}
        # A damaged one is as good as none, and is asked for on.
        here -= {one for one in contents.lacking(here) if not self._incoming.is_sound(one)}
        contents.note(named, here, self._device)
        contents.note_here(self._incoming.whole)
        contents.note_held(self._incoming.whole, self._device)
        if tally.purged and not tally.set_aside:
            # An old file brings what was purged: none of it stays, unless other rows name it.
            self._incoming.leave_out(contents.unnamed({one.digest for one in named}))
        asks = manifest.wanted or contents.has_asked(self._device)
        if asks and _is_newest(connection, self._device, manifest):
            contents.hear_wanted(self._device, manifest.wanted)
        self._incoming.keep()
        return ContentTally(
            frozenset(self._incoming.whole),
            frozenset(one.digest for one in named) - here,
            frozenset(self._incoming.wrong),
        )


def keep_counts(connection: sa.Connection, package: bytes, tally: ContentTally) -> None:
    """Write down with a file what came of its attachments, in the transaction of its rows."""
    packages = tables.packages
    mine = packages.c.pkg == package
    told = json.loads(connection.execute(sa.select(packages.c.told).where(mine)).scalar_one())
    told |= {"contents": len(tally.arrived), "spoilt": len(tally.wrong)}
    line = json.dumps(told, ensure_ascii=False)
    connection.execute(sa.update(packages).where(mine).values(told=line))


def _is_newest(connection: sa.Connection, device: bytes, manifest: Manifest) -> bool:
    """Whether no later file of the PC has been taken in: what it lacked before counts for nothing."""
    packages = tables.packages
    later = sa.select(packages.c.pkg).where(
        packages.c.device == device, packages.c.dir == "in", packages.c.number > manifest.number
    )
    return connection.execute(later).first() is None
