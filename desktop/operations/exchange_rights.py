"""Between which offices what goes: scopes, compartments, and who may write whose rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial

from desktop.store.exchange.endings import Ended
from desktop.store.exchange.sieve import Judge
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


def judge(
    roster: Roster, sender: bytes, own: int, shared: set[tuple[bytes, int]], ended: Ended
) -> Judge:
    """Who may have written a row that comes from this sender.

    An office above us is believed whatever it relays: it has judged before. Others bring rows of
    their own office and of those below it, and of trees that they share; and the writes in them are
    theirs, of an office below or above them, or our own that come back.

    shared: trees, with the offices that see or saw them. ended: those that an office had to leave,
    with the writes at which its PCs learnt of it.
    """
    sending = roster.device(sender).scope
    if roster.is_above(sending, own) or sending == own:
        return Judge(_everything, _everything_in_it, shared, partial(is_granted, roster), None)
    theirs = roster.below(sending)

    def trusted(author: int) -> bool:
        return author in theirs or author == own or roster.is_above(author, sending)

    def always(device: bytes, scope: int) -> bool:
        if not roster.knows(device):
            return False
        author = roster.device(device)
        if scope == SHARED_BY_ALL:
            return REFERENCE in author.capabilities
        return scope in theirs and trusted(author.scope)

    def in_tree(device: bytes, root: bytes, scope: int) -> bool:
        if scope == SHARED_BY_ALL or not roster.knows(device):
            return False
        author = roster.device(device).scope
        within = scope in theirs or (root, sending) in shared
        return within and (trusted(author) or (root, author) in shared)

    return Judge(always, in_tree, shared, partial(is_granted, roster), ended)
