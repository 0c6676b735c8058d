"""Which editor serves which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Factor,
    Kind,
    Moment,
    Money,
    Month,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Reference,
    Text,
    Year,
    YesNo,
)  # fmt: skip
from desktop.ui.editors.attachments import AttachmentEditor
from desktop.ui.editors.choices import choice_editor, choices_editor
from desktop.ui.editors.dates import DateEditor, MomentEditor, MonthEditor, PartialDateEditor
from desktop.ui.editors.editor import Editor, EditorContext
from desktop.ui.editors.references import ReferenceEditor
from desktop.ui.editors.texts import PersonNameEditor, text_editor
from desktop.ui.editors.ticks import RadioEditor
from desktop.ui.editors.typed import LineEditor

Maker = Callable[[Any, EditorContext], Editor]

EDITORS: Mapping[type[Kind[Any]], Maker] = MappingProxyType(
    {
        Attachment: AttachmentEditor,
        Choice: choice_editor,
        Choices: choices_editor,
        CitizenNumber: LineEditor,
        Code: LineEditor,
        Count: LineEditor,
        Date: DateEditor,
        Factor: LineEditor,
        Moment: MomentEditor,
        Money: LineEditor,
        Month: MonthEditor,
        PartialDate: PartialDateEditor,
        Percent: LineEditor,
        PersonName: PersonNameEditor,
        Phone: LineEditor,
        Reference: ReferenceEditor,
        Text: text_editor,
        Year: LineEditor,
        YesNo: RadioEditor,
    }
)

#: What takes the place where a field has a line of its own.
ROOMY: Mapping[type[Kind[Any]], Maker] = MappingProxyType(
    {
        Choice: lambda kind, context: choice_editor(kind, context, roomy=True),
        Choices: lambda kind, context: choices_editor(kind, context, roomy=True),
    }
)


def editor_for(kind: Kind[Any], context: EditorContext, *, roomy: bool = False) -> Editor:
    """An editor for this kind; roomy if the field has a line of the form to itself."""
    makers = {**EDITORS, **ROOMY} if roomy else EDITORS
    return makers[type(kind)](kind, context)
