"""Drafts of a sheet that is being filled in, and the offer to go on with one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.i18n import tr
from desktop.operations import drafts, inspections, line_drafts
from desktop.operations.inspection_facts import read_facts
from desktop.operations.inspections import Sheet
from desktop.operations.line_drafts import LineDraft, Lines
from desktop.operations.office import Office
from desktop.ui.drafts import DRAFT_EVERY_MS
from desktop.ui.theme import set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.workplace import Workplace

Content = Callable[[], tuple[Mapping[str, Any], Lines]]
"""What a sheet holds now: values of its head, and its lines by table."""


@dataclass(frozen=True)
class Opened:
    """A sheet as it is opened: what records tell about it, and a draft that was not saved."""

    sheet: Sheet
    facts: Mapping[uuid.UUID, str]
    draft: LineDraft | None


def read_opened(office: Office, inspection_id: uuid.UUID) -> Opened:
    """Everything that the screen of a sheet shows."""
    return Opened(
        inspections.read_sheet(office, inspection_id),
        read_facts(office, inspection_id),
        line_drafts.read_lines(office, "inspections", inspection_id),
    )


class SheetDrafts(QWidget):
    """Keeps what is typed every ten seconds; shows a banner where a draft was left behind.

    ``taken`` carries the draft that the clerk wants back.
    """

    taken = Signal(object)

    def __init__(
        self, workplace: Workplace, content: Content, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, "clear")
        self._workplace, self._content = workplace, content
        self._inspection: uuid.UUID | None = None
        self._changed = False
        self._timer = QTimer(self, interval=DRAFT_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._notes = QVBoxLayout(self)
        self._notes.setContentsMargins(GAP, 0, GAP, GAP)
        self.banner: InfoBanner | None = None
        self.hide()

    def follow(self, inspection_id: uuid.UUID, draft: LineDraft | None) -> None:
        """Keep drafts of this sheet from now on; one that was left behind is offered."""
        self._inspection = inspection_id
        self._close_banner()
        if draft is None:
            return
        at = in_vietnam(draft.at)
        told = tr("Có bản nháp lúc {at} chưa cất.").format(at=f"{at:%H:%M %d/%m/%Y}")
        self.banner = InfoBanner(Role.WARNING, told)
        self.banner.add_action(tr("Lấy lại"), partial(self._take, draft))
        self.banner.add_action(tr("Bỏ bản nháp"), self.drop)
        self._notes.addWidget(self.banner)
        self.show()

    def set_changed(self, *, changed: bool) -> None:
        """Whether there is something to keep that is not saved."""
        self._changed = changed
        if changed and not self._timer.isActive():
            self._timer.start()
        elif not changed:
            self._timer.stop()

    def keep(self) -> None:
        """Keep what the sheet holds, if it changed since the last time."""
        if not self._changed or self._inspection is None:
            return
        self._changed = False
        values, lines = self._content()
        deed = partial(
            line_drafts.keep_lines,
            table="inspections",
            record_id=self._inspection,
            values=values,
            lines=lines,
        )
        self._workplace.ask(deed, self._kept)

    def drop(self) -> None:
        """Forget what was kept."""
        self._close_banner()
        deed = partial(drafts.drop_draft, table="inspections", record_id=self._inspection)
        self._workplace.ask(deed)

    def _take(self, draft: LineDraft) -> None:
        self._close_banner()
        self.taken.emit(draft)

    def _close_banner(self) -> None:
        self.hide()
        if self.banner is not None:
            self._notes.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None

    def _kept(self, _result: object) -> None:
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã giữ bản nháp {at}").format(at=f"{at:%H:%M}"))
