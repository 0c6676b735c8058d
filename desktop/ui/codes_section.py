"""The code lists among the settings: written by whoever hands them down, only read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations import lists
from desktop.operations.shared_lists import SharedLists, read_shared_lists
from desktop.ui.settings_sections import ListSection
from desktop.ui.tokens import CARD_PADDING, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class CodesSection(ListSection):
    """The code lists, one at a time, by their names."""

    def __init__(self, workplace: Workplace) -> None:
        columns = ("code", "label", "position", "valid_from", "valid_to")
        empty = tr("Danh mục này chưa có mục nào.")
        super().__init__(workplace, "code_items", empty, columns)
        self.only_read = InfoBanner(Role.NEUTRAL, "")
        around = QVBoxLayout()
        around.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        around.addWidget(self.only_read)
        self.body.insertLayout(0, around)
        set_shown(self.only_read, False)
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(tr("Danh mục"))
        for code_list, title in lists.code_list_titles().items():
            self.choice.addItem(f"{code_list} · {title}", code_list)
        self.choice.currentIndexChanged.connect(self.refresh)
        self.add_beside_title(self.choice)

    def refresh(self) -> None:
        self.list.fix(lists.Filter("code_list", "is", self.choice.currentData()))
        self._workplace.ask(read_shared_lists, self._show_shared)

    def proposed(self) -> Mapping[str, Any]:
        return {"code_list": self.choice.currentData()}

    def _show_shared(self, found: SharedLists) -> None:
        """An office may be given its card, or another one, while this page stands."""
        set_shown(self.add_button, self._workplace.may_write("code_items"))
        set_shown(self.only_read, not found.may_write)
        told = tr(
            "Danh mục do {writers} sửa rồi gửi xuống, ở đây chỉ xem. "
            "Cần thêm, sửa mục nào, hãy đề nghị nơi đó."
        ).format(writers=found.writers)
        own = found.own.get(self.choice.currentData(), 0)
        if own:
            kept = tr(
                "{n} mục cơ quan tự ghi trước khi có thẻ khóa vẫn dùng được ở đây, nhưng nơi khác "
                "không có: hãy nhờ ghi lại cùng mã."
            ).format(n=grouped(own))
            told = f"{told} {kept}"
        self.only_read.set_text(told)
