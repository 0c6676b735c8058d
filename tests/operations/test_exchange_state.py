from __future__ import annotations

from pathlib import Path

import pytest

import makers
from desktop.base.errors import UserError
from desktop.operations import records
from desktop.operations.exchange_state import ChannelState, exchange_state, find_peer
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.receiving import receive
from desktop.operations.sending import Sent, pending, send
from desktop.records import Person
from desktop.store.exchange.homes import move
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices
from exchange.refusals import name_also

__all__ = ["enrolled_offices", "offices"]


def state(offices: Offices, name: str, other: str) -> ChannelState:
    scope = offices.scope(other)
    (found,) = [one for one in exchange_state(offices[name]) if one.office == scope]
    return found


def sent(offices: Offices, sender: str, receiver: str, stick: Path) -> Sent:
    return send(offices[sender], offices.scope(receiver), stick)


def test_a_commune_sees_the_province_and_the_province_its_communes(offices: Offices) -> None:
    (up,) = exchange_state(offices["a"])
    assert (up.name, up.is_above, up.level) == (NAMES["tinh"], True, "tinh")
    down = exchange_state(offices["tinh"])
    assert [one.name for one in down] == [NAMES["b"], NAMES["a"]]
    assert not any(one.is_above for one in down)


def test_before_anything_went_all_of_it_waits_and_is_overdue(offices: Offices) -> None:
    makers.person(offices["a"])
    found = state(offices, "a", "tinh")
    assert (found.last_in, found.last_out, found.number_in, found.number_out) == (None, None, 0, 0)
    assert (found.is_overdue, found.is_sent) == (True, False)
    assert found.total == pending(offices["a"], offices.scope("tinh")).total > 0


def test_what_went_and_came_is_told(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    file = sent(offices, "a", "tinh", tmp_path)
    out = state(offices, "a", "tinh")
    assert (out.last_out, out.number_out) == (offices.clock.at, 1)
    assert (out.is_sent, out.is_overdue, out.total > 0) == (True, False, True)
    offices.clock.forward(hours=2)
    receive(offices["tinh"], file.path)
    arrived = state(offices, "tinh", "a")
    assert (arrived.number_in, arrived.missing) == (1, ())
    assert arrived.last_in == out.last_out
    receive(offices["a"], sent(offices, "tinh", "a", tmp_path).path)
    assert state(offices, "a", "tinh").waiting == {}
    assert not state(offices, "a", "tinh").is_overdue


def test_somebody_is_reminded_after_thirty_days_if_something_waits(
    offices: Offices, tmp_path: Path
) -> None:
    makers.person(offices["a"])
    sent(offices, "a", "tinh", tmp_path)
    offices.clock.forward(days=30)
    assert not state(offices, "a", "tinh").is_overdue
    offices.clock.forward(minutes=1)
    assert state(offices, "a", "tinh").is_overdue


def test_a_missing_number_is_told_until_a_later_file_makes_it_good(
    offices: Offices, tmp_path: Path
) -> None:
    top = offices.scope("tinh")
    makers.person(offices["a"])
    receive(offices["tinh"], sent(offices, "a", "tinh", tmp_path).path)
    receive(offices["a"], sent(offices, "tinh", "a", tmp_path).path)
    makers.person(offices["a"], "Người Hai")
    second = sent(offices, "a", "tinh", tmp_path)
    # The province's copy of the second one was lost after it had told that it has it.
    receive(offices["tinh"], second.path)
    receive(offices["a"], sent(offices, "tinh", "a", tmp_path).path)
    take_import_back(offices["tinh"])
    makers.person(offices["a"], "Người Ba")
    third = sent(offices, "a", "tinh", tmp_path)
    receive(offices["tinh"], third.path)
    assert state(offices, "tinh", "a").missing == (2,)
    assert pending(offices["a"], top).total == 1
    receive(offices["a"], sent(offices, "tinh", "a", tmp_path).path)
    receive(offices["tinh"], sent(offices, "a", "tinh", tmp_path).path)
    assert state(offices, "tinh", "a").missing == ()


def test_a_lost_file_that_the_next_contains_is_not_missing(
    offices: Offices, tmp_path: Path
) -> None:
    makers.person(offices["a"])
    sent(offices, "a", "tinh", tmp_path).path.unlink()
    receive(offices["tinh"], sent(offices, "a", "tinh", tmp_path).path)
    found = state(offices, "tinh", "a")
    assert (found.number_in, found.missing) == (2, ())


def test_all_channels_are_counted_as_one_alone_would_be(offices: Offices, tmp_path: Path) -> None:
    for name in ("a", "b"):
        makers.case(offices[name])
        receive(offices["tinh"], sent(offices, name, "tinh", tmp_path).path)
    receive(offices["a"], sent(offices, "tinh", "a", tmp_path).path)
    receive(offices["tinh"], sent(offices, "a", "tinh", tmp_path).path)
    person = makers.person(offices["tinh"], "Người của tỉnh")
    with offices["tinh"].writing("move") as session:
        seeing = [offices.scope("a"), offices.scope("b")]
        move(session, session.get_one(Person, person), offices.scope("a"), seeing)
    records.save(offices["tinh"], "people", person, {"phone": "0950000003"})
    for other in ("a", "b"):
        found = state(offices, "tinh", other)
        assert found.waiting == pending(offices["tinh"], offices.scope(other)).counts
        assert found.waiting


@pytest.mark.parametrize("told", ["100048", "Thành phố Đà Nẵng", "da nang", " ĐÀ NẴNG "])
def test_an_office_goes_by_number_name_and_part_of_it(offices: Offices, told: str) -> None:
    assert find_peer(offices["a"], told).name == NAMES["tinh"]


def test_nobody_and_several_of_a_name_are_told(offices: Offices) -> None:
    with pytest.raises(UserError, match=r"không có nơi nào tên “Huế”.*Xã Tiên Phước"):
        find_peer(offices["tinh"], "Huế")
    name_also(offices, "Phường Hải Vân", "Xã Núi Thành")
    with pytest.raises(UserError, match=r"nhiều nơi tên “hải”.*Châu \(20242\), Phường Hải Vân"):
        find_peer(offices["tinh"], "hải")
    assert find_peer(offices["tinh"], "hai van").name == "Phường Hải Vân"
    with pytest.raises(UserError, match="không có nơi nào"):
        find_peer(offices["a"], str(offices.scope("a")))


@pytest.mark.parametrize("told", ["xã", "X", "thành phố", "ubnd  xã", "ước", "tiên p", "", " "])
def test_a_common_word_or_a_piece_of_one_names_nobody(offices: Offices, told: str) -> None:
    """One commune below would answer to all of them, and get what was meant for another."""
    with pytest.raises(UserError, match=r"không có nơi nào tên.*Xã Tiên Phước"):
        find_peer(offices["tinh"], told)


def test_files_go_up_and_down_and_never_to_a_sister(offices: Offices, tmp_path: Path) -> None:
    for told in (str(offices.scope("b")), "Hải Châu"):
        with pytest.raises(UserError, match=r"không gửi tệp cho Phường Hải Châu.*qua cấp trên"):
            find_peer(offices["a"], told)
    with pytest.raises(UserError, match=r"không gửi tệp cho Phường Hải Châu"):
        send(offices["a"], offices.scope("b"), tmp_path)
    assert list(tmp_path.glob("*.goi")) == []
    assert [one.name for one in exchange_state(offices["a"])] == [NAMES["tinh"]]
