"""Whether the PC's clock can be believed, and asking the clerk when it can't be known."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desktop.base.clock import milliseconds, today
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.timeline import note_confirmed, note_use


class ClockState(enum.Enum):
    """What is known of the PC's clock.

    PAUSED: nobody worked here for more than 45 days, so the date must be typed once.
    WRONG: the date lies before this version was made and the newest roster was signed, or more
    than 400 days after both.
    """

    RIGHT = "right"
    PAUSED = "paused"
    WRONG = "wrong"


def clock_state(office: Office) -> ClockState:
    """Whether the PC's clock is believed."""
    timeline = office.store.timeline()
    wall_ms, believed = timeline.wall()
    if believed:
        return ClockState.RIGHT
    asked = timeline.trust.believed(wall_ms, asked=True) is not None
    return ClockState.PAUSED if asked else ClockState.WRONG


def confirm_today(office: Office, typed: dt.date) -> None:
    """Believe the PC's clock again because somebody typed the day it shows.

    After more than 400 days without a roster or a new version it takes somebody who may change the
    settings; the clock is then good for 400 days more. Raises UserError if it shows another day, or
    a day before this version was made or the roster was signed: the clock must be set first.
    """
    wall_ms, trust = milliseconds(office.clock.now()), office.store.timeline().trust
    anew = trust.believed(wall_ms, asked=True) is None
    told = dataclasses.replace(trust, confirmed_ms=wall_ms)
    if typed != today(office.clock) or told.believed(wall_ms, asked=True) is None:
        raise UserError(
            tr(
                "Ngày bạn gõ khác ngày trên đồng hồ máy. Chưa có gì thay đổi. "
                "Hãy chỉnh lại ngày giờ của máy rồi mở lại chương trình."
            )
        )
    if anew:
        office.require(Permission.MANAGE_SETTINGS)
    with office.store.connection(write=True) as connection:
        if anew:
            note_confirmed(connection, wall_ms)
        note_use(connection, wall_ms)
    office.store.forget_timeline()
