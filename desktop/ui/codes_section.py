"""The code lists among the settings, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base.i18n import tr
from desktop.operations import lists
from desktop.ui.shared_section import SharedSection
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.workplace import Workplace


class CodesSection(SharedSection):
    """The code lists by their names."""

    def __init__(self, workplace: Workplace) -> None:
        columns = ("code", "label", "position", "valid_from", "valid_to")
        super().__init__(workplace, "code_items", tr("Danh mục này chưa có mục nào."), columns)
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(tr("Danh mục"))
        for code_list, title in lists.code_list_titles().items():
            self.choice.addItem(f"{code_list} · {title}", code_list)
        self.choice.currentIndexChanged.connect(self.refresh)
        self.add_beside_title(self.choice)

    def refresh(self) -> None:
        self.list.fix(lists.Filter("code_list", "is", self.choice.currentData()))
        self.tell_who_writes()

    def counted_as(self) -> str:
        return str(self.choice.currentData())

    def proposed(self) -> Mapping[str, Any]:
        return {"code_list": self.choice.currentData()}
