"""What the tests kill in the middle: a program that sends, receives or takes back."""

from __future__ import annotations

from pathlib import Path

from desktop.base.clock import StoppedClock
from desktop.operations.imports_taken_back import take_import_back
from desktop.operations.office import open_office
from desktop.operations.receiving import receive
from desktop.operations.sending import send
from desktop.operations.sending_to_all import send_to_all

RECEIVE, TAKE_BACK, SEND, SEND_TO_ALL = "receive", "take back", "send", "send to all"


def work(deed: str, folder: Path, password: str, clock: StoppedClock, file: Path, to: int) -> None:
    """Do one thing in an office that is opened for it; the process ends by itself or is ended."""
    office = open_office(folder, "lan", password, clock)
    if deed == RECEIVE:
        receive(office, file)
    elif deed == TAKE_BACK:
        take_import_back(office)
    elif deed == SEND_TO_ALL:
        send_to_all(office, file)
    else:
        send(office, to, file)
