"""Valid values of every kind, and the values of a whole record, for hypothesis to choose from."""

from __future__ import annotations

import datetime as dt
import functools
import json
import string
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from desktop.base.resources import resource
from desktop.base.text import tidy
from desktop.fields import (
    Attachment,
    Choice,
    Choices,
    CitizenNumber,
    Code,
    Count,
    Date,
    Factor,
    Field,
    Kind,
    Moment,
    Money,
    Month,
    Partial,
    PartialDate,
    Percent,
    PersonName,
    Phone,
    Reference,
    StoredFile,
    Text,
    Year,
    YesNo,
)
from desktop.records import Record
from desktop.records.norms import AMOUNT, BASE_SALARY, FACTOR

Strategy = st.SearchStrategy[Any]

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
LETTERS = VIETNAMESE + VIETNAMESE.upper()
SIGNS = string.punctuation + "–—“”…°²½½€₫ "
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
TODAY = dt.date(2026, 11, 21)
"""The day at which the clock of the tests stands."""


def _texts(kind: Any) -> Strategy:
    """Mostly Vietnamese words; now and then any sign that Unicode has."""
    usual = st.text(LETTERS + string.digits + SIGNS, min_size=1, max_size=min(kind.max_length, 60))
    any_sign = st.text(min_size=1, max_size=min(kind.max_length, 20))
    lines = st.lists(usual, min_size=1, max_size=3).map("\n".join) if kind.lines > 1 else usual
    return st.one_of(usual, lines, any_sign).map(functools.partial(_as_kept, kind)).filter(bool)


def _as_kept(kind: Any, text: str) -> str:
    kept = tidy(text) if getattr(kind, "lines", 1) > 1 else " ".join(tidy(text).split())
    return kept[: kind.max_length].strip()


def _names(kind: PersonName) -> Strategy:
    syllable = st.text(VIETNAMESE, min_size=1, max_size=7).map(str.capitalize)
    return st.lists(syllable, min_size=1, max_size=6).map(" ".join)


def _citizen_numbers(kind: CitizenNumber) -> Strategy:
    return st.from_regex(r"[0-9]{12}|[0-9]{9}|[A-Z]{1,3}[0-9]{5,12}", fullmatch=True)


def _codes(kind: Code) -> Strategy:
    signs = string.ascii_letters + string.digits + "/-.Đđ "
    text = st.text(signs, min_size=1, max_size=min(20, kind.max_length))
    return text.map(lambda t: " ".join(t.split())).filter(bool)


@functools.cache
def code_list(name: str) -> tuple[str, ...]:
    """The codes of a list that may be chosen today, as the program ships them."""
    told = json.loads(resource("codes/lists.json").read_text("utf-8"))
    (found,) = [one["items"] for one in told["lists"] if one["list"] == name]
    return tuple(item["code"] for item in found if item["valid_to"] is None)


def _options(kind: Any) -> tuple[str, ...]:
    return code_list(kind.code_list) if kind.code_list else tuple(kind.options)


def _several(kind: Choices) -> Strategy:
    options = _options(kind)
    return st.lists(st.sampled_from(options), min_size=1, unique=True).map(tuple)


def _last(kind: Any) -> dt.date:
    return TODAY if kind.past else LAST


def _hundredths(maximum: int) -> Strategy:
    return st.decimals(0, maximum, places=2).map(lambda d: Decimal(str(d)))


def _partials(kind: PartialDate) -> Strategy:
    days = st.dates(FIRST, _last(kind))
    return st.one_of(
        days.map(lambda d: Partial(d.year, d.month, d.day)),
        days.map(lambda d: Partial(d.year, d.month)),
        days.map(lambda d: Partial(d.year)),
    )


def _moments(kind: Moment) -> Strategy:
    first = dt.datetime(1900, 1, 2)  # noqa: DTZ001 -- hypothesis adds it
    last = dt.datetime.combine(_last(kind) - dt.timedelta(days=1), dt.time())
    return st.datetimes(first, last, timezones=st.just(dt.UTC)).map(
        lambda at: at.replace(second=0, microsecond=0)
    )


def _files(_kind: Attachment) -> Strategy:
    names = st.text(LETTERS + string.digits + " ._-/()", min_size=1, max_size=80)
    hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
    return st.builds(StoredFile, hashes, st.integers(0, 25 * 1024 * 1024), names)


STRATEGIES: dict[type[Kind[Any]], Callable[[Any], Strategy]] = {
    Text: _texts,
    PersonName: _names,
    CitizenNumber: _citizen_numbers,
    Phone: lambda _: st.from_regex(r"0[0-9]{9}|[0-9]{3,15}|\+[0-9]{5,14}", fullmatch=True).filter(
        lambda number: not number.startswith("+84")
    ),
    Code: _codes,
    Count: lambda kind: st.integers(kind.minimum, kind.maximum),
    Year: lambda kind: st.integers(kind.minimum, kind.maximum),
    Money: lambda _: st.integers(0, 10**15),
    Percent: lambda kind: _hundredths(kind.maximum),
    Factor: lambda kind: _hundredths(kind.maximum),
    Date: lambda kind: st.dates(FIRST, _last(kind)),
    PartialDate: _partials,
    Month: lambda _: st.dates(FIRST, LAST).map(lambda day: day.replace(day=1)),
    Moment: _moments,
    Choice: lambda kind: st.sampled_from(_options(kind)),
    Choices: _several,
    YesNo: lambda _: st.booleans(),
    Reference: lambda _: st.uuids(),
    Attachment: _files,
}
"""One way to choose values for each kind; a law asks that none is missing."""


def values_of(kind: Kind[Any]) -> Strategy:
    """Values that this kind accepts."""
    return STRATEGIES[type(kind)](kind)


def field_values(field: Field) -> Strategy:
    """Values of a field: now and then none, if it may be left empty."""
    values = values_of(field.kind)
    return values if field.required else st.one_of(st.none(), values)


def record_values(kind: type[Record], references: Callable[[str], Any]) -> Strategy:
    """Values of a whole record that its rules accept and that may be written again.

    references: gives the id of a record of this type that is there.
    """
    values = {
        field.name: st.just(references(field.kind.to))
        if isinstance(field.kind, Reference)
        else field_values(field)
        for field in kind.fields()
        if field.name != "void_reason"
    }
    if kind.sealed_in is not None:
        name, sealed = kind.sealed_in
        state = kind.field(name).kind
        assert isinstance(state, Choice)
        values[name] = st.sampled_from(sorted(set(state.options) - sealed))
    return st.fixed_dictionaries(values).map(functools.partial(agreeing, kind.__tablename__))


def agreeing(table: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values, changed where the rules between fields ask for it."""
    told = dict(values)
    for first, last in _PERIODS:
        if told.get(first) and told.get(last) and told[last] < told[first]:
            told[first], told[last] = told[last], told[first]
    if table in _AGREEMENTS:
        _AGREEMENTS[table](told)
    return told


_PERIODS = (
    ("from_on", "to_on"),
    ("valid_from", "valid_to"),
    ("started_on", "ended_on"),
    ("period_from", "period_to"),
    ("decision_on", "ended_on"),
    ("decision_on", "due_end_on"),
)


def _agree_person(told: dict[str, Any]) -> None:
    if told["anonymous"]:
        told["full_name"] = told["id_number"] = None
    else:
        told["full_name"] = told["full_name"] or "Nguyễn Văn An"
        told["birth_date"] = told["birth_date"] or Partial(1990)
    if told["id_number"]:
        told["id_type"] = {12: "CAN_CUOC", 9: "CMND"}.get(len(told["id_number"]), "HO_CHIEU")
        if not told["id_number"].isdigit():
            told["id_type"] = "HO_CHIEU"
    if told["birth_date"] and told["id_issued_on"]:
        told["id_issued_on"] = max(told["id_issued_on"], told["birth_date"].first())


def _agree_case(told: dict[str, Any]) -> None:
    ended = told["status"] in ("KET_THUC", "CHUYEN_DI")
    told["closed_on"] = max(told["closed_on"] or TODAY, told["intake_on"]) if ended else None
    told["close_reason"] = told["close_reason"] or "KHAC" if ended else told["close_reason"]


def _agree_team(told: dict[str, Any]) -> None:
    told["ended_on"] = None if told["status"] == "HOAT_DONG" else told["ended_on"] or LAST


def _agree_membership(told: dict[str, Any]) -> None:
    if told["to_on"]:
        told["change_reason"] = told["change_reason"] or "KHAC"


def _agree_activity(told: dict[str, Any]) -> None:
    for part in ("women", "ethnic_minority", "under_18"):
        told[part] = None if told[part] is None else min(told[part], told["attendance"])


def _agree_inspection(told: dict[str, Any]) -> None:
    if told["mode"] == "DOT_XUAT":
        told["ad_hoc_basis"] = told["ad_hoc_basis"] or "DON_THU"
    if told["refused_sign"]:
        told["witness"] = told["witness"] or "Trưởng thôn"


def _agree_finding(told: dict[str, Any]) -> None:
    if told["state"] == "XONG":
        told["fixed_on"] = told["fixed_on"] or TODAY


def _agree_norm(told: dict[str, Any]) -> None:
    if told["item"] == BASE_SALARY:
        told["kind"] = AMOUNT
    told["factor"] = (told["factor"] or Decimal(1)) if told["kind"] == FACTOR else None
    told["amount"] = (told["amount"] or 1) if told["kind"] == AMOUNT else None


def _agree_letter(told: dict[str, Any]) -> None:
    told["rounding"] = told["rounding"] and "T02 100; T04 10"


_BARE = str.maketrans(dict.fromkeys("{}[]~="))


def _agree_letter_part(told: dict[str, Any]) -> None:
    told["heading"] = told["heading"].translate(_BARE).strip() or "Mục"
    told["text"] = told["text"] and (tidy(told["text"].translate(_BARE)) or None)


_AGREEMENTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "people": _agree_person,
    "case_files": _agree_case,
    "teams": _agree_team,
    "memberships": _agree_membership,
    "activities": _agree_activity,
    "inspections": _agree_inspection,
    "findings": _agree_finding,
    "norm_rates": _agree_norm,
    "letter_templates": _agree_letter,
    "letter_parts": _agree_letter_part,
}
