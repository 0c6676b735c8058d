"""What the indicators of reports are called; targets are set for them, definitions count them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.base.i18n import N_

INDICATOR_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "D01": N_("Số Đội đang hoạt động"),
        "D02": N_("Số xã có Đội"),
        "D03": N_("Số tình nguyện viên"),
        "D04": N_("Số Đội theo số thành viên"),
        "D05": N_("Đội thành lập, kiện toàn, tạm ngừng, giải thể"),
        "D06": N_("Thành viên vào, ra; tỷ lệ biến động"),
        "D07": N_("Thành viên đã tập huấn; tỷ lệ"),
        "T01": N_("Buổi tuyên truyền về xây dựng Đội"),
        "T02": N_("Lượt người dự tuyên truyền về xây dựng Đội"),
        "T03": N_("Lớp tập huấn cho thành viên Đội"),
        "T04": N_("Lượt người dự tập huấn"),
        "T05": N_("Lớp tuyên truyền, giáo dục pháp luật"),
        "T06": N_("Ngoại khóa ở trường học"),
        "T07": N_("Đối thoại với người vi phạm pháp luật"),
        "T08": N_("Tọa đàm"),
        "T09": N_("Mít tinh"),
        "T10": N_("Tuyên truyền lưu động"),
        "T11": N_("Lồng ghép họp dân"),
        "T12": N_("Lượt người tham gia T05–T11"),
        "T13": N_("Đêm tuyên truyền"),
        "T14": N_("Bài tuyên truyền"),
        "T15": N_("Phóng sự"),
        "T16": N_("Pano, áp phích"),
        "T17": N_("Khẩu hiệu"),
        "T18": N_("Tờ rơi"),
        "T19": N_("Phát loa truyền thanh"),
        "T20": N_("Tuyên truyền cho học sinh, sinh viên"),
    }
)
"""In the order of reports; the codes are proposals of ours."""
