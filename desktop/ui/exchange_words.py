"""What the screens of the exchange have in common: names of groups, sizes, days, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from desktop.base.clock import in_vietnam
from desktop.base.i18n import N_, tr
from desktop.base.text import grouped
from desktop.operations.incoming_row import Group
from desktop.records import record_types
from desktop.ui.tokens import Role

GROUPS: Mapping[Group, tuple[str, Role]] = {
    Group.NEW: (N_("Mới"), Role.GOOD),
    Group.UPDATED: (N_("Cập nhật"), Role.MAIN),
    Group.JOINED: (N_("Tự gộp"), Role.MAIN),
    Group.DISPUTED: (N_("Cần xem"), Role.ERROR),
    Group.VOIDED: (N_("Hủy bỏ"), Role.WARNING),
    Group.PURGED: (N_("Xóa hẳn"), Role.ERROR),
}
"""What becomes of a row: its word and the colour of its chip."""
_MOST_NAMES = 3
_KB, _MB, _GB = 1000, 1_000_000, 1_000_000_000


def type_words(entity: int) -> str:
    """What a record type is called, one of a newer program too."""
    kinds = {kind.entity: kind for kind in record_types().values()}
    if entity not in kinds:
        return tr("Loại của bản Sổ Xã mới hơn")
    return tr(kinds[entity].singular)


def size_text(size: int) -> str:
    """How large a file is, as file managers write it."""
    for unit, words in ((_GB, N_("{size} GB")), (_MB, N_("{size} MB"))):
        if size >= unit:
            return tr(words).format(size=f"{size / unit:.1f}".replace(".", ","))
    return tr("{size} kB").format(size=grouped(-(-size // _KB)))


def at_text(moment: dt.datetime) -> str:
    """A day and an hour in Việt Nam."""
    return f"{in_vietnam(moment):%d/%m/%Y %H:%M}"


def day_text(moment: dt.datetime | None) -> str:
    """A day in Việt Nam; a dash for none."""
    return "–" if moment is None else f"{in_vietnam(moment):%d/%m/%Y}"


def kind_counts(counts: Mapping[int, int], most: int) -> tuple[list[str], str]:
    """How many records of each type, the most first: ``Hồ sơ 12``; and all beyond so many."""
    told = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    words = [f"{type_words(entity)} {grouped(count)}" for entity, count in told]
    # One more takes no more room than saying that there is one more.
    shown = words if len(words) <= most + 1 else words[:most]
    return shown, "\n".join(words[len(shown) :])


def names_text(told: Iterable[str]) -> str:
    """What files are called: three of them, and how many more."""
    names = list(dict.fromkeys(told))
    words, more = ", ".join(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    return tr("{files} và {n} tệp nữa").format(files=words, n=grouped(more)) if more > 0 else words


def change_words(counts: Mapping[Group, int], purged: int = 0) -> str:
    """What would be otherwise, in one line, what asks for somebody first: ``cần xem 1 · mới 3``."""
    told = [
        f"{tr(GROUPS[group][0]).lower()} {grouped(counts[group])}"
        for group in Group
        if counts.get(group)
    ]
    told += [tr("xóa hẳn {n}").format(n=grouped(purged))] if purged else []
    return " · ".join(told) or tr("không có gì mới")


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers of files, neighbours drawn together: ``3–5, 8``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
