"""The command line: its commands and their arguments."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import Any

from desktop.base.errors import InvalidValue
from desktop.base.i18n import N_, tr
from desktop.cli.exchange_arguments import add_sync
from desktop.cli.key_arguments import add_keys
from desktop.cli.parser import Command, Parser, add_help, number, path
from desktop.fields import Date

_MOST_PEOPLE = 1_000_000
_KEY = N_("số, tên hoặc mã của bản ghi: cột đầu của lệnh list và find, hay chỉ mã sau dấu #")


def make_parser() -> Parser:
    """All commands of the console."""
    parser = Parser(
        prog="soxa",
        description=tr("Sổ Xã: làm việc hàng loạt với dữ liệu của cơ quan bằng dòng lệnh."),
        epilog=tr(
            "Tài khoản lấy từ --user hoặc biến SOXA_USER (không có thì là mau, tài khoản của dữ "
            "liệu mẫu); mật khẩu lấy từ SOXA_PASSWORD hoặc được hỏi. Không có lệnh nào thì mở "
            "cửa sổ chương trình."
        ),
        add_help=False,
        allow_abbrev=False,
    )
    add_help(parser)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=tr("LỆNH"), title=tr("Các lệnh")
    )
    every = (_demo, _list, _find, _print, _history, _backup, _restore, _check, add_sync, add_keys)
    for add in every:
        add(commands)
    return parser


def _demo(commands: Any) -> None:
    command = Command(commands, "demo", tr("Lập dữ liệu mẫu, mọi người trong đó đều hư cấu."))
    command.folder().add(
        "--size",
        choices=("commune", "province", "exchange"),
        required=True,
        help=tr(
            "commune: một xã; province: cấp tỉnh với 32 Đội; exchange: tỉnh và hai xã trao đổi "
            "với nhau, trong ba thư mục tinh, xa-1, xa-2"
        ),
    )
    command.add(
        "--people",
        metavar="N",
        type=number(0, _MOST_PEOPLE),
        help=tr("thêm N người hư cấu để thử tải"),
    )


def _list(commands: Any) -> None:
    command = Command(
        commands,
        "list",
        tr("Liệt kê bản ghi, các cột cách nhau bằng Tab; cột đầu là khóa của bản ghi."),
    )
    command.signed_in().record()
    command.add(
        "--limit", metavar="N", type=number(1, 10**9), help=tr("chỉ N dòng đầu của danh sách")
    )


def _find(commands: Any) -> None:
    command = Command(commands, "find", tr("Tìm nhanh, không cần gõ dấu."))
    command.signed_in().add("words", metavar="WORDS", nargs="+", help=tr("các từ cần tìm"))


def _print(commands: Any) -> None:
    command = Command(commands, "print", tr("In một văn bản ra tệp PDF hoặc Word."))
    command.signed_in().add(
        "document", metavar="DOCUMENT", help=tr("mã mẫu in: T6, T8, T10, Q1, Q4, Q7, case, K1")
    )
    command.add("key", metavar="KEY", nargs="?", help=tr(_KEY))
    command.add("--from", dest="from_on", metavar="DATE", type=_date, help=tr("từ ngày"))
    command.add("--until", metavar="DATE", type=_date, help=tr("đến hết ngày"))
    command.add("--blank", action="store_true", help=tr("in mẫu trống để ghi tay"))
    command.add("--reason", metavar="TEXT", help=tr("lý do in, với hồ sơ mật"))
    command.add(
        "--out", metavar="FILE", type=path, required=True, help=tr("tệp .pdf hoặc .docx để ghi")
    )


def _history(commands: Any) -> None:
    command = Command(commands, "history", tr("Lịch sử thay đổi của một bản ghi."))
    command.signed_in().record()
    command.add("key", metavar="KEY", help=tr(_KEY))


def _backup(commands: Any) -> None:
    command = Command(commands, "backup", tr("Sao lưu và mở bản sao ra đếm lại."))
    command.signed_in().add(
        "--to", metavar="FOLDER", type=path, help=tr("thư mục hoặc ổ đĩa khác để ghi bản sao")
    )


def _restore(commands: Any) -> None:
    command = Command(commands, "restore", tr("Đưa một bản sao về thư mục dữ liệu."))
    command.add("backup", metavar="BACKUP", type=path, help=tr("thư mục của bản sao"))
    command.signed_in()


def _check(commands: Any) -> None:
    Command(commands, "check", tr("Kiểm tra tệp dữ liệu và mọi bản ghi.")).signed_in()


def _date(text: str) -> dt.date:
    try:
        return Date().parse(text)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(error.message) from None


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of one call. Raises UserError; exits after ``--help``."""
    return make_parser().parse_args(argv)
