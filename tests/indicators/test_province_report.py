"""The report of Quảng Nam to the end of 2020: its figures and sentences, from rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from desktop.indicators.checks import check_attendance, check_figures
from desktop.indicators.compute import compute, drill, flat
from desktop.indicators.definitions import INDICATORS
from desktop.indicators.periods import phase
from desktop.indicators.phrases import Options, fill_letter, period_texts
from indicators.indicator_rows import (
    activity,
    empty_office,
    product,
    shipped_letter,
    split,
    team_of,
    training,
)

PHASE = phase(2017, 2020)
DAYS = [dt.date(2017, 1, 1), dt.date(2018, 6, 26), dt.date(2019, 12, 1), dt.date(2020, 12, 31)]

FIGURES = {
    "D01": 32,
    "D02": 32,
    "D03": 220,
    "D04": 32,
    "D04.9": 1,
    "D04.7": 28,
    "D04.5": 3,
    "T01": 376,
    "T01.TINH": 118,
    "T01.HUYEN": 66,
    "T01.XA": 192,
    "T02": 56_401,
    "T03": 33,
    "T03.TINH": 22,
    "T03.HUYEN": 6,
    "T03.XA": 5,
    "T04": 6_261,
    "T05": 222,
    "T06": 50,
    "T07": 55,
    "T08": 3,
    "T09": 10,
    "T10": 15,
    "T11": 230,
    "T12": 77_251,
    "T13": 90,
    "T14": 65,
    "T15": 5,
    "T16": 278,
    "T17": 100,
    "T18": 1_401,
}
MEETINGS = {
    "LOP_TUYEN_TRUYEN": 222,
    "NGOAI_KHOA": 50,
    "DOI_THOAI": 55,
    "TOA_DAM": 3,
    "MIT_TINH": 10,
    "LUU_DONG": 15,
    "HOP_DAN": 230,
}
PRODUCTS = {
    "BAI": 65,
    "PHONG_SU": 5,
    "PANO": 200,
    "AP_PHICH": 78,
    "KHAU_HIEU": 100,
    "TO_ROI": 1_401,
}


@pytest.fixture(scope="module")
def province() -> Iterator[Session]:
    with empty_office() as session:
        for size in [9, *[7] * 28, *[5] * 3]:
            team_of(session, size)
        _propaganda_about_teams(session)
        for level, classes in (("TINH", 22), ("HUYEN", 6), ("XA", 5)):
            training(
                session,
                level=level,
                classes=classes,
                attendance=187 * classes + (level == "XA") * 90,
            )
        people = iter(split(77_251, len(MEETINGS) * len(DAYS)))
        for kind, total in MEETINGS.items():
            for on, sessions in zip(DAYS, split(total, len(DAYS)), strict=True):
                activity(session, kind, on=on, sessions=sessions, attendance=next(people))
        activity(session, "DEM_TUYEN_TRUYEN", sessions=90, attendance=4_000, on=DAYS[1])
        made = activity(session, "KHAC", on=DAYS[2])
        for kind, quantity in PRODUCTS.items():
            product(session, made, kind, quantity)
        yield session


def _propaganda_about_teams(session: Session) -> None:
    sessions = {"TINH": 118, "HUYEN": 66, "XA": 192}
    attendance = dict(zip(sessions, (17_700, 9_900, 28_801), strict=True))
    for level, total in sessions.items():
        parts = zip(DAYS, split(total, 4), split(attendance[level], 4), strict=True)
        for on, count, people in parts:
            activity(
                session, "HOP_DAN", on=on, topics=("XAY_DUNG_DOI",), level=level,
                sessions=count, attendance=people,
            )  # fmt: skip


def test_the_figures_come_out_of_the_rows(province: Session) -> None:
    values = flat(compute(province, INDICATORS.values(), PHASE))
    assert {key: values[key] for key in FIGURES} == FIGURES
    assert sum(values[f"T{n:02d}"] for n in range(5, 12)) == 585
    assert check_figures(values) == ()
    assert check_attendance(province, PHASE) == ()


def test_every_figure_leads_back_to_its_rows(province: Session) -> None:
    assert len(drill(province, "D03", PHASE)) == 220
    assert len(drill(province, "D04", PHASE, "7")) == 28
    assert len(drill(province, "T01", PHASE)) == 12
    assert len(drill(province, "T01", PHASE, "HUYEN")) == 4
    assert len(drill(province, "T12", PHASE)) == 28
    assert len(drill(province, "T16", PHASE)) == 2


def test_the_sentences_are_those_of_the_report(province: Session) -> None:
    values = flat(compute(province, INDICATORS.values(), PHASE))
    text = shipped_letter("T10", PHASE.to_on)
    words = {**period_texts(PHASE, "tỉnh"), "within": "trong giai đoạn vừa qua"}
    sections = {
        one.code: one for one in fill_letter(text, values, words, Options(steps=text.steps))
    }
    assert list(sections) == ["1", "2", "3", "4", "4.1"]
    assert sections["1"].paragraphs == (
        "Kết thúc năm 2020, trên địa bàn tỉnh có 32 xã, phường, thị trấn được thành lập Đội công "
        "tác xã hội tình nguyện, với 220 tình nguyện viên tham gia, trong đó: 01 Đội có 9 tình "
        "nguyện viên, 28 Đội có 7 tình nguyện viên và 03 Đội có 5 tình nguyện viên.",
    )
    assert sections["2"].paragraphs[-1] == (
        "Tổng số buổi tuyên truyền về công tác xây dựng và tổ chức các hoạt động của Đội công tác "
        "xã hội tình nguyện trong giai đoạn vừa qua là 376 buổi (Sở Lao động - Thương binh và Xã "
        "hội tổ chức 118 buổi; huyện, thị xã, thành phố tổ chức 66 buổi; xã, phường, thị trấn tổ "
        "chức 192 buổi); với hơn 56.400 lượt người tham dự."
    )
    assert sections["3"].paragraphs[-1] == (
        "Tổng số lớp tập huấn dành cho các thành viên của Đội công tác xã hội tình nguyện trên địa "
        "bàn trong giai đoạn vừa qua là 33 lớp (Sở Lao động - Thương binh và Xã hội tổ chức 22 "
        "lớp; Phòng Lao động - Thương binh và Xã hội huyện, thị xã, thành phố tổ chức 06 lớp; xã, "
        "phường, thị trấn tổ chức 05 lớp); với hơn 6.260 lượt người tham dự."
    )
    assert sections["4.1"].paragraphs[1:] == (
        "Các Đội công tác xã hội tình nguyện trong giai đoạn vừa qua đã tổ chức được 222 lớp tuyên "
        "truyền, giáo dục pháp luật, 50 buổi chương trình ngoại khóa ở các trường học, 55 buổi đối "
        "thoại với người vi phạm pháp luật, 03 buổi tọa đàm về công tác phòng, chống tệ nạn xã "
        "hội, 10 buổi mít tinh nhân các ngày 26/6 (ngày quốc tế phòng, chống ma túy), 30/7 (ngày "
        "toàn dân phòng, chống mua bán người), 01/12 (ngày thế giới phòng, chống bệnh AIDS); 15 "
        "cuộc tuyên truyền lưu động, tuyên truyền tại 230 cuộc họp dân ở thôn, khối phố ở địa "
        "phương; với hơn 77.250 lượt người tham gia.",
        "Ngoài ra, còn thường xuyên tổ chức tuyên truyền phòng, chống tệ nạn xã hội trên loa "
        "truyền thanh ở xã, phường, thị trấn, thôn, khối phố; tổ chức 90 đêm tuyên truyền tại các "
        "điểm dân cư phức tạp; xây dựng được 65 bài tuyên truyền; phát sóng 05 phóng sự về công "
        "tác tái hòa nhập cộng đồng và gương hoàn lương tiêu biểu; xây dựng 278 pano, áp phích, "
        "100 câu khẩu hiệu và phát hơn 1.400 tờ rơi.",
    )
