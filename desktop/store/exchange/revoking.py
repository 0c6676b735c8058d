"""Taking the import of a package back: rows, and what we hold of its sender's log."""

from __future__ import annotations

import sqlalchemy as sa

from desktop.store import tables
from desktop.store.engine import raw_connection
from desktop.store.exchange.before import TakenBack, take_back
from desktop.store.exchange.inbound import NO_DIGEST, TAKEN_BACK, Inbound
from desktop.store.exchange.left_out import forget_package
from desktop.store.exchange.receipts import FILE, STRUCK, TAKEN_IN
from desktop.store.search import index_arrivals


def revoke_import(inbound: Inbound, package: bytes) -> TakenBack:
    """Put back what a package has changed, and hold no more of its sender's log than before it.

    The sender then hears that we hold less, and sends it again. Of a file that was set aside whole
    nothing stays.
    """
    connection, packages, bounds = inbound.connection, tables.packages, tables.bounds
    mine = (packages.c.pkg == package, packages.c.dir.in_(TAKEN_IN))
    row = connection.execute(sa.select(packages).where(*mine)).one()
    done = TakenBack()
    if row.dir != STRUCK:
        done = take_back(raw_connection(connection), row.seq, inbound.seq, inbound.declared)
    connection.execute(sa.update(packages).where(*mine).values(undone=True))
    forget_package(raw_connection(connection), package)
    if row.dir == FILE:
        reached = (bounds.c.device == row.device, bounds.c.seq >= row.to_seq)
        connection.execute(sa.delete(bounds).where(*reached))
        edges = tables.edges
        connection.execute(sa.delete(edges).where(edges.c.device == row.device))
    inbound.log(TAKEN_BACK, NO_DIGEST, inbound.wall, package)
    index_arrivals(connection, inbound.seq, done.written)
    return done
