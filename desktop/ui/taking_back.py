"""What is asked and told when files are taken back, one or all of a morning."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.imports_taken_back import MorningBack, ReceivedFile
from desktop.operations.package_files import number_words, numbered
from desktop.store.exchange.before import TakenBack
from desktop.ui.dialogs import Message
from desktop.ui.exchange_words import names_text


def file_question(file: ReceivedFile) -> Message:
    """Whether everything that one file has changed shall be put back."""
    return Message(
        tr("Hoàn tác lần nhận tệp số {number} của {name}?").format(
            number=number_words(file.number, for_all=file.for_all), name=file.office_name
        ),
        tr(
            "{n} thay đổi của tệp được đưa về như trước khi nhận. Bản ghi bạn đã sửa sau đó thì "
            "giữ nguyên; bản ghi đã xóa hẳn thì không lấy lại."
        ).format(n=grouped(file.rows)),
        _again(file),
    )


def _again(file: ReceivedFile) -> str:
    """What else is to be known before a file is taken back."""
    again = tr("Chương trình sao lưu trước. Tệp có thể nhận lại sau.")
    if file.for_all:
        return again
    told = tr("Nếu đã đọc mã xác nhận của tệp cho nơi gửi, hãy báo họ, hoặc gửi họ một tệp.")
    return f"{again} {told}"


def morning_question(files: Sequence[ReceivedFile]) -> Message:
    """Whether everything that these files have changed shall be put back."""
    return Message(
        tr("Hoàn tác cả đợt {n} tệp nhận cùng lúc?").format(n=grouped(len(files))),
        tr(
            "{n} thay đổi của các tệp được đưa về như trước khi nhận. Bản ghi bạn đã sửa sau đó thì "
            "giữ nguyên; bản ghi đã xóa hẳn thì không lấy lại."
        ).format(n=grouped(sum(file.rows for file in files))),
        tr(
            "Chương trình sao lưu một lần trước, rồi hoàn tác từng tệp, tệp mới nhất trước. Dừng giữa "
            "chừng thì tệp nào cũng trọn vẹn: đã hoàn tác hoặc còn nguyên."
        ),
    )


def which_question(file: ReceivedFile, files: Sequence[ReceivedFile]) -> Message:
    """Whether one file shall be put back, or all that were taken in with it."""
    return Message(
        tr(
            "Tệp số {number} của {name} được nhận cùng đợt với {n} tệp khác. Hoàn tác những gì?"
        ).format(
            number=number_words(file.number, for_all=file.for_all),
            name=file.office_name,
            n=grouped(len(files) - 1),
        ),
        tr(
            "Những gì các tệp được chọn đã thay đổi thì đưa về như trước khi nhận. Bản ghi bạn đã sửa "
            "sau đó thì giữ nguyên; bản ghi đã xóa hẳn thì không lấy lại."
        ),
        _again(file),
    )


def which_choices(files: Sequence[ReceivedFile]) -> tuple[tuple[str, str], ...]:
    """The answers to that."""
    every = tr("Cả đợt {n} tệp").format(n=grouped(len(files)))
    return (("all", every), ("one", tr("Chỉ tệp này")))


def back_words(done: TakenBack, files: Sequence[ReceivedFile]) -> str:
    """What came of it, in one line. files: those that were taken back."""
    what = tr("Đã hoàn tác {n} tệp").format(n=grouped(len(files)))
    if len(files) == 1:
        what = tr("Đã hoàn tác tệp số {number} của {name}").format(
            number=numbered(files[0].name, files[0].number, for_all=files[0].for_all),
            name=files[0].office_name,
        )
    if not (done.gone or done.restored or done.kept):
        return tr("{what}: không bản ghi nào trong sổ phải đổi.").format(what=what)
    words = tr("{what}: bỏ {gone}, đưa về như trước {restored}, giữ lại {kept} bản ghi.")
    return words.format(
        what=what,
        gone=grouped(done.gone.total()),
        restored=grouped(done.restored.total()),
        kept=grouped(done.kept.total()),
    )


def left_words(told: MorningBack) -> Message:
    """Which files were taken back and which were not, when it ended before its end."""
    back = [file.name for file in told.back]
    left = [file.name for file in told.left]
    done = (
        tr("Đã hoàn tác trọn {n} tệp: {names}.").format(
            n=grouped(len(back)), names=names_text(back)
        )
        if back
        else tr("Chưa hoàn tác tệp nào.")
    )
    why = () if told.trouble is None else (told.trouble.message,)
    rest = tr("{n} tệp chưa hoàn tác, vẫn còn nguyên như đã nhận: {names}.")
    return Message(
        done,
        " ".join((*why, rest.format(n=grouped(len(left)), names=names_text(left)))),
        tr("Muốn làm nốt, chọn một tệp của đợt ấy trong danh sách Đã nhận rồi bấm Hoàn tác."),
    )
