"""The deeds of a check: each is done, timed, told in one line, and judged at the end."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

_TROUBLE = (
    re.compile(r"Traceback \(most recent call last\)"),
    re.compile(r"^\w*(Error|Exception|Warning)\b.*:", re.MULTILINE),
    re.compile(r"^(qt\.[\w.]+|Q[A-Z]\w+|Qt\w*)(::\w+)?(\(.*\))?: ", re.MULTILINE),
    re.compile(r"Failed to execute script|\[PYI-\d+:ERROR\]"),
    re.compile(r"Chương trình gặp lỗi của chính nó"),
    re.compile(r"(?i)no such (revision|table)|can't locate revision|thiếu bước nâng cấp"),
)
"""A traceback, a warning of Python or of Qt, the frozen program's own start, a lost migration."""


class DeedFailed(Exception):
    """The built program did not do what it must; the message says what came instead."""


class NotTried(Exception):
    """This deed can't be tried here; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What came of one deed. verdict: "đạt", "KHÔNG ĐẠT" or "không thử"."""

    name: str
    seconds: float
    verdict: str
    said: str


@dataclass
class Deeds:
    """All deeds of one check, in the order they were done."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])

    def do(self, name: str, deed: Callable[[], str | None]) -> bool:
        """Do it, tell of it, and go on whatever came of it; whether it went well.

        deed: returns what is worth telling. Raises DeedFailed or NotTried; every other error is
        a failure as well, and is told with its kind.
        """
        began = time.monotonic()
        verdict, said = "đạt", ""
        try:
            said = deed() or ""
        except NotTried as reason:
            verdict, said = "không thử", str(reason)
        except DeedFailed as problem:
            verdict, said = "KHÔNG ĐẠT", str(problem)
        except Exception as error:  # noqa: BLE001 -- one deed that breaks must not hide the others
            verdict, said = "KHÔNG ĐẠT", f"{type(error).__name__}: {error}"
        outcome = Outcome(name, round(time.monotonic() - began, 1), verdict, said)
        self.outcomes.append(outcome)
        # In one piece: another process may be telling of its deeds as well.
        print(told(outcome) + "\n", end="", flush=True)
        return verdict == "đạt"

    def failed(self) -> list[Outcome]:
        """The deeds that the program did not pass."""
        return [one for one in self.outcomes if one.verdict == "KHÔNG ĐẠT"]

    def write(self, file: Path, system: str) -> None:
        """Keep everything as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        seconds = round(sum(one.seconds for one in self.outcomes), 1)
        whole = {"system": system, "seconds": seconds, "passed": not self.failed()}
        rows = [asdict(one) for one in self.outcomes]
        text = json.dumps(whole | {"deeds": rows}, ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")


def told(outcome: Outcome) -> str:
    """One line: seconds, verdict, name, and what is worth telling."""
    mark = {"đạt": "✓", "không thử": "–"}.get(outcome.verdict, "✗")
    said = " ".join(outcome.said.split())
    return f"  {outcome.seconds:6.1f} s {mark} {outcome.name}" + (f": {said}" if said else "")


def trouble_in(text: str) -> str:
    """The first line of what a program wrote that it must not write; "" if there is none."""
    for pattern in _TROUBLE:
        found = pattern.search(text)
        if found:
            begin = text.rfind("\n", 0, found.start()) + 1
            end = text.find("\n", found.end())
            return text[begin : end if end >= 0 else None].strip()
    return ""


def require(true: object, sentence: str) -> None:
    """Raise DeedFailed with this sentence if something is not as it must be."""
    if not true:
        raise DeedFailed(sentence)
