"""What a sheet will record as wanting, and the dialog for one such finding."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.base.errors import InvalidRecord
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.inspections import grading
from desktop.records import Finding
from desktop.ui.checklist_row import ChecklistRow
from desktop.ui.date_text import moved_months
from desktop.ui.editors import EditorContext
from desktop.ui.record_form import RecordForm
from desktop.ui.theme import set_look, theme_of
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.page_scroll import PageScroll

Values = dict[str, Any]
_LOOKS = {"NHE": "quiet", "TRUNG_BINH": "warning", "NGHIEM_TRONG": "error"}
_LEAST_LIST = 72
_FIELDS = (
    "group", "severity", "text", "causes", "recommendation", "owner", "due_on", "state", "fixed_on",
)  # fmt: skip


@dataclass(frozen=True)
class Shortcoming:
    """An answer that wants a finding, or a finding without a question."""

    row: ChecklistRow | None
    finding: Values | None

    @property
    def code(self) -> str:
        """The code of its question."""
        return "" if self.row is None else self.row.question.code


class FindingsView(Card):
    """Holds the findings of a sheet and lists what falls short.

    ``changed`` tells that a finding was written down, changed or taken away; ``follow_asked``
    that one of a finished sheet is to be opened by itself, to write down that it was put right.
    """

    changed = Signal()
    follow_asked = Signal(object)

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tồn tại sẽ ghi"), parent)
        self._context = context
        self._day = dt.date.min
        self._locked = False
        self.findings: list[Values] = []
        self.add_button = QPushButton(tr("Thêm"))
        set_look(self.add_button, "link")
        self.add_button.setToolTip(tr("Ghi một tồn tại ngoài các mục"))
        self.add_button.clicked.connect(lambda _checked=False: self.ask(None))
        self.add_action(self.add_button)
        self._scroll = PageScroll()
        self._scroll.column.setSpacing(4)
        # A long list scrolls in the room there is, instead of asking for more.
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._scroll.setMinimumHeight(theme_of(self).px(_LEAST_LIST))
        self.body.addWidget(self._scroll)
        self.buttons: list[QPushButton] = []

    def set_findings(self, findings: Sequence[Mapping[str, Any]], day: dt.date) -> None:
        """Take the findings of a sheet, inspected on this day."""
        self.findings, self._day = [dict(one) for one in findings], day

    def learn_ids(self, saved: Sequence[Finding]) -> None:
        """Findings that were saved while others were being typed got ids, in their order."""
        known = {one.get("id") for one in self.findings}
        fresh = iter(one.id for one in saved if one.id not in known)
        for one in self.findings:
            if "id" not in one and (given := next(fresh, None)) is not None:
                one["id"] = given

    def show_shortcomings(self, rows: Sequence[ChecklistRow], *, locked: bool) -> None:
        """List what falls short, the way the rows and findings stand now."""
        self.buttons, self._locked = [], locked
        self.add_button.setVisible(not locked)
        column = self._scroll.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = shortcomings(rows, self.findings)
        if not found:
            column.addWidget(_wrapped(tr("Chưa có mục nào Một phần hoặc Không."), "quiet"))
        for one in found:
            self._add(one, locked=locked)
        column.addStretch(1)

    def ask(self, one: Shortcoming | None) -> FindingDialog | None:
        """Open the dialog for a finding; without one, for a new one outside the questions."""
        former = None if one is None else one.finding
        if self._locked and former is not None and former.get("id") is not None:
            self.follow_asked.emit(former["id"])
            return None
        told = former or proposed(one, self._day)
        heading = tr("Tồn tại ở mục {code}").format(code=one.code) if one and one.code else ""
        known = former is not None
        dialog = FindingDialog(self._context, told, heading, self.window(), known=known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(partial(self._take, former))
        dialog.dropped.connect(partial(self._take, former, None))
        dialog.open()
        return dialog

    def _take(self, former: Values | None, told: Values | None) -> None:
        self.findings = [one for one in self.findings if one is not former]
        if told is not None:
            self.findings.append(told)
        self.changed.emit()

    def _add(self, one: Shortcoming, *, locked: bool) -> None:
        column, finding = self._scroll.column, one.finding
        told = finding["text"] if finding else (one.row.note() if one.row else "")
        words = " · ".join(filter(None, (one.code, told or tr("chưa ghi nhận"))))
        if finding is None and not locked:
            line = QPushButton(tr("Ghi tồn tại {code}…").format(code=one.code))
        else:
            line = QPushButton(tr("Xem, sửa") if not locked else tr("Theo dõi khắc phục"))
        set_look(line, "link")
        line.setAccessibleName(f"{line.text()} {words}")
        line.clicked.connect(lambda _checked=False: self.ask(one))
        column.addWidget(_wrapped(words, _look(one)))
        if finding is not None and (detail := _detail(finding)):
            column.addWidget(ElidedLabel(detail, "quiet"))
        if finding is not None or not locked:
            place = QHBoxLayout()
            place.addWidget(line)
            place.addStretch(1)
            holder = QWidget()
            place.setContentsMargins(0, 0, 0, 4)
            holder.setLayout(place)
            column.addWidget(holder)
            self.buttons.append(line)


class FindingDialog(DialogFrame):
    """One finding: what is wanting, why, what to do about it, who and by when.

    ``taken`` carries its values; it is saved together with its sheet. ``dropped`` takes it away.
    """

    taken = Signal(object)
    dropped = Signal()

    def __init__(
        self,
        context: EditorContext,
        values: Mapping[str, Any],
        heading: str,
        parent: QWidget,
        *,
        known: bool = False,
    ) -> None:
        """known: it was written down before, so it can be taken away."""
        super().__init__(tr("Tồn tại"), parent, width=720, heading=heading)
        self._values = dict(values)
        self.form = RecordForm(Finding, context, only=_FIELDS)
        self.form.set_values(self._values)
        self.body.addWidget(self.form)
        if known:
            drop = QPushButton(tr("Bỏ tồn tại này"))
            set_look(drop, "flat")
            drop.clicked.connect(self._drop)
            self.add_aside(drop)
        self.add_cancel()
        self.add_primary(tr("Ghi vào phiếu"), self._take)

    def _take(self) -> None:
        problems = self.form.problems()
        first = self.form.show_problems(problems)
        if first is not None:
            self.form.go_to(first)
            return
        try:
            typed = self.form.values()
        except InvalidRecord as error:
            self.form.show_problems(error.problems)
            return
        self.taken.emit({**self._values, **typed})
        self.accept()

    def _drop(self) -> None:
        self.dropped.emit()
        self.accept()


def shortcomings(rows: Sequence[ChecklistRow], findings: Sequence[Values]) -> list[Shortcoming]:
    """The answers that ask for a note, each with its finding, and the other findings after them."""
    by_question: dict[uuid.UUID | None, list[Values]] = {}
    for finding in findings:
        by_question.setdefault(finding.get("question_id"), []).append(finding)
    found: list[Shortcoming] = []
    for row in rows:
        kept = by_question.pop(row.question.id, [])
        found += [Shortcoming(row, finding) for finding in kept]
        if not kept and row.value() in grading().needs_note:
            found.append(Shortcoming(row, None))
    return found + [Shortcoming(None, one) for rest in by_question.values() for one in rest]


def proposed(one: Shortcoming | None, day: dt.date) -> Values:
    """What a new finding begins with: the note, a severity by the answer, a month's time."""
    told: Values = {"state": "MO", "severity": "TRUNG_BINH", "due_on": moved_months(day, 1)}
    if one is None or one.row is None:
        return told
    row = one.row
    if row.value() == "MOT_PHAN":
        told["severity"] = "NHE"
    elif row.question.critical:
        told["severity"] = "NGHIEM_TRONG"
    return {**told, "question_id": row.question.id, "text": row.note() or row.question.text}


def _look(one: Shortcoming) -> str:
    if one.row is not None and one.row.value() == "KHONG":
        return "error"
    return "warning" if one.finding is None else _LOOKS[one.finding["severity"]]


def _detail(finding: Values) -> str:
    due = finding.get("due_on")
    told = tr("Hạn {day}").format(day=Date().format(due)) if due else ""
    return " · ".join(filter(None, (told, finding.get("owner") or "")))


def _wrapped(words: str, look: str) -> QWidget:
    line = label(words, look)
    line.setWordWrap(True)
    return line
