"""The refusal of what builds on work that has not come."""

from __future__ import annotations

from desktop.base.errors import UserError
from desktop.base.i18n import tr


class FileMissing(UserError):
    """A file builds on work that was in an earlier one, which has not come."""


def missing_file() -> FileMissing:
    """The refusal of a file whose predecessor has not come."""
    return FileMissing(
        tr(
            "Tệp này nối tiếp một tệp gửi trước đó mà máy này chưa nhận. Chưa có gì thay đổi. "
            "Hãy nhận tệp gửi trước; nếu không còn, hãy nhờ nơi gửi xuất lại."
        )
    )
