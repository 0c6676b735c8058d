"""Whether the PC's clock can be believed, and what day it is where it can't be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desktop.base.clock import VIETNAM, in_vietnam, milliseconds, moment
from desktop.base.errors import UserError
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.office import Office
from desktop.rules.permissions import Permission
from desktop.store.timeline import BUILT_ON, Trust, note_confirmed, note_use


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


def machine_time(office: Office) -> dt.datetime:
    """What the PC's own clock shows, in Việt Nam, whatever was typed."""
    return in_vietnam(office.clock.machine.now())


def why_doubtful(office: Office, typed: dt.date) -> str:
    """What speaks against a typed day, in a sentence; "" if nothing does."""
    shown, trust = machine_time(office).date(), office.store.timeline().trust
    if clock_state(office) is ClockState.PAUSED and typed != shown:
        told, words = shown, tr("Đồng hồ máy đang chỉ ngày {day}.")
    elif typed < (told := in_vietnam(moment(trust.known_ms)).date()):
        words = tr("Máy này biết chắc đã qua ngày {day}.")
    elif typed > (told := in_vietnam(moment(trust.latest_ms)).date()):
        words = tr("Ngày này xa quá: chương trình chỉ tin được đến ngày {day}.")
    else:
        return ""
    return words.format(day=Date().format(told))


def tell_today(office: Office, typed: dt.date, at: dt.time | None = None) -> ClockState:
    """Go by a typed day until the program is closed; returns whether the PC's clock is right now.

    at: what time it is in Việt Nam, for when midnight comes; the PC's if left out.

    If the PC's clock shows the same day it is believed again from then on. After more than 400 days
    without a roster or a new version that takes somebody who may change the settings, and is good
    for 400 days more. Otherwise only this session of the program goes by the day; the log goes on
    saying what the PC's clock shows and that it can't be believed: one person typed a day, not a
    time of day, and the province must go on seeing that this PC needs a battery.

    Raises UserError for a day before this version was made, which can't be.
    """
    if typed < BUILT_ON:
        raise UserError(
            tr(
                "Hôm nay không thể là ngày {typed}: phiên bản này được làm ra ngày {built}. "
                "Chưa có gì thay đổi. Hãy xem lịch treo tường rồi gõ lại."
            ).format(typed=Date().format(typed), built=Date().format(BUILT_ON))
        )
    if typed == machine_time(office).date() and _confirm(office):
        office.clock.believe()
    else:
        now = dt.datetime.combine(typed, at or machine_time(office).time(), VIETNAM)
        office.clock.tell(now)
    return clock_state(office)


def _confirm(office: Office) -> bool:
    """Believe the PC's clock, if that is enough and this user may say so."""
    wall_ms, trust = milliseconds(office.clock.machine.now()), office.store.timeline().trust
    anew = not _holds(trust, wall_ms)
    told = dataclasses.replace(trust, confirmed_ms=wall_ms)
    if anew and not (office.may(Permission.MANAGE_SETTINGS) and _holds(told, wall_ms)):
        return False
    with office.store.connection(write=True) as connection:
        if anew:
            note_confirmed(connection, wall_ms)
        note_use(connection, wall_ms)
    office.store.forget_timeline()
    return True


def _holds(trust: Trust, wall_ms: int) -> bool:
    return trust.believed(wall_ms, asked=True) is not None
