"""Who else may open a restricted case."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.base.i18n import tr
from desktop.operations import readers
from desktop.operations.readers import Reader
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace


class ReadersDialog(DialogFrame):
    """Ticks the accounts that may open one restricted case."""

    def __init__(self, workplace: Workplace, case_id: uuid.UUID, parent: QWidget) -> None:
        super().__init__(tr("Người được xem hồ sơ hạn chế"), parent, width=460)
        self._workplace, self._case_id = workplace, case_id
        self.boxes: dict[str, QCheckBox] = {}
        said = label(
            tr("Người quản lý trường hợp và lãnh đạo luôn xem được. Chọn thêm người cần xem."),
            "quiet",
        )
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.add_cancel()
        self.add_primary(tr("Cất"), self._save)
        workplace.ask(lambda office: readers.read_readers(office, case_id), self._show)

    def _show(self, found: list[Reader]) -> None:
        for reader in found:
            box = QCheckBox(f"{reader.full_name} ({reader.name})")
            box.setChecked(reader.named)
            self.boxes[reader.name] = box
            self.body.addWidget(box)
        self.body.addStretch(1)
        self.resize(self.sizeHint())

    def _save(self) -> None:
        names = [name for name, box in self.boxes.items() if box.isChecked()]
        self._workplace.ask(
            lambda office: readers.set_readers(office, self._case_id, names),
            lambda _nothing: self.accept(),
        )
