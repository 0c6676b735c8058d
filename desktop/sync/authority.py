"""The authority root key of a province: it signs rosters, and otherwise lies on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.sync.age_text import is_usable, recipient_bytes
from desktop.sync.roster import Roster
from desktop.sync.roster_entries import Handover, handover_message
from desktop.sync.shares import AUTHORITY, join, split
from desktop.sync.signatures import ROSTER, new_seed, public_of, signature_of
from desktop.sync.signed_roster import SignedRoster, read_roster

_NEEDED, _SHEETS = 2, 3


@dataclass(frozen=True, slots=True)
class AuthorityKey:
    """The key. It is held while something is signed, and kept in no file."""

    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> AuthorityKey:
        """A fresh key for a province that begins."""
        return cls(new_seed())

    @classmethod
    def joined(cls, sheets: Sequence[str], public: bytes) -> AuthorityKey:
        """The key that stands on these sheets.

        public: the authority of the roster, which the key must fit. Raises InvalidValue.
        """
        key = cls(join(sheets, AUTHORITY))
        if key.public != public:
            raise InvalidValue(
                tr(
                    "Các mảnh này ghép lại không ra khóa cấp thẻ đang dùng. Chưa có gì thay đổi. "
                    "Hãy lấy các tờ của lần in mới nhất."
                )
            )
        return key

    @property
    def public(self) -> bytes:
        """The half that rosters name, 32 bytes."""
        return public_of(self.seed)

    def sheets(self) -> tuple[str, ...]:
        """The texts of three sheets, any two of which give the key back; each printing differs."""
        return split(self.seed, AUTHORITY, _NEEDED, _SHEETS)

    def sign(self, message: bytes) -> bytes:
        """The authority's signature, 64 bytes; the message begins with its purpose."""
        return signature_of(self.seed, message)


def sign_roster(roster: Roster, key: AuthorityKey) -> SignedRoster:
    """The roster as it goes out.

    Raises ValueError if it names another authority or a key that seals nothing, DamagedFile if
    nobody could read it.
    """
    if roster.authority != key.public:
        raise ValueError("the roster names another authority")
    sealed_for = [one.age for one in roster.devices] + [roster.recovery] * bool(roster.recovery)
    if not all(is_usable(recipient_bytes(age)) for age in sealed_for):
        raise ValueError("a key that seals nothing")
    body = roster.to_bytes()
    signed = SignedRoster(body, key.sign(ROSTER + body))
    read_roster(*signed, key.public)
    return signed


def handed_over(roster: Roster, old: AuthorityKey, new: bytes) -> Roster:
    """The roster under the new authority key, which the old one names; the new one signs it.

    new: public half of the new key. Raises ValueError if ``old`` is not the roster's authority.
    """
    if roster.authority != old.public:
        raise ValueError("only the present authority can be followed")
    step = Handover(old.public, new, old.sign(handover_message(old.public, new)))
    return replace(roster, authority=new, handovers=(*roster.handovers, step))
