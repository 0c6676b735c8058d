from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

import makers
from desktop.base.errors import InvalidValue, UserError
from desktop.operations.acknowledging import ack_code, ack_codes, hear_ack_code
from desktop.operations.exchange_keys import own_keys
from desktop.operations.receiving import receive
from desktop.operations.sending import pending, send
from desktop.store import tables
from desktop.store.exchange.channels import BEGINNING
from desktop.sync.ack_code import make_ack_code
from exchange.enrolled import NAMES, Offices, enrolled_offices, offices

__all__ = ["enrolled_offices", "offices"]


def acked(offices: Offices, name: str) -> dict[bytes, int]:
    """How far each PC is known to hold this office's log."""
    peers = tables.peers
    with offices[name].store.connection() as connection:
        rows = connection.execute(sa.select(peers.c.device, peers.c.acked))
        return {bytes(row.device): row.acked for row in rows}


def device(offices: Offices, name: str) -> bytes:
    with offices[name].store.connection() as connection:
        return own_keys(connection).device


def give(offices: Offices, sender: str, receiver: str, stick: Path) -> None:
    receive(offices[receiver], send(offices[sender], offices.scope(receiver), stick).path)


def test_a_code_confirms_just_what_a_file_confirms(
    offices: Offices, tmp_path: Path, enrolled_offices: Path
) -> None:
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    before = pending(offices["a"], offices.scope("tinh")).total
    heard = hear_ack_code(offices["a"], ack_code(offices["tinh"], offices.scope("a")))
    by_code = acked(offices, "a")
    assert (heard.name, heard.confirmed, heard.waiting) == (NAMES["tinh"], before, 0)
    assert (heard.office, heard.receded) == (offices.scope("tinh"), False)

    with offices["a"].store.connection(write=True) as connection:
        connection.execute(sa.update(tables.peers).values(acked=0))
    give(offices, "tinh", "a", tmp_path)
    assert acked(offices, "a") == by_code
    assert by_code[device(offices, "tinh")] > 0


def test_what_was_written_since_still_waits(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    code = ack_code(offices["tinh"], offices.scope("a"))
    makers.person(offices["a"], "Người Sau")
    heard = hear_ack_code(offices["a"], f"Tỉnh xác nhận nhé: {code.lower()} (đã nhận)")
    assert heard.waiting == 1
    assert pending(offices["a"], offices.scope("tinh")).total == 1


def test_nothing_that_a_code_confirmed_goes_again(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"], "Người Một")
    give(offices, "a", "tinh", tmp_path)
    hear_ack_code(offices["a"], ack_code(offices["tinh"], offices.scope("a")))
    makers.person(offices["a"], "Người Hai")
    sent = send(offices["a"], offices.scope("tinh"), tmp_path)
    assert sum(sent.counts.values()) == 1
    assert receive(offices["tinh"], sent.path).tally.new.total() == 1


def test_an_old_code_costs_bytes_and_says_so(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    old = ack_code(offices["tinh"], offices.scope("a"))
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    new = ack_code(offices["tinh"], offices.scope("a"))
    assert hear_ack_code(offices["a"], new).waiting == 0
    heard = hear_ack_code(offices["a"], old)
    assert (heard.confirmed, heard.waiting, heard.receded) == (0, 1, True)
    assert hear_ack_code(offices["a"], f"{old}\n{new}").receded is False


def test_without_a_file_there_is_nothing_to_acknowledge(offices: Offices) -> None:
    with pytest.raises(UserError, match=f"Chưa nhận tệp nào của {NAMES['a']}"):
        ack_codes(offices["tinh"], offices.scope("a"))


def test_a_wrong_sign_changes_nothing(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    give(offices, "a", "tinh", tmp_path)
    code = ack_code(offices["tinh"], offices.scope("a"))
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    with pytest.raises(InvalidValue, match="gõ nhầm"):
        hear_ack_code(offices["a"], wrong)
    assert acked(offices, "a")[device(offices, "tinh")] == 0


def test_a_code_for_another_office_is_refused_by_name(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    makers.person(offices["b"])
    give(offices, "a", "tinh", tmp_path)
    give(offices, "b", "tinh", tmp_path)
    with pytest.raises(UserError, match=f"{NAMES['tinh']} đọc cho một máy khác"):
        hear_ack_code(offices["a"], ack_code(offices["tinh"], offices.scope("b")))
    assert acked(offices, "a")[device(offices, "tinh")] == 0


def test_a_code_of_a_chain_that_is_not_ours_is_refused(offices: Offices, tmp_path: Path) -> None:
    makers.person(offices["a"])
    for seq in (1, 10**6):
        strange = make_ack_code(device(offices, "tinh"), seq, bytes(range(12)))
        with pytest.raises(UserError, match="không còn giữ"):
            hear_ack_code(offices["a"], strange)


def test_the_beginning_of_a_log_is_no_line_of_it(offices: Offices) -> None:
    with pytest.raises(UserError, match="không còn giữ"):
        hear_ack_code(offices["a"], make_ack_code(device(offices, "tinh"), 0, BEGINNING))


def test_our_own_code_and_one_of_a_stranger_are_told_apart(
    offices: Offices, tmp_path: Path
) -> None:
    makers.person(offices["tinh"])
    give(offices, "tinh", "a", tmp_path)
    own = ack_code(offices["a"], offices.scope("tinh"))
    with pytest.raises(UserError, match="chính máy này đọc ra"):
        hear_ack_code(offices["a"], own)
    with pytest.raises(UserError, match="không có trong danh bạ"):
        hear_ack_code(offices["a"], make_ack_code(bytes(16), 1, bytes(12)))
