"""A line on the home page: what the province has not confirmed yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.exchange_board import is_old
from desktop.operations.sending import Pending
from desktop.ui.exchange_words import day_text
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner, order_banners
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace


class ExchangeNews(QWidget):
    """A banner for each office above that has not confirmed everything; else no room is taken."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        set_look(self, "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._banners: list[InfoBanner] = []
        set_shown(self, False)

    def texts(self) -> list[str]:
        """What the banners say."""
        return [banner.text() for banner in self._banners]

    def show_waiting(self, waiting: Sequence[Pending]) -> None:
        """Tell of these offices instead of the former."""
        for banner in self._banners:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self._banners = [self._banner(one) for one in waiting]
        for banner in self._banners:
            self._column.addWidget(banner)
        order_banners(self, self._banners)
        set_shown(self, bool(self._banners))

    def _banner(self, one: Pending) -> InfoBanner:
        old = is_old(self._workplace.office, one)
        banner = InfoBanner(Role.WARNING if old else Role.NEUTRAL, waiting_words(one))
        banner.add_action(
            tr("Gửi…"), lambda: self._workplace.section_asked.emit("exchange", "send")
        )
        return banner


def waiting_words(one: Pending) -> str:
    """How much an office has not confirmed, and when something was sent last."""
    told = tr("{n} thay đổi {name} chưa xác nhận").format(n=grouped(one.total), name=one.name)
    last = (
        tr("chưa gửi lần nào")
        if one.last_sent is None
        else tr("lần gửi gần nhất {day}").format(day=day_text(one.last_sent))
    )
    return f"{told} · {last}."
