"""What the program has to say about what is shown: the first of it in sight, the rest on request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.rules.remarks import Remark, Severity
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.shown import set_shown

_ROLES = {
    Severity.ERROR: Role.ERROR,
    Severity.WARNING: Role.WARNING,
    Severity.HINT: Role.NEUTRAL,
}


class RemarkBanners(QWidget):
    """Shows remarks as banners; ``asked`` carries table and id of a record to look at."""

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, *, in_sight: int = 1) -> None:
        """in_sight: how many are shown before the rest is asked for."""
        super().__init__(parent)
        self._in_sight = in_sight
        set_look(self, "clear")
        self._remarks: tuple[Remark, ...] = ()
        self._all = False
        self.banners: list[InfoBanner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these instead of the former; errors first."""
        order = list(Severity)
        self._remarks = tuple(sorted(remarks, key=lambda one: order.index(one.severity)))
        self._all = self._all and len(self._remarks) > self._in_sight
        self._fill()

    def show_all(self) -> None:
        """Bring the rest into sight, or put it away again."""
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        for banner in self.banners:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        shown = self._remarks if self._all else self._remarks[: self._in_sight]
        self.banners = [self._banner(one) for one in shown]
        rest = len(self._remarks) - self._in_sight
        if rest > 0:
            words = tr("Thu gọn") if self._all else tr("Còn {count} điều").format(count=rest)
            self.banners[0].add_action(words, self.show_all)
        set_shown(self, bool(self._remarks))

    def _banner(self, remark: Remark) -> InfoBanner:
        banner = InfoBanner(_ROLES[remark.severity], remark.sentence)
        if remark.records:
            banner.add_action(tr("Mở bản ghi"), lambda: self.asked.emit(*remark.records[0]))
        self._column.addWidget(banner)
        return banner
