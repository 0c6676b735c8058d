"""A new version on a stick: its banner, its dialog, the settings about it, the way to the setup."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QScrollBar, QVBoxLayout, QWidget

from clerk import end_program
from desktop import __version__
from desktop.app import Program
from desktop.base.errors import UserError
from desktop.operations import setups
from desktop.store.backup import backups_in
from desktop.ui import dialogs, update_watch
from desktop.ui.drives import carried_drives, drive_name, is_mount_of_carriers
from desktop.ui.home import HomePage
from desktop.ui.jobs import Jobs
from desktop.ui.page import Page
from desktop.ui.settings_page import SettingsPage
from desktop.ui.tokens import Role
from desktop.ui.update_dialog import UpdateDialog
from desktop.ui.update_news import UpdateNews
from desktop.ui.update_section import UpdateSection
from desktop.ui.update_watch import UpdateWatch
from desktop.ui.widgets.banner import InfoBanner, order_banners
from inline import Inline, settle, shown_one, workplace_of
from releases import CONTENT, Publisher

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def ours():
    return Publisher()


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "KINGSTON"


@pytest.fixture
def workplace(office, tmp_path, ours, stick, monkeypatch):
    place = workplace_of(office, tmp_path)
    place.updates = watch(office, ours, lambda: [stick], place)
    monkeypatch.setattr(UpdateWatch, "place", tmp_path / "machine" / "update")
    return place


def watch(office, ours, drives, parent):
    jobs = Jobs(executor=Inline())
    return UpdateWatch(office.folder / "inbox", parent, jobs=jobs, key=ours.public, drives=drives)


def looked(workplace, *folders):
    workplace.updates.look(*folders)
    settle()


def button(widget, words):
    (found,) = [b for b in widget.findChildren(QPushButton) if b.text() == words]
    return found


# -- the banner ---------------------------------------------------------------------------


def test_home_tells_of_a_new_version_on_a_stick_and_shows_what_is_new(
    qtbot, workplace, ours, stick
):
    home = HomePage(workplace)
    qtbot.addWidget(home)
    home.show()
    assert not home.news.isVisible()
    ours.publish(stick)
    looked(workplace)
    assert home.news.texts() == ["Có bản Sổ Xã 9.1.0 trên ổ KINGSTON."]
    assert home.news.isVisible()
    qtbot.mouseClick(button(home.news, "Xem có gì mới…"), Qt.MouseButton.LeftButton)
    dialog = shown_one(UpdateDialog, home)
    assert "05/12/2026" in dialog.facts.text()
    assert __version__ in dialog.facts.text()
    assert dialog.changes.text() == "- **In** nhanh hơn."


def test_tab_reaches_what_is_new_before_what_stands_below_it(qtbot, workplace, ours, stick):
    window, above, home = QWidget(), QPushButton("Trên"), HomePage(workplace)
    column = QVBoxLayout(window)
    column.addWidget(above)
    column.addWidget(home)
    qtbot.addWidget(window)
    window.show()
    ours.publish(stick)
    looked(workplace)
    above.setFocus()
    qtbot.keyClick(above, Qt.Key.Key_Tab)
    assert window.focusWidget() is button(home.news, "Xem có gì mới…")


def test_tab_goes_through_late_banners_from_above(qtbot):
    whole, place = QWidget(), QWidget()
    above, below = QPushButton("Trên"), QPushButton("Dưới")
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    rows = QVBoxLayout(place)
    for part in (above, place, below):
        column.addWidget(part)
    whole.show()
    banners = [InfoBanner(Role.WARNING, words) for words in ("một", "hai")]
    wanted = [banner.add_action(words, list) for banner in banners for words in ("Mở", "Bỏ")]
    for banner in banners:
        rows.addWidget(banner)
    order_banners(place, banners)
    settle()
    above.setFocus()
    reached = [above, *wanted, below]
    for one, following in pairwise(reached):
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        assert whole.focusWidget() is following


def test_the_banner_goes_when_the_stick_is_gone(qtbot, workplace, ours, stick):
    news = UpdateNews(workplace)
    qtbot.addWidget(news)
    told = ours.publish(stick)
    looked(workplace)
    assert news.texts()
    told.unlink()
    looked(workplace)
    assert news.texts() == []
    assert news.isHidden()


def test_an_update_in_the_inbox_is_said_to_lie_there(qtbot, workplace, ours, office):
    news = UpdateNews(workplace)
    qtbot.addWidget(news)
    ours.publish(office.folder / "inbox")
    looked(workplace)
    assert news.texts() == ["Có bản Sổ Xã 9.1.0 trong hộp nhận."]


def test_a_forged_announcement_is_warned_of_but_a_damaged_one_only_when_asked(
    qtbot, workplace, stick
):
    quiet, asked = UpdateNews(workplace), UpdateNews(workplace, everything=True)
    for news in (quiet, asked):
        qtbot.addWidget(news)
    Publisher().publish(stick)
    (stick / "hong.banmoi").write_bytes(b"?")
    looked(workplace)
    (warned,) = quiet.texts()
    assert "Đừng chạy tệp này" in warned
    assert len(asked.texts()) == 2


# -- looking ------------------------------------------------------------------------------


def test_a_slow_stick_does_not_keep_the_office_waiting(qtbot, office, tmp_path, ours, stick):
    ours.publish(stick)
    released = threading.Event()

    def slow():
        released.wait(30)
        return [stick]

    place = workplace_of(office, tmp_path)
    place.updates = UpdateWatch(office.folder / "inbox", place, key=ours.public, drives=slow)
    place.updates.look()
    assert place.updates.looking
    heard: list[str] = []
    place.ask(lambda office: office.user.name, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert place.updates.looking
    with qtbot.waitSignal(place.updates.looked):
        released.set()
    assert [one.announced.version for one in place.updates.found.updates] == ["9.1.0"]
    assert not place.updates.looking
    place.updates.stop()


def test_a_program_without_a_key_does_not_look(office, tmp_path, monkeypatch):
    def never():
        raise AssertionError("looked")

    monkeypatch.setattr(update_watch.updates, "release_key", lambda: None)
    place = UpdateWatch(tmp_path, jobs=Jobs(executor=Inline()), drives=never)
    place.look()
    settle()
    assert not place.looking


def test_the_drives_of_this_pc_are_told_without_its_own(qapp):
    assert Path("/") not in carried_drives()


@pytest.mark.parametrize(
    ("root", "carried"),
    [
        ("/media/lan/KINGSTON", True),
        ("/run/media/lan/KINGSTON", True),
        ("/mnt/usb", True),
        ("/", False),
        ("/boot/efi", False),
        ("/home", False),
        ("/mediatheque", False),
    ],
)
def test_sticks_are_told_from_the_pcs_own_drives(root, carried):
    assert is_mount_of_carriers(root) is carried


def test_drives_are_called_as_people_call_them():
    assert drive_name(PureWindowsPath("E:/")) == "E:"
    assert drive_name(PurePosixPath("/media/lan/KINGSTON")) == "KINGSTON"


# -- the settings -------------------------------------------------------------------------


@pytest.fixture
def section(qtbot, workplace):
    made = UpdateSection(workplace)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_settings_look_when_asked_and_say_what_they_found(qtbot, section, ours, stick):
    assert "Không cần mạng" in section.state.text()
    qtbot.mouseClick(section.check, Qt.MouseButton.LeftButton)
    assert section.state.text() == "Đang tìm trên các ổ đĩa…"
    assert not section.check.isEnabled()
    settle()
    assert section.state.text() == "Không thấy bản nào mới hơn bản đang dùng."
    ours.publish(stick)
    qtbot.mouseClick(section.check, Qt.MouseButton.LeftButton)
    settle()
    assert section.state.text() == "Đã thấy bản mới."
    assert section.news.texts() == ["Có bản Sổ Xã 9.1.0 trên ổ KINGSTON."]


def test_the_keyboard_stays_on_the_button_that_looked(qtbot, section, ours, stick):
    ours.publish(stick)
    section.check.setFocus()
    for _time in range(2):
        qtbot.keyClick(section.window().focusWidget(), Qt.Key.Key_Space)
        settle()
        assert section.window().focusWidget() is section.check
    assert section.state.text() == "Đã thấy bản mới."


def test_the_settings_look_in_a_chosen_folder_too(qtbot, section, ours, tmp_path, monkeypatch):
    ours.publish(tmp_path / "Tải về" / "SoXa")
    chosen = str(tmp_path / "Tải về")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: chosen)
    qtbot.mouseClick(section.elsewhere, Qt.MouseButton.LeftButton)
    settle()
    assert section.news.texts() == ["Có bản Sổ Xã 9.1.0 trên ổ Tải về."]


def test_the_settings_say_why_nothing_is_offered_without_a_key(qtbot, workplace):
    workplace.updates.key = None
    section = UpdateSection(workplace)
    qtbot.addWidget(section)
    assert "không mang khóa" in section.state.text()
    assert not section.check.isEnabled()
    assert not section.elsewhere.isEnabled()


def test_the_settings_page_has_the_section(qtbot, workplace):
    page = SettingsPage(workplace)
    qtbot.addWidget(page)
    page.open_section("updates")
    assert isinstance(page.stack.currentWidget(), UpdateSection)


# -- installing ---------------------------------------------------------------------------


class Busy(Page):
    """A page with something unsaved, or not."""

    title = "Thử"
    free = True

    def may_leave(self):
        return self.free


@pytest.fixture
def page(qtbot, workplace):
    made = Busy(workplace)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(page, workplace, ours, stick):
    ours.publish(stick)
    looked(workplace)
    made = UpdateDialog(workplace, workplace.updates.found.updates[0], page, windows=True)
    made.open()
    return made


@pytest.fixture
def asked_for(workplace):
    setups_asked: list[Path] = []
    workplace.update_asked.connect(setups_asked.append)
    return setups_asked


def test_the_keyboard_turns_the_pages_of_a_long_story(qtbot, workplace, ours, stick, page):
    ours.publish(stick, changes="\n".join(f"- Điều mới thứ {at}." for at in range(80)))
    looked(workplace)
    told = UpdateDialog(workplace, workplace.updates.found.updates[0], page, windows=True)
    told.open()
    settle()
    (bar,) = [one for one in told.findChildren(QScrollBar) if one.maximum() > 0]
    for _page in range(20):
        qtbot.keyClick(button(told, "Sao lưu rồi cài"), Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(button(told, "Sao lưu rồi cài"), Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def press_install(dialog):
    button(dialog, "Sao lưu rồi cài").click()


def test_installing_copies_the_office_and_the_setup_and_asks_the_program_to_make_way(
    dialog, office, asked_for, tmp_path
):
    press_install(dialog)
    settle()
    (setup,) = asked_for
    assert setup.read_bytes() == CONTENT
    assert setup.is_relative_to(tmp_path / "machine" / "update")
    assert len(backups_in(office.folder / "backups")) == 1


def test_nothing_is_installed_over_an_unsaved_form(dialog, page, office, asked_for):
    page.free = False
    press_install(dialog)
    settle()
    assert asked_for == []
    assert backups_in(office.folder / "backups") == []
    assert dialog.isVisible()


def test_a_setup_changed_meanwhile_is_refused_in_the_dialog(dialog, stick, asked_for):
    (stick / "SoXa-setup-9.1.0.exe").write_bytes(CONTENT[:-1] + b"!")
    press_install(dialog)
    assert not button(dialog, "Sao lưu rồi cài").isEnabled()
    settle()
    assert "Đừng chạy tệp này" in dialog.trouble.text()
    assert button(dialog, "Sao lưu rồi cài").isEnabled()
    assert asked_for == []


def test_on_linux_the_dialog_says_how_to_install_the_package(dialog, page, workplace):
    other = UpdateDialog(workplace, workplace.updates.found.updates[0], page, windows=False)
    other.open()
    texts = [part.text() for part in other.findChildren(type(other.facts))]
    assert any("sudo apt install ./soxa_9.1.0_amd64.deb" in text for text in texts)
    assert [b.text() for b in other.findChildren(QPushButton)] == ["Đóng"]


# -- the program makes way ----------------------------------------------------------------


@pytest.fixture
def program(qapp, qtbot, tmp_path, folder, clock, blank_office):
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(folder))
    made = Program(qapp, settings, clock, Jobs(executor=Inline()))
    made.start()
    qtbot.keyClicks(made.sign_in.user, blank_office.user)
    qtbot.keyClicks(made.sign_in.password, blank_office.password)
    qtbot.keyClick(made.sign_in.password, Qt.Key.Key_Return)
    settle()
    yield made
    end_program(made)


def test_the_setup_starts_when_the_office_is_closed_and_then_the_program_ends(
    program, tmp_path, monkeypatch, qapp
):
    seen: list[tuple[Path, bool]] = []
    office = program.office
    closed: list[bool] = []
    real_close = office.close
    monkeypatch.setattr(office, "close", lambda: (real_close(), closed.append(True)))
    monkeypatch.setattr(setups, "start_setup", lambda path: seen.append((path, bool(closed))))
    quits: list[bool] = []
    monkeypatch.setattr("desktop.app.QApplication.quit", lambda: quits.append(True))
    program.window.workplace.update_asked.emit(tmp_path / "s.exe")
    settle()
    assert seen == [(tmp_path / "s.exe", True)]
    assert quits == [True]
    assert program.window is None


def test_a_setup_that_does_not_start_leads_back_to_the_sign_in_window(
    program, tmp_path, monkeypatch
):
    told: list[UserError] = []
    monkeypatch.setattr(dialogs, "show_error", lambda _parent, error: told.append(error))

    def refused(_path):
        raise UserError("Windows không cho chạy bộ cài.")

    monkeypatch.setattr(setups, "start_setup", refused)
    program.update(tmp_path / "s.exe")
    settle()
    assert [error.message for error in told] == ["Windows không cho chạy bộ cài."]
    assert program.sign_in.isVisible()


def test_signing_in_looks_for_new_versions(program):
    assert program.window.workplace.updates.key is None
    assert not program.window.workplace.updates.looking
