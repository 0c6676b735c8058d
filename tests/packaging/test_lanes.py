"""Two systems are built at the same time: whose line is whose, and what one failure does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

import build
from freezing import inputs, lanes, release
from machine import CannotGoOn

FAILS = """
import sys
open(sys.argv[1]).read()  # until the other lane is ready
sys.exit(3)
"""
IS_TOLD = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
open(sys.argv[1], "w").close()
signal.sigwait([signal.SIGTERM])
print("dừng sau bước này")
sys.exit(1)
"""


def python(code: str, *args: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-c", code, *args]


@pytest.fixture
def usual() -> Generator[None]:
    """The answer to SIGTERM, as it was, afterwards."""
    kept = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, kept)


# -- lanes -----------------------------------------------------------------------------


def test_every_line_carries_the_name_of_its_lane(capsys: pytest.CaptureFixture[str]) -> None:
    codes = lanes.run(
        {
            "linux": python("print('gói .deb'); print('xong')"),
            "windows": python("import sys; print('bộ cài', file=sys.stderr)"),
        },
        os.environ,
    )

    assert codes == {"linux": 0, "windows": 0}
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("linux")] == [
        "linux   │ gói .deb",
        "linux   │ xong",
    ]
    assert [line for line in lines if line.startswith("windows")] == ["windows │ bộ cài"]


def test_when_one_lane_fails_the_other_is_told_and_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = str(tmp_path / "ready")
    os.mkfifo(ready)

    codes = lanes.run(
        {"linux": python(FAILS, ready), "windows": python(IS_TOLD, ready)}, os.environ
    )

    assert codes == {"linux": 3, "windows": 1}
    assert "windows │ dừng sau bước này" in capsys.readouterr().out


# -- building --------------------------------------------------------------------------


@pytest.mark.usefixtures("usual")
def test_a_build_that_is_told_to_stop_ends_its_step_and_begins_no_other() -> None:
    steps = build.Build("windows", beside=True)
    ended: list[str] = []

    with steps.step("đóng gói"):
        os.kill(os.getpid(), signal.SIGTERM)
        ended.append("đóng gói")
    with pytest.raises(CannotGoOn, match="Dừng trước bước “bộ cài”"), steps.step("bộ cài"):
        ended.append("bộ cài")

    assert ended == ["đóng gói"]


@pytest.mark.usefixtures("usual")
def test_a_build_alone_is_ended_by_a_signal_as_any_program() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    build.Build("linux")

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


class Called:
    """What was built: alone, or in lanes, which end as is said here."""

    def __init__(self, patch: pytest.MonkeyPatch, codes: dict[str, int]) -> None:
        self.alone: list[str] = []
        self.lanes: dict[str, list[str]] = {}
        self.sums = 0
        called = self

        def do_all(self: build.Build, *, check: bool) -> None:
            called.alone.append(f"{self.system}, {check=}")

        def run(commands: dict[str, list[str]], _environ: object) -> dict[str, int]:
            called.lanes |= commands
            return codes

        def write_sums(_folder: Path) -> None:
            called.sums += 1

        patch.setattr(build.Build, "do_all", do_all)
        patch.setattr(lanes, "run", run)
        patch.setattr(release, "write_sums", write_sums)


def built(patch: pytest.MonkeyPatch, *options: str) -> int:
    patch.setattr(sys, "argv", ["dev.py build", *options])
    return build.main()


@pytest.mark.parametrize("options", [["--windows"], ["--windows", "--no-check"]])
def test_one_system_is_built_without_lanes(
    options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called = Called(monkeypatch, {})

    assert built(monkeypatch, *options) == 0
    assert called.alone == [f"windows, check={len(options) == 1}"]
    assert (called.lanes, called.sums) == ({}, 1)


@pytest.mark.parametrize("options", [[], ["--linux", "--windows"], ["--changed"]])
def test_two_systems_are_built_in_lanes_and_the_sums_are_written_once(
    options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called = Called(monkeypatch, {"linux": 0, "windows": 0})
    monkeypatch.setattr(inputs, "changed", lambda: ["packaging"])

    assert built(monkeypatch, *options, "--no-check") == 0
    assert called.alone == []
    assert [command[-3:] for command in called.lanes.values()] == [
        ["--linux", "--beside", "--no-check"],
        ["--windows", "--beside", "--no-check"],
    ]
    assert called.sums == 1


def test_a_lane_writes_no_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    called = Called(monkeypatch, {})

    assert built(monkeypatch, "--linux", "--beside") == 0
    assert (called.alone, called.sums) == (["linux, check=True"], 0)


def test_windows_is_left_out_when_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    called = Called(monkeypatch, {})
    monkeypatch.setattr(inputs, "changed", list)

    assert built(monkeypatch, "--changed") == 0
    assert called.alone == ["linux, check=True"]


def test_the_lane_that_failed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called(monkeypatch, {"linux": 0, "windows": 1})

    assert built(monkeypatch) == 1
    assert "Chưa dựng xong: windows" in capsys.readouterr().err
    assert called.sums == 0
