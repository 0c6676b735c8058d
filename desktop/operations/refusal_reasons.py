"""Why parts of a file were not taken in, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.records import record_types
from desktop.store.exchange.left_out import LEFT

_NO_RIGHT = N_("máy gửi không được ghi hồ sơ của cơ quan này")
_NEWER = N_("do bản Sổ Xã mới hơn ghi, sẽ nhận khi cập nhật")
_UNSOUND = N_("phần ghi ai đã sửa, sửa khi nào không đúng")
_WORDS: Mapping[str, str] = {
    "field": N_("một ô có giá trị chương trình không đọc được"),
    "versions": _UNSOUND,
    "beside": _UNSOUND,
    "root": _NO_RIGHT,
    "rights": _NO_RIGHT,
    "relayed": N_(
        "ghi là do cơ quan khác sửa nhưng ở đây chưa có; chỉ nhận lại nếu vừa khôi phục bản sao lưu"
    ),
    "revoked": N_("thẻ khóa của máy gửi bị thu hồi từ trước khi gửi tệp này"),
    "ended": N_("nơi gửi ghi sau khi đã biết hồ sơ này không còn của mình"),
    "share": N_("máy gửi không được quyết định nơi nào xem hồ sơ này"),
    "same": N_("máy gửi không được kết luận hai người này là một"),
    "purge": N_("lệnh xóa không có chữ ký của cơ quan cấp thẻ"),
    "twice": N_("tệp có hai dòng cho cùng một bản ghi"),
    "fact": N_("phần kèm theo tệp chương trình không đọc được"),
    "type": _NEWER,
    "unknown": _NEWER,
}
"""By the first word of why a part was refused."""


def reason_words(why: str, entity: int = 0) -> str:
    """Why a part was refused. entity: its record type, so that a field is called by its name."""
    kind, _, number = why.partition(" ")
    for record in record_types().values():
        for field in record.fields() if record.entity == entity and kind == "field" else ():
            if str(field.no) == number:
                words = tr("ô “{label}” có giá trị chương trình không đọc được")
                return words.format(label=tr(field.label))
    return tr(_WORDS[kind])


def reason_counts(set_aside: Iterable[tuple[int, bytes, str]]) -> str:
    """Why how many parts were refused: ``2 vì …; 1 vì …``; "" if none was.

    set_aside: as a tally has it; what nobody wanted is not counted.
    """
    found = Counter(tr(_WORDS[why.partition(" ")[0]]) for *_, why in set_aside if why != LEFT)
    words = tr("{n} vì {reason}")
    return "; ".join(words.format(n=grouped(n), reason=why) for why, n in found.most_common())
