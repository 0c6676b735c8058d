"""The members of a team as of a day, their roles on it, and what is amiss with them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.base.i18n import tr
from desktop.base.text import name_key, two_digits
from desktop.records.teams import ROLES
from desktop.rules.remarks import Remark, Severity

LEADER, MEMBER = "DOI_TRUONG", "DOI_VIEN"
_TABLE = "memberships"
_ORDER = tuple(ROLES)


@dataclass(frozen=True)
class RoleFrom:
    """A role held from this day on, until the next one."""

    from_on: dt.date
    role: str


@dataclass(frozen=True)
class Stay:
    """A volunteer's time in a team: one membership with its dated roles; both days count."""

    id: uuid.UUID
    volunteer_id: uuid.UUID
    name: str
    from_on: dt.date
    to_on: dt.date | None = None
    roles: tuple[RoleFrom, ...] = ()

    def covers(self, day: dt.date) -> bool:
        """Whether the volunteer belongs to the team on this day."""
        return self.from_on <= day <= (self.to_on or dt.date.max)

    def role_on(self, day: dt.date) -> str:
        """The role on this day; an ordinary member until the first one is given.

        Of two roles from the same day, the one written down later holds.
        """
        held = [role for role in self.roles if role.from_on <= day]
        # max keeps the first of equals, and the last one written shall win.
        return max(reversed(held), key=lambda role: role.from_on).role if held else MEMBER


@dataclass(frozen=True)
class Seat:
    """One member on one day."""

    stay: Stay
    role: str

    @property
    def label(self) -> str:
        """The role as people read it."""
        return tr(ROLES[self.role])


def members_on(stays: Iterable[Stay], day: dt.date) -> tuple[Seat, ...]:
    """The members on this day: leader first, then deputies, then by name."""
    seats = [Seat(stay, stay.role_on(day)) for stay in stays if stay.covers(day)]
    return tuple(sorted(seats, key=lambda s: (_ORDER.index(s.role), name_key(s.stay.name))))


def roster_remarks(stays: Iterable[Stay], quota: int | None, day: dt.date) -> tuple[Remark, ...]:
    """What is amiss with a team on this day: its leader, its size, members counted twice.

    quota: the number of members by decision; None where it is not known.
    A team has exactly one leader (data dictionary C2; TTLT 24/2012).
    """
    seats = members_on(stays, day)
    return (*_about_leader(seats), *_about_size(seats, quota), *_about_doubles(seats))


def _about_leader(seats: Sequence[Seat]) -> list[Remark]:
    if not seats:
        return [Remark(Severity.ERROR, tr("Đội chưa có thành viên nào."))]
    leaders = [seat for seat in seats if seat.role == LEADER]
    if not leaders:
        return [Remark(Severity.ERROR, tr("Đội chưa có Đội trưởng."))]
    if len(leaders) == 1:
        return []
    message = tr("Đội có {count} Đội trưởng cùng lúc: {names}. Chỉ được một người.")
    names = ", ".join(seat.stay.name for seat in leaders)
    sentence = message.format(count=two_digits(len(leaders)), names=names)
    return [Remark(Severity.ERROR, sentence, _links(leaders))]


def _about_size(seats: Sequence[Seat], quota: int | None) -> list[Remark]:
    size = len({seat.stay.volunteer_id for seat in seats})
    if quota is None or not seats or size == quota:
        return []
    if size < quota:
        message = tr("Đội có {size} thành viên, còn thiếu {gap} so với {quota} theo quyết định.")
    else:
        message = tr("Đội có {size} thành viên, nhiều hơn {gap} so với {quota} theo quyết định.")
    numbers = {"size": size, "gap": abs(quota - size), "quota": quota}
    shown = {name: two_digits(number) for name, number in numbers.items()}
    return [Remark(Severity.WARNING, message.format(**shown))]


def _about_doubles(seats: Sequence[Seat]) -> list[Remark]:
    counted = Counter(seat.stay.volunteer_id for seat in seats)
    message = tr("{name} có hai lần tham gia Đội chồng ngày lên nhau; chỉ được tính một lần.")
    found: list[Remark] = []
    for volunteer, times in counted.items():
        if times > 1:
            double = [seat for seat in seats if seat.stay.volunteer_id == volunteer]
            sentence = message.format(name=double[0].stay.name)
            found.append(Remark(Severity.WARNING, sentence, _links(double)))
    return found


def _links(seats: Sequence[Seat]) -> tuple[tuple[str, uuid.UUID], ...]:
    return tuple((_TABLE, seat.stay.id) for seat in seats)
