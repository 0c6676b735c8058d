"""The text of a section as people edit it: every line is a paragraph.

A paragraph with the gap ``{liệt kê}`` is followed by what it lists::

    Trong kỳ đã {liệt kê}.
    - tổ chức {T13} đêm tuyên truyền
    ~
    - xây dựng {T16} pano, áp phích
    - {T17} câu khẩu hiệu
    - phát {T18} tờ rơi
    ~ , và
    = Trong kỳ chưa ghi nhận sản phẩm nào.

``-`` begins an item. ``~`` ends a group of items and says what stands between them: a comma if it
says nothing, a semicolon for ``~ ;``, commas and a word before the last one for ``~ , và``. Groups
are told apart by semicolons. ``=`` begins what is said instead if all these figures are 0, and
ends the list. Lines without a letter only make room.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence

from desktop.base.errors import InvalidValue
from desktop.base.i18n import tr
from desktop.indicators.phrases import GAP, LIST, SIZES, Group, Paragraph

_NAMES: Mapping[str, str] = {
    "until": "tính đến",
    "area": "địa bàn",
    "within": "trong kỳ",
    LIST: "liệt kê",
}
"""What people write for the gaps that hold no figure; the names in code are understood as well."""
_CODES = {name: code for code, name in _NAMES.items()}
_BY_SIZE = "chia ra"
_ITEM = re.compile(r"[-–](?:\s+(.*))?")
_JOINED = re.compile(r"~\s*(.*)")
_EMPTY = re.compile(r"=\s*(.*)")
_STEP = re.compile(r"(\S+)\s+([0-9]+)")
_USUAL = ", "
_QUOTED = 40
"""So many signs of a line are enough to find it."""

Lines = deque[str]


def parse_text(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs that a text says. Raises InvalidValue with the line that breaks its form."""
    lines: Lines = deque(line.strip() for line in text.splitlines() if line.strip())
    found: list[Paragraph] = []
    while lines:
        found.append(_paragraph(lines))
    return tuple(found)


def parse_line(text: str) -> str:
    """A line such as a heading, with its gaps as the program knows them."""
    return GAP.sub(lambda found: f"{{{_code(found[1])}}}", text)


def write_text(paragraphs: Sequence[Paragraph]) -> str:
    """The text that says these paragraphs, with an empty line between them."""
    return "\n\n".join(_named("\n".join(_lines(one))) for one in paragraphs)


def gap_names() -> tuple[str, ...]:
    """The gaps that hold no figure, as people write them; that of a list is the last."""
    return tuple(_NAMES.values())


def gap_name(gap: str) -> str:
    """What people write for a gap that the program knows."""
    if gap.endswith(f":{SIZES}"):
        return gap.removesuffix(SIZES) + _BY_SIZE
    return _NAMES.get(gap, gap)


def parse_rounding(text: str) -> dict[str, int]:
    """Steps by indicator of a text such as ``T02 100; T04 10``.

    Raises InvalidValue for what is not a code and a step.
    """
    steps: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        found = _STEP.fullmatch(part)
        if found is None or int(found[2]) < 1 or found[1] in steps:
            message = tr(
                "“{part}” không hiểu được. Hãy ghi mã chỉ tiêu rồi bước làm tròn, mỗi mã một lần, "
                "cách nhau bằng dấu chấm phẩy, như T02 100; T04 10."
            )
            raise InvalidValue(message.format(part=part))
        steps[found[1]] = int(found[2])
    return steps


def wrong_line(why: str, line: str) -> InvalidValue:
    """What is wrong with a line, which the sentence quotes."""
    return InvalidValue(tr("Dòng “{line}”: {why}.").format(line=quoted(line), why=why))


def quoted(line: str) -> str:
    """The beginning of a line, as a sentence points to it; names of gaps as people write them."""
    written = _named(line)
    return written if len(written) <= _QUOTED else f"{written[:_QUOTED].rstrip()}…"


# -- reading ----------------------------------------------------------------------------------


def _paragraph(lines: Lines) -> Paragraph:
    text = lines.popleft()
    if text[0] in "~=":
        raise wrong_line(tr("dòng bắt đầu như vậy chỉ đứng ở cuối một danh sách"), text)
    text = parse_line(text)
    if f"{{{LIST}}}" not in text:
        return Paragraph(text)
    groups: list[Group] = []
    while lines and (_ITEM.fullmatch(lines[0]) or lines[0][0] == "~"):
        groups.append(_group(lines))
    if not groups:
        why = tr("ngay dưới đoạn có {gap} cần các dòng bắt đầu bằng “- ”, mỗi dòng một ý")
        raise wrong_line(why.format(gap=f"{{{_NAMES[LIST]}}}"), text)
    if not lines or lines[0][0] != "=":
        why = tr("danh sách dưới đoạn này thiếu dòng cuối “= ”, là câu viết khi không có gì")
        raise wrong_line(why, text)
    return Paragraph(text, tuple(groups), parse_line(_filled(_EMPTY, lines.popleft())))


def _group(lines: Lines) -> Group:
    items: list[str] = []
    while lines and _ITEM.fullmatch(lines[0]):
        items.append(parse_line(_filled(_ITEM, lines.popleft())))
    joined = ""
    if lines and lines[0][0] == "~":
        if not items:
            raise wrong_line(tr("trên dòng này chưa có ý nào bắt đầu bằng “- ”"), lines[0])
        found = _JOINED.fullmatch(lines.popleft())
        joined = found[1] if found else ""
    first, _, last = joined.partition(" ")
    between = _spaced(first) if first else _USUAL
    return Group(tuple(items), between, _spaced(last) if last else between)


def _filled(form: re.Pattern[str], line: str) -> str:
    found = form.fullmatch(line)
    if not found or not found[1]:
        raise wrong_line(tr("dòng này chưa có lời"), line)
    return found[1]


def _spaced(sign: str) -> str:
    """A word stands between blanks, a sign right behind what it follows."""
    return f" {sign} " if sign[0].isalnum() else f"{sign} "


def _code(gap: str) -> str:
    name = " ".join(gap.split())
    if name.endswith(f":{_BY_SIZE}"):
        return name.removesuffix(_BY_SIZE) + SIZES
    return _CODES.get(name, name)


# -- writing ----------------------------------------------------------------------------------


def _lines(paragraph: Paragraph) -> list[str]:
    lines = [paragraph.text]
    for group in paragraph.groups:
        lines += [f"- {item}" for item in group.items]
        signs = dict.fromkeys((group.between.strip(), group.last.strip()))
        usual = group.between == group.last == _USUAL
        if not usual:
            lines.append(f"~ {' '.join(signs)}")
        elif group is not paragraph.groups[-1]:
            lines.append("~")
    return [*lines, f"= {paragraph.empty}"] if paragraph.groups else lines


def _named(text: str) -> str:
    """A text with the gaps that people write."""
    return GAP.sub(lambda found: f"{{{gap_name(found[1])}}}", text)
