"""What can be done with a report in the state it is in, by the one who is signed in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import N_, tr
from desktop.operations import approvals
from desktop.operations.office import Office
from desktop.operations.reports import APPROVED, EDITABLE, FROZEN, SENT, SUBMITTED, ReportView
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.dialogs import Message, ask
from desktop.ui.theme import set_icon, set_look
from desktop.ui.widgets.header_strip import HeaderStrip
from desktop.ui.workplace import Workplace

Operation = Callable[[Office, uuid.UUID], Changes]
_P = Permission
SET_SENT = "set_sent"


@dataclass(frozen=True)
class Deed:
    """One step: words and icon of its button, who may do it and in which states.

    operation: None for one that asks for more first. question: what is asked before it is done.
    """

    key: str
    words: str
    icon: str
    needs: tuple[Permission, ...]
    states: frozenset[str]
    operation: Operation | None = None
    question: Message | None = None


DEEDS: tuple[Deed, ...] = (
    Deed(
        "withdraw",
        N_("Rút lại"),
        "undo-2",
        (_P.WRITE_REPORTS,),
        frozenset({SUBMITTED}),
        approvals.withdraw,
    ),
    Deed(
        "send_back",
        N_("Trả lại"),
        "undo-2",
        (_P.APPROVE,),
        frozenset({SUBMITTED}),
        approvals.send_back,
        Message(N_("Trả báo cáo về cho người soạn?"), "", N_("Người soạn sửa rồi trình lại.")),
    ),
    Deed(
        "reopen",
        N_("Mở lại"),
        "pencil",
        (_P.APPROVE,),
        FROZEN,
        approvals.reopen,
        Message(
            N_("Mở lại báo cáo đã duyệt?"),
            N_("Số sửa tay và đoạn tự viết giữ nguyên; các số khác lại tính theo hồ sơ hiện nay."),
            N_("Số, ngày ký và ngày gửi được bỏ ra để ghi lại."),
        ),
    ),
    Deed(
        "submit",
        N_("Trình duyệt"),
        "file-up",
        (_P.WRITE_REPORTS,),
        EDITABLE,
        approvals.submit,
        Message(
            N_("Trình báo cáo để duyệt?"), "", N_("Trong lúc chờ duyệt, báo cáo không sửa được.")
        ),
    ),
    Deed(
        "approve",
        N_("Duyệt"),
        "check",
        (_P.APPROVE,),
        EDITABLE | {SUBMITTED},
        approvals.approve,
        Message(
            N_("Duyệt báo cáo này?"),
            "",
            N_("Số liệu và nội dung được chốt như đang hiện; hồ sơ sửa sau này không làm đổi."),
        ),
    ),
    Deed(
        SET_SENT, N_("Ghi ngày gửi"), "file-output", (_P.WRITE_REPORTS, _P.NUMBER_DOCUMENTS), FROZEN
    ),
)
_LOUD: Mapping[str, str] = MappingProxyType({APPROVED: SET_SENT, SENT: ""})


def offered(state: str, workplace: Workplace) -> list[Deed]:
    """What this user can do with a report in this state."""
    return [
        deed
        for deed in DEEDS
        if state in deed.states and any(workplace.may(one) for one in deed.needs)
    ]


def agreed(deed: Deed, view: ReportView, parent: QWidget) -> bool:
    """Whether the clerk wants this, told what does not fit together in the figures."""
    if deed.question is None:
        return True
    count = len(view.body.remarks)
    open_points = tr("Còn {count} điều chưa khớp trong số liệu.").format(count=count)
    told = deed.question
    happened = " ".join(filter(None, (tr(told.happened), open_points if count else "")))
    question = Message(happened, tr(told.unchanged), tr(told.todo))
    return ask(parent, tr(deed.words), question, tr(deed.words))


class ReportDeeds(QObject):
    """The buttons of all steps in the strip above a report; ``asked`` carries the ``Deed``."""

    asked = Signal(object)

    def __init__(self, workplace: Workplace, strip: HeaderStrip) -> None:
        super().__init__(strip)
        self._workplace = workplace
        self.buttons: dict[str, QPushButton] = {}
        for deed in DEEDS:
            button = QPushButton(tr(deed.words))
            button.clicked.connect(lambda _checked=False, deed=deed: self.asked.emit(deed))
            button.hide()
            strip.add_action(button)
            self.buttons[deed.key] = button

    def show_for(self, view: ReportView, *, busy: bool = False) -> None:
        """Offer what can be done; the step that comes next stands out."""
        found = offered(view.state, self._workplace)
        loud = _LOUD.get(view.state, found[-1].key if found else "")
        shown = {deed.key for deed in found}
        for deed in DEEDS:
            button = self.buttons[deed.key]
            button.setVisible(deed.key in shown)
            button.setEnabled(not busy)
            set_look(button, "primary" if deed.key == loud else "")
            set_icon(button, deed.icon, "on_main" if deed.key == loud else "quiet")
