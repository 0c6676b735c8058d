"""The code lists that ship: L1 to L23 of the data dictionary."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest

from desktop.base.resources import resource

from making.units import fixed_id

_SIZES = (
    "L1:55 L2:8 L3:6 L4:13 L5:10 L6:16 L6_VIC:7 L7:8 L8:10 L9:13 L10:8 L11:5 L12:6 L13:14 L14:8 "
    "L15:11 L16:10 L17:4 L18:9 L19:12 L20:8 L21:16 L22:9 L23:10"
)
LIST_SIZES = {name: int(size) for name, size in (each.split(":") for each in _SIZES.split())}

GIVEN_CODES = {
    "L4": "MT_SD MT_NGHIEN MT_CAI_TN MT_THAYTHE MT_SAUCAI MD MBN HIV AN_XA GD_XA NGUY_CO THAN_NHAN KHAC",
    "L6": "TU_VAN TAM_LY Y_TE GIAM_HAI METHADONE CAI_GDCD CAI_CS PHAP_LY HOC_VAN_HOA HOC_NGHE"
    " VIEC_LAM VAY_VON GIAY_TO TRO_CAP HOAT_DONG_XH KHAC",
    "L7": "TRUC_TIEP_VP TAI_NHA TAI_CONG_DONG DIEN_THOAI ZALO FACEBOOK INTERNET_KHAC NHOM",
    "L8": "QL_SD DUNG_QL_SD CHAM_DUT_QL_SD TAM_DINH_CHI CAI_TN THAY_THE QL_SAUCAI CNBB GD_XA"
    " GIAO_GIA_DINH",
    "L9": "DAT_MUC_TIEU HET_THOI_HAN XAC_DINH_NGHIEN CS_GDBB TRUONG_GD AN_TU CHET MAT_TICH"
    " TAM_GIAM_DAI CHUYEN_CU_TRU TU_CHOI KHONG_LIEN_LAC KHAC",
    "L13": "LOP_TUYEN_TRUYEN NGOAI_KHOA DOI_THOAI TOA_DAM MIT_TINH LUU_DONG HOP_DAN"
    " DEM_TUYEN_TRUYEN PHAT_LOA TU_VAN_NHOM TUAN_TRA THU_GOM_BKT PHONG_DICH KHAC",
    "L15": "THANH_NIEN HOC_SINH SINH_VIEN PHU_NU TRE_EM DTTS NGUOI_VI_PHAM NGUOI_NGHIEN CAN_BO"
    " CHU_CSKDDV NHAN_DAN",
    "L16": "BAI PHONG_SU PANO AP_PHICH BANG_RON KHAU_HIEU TO_ROI TAI_LIEU PHAT_LOA BAI_MXH",
    "L22": "CSVC TO_CHUC KINH_PHI CHUYEN_MON PHOI_HOP TUYEN_TRUYEN BAO_CAO HO_SO PHAP_LY",
}


@pytest.fixture(scope="module")
def lists() -> list[dict[str, Any]]:
    return json.loads(resource("codes/lists.json").read_text(encoding="utf-8"))["lists"]


def test_every_code_list_is_there_with_its_items(lists: list[dict[str, Any]]) -> None:
    assert {each["list"]: len(each["items"]) for each in lists} == LIST_SIZES
    assert {f"L{number}" for number in range(1, 24)} <= {each["list"] for each in lists}
    assert all(each["title"] and each["source"] for each in lists)
    assert {each["status"] for each in lists} <= {"M", "F", "P"}


def test_list_codes_are_upper_case_text_and_unique(lists: list[dict[str, Any]]) -> None:
    for each in lists:
        codes = [item["code"] for item in each["items"]]
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"[A-Z0-9_]{1,30}", code) for code in codes), each["list"]
        assert [item["order"] for item in each["items"]] == list(range(1, len(codes) + 1))


@pytest.mark.parametrize("name", sorted(GIVEN_CODES))
def test_codes_that_are_laid_down_stand_in_their_order(
    name: str, lists: list[dict[str, Any]]
) -> None:
    codes = next([i["code"] for i in each["items"]] for each in lists if each["list"] == name)
    assert codes == GIVEN_CODES[name].split()


def test_numbered_lists_keep_their_leading_zeros(lists: list[dict[str, Any]]) -> None:
    items = {each["list"]: {i["code"]: i["label"] for i in each["items"]} for each in lists}
    assert list(items["L1"]) == [f"{number:02d}" for number in range(1, 56)]
    assert items["L1"]["01"] == "Kinh"
    assert items["L1"]["30"] == "Co"
    assert items["L1"]["54"] == "Rơ-măm"
    assert items["L1"]["55"] == "Người nước ngoài"
    assert list(items["L2"]) == ["00", "01", "02", "03", "04", "05", "06", "99"]


def test_list_items_have_fixed_ids_and_composed_labels(lists: list[dict[str, Any]]) -> None:
    for each in lists:
        assert each["id"] == fixed_id(f"list/{each['list']}")
        labels = [item["label"] for item in each["items"]]
        assert len(set(labels)) == len(labels)
        for item in each["items"]:
            assert item["id"] == fixed_id(f"code/{each['list']}/{item['code']}")
            label = item["label"]
            assert label == unicodedata.normalize("NFC", label.strip())
            assert label[0].isupper()
            assert item["valid_from"] is None
            assert item["valid_to"] is None


def test_the_file_is_laid_out_in_the_one_way_that_makes_changes_readable() -> None:
    text = resource("codes/lists.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
