"""Whether the PC's clock can be believed, and asking the clerk when it can't be known."""

from __future__ import annotations

import datetime as dt
import enum

from desktop.base.clock import milliseconds, today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office


class ClockState(enum.Enum):
    """What is known of the PC's clock.

    PAUSED: nobody worked here for more than 45 days, so the date must be typed once.
    WRONG: the date lies before this version was made, or more than 400 days after.
    """

    RIGHT = "right"
    PAUSED = "paused"
    WRONG = "wrong"


def clock_state(office: Office) -> ClockState:
    """Whether the PC's clock is believed."""
    timeline = office.store.timeline()
    if timeline.wall()[1]:
        return ClockState.RIGHT
    return ClockState.PAUSED if timeline.believed_if_asked() else ClockState.WRONG


def confirm_today(office: Office, typed: dt.date) -> None:
    """Believe the PC's clock again because somebody typed the day it shows.

    Raises UserError if it is another day, or a year that can't be: the clock must be set first.
    """
    timeline = office.store.timeline()
    if typed != today(office.clock) or not timeline.believed_if_asked():
        raise UserError(
            tr(
                "Ngày bạn gõ khác ngày trên đồng hồ máy. Chưa có gì thay đổi. "
                "Hãy chỉnh lại ngày giờ của máy rồi mở lại chương trình."
            )
        )
    with office.store.connection(write=True) as connection:
        timeline.note_use(connection, milliseconds(office.clock.now()))
    office.store.forget_timeline()
