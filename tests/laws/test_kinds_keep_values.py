"""Every kind: what it shows it can read, what it writes down it can take back, and so can the file."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

import desktop.fields
from desktop.base.errors import InvalidValue
from desktop.base.text import nfc
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Factor,
    Kind,
    Moment,
    Money,
    Month,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Reference,
    Text,
    Year,
    YesNo,
)
from desktop.records import record_types
from strategies import STRATEGIES, values_of

OPTIONS = {"CO": "Có việc", "KHONG": "Không có việc", "KHAC": "Việc khác"}
SAMPLES: list[Kind[Any]] = [
    Text(),
    Text(max_length=4000, lines=4),
    PersonName(),
    CitizenNumber(),
    Phone(),
    Code(),
    Count(),
    Count(minimum=1, maximum=99),
    Year(),
    Money(),
    Percent(),
    Factor(),
    Date(),
    PartialDate(),
    Month(),
    Moment(),
    Choice(OPTIONS),
    Choice(code_list="L4"),
    Choices(OPTIONS),
    Choices(code_list="L18"),
    YesNo(),
    YesNo("Bản chính", "Bản sao"),
    Reference("people"),
    Attachment(),
]
DECLARED = {
    field.kind: f"{table}.{field.name}"
    for table, kind in record_types().items()
    for field in kind.fields()
}
every_kind = pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: repr(kind)[:40])


def test_every_kind_that_is_offered_has_a_strategy() -> None:
    offered = {
        thing
        for name in desktop.fields.__all__
        if isinstance(thing := getattr(desktop.fields, name), type)
        and issubclass(thing, Kind)
        and thing is not Kind
    }
    assert offered == set(STRATEGIES) == {type(kind) for kind in SAMPLES}


def test_records_use_only_kinds_that_are_offered() -> None:
    assert {type(kind) for kind in DECLARED} <= set(STRATEGIES)


@every_kind
@hypothesis.given(st.data())
def test_what_is_shown_is_read_as_the_same_value(kind: Kind[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    assert kind.parse(kind.format(value)) == value


@every_kind
@hypothesis.given(st.data())
def test_what_is_written_down_is_taken_back(kind: Kind[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    written = kind.to_json(value)
    assert kind.from_json(written) == value
    # The same value is always written alike: history and packages compare what is written.
    assert kind.to_json(kind.from_json(written)) == written


@every_kind
@hypothesis.given(st.data())
def test_valid_values_are_accepted_and_equal_to_themselves_when_merged(
    kind: Kind[Any], data: st.DataObject
) -> None:
    value = data.draw(values_of(kind))
    kind.check(value)
    assert kind.normal(value) == kind.normal(kind.from_json(kind.to_json(value)))


@every_kind
@hypothesis.given(st.data())
def test_the_database_gives_back_what_it_was_given(kind: Kind[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    table = sa.Table("kept", sa.MetaData(), sa.Column("value", kind.column_type()))
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(sa.insert(table).values(value=value))
        connection.execute(sa.insert(table).values(value=None))
        assert connection.execute(sa.select(table.c.value)).scalars().all() == [value, None]
    engine.dispose()


@every_kind
@hypothesis.given(typed=st.text(max_size=40))
def test_anything_typed_is_either_read_as_a_valid_value_or_told_in_a_sentence(
    kind: Kind[Any], typed: str
) -> None:
    hypothesis.assume(typed.strip())
    try:
        value = kind.parse(typed)
    except InvalidValue as told:
        sentence = told.message
    else:
        kind.check(value)
        assert kind.parse(kind.format(value)) == value
        return
    assert sentence.endswith((".", ").", ";"))
    assert sentence == nfc(sentence)


@every_kind
@hypothesis.given(st.data())
def test_shown_text_is_composed_and_without_control_signs(
    kind: Kind[Any], data: st.DataObject
) -> None:
    shown = kind.format(data.draw(values_of(kind)))
    assert shown == nfc(shown)
    assert all(
        sign == "\n" or sign.isprintable() or sign.isspace() or ord(sign) > 255 for sign in shown
    )


@every_kind
def test_every_kind_has_room_to_show_itself(kind: Kind[Any]) -> None:
    assert 4 <= kind.width <= 60
