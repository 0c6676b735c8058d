"""First-run dialogs: a new office, a sample, restoring a copy, a lost password."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QPushButton, QWidget

from desktop.base.clock import Clock
from desktop.base.errors import DamagedFile, UserError, WrongPassword
from desktop.base.i18n import N_, tr
from desktop.operations import office as opening
from desktop.operations import units, upkeep
from desktop.operations.founding import CreatedOffice, NewOffice, create_office
from desktop.operations.office import Office
from desktop.store import keys
from desktop.ui.beginning_dialog import PASSWORD_HELP, BeginningDialog, filled
from desktop.ui.help_asking import HelpAnswerDialog, HelpAskDialog
from desktop.ui.input_filters import is_composing
from desktop.ui.jobs import Jobs, Progress
from desktop.ui.secrets import RecoveryCodeDialog, new_password
from desktop.ui.widgets.dialog_frame import FaultyField
from desktop.ui.widgets.labels import label

_NO_FOLDER = N_("Hãy chọn thư mục dữ liệu.")


class CreateDialog(BeginningDialog):
    """Makes an empty office for a commune or a province."""

    def __init__(self, jobs: Jobs, clock: Clock, folder: Path, parent: QWidget) -> None:
        super().__init__(tr("Lập dữ liệu cho cơ quan"), jobs, clock, parent)
        self._units = units.units_of_today()
        self._offered: list[units.Unit] = []
        self._unit: units.Unit | None = None
        self.place = self.add_field(
            tr("Xã, phường, đặc khu hoặc tỉnh"), "", tr("Gõ vài chữ của tên, ví dụ: tien phuoc")
        )
        self._offer_units()
        self.name = self.add_field(tr("Tên cơ quan ghi trên văn bản"))
        self.abbreviation = self.add_field(tr("Chữ viết tắt trong số, ký hiệu"), "UBND")
        self.full_name = self.add_field(tr("Họ và tên của bạn"))
        self.user = self.add_field(tr("Tên đăng nhập"), "", tr("Không dấu, ví dụ: lan.tran"))
        self.password = self.add_password(tr("Mật khẩu"), tr(PASSWORD_HELP))
        self.again = self.add_password(tr("Gõ lại mật khẩu"))
        self.folder = self.add_folder(tr("Thư mục dữ liệu"), folder)
        self.finish(tr("Lập dữ liệu"), self._create)

    def _offer_units(self) -> None:
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._choose)
        self.place.setCompleter(completer)
        self.place.textEdited.connect(self._find)

    def _find(self, typed: str) -> None:
        if is_composing(self.place):
            return
        self._unit = None
        self._offered = units.find_units(self._units, typed) if typed.strip() else []
        self._model.setStringList([self._words(unit) for unit in self._offered])

    def _words(self, unit: units.Unit) -> str:
        return f"{unit.name}, {unit.province}" if unit.province else unit.name

    def _choose(self, words: str) -> None:
        self._unit = next((u for u in self._offered if self._words(u) == words), None)
        if self._unit is not None:
            suggested = units.suggested_agency(self._unit)
            self.name.setText(suggested["name"])
            self.abbreviation.setText(suggested["abbreviation"])

    def _told(self) -> NewOffice:
        unit = self._unit or self._only_match()
        filled(self.full_name, tr("Hãy ghi họ và tên của bạn."))
        filled(self.user, tr("Hãy ghi tên đăng nhập của bạn."))
        agency: Mapping[str, Any] = {
            **units.suggested_agency(unit),
            "name": self.name.text().strip() or units.suggested_agency(unit)["name"],
            "abbreviation": self.abbreviation.text().strip() or "UBND",
        }
        return NewOffice(
            unit.id,
            agency,
            self.user.text().strip(),
            self.full_name.text().strip(),
            new_password(self.password, self.again, self.user.text()),
        )

    def _only_match(self) -> units.Unit:
        found = units.find_units(self._units, self.place.text()) if self.place.text() else []
        if len(found) != 1:
            sentence = tr("Hãy chọn xã, phường hoặc tỉnh trong danh sách gợi ý.")
            raise FaultyField(sentence, self.place)
        return found[0]

    def _create(self) -> None:
        told = self._told()
        folder = Path(filled(self.folder, tr(_NO_FOLDER)))
        self.work(
            lambda _p: create_office(folder, told, self.clock),
            self._created,
            lambda _error: self.folder,
        )

    def _created(self, created: CreatedOffice) -> None:
        shown = RecoveryCodeDialog(created.office, created.recovery_code, self)
        shown.exec()
        self.go_in(created.office)


class SampleDialog(BeginningDialog):
    """Makes a sample office of invented people."""

    def __init__(self, jobs: Jobs, clock: Clock, folder: Path, parent: QWidget) -> None:
        super().__init__(tr("Xem thử với dữ liệu mẫu"), jobs, clock, parent)
        said = label(
            tr("Một xã với người và hồ sơ bịa ra, để xem và tập nhập. Tên đăng nhập: mau.")
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.folder = self.add_folder(tr("Thư mục dữ liệu mẫu"), folder.with_name("SoXa mau"))
        self.password = self.add_password(tr("Đặt mật khẩu"), tr(PASSWORD_HELP))
        self.again = self.add_password(tr("Gõ lại mật khẩu"))
        self.finish(tr("Lập dữ liệu mẫu"), self._make)
        self.password.setFocus()

    def _make(self) -> None:
        folder = Path(filled(self.folder, tr(_NO_FOLDER)))
        password = new_password(self.password, self.again)

        def make(_progress: Progress) -> Office:
            from desktop.operations.sample import make_sample

            make_sample(folder, "commune", password, None, self.clock)
            return opening.open_office(folder, "mau", password, self.clock)

        self.work(make, self.go_in, lambda _error: self.folder)


class RestoreDialog(BeginningDialog):
    """Makes an office of a backup on a PC that has none."""

    def __init__(self, jobs: Jobs, clock: Clock, folder: Path, parent: QWidget) -> None:
        super().__init__(tr("Khôi phục từ bản sao lưu"), jobs, clock, parent)
        self.backup = self.add_folder(tr("Bản sao lưu (thư mục SoXa-…)"), Path.home())
        self.folder = self.add_folder(tr("Khôi phục vào thư mục"), folder)
        self.user = self.add_field(tr("Tên đăng nhập"))
        self.secret = self.add_password(
            tr("Mật khẩu của ngày sao lưu, hoặc mã khôi phục"),
            tr("Để trống tên đăng nhập nếu dùng mã khôi phục đã in."),
        )
        self.finish(tr("Khôi phục"), self._restore)

    def _restore(self) -> None:
        backup = Path(filled(self.backup, tr("Hãy chọn thư mục của bản sao lưu.")))
        folder = Path(filled(self.folder, tr(_NO_FOLDER)))
        user = self.user.text().strip()
        secret = filled(self.secret, tr("Hãy gõ mật khẩu hoặc mã khôi phục."))
        way = keys.Password(user, secret) if user else keys.RecoveryCode(secret)

        def restore(_progress: Progress) -> Path:
            upkeep.restore_copy(backup, folder, way, self.clock)
            return folder

        self.work(restore, self._restored, self._blamed)

    def _blamed(self, error: UserError) -> QWidget:
        if isinstance(error, WrongPassword):
            return self.secret
        return self.backup if isinstance(error, DamagedFile) else self.folder

    def _restored(self, folder: Path) -> None:
        self.made.emit(folder)
        self.accept()


class RecoveryDialog(BeginningDialog):
    """Opens an office with the printed code and gives an account a new password."""

    def __init__(self, folder: Path, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(tr("Quên mật khẩu"), jobs, clock, parent)
        self._folder = folder
        self.code = self.add_field(
            tr("Mã khôi phục"), "", tr("32 chữ và số trên tờ giấy cất trong tủ khóa")
        )
        self.user = self.add_field(tr("Tên đăng nhập của bạn"))
        self.password = self.add_password(tr("Mật khẩu mới"), tr(PASSWORD_HELP))
        self.again = self.add_password(tr("Gõ lại mật khẩu mới"))
        self._offer_help()
        self.finish(tr("Đặt mật khẩu và mở"), self._recover)

    def _offer_help(self) -> None:
        said = label(tr("Không còn mã khôi phục, nhưng cơ quan đã có thẻ khóa của tỉnh:"), "quiet")
        said.setWordWrap(True)
        self.body.addWidget(said)
        row = QHBoxLayout()
        self.ask_button = QPushButton(tr("Nhờ tỉnh giúp mở lại…"))
        self.ask_button.clicked.connect(lambda _checked=False: self.ask_for_help())
        self.answer_button = QPushButton(tr("Đã có trả lời của tỉnh…"))
        self.answer_button.clicked.connect(lambda _checked=False: self.open_with_answer())
        for button in (self.ask_button, self.answer_button):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def ask_for_help(self) -> HelpAskDialog:
        """Ask the province instead."""
        dialog = HelpAskDialog(self._folder, self._jobs, self.clock, self)
        dialog.user.setText(self.user.text())
        dialog.open()
        return dialog

    def open_with_answer(self) -> HelpAnswerDialog:
        """Come in with what the province answered."""
        dialog = HelpAnswerDialog(self._folder, self._jobs, self.clock, self)
        dialog.user.setText(self.user.text())
        dialog.opened.connect(self.go_in)
        dialog.open()
        return dialog

    def _recover(self) -> None:
        code = filled(self.code, tr("Hãy gõ mã khôi phục đã in."))
        user = filled(self.user, tr("Hãy ghi tên đăng nhập của bạn."))
        password = new_password(self.password, self.again, user, first=False)
        self.work(
            lambda _p: opening.open_with_recovery(self._folder, code, user, password, self.clock),
            self.go_in,
            lambda _error: self.code,
        )


_DIALOGS: Mapping[str, type[CreateDialog | SampleDialog | RestoreDialog]] = {
    "create": CreateDialog,
    "sample": SampleDialog,
    "restore": RestoreDialog,
}


def dialog_for(
    what: str, jobs: Jobs, clock: Clock, folder: Path, parent: QWidget
) -> BeginningDialog:
    """The dialog of one beginning: create, sample or restore."""
    return _DIALOGS[what](jobs, clock, folder, parent)
