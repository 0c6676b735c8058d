"""The arguments of the commands for the exchange, from ``soxa sync export`` to ``soxa sync check``."""

from __future__ import annotations

from typing import Any

from desktop.base.i18n import tr
from desktop.cli.parser import Command, add_group, path


def add_sync(commands: Any) -> None:
    """Add ``sync`` with its own commands."""
    purpose = tr("Gửi, nhận dữ liệu với nơi khác bằng tệp.")
    add_group(
        commands,
        "sync",
        purpose,
        (_export, _examine, _import, _retry, _undo, _ack, _status, _check),
    )


def _export(deeds: Any) -> None:
    command = Command(deeds, "export", tr("Ghi tệp gửi một nơi: mọi thứ nơi đó chưa xác nhận."))
    command.signed_in()
    told = tr(
        "tên hoặc số của nơi nhận, xem sync status; all là một tệp chung cho mọi nơi cấp dưới, chỉ "
        "có danh mục, mẫu phiếu, địa bàn"
    )
    command.add("--to", metavar="PEER", required=True, help=told)
    command.add(
        "--out", metavar="FOLDER", type=path, required=True, help=tr("thư mục hoặc USB để ghi")
    )
    command.add(
        "--mail", action="store_true", help=tr("để gửi qua thư điện tử: chia thành các tệp 15 MB")
    )


def _examine(deeds: Any) -> None:
    command = Command(deeds, "examine", tr("Xem một tệp do ai gửi, có gì; chưa nhận gì."))
    command.signed_in().add("file", metavar="FILE", type=path, help=tr("tệp .goi"))


def _import(deeds: Any) -> None:
    command = Command(deeds, "import", tr("Nhận tệp; dữ liệu được sao lưu trước."))
    told = tr("tệp .goi, hoặc thư mục có các tệp ấy")
    command.signed_in().add("files", metavar="FILE", type=path, nargs="+", help=told)


def _retry(deeds: Any) -> None:
    purpose = tr("Kê những phần không nhận được và vì sao; thử nhận lại nếu được yêu cầu.")
    command = Command(deeds, "refused", purpose)
    told = tr("sao lưu rồi thử nhận lại; phần nào vẫn không nhận được thì vẫn để riêng")
    command.signed_in().add("--retry", action="store_true", help=told)


def _undo(deeds: Any) -> None:
    command = Command(deeds, "undo", tr("Hoàn tác một lần nhận; dữ liệu được sao lưu trước."))
    told = tr("tên tệp hoặc mã gói; không ghi thì là lần nhận cuối")
    command.signed_in().add("package", metavar="PACKAGE", nargs="?", help=told)
    together = tr("hoàn tác mọi tệp đã nhận cùng một đợt với tệp ấy, tệp mới nhất trước")
    command.add("--morning", action="store_true", help=together)


def _ack(deeds: Any) -> None:
    purpose = tr("Nghe một mã xác nhận, hoặc đọc ra mã cho các nơi đã gửi tệp đến.")
    told = tr("mã 20 chữ và số mà nơi kia đọc; không ghi thì đọc ra mã của máy này")
    Command(deeds, "ack", purpose).signed_in().add("code", metavar="CODE", nargs="*", help=told)


def _status(deeds: Any) -> None:
    Command(deeds, "status", tr("Tình hình gửi, nhận với từng nơi.")).signed_in()


def _check(deeds: Any) -> None:
    purpose = tr(
        "Đối soát: hai nơi giữ như nhau thì mã ở hai nơi giống nhau; tệp gửi sau kèm số đối soát, "
        "chỗ nào khác thì gửi lại."
    )
    command = Command(deeds, "check", purpose)
    command.signed_in().add("--with", dest="peer", metavar="PEER", help=tr("chỉ với nơi này"))
