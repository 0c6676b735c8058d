"""What a value means: how it is read, shown, checked, stored and sent."""

from desktop.fields.choices import Choice, Choices, YesNo
from desktop.fields.dates import Date, Moment, Month, Partial, PartialDate
from desktop.fields.field import Field, Values, optional, required
from desktop.fields.kinds import BARE, BareNames, Json, Kind, Names
from desktop.fields.layout import Layout, Section, section, sections
from desktop.fields.links import Attachment, IdType, Reference, StoredFile
from desktop.fields.numbers import Count, Factor, Money, Percent, Year
from desktop.fields.texts import CitizenNumber, Code, PersonName, Phone, Text

__all__ = [
    "BARE",
    "Attachment",
    "BareNames",
    "Choice",
    "Choices",
    "CitizenNumber",
    "Code",
    "Count",
    "Date",
    "Factor",
    "Field",
    "IdType",
    "Json",
    "Kind",
    "Layout",
    "Moment",
    "Money",
    "Month",
    "Names",
    "Partial",
    "PartialDate",
    "Percent",
    "PersonName",
    "Phone",
    "Reference",
    "Section",
    "StoredFile",
    "Text",
    "Values",
    "Year",
    "YesNo",
    "optional",
    "required",
    "section",
    "sections",
]
