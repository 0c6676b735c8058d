"""The templates of inspections among the settings: one version with its questions at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from desktop.base.i18n import tr
from desktop.ui.form_section import FormSection
from desktop.ui.workplace import Workplace


class ChecklistsSection(FormSection):
    """The questions of the chosen template."""

    alike: ClassVar[Sequence[str]] = ("section_code", "section_title", "answer")
    begins: ClassVar[Mapping[str, Any]] = {"critical": False}

    def __init__(self, workplace: Workplace) -> None:
        columns = ("position", "section_title", "code", "text", "weight", "critical")
        empty = tr("Mẫu này chưa có câu hỏi nào.")
        super().__init__(workplace, "checklist_questions", empty, columns)
        self.add_button.setText(tr("Thêm câu hỏi"))
