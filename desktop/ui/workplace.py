"""What every screen of a signed-in clerk stands on: the office, the desk, the names."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

from desktop.base.errors import UserError
from desktop.fields import StoredFile
from desktop.operations import access, attachments, lists
from desktop.operations.flags import Flags
from desktop.operations.naming import StandingNames
from desktop.operations.office import Office
from desktop.operations.open_questions import OpenQuestions
from desktop.operations.updates import INBOX
from desktop.records import record_types
from desktop.rules.permissions import Permission
from desktop.store.store import Changes
from desktop.ui.actions import ActionRegistry
from desktop.ui.desk import Desk
from desktop.ui.editors import EditorContext
from desktop.ui.editors.editor import Hit
from desktop.ui.export_reason import ExportReasons
from desktop.ui.jobs import Jobs
from desktop.ui.update_watch import UpdateWatch

T = TypeVar("T")


class OfficeLookup:
    """Finds records to refer to, for fields."""

    def __init__(self, office: Office, names: StandingNames) -> None:
        self._office = office
        self._names = names

    def find(
        self, table: str, words: str, limit: int, beside: lists.Beside | None = None
    ) -> Sequence[Hit]:
        found = lists.lookup(self._office, table, words, limit, beside)
        return [Hit(one.id, one.title, one.detail) for one in found]

    def called(self, table: str, record_id: uuid.UUID) -> str:
        return self._names.record(table, record_id)


class OfficeFiles(QObject):
    """Attached files of the office, for fields; ``shown`` asks the window to show one."""

    shown = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office

    def keep(self, path: Path) -> StoredFile:
        return attachments.keep_file(self._office, path)

    def missing(self, file: StoredFile) -> str:
        return attachments.missing_words(self._office, file)

    def open(self, file: StoredFile) -> None:
        self.shown.emit(file)

    def save_as(self, file: StoredFile, path: Path) -> None:
        attachments.write_file(self._office, file, path)


class Workplace(QObject):
    """Handed to every screen; screens never open a session.

    ``open_asked`` carries table and id of a record that some screen wants to see opened,
    ``draft_asked`` an unsaved form to go on with, ``section_asked`` a page and a part of it,
    ``restore_asked`` a copy to put in the place of this office, ``update_asked`` a setup to make
    way for,
    ``machine_changed`` that something was set for this PC, ``keys_changed`` that it stands
    otherwise in the exchange, ``exchanged`` that a file went out or was confirmed, ``told`` a line
    for the status bar, ``day_told`` that somebody typed what day it is, ``questions_counted`` how many
    disagreements wait for this account's choice, which ``questions`` holds, ``flagged`` which rows of
    lists have one in them, which ``flags`` holds.
    """

    open_asked = Signal(str, object)
    draft_asked = Signal(object)
    section_asked = Signal(str, str)
    restore_asked = Signal(object)
    update_asked = Signal(object)
    machine_changed = Signal()
    keys_changed = Signal()
    exchanged = Signal()
    told = Signal(str)
    day_told = Signal()
    questions_counted = Signal(int)
    flagged = Signal()

    def __init__(
        self, office: Office, jobs: Jobs, settings: QSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.settings = settings
        self.reasons = ExportReasons()
        self.desk = Desk(jobs, self)
        self.actions = ActionRegistry(parent=self)
        self.names = StandingNames(office)
        self.files = OfficeFiles(office, self)
        self.updates = UpdateWatch(office.folder / INBOX, self)
        self.context = EditorContext(
            self.names, OfficeLookup(office, self.names), self.files, office.clock
        )
        self._questions = OpenQuestions(office)
        self.questions = 0
        self.flags = Flags()
        self._saved_last: frozenset[uuid.UUID] = frozenset()
        self.desk.changed.connect(self._forget)

    @property
    def max_level(self) -> int:
        """The most sensitive level of fields that the user is shown."""
        return access.level(self.office)

    def may(self, permission: Permission) -> bool:
        """Whether to offer something at all."""
        return self.office.may(permission)

    def may_write(self, table: str) -> bool:
        """Whether to offer changing records of this type."""
        return access.may_write(self.office, table)

    def run(
        self,
        operation: Callable[[Office], Changes],
        asked_by: object,
        done: Callable[[Changes], Any] | None = None,
        refused: Callable[[UserError], bool] | None = None,
        settled: Callable[[], object] | None = None,
    ) -> None:
        """Carry out an operation away from the window's thread, then tell all screens."""
        self.tell("")
        self.desk.run(
            lambda _progress: operation(self.office),
            asked_by,
            done,
            refused=refused,
            settled=settled or _nothing,
        )

    def ask(
        self, question: Callable[[Office], T], done: Callable[[T], Any] = lambda _told: None
    ) -> None:
        """Read, print or compute something away from the window's thread.

        done: what to do with the answer; left out where nobody waits for one.
        """
        self.desk.ask(lambda _progress: question(self.office), done)

    def count_questions(self) -> None:
        """Count the disagreements that this account may decide, for all who show how many or where."""
        self.ask(
            lambda _office: (self._questions.count(), self._questions.flags()), self._show_questions
        )

    def _show_questions(self, found: tuple[int, Flags]) -> None:
        number, self.flags = found
        self.flagged.emit()
        if self.may(Permission.EXCHANGE):
            self.questions = number
            self.questions_counted.emit(number)

    def open(self, table: str, record_id: uuid.UUID) -> None:
        """Ask the window to show a record on its own screen."""
        self.open_asked.emit(table, record_id)

    def tell(self, line: str) -> None:
        """Say a short line in the status bar; "" when what it says is over."""
        self.told.emit(line)

    def turn_to(self, record_id: uuid.UUID) -> None:
        """Another record comes on the screen: what was said of the former one is over.

        What was said of saving this one stays.
        """
        if record_id not in self._saved_last:
            self.tell("")

    def _forget(self, changes: Changes, _asked_by: object) -> None:
        self._saved_last = frozenset(record_id for _, record_id in changes.records)
        self.names.forget(codes=changes.touch("code_items"))


def _nothing() -> None:
    return


def plural(table: str) -> str:
    """What the records of a table are called together."""
    return record_types()[table].plural
