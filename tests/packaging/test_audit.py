"""packaging/audit.py never takes silence for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import audit
import machine

CLEAN: dict[str, Any] = {"dependencies": [{"name": "lxml", "version": "6", "vulns": []}]}
SILENT = {"dependencies": [{"name": "lxml", "skip_reason": "not found"}]}
BAD = {"dependencies": [{"name": "lxml", "version": "6", "vulns": [{"id": "PYSEC-1"}]}]}


def test_what_was_not_answered_for_is_said_to_be_unknown() -> None:
    found = audit.Findings(unasked={"lxml"})
    found.take(None)
    found.take(SILENT)

    assert found.verdict() == audit.NOT_ASKED
    assert "KHÔNG HỎI ĐƯỢC (dịch vụ không trả lời): 1 gói: lxml" in audit.report(found, ["Qt 6"])


def test_a_second_service_may_answer_for_the_first() -> None:
    found = audit.Findings(unasked={"lxml"})
    found.take(SILENT)
    found.take(CLEAN)

    assert found.verdict() == audit.NOTHING_KNOWN
    assert "hỏi được và không có lỗ hổng đã biết: 1 gói" in audit.report(found, [])


def test_a_vulnerability_weighs_more_than_silence() -> None:
    found = audit.Findings(unasked={"lxml", "mako"})
    found.take(BAD)

    assert found.verdict() == audit.VULNERABLE
    assert "CÓ LỖ HỔNG: lxml 6" in audit.report(found, [])
    assert found.unasked == {"mako"}


def test_a_service_out_of_reach_is_no_answer(tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho Traceback >&2\nexit 1\n")
    program.chmod(0o755)

    assert audit.ask(program, "osv", tmp_path / "x.lock") is None


def test_every_line_of_the_lock_is_to_be_answered_for() -> None:
    names = audit.locked(machine.PACKAGING / "build.lock")

    assert {"lxml", "pyside6-essentials", "pefile"} <= names
    assert all(name and " " not in name for name in names)


def test_an_index_out_of_reach_is_said_so(tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho no network >&2\nexit 1\n")
    program.chmod(0o755)

    with pytest.raises(machine.CannotGoOn, match="no network"):
        audit.outdated(program)
