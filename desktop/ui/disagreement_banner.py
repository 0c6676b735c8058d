"""The mark on a record's own screen that places wrote it differently, and the choice from there."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import tr
from desktop.operations.disagreements import disagreements
from desktop.operations.office import Office
from desktop.store.store import Changes
from desktop.ui.disagreements_view import DisagreementsView
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.workplace import Workplace

_WIDTH, _HEIGHT = 980, 400


class DisagreementsDialog(DialogFrame):
    """What places wrote differently about one person or case, over its screen."""

    def __init__(
        self, workplace: Workplace, roots: Sequence[uuid.UUID], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Hai nơi ghi khác nhau"), parent, width=_WIDTH)
        self.view = DisagreementsView(workplace, roots=roots)
        self.view.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self.view)
        self.add_cancel(tr("Đóng"))
        workplace.open_asked.connect(self._leave)
        self.view.counted.connect(self._begin)

    def _begin(self, _count: int) -> None:
        self.view.counted.disconnect(self._begin)
        self.view.take_keyboard()

    def _leave(self, _table: str, _record_id: object) -> None:
        self.reject()


class DisagreementBanner(QWidget):
    """Says how much places wrote differently; hidden while that is nothing."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._roots: tuple[uuid.UUID, ...] = ()
        self.banner = InfoBanner(Role.WARNING, "")
        self.button = self.banner.add_action(tr("Xem và chọn"), self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        self.hide()
        workplace.desk.changed.connect(self._heard)

    def show_for(self, *roots: uuid.UUID) -> None:
        """Count what was written differently in these records and their parts."""
        self._roots = roots
        self._workplace.ask(lambda office: (roots, _count(office, roots)), self._show)

    def open(self) -> DisagreementsDialog:
        """Let the clerk see both and choose."""
        dialog = DisagreementsDialog(self._workplace, self._roots, self.window())
        dialog.open()
        return dialog

    def _heard(self, _changes: Changes, _asked_by: object) -> None:
        if self.isVisible():
            self.show_for(*self._roots)

    def _show(self, found: tuple[tuple[uuid.UUID, ...], int]) -> None:
        roots, count = found
        # An answer that comes late is not about what is shown now.
        if roots != self._roots:
            return
        self.banner.set_text(tr("Có {n} chỗ hai nơi ghi khác nhau.").format(n=count))
        self.setVisible(count > 0)


def _count(office: Office, roots: tuple[uuid.UUID, ...]) -> int:
    return sum(one.asked for one in disagreements(office, roots))
