"""The office as one signed-in person works in it: opening, creating, locking, closing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop.base.clock import Clock, OfficeClock, known_today, today
from desktop.base.errors import NotAllowed, UnknownDay, UserError, WrongPassword
from desktop.base.i18n import tr
from desktop.base.text import fold
from desktop.records import Agency
from desktop.rules.permissions import ROLE_LABELS, ROLES, Compartment, Permission
from desktop.store import backup, keys, search, tables
from desktop.store.engine import readable_trouble
from desktop.store.events import write_event
from desktop.store.exchange import burials
from desktop.store.files import FileCabinet
from desktop.store.folder import BACKUPS, FILES_DB, OFFICE_DB, FolderLock
from desktop.store.shipped import is_shipped, load_shipped
from desktop.store.store import Store
from desktop.store.timeline import read_meta
from desktop.store.upgrade import is_current, upgrade


@dataclass(frozen=True)
class User:
    """Who is signed in.

    role: one role or several, separated by commas: in a small office the clerk who keeps the
    cases often keeps the accounts too.
    """

    name: str
    full_name: str
    role: str
    officer_id: uuid.UUID | None = None
    team_id: uuid.UUID | None = None
    compartments: frozenset[int] = frozenset({Compartment.GENERAL})
    must_change: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles includes this."""
        return any(permission in ROLES[role] for role in self.role.split(","))

    @property
    def role_label(self) -> str:
        """The roles as people read them."""
        return ", ".join(tr(ROLE_LABELS[role]) for role in self.role.split(","))


class Office:
    """One office folder, opened by one user: the first argument of every operation."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        files: FileCabinet,
        user: User,
        clock: Clock,
        lock: FolderLock,
    ) -> None:
        self.folder = folder
        self.store = store
        self.files = files
        self.user = user
        self.clock = OfficeClock.of(clock)
        self._going = ExitStack()
        self._going.callback(lock.release)
        self._going.callback(files.close)
        self._going.callback(store.close)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in user may do this; windows ask it to leave out what can't be used."""
        return self.user.may(permission)

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless the signed-in user may do this."""
        if not self.may(permission):
            raise NotAllowed(
                tr(
                    "Tài khoản của bạn không có quyền làm việc này. Chưa có gì thay đổi. "
                    "Hãy nhờ người phụ trách hoặc quản trị."
                )
            )

    def reading(self) -> AbstractContextManager[Session]:
        """A session that sees one state of the file."""
        return self.store.reading()

    @contextmanager
    def writing(self, kind: str = "save") -> Generator[Session]:
        """Save everything done inside, or nothing of it."""
        with self.store.writing(self.user.name, kind) as session:
            yield session

    def note(self, kind: str, detail: str = "", record: Any = None) -> None:
        """Write a deed into the log of events."""
        with self.store.connection(write=True) as connection:
            self.note_in(connection, kind, detail, record)

    def note_in(
        self, connection: sa.Connection, kind: str, detail: str = "", record: Any = None
    ) -> None:
        """Write a deed into the log of events, in the transaction that does it."""
        write_event(connection, self.clock.now(), self.user.name, kind, detail, record)

    def close(self) -> None:
        """Let the files and the folder go; to close twice is no harm."""
        self._going.close()


def open_office(folder: Path, user: str, password: str, clock: Clock) -> Office:
    """Sign in to the office in this folder.

    The file is brought up to this version, after a copy of it was made.
    Raises WrongPassword, FolderInUse, DamagedFile, NewerFile.
    """
    key = keys.read_keys(folder).open(user, password)
    return _open(folder, key, user, clock)


def open_with_recovery(folder: Path, code: str, user: str, password: str, clock: Clock) -> Office:
    """Sign in with the printed recovery code, giving this account a new password."""
    key = keys.read_keys(folder).recover(code)
    why = tr("Đặt lại mật khẩu bằng mã khôi phục")
    return open_anew(folder, key, user, password, clock, why)


def open_anew(folder: Path, key: bytes, user: str, password: str, clock: Clock, why: str) -> Office:
    """Sign in with the database key, giving this account a new password; why is for the log."""
    check_password(password, user)
    office = _open(folder, key, user, clock)
    with ExitStack() as failing, readable_trouble():
        failing.callback(office.close)
        keys.write_keys(folder, keys.read_keys(folder).with_user(user, password, key))
        office.note("user", why)
        failing.pop_all()
    return office


def _open(folder: Path, key: bytes, user: str, clock: Clock) -> Office:
    with ExitStack() as failing, readable_trouble():
        lock = FolderLock(folder)
        failing.callback(lock.release)
        store = Store(folder / OFFICE_DB, key, OfficeClock.of(clock).machine)
        failing.callback(store.engine.dispose)
        # Before anything is brought up to date: without its attachments nothing is touched.
        files = FileCabinet(folder / FILES_DB, key)
        failing.callback(files.close)
        if not is_current(store.engine):
            backup.back_up(folder, key, folder / BACKUPS, clock.now())
            upgrade(store.engine)
        _bring_up(store)
        burials.settle(store, files, folder)
        office = Office(folder, store, files, _active_user(store, user), clock, lock)
        store.timeline().judge(office.clock)
        office.note("sign_in")
        failing.pop_all()
    return office


def _bring_up(store: Store) -> None:
    """Add the rows that came with a later version, and search by the fields that it searches by.

    What others had sent that the version before did not know is taken up.
    """
    with store.connection() as connection:
        shipped = is_shipped(connection)
        indexed = search.is_index_current(connection)
    if shipped and indexed:
        return
    with store.connection(write=True) as connection:
        if not shipped:
            load_shipped(connection)
        if not indexed:
            search.rebuild_index(connection)
    if not shipped:
        from desktop.store.exchange.adoption import adopt  # a day without an upgrade never needs it

        adopt(store)


def _active_user(store: Store, user: str) -> User:
    with store.connection() as connection:
        found = read_user(connection, user)
    if found is None:
        raise WrongPassword(
            tr(
                "Tài khoản này đã ngừng sử dụng. Chưa mở dữ liệu. "
                "Hãy nhờ người quản trị mở lại tài khoản."
            )
        )
    return found


def read_user(connection: sa.Connection, name: str) -> User | None:
    """The active account of this name, however it is spelled."""
    for row in connection.execute(sa.select(tables.users).where(tables.users.c.active)):
        if fold(row.name) == fold(name.strip()):
            return user_of(row)
    return None


def user_of(row: Any) -> User:
    """The account that a row of the table of users keeps."""
    return User(
        row.name,
        row.full_name,
        row.role,
        None if row.officer_id is None else uuid.UUID(bytes=row.officer_id),
        None if row.team_id is None else uuid.UUID(bytes=row.team_id),
        frozenset(int(c) for c in row.compartments.split(",") if c),
        row.must_change,
    )


def user_columns(user: User) -> dict[str, Any]:
    """An account as the table of users keeps it."""
    return {
        "name": user.name,
        "full_name": user.full_name,
        "role": user.role,
        "officer_id": None if user.officer_id is None else user.officer_id.bytes,
        "team_id": None if user.team_id is None else user.team_id.bytes,
        "compartments": ",".join(str(int(c)) for c in sorted(user.compartments)),
        "active": True,
        "must_change": user.must_change,
    }


def check_password(password: str, user: str = "", *, first: bool = False) -> None:
    """Raise UserError unless the password has 8 characters of 4 classes (QCVN 12:2026/BCA).

    user: the account whose name it must not contain. first: whether there was none before it.
    """
    classes = (str.islower, str.isupper, str.isdigit, _is_sign)
    if len(password) < 8 or not all(any(map(kind, password)) for kind in classes):
        fault = tr("Mật khẩu cần ít nhất 8 ký tự, có chữ thường, chữ hoa, chữ số và ký hiệu.")
    elif user and user.lower() in password.lower():
        fault = tr("Mật khẩu không được chứa tên đăng nhập.")
    else:
        return
    stands = tr("Chưa lập gì.") if first else tr("Mật khẩu cũ vẫn như trước.")
    raise UserError(f"{fault} {stands} {tr('Hãy chọn mật khẩu khác.')}")


def _is_sign(letter: str) -> bool:
    return not letter.isalnum()


def unlock(office: Office, password: str) -> None:
    """Let the signed-in user go on after a lock. Raises WrongPassword."""
    try:
        keys.read_keys(office.folder).open(office.user.name, password)
    except WrongPassword:
        office.note("failed_sign_in")
        raise


def change_password(office: Office, old: str, new: str) -> None:
    """Give the signed-in user a new password; the data are not encrypted again.

    Raises WrongPassword for a wrong old one, UserError for a new one that is too simple.
    """
    ring = keys.read_keys(office.folder)
    key = ring.open(office.user.name, old)
    check_password(new, office.user.name)
    with readable_trouble():
        keys.write_keys(office.folder, ring.with_user(office.user.name, new, key))
    with office.store.connection(write=True) as connection:
        where = tables.users.c.name == office.user.name
        connection.execute(sa.update(tables.users).where(where).values(must_change=False))
    office.note("user", tr("Đổi mật khẩu của mình"))


def new_recovery_code(office: Office) -> str:
    """Make a new recovery code; the one printed before opens nothing any more."""
    office.require(Permission.MANAGE_SETTINGS)
    code = keys.new_recovery_code()
    ring = keys.read_keys(office.folder).with_recovery(code, office.store.key)
    with readable_trouble():
        keys.write_keys(office.folder, ring)
    office.note("user", tr("Tạo mã khôi phục mới"))
    return code


def agency(session: Session, scope: int | None = None) -> Agency:
    """The office's own record, or that of the office with this number as far as it is known here.

    Of an office with several PCs, each of which was founded, the record of the first counts.
    """
    own = int(read_meta(session.connection(), "scope", "0"))
    wanted = own if scope is None else scope
    whole = sa.select(Agency).where(~Agency.stub, Agency.void_reason.is_(None))
    ordered = (Agency.scope != wanted, Agency.scope != own, Agency.id)
    return session.scalars(whole.order_by(*ordered).limit(1)).one()


def letter(session: Session) -> str:
    """The letter of this PC in case numbers."""
    return read_meta(session.connection(), "letter", "A")


def day(office: Office) -> dt.date:
    """Today, for what is shown or listed: as this office's clock has it."""
    return today(office.clock)


def known_day(office: Office) -> dt.date | None:
    """Today, for what is proposed, checked or printed; None while nobody knows it."""
    return known_today(office.clock)


def sure_day(office: Office) -> dt.date:
    """Today, where nothing can be done without it. Raises UnknownDay while nobody knows it."""
    if (found := known_day(office)) is None:
        raise UnknownDay(
            tr(
                "Đồng hồ máy sai nên chưa biết hôm nay là ngày nào. Chưa có gì thay đổi. "
                "Hãy gõ ngày hôm nay ở cuối cửa sổ, hoặc tự ghi ngày."
            )
        )
    return found
