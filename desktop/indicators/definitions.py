"""The indicators: what each counts, in words that are printed and in a query.

D01–D07 and T01–T20 of the office's reports; the codes are proposals of ours, the forms are
those that reports of provinces have used.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from desktop.base.i18n import N_
from desktop.indicators import activity_figures as activity
from desktop.indicators import team_figures as team
from desktop.indicators.conditions import Query, summed
from desktop.indicators.periods import Period
from desktop.records import Activity, Training
from desktop.records.activities import ORGANISERS
from desktop.records.indicator_names import INDICATOR_NAMES

Formula = Callable[[Period], Query]
Share = Callable[[Mapping[str, int]], Fraction | None]
_NO_PARTS: Mapping[str, str] = MappingProxyType({})


class Timing(enum.StrEnum):
    """Whether an indicator counts events of the period or the state at its end."""

    FLOW = "flow"
    STOCK = "stock"


@dataclass(frozen=True)
class Indicator:
    """One figure of a report.

    unit: what is counted: Đội, người, lượt, buổi …
    definition: what counts and what does not; it is printed beside the figure.
    records: Select of entity (table), id, part, amount: the rows behind the figure.
    counts: Select of part and value; left out where the amounts of the rows just add up.
    parts: codes and words of the parts that always show, with 0 where nothing was found.
    total_of: the parts that make up the total; None for all.
    share: the percentage that follows from the parts; None without a base.
    """

    code: str
    unit: str
    timing: Timing
    definition: str
    records: Formula
    counts: Formula | None = None
    parts: Mapping[str, str] = field(default_factory=lambda: _NO_PARTS)
    total_of: tuple[str, ...] | None = None
    share: Share | None = None

    @property
    def label(self) -> str:
        """What it is called."""
        return INDICATOR_NAMES[self.code]

    def formula(self, period: Period) -> Query:
        """Select of part ("" if there are none) and value."""
        return self.counts(period) if self.counts else summed(self.records(period))


_STOCK, _FLOW = Timing.STOCK, Timing.FLOW

TEAM_INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "D01",
        N_("Đội"),
        _STOCK,
        N_(
            "Đội có quyết định thành lập đến ngày cuối kỳ và chưa tạm ngừng, giải thể đến hết "
            "ngày đó."
        ),
        team.teams,
    ),
    Indicator(
        "D02",
        N_("xã"),
        _STOCK,
        N_("Số xã, phường, thị trấn, đặc khu có Đội đang hoạt động; mỗi nơi tính một lần."),
        team.teams,
        team.communes_with_team,
    ),
    Indicator(
        "D03",
        N_("người"),
        _STOCK,
        N_(
            "Thành viên của các Đội đang hoạt động vào ngày cuối kỳ; ngày vào và ngày thôi đều "
            "được tính. Một người ở hai Đội được tính ở cả hai."
        ),
        team.members,
    ),
    Indicator(
        "D04",
        N_("Đội"),
        _STOCK,
        N_("Các Đội đang hoạt động chia theo số thành viên vào ngày cuối kỳ."),
        team.team_sizes,
    ),
    Indicator(
        "D05",
        N_("quyết định"),
        _FLOW,
        N_(
            "Theo ngày quyết định. Kiện toàn là quyết định thay đổi thành viên, khác quyết định "
            "thành lập, có thành viên vào Đội trong kỳ; một quyết định tính một lần."
        ),
        team.decisions,
        team.decision_counts,
        MappingProxyType(
            {
                team.ESTABLISHED: N_("Thành lập"),
                team.RENEWED: N_("Kiện toàn"),
                team.SUSPENDED: N_("Tạm ngừng"),
                team.DISSOLVED: N_("Giải thể"),
            }
        ),
    ),
    Indicator(
        "D06",
        N_("người"),
        _FLOW,
        N_(
            "Vào: ngày vào Đội trong kỳ. Ra: ngày đầu tiên không còn trong Đội thuộc kỳ, nên "
            "người có ngày cuối là ngày cuối kỳ vẫn được tính ở cuối kỳ. Thôi rồi vào lại tính một "
            "lần ra, một lần vào; đổi chức danh không tính. Tỷ lệ = ra / bình quân đầu kỳ và "
            "cuối kỳ."
        ),
        team.turnover,
        None,
        MappingProxyType(
            {
                team.JOINED: N_("Vào"),
                team.LEFT: N_("Ra"),
                team.OPENING: N_("Đầu kỳ"),
                team.CLOSING: N_("Cuối kỳ"),
            }
        ),
        (team.JOINED, team.LEFT),
        team.turnover_rate,
    ),
    Indicator(
        "D07",
        N_("người"),
        _FLOW,
        N_(
            "Thành viên vào ngày cuối kỳ đã dự ít nhất một lớp tập huấn mở trong kỳ; mỗi người "
            "tính một lần. Tỷ lệ = số đó / số tình nguyện viên (D03)."
        ),
        team.trainings_of_members,
        team.trained_members,
        MappingProxyType(
            {team.TRAINED: N_("Đã tập huấn"), team.ALL_MEMBERS: N_("Tổng số thành viên")}
        ),
        (team.TRAINED,),
        team.trained_rate,
    ),
)

_ONLY_OTHERS = N_("Không tính buổi có chủ đề xây dựng Đội, đã tính ở T01.")
_FORMS: tuple[tuple[str, str, str], ...] = (
    ("T05", "LOP_TUYEN_TRUYEN", N_("lớp")),
    ("T06", "NGOAI_KHOA", N_("buổi")),
    ("T07", "DOI_THOAI", N_("buổi")),
    ("T08", "TOA_DAM", N_("buổi")),
    ("T09", "MIT_TINH", N_("buổi")),
    ("T10", "LUU_DONG", N_("cuộc")),
    ("T11", "HOP_DAN", N_("cuộc")),
)
_PRODUCTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("T14", ("BAI",), N_("bài")),
    ("T15", ("PHONG_SU",), N_("phóng sự")),
    ("T16", ("PANO", "AP_PHICH"), N_("tấm")),
    ("T17", ("KHAU_HIEU",), N_("câu")),
    ("T18", ("TO_ROI",), N_("tờ")),
)
_PRODUCT_PARTS = {"PANO": N_("Pano"), "AP_PHICH": N_("Áp phích")}


def _form(code: str, activity_type: str, unit: str) -> Indicator:
    definition = N_("Tổng số buổi của loại hoạt động này có ngày bắt đầu trong kỳ.")
    words = f"{definition} {_ONLY_OTHERS}"
    return Indicator(code, unit, _FLOW, words, activity.sessions(activity_type))


def _product(code: str, types: tuple[str, ...], unit: str) -> Indicator:
    definition = N_("Tổng số lượng sản phẩm của các hoạt động có ngày bắt đầu trong kỳ.")
    parts = {one: _PRODUCT_PARTS[one] for one in types} if len(types) > 1 else {}
    formula = activity.products(*types)
    return Indicator(code, unit, _FLOW, definition, formula, parts=MappingProxyType(parts))


ACTIVITY_INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "T01",
        N_("buổi"),
        _FLOW,
        N_(
            "Tổng số buổi của hoạt động có chủ đề xây dựng Đội, theo cấp tổ chức; các buổi này "
            "không tính lại ở T05–T13."
        ),
        activity.team_propaganda(Activity.sessions),
        parts=ORGANISERS,
    ),
    Indicator(
        "T02",
        N_("lượt"),
        _FLOW,
        N_("Tổng số lượt người dự các buổi của T01."),
        activity.team_propaganda(Activity.attendance),
        parts=ORGANISERS,
    ),
    Indicator(
        "T03",
        N_("lớp"),
        _FLOW,
        N_("Tổng số lớp tập huấn có ngày bắt đầu trong kỳ, theo cấp tổ chức."),
        activity.trainings(Training.classes),
        parts=ORGANISERS,
    ),
    Indicator(
        "T04",
        N_("lượt"),
        _FLOW,
        N_("Tổng số lượt người dự các lớp của T03."),
        activity.trainings(Training.attendance),
        parts=ORGANISERS,
    ),
    *(_form(*form) for form in _FORMS),
    Indicator(
        "T12",
        N_("lượt"),
        _FLOW,
        N_("Tổng số lượt người dự các hoạt động của T05–T11."),
        activity.meeting_attendance,
        parts=MappingProxyType({kind: INDICATOR_NAMES[code] for code, kind, _ in _FORMS}),
    ),
    _form("T13", "DEM_TUYEN_TRUYEN", N_("đêm")),
    *(_product(*product) for product in _PRODUCTS),
    Indicator(
        "T19",
        N_("lần; giờ"),
        _FLOW,
        N_(
            "Số lần và số giờ ghi ở sản phẩm phát loa; hoạt động phát loa không ghi sản phẩm thì "
            "lấy số buổi làm số lần."
        ),
        activity.broadcasts,
        parts=MappingProxyType({activity.TIMES: N_("Lần"), activity.HOURS: N_("Giờ")}),
        total_of=(activity.TIMES,),
    ),
    Indicator(
        "T20",
        N_("buổi; lượt"),
        _FLOW,
        N_(
            "Buổi và lượt người của hoạt động có người nghe là học sinh, sinh viên; đây là số "
            "“trong đó” của các chỉ tiêu trên, kể cả T01."
        ),
        activity.at_schools,
        parts=MappingProxyType({activity.SESSIONS: N_("Buổi"), activity.ATTENDANCE: N_("Lượt")}),
        total_of=(activity.SESSIONS,),
    ),
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {one.code: one for one in (*TEAM_INDICATORS, *ACTIVITY_INDICATORS)}
)
"""Every indicator by its code, in the order of reports."""
