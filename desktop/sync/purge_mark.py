"""What the authority signs when a record is purged: which one, why, by which paper."""

from __future__ import annotations

from desktop.base.text import nfc
from desktop.sync.authority import AuthorityKey
from desktop.sync.roster import Roster
from desktop.sync.signatures import PURGE, is_signed


def mark_message(record: bytes, reason: str, doc_no: str) -> bytes:
    """The bytes that are signed; lengths keep apart what stands side by side."""
    texts = [nfc(text).encode() for text in (reason, doc_no)]
    return PURGE + record + b"".join(len(one).to_bytes(4, "big") + one for one in texts)


def sign_mark(key: AuthorityKey, record: bytes, reason: str, doc_no: str) -> bytes:
    """The authority's word that a record is to be purged."""
    return key.sign(mark_message(record, reason, doc_no))


def is_granted(roster: Roster, record: bytes, reason: str, doc_no: str, signature: bytes) -> bool:
    """Whether the authority of this roster, or one that handed over to it, has signed the mark."""
    message = mark_message(record, reason, doc_no)
    keys = {roster.authority, *(step.old for step in roster.handovers)}
    return any(is_signed(key, message, signature) for key in keys)
