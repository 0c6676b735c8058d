"""What the last saved action was if it can't be undone with one key, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.base.errors import UserError
from desktop.base.i18n import N_, tr
from desktop.operations import same_people, transfers
from desktop.store.exchange import inbound, leaving, resend

LASTING: Mapping[str, str] = {
    "create": N_("Việc gần nhất là lập dữ liệu của cơ quan; việc này không hoàn tác được."),
    "demo": N_(
        "Việc gần nhất là tạo dữ liệu mẫu; việc này không hoàn tác được. Muốn bỏ dữ liệu mẫu, "
        "hãy lập một thư mục dữ liệu mới."
    ),
    inbound.KIND: N_(
        "Việc gần nhất là nhận dữ liệu của nơi khác. Muốn bỏ cả lần nhận ấy: mở Trao đổi dữ liệu › "
        "Nhận, chọn tệp rồi bấm Hoàn tác lần nhận này."
    ),
    inbound.TAKEN_BACK: N_(
        "Việc gần nhất là hoàn tác một lần nhận tệp. Muốn có lại dữ liệu của tệp, hãy nhận lại "
        "tệp ấy."
    ),
    "purge": N_("Việc gần nhất là xóa vĩnh viễn. Nội dung đã xóa không lấy lại được."),
    resend.KIND: N_(
        "Việc gần nhất là đánh dấu để gửi lại sau đối soát. Việc này không sửa nội dung nào trong "
        "sổ nên không có gì phải hoàn tác; tệp gửi lần tới chỉ lớn hơn."
    ),
    same_people.KIND: N_(
        "Việc gần nhất là trả lời hai bản ghi có phải cùng một người không. Muốn đổi lại: mở Trao "
        "đổi dữ liệu › Cần xem lại › Có thể trùng người rồi chọn lại."
    ),
    leaving.KIND: N_(
        "Việc gần nhất là bỏ khỏi máy này những hồ sơ đã chuyển hẳn cho nơi khác. Muốn lấy lại hồ "
        "sơ, hãy nhờ nơi đang giữ hoặc tỉnh chuyển lại."
    ),
    transfers.UNDONE: N_(
        "Việc gần nhất là hoàn tác chuyển hồ sơ: hồ sơ vẫn ở cơ quan mình. Muốn chuyển, hãy mở "
        "hồ sơ và chuyển lần nữa."
    ),
}
"""What the log calls each action, and the sentence that says what it was and how to go on."""


def nothing_to_undo(kind: str | None) -> UserError:
    """Why Undo takes nothing back.

    kind: of the user's last action; None if nothing was saved that could be taken back.
    """
    if kind is None:
        return UserError(tr("Bạn chưa cất việc nào để hoàn tác. Chưa có gì thay đổi."))
    before = tr(
        "Chưa có gì thay đổi. Việc bạn cất trước đó vẫn giữ nguyên; muốn sửa, hãy mở bản ghi và "
        "xem Lịch sử để biết giá trị cũ."
    )
    return UserError(f"{tr(LASTING[kind])} {before}")
