"""A package that was opened from outside, by a double click: kept until somebody has signed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.base.paths import shown_name

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class PackageDoor:
    """Remembers the files that the program was started with, and opens them once."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """names: as the program was given them; paths that are not there are told of later."""
        self._paths = [Path(name).absolute() for name in names]

    def open_in(self, window: MainWindow) -> None:
        """Show the files on the page that takes them in, if this account may do that."""
        from desktop.rules.permissions import Permission
        from desktop.ui.exchange_page import ExchangePage

        paths, self._paths = self._paths, []
        if not paths:
            return
        if not window.workplace.may(Permission.EXCHANGE):
            window.workplace.desk.jobs.failed.emit(
                UserError(
                    tr(
                        "Tài khoản này không được nhận dữ liệu. Tệp {name} chưa nhận. "
                        "Hãy đăng nhập bằng tài khoản của cán bộ phụ trách."
                    ).format(name=shown_name(paths[0]))
                )
            )
            return
        page = window.show_page("exchange")
        assert isinstance(page, ExchangePage)
        page.open_files(paths)
