"""The command line: its commands, their arguments, and what is said of a wrong one."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import N_, tr
from desktop.fields import Count, Date

_MOST_PEOPLE = 1_000_000
_KEY = N_("số, tên hoặc mã của bản ghi: cột đầu của lệnh list và find, hay chỉ mã sau dấu #")
_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", N_("Thiếu {0}.")),
    (r"unrecognized arguments: (.+)", N_("Không hiểu “{0}”.")),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        N_("{0}: không có {1}; chỉ có {2}."),
    ),
    (r"argument (.+?): expected (?:one|at least one) argument", N_("{0}: thiếu giá trị đi kèm.")),
    (r"argument (.+?): ignored explicit argument (.+)", N_("{0}: không đi kèm giá trị {1}.")),
    (r"ambiguous option: (.+?) could match (.+)", N_("{0} có thể là {1}; hãy viết đủ.")),
    (r"argument (.+?): (.+)", N_("{0}: {1}")),
)
"""What argparse says, in words of the console."""


class Parser(argparse.ArgumentParser):
    """Reads the arguments; a wrong one becomes a sentence for the clerk."""

    def error(self, message: str) -> NoReturn:
        for pattern, said in _SAID:
            found = re.fullmatch(pattern, message)
            if found:
                raise UserError(f"{tr(said).format(*found.groups())} {self._hint()}")
        raise UserError(f"{tr('Lệnh viết chưa đúng.')} {self._hint()}")

    def _hint(self) -> str:
        return tr("Chưa làm gì; xem {command} --help.").format(command=self.prog)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", tr("Cách dùng: "), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", tr("Cách dùng: "), 1)


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
    _help(parser)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=tr("LỆNH"), title=tr("Các lệnh")
    )
    for add in (_demo, _list, _find, _print, _history, _backup, _restore, _check):
        add(commands)
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(tr("Trợ giúp"))
    group.add_argument("-h", "--help", action="help", help=tr("xem cách dùng rồi thôi"))


class _Command:
    """One command: its own arguments, and those that all have."""

    def __init__(self, commands: Any, name: str, purpose: str) -> None:
        self.parser: Parser = commands.add_parser(
            name, help=purpose, description=purpose, add_help=False, allow_abbrev=False
        )
        _help(self.parser)
        self._group = self.parser.add_argument_group(tr("Tham số"))

    def add(self, *names: str, **options: Any) -> _Command:
        self._group.add_argument(*names, **options)
        return self

    def folder(self) -> _Command:
        return self.add("folder", metavar="DIR", type=Path, help=tr("thư mục dữ liệu"))

    def signed_in(self) -> _Command:
        self.folder()
        return self.add("--user", metavar=tr("TÊN"), help=tr("tài khoản; nếu không thì SOXA_USER"))

    def record(self) -> _Command:
        told = tr("loại bản ghi: case_files, people, teams… hoặc “hồ sơ”, “người”, “đội”…")
        return self.add("record", metavar="RECORD", help=told)


def _demo(commands: Any) -> None:
    command = _Command(commands, "demo", tr("Lập dữ liệu mẫu, mọi người trong đó đều hư cấu."))
    command.folder().add(
        "--size",
        choices=("commune", "province"),
        required=True,
        help=tr("commune: một xã; province: cấp tỉnh với 32 Đội"),
    )
    command.add(
        "--people",
        metavar="N",
        type=_number(0, _MOST_PEOPLE),
        help=tr("thêm N người hư cấu để thử tải"),
    )


def _list(commands: Any) -> None:
    command = _Command(
        commands,
        "list",
        tr("Liệt kê bản ghi, các cột cách nhau bằng Tab; cột đầu là khóa của bản ghi."),
    )
    command.signed_in().record()
    command.add(
        "--limit", metavar="N", type=_number(1, 10**9), help=tr("chỉ N dòng đầu của danh sách")
    )


def _find(commands: Any) -> None:
    command = _Command(commands, "find", tr("Tìm nhanh, không cần gõ dấu."))
    command.signed_in().add("words", metavar="WORDS", nargs="+", help=tr("các từ cần tìm"))


def _print(commands: Any) -> None:
    command = _Command(commands, "print", tr("In một văn bản ra tệp PDF hoặc Word."))
    command.signed_in().add(
        "document", metavar="DOCUMENT", help=tr("mã mẫu in: T6, T8, T10, Q1, Q4, Q7, case, K1")
    )
    command.add("key", metavar="KEY", nargs="?", help=tr(_KEY))
    command.add("--from", dest="from_on", metavar="DATE", type=_date, help=tr("từ ngày"))
    command.add("--until", metavar="DATE", type=_date, help=tr("đến hết ngày"))
    command.add("--blank", action="store_true", help=tr("in mẫu trống để ghi tay"))
    command.add("--reason", metavar="TEXT", help=tr("lý do in, với hồ sơ mật"))
    command.add(
        "--out", metavar="FILE", type=Path, required=True, help=tr("tệp .pdf hoặc .docx để ghi")
    )


def _history(commands: Any) -> None:
    command = _Command(commands, "history", tr("Lịch sử thay đổi của một bản ghi."))
    command.signed_in().record()
    command.add("key", metavar="KEY", help=tr(_KEY))


def _backup(commands: Any) -> None:
    command = _Command(commands, "backup", tr("Sao lưu và mở bản sao ra đếm lại."))
    command.signed_in().add(
        "--to", metavar="FOLDER", type=Path, help=tr("thư mục hoặc ổ đĩa khác để ghi bản sao")
    )


def _restore(commands: Any) -> None:
    command = _Command(commands, "restore", tr("Đưa một bản sao về thư mục dữ liệu."))
    command.add("backup", metavar="BACKUP", type=Path, help=tr("thư mục của bản sao"))
    command.signed_in()


def _check(commands: Any) -> None:
    _Command(commands, "check", tr("Kiểm tra tệp dữ liệu và mọi bản ghi.")).signed_in()


def _date(text: str) -> dt.date:
    try:
        return Date().parse(text)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(error.message) from None


def _number(least: int, most: int) -> Any:
    def read(text: str) -> int:
        try:
            return Count(minimum=least, maximum=most).parse(text)
        except InvalidValue as error:
            raise argparse.ArgumentTypeError(error.message) from None

    return read


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of one call. Raises UserError; exits after ``--help``."""
    return make_parser().parse_args(argv)
