"""Every action that has a name or a key: said once, for menus, tool bars, help and tests.

Bare letters, Alt+Z and Ctrl+Shift chords are left to the input method (UniKey switches with
them), and no key that every program gives to editing text is used for something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from desktop.base.i18n import N_, tr
from desktop.ui.theme import set_icon, set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Context(Enum):
    """Where the keys of an action hold. EVERYWHERE goes together with each of the others."""

    EVERYWHERE = N_("Mọi nơi")
    LIST = N_("Danh sách")
    RECORD = N_("Hồ sơ, phiếu")
    FIELD = N_("Trong ô nhập")
    ACTIVITIES = N_("Hoạt động, tập huấn")
    CHECKLIST = N_("Phiếu kiểm tra, báo cáo")
    PREVIEW = N_("Xem trước khi in")


@dataclass(frozen=True)
class ActionSpec:
    """One action: id in code, words on the screen, keys, icon, and where its keys hold.

    native: the widget in focus does it by itself; it is listed for the help only.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    context: Context = Context.EVERYWHERE
    native: bool = False


_LIST, _RECORD, _FIELD = Context.LIST, Context.RECORD, Context.FIELD
_CHECKLIST, _PREVIEW = Context.CHECKLIST, Context.PREVIEW

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("add", N_("Thêm"), ("Ctrl+N",), "plus"),
    ActionSpec("search", N_("Tìm nhanh"), ("Ctrl+F", "F3"), "search"),
    ActionSpec("reload", N_("Nạp"), ("F5",), "refresh-cw"),
    ActionSpec("print", N_("In"), ("Ctrl+P",), "printer"),
    ActionSpec("undo", N_("Hoàn tác lần cất gần nhất"), (), "undo-2"),
    ActionSpec("lock", N_("Khóa"), ("Ctrl+L",), "lock"),
    ActionSpec("help", N_("Bảng phím tắt"), ("F1", "Ctrl+/"), "keyboard"),
    ActionSpec("check", N_("Kiểm tra dữ liệu"), ("F9",), "shield-check"),
    ActionSpec("back_up", N_("Sao lưu ngay"), (), "hard-drive-download"),
    ActionSpec("quit", N_("Thoát"), ("Ctrl+Q",), "log-out"),
    ActionSpec("export", N_("Xuất Excel đúng những gì đang hiện"), (), "file-output", _LIST),
    ActionSpec("first", N_("Đầu danh sách"), ("Ctrl+Home",), "", _LIST),
    ActionSpec("last", N_("Cuối danh sách"), ("Ctrl+End",), "", _LIST),
    ActionSpec("copy_rows", N_("Sao chép các dòng"), ("Ctrl+C",), "copy", _LIST),
    ActionSpec("columns", N_("Chọn cột"), (), "columns-3", _LIST),
    ActionSpec("filter", N_("Lọc"), (), "list-filter", _LIST),
    ActionSpec("void", N_("Xóa"), ("Del",), "trash-2", _LIST),
    ActionSpec("edit", N_("Sửa"), ("F2",), "pencil", _RECORD),
    ActionSpec("save", N_("Cất"), ("Ctrl+S",), "save", _RECORD),
    ActionSpec("save_next", N_("Cất và thêm tiếp"), ("Ctrl+Return",), "list-plus", _RECORD),
    ActionSpec("cancel", N_("Hoãn"), ("Esc",), "x", _RECORD),
    ActionSpec("previous", N_("Trước"), ("Ctrl+PgUp",), "chevron-left", _RECORD),
    ActionSpec("next", N_("Sau"), ("Ctrl+PgDown",), "chevron-right", _RECORD),
    ActionSpec("previous_tab", N_("Thẻ trước"), ("PgUp",), "", _RECORD),
    ActionSpec("next_tab", N_("Thẻ sau"), ("PgDown",), "", _RECORD),
    ActionSpec("go_to_field", N_("Đến trường…"), ("F6",), "", _RECORD),
    ActionSpec("to_problem", N_("Về ô có lỗi"), ("F8",), "circle-alert", _RECORD),
    ActionSpec("next_empty", N_("Đến ô trống kế tiếp"), ("F10",), "", _RECORD),
    ActionSpec("duplicate", N_("Nhân bản"), ("Ctrl+D",), "copy", Context.ACTIVITIES),
    ActionSpec("note", N_("Ghi chú cho ô này"), ("Ctrl+M",), "message-square-plus", _CHECKLIST),
    ActionSpec("former_value", N_("Lấy từ lần trước"), ("F7",), "copy", _CHECKLIST),
    ActionSpec("next_field", N_("Ô kế tiếp"), ("Enter", "Tab", "Down"), "", _FIELD, native=True),
    ActionSpec("previous_field", N_("Ô trước"), ("Shift+Tab", "Up"), "", _FIELD, native=True),
    ActionSpec("open_choices", N_("Mở danh mục"), ("F4", "Alt+Down"), "", _FIELD, native=True),
    ActionSpec("save_pdf", N_("Lưu PDF"), ("Ctrl+S",), "download", _PREVIEW),
    ActionSpec("open_word", N_("Mở Word"), (), "file-text", _PREVIEW),
    ActionSpec("zoom_in", N_("Phóng to"), ("Ctrl++", "Ctrl+="), "zoom-in", _PREVIEW),
    ActionSpec("zoom_out", N_("Thu nhỏ"), ("Ctrl+-",), "zoom-out", _PREVIEW),
    ActionSpec("fit_width", N_("Vừa chiều ngang"), ("Ctrl+0",), "move-horizontal", _PREVIEW),
)


class ActionRegistry(QObject):
    """Makes the declared actions for windows, which say what each of them does there."""

    def __init__(
        self, declared: Sequence[ActionSpec] = ACTIONS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.id: spec for spec in declared}

    def specs(self) -> list[ActionSpec]:
        """All declared actions, in the order of the help."""
        return list(self._specs.values())

    def bind(
        self,
        owner: QWidget,
        action_id: str,
        handler: Callable[[], object],
        *,
        here_only: bool = False,
    ) -> QAction:
        """Make this action do something while the owner's window is in front.

        here_only: only while the owner, or a part of it, has the keyboard; needed where two
        parts of one window know the same action. The action is freed with the owner.
        """
        spec = self._specs[action_id]
        action = QAction(tr(spec.text), owner)
        action.setObjectName(spec.id)
        if spec.icon:
            set_icon(action, spec.icon)
        if not spec.native:
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(scope if here_only else Qt.ShortcutContext.WindowShortcut)
        tip = tr(spec.text)
        action.setToolTip(f"{tip} ({shown_keys(spec)})" if spec.keys else tip)
        action.triggered.connect(lambda _checked=False: handler())
        owner.addAction(action)
        return action


def button_for(action: QAction, look: str = "", *, icon_only: bool = False) -> QAbstractButton:
    """A button that does this action and follows its state; look as ``set_look`` knows it."""
    if icon_only:
        tool = QToolButton()
        tool.setDefaultAction(action)
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tool.setAccessibleName(action.text())
        return tool
    button = QPushButton(action.text())
    if look:
        set_look(button, look)
    icon = action.property("soxa_icon")
    if isinstance(icon, str):
        set_icon(button, icon, "on_main" if look == "primary" else "quiet")

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())

    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    action.visibleChanged.connect(follow)
    button.setEnabled(action.isEnabled())
    return button


def shown_keys(spec: ActionSpec) -> str:
    """The keys of an action as they are written on the screen."""
    return ", ".join(spec.keys)
