"""The report of Quảng Nam to the end of 2020, from the records of the province sample."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Iterator

import pypdfium2
import pytest

from desktop.base.clock import StoppedClock
from desktop.indicators.periods import Period
from desktop.operations import figure_records, reports
from desktop.operations.lists import ListReader, listing
from desktop.operations.office import Office, open_office
from desktop.operations.period_reports import compute_period
from desktop.operations.printing import print_document
from desktop.operations.sample import Sample
from samples import NOW, PASSWORD

PHASE = Period(dt.date(2016, 1, 1), dt.date(2020, 12, 31), "giai đoạn vừa qua")
FIGURES = {
    "D01": 32, "D02": 32, "D03": 220, "D04.9": 1, "D04.7": 28, "D04.5": 3,
    "T01": 376, "T01.TINH": 118, "T01.HUYEN": 66, "T01.XA": 192,
    "T03": 33, "T03.TINH": 22, "T03.HUYEN": 6, "T03.XA": 5,
    "T05": 222, "T06": 50, "T07": 55, "T08": 3, "T09": 10, "T10": 15, "T11": 230,
    "T13": 90, "T14": 65, "T15": 5, "T16": 278, "T17": 100,
}  # fmt: skip
SENTENCES = (
    "với 220 tình nguyện viên tham gia, trong đó: 01 Đội có 9 tình nguyện viên, 28 Đội có 7 tình "
    "nguyện viên và 03 Đội có 5 tình nguyện viên.",
    "trong giai đoạn vừa qua là 376 buổi (Sở Lao động - Thương binh và Xã hội tổ chức 118 buổi; "
    "huyện, thị xã, thành phố tổ chức 66 buổi; xã, phường, thị trấn tổ chức 192 buổi); với hơn "
    "56.400 lượt người tham dự.",
    "với hơn 77.250 lượt người tham gia.",
    "tổ chức 90 đêm tuyên truyền tại các điểm dân cư phức tạp; xây dựng được 65 bài tuyên truyền; "
    "phát sóng 05 phóng sự",
    "xây dựng 278 pano, áp phích, 100 câu khẩu hiệu và phát hơn 1.400 tờ rơi.",
)


@pytest.fixture(scope="module")
def office(province: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A copy of the province, open."""
    folder = tmp_path_factory.mktemp("province") / "office"
    shutil.copytree(province.folder, folder)
    opened = open_office(folder, province.user, PASSWORD, StoppedClock(NOW))
    yield opened
    opened.close()


def kept_report(office: Office) -> uuid.UUID:
    """The report that the sample keeps."""
    reader = ListReader(office, listing(office, "reports"))
    (found,) = reader.ids()
    return uuid.UUID(bytes=bytes(found))


def test_the_figures_and_sentences_are_those_of_the_printed_report(office: Office) -> None:
    body = compute_period(office, PHASE.from_on, PHASE.to_on, PHASE.label)
    lines = body.lines()
    assert {key: lines[key].shown for key in FIGURES} == FIGURES
    assert body.remarks == ()
    text = "\n".join(one.text for one in body.sections)
    assert [sentence for sentence in SENTENCES if sentence not in text] == []


def test_a_kept_report_says_the_same_and_prints_it(office: Office) -> None:
    report_id = kept_report(office)
    body = reports.read_report(office, report_id).body
    assert body.lines() == compute_period(office, PHASE.from_on, PHASE.to_on).lines()
    printed = print_document(office, "T10", key=report_id)
    document = pypdfium2.PdfDocument(printed.content)
    pages = [page.get_textpage() for page in document]
    text = " ".join(" ".join(page.get_text_bounded() for page in pages).split())
    for page in pages:
        page.close()
    document.close()
    assert "hơn 56.400 lượt người tham dự" in text
    assert "trong giai đoạn 2016 - 2020 như sau:" in text


def test_parts_lead_back_to_as_many_records_as_they_count(office: Office) -> None:
    teams = figure_records.drill_period(office, PHASE, "D04", "5")
    assert len(teams) == 3
    assert {one.table for one in teams} == {"teams"}
    assert len(figure_records.drill_period(office, PHASE, "D03")) == 220
