"""Between which offices what goes: scopes, compartments, and who may write whose rows."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from functools import partial

from desktop.store.exchange.endings import Ended
from desktop.store.exchange.rights import Judge
from desktop.sync.purge_mark import is_granted
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import REFERENCE

_EPOCH = 8
SHARED_BY_ALL = 0
"""The scope of what the province hands down to everybody."""


@dataclass(frozen=True)
class Channel:
    """What this office sends to another one.

    scopes: offices whose rows go; None for everything, to an office above or to another PC of ours.
    compartments: those that some PC of the other office may read.
    epoch: a name for all of that; another one means that everything has to go again.
    """

    own: int
    other: int
    scopes: frozenset[int] | None
    compartments: frozenset[int]
    epoch: bytes


def channel(roster: Roster, own: int, other: int, device: bytes) -> Channel:
    """The channel from an office to another one. device: the PC that sends.

    Raises Untrusted if the roster does not name one of the offices.
    """
    roster.office(own)
    roster.office(other)
    everything = other == own or roster.is_above(other, own)
    scopes = None if everything else roster.below(other) | {SHARED_BY_ALL}
    ours = roster.device(device)
    compartments = frozenset(
        comp for comp in range(5) if ours.may_read(comp) and roster.recipients(other, comp)
    )
    readers = sorted((one.device, sorted(one.compartments)) for one in roster.active_devices(other))
    told = repr((everything, sorted(scopes or ()), sorted(compartments), readers)).encode()
    epoch = hashlib.blake2b(told, digest_size=_EPOCH).digest()
    return Channel(own, other, scopes, compartments, epoch)


def _everything(_device: bytes, _scope: int) -> bool:
    return True


def _everything_in_it(_device: bytes, _root: bytes, _scope: int) -> bool:
    return True


@dataclass(frozen=True)
class Sharing:
    """Who sees which trees that are not its own.

    shared: trees, with the offices that see or saw them. left: of these, with those that no longer
    do. ended: trees that an office had to leave, with the writes at which its PCs learnt of it.
    """

    shared: set[tuple[bytes, int]]
    left: Set[tuple[bytes, int]]
    ended: Ended


def judge(
    roster: Roster, sender: bytes, own: int, sharing: Sharing, *, relays: bool = False
) -> Judge:
    """Who may have written a row that comes from this sender.

    An office above us is believed whatever it relays: it has judged before. Others bring rows of
    their own office and of those below it, and of trees that they share; and the writes in them are
    theirs, of an office below or above them, or our own that come back.

    A session says itself whose it is. So what everybody gets from the province, and a tree that the
    sender has left, could be changed in somebody else's name: of these, only what is the sender's
    own counts. After a copy was put back, our own lost work comes in this way too; relays: somebody
    has looked at it and says that it counts.
    """
    sending, shared = roster.device(sender).scope, sharing.shared
    granted = partial(is_granted, roster)
    if roster.is_above(sending, own) or sending == own:
        all_of_it = _everything_in_it
        return Judge(_everything, all_of_it, all_of_it, frozenset(), shared, granted, None)
    rights = _Rights(roster, sender, own, sharing, relays=relays)
    left = frozenset(root for root, office in sharing.left if office == sending)
    return Judge(
        rights.always, rights.in_tree, rights.relayed, left, shared, granted, sharing.ended
    )


class _Rights:
    """What a sender that stands not above us may bring."""

    def __init__(
        self, roster: Roster, sender: bytes, own: int, sharing: Sharing, *, relays: bool
    ) -> None:
        self._roster, self._own, self._sharing, self._relays = roster, own, sharing, relays
        self._sending = roster.device(sender).scope
        self._theirs = roster.below(self._sending)
        self._hands_down = REFERENCE in roster.device(sender).capabilities

    def always(self, device: bytes, scope: int) -> bool:
        """Whether a PC may write any row of an office."""
        if not self._roster.knows(device):
            return False
        author = self._roster.device(device)
        if scope == SHARED_BY_ALL:
            return REFERENCE in author.capabilities and (self._relays or self._hands_down)
        return scope in self._theirs and self._is_trusted(author.scope)

    def relayed(self, device: bytes, root: bytes, scope: int) -> bool:
        """Whether a PC may write in a tree, if it was indeed that PC."""
        if not self._roster.knows(device):
            return False
        author = self._roster.device(device)
        if scope == SHARED_BY_ALL:
            return REFERENCE in author.capabilities
        shared = self._sharing.shared
        within = scope in self._theirs or (root, self._sending) in shared
        return within and (self._is_trusted(author.scope) or (root, author.scope) in shared)

    def in_tree(self, device: bytes, root: bytes, scope: int) -> bool:
        """Whether a PC may write in a tree of that office, its own or shared."""
        if scope == SHARED_BY_ALL or not self.relayed(device, root, scope):
            return False
        has_left = (root, self._sending) in self._sharing.left
        return self._relays or not has_left or self._roster.device(device).scope in self._theirs

    def _is_trusted(self, author: int) -> bool:
        known = author in self._theirs or author == self._own
        return known or self._roster.is_above(author, self._sending)
