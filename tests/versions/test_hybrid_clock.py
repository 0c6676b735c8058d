from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.versions.clock import DAY_MS, moment_ms, tick, trusted_wall, written_wall

moments = st.integers(min_value=-(1 << 40), max_value=(1 << 47) - 1)
BUILT = 1_780_000_000_000


@given(st.integers(min_value=0, max_value=1 << 62), st.none() | moments)
def test_a_tick_is_later_than_the_last_whatever_the_wall_says(last: int, wall: int | None) -> None:
    assert tick(last, wall) > last


@given(st.integers(min_value=0, max_value=BUILT - 1), st.integers(min_value=0, max_value=1 << 40))
def test_a_tick_shows_the_time_of_day_when_the_wall_is_ahead(last: int, later: int) -> None:
    assert moment_ms(tick(last << 16, BUILT + later)) == BUILT + later


def test_a_tick_only_counts_on_when_the_wall_is_behind_or_not_trusted() -> None:
    assert tick(BUILT << 16, BUILT - 5) == (BUILT << 16) + 1
    assert tick(BUILT << 16, BUILT) == (BUILT << 16) + 1
    assert tick(BUILT << 16, None) == (BUILT << 16) + 1


def test_a_full_counter_runs_into_the_next_millisecond() -> None:
    assert tick((7 << 16) + 0xFFFF, None) == 8 << 16


def test_a_clock_is_trusted_from_the_build_date_for_400_days() -> None:
    def trusted(wall: int) -> int | None:
        return trusted_wall(wall, built_ms=BUILT, roster_ms=None, last_use_ms=None)

    last = BUILT + 34_560_000_000
    assert trusted(BUILT) == BUILT
    assert trusted(last) == last
    assert trusted(BUILT - 1) is None
    assert trusted(last + 1) is None


def test_a_newer_roster_moves_the_window_and_an_older_one_does_not() -> None:
    def trusted(wall: int, roster: int) -> int | None:
        return trusted_wall(wall, built_ms=BUILT, roster_ms=roster, last_use_ms=None)

    newer = BUILT + 300 * DAY_MS
    assert trusted(newer - 1, newer) is None
    assert trusted(newer + 400 * DAY_MS, newer) == newer + 400 * DAY_MS
    assert trusted(BUILT, BUILT - DAY_MS) == BUILT
    assert trusted(BUILT + 400 * DAY_MS, BUILT - DAY_MS) == BUILT + 400 * DAY_MS


def test_after_45_idle_days_somebody_must_be_asked() -> None:
    def trusted(idle_ms: int, *, asked: bool) -> bool:
        wall = BUILT + idle_ms
        answer = trusted_wall(wall, built_ms=BUILT, roster_ms=None, last_use_ms=BUILT, asked=asked)
        assert answer in (wall, None)
        return answer is not None

    assert trusted(45 * DAY_MS, asked=False)
    assert not trusted(45 * DAY_MS + 1, asked=False)
    assert trusted(45 * DAY_MS + 1, asked=True)
    assert not trusted(400 * DAY_MS + 1, asked=True)


@given(moments, st.booleans())
def test_a_file_is_from_when_its_sender_says_unless_that_can_not_be(told: int, ok: bool) -> None:
    written = written_wall(told, told_ok=ok, own_ms=BUILT, own_ok=True)
    possible = BUILT - 400 * DAY_MS <= told <= BUILT + DAY_MS
    assert written == (told if ok and possible else BUILT)


@given(moments, st.booleans())
def test_where_no_clock_can_be_believed_the_senders_word_stands(told: int, ok: bool) -> None:
    assert written_wall(told, told_ok=ok, own_ms=0, own_ok=False) == told
