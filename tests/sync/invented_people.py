"""Rows of people who do not exist, drawn from word lists with a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from desktop.base.ids import new_id
from desktop.sync.blocks import MOST_ROWS, Block
from desktop.versions.origins import Dot
from desktop.versions.stamp import fresh_sv

FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Cao Lương Tạ"
).split()
MIDDLE = "Văn Thị Hữu Đức Thanh Minh Ngọc Quang Xuân Thu Kim Hồng Công Đình Bảo Gia".split()
GIVEN = (
    "An Bình Chi Dung Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Lan Linh Long Nam Nga Phúc Quân Sơn "
    "Tâm Thảo Thủy Trang Tuấn Vân Yến Khôi Nhàn Lộc"
).split()
HAMLETS = ("Thôn Đông", "Thôn Đoài", "Xóm Mới", "Bản Nà Lốc", "Tổ 3", "Ấp Chợ", "Khu 5")
PEOPLES = ("Kinh", "Tày", "Thái", "Mường", "Khmer", "Mông")
WORK = ("làm ruộng", "công nhân", "buôn bán nhỏ", "học sinh", "nội trợ", "thất nghiệp", "lái xe")
NOTES = (
    None,
    None,
    "Gia đình phối hợp tốt, hẹn gặp lại tháng sau.",
    "Đã giới thiệu chính sách vay vốn, người được hỗ trợ đang cân nhắc.",
    "Chuyển hồ sơ lên tỉnh, chờ phản hồi.",
)
FIELDS = tuple(range(1, 14))
START_MS = 1_762_000_000_000
UNITS = (1 << len(FIELDS)) - 1


def person(chance: random.Random) -> tuple[object, ...]:
    """The 13 values of one person."""
    return (
        chance.randrange(1, 3322),
        f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
        f"{chance.randrange(1945, 2012)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        chance.randrange(2),
        f"{chance.randrange(10**12):012}",
        chance.choice(PEOPLES),
        f"09{chance.randrange(10**8):08}",
        chance.choice(HAMLETS),
        chance.choice(WORK),
        chance.randrange(6),
        f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        chance.randrange(4),
        chance.choice(NOTES),
    )


def blocks(count: int, seed: int = 5) -> Iterator[Block]:
    """So many people in blocks, each person first written at a moment of their own."""
    chance = random.Random(seed)
    ms = START_MS
    for begin in range(0, count, MOST_ROWS):
        ids: list[bytes] = []
        svs: list[bytes] = []
        rows: list[Sequence[object]] = []
        for _ in range(min(MOST_ROWS, count - begin)):
            ms += chance.randrange(1, 4000)
            ids.append(new_id(ms, chance.randbytes).bytes)
            svs.append(fresh_sv(UNITS, Dot(ms << 16, 3)))
            rows.append(person(chance))
        yield Block(
            entity="people",
            fields=FIELDS,
            ids=ids,
            roots=[None] * len(ids),
            scopes=[20854] * len(ids),
            svs=svs,
            names=[(3, b"session3")] if begin == 0 else [],
            siblings=[],
            columns=list(zip(*rows, strict=True)),  # type: ignore[arg-type]
        )
