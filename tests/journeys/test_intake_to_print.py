"""Somebody comes to the counter: looked up, written down, visited, printed, and put right."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from clerk import CTRL, Clerk
from desktop.fields import Partial
from desktop.operations import lists
from desktop.operations.attachments import read_file
from desktop.records import CaseDocument, Contact, Person
from desktop.ui.case_page import CasePage
from desktop.ui.case_printing import CasePrintDialog
from desktop.ui.case_workspace import CaseWorkspace
from desktop.ui.new_case import NewCaseDialog
from desktop.ui.pdf_preview import PdfPreview
from desktop.ui.person_page import PersonPage
from desktop.ui.record_dialog import RecordDialog
from inline import settle
from makers import loaded, officer, person
from paper.pages import fonts, read, words

NUMBER = "20854-26-A-0001"
NAME = "Nguyễn Văn Thử"


def test_from_the_counter_to_the_paper(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer(clerk.office, full_name="Lê Thị Cán")
    person(clerk.office, "Nguyễn Văn An")
    page = write_case_down(clerk)
    write_visit(clerk, page.workspace)
    attach_paper(clerk, page.workspace, tmp_path, monkeypatch)
    print_intake(clerk, tmp_path, monkeypatch)
    change_and_take_back(clerk, page.workspace)


def write_case_down(clerk: Clerk) -> CasePage:
    """Somebody who is not known yet is written down by keyboard alone."""
    page = clerk.go("cases", CasePage)
    clerk.key(Qt.Key.Key_N, CTRL)
    dialog = clerk.dialog(NewCaseDialog)
    clerk.type(NAME, "5/3/75")
    dialog.look_up()
    settle()
    assert dialog.known.people == []
    clerk.key(Qt.Key.Key_Return, times=2)
    assert clerk.focus is dialog.new_button
    clerk.key(Qt.Key.Key_Return)
    clerk.walk("sex", "nam")
    clerk.walk("case_type", "khac")
    clerk.walk("intake_source", "tu den")
    clerk.walk("legal_basis", "dong y")
    clerk.walk("case_worker_id", "can")
    clerk.key(Qt.Key.Key_S, CTRL)
    settle()
    assert page.workspace.folder is not None
    case, who = page.workspace.folder.case, page.workspace.folder.person
    assert (case.values["number"], case.values["case_type"]) == (NUMBER, "KHAC")
    assert (who.values["full_name"], who.values["birth_date"]) == (NAME, Partial(1975, 3, 5))
    assert not page.workspace.editing.is_editing
    assert page.list.count() == 1
    assert NUMBER in page.workspace.head.strip._details.text()
    return page


def write_visit(clerk: Clerk, space: CaseWorkspace) -> None:
    """A visit is written down in its dialog."""
    space.show_part("contacts")
    clerk.press("Ghi tiếp xúc", space.contacts)
    dialog = clerk.dialog(RecordDialog)
    clerk.walk("at", "20/11/2026 14:30")
    clerk.walk("channel", "tai nha")
    clerk.walk("content", "Thăm gia đình; anh đã có việc làm")
    if dialog.form.cell("actor").editor.is_blank():
        clerk.walk("actor", "Lê Thị Cán")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert not clerk.has_dialog(RecordDialog)
    assert space.contacts.rows.count() == 1


def attach_paper(
    clerk: Clerk, space: CaseWorkspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the PC becomes a paper of the case, and lies nowhere in plain."""
    paper = folder / "Đơn đề nghị.pdf"
    paper.write_bytes(b"%PDF-1.4 a paper of this person")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(paper), ""))
    space.show_part("case_documents")
    clerk.press("Đính kèm tệp…", space.papers)
    attached = clerk.dialog(RecordDialog)
    assert attached.form.cell("kind").editor.value() == "Đơn đề nghị"
    clerk.walk("summary", "Đề nghị hỗ trợ học nghề")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert not clerk.has_dialog(RecordDialog)
    row = space.papers.rows.model.record_id(0)
    kept = loaded(clerk.office, CaseDocument, row)
    assert read_file(clerk.office, kept.file) == paper.read_bytes()
    assert paper.read_bytes() not in b"".join(
        file.read_bytes() for file in clerk.office.folder.rglob("*") if file.is_file()
    )
    settle()
    titles = [space.tabs.tabText(at) for at in range(space.tabs.count())]
    assert {"Tiếp xúc (1)", "Giấy tờ (1)"} <= set(titles)
    assert lists.count(clerk.office, Contact.__tablename__) == 1


def print_intake(clerk: Clerk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The intake sheet, looked at and then opened in Word."""
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    target = folder / "phieu.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    clerk.key(Qt.Key.Key_P, CTRL)
    asked = clerk.dialog(CasePrintDialog)
    clerk.click(asked.papers["Q1"])
    clerk.press("Xem trước", asked)
    preview = clerk.dialog(PdfPreview)
    pdf = preview._content
    said = words(pdf)
    assert NUMBER in said
    assert NAME in said
    assert "05/03/1975" in said
    first = read(pdf)[0]
    assert (round(first.width), round(first.height)) == (595, 842)
    assert first.number == ""
    assert fonts(pdf)
    assert all(fonts(pdf).values())

    clerk.press("Mở Word", preview)
    preview.close()
    settle()
    assert opened == [QUrl.fromLocalFile(str(target))]
    body = _text_of(target)
    assert all(part in body for part in (NUMBER, NAME, "05/03/1975"))


def change_and_take_back(clerk: Clerk, space: CaseWorkspace) -> None:
    """The history tells who changed what; undo takes the last save back."""
    assert space.folder is not None
    space.tabs.setCurrentWidget(space.info)
    who = space.folder.person.id
    clerk.key(Qt.Key.Key_F2)
    clerk.walk("phone", "0905 123 456")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert loaded(clerk.office, Person, who).phone == "0905123456"
    assert clerk.said() == "Đã cất 09:00"
    clerk.press("Lịch sử", space.head)
    line = next(row for row in space.history.texts() if row[3].endswith("Điện thoại"))
    assert line[0] == "21/11/2026 09:00"
    assert line[1] == "lan"
    assert line[5] == "0905 123 456"

    saved = f"cất người được hỗ trợ {NAME}, lúc 09:00 21/11/2026"
    clerk.choose_own(f"Hoàn tác: {saved}")
    assert clerk.said() == f"Đã hoàn tác: {saved}."
    assert loaded(clerk.office, Person, who).phone is None
    assert space.folder.person.values["phone"] is None
    taken_back = [row[4:] for row in space.history.texts() if row[2] == "Hoàn tác"]
    assert taken_back == [["0905 123 456", ""]]


def _text_of(path: Path) -> str:
    """All that a Word file says, tables and all."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return " ".join("".join(part.itertext()) for part in document.element.body)


def test_the_known_are_found_without_accents(clerk: Clerk) -> None:
    an = person(clerk.office, "Nguyễn Văn An")
    clerk.key(Qt.Key.Key_F, CTRL)
    clerk.type("nguyen van")
    # Twice: somebody who types this fast first waits for the hits.
    clerk.key(Qt.Key.Key_Return, times=2)
    assert clerk.page(PersonPage).view.person_id() == an
    assert not clerk.window.search.hasFocus()
