"""Accounts: one person, one account, one role."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office, User, check_password, read_user, user_columns, user_of
from desktop.rules.permissions import Permission
from desktop.store import keys, tables
from desktop.store.engine import readable_trouble
from desktop.store.store import Changes


@dataclass(frozen=True)
class Account:
    """One line of the list of accounts."""

    user: User
    active: bool


def read_accounts(office: Office) -> list[Account]:
    """All accounts, those in use first."""
    office.require(Permission.MANAGE_USERS)
    users = tables.users
    with office.store.connection() as connection:
        rows = connection.execute(sa.select(users).order_by(users.c.active.desc(), users.c.name))
        return [Account(user_of(row), row.active) for row in rows]


def add_account(office: Office, user: User, password: str) -> Changes:
    """Make an account with a first password, to be changed at the first sign-in.

    Raises UserError for a name that is taken or a password that is too simple.
    """
    office.require(Permission.MANAGE_USERS)
    check_password(password, user.name, first=True)
    with office.store.connection(write=True) as connection:
        if not user.name.strip() or read_user(connection, user.name) is not None:
            raise UserError(
                tr(
                    "Tên đăng nhập này đã có hoặc để trống. Tài khoản chưa được lập. "
                    "Hãy chọn tên khác."
                )
            )
        columns = user_columns(user) | {"must_change": True}
        connection.execute(sa.insert(tables.users).values(columns))
    _set_slot(office, user.name, password)
    office.note("user", tr("Lập tài khoản, vai trò {role}").format(role=user.role))
    return Changes(frozenset())


def change_account(
    office: Office,
    name: str,
    *,
    full_name: str,
    role: str,
    officer_id: uuid.UUID | None,
    compartments: Collection[int],
) -> Changes:
    """Give an account another role, officer or compartments. Raises UserError if it is one's own role."""
    office.require(Permission.MANAGE_USERS)
    if name == office.user.name and role != office.user.role:
        raise UserError(
            tr("Không tự đổi vai trò của mình được. Chưa có gì thay đổi. Hãy nhờ quản trị khác.")
        )
    told = {
        "full_name": full_name,
        "role": role,
        "officer_id": None if officer_id is None else officer_id.bytes,
        "compartments": ",".join(str(int(c)) for c in sorted(compartments)),
    }
    with office.store.connection(write=True) as connection:
        where = tables.users.c.name == name
        connection.execute(sa.update(tables.users).where(where).values(told))
    office.note("user", tr("Đổi quyền, vai trò {role}").format(role=role))
    return Changes(frozenset())


def reset_password(office: Office, name: str, password: str) -> Changes:
    """Give an account a new first password, to be changed at the next sign-in."""
    office.require(Permission.MANAGE_USERS)
    check_password(password, name)
    _set_slot(office, name, password)
    with office.store.connection(write=True) as connection:
        where = tables.users.c.name == name
        connection.execute(sa.update(tables.users).where(where).values(must_change=True))
    office.note("user", tr("Đặt lại mật khẩu cho người khác"))
    return Changes(frozenset())


def close_account(office: Office, name: str) -> Changes:
    """Take an account out of use; its password opens nothing any more.

    Raises UserError for one's own account.
    """
    office.require(Permission.MANAGE_USERS)
    if name == office.user.name:
        raise UserError(tr("Không tự ngừng tài khoản của mình được. Chưa có gì thay đổi."))
    with office.store.connection(write=True) as connection:
        where = tables.users.c.name == name
        connection.execute(sa.update(tables.users).where(where).values(active=False))
    ring = keys.read_keys(office.folder).without_user(name)
    with readable_trouble():
        keys.write_keys(office.folder, ring)
    office.note("user", tr("Ngừng một tài khoản"))
    return Changes(frozenset())


def _set_slot(office: Office, name: str, password: str) -> None:
    ring = keys.read_keys(office.folder).with_user(name, password, office.store.key)
    with readable_trouble():
        keys.write_keys(office.folder, ring)
