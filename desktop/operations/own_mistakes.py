"""Mistakes of this program that one file of many brings to light: that file is refused, no more."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop.base.errors import Cancelled, UserError
from desktop.base.i18n import tr
from desktop.base.log import crash_place, crash_report
from desktop.base.paths import shown_name


@contextmanager
def refused_for_mistakes(path: Path, *, is_taken: bool = False) -> Generator[None]:
    """Turn what nobody foresaw into a sentence about this file; where it happened is in the log.

    is_taken: what is done in here comes after the file was taken in. What is a sentence already,
    and Cancelled, pass through.
    """
    try:
        yield
    except (UserError, Cancelled):
        raise
    except Exception as error:
        raise _refusal(error, path, is_taken=is_taken) from error


def _refusal(error: Exception, path: Path, *, is_taken: bool) -> UserError:
    # Without the message, which could hold a name.
    logging.getLogger("desktop.operations").error("%s", crash_report(error))
    told = (
        tr(
            "Đã nhận trọn tệp {name}, nhưng sau đó chương trình gặp lỗi của chính nó ({place}). "
            "Dữ liệu đã nhận còn nguyên. Hãy báo câu này cho nơi hỗ trợ."
        )
        if is_taken
        else tr(
            "Chương trình gặp lỗi của chính nó với tệp {name} ({place}). Tệp này chưa nhận, sổ "
            "không thay đổi vì nó. Hãy giữ lại tệp và báo câu này cho nơi hỗ trợ."
        )
    )
    return UserError(told.format(name=shown_name(path), place=crash_place(error)))
