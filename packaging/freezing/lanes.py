"""Several commands at the same time, each in a lane of its own whose lines carry its name."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed


def run(commands: Mapping[str, Sequence[str]], environ: Mapping[str, str]) -> dict[str, int]:
    """Carry out these commands, and show what they write as it comes; returns their exit codes.

    commands: by the names of their lanes. When one fails, the others are told by SIGTERM, and
    waited for: whether and where they stop is theirs to know.
    """
    lanes = {name: _start(command, environ) for name, command in commands.items()}
    with ThreadPoolExecutor(len(lanes)) as pool:
        for ended in as_completed([pool.submit(_follow, *lane) for lane in lanes.items()]):
            if ended.result():
                for process in lanes.values():
                    process.terminate()
    return {name: process.returncode for name, process in lanes.items()}


def _start(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _follow(name: str, process: subprocess.Popen[str]) -> int:
    """Show every line behind the name, until the command has ended; returns its exit code."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            # In one piece: another lane may be writing as well.
            print(f"{name:<7} │ {line.rstrip()}\n", end="", flush=True)
    return process.wait()
