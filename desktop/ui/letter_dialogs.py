"""The dialogs about the texts that reports begin with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.base.i18n import N_, tr
from desktop.indicators.definitions import INDICATORS, Indicator
from desktop.indicators.letter_checks import part_problems
from desktop.indicators.letter_text import gap_name
from desktop.indicators.phrases import LIST, SIZES
from desktop.operations.letter_preview import LetterPreview, preview_part
from desktop.operations.office import Office
from desktop.records import LetterPart
from desktop.ui.record_dialog import RecordDialog
from desktop.ui.theme import set_look, theme_of
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.labels import SectionLabel, label
from desktop.ui.widgets.table_box import TableBox
from desktop.ui.workplace import Workplace

_CODES_HEIGHT = 190
_RULES = (
    N_("Mỗi dòng là một đoạn văn; dòng trống chỉ để dễ đọc."),
    N_("Chỗ trống ghi trong ngoặc nhọn; số liệu, lời của kỳ báo cáo được điền vào đó."),
    N_(
        "Phần trong ngoặc vuông [ ] chỉ được viết ra khi có ít nhất một số liệu trong đó khác 0: "
        "[, {T19.GIO} giờ]."
    ),
    N_(
        "Dưới đoạn có {liệt kê} là các ý, mỗi ý một dòng bắt đầu bằng “- ”. Ý nào số liệu bằng 0 "
        "thì bỏ qua."
    ),
    N_(
        "Dòng bắt đầu bằng “~” kết thúc một nhóm ý và nói các ý nối nhau bằng gì: “~” là dấu phẩy, "
        "“~ ;” là dấu chấm phẩy, “~ , và” là dấu phẩy rồi chữ “và” trước ý cuối. Các nhóm cách "
        "nhau bằng dấu chấm phẩy."
    ),
    N_(
        "Dòng cuối của danh sách bắt đầu bằng “= ”: câu viết thay cho cả đoạn khi mọi số liệu "
        "trong danh sách bằng 0."
    ),
)
_WORDS = (
    ("until", N_("Ngày cuối kỳ, như “Tính đến ngày 30/09/2026”, “Kết thúc năm 2026”")),
    ("within", N_("Kỳ báo cáo, như “trong quý III năm 2026”")),
    ("area", N_("Nơi báo cáo, như “xã Tiên Phước”")),
    (LIST, N_("Các ý ghi ở những dòng bên dưới đoạn văn")),
    (f"D04:{SIZES}", N_("Số Đội theo số thành viên, như “01 Đội có 7 tình nguyện viên”")),
)


class LetterFormDialog(DialogFrame):
    """Tells how the text of a section is written, and which gaps there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cách viết lời báo cáo"), parent, width=820)
        for rule in _RULES:
            self._add(f"•  {tr(rule)}")
        self.body.addWidget(SectionLabel(tr("Chỗ trống dùng được")))
        self.gaps = TableBox(tr("Chỗ trống dùng được"), [tr("Chỗ trống"), tr("Điền vào")])
        self.gaps.setMinimumHeight(theme_of(self).px(_CODES_HEIGHT))
        rows = [(f"{{{gap_name(gap)}}}", tr(meaning)) for gap, meaning in _WORDS]
        self.gaps.show_rows(rows + [row for one in INDICATORS.values() for row in _gaps(one)])
        self.body.addWidget(self.gaps)
        self.add_cancel(tr("Đóng")).setFocus()

    def _add(self, sentence: str) -> None:
        line = label(sentence)
        line.setWordWrap(True)
        self.body.addWidget(line)


def _gaps(indicator: Indicator) -> list[tuple[str, str]]:
    """The gap of an indicator, and those of its parts."""
    words = tr(indicator.label)
    parts = [
        (f"{{{indicator.code}.{part}}}", f"{words}: {tr(called)}")
        for part, called in indicator.parts.items()
    ]
    return [(f"{{{indicator.code}}}", words), *parts]


class LetterPartDialog(RecordDialog):
    """One section of a text; beside its buttons it can be tried, and how it is written is told."""

    def __init__(
        self, workplace: Workplace, template_id: uuid.UUID, parent: QWidget | None = None
    ) -> None:
        super().__init__(workplace, LetterPart.__tablename__, parent, hidden=("template_id",))
        self._template_id = template_id
        self.help_button = self._aside(tr("Cách viết…"), self.tell_form)
        self.preview_button = self._aside(tr("Xem thử…"), self.preview)

    def _aside(self, words: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        set_look(button, "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        self.add_aside(button)
        return button

    def tell_form(self) -> None:
        """Show how texts are written."""
        LetterFormDialog(self).open()

    def preview(self) -> None:
        """Show how the section would read as it is typed now, saved or not."""
        problems = self.form.problems()
        if not problems:
            problems = part_problems(self.form.values())
        if self.form.show_problems(problems) is None:
            told = {"template_id": self._template_id, "values": self.form.values()}
            LetterPreviewDialog(self._workplace, partial(preview_part, **told), self).open()


class LetterPreviewDialog(DialogFrame):
    """A text, or a section of it, as a report on the last quarter would say it."""

    def __init__(
        self, workplace: Workplace, read: Callable[[Office], LetterPreview], parent: QWidget
    ) -> None:
        super().__init__(tr("Xem thử lời báo cáo"), parent, width=860)
        self._lines: list[QLabel] = []
        self.note = InfoBanner(Role.NEUTRAL, tr("Đang tính số liệu…"))
        self.body.addWidget(self.note)
        self.add_cancel(tr("Đóng"))
        workplace.ask(read, self._show)

    def texts(self) -> list[str]:
        """What is said, line by line."""
        return [line.text() for line in self._lines]

    def _show(self, shown: LetterPreview) -> None:
        told = tr("Điền bằng số liệu {period} của cơ quan này; chưa lập báo cáo nào.")
        self.note.set_text(told.format(period=shown.period))
        self._add(shown.title, "head")
        for one in shown.sections:
            self._add(f"{one.code}. {one.title}", "strong")
            for paragraph in one.paragraphs:
                self._add(paragraph)
        self.body.addStretch(1)

    def _add(self, text: str, look: str = "") -> None:
        line = label(text, look)
        line.setWordWrap(True)
        self._lines.append(line)
        self.body.addWidget(line)
