"""What forms hold and nobody saved yet, kept every few seconds in case the power goes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.base.clock import in_vietnam
from desktop.base.i18n import tr
from desktop.operations import drafts
from desktop.operations.office import Office
from desktop.ui.form_group import FormGroup
from desktop.ui.workplace import Workplace

DRAFT_EVERY_MS = 10_000


class FormDrafts(QObject):
    """Keeps the drafts of the records that a group of forms shows, each in place of its former."""

    def __init__(self, workplace: Workplace, forms: FormGroup, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._forms = workplace, forms
        self._ids: dict[str, uuid.UUID | None] = {}
        self._fixed: dict[str, Mapping[str, Any]] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        self._timer = QTimer(self, interval=DRAFT_EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def follow(
        self, table: str, record_id: uuid.UUID | None, fixed: Mapping[str, Any] | None = None
    ) -> None:
        """Keep what is typed of a kind for this record from now on; fixed is kept with it."""
        self._ids[table], self._fixed[table] = record_id, fixed or {}
        self._kept.pop(table, None)

    def start(self) -> None:
        """Look every ten seconds whether there is something new to keep."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more; what is kept stays."""
        self._timer.stop()

    def keep(self) -> None:
        """Keep what is typed, if it changed since the last time."""
        for table, record_id in self._ids.items():
            typed = self._forms.typed(table)
            if typed == self._kept.get(table, {}):
                continue
            self._kept[table] = typed
            told = {**self._fixed[table], **typed} if typed else {}
            deed = partial(_keep, table=table, record_id=record_id, values=told)
            self._workplace.ask(deed, self._tell)

    def forget(self) -> None:
        """The clerk gave up: drop what was kept."""
        for table in self._kept:
            deed = partial(_keep, table=table, record_id=self._ids[table], values={})
            self._workplace.ask(deed)
        self._kept.clear()

    def were_saved(self) -> None:
        """The records were saved, and their drafts dropped with them."""
        self._kept.clear()

    def take_up(self, table: str) -> None:
        """A draft that was kept before is what the forms hold now."""
        self._kept[table] = self._forms.typed(table)

    def _tell(self, _result: object) -> None:
        at = in_vietnam(self._workplace.office.clock.now())
        self._workplace.tell(tr("Đã giữ bản nháp {at}").format(at=f"{at:%H:%M}"))


def _keep(
    office: Office, *, table: str, record_id: uuid.UUID | None, values: Mapping[str, Any]
) -> None:
    if values:
        drafts.keep_draft(office, table, record_id, values)
    else:
        drafts.drop_draft(office, table, record_id)
