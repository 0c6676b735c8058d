"""Checks the words that people read: marked for translation, and spelled one way.

``python packaging/translations.py [FOLDER]`` prints ``file:line: problem`` for each and exits 1
if there are any. FOLDER holds ``desktop`` and ``resources``; the repository, if left out.
A line that ends in ``# not for reading`` is excused: a key, a unit, a file format's own word.
"""

from __future__ import annotations

import ast
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from desktop.base.text import tone_placed

EXCUSE = "# not for reading"
MARKS = frozenset({"tr", "N_"})
SHOWING_METHODS = frozenset(
    """
    setText setWindowTitle setTitle setToolTip setStatusTip setWhatsThis setPlaceholderText
    setAccessibleName setAccessibleDescription setLabelText setInformativeText setDetailedText
    setSpecialValueText setPrefix setSuffix setTabText setHeaderLabels setHorizontalHeaderLabels
    addAction addMenu addTab addItem addItems addRow addButton showMessage
    """.split()
)
SHOWING_CLASSES = frozenset(
    """
    QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction QMenu QDockWidget
    QCommandLinkButton QTableWidgetItem QTreeWidgetItem QListWidgetItem QStandardItem
    QProgressDialog QMessageBox QInputDialog QFileDialog
    """.split()
)
SHOWING_KEYWORDS = frozenset(
    "text title label toolTip windowTitle placeholderText accessibleName statusTip".split()
)
CATALOGUE = Path("resources", "translations", "qtbase_vi.ts")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}")
_WORD = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(r"%\d+|%p")
_END = re.compile(r"(?:\s|\.\.\.|[:*>])*$")


class Problem(NamedTuple):
    """One thing to mend, and where it stands."""

    path: Path
    line: int
    sentence: str


def check(folder: Path) -> list[Problem]:
    """Every problem in the Python files of ``desktop`` in this folder, in reading order."""
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((folder / "desktop").rglob("*.py"))
    }
    trees = {path: ast.parse(source, str(path)) for path, source in sources.items()}
    errors = sentence_classes(trees.values())
    found: list[Problem] = []
    for path, tree in trees.items():
        place = path.relative_to(folder)
        reading = Reading(errors, in_window=place.parts[:2] == ("desktop", "ui"))
        reading.visit(tree)
        lines = sources[path].splitlines()
        found += [
            Problem(place, line, sentence)
            for line, sentence in sorted(reading.problems)
            if not lines[line - 1].endswith(EXCUSE)
        ]
    return found


def spelling(text: str) -> list[str]:
    """What is wrong with how a source text is written; nothing, if it is right."""
    composed = unicodedata.normalize("NFC", text)
    wrong: list[str] = []
    if composed != text:
        wrong.append(f"{_short(composed)}: không ở dạng dựng sẵn (NFC)")
    if re.search(r"[^\S\n]{2,}", text):
        wrong.append(f"{_short(composed)}: có hai khoảng trắng liền nhau")
    for word in _WORD.findall(composed):
        placed = tone_placed(word.lower())
        if placed != word.lower():
            wrong.append(
                f"{_short(composed)}: đặt dấu thanh lối cũ ở “{word}”, hãy viết “{placed}”"
            )
    return wrong


def check_catalogue(folder: Path) -> Iterator[Problem]:
    """Every problem in the words for Qt's own texts, if this folder has such a catalogue."""
    path = folder / CATALOGUE
    written = path.read_text(encoding="utf-8") if path.exists() else "<TS/>"
    lines = (at for at, line in enumerate(written.splitlines(), 1) if "<message" in line)
    for context in ET.fromstring(written).iter("context"):  # noqa: S314 -- a file of our own
        known: set[str] = set()
        for message in context.iter("message"):
            source, line = message.findtext("source", ""), next(lines)
            wrong = _translation_problems(source, message.find("translation"))
            wrong += [f"{_short(source)}: có hai lần"] * (source in known)
            known.add(source)
            yield from (Problem(CATALOGUE, line, sentence) for sentence in wrong)


def _translation_problems(source: str, translation: ET.Element | None) -> list[str]:
    text = "" if translation is None else translation.text or ""
    if translation is None or not text or translation.get("type"):
        return [f"{_short(source)}: chưa dịch"]
    wrong = spelling(text)
    if sorted(_PLACE.findall(source)) != sorted(_PLACE.findall(text)):
        wrong.append(f"{_short(text)}: các chỗ điền (%1) không như bản gốc")
    if _END.findall(source) != _END.findall(text):
        wrong.append(f"{_short(text)}: phần cuối (dấu, khoảng trắng) không như bản gốc")
    return wrong


def sentence_classes(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The names of UserError and of all classes in these modules that descend from it."""
    parents = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"UserError"}
    while more := {name for name, bases in parents.items() if bases & known} - known:
        known |= more
    return frozenset(known)


class Reading(ast.NodeVisitor):
    """One walk through a module, collecting ``(line, sentence)`` in ``problems``.

    errors: names of the classes whose messages a clerk reads.
    in_window: the module belongs to ``desktop.ui``, where every literal word is looked at.
    """

    def __init__(self, errors: frozenset[str], *, in_window: bool) -> None:
        self.errors = errors
        self.in_window = in_window
        self.problems: set[tuple[int, str]] = set()
        self._functions = 0
        self._told: set[int] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._functions += 1
        self.generic_visit(node)
        self._functions -= 1

    def visit_Expr(self, node: ast.Expr) -> None:
        # A string that stands alone is a docstring: for us, not for the clerk.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _last_name(node.func)
        if isinstance(node.func, ast.Name) and name in MARKS:
            self._mark(node, name)
            return
        if name in self.errors:
            for text in _texts([*node.args, *(word.value for word in node.keywords)]):
                # One word is a key that the class makes its sentence from.
                if " " in text.value.strip():
                    self._unmarked(text, name)
        elif self.in_window:
            for text in _texts(_shown_arguments(node, name)):
                if any(char.isalpha() for char in text.value) and not _COLOUR.fullmatch(text.value):
                    self._unmarked(text, name)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        # What has Vietnamese letters is meant for people, however it reaches the window.
        if self.in_window and isinstance(node.value, str) and _is_vietnamese(node.value):
            self._unmarked(_Text(node), "")

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for outside in [*node.decorator_list, node.args]:
            self.visit(outside)
        self._functions += 1
        for statement in node.body:
            self.visit(statement)
        self._functions -= 1

    def _mark(self, node: ast.Call, name: str) -> None:
        if len(node.args) != 1 or node.keywords:
            self._tell(node, f"{name}() nhận đúng một văn bản")
            return
        if name == "tr" and not self._functions:
            self._tell(node, "tr() chạy ngay khi nạp mô-đun; hãy đánh dấu bằng N_()")
        text = node.args[0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            for sentence in spelling(text.value):
                self._tell(text, sentence)
        elif name == "N_" or any(_texts([text])):
            self._tell(node, f"{name}() cần một chuỗi viết sẵn; dùng .format() sau {name}()")
        else:
            self.visit(text)

    def _unmarked(self, text: _Text, where: str) -> None:
        if id(text.node) not in self._told:
            self._told.add(id(text.node))
            place = f" trong {where}" if where else ""
            self._tell(text.node, f"{_short(text.value)}{place}: chưa qua tr() hoặc N_()")

    def _tell(self, node: ast.expr, sentence: str) -> None:
        self.problems.add((node.lineno, sentence))


class _Text(NamedTuple):
    """A literal string in the source."""

    node: ast.Constant

    @property
    def value(self) -> str:
        return str(self.node.value)


def _texts(values: Iterable[ast.expr]) -> Iterator[_Text]:
    """The literal strings that these expressions may become or contain; calls are not entered."""
    for value in values:
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str):
                yield _Text(value)
        else:
            yield from _texts(_parts(value))


def _parts(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.Dict(values=parts):
            return parts
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.Call(func=ast.Attribute(value=ast.Constant() as text, attr="format")):
            return [text]
        case _:
            return []


def _shown_arguments(node: ast.Call, name: str) -> list[ast.expr]:
    """The arguments of this call that end on the screen."""
    keywords = [word.value for word in node.keywords if word.arg in SHOWING_KEYWORDS]
    owner = _last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if name == "addItem":
        # What follows the text is the item's key.
        return node.args[:1] + keywords
    if name in SHOWING_CLASSES or owner in SHOWING_CLASSES or (owner and name in SHOWING_METHODS):
        return node.args + keywords
    return keywords


def _last_name(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    if isinstance(func, ast.Call):
        return _last_name(func.func)
    return func.id if isinstance(func, ast.Name) else ""


def _is_vietnamese(text: str) -> bool:
    return any(char.isalpha() and not char.isascii() for char in text)


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return f"“{line[:47]}…”" if len(line) > 48 else f"“{line}”"


def main(argv: list[str]) -> int:
    """Check one folder and print what is found; 1 if anything is."""
    folder = Path(argv[0]) if argv else Path(__file__).resolve().parents[1]
    problems = [*check(folder), *check_catalogue(folder)]
    for problem in problems:
        print(f"{problem.path}:{problem.line}: {problem.sentence}")
    print(f"translations: {len(problems)} chỗ cần sửa")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
