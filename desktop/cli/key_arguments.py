"""The arguments of the commands for keys, from ``soxa keys found`` to ``soxa keys revoke``."""

from __future__ import annotations

from typing import Any

from desktop.base.i18n import N_, tr
from desktop.cli.parser import Command, add_group, number, path
from desktop.rules.permissions import Compartment
from desktop.sync.roster_entries import LEVELS, MOST_SCOPE, PURGE, REFERENCE

_CLOSED = tuple(str(int(c)) for c in Compartment if c is not Compartment.GENERAL)
_CODE = N_("8 số đã đối chiếu; không ghi thì được hỏi")
_OUT = N_("tệp hoặc thư mục để ghi")
_MOST_FILES = 10**6
"""More than any PC ever sends."""


def add_keys(commands: Any) -> None:
    """Add ``keys`` with its own commands."""
    purpose = tr("Thẻ khóa để trao đổi dữ liệu với nơi khác.")
    add_group(
        commands,
        "keys",
        purpose,
        (_found, _show, _enrol, _approve, _accept, _recover, _revoke, _hand_over),
    )


def _found(deeds: Any) -> None:
    Command(deeds, "found", tr("Tỉnh: lập khóa cấp thẻ và in các mảnh khóa.")).signed_in()


def _show(deeds: Any) -> None:
    Command(deeds, "show", tr("Liệt kê các máy có trong danh bạ đang giữ.")).signed_in()


def _enrol(deeds: Any) -> None:
    command = Command(deeds, "enrol", tr("Xin tỉnh cấp thẻ khóa cho máy này."))
    command.signed_in().add("--out", metavar="FILE", type=path, required=True, help=tr(_OUT))
    command.add("--new-key", action="store_true", help=tr("đổi khóa nhận của máy rồi xin thẻ lại"))


def _approve(deeds: Any) -> None:
    command = Command(deeds, "approve", tr("Tỉnh: cấp thẻ cho một máy đã gửi yêu cầu."))
    told = tr("tệp yêu cầu, hoặc chữ của mã QR")
    command.signed_in().add("request", metavar="REQUEST", help=told)
    command.add("--out", metavar="FILE", type=path, required=True, help=tr(_OUT))
    _code(command)
    _sheets(command, tr("một mảnh khóa cấp thẻ; cần hai mảnh"))
    command.add("--level", choices=LEVELS, help=tr("cấp của cơ quan mới"))
    command.add(
        "--parent", metavar="N", type=number(1, MOST_SCOPE), help=tr("số của cơ quan cấp trên")
    )
    command.add(
        "--compartment",
        dest="compartments",
        action="append",
        choices=_CLOSED,
        help=tr("ngăn hồ sơ riêng mà máy được đọc; ghi nhiều lần nếu nhiều ngăn"),
    )
    command.add(
        "--may",
        action="append",
        choices=(REFERENCE, PURGE),
        help=tr("việc riêng mà máy được làm: sửa danh mục chung, xóa hẳn"),
    )


def _accept(deeds: Any) -> None:
    command = Command(deeds, "accept", tr("Nhận thẻ khóa mà tỉnh gửi về."))
    command.signed_in().add("card", metavar="CARD", type=path, help=tr("tệp THE-KHOA.card"))
    _code(command)


def _recover(deeds: Any) -> None:
    purpose = tr("Quên mật khẩu: xin tỉnh giúp (--ask), tỉnh giúp (--grant), mở lại (--answer).")
    command = Command(deeds, "recover", purpose)
    command.signed_in()
    step = command.one_of()
    step.add_argument(
        "--ask", action="store_true", help=tr("lập yêu cầu; mật khẩu là mật khẩu mới")
    )
    step.add_argument("--grant", metavar="REQUEST", type=path, help=tr("trả lời một yêu cầu"))
    step.add_argument(
        "--answer", metavar="FILE", type=path, help=tr("mở lại bằng trả lời của tỉnh")
    )
    command.add("--out", metavar="FILE", type=path, help=tr(_OUT))
    _code(command)
    _sheets(command, tr("một mảnh khóa phục hồi; cần cả hai mảnh"))


def _revoke(deeds: Any) -> None:
    command = Command(deeds, "revoke", tr("Tỉnh: thu hồi thẻ khóa của một máy, hoặc sửa mốc."))
    told = tr("máy, như lệnh show ghi: số cơ quan, gạch, chữ cái; ví dụ 20854-B")
    command.signed_in().add("device", metavar="DEVICE", help=told)
    command.add(
        "--until",
        metavar="N",
        type=number(1, _MOST_FILES),
        help=tr("số tệp cuối cùng còn tính; với máy đã thu hồi thì sửa mốc"),
    )
    command.add(
        "--reason", metavar=tr("LÝ-DO"), default="", help=tr("lý do, ghi vào nhật ký của tỉnh")
    )
    _sheets(command, tr("một mảnh khóa cấp thẻ; cần hai mảnh"))


def _hand_over(deeds: Any) -> None:
    command = Command(deeds, "hand-over", tr("Tỉnh: thay khóa cấp thẻ bằng khóa mới."))
    command.signed_in()
    told = tr("chỉ in các mảnh của khóa mới, chưa đổi gì; làm trước")
    command.add("--print-new", action="store_true", help=told)
    _sheets(command, tr("một mảnh khóa cấp thẻ đang dùng; cần hai mảnh"))
    command.add(
        "--new-sheet",
        dest="new_sheets",
        metavar=tr("MẢNH"),
        action="append",
        help=tr("một mảnh khóa mới đã in; cần hai mảnh; không ghi thì được hỏi"),
    )


def _code(command: Command) -> None:
    command.add("--code", metavar=tr("8-SỐ"), help=tr(_CODE))


def _sheets(command: Command, told: str) -> None:
    command.add(
        "--sheet",
        dest="sheets",
        metavar=tr("MẢNH"),
        action="append",
        help=f"{told}; {tr('không ghi thì được hỏi')}",
    )
