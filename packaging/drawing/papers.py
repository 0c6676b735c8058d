"""The papers of the gallery: every document as PDF, and pictures of its first pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

from desktop.base.i18n import tr
from desktop.operations import printing
from desktop.operations.lists import ListReader, listing
from desktop.operations.mornings import Morning
from desktop.operations.office import Office, day
from desktop.operations.receipts import print_receipt
from desktop.sync.refusals import Reason, Refused
from desktop.ui.pdf_pages import PdfPages

from drawing.exchange import file_came, leave_exchange
from drawing.keys import papers_of_keys

_PAGES_SHOWN, _SCALE = 4, 1.3


def papers(office: Office, folder: Path) -> None:
    """Write every document into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in printing.DOCUMENTS:
        for name, printed in _printed(office, code):
            _draw(folder / f"{name}.pdf", printed.content)
    _draw(folder / "bien-ban-nhan.pdf", _minutes(office).content)
    for name, content in papers_of_keys(office):
        _draw(folder / f"{name}.pdf", content)


def _draw(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    pages = PdfPages(content)
    for at in range(min(len(pages), _PAGES_SHOWN)):
        pages.drawn(at, _SCALE).save(str(path.with_name(f"{path.stem}-{at + 1}.png")))
    pages.close()
    print(path)


def _minutes(office: Office) -> printing.Printed:
    """The minutes of a morning: two files that came, one that could not be read."""
    name = tr("Thành phố Đà Nẵng")
    came = [file_came(office, bytes(16), number, 2, name) for number in (18, 19)]
    spoilt = Path("GOI_100048_20854_20261119_0020.goi")
    morning = Morning(refused=[(spoilt, Refused(Reason.CUT, spoilt.name))])
    printed = print_receipt(office, came, morning)
    leave_exchange(office)
    return printed


def _printed(office: Office, code: str) -> Iterator[tuple[str, printing.Printed]]:
    """A document filled from the sample, and blank where it has a blank form."""
    spec = printing.DOCUMENTS[code]
    today = day(office)
    period = (dt.date(today.year, 1, 1), today)
    key = None
    if spec.table:
        ids = ListReader(office, listing(office, spec.table)).ids()
        key = uuid.UUID(bytes=bytes(ids[0]))
    yield code, printing.print_document(office, code, key=key, period=period, reason="Thử")
    if spec.blank:
        yield f"{code}-trang", printing.print_document(office, code, blank=True)
