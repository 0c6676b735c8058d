"""What a package tells besides rows, on its way into the file.

Who sees a tree, what was purged, who is one person: each is judged by who said it, and taken or set
aside.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from desktop.records import Person
from desktop.store.engine import raw_connection
from desktop.store.exchange.endings import Ending, Endings, read_ended
from desktop.store.exchange.facts import Facts, Grave, Share
from desktop.store.exchange.missing import missing_file
from desktop.store.exchange.rights import Judge
from desktop.store.exchange.sameness import Same, Verdicts
from desktop.store.exchange.shapes import Shapes
from desktop.store.exchange.tally import Tally
from desktop.store.timeline import Timeline


class InboundFacts:
    """Takes the facts of one package, in the transaction of its import."""

    def __init__(
        self,
        connection: sa.Connection,
        timeline: Timeline,
        seq: int,
        tally: Tally,
        judge: Judge | None,
        *,
        user: str,
        declared: Shapes | None,
    ) -> None:
        self._connection, self._timeline, self._judge = connection, timeline, judge
        self._raw, self._user = raw_connection(connection), user
        self._seq, self._tally = seq, tally
        self.known = Facts(self._raw, timeline.lineage, declared)
        self.shared: list[bytes] = []
        """Trees that somebody else sees now."""
        self.buried = 0
        self._verdicts = self._ends = 0

    @property
    def has_news(self) -> bool:
        """Whether anything is otherwise than before."""
        return bool(self.buried or self.shared or self._verdicts or self._ends)

    def take_shares(self, shares: Iterable[Share]) -> None:
        """Learn who else sees a tree; whoever sees it from now on gets it whole."""
        for share in shares:
            try:
                if not share.is_sound or not self.known.is_news(share):
                    continue
                if self.known.is_buried(share.root) or not self._may_share(share):
                    continue
                self.known.take_share(share, self._seq)
            except KeyError as error:
                raise missing_file() from error
            self.shared.append(share.root)
            if self._judge is not None:
                self._judge.shared.add((share.root, share.office))
                (self._judge.ended or {}).pop(share.root, None)
            if share.closed and share.office == self._timeline.scope:
                dot = self._timeline.next_dot(self._connection, self._seq, self._user)
                Endings(self._raw, self._timeline.lineage).learn(share, dot, self._seq)

    def take_endings(self, endings: Iterable[Ending]) -> None:
        """Learn since when other PCs know that their office has no share of a tree any more.

        It holds for what their office writes; about others nobody is believed.
        """
        known, judge = Endings(self._raw, self._timeline.lineage), self._judge
        for one in endings:
            try:
                device = self._timeline.lineage.named(one.oid).device
                if not one.is_sound or (judge and not judge.always(device, one.office)):
                    continue
                self._ends += known.take(one, self._seq)
            except KeyError as error:
                raise missing_file() from error
            if judge is not None and judge.ended is not None:
                judge.ended.update(read_ended(self._raw, one.root))

    def _may_share(self, share: Share) -> bool:
        """Whether its author may say who sees that tree; if not, it is set aside.

        A tree that is not here yet is judged by the rows of it that come.
        """
        held = self.known.home_of(share.root)
        if self._judge is None or held is None:
            return True
        entity, scope = held
        device = self._timeline.lineage.named(share.oid).device
        if self._judge.always(device, scope):
            return True
        self._tally.set_aside.append((entity, share.root, "share"))
        return False

    def take_verdicts(self, verdicts: Iterable[Same]) -> None:
        """Learn who was found to be one person, from those who may say so."""
        known = Verdicts(self._raw, self._timeline.lineage)
        for one in verdicts:
            if not one.is_sound:
                continue
            try:
                device = self._timeline.lineage.named(one.oid).device
                scopes = [scope for scope, _ in known.places(one)]
                judge = self._judge
                if judge is not None and not all(judge.always(device, one) for one in scopes):
                    self._tally.set_aside.append((Person.entity, one.a, "same"))
                    continue
                self._verdicts += known.take(one, self._seq)
            except KeyError as error:
                raise missing_file() from error

    def take_graves(self, graves: Iterable[Grave]) -> None:
        """Bury what was purged elsewhere; first of all, so that no row of it comes in."""
        for grave in graves:
            if not self._is_granted(grave):
                continue
            try:
                self.buried += self.known.take_grave(grave, self._seq)
            except KeyError as error:
                raise missing_file() from error

    def _is_granted(self, grave: Grave) -> bool:
        """Whether the authority has signed a mark; if not, it is set aside."""
        if self._judge is None:
            return True
        if grave.is_sound and self._judge.granted(
            grave.id, grave.reason, grave.doc_no, grave.signature
        ):
            return True
        if grave.is_sound:
            held = self.known.home_of(grave.id)
            entity = Person.entity if held is None else held[0]
            self._tally.set_aside.append((entity, grave.id, "purge"))
        return False
