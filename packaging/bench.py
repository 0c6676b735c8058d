"""How fast and how small: every row against its floor in the same run, printed as ratios.

Usage: python packaging/bench.py [ROW …] [--times N] [--strict] [--keep DIR]
Floor and ours are measured in turn, so that a busy moment of the machine meets both; a row is
judged by the median of the ratios, a bound in ms or MB by the median of ours. --strict: end with 1
if a bound is broken. --keep: make the sample offices in this folder, or use those that lie there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benching.bulk import measure_bulk
from benching.encryption import measure_encryption
from benching.everybody import measure_everybody
from benching.exchange import measure_exchange
from benching.million import measure_million
from benching.morning import measure_morning
from benching.paper import measure_paper
from benching.ratio import Measured
from benching.stamping import measure_stamping
from benching.store import measure_list, measure_save, measure_search
from benching.windows import measure_memory, measure_sign_in, measure_start
from benching.workshop import Workshop, say

_TIMES = 9


@dataclass(frozen=True)
class Row:
    """One row of the table of goals: what is measured, and against what."""

    what: str
    floor: str
    measure: Callable[[Workshop], list[Measured]]


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "start": Row(
            "khởi động → cửa sổ đăng nhập đã vẽ", "QApplication + QLabel trần", measure_start
        ),
        "sign-in": Row(
            "đăng nhập → cửa sổ chính với danh sách đầu tiên, 100.000 người",
            "QApplication + QLabel trần",
            measure_sign_in,
        ),
        "memory": Row("bộ nhớ sau đó", "tiến trình Qt trần", measure_memory),
        "save": Row(
            "cất một hồ sơ, synchronous=FULL", "SQLCipher ghi đúng các dòng ấy", measure_save
        ),
        "stamping": Row(
            "lưu qua ORM có đóng dấu phiên bản, nhật ký, lịch sử",
            "cùng ORM, không đóng dấu",
            measure_stamping,
        ),
        "encryption": Row(
            "mã hóa: ghi, mở khóa, trang giữ trong bộ nhớ",
            "cùng SQLite, không khóa",
            measure_encryption,
        ),
        "bulk": Row(
            "ghi hàng loạt với cột và chỉ mục trao đổi", "cùng bảng, không có chúng", measure_bulk
        ),
        "search": Row("mỗi phím gõ tìm trong 200.000 người", "câu hỏi FTS5 trần", measure_search),
        "list": Row("mở và cuộn danh sách 100.000 người", "SELECT trần cùng thứ tự", measure_list),
        "exchange": Row(
            "tệp giữa các cơ quan: nhận, nhận lại, gộp, gửi, cỡ, bộ nhớ",
            "SQLCipher ghi đúng các dòng ấy",
            measure_exchange,
        ),
        "morning": Row(
            "buổi sáng của tỉnh: từng tệp nhỏ của mọi cơ quan",
            "SQLCipher ghi đúng các dòng ấy, mỗi tệp một giao dịch",
            measure_morning,
        ),
        "million": Row(
            "một tệp một triệu dòng: bộ nhớ, và người khác đọc trong lúc nhận",
            "tệp mười nghìn dòng; đọc khi không ai nhận",
            measure_million,
        ),
        "everybody": Row(
            "một tệp của tỉnh cho mọi cơ quan: ghi và mở thêm bao lâu, thêm bao nhiêu",
            "OpenSSL trao khóa X25519 với từng nơi nhận",
            measure_everybody,
        ),
        "paper": Row("1.000 hồ sơ vào một PDF", "ReportLab platypus trần", measure_paper),
    }
)
"""Every row by the name it is asked for."""


def main(argv: Sequence[str]) -> int:
    """Measure the rows that are named, or all; the number is the exit code."""
    told = arguments().parse_args(argv)
    unknown = sorted(set(told.rows) - set(ROWS))
    if unknown:
        print(f"Không có dòng đo: {', '.join(unknown)}. Có: {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    broken = False
    with place(told.keep) as folder:
        shop = Workshop(folder, told.times)
        for key in told.rows or ROWS:
            row = ROWS[key]
            say(f"{key}: {row.what}; mức sàn: {row.floor}")
            for found in row.measure(shop):
                print(found.line(), flush=True)
                broken |= not found.kept
    print("bench: " + ("CÓ DÒNG VƯỢT MỨC" if broken else "mọi dòng trong mức"))
    return 1 if broken and told.strict else 0


def arguments() -> argparse.ArgumentParser:
    """What may stand on the command line."""
    parser = argparse.ArgumentParser("bench", description="đo tốc độ và bộ nhớ so với mức sàn")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--times", type=int, default=_TIMES, help="số lần đo xen kẽ")
    parser.add_argument("--strict", action="store_true", help="mã thoát 1 khi có dòng vượt mức")
    parser.add_argument("--keep", type=Path, help="thư mục giữ dữ liệu mẫu giữa các lần chạy")
    return parser


@contextlib.contextmanager
def place(kept: Path | None):
    """Where the offices lie: a folder that goes with the run, or the one that was named."""
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="soxa-bench-") as folder:
            yield Path(folder)
    else:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
