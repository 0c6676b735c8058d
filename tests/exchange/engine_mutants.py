"""Mechanisms of the real exchange, each to be taken away on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from desktop.operations import opened_files, records
from desktop.operations.office import Office
from desktop.store import tables
from desktop.store.exchange import channels, disputes, joining
from desktop.store.exchange.channels import Point
from desktop.store.exchange.departures import Departures, Reach
from desktop.store.exchange.facts import Facts
from desktop.store.timeline import Timeline
from desktop.versions.origins import Lineage

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


def _from_the_last_file_sent(patch: pytest.MonkeyPatch) -> None:
    def sent(connection: sa.Connection, device: bytes, _epoch: bytes = b"") -> int:
        peers = tables.peers
        asked = sa.select(peers.c.sent_seq).where(peers.c.device == device)
        return connection.execute(asked).scalar() or 0

    patch.setattr(channels, "acked", sent)


def _old_files_skipped(patch: pytest.MonkeyPatch) -> None:
    identify = opened_files._identity

    def skipping(office: Office, *told: Any, **more: Any) -> opened_files.Identity:
        found = identify(office, *told, **more)
        bounds = tables.bounds
        asked = sa.select(sa.func.max(bounds.c.seq)).where(bounds.c.device == found.device)
        with office.store.connection() as connection:
            last = connection.execute(asked).scalar() or 0
        return replace(found, known=found.known or last >= found.until)

    patch.setattr(opened_files, "_identity", skipping)


def _echoes_never_sent(patch: pytest.MonkeyPatch) -> None:
    condition = Reach.condition

    def without(self: Reach, table: str) -> tuple[str, list[Any]]:
        sql, values = condition(self, table)
        theirs = (
            "SELECT l.seq FROM sync_log AS l JOIN sync_pkg AS p ON p.pkg = l.pkg"
            " JOIN sync_peer AS d ON d.device = p.device WHERE d.office = ?"
        )
        return f"{sql} AND sq NOT IN ({theirs})", [*values, self.office]

    patch.setattr(Reach, "condition", without)


def _forms_see_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(records, "_refuse_clashes", lambda *_args: None)


def _what_is_here_wins(patch: pytest.MonkeyPatch) -> None:
    # What is here stands first among siblings that are joined.
    patch.setattr(joining, "winner", lambda joined, _lineage: next(iter(joined.siblings)))


def _last_row_wins(patch: pytest.MonkeyPatch) -> None:
    def join(
        self: joining.JoinedRow, theirs: joining.Side, told: frozenset[int], lineage: Lineage
    ) -> None:
        if joining._latest(theirs.sv, lineage) > joining._latest(self.sv, lineage):
            self.follow(theirs, self._shape.mask, told)

    patch.setattr(joining.JoinedRow, "join", join)


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
    "files start where the last one ended": _from_the_last_file_sent,
    "files are skipped that end before what came": _old_files_skipped,
    "an office is never sent what came from it": _echoes_never_sent,
    "forms overwrite what came while they were open": _forms_see_nothing,
    "what is here already is shown": _what_is_here_wins,
    "the last writer of a row wins": _last_row_wins,
}
