"""Opening the encrypted database file."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from desktop.base.errors import DamagedFile, DiskTrouble, UserError
from desktop.base.i18n import tr


class Pace(NamedTuple):
    """How a connection treats the file.

    cache_kib: how much of it is kept in memory. fold_after: how many pages the write-ahead log
    holds before a save folds it into the file.
    """

    cache_kib: int
    fold_after: int

    @property
    def pragmas(self) -> tuple[str, ...]:
        """What sets a connection to it."""
        return (f"cache_size = -{self.cache_kib}", f"wal_autocheckpoint = {self.fold_after}")


DAILY = Pace(6_000, 1_000)
BULK = Pace(64_000, 16_000)
"""While files are taken in: their rows are looked up all over the file, and one after the other they
write the same pages, so folding seldom writes each of them once for many files. Every save reaches
the disk all the same."""
_PAGE = 4096
"""Bytes of a page of SQLCipher: the least that any database has."""
WRITING = {"soxa_writing": True}

_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "busy_timeout = 5000",
    "recursive_triggers = ON",
    # Sorting must not spill names in plain into the folder for temporary files.
    "temp_store = MEMORY",
    "secure_delete = ON",
    *DAILY.pragmas,
)
_READING_PRAGMAS = ("temp_store = MEMORY", "query_only = ON")


class RawConnection(Protocol):
    """What we use of a DB-API connection of sqlcipher3."""

    isolation_level: str | None

    def execute(self, sql: str, parameters: Any = ...) -> Any: ...
    def executemany(self, sql: str, parameters: Any) -> Any: ...
    def backup(self, target: Any, *, pages: int = ..., progress: Any = ...) -> None: ...
    def close(self) -> None: ...


def connect(
    path: Path, key: bytes, *, must_exist: bool = True, write: bool = True
) -> RawConnection:
    """Open one connection with the 256-bit key.

    write: False for a copy that must stay byte for byte what it is, perhaps on a locked drive.
    Raises DamagedFile if the file is missing, empty or no database under this key.
    """
    if must_exist:
        _require_content(path)
    with readable_trouble():
        connection = dbapi2.connect(
            str(path) if write else _reading_name(path),
            uri=not write,
            isolation_level=None,
            check_same_thread=False,
            timeout=5,
        )
        try:
            # First of all, because what SQLCipher thinks of a damaged page goes to the console
            # else, in English and before our sentence.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            for pragma in _PRAGMAS if write else _READING_PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
    return connection


def _reading_name(path: Path) -> str:
    # Written out because as_uri() names the server of a Windows share where SQLite wants nothing.
    name = quote(path.absolute().as_posix())
    return f"file://{'' if name.startswith('/') else '/'}{name}?mode=ro"


def _require_content(path: Path) -> None:
    if not path.exists():
        raise DamagedFile(
            tr(
                "Không thấy tệp dữ liệu {name} trong thư mục này. Chưa có gì thay đổi. "
                "Hãy chọn đúng thư mục, hoặc khôi phục từ bản sao lưu."
            ).format(name=path.name)
        )
    # SQLite would take an empty file, or one of a few bytes, for new and begin to fill it.
    if path.stat().st_size < _PAGE:
        raise DamagedFile(_damaged())


def open_engine(path: Path, key: bytes, *, new: bool = False) -> sa.Engine:
    """Open the office's database through SQLAlchemy; the first connection is made at once.

    new: make the file; otherwise it must be there. Raises DamagedFile.
    """
    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, must_exist=not new),
        # Named on purpose: with "sqlite://" the default would be one connection for each thread.
        poolclass=QueuePool,
        pool_size=4,
        # Whoever works on takes the connection that was used last, with what it keeps of the file.
        pool_use_lifo=True,
        # What records hold must not stand in the text of an error.
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _give_up_connection)
    # Here, so that a damaged file becomes a sentence and not noise from deep inside.
    try:
        engine.connect().close()
    except BaseException:
        engine.dispose()
        raise
    return engine


def _begin(connection: sa.Connection) -> None:
    # isolation_level is None, so sqlite3 neither commits before every CREATE nor begins by
    # itself: a migration or an operation that fails is rolled back whole.
    writing = connection.get_execution_options().get("soxa_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _give_up_connection(context: sa.ExceptionContext) -> None:
    # SQLCipher reads nothing more on a connection that met a damaged page, however sound the rest.
    if any(sign in str(context.original_exception) for sign in _MALFORMED):
        context.is_disconnect = True


_FULL = "disk is full"
_READ_ONLY = "readonly database"
_MALFORMED = ("file is not a database", "malformed")


@contextmanager
def readable_trouble() -> Generator[None]:
    """Turn what the disk refuses or garbles into sentences; everything else passes through."""
    try:
        yield
    except (exc.DatabaseError, dbapi2.DatabaseError) as error:
        told = _sentence(str(getattr(error, "orig", error)))
        if told is None:
            raise
        raise told from error
    except OSError as error:
        raise DiskTrouble(disk_sentence(error)) from error


def _sentence(text: str) -> UserError | None:
    if any(sign in text for sign in _MALFORMED):
        return DamagedFile(_damaged())
    if _FULL in text:
        return DiskTrouble(_full())
    if _READ_ONLY in text or "unable to open" in text:
        return DiskTrouble(_read_only())
    if "database is locked" in text:
        return DiskTrouble(
            tr(
                "Tệp dữ liệu đang bận vì một việc khác. Lần lưu này chưa được ghi. "
                "Hãy đợi một lát rồi lưu lại."
            )
        )
    if "disk I/O error" in text:
        return DiskTrouble(
            tr(
                "Ổ đĩa không đọc hoặc ghi được. Lần lưu này chưa được ghi, dữ liệu cũ còn nguyên. "
                "Hãy kiểm tra ổ đĩa rồi thử lại."
            )
        )
    return None


def _damaged() -> str:
    return tr(
        "Tệp dữ liệu bị hỏng hoặc bị cắt cụt, không đọc được. Chương trình không sửa gì "
        "trong tệp. Hãy khôi phục từ bản sao lưu gần nhất."
    )


def _full() -> str:
    return tr(
        "Ổ đĩa đã đầy. Lần lưu này chưa được ghi, dữ liệu cũ còn nguyên. "
        "Hãy dọn bớt tệp không cần rồi lưu lại; nội dung đang nhập vẫn còn trên màn hình."
    )


def _read_only() -> str:
    return tr(
        "Thư mục dữ liệu không cho ghi. Chưa có gì thay đổi. "
        "Hãy bỏ chế độ chỉ đọc của thư mục hoặc chép thư mục sang ổ đĩa khác."
    )


def disk_sentence(error: OSError) -> str:
    """What a clerk reads when the system refuses to read or write a file."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full()
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return _read_only()
    return tr(
        "Không đọc hoặc ghi được tệp. Chưa có gì thay đổi. Hãy kiểm tra ổ đĩa hoặc USB rồi thử lại."
    )


def raw_connection(connection: sa.Connection) -> RawConnection:
    """The driver's own connection under this one, within the same transaction."""
    return cast("RawConnection", connection.connection.driver_connection)
