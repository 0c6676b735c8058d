"""Whether who signed a decision was competent on its day (Luật 73/2021, Luật 120/2025)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.text import fold
from desktop.records import CaseFile, Officer, Team
from desktop.rules.remarks import Remark, Severity
from desktop.rules.signers import OPENING_DECISIONS, TEAM_DECISION, in_post, signer_problem

_TEAM_SIGNERS = {"HUYEN": "CHU_TICH_HUYEN", "XA": "CHU_TICH"}


def case_remarks(session: Session, case: CaseFile) -> tuple[Remark, ...]:
    """What is to be said about the signer of a case's decision; nothing about strangers."""
    decision = OPENING_DECISIONS.get(case.case_type or "")
    if decision is None or case.decision_on is None or not case.decision_signer:
        return ()
    roles = _roles(session, case.decision_signer, case.decision_on)
    return _remarks(roles, decision, case.decision_on)


def team_remarks(team: Team) -> tuple[Remark, ...]:
    """What is to be said about who established a team (TT 14/2025/TT-BYT)."""
    role = _TEAM_SIGNERS.get(team.decided_by or "")
    if role is None or team.decision_on is None:
        return ()
    return _remarks([role], TEAM_DECISION, team.decision_on)


def _roles(session: Session, name: str, on: dt.date) -> list[str]:
    """What the officers of this name might sign on the day; of any day if none was in post."""
    officers = session.scalars(sa.select(Officer).where(Officer.void_reason.is_(None))).all()
    named = [one for one in officers if fold(one.full_name) == fold(name)]
    roles = {one.signer_role for one in named}
    posted = {role for role in roles if in_post(named, role, on)}
    return sorted(posted or roles)


def _remarks(roles: list[str], decision: str, on: dt.date) -> tuple[Remark, ...]:
    problems = [signer_problem(role, decision, on) for role in roles]
    if not problems or not all(problems):
        return ()
    return (Remark(Severity.WARNING, problems[0]),)
