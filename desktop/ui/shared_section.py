"""Rows that all offices share, among the settings: written where they are handed down from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.office import Office
from desktop.operations.shared_lists import SharedLists, read_shared_lists
from desktop.ui.settings_sections import ListSection
from desktop.ui.tokens import CARD_PADDING, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class SharedSection(ListSection):
    """One kind of shared rows; an office that takes part in the exchange only reads them."""

    def __init__(
        self, workplace: Workplace, table: str, empty: str, columns: Sequence[str] | None = None
    ) -> None:
        super().__init__(workplace, table, empty, columns)
        self.only_read = InfoBanner(Role.NEUTRAL, "")
        around = QVBoxLayout()
        around.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        around.addWidget(self.only_read)
        self.body.insertLayout(0, around)
        set_shown(self.only_read, False)

    def refresh(self) -> None:
        super().refresh()
        self.tell_who_writes()

    def tell_who_writes(self) -> None:
        """Say so where the rows can only be read."""
        self._workplace.ask(partial(_read, self._table), self._show_shared)

    def counted_as(self) -> str:
        """Under which name rows that the office wrote itself are counted."""
        return self._table

    def _show_shared(self, found: SharedLists) -> None:
        """An office may be given its card, or another one, while this page stands."""
        set_shown(self.add_button, self._workplace.may_write(self._table))
        set_shown(self.only_read, not found.may_write)
        told = tr(
            "Phần này do {writers} sửa rồi gửi xuống, ở đây chỉ xem. "
            "Cần thêm, sửa mục nào, hãy đề nghị nơi đó."
        ).format(writers=found.writers)
        own = found.own.get(self.counted_as(), 0)
        if own:
            kept = tr(
                "{n} mục cơ quan tự ghi trước khi có thẻ khóa vẫn dùng được ở đây, nhưng nơi khác "
                "không có: hãy nhờ ghi lại ở đó."
            ).format(n=grouped(own))
            told = f"{told} {kept}"
        self.only_read.set_text(told)


def _read(table: str, office: Office) -> SharedLists:
    return read_shared_lists(office, table)
