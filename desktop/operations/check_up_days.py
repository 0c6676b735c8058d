"""When what both hold was last compared with other offices, and with whom it should be again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from desktop.base.clock import in_vietnam, moment, today
from desktop.operations.check_up import held_in_common
from desktop.operations.check_up_facts import (
    CheckUp,
    answer_check_up,
    ask_check_up,
    last_check_up,
)
from desktop.operations.exchange_board import Partner, is_enrolled, read_standing
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store import tables

CHECK_UP_DAYS = 31
"""Reports go monthly, and so does comparing."""
_MOST_COUNTED = 3
"""Offices whose rows are added up while somebody waits."""


def due_check_ups(office: Office) -> list[Partner]:
    """The offices with which nothing was compared, or asked to be, for over a month.

    Counted from the first file that went to or fro; who never exchanged a file has nothing to
    compare. Empty for an office outside the exchange, and for who may not ask.
    """
    if not office.may(Permission.EXCHANGE) or not is_enrolled(office):
        return []
    partners = read_standing(office).partners
    with office.store.connection() as connection:
        first = _first_files(connection)
        since = {
            one.scope: last_check_up(connection, one.scope) or first.get(one.scope)
            for one in partners
        }
    return [one for one in partners if _is_due(since[one.scope], today(office.clock))]


def _first_files(connection: sa.Connection) -> dict[int, dt.datetime]:
    """When the first file went to or came from each office."""
    packages, peers = tables.packages, tables.peers
    asked = (
        sa.select(peers.c.office, sa.func.min(packages.c.at))
        .join(packages, packages.c.device == peers.c.device)
        .group_by(peers.c.office)
    )
    return {int(scope): moment(at) for scope, at in connection.execute(asked)}


def _is_due(since: dt.datetime | None, last: dt.date) -> bool:
    return since is not None and (last - in_vietnam(since).date()).days > CHECK_UP_DAYS


def ask_check_ups(office: Office, others: Collection[int]) -> int | None:
    """Let the next file to each of these offices tell what is held here.

    Returns how many rows will be compared, of compartments that the account may see; None for so many
    offices that adding them up takes long.
    Raises NotEnrolled, and UserError if the roster does not name one of them.
    """
    for other in others:
        ask_check_up(office, other)
    if len(others) > _MOST_COUNTED:
        return None
    return sum(held_in_common(office, one).rows(office.user.compartments) for one in others)


def answer_check_ups(office: Office, others: Iterable[int]) -> list[CheckUp]:
    """Compare with what these offices told in files that came; what came of it, if they told it.

    Raises NotEnrolled, DiskTrouble.
    """
    told = (answer_check_up(office, other) for other in sorted(set(others)))
    return [one for one in told if one is not None]
