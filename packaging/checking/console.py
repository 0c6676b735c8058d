"""What a built program does on its console: samples, finding, printing, copies, old files."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from checking.deeds import DeedFailed, Deeds, NotTried, require
from checking.program import Program
from machine import TOP

OLD_FILES = TOP / "tests" / "old_files"
USER = "mau"
_READ_PDF = """
import sys, pypdfium2
paper = pypdfium2.PdfDocument(sys.argv[1])
for page in paper:
    assert len(set(bytes(page.render(scale=0.3).buffer))) > 2
    print(page.get_textpage().get_text_range())
"""


class Console:
    """The console of a program, and a folder with spaces and Vietnamese letters to work in.

    python: one that has pypdfium2, to read what was printed.
    """

    OFFICE = "Dữ liệu mẫu của xã"

    def __init__(self, program: Program, folder: Path, python: Path) -> None:
        self.program, self.folder, self.python = program, folder, python
        self.office = folder / self.OFFICE
        self._counts = ""
        folder.mkdir(parents=True, exist_ok=True)

    def do_all(self, deeds: Deeds) -> None:
        """One deed after the other; without a sample office only the old files are left."""
        if deeds.do("lập dữ liệu mẫu", self.sample):
            steps: dict[str, Callable[[], str | None]] = {
                "tìm người không gõ dấu": self.find,
                "in ra PDF rồi mở lại": self.print_pdf,
                "in ra Word": self.print_word,
                "sao lưu và khôi phục": self.copy_and_restore,
                "kiểm tra dữ liệu": lambda: self._check(self.office),
            }
            for name, deed in steps.items():
                deeds.do(name, deed)
        versions = sorted(path for path in OLD_FILES.glob("*") if (path / "office.db").exists())
        if not versions:
            deeds.do("mở dữ liệu của bản cũ", self._no_old_files)
        for version in versions:
            deeds.do(f"mở dữ liệu của bản {version.name}", lambda old=version: self.open_old(old))

    def sample(self) -> str:
        """A sample office; how many records it has is told, and kept for later."""
        told = self.program.console("demo", self.office, "--size", "commune")
        self._counts = _counts(told)
        people = next((line for line in told.splitlines() if line.startswith("Người được")), "")
        require(people, f"không thấy số người: {told}")
        return people.replace("\t", ": ")

    def find(self) -> str:
        """A name with all its marks is found by letters without any."""
        listed = self.program.console("list", self.office, "people", "--limit", "60")
        name = next(line.split("\t")[0] for line in listed.splitlines() if _marked(line))
        found = self.program.console("find", self.office, *_plain(name).split())
        require(name.split("#")[0].strip() in found, f"không tìm thấy {name}: {found}")
        return f"{_plain(name)} → {name}"

    def print_pdf(self) -> str:
        """A whole case on paper; another program opens it, and its letters are still letters."""
        case = self._first("case_files")
        target = self.folder / "Hồ sơ in thử.pdf"
        command = ["print", self.office, "case", case, "--reason", "in thử", "--out", target]
        self.program.console(*command)
        told = [str(self.python), "-c", _READ_PDF, str(target)]
        read = subprocess.run(told, capture_output=True, text=True, check=False)
        require(read.returncode == 0, f"không mở lại được PDF: {read.stderr[-300:]}")
        text = " ".join(read.stdout.split())
        require(case in text and "Quản lý trường hợp" in text, f"chữ trong PDF lạ: {text[:200]}")
        return f"{target.stat().st_size / 1e3:.0f} kB"

    def print_word(self) -> str:
        """A list as a Word file, which is a sound archive with Vietnamese text."""
        target = self.folder / "Đội in thử.docx"
        self.program.console("print", self.office, "T6", "--out", target)
        with zipfile.ZipFile(target) as archive:
            require(archive.testzip() is None, "tệp Word hỏng")
            text = archive.read("word/document.xml").decode("utf-8")
        require("Tiên Phước" in text or "TIÊN PHƯỚC" in text, "tệp Word không có tên xã")
        return f"{target.stat().st_size / 1e3:.0f} kB"

    def copy_and_restore(self) -> str:
        """A copy on a stick becomes an office again, with as many records."""
        stick = self.folder / "USB của Bà Sáu"
        stick.mkdir(exist_ok=True)
        self.program.console("backup", self.office, "--to", stick)
        (copy,) = stick.iterdir()
        fresh = self.folder / "Khôi phục từ bản sao"
        self.program.console("restore", copy, fresh, "--user", USER)
        self._check(fresh)
        return copy.name

    def open_old(self, old: Path) -> str:
        """Data of an older version are brought up to date, and sound afterwards."""
        folder = self.folder / f"Dữ liệu bản {old.name}"
        shutil.copytree(old, folder)
        # Wherever it lies, an office is written to when it is opened.
        for file in folder.iterdir():
            file.chmod(0o644)
        told = self.program.console("check", folder, "--user", USER)
        require("Không thấy lỗi nào." in told, told)
        listed = self.program.console("list", folder, "people", "--user", USER)
        require(listed.strip(), "không đọc được người nào")
        return f"{len(listed.splitlines())} người"

    def _check(self, office: Path) -> None:
        told = self.program.console("check", office, "--user", USER)
        if _counts(told) != self._counts:
            raise DeedFailed(f"số bản ghi khác lúc lập: {_counts(told)} / {self._counts}")

    def _first(self, table: str) -> str:
        told = self.program.console("list", self.office, table, "--limit", "1")
        return told.split("\t")[0]

    def _no_old_files(self) -> None:
        raise NotTried("tests/old_files chưa có bản nào")


def _counts(told: str) -> str:
    """The lines that name a kind of record and a number."""
    lines = [line.split("\t") for line in told.splitlines()]
    return ", ".join(f"{one[0]} {one[1]}" for one in lines if len(one) == 2 and _number(one[1]))


def _number(text: str) -> bool:
    return text.replace(".", "").isdigit()


def _marked(line: str) -> bool:
    """Whether the name at the beginning has letters that are no letters of English."""
    name = line.split("\t", maxsplit=1)[0]
    return len(name.split()) > 2 and not name.isascii()


def _plain(name: str) -> str:
    """The name without marks, as somebody types it in a hurry."""
    apart = unicodedata.normalize("NFD", name.split("#", maxsplit=1)[0].strip())
    letters = (one for one in apart if not unicodedata.combining(one))
    return "".join(letters).replace("đ", "d").replace("Đ", "D").lower()
