"""Lines on the home page: what the province has not confirmed, what was long not compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.base.text import grouped
from desktop.operations.check_up_days import CHECK_UP_DAYS, ask_check_ups
from desktop.operations.exchange_board import Partner, is_old
from desktop.operations.sending import Pending
from desktop.ui.exchange_words import day_text
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner, order_banners
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_MOST_NAMED = 3


class ExchangeNews(QWidget):
    """A banner for each office above that has not confirmed everything, and one for check-ups.

    No room is taken if there is nothing to tell. ``checked``: check-ups were asked for.
    """

    checked = Signal()

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

    def show_news(self, waiting: Sequence[Pending], check_ups: Sequence[Partner]) -> None:
        """Tell of these offices instead of the former.

        check_ups: those with which nothing was compared for long.
        """
        for banner in self._banners:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self._banners = [self._banner(one) for one in waiting]
        if check_ups:
            self._banners.append(self._check_up(check_ups))
        for banner in self._banners:
            self._column.addWidget(banner)
        order_banners(self, self._banners)
        set_shown(self, bool(self._banners))

    def _banner(self, one: Pending) -> InfoBanner:
        old = is_old(self._workplace.office, one)
        banner = InfoBanner(Role.WARNING if old else Role.NEUTRAL, f"{waiting_words(one)}.")
        banner.add_action(
            tr("Gửi…"), lambda: self._workplace.section_asked.emit("exchange", "send")
        )
        return banner

    def _check_up(self, partners: Sequence[Partner]) -> InfoBanner:
        banner = InfoBanner(Role.WARNING, check_up_words(partners))
        offices = [one.scope for one in partners]
        banner.add_action(tr("Đối soát"), lambda: self._ask_check_ups(offices))
        return banner

    def _ask_check_ups(self, offices: Sequence[int]) -> None:
        self._workplace.ask(lambda office: ask_check_ups(office, offices), self._asked)

    def _asked(self, rows: int | None) -> None:
        told = tr("Tệp gửi lần tới sẽ kèm bảng đối soát. Hãy gửi, rồi nhận tệp trả lời.")
        if rows is not None:
            words = tr(
                "Tệp gửi lần tới sẽ kèm bảng đối soát {n} bản ghi. Hãy gửi, rồi nhận tệp trả lời."
            )
            told = words.format(n=grouped(rows))
        self._workplace.tell(told)
        self.checked.emit()


def check_up_words(partners: Sequence[Partner]) -> str:
    """With whom nothing was compared for long, and what comparing is for."""
    names = ", ".join(one.name for one in partners[:_MOST_NAMED])
    more = len(partners) - _MOST_NAMED
    if more > 0:
        names = tr("{names} và {n} nơi khác").format(names=names, n=more)
    told = tr(
        "Đã hơn {days} ngày chưa đối soát với {names}. Đối soát để biết hai bên có giữ số liệu "
        "giống nhau không; chỗ nào khác thì tự gửi lại."
    )
    return told.format(days=CHECK_UP_DAYS, names=names)


def waiting_words(one: Pending) -> str:
    """How much an office has not confirmed, and when something was sent last."""
    told = tr("{n} thay đổi {name} chưa xác nhận").format(n=grouped(one.total), name=one.name)
    return f"{told} · {last_sent_words(one)}"


def last_sent_words(one: Pending) -> str:
    """When something was sent last to an office."""
    if one.last_sent is None:
        return tr("chưa gửi lần nào")
    return tr("lần gửi gần nhất {day}").format(day=day_text(one.last_sent))
