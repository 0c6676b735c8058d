"""Texts of a report that nobody saved yet, kept every few seconds in case the power goes."""

from __future__ import annotations

import uuid
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.clock import in_vietnam
from desktop.base.i18n import tr
from desktop.operations import drafts, line_drafts
from desktop.operations.line_drafts import LineDraft
from desktop.ui.drafts import DRAFT_EVERY_MS
from desktop.ui.report_texts import ReportTexts
from desktop.ui.theme import set_look
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.shown import set_shown
from desktop.ui.workplace import Workplace

_TEXTS = "report_texts"


class ReportDrafts(QWidget):
    """Keeps what is typed, and offers a draft that was left; ``taken`` when it was taken up."""

    taken = Signal()

    def __init__(self, workplace: Workplace, texts: ReportTexts) -> None:
        super().__init__()
        set_look(self, "clear")
        self._workplace, self._texts = workplace, texts
        self._report_id: uuid.UUID | None = None
        self._kept: dict[str, str] = {}
        self.banner: InfoBanner | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, interval=DRAFT_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        texts.changed.connect(self._timer.start)
        self.hide()

    def follow(self, report_id: uuid.UUID, draft: LineDraft | None, *, locked: bool) -> None:
        """Keep what is typed for this report from now on; offer what was left of it."""
        if report_id != self._report_id:
            self._report_id, self._kept = report_id, {}
        if not self._kept:
            self._offer(None if locked else draft)

    def keep(self) -> None:
        """Keep what is typed, if it changed since the last time."""
        typed = self._texts.texts()
        if typed == self._kept or self._report_id is None:
            return
        self._kept = typed
        rows = [{"section_code": code, "text": text} for code, text in typed.items()]
        deed = partial(
            line_drafts.keep_lines,
            table="reports",
            record_id=self._report_id,
            values={},
            lines={_TEXTS: rows},
        )
        self._workplace.ask(deed, self._tell)

    def stop(self, *, forget: bool) -> None:
        """Nothing is unsaved any more; forget: it was given up, so drop what was kept."""
        self._timer.stop()
        if forget:
            self._drop()
        self._kept = {}

    def _offer(self, draft: LineDraft | None) -> None:
        if self.banner is not None:
            self._column.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
        set_shown(self, draft is not None)
        if draft is None:
            return
        at = in_vietnam(draft.at)
        told = tr("Có bản nháp lúc {at} chưa cất.").format(at=f"{at:%H:%M %d/%m/%Y}")
        self.banner = InfoBanner(Role.WARNING, told)
        self.banner.add_action(tr("Lấy lại"), lambda: self._take(draft))
        self.banner.add_action(tr("Bỏ bản nháp"), self._forget)
        self._column.addWidget(self.banner)

    def _take(self, draft: LineDraft) -> None:
        self._offer(None)
        rows = draft.lines.get(_TEXTS, ())
        self._texts.put({row["section_code"]: row["text"] or "" for row in rows})
        self.taken.emit()

    def _forget(self) -> None:
        self._offer(None)
        self._drop()

    def _drop(self) -> None:
        report_id = self._report_id
        self._workplace.ask(lambda office: drafts.drop_draft(office, "reports", report_id))

    def _tell(self, _result: object) -> None:
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã giữ bản nháp {at}").format(at=f"{at:%H:%M}"))
