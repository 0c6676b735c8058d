"""packaging/gallery.py shows every dialog there is, and each of them fits the smallest room."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

import desktop.ui
from desktop.base.clock import StoppedClock
from desktop.base.errors import UserError
from desktop.operations.office import Office, open_office
from desktop.operations.sample import Sample
from desktop.ui import main_window
from desktop.ui.main_window import MainWindow
from desktop.ui.sign_in import SignInWindow
from desktop.ui.tokens import DIALOG_HEIGHT, DIALOG_WIDTH
from desktop.ui.widgets.dialog_frame import DialogFrame
from inline import settle, workplace_of
from samples import NOW, PASSWORD, commune

from drawing.stage import Picture, Stage
from gallery import pictures

__all__ = ["commune"]
DIALOGS = [one for one in pictures() if issubclass(one.shows, DialogFrame)]
SCREENS = [one for one in pictures() if not issubclass(one.shows, DialogFrame)]


@pytest.fixture(scope="module")
def sample_office(commune: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A copy of the sample commune, open."""
    folder = tmp_path_factory.mktemp("gallery") / "xa"
    shutil.copytree(commune.folder, folder)
    office = open_office(folder, "mau", PASSWORD, StoppedClock(NOW))
    yield office
    office.close()


@pytest.fixture(scope="module")
def built(
    sample_office: Office, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The main window over it, as large as 1366×768 at 125 %; one for all pictures."""
    folder = tmp_path_factory.mktemp("machine")
    workplace = workplace_of(sample_office, folder)
    window = MainWindow(workplace, "UBND xã Tiên Phước")
    window.resize(1093, 614)
    yield Stage(qapp, workplace, window, folder)
    window.deleteLater()
    settle()
    workplace.desk.jobs.stop()


def _fail(_parent: QWidget, error: UserError) -> None:
    raise error


class LooseParts(QObject):
    """Notes down what is shown as a window of its own and is none: it would flash on the screen."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.found: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.windowType() == Qt.WindowType.Window
            and not isinstance(watched, (QMainWindow, SignInWindow))
        ):
            self.found.append(type(watched).__name__)
        return False


@pytest.fixture
def stage(
    built: Stage, dressed: None, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """The same, on the screen again; no part of a window may stand there by itself."""
    loose = LooseParts(qapp)
    # A sentence that nobody answers would hold up everything; here it is a failure.
    monkeypatch.setattr(main_window, "show_error", _fail)
    built.window.show()
    yield built
    qapp.removeEventFilter(loose)
    assert loose.found == []


def leaves(kind: type[DialogFrame]) -> Iterator[type[DialogFrame]]:
    """The dialogs that no other one is made from."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("desktop."):
            yield from leaves(one)
            if not one.__subclasses__():
                yield one


def test_every_dialog_of_the_program_is_in_the_gallery() -> None:
    for module in pkgutil.walk_packages(desktop.ui.__path__, "desktop.ui."):
        importlib.import_module(module.name)
    shown = {one.shows for one in DIALOGS}
    assert {one.__name__ for one in leaves(DialogFrame) if one not in shown} == set()


def test_every_picture_has_a_name_of_its_own() -> None:
    assert [
        name for name, times in Counter(one.name for one in pictures()).items() if times > 1
    ] == []


@pytest.mark.parametrize("picture", DIALOGS, ids=lambda one: one.name)
def test_a_dialog_of_the_gallery_is_what_it_says_and_fits(stage: Stage, picture: Picture) -> None:
    dialog = picture.show(stage)
    settle()
    assert isinstance(dialog, picture.shows)
    assert dialog.isVisible()
    assert (dialog.width() <= DIALOG_WIDTH, dialog.height() <= DIALOG_HEIGHT) == (True, True)
    stage.clear()
    picture.leave(stage)


@pytest.mark.parametrize("picture", SCREENS, ids=lambda one: one.name)
def test_a_screen_of_the_gallery_is_what_it_says(stage: Stage, picture: Picture) -> None:
    screen = picture.show(stage)
    settle()
    assert isinstance(screen, picture.shows)
    stage.clear()
    picture.leave(stage)
