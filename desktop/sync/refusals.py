"""Why a package is not taken, in words for the clerk and in one word for the program."""

from __future__ import annotations

import errno
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import DiskTrouble, UserError
from desktop.base.i18n import N_, tr
from desktop.base.paths import shown_name


class Reason(StrEnum):
    """What is wrong with a package."""

    OTHER = "other"
    """It is no package at all."""
    CUT = "cut"
    """Its end is missing."""
    DAMAGED = "damaged"
    """Something in it is not as it was written."""
    SIGNATURE = "signature"
    """It is not from the device it names, or was changed on its way."""
    NEWER = "newer"
    """A newer program wrote it, in a way this one does not know."""
    NOT_OURS = "not_ours"
    """It was sealed for somebody else."""
    READDRESSED = "readdressed"
    """Its inside was taken from another package, or its sender or recipients were changed."""


class Flaw(Exception):
    """What was found in bytes whose file name the finder does not know."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Refused(UserError):
    """A package was not taken, and nothing in the office was changed by it.

    ``reason`` is for programs, the message for clerks.
    """

    def __init__(self, reason: Reason, name: str) -> None:
        super().__init__(tr(_SENTENCES[reason]).format(name=name))
        self.reason = reason


class NameTaken(UserError):
    """There is a file of this name already; a package never replaces one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            tr(
                "Thư mục này đã có tệp {name} nên chưa ghi tệp mới; tệp cũ còn nguyên. "
                "Hãy chọn thư mục khác hoặc gửi lại với tên khác."
            ).format(name=name)
        )


_SENTENCES = {
    Reason.OTHER: N_(
        "Tệp {name} không phải là tệp trao đổi của Sổ Xã. Chưa có gì thay đổi. "
        "Hãy chọn tệp có đuôi .goi do cơ quan khác gửi."
    ),
    Reason.CUT: N_(
        "Tệp {name} bị cụt: chép hoặc tải về chưa xong. Chưa có gì thay đổi. "
        "Hãy chép lại tệp này, hoặc nhờ nơi gửi gửi lại."
    ),
    Reason.DAMAGED: N_(
        "Tệp {name} bị hỏng trên đường đi nên không đọc. Chưa có gì thay đổi. "
        "Hãy chép lại tệp này, hoặc nhờ nơi gửi gửi lại bằng USB khác."
    ),
    Reason.SIGNATURE: N_(
        "Chữ ký của tệp {name} không đúng: tệp bị sửa, hoặc không do máy ghi trên tệp gửi. "
        "Chưa có gì thay đổi. Hãy gọi cho nơi gửi và nhờ gửi lại."
    ),
    Reason.NEWER: N_(
        "Tệp {name} do bản Sổ Xã mới hơn gửi, bản trên máy này chưa đọc được. Chưa có gì thay đổi; "
        "tệp vẫn dùng được. Hãy cập nhật Sổ Xã rồi nhận lại."
    ),
    Reason.NOT_OURS: N_(
        "Tệp {name} gửi cho nơi khác, máy này không mở được. Chưa có gì thay đổi. "
        "Nếu tệp này là cho cơ quan mình, hãy nhờ nơi gửi kiểm tra nơi nhận rồi gửi lại."
    ),
    Reason.READDRESSED: N_(
        "Tệp {name} ghi nơi gửi, nơi nhận bên ngoài khác với bên trong: có người đã sửa tệp. "
        "Chưa có gì thay đổi. Hãy giữ lại tệp này và báo cho nơi gửi."
    ),
}


def unwritable(error: OSError, folder: object) -> DiskTrouble:
    """What is raised when a package can't be written to a stick or a folder."""
    told = (
        tr(
            "{folder} không còn đủ chỗ trống nên chưa ghi được tệp. Dữ liệu trong sổ không thay "
            "đổi, không có tệp nào được gửi. Hãy dọn bớt hoặc dùng USB khác rồi gửi lại."
        )
        if error.errno in (errno.ENOSPC, errno.EDQUOT)
        else tr(
            "Chưa ghi được tệp vào {folder}: USB có thể đã bị rút, bị khóa ghi hoặc bị lỗi. "
            "Dữ liệu trong sổ không thay đổi, không có tệp nào được gửi. "
            "Hãy cắm lại hoặc dùng USB khác rồi gửi lại."
        )
    )
    return DiskTrouble(told.format(folder=folder))


def written_wrong(folder: object) -> DiskTrouble:
    """What is raised when a package that was just written reads otherwise."""
    return DiskTrouble(
        tr(
            "Tệp vừa ghi vào {folder} đọc lại không đúng nên đã bỏ: USB có thể sắp hỏng. "
            "Dữ liệu trong sổ không thay đổi, không có tệp nào được gửi. "
            "Hãy dùng USB khác rồi gửi lại."
        ).format(folder=folder)
    )


def unreadable(name: str) -> DiskTrouble:
    """What is raised when a package can't be read from where it lies."""
    return DiskTrouble(
        tr(
            "Không đọc được tệp {name}: USB có thể đã bị rút hoặc bị lỗi. Chưa có gì thay đổi. "
            "Hãy cắm lại USB rồi nhận lại."
        ).format(name=name)
    )


def not_opened(path: Path, error: OSError) -> DiskTrouble:
    """What is raised when a package can't even be opened: it is not there, or is no file."""
    name = shown_name(path) or str(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        told = tr(
            "Không thấy tệp {name} ở đó: đường dẫn có thể chưa đúng, hoặc USB có thể đã bị rút. Chưa "
            "có gì thay đổi. Hãy xem lại đường dẫn, hoặc cắm lại USB rồi nhận lại."
        )
        return DiskTrouble(told.format(name=name))
    if path.is_dir():
        told = tr(
            "{name} là một thư mục, không đọc như một tệp được. Chưa có gì thay đổi. "
            "Hãy chọn tệp .goi trong thư mục ấy."
        )
        return DiskTrouble(told.format(name=name))
    return unreadable(name)


def no_room(name: str) -> DiskTrouble:
    """What is raised when this PC can't take the copy of a package that it reads from."""
    return DiskTrouble(
        tr(
            "Ổ đĩa của máy này không chép được tệp {name}: có thể đã đầy. Chưa có gì thay đổi. "
            "Hãy dọn bớt ổ đĩa rồi nhận lại."
        ).format(name=name)
    )
