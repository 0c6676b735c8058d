"""The copy of the office from before files of others change it, made once and only if they do."""

from __future__ import annotations

from desktop.base.errors import UserError
from desktop.operations import upkeep
from desktop.operations.office import Office


class CopyBefore:
    """Copies the office when the first file is about to change it; calling it again does nothing.

    A path that leads nowhere, a file that is refused at its door and one that is known already
    leave no copy.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._made = False
        self.trouble: UserError | None = None
        """Why there is no copy; nothing may be taken in without one."""

    def __call__(self) -> None:
        """Make the copy. Raises DiskTrouble, DamagedFile."""
        if self._made:
            return
        try:
            upkeep.back_up_here(self._office, before_files=True)
        except UserError as error:
            self.trouble = error
            raise
        self._made = True
