"""A lost password before anybody is signed in: asking the province, and coming in with its answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.clock import Clock
from desktop.base.errors import UserError, WrongPassword
from desktop.base.i18n import N_, tr
from desktop.operations import lost_passwords
from desktop.operations.lost_passwords import ANSWERED, ASKED
from desktop.ui.beginning_dialog import PASSWORD_HELP, BeginningDialog, filled
from desktop.ui.jobs import Jobs, Progress
from desktop.ui.key_files import FileField, read_key_file, write_key_file
from desktop.ui.secrets import new_password
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.code_label import code_label
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label

_WITHOUT_KEY = N_(
    "Thư mục này không có khóa niêm phong gửi tỉnh (tệp recovery.sealed). Tỉnh chỉ giúp được nếu đã "
    "từng nhận tệp gửi từ dữ liệu này; nếu chưa thì chỉ mã khôi phục in trên giấy mở được."
)


class HelpAskDialog(BeginningDialog):
    """Writes the request to the province, and shows the code that is read out to it."""

    def __init__(self, folder: Path, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(tr("Nhờ tỉnh giúp mở lại"), jobs, clock, parent)
        self._folder = folder
        said = label(
            tr(
                "Dùng khi không còn tờ mã khôi phục. Máy ghi một tệp yêu cầu; hai cán bộ của tỉnh "
                "trả lời bằng một tệp chỉ mở được trên máy này. Dữ liệu không bị đụng tới."
            )
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.user = self.add_field(tr("Tên đăng nhập của bạn"))
        self.password = self.add_password(tr("Mật khẩu mới"), tr(PASSWORD_HELP))
        self.again = self.add_password(tr("Gõ lại mật khẩu mới"))
        self.place = self.add_folder(tr("Ghi tệp yêu cầu vào (USB hoặc thư mục)"), Path.home())
        self.finish(tr("Ghi tệp yêu cầu"), self._ask)

    def _ask(self) -> None:
        user = filled(self.user, tr("Hãy ghi tên đăng nhập của bạn."))
        password = new_password(self.password, self.again, user, first=False)
        place = Path(filled(self.place, tr("Hãy chọn USB hoặc thư mục để ghi tệp.")))

        def ask(_progress: Progress) -> tuple[Path, str, bool]:
            request = lost_passwords.ask_for_help(self._folder, user, password)
            written = write_key_file(place, ASKED, request.to_bytes())
            return written, request.code, bool(request.wrapped)

        self.work(ask, self._show, lambda _error: self.place)

    def _show(self, written: tuple[Path, str, bool]) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.accept()
        path, code, has_key = written
        HelpCodeDialog(path, code, parent, has_key=has_key).open()


class HelpCodeDialog(DialogFrame):
    """Where the request lies, the code that is read out, and what comes next."""

    def __init__(self, path: Path, code: str, parent: QWidget, *, has_key: bool) -> None:
        """has_key: whether the folder still had the key that is sealed for the province."""
        super().__init__(tr("Đã lập yêu cầu mở lại"), parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        written = tr("Đã ghi {path} và đọc lại được.").format(path=path)
        self.body.addWidget(InfoBanner(Role.GOOD, written))
        if not has_key:
            self.body.addWidget(InfoBanner(Role.WARNING, tr(_WITHOUT_KEY)))
        self.body.addWidget(label(tr("Mã đọc qua điện thoại khi tỉnh gọi lại"), "quiet"))
        self.code = code_label(code, 28)
        self.code.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.code)
        for sentence in (
            tr("Chép lại 8 số này, gửi tệp cho tỉnh và chờ tỉnh gọi theo số đã biết."),
            tr(
                "Nhớ mật khẩu mới vừa đặt: khi có trả lời của tỉnh phải gõ lại đúng như vậy. Lập "
                "yêu cầu khác thì trả lời cho yêu cầu này không còn dùng được."
            ),
        ):
            line = label(sentence)
            line.setWordWrap(True)
            self.body.addWidget(line)
        self.body.addStretch(1)
        self.add_primary(tr("Đóng"), self.accept)


class HelpAnswerDialog(BeginningDialog):
    """Opens the office with the province's answer; ``opened`` carries it."""

    def __init__(self, folder: Path, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(tr("Mở lại bằng trả lời của tỉnh"), jobs, clock, parent)
        self._folder = folder
        self.file = FileField(tr("Chọn tệp trả lời"), tr("Trả lời của tỉnh (*.tra)"))
        words = tr("Tệp trả lời ({name})").format(name=ANSWERED)
        self.body.addWidget(FormField(words, self.file))
        self.user = self.add_field(tr("Tên đăng nhập của bạn"))
        self.password = self.add_password(tr("Mật khẩu mới đã đặt khi lập yêu cầu"))
        self.finish(tr("Đặt mật khẩu và mở"), self._open)

    def _open(self) -> None:
        path = self.file.required(tr("Hãy chọn tệp trả lời tỉnh gửi về."))
        user = filled(self.user, tr("Hãy ghi tên đăng nhập của bạn."))
        password = filled(self.password, tr("Hãy gõ mật khẩu mới đã đặt khi lập yêu cầu."))
        answer = read_key_file(path)
        self.work(
            lambda _p: lost_passwords.recover_with_help(
                self._folder, answer, user, password, self.clock
            ),
            self.go_in,
            self._blamed,
        )

    def _blamed(self, error: UserError) -> QWidget:
        return self.password if isinstance(error, WrongPassword) else self.file.button
