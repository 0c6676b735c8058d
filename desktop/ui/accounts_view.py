"""Accounts: who may sign in, in which role, and whose files they may read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.fields import Reference
from desktop.operations import users
from desktop.operations.office import Office, User
from desktop.operations.users import Account
from desktop.rules.permissions import COMPARTMENTS, GRANTABLE, ROLE_LABELS, Compartment
from desktop.store.store import Changes
from desktop.ui.deed_dialog import OperationDialog
from desktop.ui.dialogs import Message, ask
from desktop.ui.editors import editor_for
from desktop.ui.secrets import checked_password
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_HEADS = (
    N_("Tên đăng nhập"),
    N_("Họ và tên"),
    N_("Vai trò"),
    N_("Được xem hồ sơ"),
    N_("Trạng thái"),
)


class AccountDialog(OperationDialog):
    """One account: new with a first password, or its role and reach changed."""

    def __init__(self, workplace: Workplace, user: User | None, parent: QWidget) -> None:
        title = tr("Tài khoản") if user else tr("Tài khoản mới")
        super().__init__(workplace, title, parent, width=560)
        self._user = user
        self.name = self._line(tr("Tên đăng nhập"), user.name if user else "")
        self.name.setReadOnly(user is not None)
        self.full_name = self._line(tr("Họ và tên"), user.full_name if user else "")
        self.officer = editor_for(Reference("officers"), workplace.context)
        self.officer.set_value(user.officer_id if user else None)
        words = tr("Là cán bộ (để biết hồ sơ của mình)")
        self.body.addWidget(FormField(words, self.officer.widget))
        self.roles = self._boxes(tr("Vai trò"), dict(ROLE_LABELS), self._held_roles())
        names = {str(int(c)): text for c, text in COMPARTMENTS.items() if c != Compartment.GENERAL}
        held = {str(c) for c in user.compartments} if user else set[str]()
        self.reach = self._boxes(tr("Được xem thêm hồ sơ"), names, held)
        self.password: QLineEdit | None = None
        if user is None:
            self.password = self._line(tr("Mật khẩu ban đầu (phải đổi ở lần đăng nhập đầu)"), "")
            self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_cancel()
        self.add_primary(tr("Cất"), self._save)

    def _held_roles(self) -> set[str]:
        return set(self._user.role.split(",")) if self._user else {"CAN_BO"}

    def _line(self, words: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        self.body.addWidget(FormField(words, field))
        return field

    def _boxes(self, head: str, options: dict[str, str], held: set[str]) -> dict[str, QCheckBox]:
        self.body.addWidget(label(head, "quiet"))
        boxes: dict[str, QCheckBox] = {}
        rows = QHBoxLayout()
        columns = [QVBoxLayout(), QVBoxLayout()]
        for at, (key, text) in enumerate(options.items()):
            boxes[key] = QCheckBox(tr(text))
            boxes[key].setChecked(key in held)
            columns[at % 2].addWidget(boxes[key])
        for column in columns:
            column.addStretch(1)
            rows.addLayout(column, 1)
        self.body.addLayout(rows)
        return boxes

    def _told(self) -> User:
        roles = [key for key, box in self.roles.items() if box.isChecked()]
        if not self.full_name.text().strip():
            raise FaultyField(tr("Hãy ghi họ và tên. Chưa có gì thay đổi."), self.full_name)
        if not roles:
            sentence = tr("Hãy chọn ít nhất một vai trò. Chưa có gì thay đổi.")
            raise FaultyField(sentence, next(iter(self.roles.values())))
        reach = {int(key) for key, box in self.reach.items() if box.isChecked()}
        if any(Compartment.GENERAL in GRANTABLE[role] for role in roles):
            reach.add(int(Compartment.GENERAL))
        return User(
            self.name.text().strip(),
            self.full_name.text().strip(),
            ",".join(roles),
            self.officer.value(),
            self._user.team_id if self._user else None,
            frozenset(reach),
        )

    def _save(self) -> None:
        try:
            deed = self._deed(self._told())
        except UserError as error:
            self.refuse(error)
        else:
            self.carry_out(deed)

    def blamed(self, error: UserError) -> QWidget:
        """A name that is taken already, or a role that one may not give oneself."""
        return self.name if self._user is None else next(iter(self.roles.values()))

    def _deed(self, told: User) -> Callable[[Office], Changes]:
        if self._user is None:
            field = self.password
            password = checked_password(field, told.name, first=True) if field else ""
            return lambda office: users.add_account(office, told, password)
        return lambda office: users.change_account(
            office,
            told.name,
            full_name=told.full_name,
            role=told.role,
            officer_id=told.officer_id,
            compartments=told.compartments,
        )


class FirstPassword(OperationDialog):
    """Gives an account a new first password."""

    def __init__(self, workplace: Workplace, name: str, parent: QWidget) -> None:
        super().__init__(workplace, tr("Đặt lại mật khẩu"), parent, width=420)
        self._name = name
        self.body.addWidget(label(tr("Tài khoản: {name}").format(name=name)))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(FormField(tr("Mật khẩu ban đầu"), self.field))
        self.add_cancel()
        self.add_primary(tr("Đặt mật khẩu"), self._set)

    def blamed(self, error: UserError) -> QWidget:
        return self.field

    def _set(self) -> None:
        password, name = self.field.text(), self._name
        self.carry_out(lambda office: users.reset_password(office, name, password))


class AccountsView(Card):
    """The list of accounts with its deeds."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tài khoản"), parent, flush=True)
        self._workplace = workplace
        self._accounts: list[Account] = []
        add = QPushButton(tr("Thêm tài khoản"))
        set_icon(add, "plus", "on_main")
        set_look(add, "primary")
        add.clicked.connect(lambda: self._edit(None))
        reset = QPushButton(tr("Đặt lại mật khẩu"))
        reset.clicked.connect(self._reset)
        close = QPushButton(tr("Ngừng sử dụng"))
        close.clicked.connect(self._close)
        for button in (reset, close, add):
            self.add_action(button)
        self.table = TableBox(tr("Tài khoản"), [tr(head) for head in _HEADS])
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table)

    def refresh(self) -> None:
        """Read the accounts anew."""
        self._workplace.ask(users.read_accounts, self._show)

    def _show(self, accounts: list[Account]) -> None:
        self._accounts = accounts
        self.table.show_rows(
            [
                (
                    account.user.name,
                    account.user.full_name,
                    account.user.role_label,
                    "; ".join(
                        tr(COMPARTMENTS[Compartment(c)]) for c in sorted(account.user.compartments)
                    ),
                    tr("Đang dùng") if account.active else tr("Đã ngừng"),
                )
                for account in accounts
            ]
        )

    def _marked(self) -> Account | None:
        row = self.table.currentIndex().row()
        return self._accounts[row] if 0 <= row < len(self._accounts) else None

    def _open(self, index: QModelIndex) -> None:
        self._edit(self._accounts[index.row()].user)

    def _edit(self, user: User | None) -> None:
        dialog = AccountDialog(self._workplace, user, self)
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _reset(self) -> None:
        if (account := self._marked()) is not None:
            FirstPassword(self._workplace, account.user.name, self).open()

    def _close(self) -> None:
        account = self._marked()
        if account is None:
            return
        question = Message(
            tr("Ngừng tài khoản {name}?").format(name=account.user.name),
            tr("Mọi việc người này đã ghi vẫn còn."),
            tr("Mật khẩu của người này sẽ không mở được dữ liệu nữa."),
        )
        if ask(self, tr("Ngừng sử dụng"), question, tr("Ngừng"), danger=True):
            self._workplace.run(
                lambda office: users.close_account(office, account.user.name),
                self,
                lambda _changes: self.refresh(),
            )
