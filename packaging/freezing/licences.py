"""The licences of everything that ships, as files to read: an index and one file per component.

``collect`` writes what is the same on every system; ``add_system_libraries`` adds, to a program
frozen on Linux, the libraries of Debian that PyInstaller took along.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from freezing import shipped
from freezing.shipped import Part
from freezing.system_libraries import SystemLibrary, bundled
from machine import CannotGoOn

INDEX = "GIAY-PHEP.txt"
_COMMON = Path("/usr/share/common-licenses")
_REFERENCE = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")
_HEADING = """\
GIẤY PHÉP CỦA CÁC THÀNH PHẦN ĐI KÈM SỔ XÃ

Sổ Xã được làm bằng những phần mềm, phông chữ và biểu tượng tự do sau đây. Mỗi thành phần vẫn
thuộc về tác giả của nó và được dùng theo giấy phép của nó; toàn văn nằm trong tệp ghi ở cột cuối,
cùng thư mục này. Riêng về Qt và quyền tự thay Qt, xem tệp Qt-pyside6-essentials.txt.

(Licences of the free software, fonts and icons that Sổ Xã is made with. The last column names the
file with the full text; about Qt and your right to replace it see Qt-pyside6-essentials.txt.)
"""
_HEADING_SYSTEM = """
THƯ VIỆN CỦA HỆ ĐIỀU HÀNH ĐI KÈM BẢN LINUX

Lấy nguyên từ Debian; mã nguồn: https://sources.debian.org/ theo đúng tên gói và phiên bản dưới đây.
(System libraries taken unchanged from Debian; source code under the names and versions below.)
"""


@dataclass(frozen=True)
class Row:
    """One line of the index."""

    name: str
    version: str
    licence: str
    inside: str
    file: str


def collect(python: Path, folder: Path) -> None:
    """Write the licences of what ships on any system into the folder, which is made.

    python: the interpreter of the environment that the program is frozen from.
    Raises CannotGoOn if something ships without a known licence, or with one that is not fit for
    a program that is given away.
    """
    facts = shipped.known()
    found = {part: None for system in shipped.SYSTEMS for part in shipped.parts(python, system)}
    judge([(part.name, part.licence) for part in found], facts)
    by_file: dict[str, list[Part]] = {}
    for part in found:
        by_file.setdefault(part.file, []).append(part)
    folder.mkdir(parents=True, exist_ok=True)
    for file, group in by_file.items():
        _write_file(folder / file, group)
    rows = [Row(one.name, one.version, one.licence, one.inside, one.file) for one in found]
    _write(folder / INDEX, f"{_HEADING}\n{_table(rows)}")


def add_system_libraries(bundle: Path) -> None:
    """Add the libraries of Debian in a frozen folder to the licences that lie in it.

    Raises CannotGoOn if one is not of Debian, or its licence is not known or not fit.
    """
    facts = shipped.known()
    libraries = bundled(bundle)
    judge([(one.stem, facts["system"].get(one.stem, "")) for one in libraries], facts)
    folder = bundle / "_internal" / "licences"
    by_package: dict[str, list[SystemLibrary]] = {}
    for library in libraries:
        by_package.setdefault(library.package, []).append(library)
    rows: list[Row] = []
    for package, group in by_package.items():
        licence = " AND ".join(sorted({facts["system"][one.stem] for one in group}))
        names = ", ".join(one.soname for one in group)
        rows.append(Row(package, group[0].version, licence, names, f"debian/{package}.txt"))
        _write(folder / rows[-1].file, group[0].copyright.read_text(encoding="utf-8"))
    _copy_referenced(folder / "debian")
    index = folder / INDEX
    before = index.read_text(encoding="utf-8").partition(_HEADING_SYSTEM)[0]
    _write(index, f"{before}{_HEADING_SYSTEM}\n{_table(rows)}")


def judge(licences: Iterable[tuple[str, str]], facts: dict[str, Any]) -> None:
    """Raise CannotGoOn, naming all of them, if things ship that may not be given away."""
    allowed = set(facts["allowed"])
    refused = [
        f"  {name}: {expression or '(không rõ)'}"
        for name, expression in licences
        if not fits(expression, allowed)
    ]
    if refused:
        raise CannotGoOn(
            "Những thành phần này không có giấy phép cho phép phát hành cùng chương trình. Hãy đọc "
            "giấy phép của chúng, rồi ghi vào packaging/freezing/licences.toml hoặc bỏ thành phần ấy:\n"
            + "\n".join(sorted(set(refused)))
        )


def fits(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression leaves a choice in which every licence is allowed."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression)
    said = _either(tokens, allowed)
    return said and not tokens


def _either(tokens: list[str], allowed: set[str]) -> bool:
    """Read alternatives from the beginning of the tokens, taking what was read."""
    said = _all(tokens, allowed)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        said = _all(tokens, allowed) or said
    return said


def _all(tokens: list[str], allowed: set[str]) -> bool:
    """The same for licences that hold together; AND binds closer than OR."""
    said = _one(tokens, allowed)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        said = _one(tokens, allowed) and said
    return said


def _one(tokens: list[str], allowed: set[str]) -> bool:
    """The same for one licence, with its exception, or for what stands in brackets."""
    if not tokens:
        return False
    first = tokens.pop(0)
    if first == "(":
        said = _either(tokens, allowed)
        return bool(tokens) and tokens.pop(0) == ")" and said
    if tokens and tokens[0] == "WITH":
        first = " ".join([first, *tokens[:2]])
        del tokens[:2]
    return first in allowed


def _write_file(path: Path, group: list[Part]) -> None:
    """One component's file: what it is, then its texts, each once."""
    texts = list(dict.fromkeys(text for part in group for text in part.texts))
    if not texts:
        raise CannotGoOn(
            f"Không có toàn văn giấy phép của {group[0].name}. Hãy đặt tệp ấy vào "
            "packaging/freezing/licence_texts và ghi tên trong packaging/freezing/licences.toml."
        )
    lines = list(dict.fromkeys(_title(part) for part in group))
    for text in texts:
        told = text.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        lines += ["", f"──── {text.name} " + "─" * max(4, 90 - len(text.name)), "", told.strip()]
    _write(path, "\n".join(lines) + "\n")


def _title(part: Part) -> str:
    inside = f" (trong {part.inside})" if part.inside else ""
    return f"{part.name} {part.version}{inside}: {part.licence}\n    {part.source}".rstrip()


def _table(rows: list[Row]) -> str:
    """The rows as aligned text, in the order of names, without repeats."""
    heads = ("Thành phần", "Phiên bản", "Giấy phép", "Nằm trong", "Tệp")
    ordered = sorted(set(rows), key=lambda row: (row.name.lower(), row.version, row.inside))
    cells: list[tuple[str, ...]] = [heads]
    cells += [(row.name, row.version, row.licence, row.inside, row.file) for row in ordered]
    # The long expressions of some may run over; they would push all the others to the right.
    widths = [min(44, max(len(line[column]) for line in cells)) for column in range(len(heads))]
    told = ("  ".join(f"{c:<{w}}" for c, w in zip(line, widths, strict=True)) for line in cells)
    return "".join(line.rstrip() + "\n" for line in told)


def _copy_referenced(folder: Path) -> None:
    """Put the texts beside them that Debian's copyright files only point to."""
    named: set[str] = set()
    for path in folder.glob("*.txt"):
        named |= set(_REFERENCE.findall(path.read_text(encoding="utf-8")))
    for name in sorted(named):
        text = _COMMON / name
        if text.is_file():
            _write(folder / "common-licenses" / f"{name}.txt", text.read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit("Chạy bằng: python3 packaging/dev.py build")
