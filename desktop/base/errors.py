"""Sentences for the clerk, kept apart from our own mistakes.

A ``UserError`` says what happened, what was not changed and what to do. Anything
else that is raised is a fault of this program and ends in the crash dialog.
"""

from __future__ import annotations

from collections.abc import Mapping


class Cancelled(Exception):
    """The user stopped the work: raised by its report of how far it is."""


class UserError(Exception):
    """Something the clerk can understand and act upon."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(UserError):
    """The signed-in user's role does not include this."""


class UnknownDay(UserError):
    """The PC's clock is wrong and nobody has said what day it is."""


class WrongPassword(UserError):
    """No key slot opens with this name and password."""


class DamagedFile(UserError):
    """A file of the office can't be read as what it should be."""


class NewerFile(UserError):
    """The file was written by a newer version of the program."""


class FolderInUse(UserError):
    """Another window or another PC has this office folder open."""


class DiskTrouble(UserError):
    """The disk is full, read-only or gone."""


class InvalidValue(UserError):
    """A typed value that its kind can't accept."""


class InvalidRecord(UserError):
    """A record that its declaration does not accept.

    ``problems`` maps field names to one sentence each; it is what forms mark red.
    """

    def __init__(self, message: str, problems: Mapping[str, str]) -> None:
        super().__init__(message)
        self.problems = dict(problems)
