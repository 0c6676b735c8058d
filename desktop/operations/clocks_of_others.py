"""What files say of the clocks of the PCs that wrote them."""

from __future__ import annotations

import json

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.exchange.receipts import FILE


def wrong_clocks(connection: sa.Connection) -> frozenset[bytes]:
    """The PCs whose newest file says that their clock was not believed.

    The newest is the one with the greatest number: files come in any order.
    """
    packages = tables.packages
    held = (packages.c.dir == FILE, packages.c.undone.is_(False))
    last = sa.func.max(packages.c.number).label("number")
    newest = sa.select(packages.c.device, last).where(*held).group_by(packages.c.device).subquery()
    same = packages.c.device == newest.c.device, packages.c.number == newest.c.number
    asked = sa.select(packages.c.device, packages.c.told).join(newest, sa.and_(*same))
    # A PC that was put back to a copy gives a number again: what came last of it counts.
    rows = connection.execute(asked.where(*held).order_by(packages.c.seq))
    told = {bytes(device): json.loads(line) for device, line in rows}
    return frozenset(device for device, line in told.items() if not line.get("clock_ok", True))
