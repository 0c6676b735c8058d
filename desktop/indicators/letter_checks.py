"""What is wrong with the text of a report before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.fields import Values
from desktop.indicators.conditions import UNKNOWN
from desktop.indicators.definitions import INDICATORS
from desktop.indicators.letter_text import (
    gap_names,
    parse_line,
    parse_rounding,
    parse_text,
    quoted,
    wrong_line,
)
from desktop.indicators.phrases import CLAUSE, FIGURE, GAP, LIST, SIZES, WORDS, Paragraph

_SIZED = "D04"


def template_problems(values: Values) -> dict[str, str]:
    """What is wrong with a text as a whole: its rounding."""
    try:
        steps = parse_rounding(values.get("rounding") or "")
    except InvalidValue as error:
        return {"rounding": error.message}
    unknown = [code for code in steps if code not in INDICATORS]
    if unknown:
        message = tr("Không có chỉ tiêu nào mang mã {codes}.")
        return {"rounding": message.format(codes=", ".join(unknown))}
    return {}


def part_problems(values: Values) -> dict[str, str]:
    """What is wrong with the heading and the text of a section; one sentence each."""
    problems: dict[str, str] = {}
    try:
        _check(parse_line(values.get("heading") or ""))
    except InvalidValue as error:
        problems["heading"] = error.message
    try:
        for paragraph in parse_text(values.get("text") or ""):
            _check_paragraph(paragraph)
    except InvalidValue as error:
        problems["text"] = error.message
    return problems


LETTER_RULES: Mapping[str, Callable[[Values], dict[str, str]]] = MappingProxyType(
    {"letter_templates": template_problems, "letter_parts": part_problems}
)
"""By table, rules that know the indicators and stand beside those of the record itself."""


def _check_paragraph(paragraph: Paragraph) -> None:
    _check(paragraph.text, with_list=bool(paragraph.groups))
    for item in (item for group in paragraph.groups for item in group.items):
        _check(item)
        if not any(_figures(item)):
            raise wrong_line(
                tr("ý này không có số liệu nào nên sẽ không bao giờ được viết ra"), item
            )
    _check(paragraph.empty)


def _check(line: str, *, with_list: bool = False) -> None:
    """Raise InvalidValue unless every gap of a line is known and every bracket has its other."""
    if any(sign in GAP.sub("", line) for sign in "{}"):
        raise wrong_line(tr("dấu ngoặc nhọn mở mà không đóng, hoặc trong ngoặc không có gì"), line)
    if any(sign in CLAUSE.sub("", line) for sign in "[]"):
        raise wrong_line(tr("dấu ngoặc vuông mở mà không đóng, hoặc lồng vào nhau"), line)
    words = WORDS | {LIST} if with_list else WORDS
    for gap in GAP.findall(line):
        if gap not in words and not _is_figure(gap):
            raise _unknown(gap, line)
    for clause in CLAUSE.findall(line):
        if not any(_figures(clause)):
            why = tr(
                "phần trong ngoặc vuông không có số liệu nào nên sẽ không bao giờ được viết ra"
            )
            raise wrong_line(why, line)


def _figures(text: str) -> Iterator[bool]:
    return (_is_figure(gap) for gap in GAP.findall(text))


def _is_figure(gap: str) -> bool:
    found = FIGURE.fullmatch(gap)
    if found is None or found[1] not in INDICATORS:
        return False
    if found[3] is not None:
        return found[1] == _SIZED and found[3] == SIZES and found[2] is None
    parts = found[2].split("+") if found[2] else []
    return all(_is_part(found[1], part) for part in parts)


def _is_part(code: str, part: str) -> bool:
    declared = INDICATORS[code].parts
    return (
        part in declared
        or bool(declared and part == UNKNOWN)
        or (code == _SIZED and part.isdigit())
    )


def _unknown(gap: str, line: str) -> InvalidValue:
    names = [f"{{{name}}}" for name in gap_names()]
    why = tr("không có số liệu hay lời nào tên {gap}; dùng mã chỉ tiêu, như {codes}, hoặc {words}")
    told = {"codes": "{T05}, {T01.XA}", "words": ", ".join(names)}
    return wrong_line(why.format(gap=quoted(f"{{{gap}}}"), **told), line)
