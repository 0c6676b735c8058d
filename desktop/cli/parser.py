"""What reads a command line, and what it says of a wrong one."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from desktop.base.errors import InvalidValue, UserError
from desktop.base.i18n import N_, tr
from desktop.fields import Count, Date

_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", N_("Thiếu {0}.")),
    (r"unrecognized arguments: (.+)", N_("Không hiểu “{0}”.")),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        N_("{0}: không có {1}; chỉ có {2}."),
    ),
    (r"argument (.+?): expected (?:one|at least one) argument", N_("{0}: thiếu giá trị đi kèm.")),
    (r"argument (.+?): ignored explicit argument (.+)", N_("{0}: không đi kèm giá trị {1}.")),
    (r"one of the arguments (.+) is required", N_("Cần một trong: {0}.")),
    (r"argument (.+?): not allowed with argument (.+)", N_("{0} không đi cùng {1}.")),
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


def add_help(parser: argparse.ArgumentParser) -> None:
    """Add ``--help``, in words of the console."""
    group = parser.add_argument_group(tr("Trợ giúp"))
    group.add_argument("-h", "--help", action="help", help=tr("xem cách dùng rồi thôi"))


def add_group(
    commands: Any, name: str, purpose: str, adders: Iterable[Callable[[Any], None]]
) -> None:
    """Add a command that has commands of its own; each adder adds one of them."""
    parser: Parser = commands.add_parser(
        name, help=purpose, description=purpose, add_help=False, allow_abbrev=False
    )
    add_help(parser)
    deeds = parser.add_subparsers(
        dest="deed", required=True, metavar=tr("VIỆC"), title=tr("Các việc")
    )
    for add in adders:
        add(deeds)


class Command:
    """One command: its own arguments, and those that all have."""

    def __init__(self, commands: Any, name: str, purpose: str) -> None:
        self.parser: Parser = commands.add_parser(
            name, help=purpose, description=purpose, add_help=False, allow_abbrev=False
        )
        add_help(self.parser)
        self._group = self.parser.add_argument_group(tr("Tham số"))

    def add(self, *names: str, **options: Any) -> Command:
        self._group.add_argument(*names, **options)
        return self

    def one_of(self) -> Any:
        """A group of its arguments of which exactly one is wanted."""
        return self._group.add_mutually_exclusive_group(required=True)

    def folder(self) -> Command:
        return self.add("folder", metavar="DIR", type=path, help=tr("thư mục dữ liệu"))

    def signed_in(self) -> Command:
        self.folder()
        told = tr("hôm nay là ngày nào, khi đồng hồ máy sai; chỉ dùng cho lệnh này")
        self.add("--today", metavar=tr("NGÀY"), type=day, help=told)
        return self.add("--user", metavar=tr("TÊN"), help=tr("tài khoản; nếu không thì SOXA_USER"))

    def record(self) -> Command:
        told = tr("loại bản ghi: case_files, people, teams… hoặc “hồ sơ”, “người”, “đội”…")
        return self.add("record", metavar="RECORD", help=told)


def path(text: str) -> Path:
    """A path; an empty one would mean the folder in which the command runs, and all below it."""
    if not text.strip():
        raise argparse.ArgumentTypeError(tr("đường dẫn bỏ trống."))
    return Path(text)


def day(text: str) -> dt.date:
    """A date as people write it: 21/11/2026."""
    try:
        return Date().parse(text)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(error.message) from None


def number(least: int, most: int) -> Callable[[str], int]:
    """What reads a whole number between these two."""

    def read(text: str) -> int:
        try:
            return Count(minimum=least, maximum=most).parse(text)
        except InvalidValue as error:
            raise argparse.ArgumentTypeError(error.message) from None

    return read
