"""A line on the page for a new version that was found, and for one that is not ours."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.updates import Refused, Update
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.update_dialog import UpdateDialog
from desktop.ui.widgets.banner import InfoBanner, order_banners
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_MOST_REFUSED = 3


class UpdateNews(QWidget):
    """Banners that follow the last look; takes no room when there is nothing to tell.

    everything: also files that are only damaged, as somebody wants to know who asked for a look.
    """

    def __init__(self, workplace: Workplace, *, everything: bool = False) -> None:
        super().__init__()
        self._workplace, self._everything = workplace, everything
        set_look(self, "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._banners: list[InfoBanner] = []
        workplace.updates.looked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the last look brought."""
        for banner in self._banners:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        found = self._workplace.updates.found
        told = [one for one in found.refused if one.forged or self._everything]
        self._banners = [self._news(update) for update in found.updates[:1]]
        self._banners += [self._warning(one) for one in told[:_MOST_REFUSED]]
        for banner in self._banners:
            self._column.addWidget(banner)
        order_banners(self, self._banners)
        set_shown(self, bool(self._banners))

    def texts(self) -> list[str]:
        """What the banners say."""
        return [banner.text() for banner in self._banners]

    def _news(self, update: Update) -> InfoBanner:
        where = self._workplace.updates.whereabouts(update)
        words = tr("Có bản Sổ Xã {version} {where}.")
        told = words.format(version=update.announced.version, where=where)
        banner = InfoBanner(Role.MAIN, told)
        banner.add_action(tr("Xem có gì mới…"), partial(self._open, update))
        return banner

    def _warning(self, refused: Refused) -> InfoBanner:
        text = f"{refused.path.name}: {refused.sentence}"
        return InfoBanner(Role.ERROR if refused.forged else Role.WARNING, text)

    def _open(self, update: Update) -> None:
        UpdateDialog(self._workplace, update, self).open()
