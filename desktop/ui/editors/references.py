"""The editor for another record: typed words find it, the button opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.base.text import fold, tidy
from desktop.ui.editors.pick_list import Option, PickList
from desktop.ui.editors.typed import LineEditor
from desktop.ui.input_filters import is_composing

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from desktop.fields import Reference
    from desktop.ui.editors.editor import EditorContext, Hit

_HITS, _PAUSE = 20, 150


class ReferenceEditor(LineEditor):
    """Another record. ``asked`` tells that the clerk wants to see it, or to choose at length.

    beside: table and id of the record whose field it is; those to choose from may depend on it.
    """

    asked = Signal(str, object)

    def __init__(self, kind: Reference, context: EditorContext) -> None:
        self._table, self._of_office = kind.to, kind.of_office
        self.beside: tuple[str, uuid.UUID] | None = None
        super().__init__(kind, context)
        self.line.setPlaceholderText(tr("Gõ để tìm…"))
        self.line.add_button("ellipsis", tr("Xem hoặc chọn"), self._ask)
        self.line.add_button("chevron-down", tr("Tìm (F4)"), self.open_list)
        self._list = PickList(self.line)
        self._list.picked.connect(self._choose)
        # Names are typed in bursts; looking after each letter would make a slow PC stutter.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self.line.textEdited.connect(self._wait)

    def shown(self) -> str:
        return self.line.text()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setPlaceholderText("" if read_only else tr("Gõ để tìm…"))

    def open_list(self) -> None:
        if self._read_only:
            return
        if self._list.isVisible():
            self._list.close_up()
            return
        self.line.setFocus()
        typed = self.line.text()
        self._offer(self._find("" if typed == self._told else typed))

    def _read(self, text: str) -> Any:
        raise InvalidValue(tr("Hãy chọn trong danh sách."))

    def _write(self, value: uuid.UUID) -> str:
        return self._context.lookup.called(self._table, value)

    def _find(self, words: str) -> Sequence[Hit]:
        beside = self.beside if self._of_office else None
        return self._context.lookup.find(self._table, words.strip(), _HITS, beside)

    def _offer(self, hits: Sequence[Hit]) -> None:
        self._list.offer([Option(hit.id, hit.text, hit.detail) for hit in hits], self._value)

    def _wait(self, _: str) -> None:
        self._pause.start()

    def _search(self) -> None:
        text = self.line.text()
        if is_composing(self.line) or not self.line.hasFocus() or text == self._told:
            return
        if text.strip():
            self._offer(self._find(text))
        else:
            self._list.close_up()

    def _tidy(self) -> None:
        """Take the record that is called just as typed, or the only one that was found."""
        self._pause.stop()
        text = tidy(self.line.text())
        if self._read_only or self.line.text() == self._told or not text:
            super()._tidy()
            return
        hits = self._find(text)
        same = [hit for hit in hits if fold(hit.text) == fold(text)] or hits
        if len(same) == 1:
            self._choose(same[0].id)

    def _leave(self) -> None:
        self._list.close_up()
        super()._leave()

    def _ask(self) -> None:
        value = None if self.line.text() != self._told else self._value
        self.asked.emit(self._table, value)
