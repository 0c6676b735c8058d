"""What stands over a case that another office has now, or in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.cases import CaseFolder
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.empty_state import EmptyState


class DepartureNotice(QWidget):
    """A banner while the case can still be read here, the whole room once it is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self.banner = InfoBanner(Role.WARNING, "")
        self.gone = EmptyState("arrow-right-left", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.gone, 1)
        self.hide()

    def show_for(self, folder: CaseFolder) -> None:
        """Say where the case went; nothing for one that is here."""
        departure = folder.departure
        self.setVisible(departure is not None or folder.gone)
        self.banner.setVisible(not folder.gone)
        self.gone.setVisible(folder.gone)
        said = [] if departure is None else [departure.sentence()]
        if departure is not None and departure.why:
            said.append(tr("Lý do: {why}.").format(why=departure.why))
        here = tr("Máy này chỉ còn giữ số hồ sơ và họ tên.")
        self.gone.set_sentence(" ".join([*said, here]))
        self.banner.set_text(" ".join([*said, tr("Hồ sơ ở đây chỉ để đọc.")]))
