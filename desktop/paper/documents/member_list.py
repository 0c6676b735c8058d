"""T6: the members of a team as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.i18n import tr
from desktop.base.text import two_digits
from desktop.fields import Date
from desktop.paper.blocks import (
    Align,
    Block,
    Document,
    Paragraph,
    ParagraphStyle,
    SignatureGrid,
    Title,
)
from desktop.paper.documents.entry import Entry
from desktop.paper.documents.issue import Issue, signature
from desktop.paper.documents.sheet import numbered, strand, table
from desktop.records import Membership, MembershipRole, Team, Volunteer


@dataclass(frozen=True)
class MemberLine:
    """One member: who it is, the time in the team, the role on the day (a code of ROLES)."""

    volunteer: Volunteer
    membership: Membership
    role: str


@dataclass(frozen=True)
class MemberList:
    """A team and its members on a day, leader first."""

    team: Team
    day: dt.date
    members: Sequence[MemberLine]


def member_list(told: MemberList, issue: Issue) -> Document:
    """The list of members, signed by who made it and by the head of the office."""
    subject = tr("Thành viên {team} (tính đến ngày {day})").format(
        team=told.team.name, day=Date().format(told.day)
    )
    blocks: list[Block] = [
        issue.heading(),
        Title(tr("Danh sách"), subject),
        *_basis(told, issue),
        Paragraph(_count(told), ParagraphStyle.PLAIN),
        _members(told, issue),
        SignatureGrid((signature(tr("Người lập danh sách")), issue.head.head_signature())),
    ]
    title = tr("Danh sách thành viên {team}").format(team=told.team.name)
    return issue.document(blocks, title, landscape=True)


def _basis(told: MemberList, issue: Issue) -> list[Block]:
    entry = Entry.of(Team, told.team, issue)
    number, day = entry.text("decision_no"), entry.text("decision_on")
    if not number:
        return []
    text = tr("({label} {number}, ngày {day})") if day else tr("({label} {number})")
    words = text.format(label=entry.label("decision_no"), number=number, day=day)
    return [Paragraph(words, ParagraphStyle.CENTRED)]


def _members(told: MemberList, issue: Issue) -> Block:
    people = [Entry.of(Volunteer, one.volunteer, issue) for one in told.members]
    stays = [Entry.of(Membership, one.membership, issue) for one in told.members]
    roles = [Entry(MembershipRole, issue, {"role": one.role}) for one in told.members]
    person, stay, role = (Entry(kind, issue) for kind in (Volunteer, Membership, MembershipRole))
    return table(
        [
            numbered(len(people)),
            *strand(person, people, "full_name", weight=3.0, align=Align.LEFT),
            *strand(person, people, "birth_date", weight=1.5),
            *strand(person, people, "sex", weight=0.9, align=Align.CENTRE),
            *strand(person, people, "address", weight=3.4),
            *strand(stay, stays, "represents", weight=2.2),
            *strand(role, roles, "role", weight=1.5, align=Align.CENTRE),
            *strand(person, people, "phone", weight=1.9),
            *strand(stay, stays, "from_on", weight=1.5),
        ]
    )


def _count(told: MemberList) -> str:
    count = two_digits(len(told.members))
    text = tr("Danh sách có {count} thành viên; số lượng theo quyết định: {quota}.")
    return text.format(count=count, quota=two_digits(told.team.quota))
