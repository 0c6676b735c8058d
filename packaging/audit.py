"""Asks whether anything that ships has a known vulnerability, and says what could not be asked.

``python3 packaging/dev.py`` or build.py call ``main``; pip-audit runs in an environment of its
own. The services it asks (the package index, then OSV) may be out of reach; then this looks at
what is within reach, whether newer versions exist, and answers 2: nobody is to take silence for
an answer. Code inside packages (Qt, SQLCipher, OpenSSL…) no service answers for by package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import machine
from freezing import shipped

SERVICES = ("pypi", "osv")
NOTHING_KNOWN, VULNERABLE, NOT_ASKED = 0, 1, 2
_LOCK = machine.PACKAGING / "build.lock"
# Seconds: a registry that does not answer must not hold up a build for longer.
_PATIENCE = 180


@dataclass
class Findings:
    """What the services said: packages by name and version, each in one of the three."""

    clean: set[str] = field(default_factory=set[str])
    vulnerable: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    unasked: set[str] = field(default_factory=set[str])

    def take(self, told: dict[str, Any] | None) -> None:
        """Add what one service said about the packages that were not answered for so far."""
        for one in (told or {}).get("dependencies", []):
            if "skip_reason" in one:
                continue
            name = str(one["name"]).lower()
            self.unasked.discard(name)
            ids = [f"{known['id']}: {known.get('description', '')[:200]}" for known in one["vulns"]]
            if ids:
                self.vulnerable[f"{name} {one['version']}"] = ids
            else:
                self.clean.add(name)

    def verdict(self) -> int:
        """The exit code: something is vulnerable, or something could not be asked, or neither."""
        if self.vulnerable:
            return VULNERABLE
        return NOT_ASKED if self.unasked else NOTHING_KNOWN


def ask(python: Path, service: str, lock: Path) -> dict[str, Any] | None:
    """What pip-audit says about every line of a lock file; nothing if the service cannot be asked.

    python: an interpreter whose environment holds pip-audit.
    """
    command = [str(python), "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(lock)]
    command += ["--vulnerability-service", service, "--format", "json", "--timeout", "15"]
    command += ["--progress-spinner", "off", "--desc", "on"]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=_PATIENCE, check=False
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def outdated(python: Path) -> list[str]:
    """The packages of an environment that the package index has newer versions of."""
    command = [str(python), "-m", "pip", "list", "--outdated", "--format", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise machine.CannotGoOn(
            f"Không hỏi được máy chủ gói có bản mới nào:\n{done.stderr[-500:]}"
        )
    listed = json.loads(done.stdout)
    return [f"{one['name']} {one['version']} → {one['latest_version']}" for one in listed]


def report(found: Findings, inside: list[str]) -> str:
    """The findings in words."""
    lines = [f"Lỗ hổng đã biết của {_count(found)} gói trong packaging/build.lock:"]
    for name, ids in sorted(found.vulnerable.items()):
        lines += [f"  CÓ LỖ HỔNG: {name}", *[f"    {one}" for one in ids]]
    lines.append(f"  hỏi được và không có lỗ hổng đã biết: {len(found.clean)} gói")
    if found.unasked:
        names = ", ".join(sorted(found.unasked))
        lines.append(f"  KHÔNG HỎI ĐƯỢC (dịch vụ không trả lời): {len(found.unasked)} gói: {names}")
    lines.append(
        "  KHÔNG HỎI ĐƯỢC vì không dịch vụ nào trả lời theo gói; người phát hành tự xem tin:"
    )
    return "\n".join([*lines, *[f"    {one}" for one in inside]])


def _count(found: Findings) -> int:
    return len(found.clean) + len(found.vulnerable) + len(found.unasked)


def _carried(python: Path) -> list[str]:
    """What is compiled into packages, the interpreters and the like: no package of the index."""
    said = {
        f"{part.name} {part.version}" + (f" (trong {part.inside})" if part.inside else "")
        for system in shipped.SYSTEMS
        for part in shipped.parts(python, system)
        if part.purl.startswith("pkg:generic/")
    }
    return sorted(said, key=str.lower)


def main() -> int:
    """Ask, and print what came of it; returns NOTHING_KNOWN, VULNERABLE or NOT_ASKED."""
    auditor = machine.environment("audit.lock", "build/audit-env")
    build = machine.environment("build.lock", "build/build-env")
    found = Findings(unasked=locked(_LOCK))
    for service in SERVICES:
        if found.unasked:
            found.take(ask(auditor, service, _LOCK))
    print(report(found, _carried(build)))
    if found.unasked:
        newer = outdated(build)
        print("Thay vào đó, các gói có bản mới hơn ở máy chủ gói (nên xem bản mới sửa gì):")
        print("\n".join(f"  {line}" for line in newer) or "  không có")
    return found.verdict()


def locked(lock: Path) -> set[str]:
    """The names of the packages that a lock file lists for any system."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {
        line.partition("==")[0].lower() for line in lines if "==" in line and line[0] not in " #"
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    except machine.CannotGoOn as problem:
        sys.exit(str(problem))
