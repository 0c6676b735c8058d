"""Copies: when the last was made, one more now, one to a USB stick, and putting one back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.i18n import N_, tr
from desktop.operations import upkeep
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.backup import Backup, backups_in
from desktop.store.folder import BACKUPS
from desktop.ui.dialogs import Message, ask
from desktop.ui.office_check import check_office
from desktop.ui.progress_dialog import run_with_progress
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_HEADS = (N_("Bản sao"), N_("Ngày giờ"), N_("Ghi chú"))


class BackupView(Card):
    """The copies beside the office, with what can be done with them."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sao lưu và khôi phục"), parent)
        self._workplace = workplace
        self._found: list[Backup] = []
        self.state = label("", "quiet")
        self.state.setWordWrap(True)
        self.body.addWidget(self.state)
        deeds = QWidget()
        set_look(deeds, "clear")
        row = FlowLayout(deeds)
        for words, icon, look, deed in (
            (tr("Sao lưu ra USB, ổ khác…"), "hard-drive-download", "primary", self._elsewhere),
            (tr("Sao lưu ngay"), "save", "", self._here),
            (tr("Khôi phục bản đang chọn…"), "history", "", self._restore),
            (tr("Kiểm tra dữ liệu"), "shield-check", "", self._check),
        ):
            button = QPushButton(words)
            if look:
                set_look(button, look)
            set_icon(button, icon, "on_main" if look else "quiet")
            button.clicked.connect(deed)
            row.addWidget(button)
            if deed == self._restore:
                button.setVisible(workplace.may(Permission.RESTORE))
            if deed == self._check:
                button.setVisible(workplace.may(Permission.CHECK))
        self.body.addWidget(deeds)
        self.table = TableBox(tr("Bản sao lưu"), [tr(head) for head in _HEADS])
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Look at the copies again."""
        self._workplace.ask(_read, self._show)

    def _show(self, found: tuple[upkeep.BackupState, list[Backup]]) -> None:
        state, self._found = found
        self.state.setText(_words(state))
        self.table.show_rows([_row(copy) for copy in self._found])

    def _here(self) -> None:
        run_with_progress(
            self._workplace.desk.jobs,
            self,
            tr("Đang sao lưu…"),
            lambda _progress: upkeep.back_up_here(self._workplace.office),
            self._made,
        )

    def _elsewhere(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Chọn USB hoặc thư mục ở ổ khác"))
        if name:
            run_with_progress(
                self._workplace.desk.jobs,
                self,
                tr("Đang sao lưu ra {folder}…").format(folder=name),
                lambda progress: upkeep.back_up(self._workplace.office, Path(name), progress),
                self._made,
            )

    def _made(self, made: Backup) -> None:
        self._workplace.tell(tr("Đã sao lưu và kiểm tra: {name}").format(name=made.path.name))
        self.refresh()

    def _restore(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._found):
            path = self._found[row].path
            self._workplace.ask(lambda office: upkeep.compare(office, path), self._confirm)

    def _confirm(self, comparison: upkeep.Comparison) -> None:
        lines = [
            tr("{what}: {then} (hiện có {now})").format(what=what, then=then, now=now)
            for what, then, now in comparison.lines()
        ]
        question = Message(
            tr("Thay dữ liệu hiện nay bằng bản sao {name}?").format(name=comparison.backup.name),
            "\n".join(lines),
            tr("Dữ liệu hiện nay được giữ trong một thư mục riêng. Sau đó hãy đăng nhập lại."),
        )
        if ask(self, tr("Khôi phục"), question, tr("Khôi phục"), danger=True):
            self._workplace.restore_asked.emit(comparison)

    def _check(self) -> None:
        check_office(self._workplace, self)


def _read(office: Office) -> tuple[upkeep.BackupState, list[Backup]]:
    return upkeep.backup_state(office), backups_in(office.folder / BACKUPS)


def _row(copy: Backup) -> tuple[str, str, str]:
    note = tr("Trước khi nhận hoặc hoàn tác tệp") if copy.before_files else ""
    return copy.path.name, copy.made_at.strftime("%d/%m/%Y %H:%M"), note


def _words(state: upkeep.BackupState) -> str:
    if state.last is None:
        return tr("Chưa có bản sao lưu nào.")
    last = in_vietnam(state.last).strftime("%d/%m/%Y %H:%M")
    if state.elsewhere is None:
        return tr("Lần gần nhất: {last}. Chưa có bản nào ra USB hoặc ổ khác.").format(last=last)
    other = in_vietnam(state.elsewhere).strftime("%d/%m/%Y %H:%M")
    return tr("Lần gần nhất: {last}. Ra USB hoặc ổ khác: {other}.").format(last=last, other=other)
