"""Asking from which day a new version of a form is used."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import form_versions
from desktop.operations.office import known_day
from desktop.records import Record
from desktop.store.store import Changes
from desktop.ui.deed_dialog import DeedDialog
from desktop.ui.form_group import FormGroup
from desktop.ui.record_form import RecordForm
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace


class NewVersionDialog(DeedDialog):
    """Copies a form to be used from a day on; ``made`` tells the new version's id."""

    made = Signal(object)

    def __init__(self, workplace: Workplace, form: Record, parent: QWidget) -> None:
        heading = tr("Lập bản mới của “{form}”").format(form=form.called)
        super().__init__(workplace, tr("Lập bản mới"), parent, width=540, heading=heading)
        self._old = form
        told = label(
            tr(
                "Bản mới chép nguyên các mục của bản này để sửa tiếp. Bản này dùng đến hết ngày "
                "trước đó; những gì đã ghi theo bản này giữ nguyên."
            )
        )
        told.setWordWrap(True)
        self.body.addWidget(told)
        self.form = RecordForm(type(form), workplace.context, only=("valid_from",))
        self.forms = FormGroup([self.form])
        begun = form.values()["valid_from"]
        self.form.set_values({"valid_from": next_month(known_day(workplace.office), begun)})
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_primary(tr("Lập bản mới"), self.save)

    def save(self) -> None:
        """Make the new version."""
        if not self.check():
            return
        day = self.form.values()["valid_from"]
        if day is None:
            self.check({"valid_from": tr("Cần ghi ngày bắt đầu dùng bản mới.")})
            return
        table = self._old.__tablename__
        self.carry_out(
            partial(form_versions.new_version, table=table, form_id=self._old.id, day=day)
        )

    def blamed(self, error: UserError) -> QWidget:
        return self.form.cell("valid_from").editor.widget

    def _done(self, changes: Changes) -> None:
        (new,) = changes.ids(self._old.__tablename__) - {self._old.id}
        self._workplace.tell(tr("Đã lập bản mới."))
        super()._done(changes)
        self.made.emit(new)


def next_month(now: dt.date | None, begun: dt.date | None = None) -> dt.date | None:
    """The first of the month that comes, for what is used from a day on.

    now: today, None while nobody knows it; then no day is proposed. begun: the day after which it
    must lie in any case.
    """
    if now is None:
        return None
    last = max(now, begun or now)
    return (last.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
