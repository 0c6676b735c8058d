"""The program's own log: what it did and where it failed, never what records hold."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler


def start_log(folder: Path) -> None:
    """Write warnings and errors to two files of at most 512 kB in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("desktop").addHandler(_QuietLog(folder / "soxa.log"))


class _QuietLog(logging.Handler):
    """Opens the log when there is something to write into it.

    What turns the files over brings sockets and more with it, which most starts never need.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._files: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._files is None:
            self._files = _rotating(self._path)
        self._files.emit(record)

    def close(self) -> None:
        if self._files is not None:
            self._files.close()
        super().close()


def _rotating(path: Path) -> RotatingFileHandler:
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(
        path, maxBytes=512 * 1024, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


def crash_place(error: BaseException) -> str:
    """The kind of an error and the line it comes from, short enough to be read over the telephone."""
    return f"{type(error).__name__}, {crash_report(error).splitlines()[-1].strip()}"


def crash_report(error: BaseException) -> str:
    """Where the program failed, without the message: it could hold a name or a number.

    Only files, lines and the kinds of the errors are told.
    """
    lines: list[str] = []
    shown: BaseException | None = error
    while shown is not None:
        lines.append(type(shown).__name__)
        trace = shown.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        shown = shown.__cause__ or shown.__context__
    return "\n".join(lines)
