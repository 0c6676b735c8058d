#!/usr/bin/env python3
"""The one door for people who work on the program: ``python3 packaging/dev.py COMMAND``.

It needs nothing but Python: the virtual environment in .venv and, on Debian and Ubuntu, Qt's
system libraries are put in place at the first call and after every change of their lists.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine

CHECKED = ["desktop", "packaging", "tests"]
COMMANDS = {
    "run": "mở chương trình",
    "test": "kiểm tra mã nguồn, bản dịch và chạy mọi bài thử (--quick: chỉ chạy bài thử)",
    "histories": "trao đổi giữa các cơ quan trong thật nhiều lịch sử ngẫu nhiên: histories [SỐ]",
    "lint": "chỉ kiểm tra mã nguồn và bản dịch",
    "soxa": "bảng lệnh của chương trình, ví dụ: soxa demo DIR --size commune",
    "gallery": "vẽ mọi màn hình và văn bản ra tệp: --to DIR",
    "bench": "đo tốc độ và bộ nhớ so với mức sàn",
    "build": "làm bộ cài: --linux (.deb, thư mục chạy ngay), --windows (qua Wine), hoặc cả hai",
    "check": "cài, dùng, gỡ thử bản vừa dựng trong dist/: check linux, check windows",
    "audit": "hỏi lỗ hổng đã biết của các gói đi kèm chương trình",
    "release-key": "làm cặp khóa ký bản phát hành, ngoài thư mục mã nguồn: release-key TỆP",
    "lock": "viết lại danh sách gói packaging/*.lock từ pyproject.toml",
    "migration": 'viết bản nháp nâng cấp tệp dữ liệu từ điều đã khai: migration "what changed"',
    "old-office": "giữ lại dữ liệu mẫu của bản này cho mọi bản sau, một lần trước khi phát hành",
    "old-package": "giữ lại gói trao đổi của bản này cho mọi bản sau, một lần trước khi phát hành",
    "qt-words": "dịch lại tệp chữ tiếng Việt của Qt sau khi sửa qtbase_vi.ts",
    "units": "làm lại resources/units/ từ gói nguồn về đơn vị hành chính",
}
_HISTORIES = 2000
TAKE_NO_ARGUMENTS = {"lint", "lock", "old-office", "old-package", "qt-words"}


class Door:
    """The commands, once the PC is ready for them."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.environ = machine.environ()

    def module(self, name: str, *args: str, here: bool = False) -> int:
        """Run a module of the environment; here: in the folder of the caller, else at the top."""
        command = machine.command(self.python, name, *args)
        cwd = None if here else machine.TOP
        return subprocess.run(command, env=self.environ, cwd=cwd, check=False).returncode

    def tool(self, name: str, *args: str) -> int:
        """Run a program of the environment that is no module."""
        command = [str(self.python.parent / name), *args]
        return subprocess.run(command, env=self.environ, cwd=machine.TOP, check=False).returncode

    def script(self, name: str, *args: str) -> int:
        """Run a script of packaging/, named as a module, in the folder of the caller."""
        return self.module(name, *args, here=True)

    def offscreen(self) -> None:
        """Let Qt draw without a display from here on, the same on every PC."""
        self.environ["QT_QPA_PLATFORM"] = "offscreen"
        self.environ.pop("QT_STYLE_OVERRIDE", None)
        self.environ.pop("QT_SCALE_FACTOR", None)

    def run(self, args: list[str]) -> int:
        """Start the program."""
        screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        if sys.platform.startswith("linux") and not screens & set(os.environ):
            raise machine.CannotGoOn(
                "Không có màn hình nào để mở cửa sổ (chưa đặt DISPLAY hoặc WAYLAND_DISPLAY). "
                "Hãy chạy lệnh này trong phiên làm việc có màn hình."
            )
        return self.module("desktop", *args, here=True)

    def soxa(self, args: list[str]) -> int:
        """Run the console; the paths in the arguments are seen from the caller's folder."""
        return self.module("desktop", *args, here=True)

    def lint(self, args: list[str]) -> int:
        """Everything that is checked without running the program; all of it, then the verdict."""
        steps = {
            "ruff format": ["ruff", "format", "--check", *CHECKED],
            "ruff check": ["ruff", "check", *CHECKED],
            "basedpyright": ["basedpyright", "--pythonpath", str(self.python)],
        }
        codes: dict[str, int] = {}
        for name, (module, *options) in steps.items():
            heading(name)
            codes[name] = self.module(module, *options)
        heading("import-linter")
        codes["import-linter"] = self.tool("lint-imports", "--no-logo")
        heading("translations")
        codes["translations"] = self.script("translations")
        return verdict("lint", codes)

    def test(self, args: list[str]) -> int:
        """Lint, then every ring of tests in random order; ``--quick`` leaves lint out."""
        quick = "--quick" in args
        rest = [arg for arg in args if arg != "--quick"]
        codes = {} if quick else {"lint": self.lint([])}
        self.offscreen()
        first = self.environ.setdefault("HISTORIES_FROM", str(secrets.randbelow(10**9)))
        heading("pytest")
        print(f"HISTORIES_FROM={first}", flush=True)
        codes["pytest"] = self.module("pytest", "-n", "2", *rest)
        return verdict("test", codes)

    def histories(self, args: list[str]) -> int:
        """Random histories of offices that exchange files, on real files, and programs killed."""
        count = int(args[0]) if args and args[0].isdecimal() else _HISTORIES
        self.environ |= {"ENGINE_HISTORIES": str(count), "EXCHANGE_KILLS": str(count // 10)}
        # Thousands of offices would fill the disk; no window reads them after their test.
        kept = ("-o", "tmp_path_retention_policy=failed")
        return self.test(["--quick", "tests/exchange", "tests/versions", "--timeout", "0", *kept])

    def release_key(self, args: list[str]) -> int:
        """Make a pair of keys to sign releases with."""
        return self.script("freezing.release", *args)

    def gallery(self, args: list[str]) -> int:
        """Every screen and document as files to look at."""
        self.offscreen()
        return self.script("gallery", *args)

    def bench(self, args: list[str]) -> int:
        """Measure speed and memory against their floors."""
        self.offscreen()
        return self.script("bench", *args)

    def migration(self, args: list[str]) -> int:
        """Write the next migration from what the records declare."""
        return self.script("making.migration", *args)

    def qt_words(self, args: list[str]) -> int:
        """Compile the Vietnamese words for Qt's own texts."""
        return self.script("making.qt_words", *args)

    def old_office(self, args: list[str]) -> int:
        """Keep a small office of this version for the tests of every later one."""
        return self.script("making.old_office", *args)

    def old_package(self, args: list[str]) -> int:
        """Keep a package of this version for the tests of every later one."""
        return self.script("making.old_package", *args)


def heading(name: str) -> None:
    """Show which step comes now."""
    print(f"── {name} " + "─" * (76 - len(name)), flush=True)


def verdict(name: str, codes: dict[str, int]) -> int:
    """Say which steps failed; 0 if none did, else 1."""
    failed = [step for step, code in codes.items() if code]
    print(f"{name}: " + (f"KHÔNG ĐẠT: {', '.join(failed)}" if failed else "đạt"), flush=True)
    return 1 if failed else 0


def lock() -> int:
    """Write the lock files anew from pyproject.toml, keeping the versions that still fit."""
    from freezing import (
        sbom,  # only here: it reads TOML, which Pythons too old for the program cannot
    )

    python = machine.environment("lock.lock", "build/lock-env")
    command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    command += ["--custom-compile-command", "python3 packaging/dev.py lock"]
    for out, what in {
        "requirements": ["pyproject.toml", "--group", "dev"],
        "build": ["pyproject.toml", "--group", "build"],
        # Only its data files are read, so what it stands on is left out.
        "units": ["--group", "units", "--no-deps"],
        "pip": ["--group", "pip"],
        "lock": ["--group", "lock"],
        # What asks about known vulnerabilities; it looks at the lists, never at itself.
        "audit": ["--group", "audit"],
    }.items():
        options = [*what, "-o", f"packaging/{out}.lock"]
        code = subprocess.run([*command, *options], cwd=machine.TOP, check=False).returncode
        if code:
            return code
    return sbom.write_wheels(python)


def units(args: list[str]) -> int:
    """Make resources/units/ anew, with the library that holds the source in its own environment."""
    return Door(machine.environment("units.lock", "build/units-env")).script("making.units", *args)


def build(args: list[str]) -> int:
    """Make what clerks install, with PyInstaller and its packages in an environment of their own."""
    machine.need_system_parts(window=True, build=True)
    return Door(machine.environment("build.lock", "build/build-env")).script("build", *args)


def check(args: list[str]) -> int:
    """Install, use and remove what was built."""
    machine.need_system_parts(window=True, build=True)
    return Door(machine.environment("build.lock", "build/build-env")).script("check", *args)


def audit(args: list[str]) -> int:
    """Ask for known vulnerabilities, with the tool in an environment of its own."""
    return Door(machine.environment("audit.lock", "build/audit-env")).script("audit", *args)


def main(argv: list[str]) -> int:
    """Carry out one command line; the number is the exit code."""
    command, args = (argv[0], argv[1:]) if argv else ("", [])
    if command not in COMMANDS:
        print(usage(), file=sys.stdout if command in {"-h", "--help"} else sys.stderr)
        return 0 if command in {"-h", "--help"} else 2
    if args and command in TAKE_NO_ARGUMENTS:
        print(f"Lệnh {command} không có tham số: {' '.join(args)}", file=sys.stderr)
        return 2
    if command == "lock":
        return lock()
    own = {"units": units, "build": build, "check": check, "audit": audit}
    if command in own:
        return own[command](args)
    machine.need_system_parts(window=command == "run" and "QT_QPA_PLATFORM" not in os.environ)
    return getattr(Door(machine.environment()), command.replace("-", "_"))(args)


def usage() -> str:
    """The commands and what they are for."""
    lines = ["python3 packaging/dev.py LỆNH [tham số…]", ""]
    return "\n".join(lines + [f"  {name:<12}{purpose}" for name, purpose in COMMANDS.items()])


def start() -> int:
    """Find a fitting Python, hand over to it if it is another one, and carry out the command."""
    try:
        python = machine.fitting_python()
        if os.path.realpath(python) != os.path.realpath(sys.executable):
            return subprocess.run([python, *sys.argv], check=False).returncode
        return main(sys.argv[1:])
    except machine.CannotGoOn as problem:
        print(problem, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(start())
