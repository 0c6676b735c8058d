"""The console: the same operations as the windows, for work in batches."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.clock import SystemClock
from desktop.base.errors import UnknownDay, UserError
from desktop.base.i18n import tr
from desktop.base.log import crash_place, crash_report
from desktop.cli import commands, exchange, keys
from desktop.cli.arguments import parse

if TYPE_CHECKING:
    import argparse

    from desktop.base.clock import Clock

_CLERKS_ERROR, _OUR_ERROR, _INTERRUPTED = 2, 70, 130

_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Clock], int]] = {
    "demo": commands.demo,
    "list": commands.list_records,
    "find": commands.find,
    "print": commands.print_paper,
    "history": commands.history,
    "backup": commands.backup,
    "restore": commands.restore,
    "check": commands.check,
    "sync": exchange.carry_out,
    "keys": keys.carry_out,
}


def main(argv: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Carry out one command line; returns the exit code.

    0 if all went well; 1 if check found something; 2 with one line on a clerk's error; 70 with
    one line on ours. Raises SystemExit after ``--help``.
    """
    _write_utf8()
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
        code = _COMMANDS[args.command](args, clock or SystemClock())
        sys.stdout.flush()
    except UnknownDay:
        _complain(
            tr(
                "Đồng hồ máy sai nên chưa biết hôm nay là ngày nào. Chưa có gì thay đổi. "
                "Hãy thêm --today với ngày hôm nay, ví dụ --today 21/11/2026."
            )
        )
        return _CLERKS_ERROR
    except UserError as error:
        _complain(error.message)
        return _CLERKS_ERROR
    except BrokenPipeError:
        # Whoever reads has enough; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _complain(tr("Đã dừng theo yêu cầu."))
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- nobody is above to see it; the log tells where
        return _failed(error)
    return code


def _failed(error: Exception) -> int:
    logging.getLogger("desktop.cli").error("%s", crash_report(error))
    message = tr(
        "Chương trình gặp lỗi của chính nó ({place}). Việc đang làm dở không được ghi; "
        "hãy báo dòng này cho nơi hỗ trợ."
    )
    _complain(message.format(place=crash_place(error)))
    return _OUR_ERROR


def _complain(message: str) -> None:
    print(" ".join(message.split()), file=sys.stderr)


def _write_utf8() -> None:
    """Vietnamese letters whatever the locale, also into files and pipes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
