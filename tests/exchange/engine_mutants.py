"""Mechanisms of the real exchange, each to be taken away on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
import sqlalchemy as sa

from desktop.store import tables
from desktop.store.exchange import channels, disputes, joining
from desktop.store.exchange.channels import Point
from desktop.store.exchange.departures import Departures
from desktop.store.exchange.facts import Facts
from desktop.store.timeline import Timeline

Patch = Callable[[pytest.MonkeyPatch], None]


def _ack_by_number(patch: pytest.MonkeyPatch) -> None:
    def hear(connection: sa.Connection, device: bytes, told: Iterable[Point], _epoch: bytes) -> int:
        last = channels.last_point(connection).seq
        held = max((min(point.seq, last) for point in told), default=0)
        peers = tables.peers
        connection.execute(sa.update(peers).where(peers.c.device == device).values(acked=held))
        return held

    patch.setattr(channels, "hear_acks", hear)


def _gap_blind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(channels, "_continues", lambda *_args: True)


def _acks_never_fall(patch: pytest.MonkeyPatch) -> None:
    hear = channels.hear_acks

    def only_up(
        connection: sa.Connection, device: bytes, told: Iterable[Point], epoch: bytes
    ) -> int:
        before = channels.acked(connection, device)
        held = max(before, hear(connection, device, told, epoch))
        peers = tables.peers
        connection.execute(sa.update(peers).where(peers.c.device == device).values(acked=held))
        return held

    patch.setattr(channels, "hear_acks", only_up)


def _no_touch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Facts, "touch", lambda *_args: None)


def _no_graves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Facts, "graves", lambda *_args: iter(()))


def _graves_forgotten(patch: pytest.MonkeyPatch) -> None:
    from desktop.store.exchange.arrivals import Arrivals

    patch.setattr(Arrivals, "purged", lambda *_args: set())


def _siblings_stay_here(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Departures, "_siblings", lambda *_args: [])


def _siblings_outlive_a_decision(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disputes, "settle", lambda *_args: None)


def _one_session_for_ever(patch: pytest.MonkeyPatch) -> None:
    own = Timeline._own_origin

    def device_origin(
        self: Timeline, connection: sa.Connection, last: int, seq: int, user: str
    ) -> object:
        for known in self.lineage:
            if known.device == self.device:
                self._origin = known
        return own(self, connection, last, seq, user)

    patch.setattr(Timeline, "_own_origin", device_origin)


def _last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    join = joining.merge

    def latest(a: object, b: object, lineage: object) -> object:
        joined = join(a, b, lineage)  # type: ignore[arg-type, var-annotated]
        shown = joining.winner(joined, lineage)  # type: ignore[arg-type]
        return type(joined)({shown: joined.siblings[shown]}, joined.context)

    patch.setattr(joining, "merge", latest)


def _home_does_not_move(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(joining, "HOME_UNIT", -1)


MUTANTS: dict[str, Patch] = {
    "acks count by their number alone": _ack_by_number,
    "a file is acked although what came before it is missing": _gap_blind,
    "acks never fall": _acks_never_fall,
    "what enters a channel's scope is not sent whole": _no_touch,
    "purge marks are not sent": _no_graves,
    "purge marks do not hold back old files": _graves_forgotten,
    "siblings are not sent": _siblings_stay_here,
    "siblings outlive the decision of one who saw them": _siblings_outlive_a_decision,
    "one session for ever": _one_session_for_ever,
    "the last writer wins": _last_writer_wins,
    "a row's office stays what it was": _home_does_not_move,
}
