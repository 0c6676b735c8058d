"""The administrative units among the settings: those of today, and those that went into them."""

from __future__ import annotations

from desktop.base.i18n import tr
from desktop.operations.lists import Filter
from desktop.ui.shared_section import SharedSection
from desktop.ui.widgets.choice_box import ChoiceBox
from desktop.ui.workplace import Workplace


class UnitsSection(SharedSection):
    """Units of today first: old ones are four times as many."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "admin_units", tr("Không có đơn vị nào."))
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(tr("Đơn vị hiện nay hay đơn vị cũ"))
        self.choice.addItem(tr("Đơn vị hiện nay"), "empty")
        self.choice.addItem(tr("Đơn vị cũ"), "filled")
        self.choice.currentIndexChanged.connect(self.refresh)
        self.add_beside_title(self.choice)

    def refresh(self) -> None:
        self.list.fix(Filter("valid_to", self.choice.currentData()))
        self.tell_who_writes()
