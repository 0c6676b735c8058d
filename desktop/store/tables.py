"""Tables that are not records: what sync needs, and what stays on this PC.

The ``sync_`` tables are those of the exchange design and travel in their own ways; all others
never leave the PC.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from desktop.records import Base

_meta = Base.metadata
_Id = LargeBinary(16)
_Big = sa.BigInteger

origins = Table(
    "sync_origin",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("oid", LargeBinary(8), unique=True, nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("parent", LargeBinary(8), nullable=False),
    Column("cut", _Big, nullable=False),
    Column("branch", Integer, nullable=False),
    Column("pos", Integer, nullable=False),
    # When this file heard of it, as a number of its log, and who worked in it.
    Column("sq", Integer, nullable=False, server_default="0"),
    Column("who", String(80), nullable=False, server_default=""),
)
log = Table(
    "sync_log",
    _meta,
    Column("seq", Integer, primary_key=True),
    Column("tx", Integer, nullable=False, index=True),
    Column("h", LargeBinary(12), nullable=False),
    Column("nonce", LargeBinary(8), nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("hlc", _Big, nullable=False),
    Column("user", String(60), nullable=False),
    Column("wall_ms", _Big, nullable=False),
    Column("clock_ok", sa.Boolean, nullable=False),
    Column("pkg", LargeBinary(16)),
    Index("ix_sync_log_dot", "hlc", "origin_no"),
)
siblings = Table(
    "sync_sib",
    _meta,
    Column("ent", Integer, primary_key=True),
    Column("row", _Id, primary_key=True),
    Column("unit", Integer, primary_key=True),
    Column("origin_no", Integer, primary_key=True),
    Column("hlc", _Big, primary_key=True),
    Column("val", Text),
    sqlite_with_rowid=False,
)
superseded = Table(
    "sync_hist",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("ent", Integer, nullable=False),
    Column("row", _Id, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("hlc", _Big, nullable=False),
    Column("val", Text),
    Column("seq", Integer, nullable=False, index=True),
    Index("ix_sync_hist_row", "row", "ent", "unit"),
)
KEEP_LINE = (
    "INSERT INTO sync_hist (ent, row, unit, origin_no, hlc, val, seq) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
"""As plain SQL: thousands of lines of the history are written in one go."""
KeptLine = tuple[int, bytes, int, int, int, str, int]
graves = Table(
    "sync_grave",
    _meta,
    Column("id", _Id, primary_key=True),
    Column("hlc", _Big, nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("reason", Text),
    Column("doc_no", String(40)),
    Column("sig", LargeBinary),
    Column("sq", Integer, nullable=False),
)
shares = Table(
    "sync_share",
    _meta,
    Column("root", _Id, primary_key=True),
    Column("office", Integer, primary_key=True),
    Column("reason", Text),
    Column("closed", sa.Boolean, nullable=False, server_default="0"),
    Column("hlc", _Big, nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("sq", Integer, nullable=False),
)
share_ends = Table(
    "sync_share_end",
    _meta,
    Column("root", _Id, primary_key=True),
    Column("office", Integer, nullable=False),
    # The word on the share that ended it.
    Column("share_hlc", _Big, nullable=False),
    Column("share_no", Integer, nullable=False),
    # The write of one of the office's PCs at which it learnt of that.
    Column("hlc", _Big, primary_key=True),
    Column("origin_no", Integer, primary_key=True),
    Column("sq", Integer, nullable=False),
)
"""Since when the PCs of an office know that its share of a tree has ended."""
same_person = Table(
    "sync_same",
    _meta,
    Column("a", _Id, primary_key=True),
    Column("b", _Id, primary_key=True),
    Column("verdict", String(10), nullable=False),
    Column("by", String(60), nullable=False),
    Column("hlc", _Big, nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("sq", Integer, nullable=False),
)
peers = Table(
    "sync_peer",
    _meta,
    Column("device", LargeBinary(16), primary_key=True),
    Column("office", Integer, nullable=False),
    Column("acked", Integer, nullable=False, server_default="0"),
    Column("epoch", LargeBinary(8)),
    Column("last_in", _Big),
    Column("last_out", _Big),
    # Files sent so far, and how far the last one reached: what it held is on its way.
    Column("sent_no", Integer, nullable=False, server_default="0"),
    Column("sent_seq", Integer, nullable=False, server_default="0"),
)
bounds = Table(
    "sync_bound",
    _meta,
    Column("device", LargeBinary(16), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("h", LargeBinary(12), primary_key=True),
    Column("epoch", LargeBinary(8)),
    Column("at", _Big, nullable=False),
)
edges = Table(
    "sync_edge",
    _meta,
    Column("device", LargeBinary(16), primary_key=True),
    Column("from_seq", Integer, primary_key=True),
    Column("from_h", LargeBinary(12), primary_key=True),
    Column("to_seq", Integer, primary_key=True),
    Column("to_h", LargeBinary(12), primary_key=True),
    Column("at", _Big, nullable=False),
)
"""Files that were taken in before the ones they continue: what they held of the sender's log."""
packages = Table(
    "sync_pkg",
    _meta,
    Column("pkg", LargeBinary(16), primary_key=True),
    Column("dir", String(3), nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("from_seq", Integer, nullable=False),
    Column("to_seq", Integer, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("at", _Big, nullable=False),
    # The sender's number of the file, and the line of our log that took it in; 0 for one we sent.
    Column("number", Integer, nullable=False, server_default="0"),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("undone", sa.Boolean, nullable=False, server_default="0"),
    Column("told", Text, nullable=False, server_default="{}"),
)
before = Table(
    "sync_before",
    _meta,
    Column("seq", Integer, primary_key=True),
    Column("ent", Integer, primary_key=True),
    Column("row", _Id, primary_key=True),
    Column("held", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows as they stood before an import changed them: what taking the import back needs."""
unknown = Table(
    "sync_unknown",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("ent", Integer, nullable=False),
    Column("row", _Id, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("origin_no", Integer, nullable=False),
    Column("hlc", _Big, nullable=False),
    Column("val", LargeBinary),
    Column("schema", Integer, nullable=False),
    Index("ix_sync_unknown_row", "row", "ent"),
)
refused = Table(
    "sync_refused",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("pkg", LargeBinary(16), nullable=False),
    Column("ent", Integer, nullable=False),
    Column("row", _Id, nullable=False),
    Column("why", Text, nullable=False),
    Column("raw", LargeBinary),
    Index("ix_sync_refused_row", "row"),
)
blobs = Table(
    "sync_blob",
    _meta,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("size", _Big, nullable=False),
    Column("have", sa.Boolean, nullable=False),
    # The PC whose file named it; NULL for one that was lost here.
    Column("device", LargeBinary(16)),
)
"""Contents of attachments that rows of other offices name, and whether they have come."""
blob_peers = Table(
    "sync_blob_peer",
    _meta,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("device", LargeBinary(16), primary_key=True),
    # It holds the content if it holds our log up to there; 0: the content came from it.
    Column("seq", Integer, nullable=False),
    # Its last file said that it lacks the content.
    Column("wanted", sa.Boolean, nullable=False),
    Index("ix_sync_blob_peer_device", "device", "wanted"),
    sqlite_with_rowid=False,
)
"""What is known of other PCs and the contents of attachments."""
roster = Table(
    "sync_roster",
    _meta,
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
)
meta = Table(
    "sync_meta",
    _meta,
    Column("k", String(40), primary_key=True),
    Column("v", Text, nullable=False),
)

users = Table(
    "users",
    _meta,
    Column("name", String(60), primary_key=True),
    Column("full_name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("officer_id", _Id),
    Column("team_id", _Id),
    Column("compartments", String(20), nullable=False, server_default=""),
    Column("active", sa.Boolean, nullable=False, server_default="1"),
    Column("must_change", sa.Boolean, nullable=False, server_default="0"),
    Column("last_seen_ms", _Big),
)
case_readers = Table(
    "case_readers",
    _meta,
    Column("case_id", _Id, primary_key=True),
    Column("user", String(60), primary_key=True),
)
settings = Table(
    "settings",
    _meta,
    Column("user", String(60), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)
drafts = Table(
    "drafts",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("user", String(60), nullable=False),
    Column("table", String(40), nullable=False),
    Column("row", _Id),
    Column("at_ms", _Big, nullable=False),
    Column("values", Text, nullable=False),
    Index("ix_drafts_row", "user", "table", "row"),
)
counters = Table(
    "counters",
    _meta,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)
events = Table(
    "events",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("at_ms", _Big, nullable=False),
    Column("user", String(60), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("ent", Integer),
    Column("row", _Id),
    Column("detail", Text, nullable=False),
    Column("h", LargeBinary(12), nullable=False),
    Index("ix_events_row", "row", "ent"),
)
search_rows = Table(
    "search_rows",
    _meta,
    Column("no", Integer, primary_key=True),
    Column("ent", Integer, nullable=False),
    Column("row", _Id, nullable=False),
    Column("comp", Integer, nullable=False),
    Index("ix_search_rows_row", "row", "ent", unique=True),
)
"""Which record stands behind a row of the full-text table ``search_words``."""
