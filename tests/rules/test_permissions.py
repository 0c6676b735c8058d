"""Roles and what they begin with."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.records.cases import compartment
from desktop.rules.permissions import (
    COMPARTMENTS,
    GRANTABLE,
    PERMISSIONS,
    ROLE_LABELS,
    ROLES,
    Compartment,
    Permission,
)


def test_everything_has_words_and_every_role_its_compartments() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert set(COMPARTMENTS) == set(Compartment)
    assert set(ROLE_LABELS) == set(ROLES) == set(GRANTABLE)


def test_every_permission_is_given_to_somebody() -> None:
    assert frozenset().union(*ROLES.values()) == set(Permission)


def test_the_administrator_sees_no_case() -> None:
    cases = {
        Permission.READ_CASES,
        Permission.READ_OWN_CASES,
        Permission.WRITE_CASES,
        Permission.READ_SENSITIVE,
        Permission.READ_RESTRICTED,
        Permission.EXPORT_IDENTITIES,
        Permission.READ_HISTORY,
        Permission.PRINT,
    }
    assert not ROLES["QUAN_TRI"] & cases
    assert GRANTABLE["QUAN_TRI"] == frozenset()


def test_only_the_administrator_restores_and_manages_accounts() -> None:
    for permission in (Permission.RESTORE, Permission.MANAGE_USERS):
        assert [role for role, may in ROLES.items() if permission in may] == ["QUAN_TRI"]


def test_only_a_leader_approves_and_reopens() -> None:
    for permission in (Permission.APPROVE, Permission.REOPEN_CASES, Permission.READ_RESTRICTED):
        assert [role for role, may in ROLES.items() if permission in may] == ["LANH_DAO"]


def test_the_administrator_keeps_the_keys_and_others_exchange_with_them() -> None:
    def roles(permission: Permission) -> set[str]:
        return {role for role, may in ROLES.items() if permission in may}

    assert roles(Permission.MANAGE_KEYS) == {"QUAN_TRI"}
    assert roles(Permission.EXCHANGE) == {"CAN_BO", "LANH_DAO"}


def test_who_only_looks_changes_nothing() -> None:
    assert ROLES["CHI_XEM"] == {Permission.READ_OFFICE}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_hiv_is_never_opened_by_a_role(role: str) -> None:
    assert Compartment.HIV not in GRANTABLE[role]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_closed_compartments_are_only_for_roles_that_read_sensitive_cases(role: str) -> None:
    closed = GRANTABLE[role] - {Compartment.GENERAL}
    assert not closed or Permission.READ_SENSITIVE in ROLES[role]


@pytest.mark.parametrize(
    ("case_type", "expected"),
    [
        ("HIV", Compartment.HIV),
        ("MBN", Compartment.VICTIMS),
        ("MT_SAUCAI", Compartment.DRUGS),
        ("MD", Compartment.ANONYMOUS),
        ("AN_XA", Compartment.GENERAL),
    ],
)
def test_the_compartments_are_those_of_the_records(case_type: str, expected: Compartment) -> None:
    assert compartment(case_type) == expected


def test_presets_cannot_be_changed_while_the_program_runs() -> None:
    presets: Any = ROLES
    with pytest.raises(TypeError):
        presets["CHI_XEM"] = frozenset(Permission)
