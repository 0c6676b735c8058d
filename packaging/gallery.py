"""Every screen, dialog and paper as a picture, to be looked at.

Usage: python packaging/gallery.py --to DIR [--only NAME] [--looks LOOK] [--no-papers]
Screens are drawn without a display at 1366×768 with the commune sample: 100 % and 125 %, light
and dark; papers are written as PDF with a picture of each page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.base.clock import VIETNAM, StoppedClock
from desktop.operations.office import Office, open_office
from desktop.operations.own_agency import agency_name
from desktop.operations.sample import make_sample
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Theme, apply_theme
from desktop.ui.tokens import Scheme
from desktop.ui.workplace import Workplace

from drawing.asides import program_dialogs
from drawing.dialogs import record_dialogs
from drawing.disagreements import disagreement_pictures
from drawing.exchange import exchange_screens
from drawing.incoming import incoming_screens
from drawing.keys import key_pictures
from drawing.papers import papers
from drawing.screens import screens
from drawing.stage import Picture, Stage

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=VIETNAM)
PASSWORD = "Xem-thu-2026"  # noqa: S105 -- of a sample that lives for one run
WIDTH, HEIGHT = 1366, 768
LOOKS = (
    ("sang-100", Scheme.LIGHT, 1.0),
    ("sang-125", Scheme.LIGHT, 1.25),
    ("toi-100", Scheme.DARK, 1.0),
    ("toi-125", Scheme.DARK, 1.25),
)


def pictures() -> Iterator[Picture]:
    """Everything that is drawn in each look, under names of its own."""
    yield from screens()
    yield from program_dialogs()
    yield from record_dialogs()
    yield from exchange_screens()
    yield from key_pictures()
    yield from incoming_screens()
    yield from disagreement_pictures()


def draw(stage: Stage, picture: Picture, target: Path) -> None:
    """Bring to the front what a picture shows, write it as PNG and clear it away."""
    widget = picture.show(stage)
    stage.settle()
    assert isinstance(widget, picture.shows), picture.name
    widget.grab().save(str(target))
    print(target)
    stage.clear()
    picture.leave(stage)


def draw_look(app: QApplication, office: Office, folder: Path, zoom: float, only: str) -> None:
    """All pictures in one look; 125 % is a screen that much smaller, as Windows shows it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as spare:
        jobs = Jobs()
        settings = QSettings(f"{spare}/machine.ini", QSettings.Format.IniFormat)
        place = Workplace(office, jobs, settings)
        window = MainWindow(place, agency_name(office))
        window.resize(round(WIDTH / zoom), round(HEIGHT / zoom))
        window.show()
        stage = Stage(app, place, window, Path(spare))
        stage.settle()
        for picture in pictures():
            if only in picture.name:
                draw(stage, picture, folder / f"{picture.name}.png")
        window.close()
        window.deleteLater()
        stage.settle()
        jobs.stop()


def main() -> None:
    """Draw everything into the folder of ``--to``."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--to", type=Path, required=True)
    told.add_argument("--only", default="")
    told.add_argument("--looks", default="")
    told.add_argument("--no-papers", action="store_true")
    given = told.parse_args()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SoXa")  # its tinted icons lie where the program keeps them
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        clock = StoppedClock(NOW)
        place = Path(folder) / "xa"
        make_sample(place, "commune", PASSWORD, None, clock)
        office = open_office(place, "mau", PASSWORD, clock)
        for look, scheme, zoom in LOOKS:
            if given.looks in look:
                apply_theme(app, Theme(scheme))
                draw_look(app, office, given.to / look, zoom, given.only)
        if not given.no_papers:
            papers(office, given.to / "giay")
        office.close()


if __name__ == "__main__":
    main()
