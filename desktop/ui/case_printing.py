"""What of a case to print: ticked parts, the reason where one must be given, then the preview."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations import printing
from desktop.operations.case_papers import NEEDS_REASON
from desktop.operations.cases import CaseFolder
from desktop.operations.printing import Printed
from desktop.paper.documents.whole_case import PARTS
from desktop.records.cases import compartment
from desktop.store.store import Changes
from desktop.ui.dialogs import Message, inform
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.tokens import Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.dialog_frame import DialogFrame
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.labels import label
from desktop.ui.workplace import Workplace
