"""The settings about versions: which one this is, and looking for a newer one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop import __version__
from desktop.base.i18n import tr
from desktop.ui.theme import set_icon, set_look
from desktop.ui.update_news import UpdateNews
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow_layout import FlowLayout
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace


class UpdateSection(Card):
    """The running version, and new ones on sticks or in a folder."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Phiên bản, cập nhật"))
        self._updates = workplace.updates
        self._asked = False
        self._left: QPushButton | None = None
        self.body.addWidget(label(tr("Máy này đang dùng Sổ Xã {v}.").format(v=__version__)))
        deeds = QWidget()
        set_look(deeds, "clear")
        row = FlowLayout(deeds)
        self.check = QPushButton(tr("Kiểm tra bản mới…"))
        set_look(self.check, "primary")
        set_icon(self.check, "refresh-cw", "on_main")
        self.check.clicked.connect(lambda _checked=False: self._look())
        self.elsewhere = QPushButton(tr("Tìm trong thư mục khác…"))
        set_icon(self.elsewhere, "folder-open")
        self.elsewhere.clicked.connect(lambda _checked=False: self._choose())
        for button in (self.check, self.elsewhere):
            row.addWidget(button)
        self.body.addWidget(deeds)
        self.state = label("", "quiet")
        self.state.setWordWrap(True)
        self.body.addWidget(self.state)
        self.news = UpdateNews(workplace, everything=True)
        self.body.addWidget(self.news)
        self.body.addStretch(1)
        self._updates.looked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what there is to know before and after a look."""
        able = self._updates.key is not None and not self._updates.looking
        buttons = (self.check, self.elsewhere)
        if not able:
            self._left = next((one for one in buttons if one.hasFocus()), self._left)
        for button in buttons:
            button.setEnabled(able)
        self.state.setText(self._words())
        if able and self._left is not None:
            # Qt had to send the keyboard on to whatever comes next.
            self._left.setFocus()
            self._left = None

    def _words(self) -> str:
        if self._updates.key is None:
            return tr(
                "Bản này dựng để thử, không mang khóa kiểm tra chữ ký, nên không tự nhận bản mới. "
                "Muốn cập nhật, hãy đóng Sổ Xã rồi chạy bộ cài lấy từ nơi phát hành."
            )
        if self._updates.looking:
            return tr("Đang tìm trên các ổ đĩa…")
        if not self._asked:
            return tr("Cắm USB có bản mới rồi kiểm tra. Không cần mạng.")
        if self._updates.found.updates:
            return tr("Đã thấy bản mới.")
        if self._updates.found.refused:
            return tr("Không có bản mới nào dùng được.")
        return tr("Không thấy bản nào mới hơn bản đang dùng.")

    def _look(self, *folders: Path) -> None:
        self._asked = True
        self._updates.look(*folders)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Chọn thư mục có bản mới"))
        if name:
            self._look(Path(name))
