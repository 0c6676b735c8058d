"""Starting, signing in, and the memory of it: processes of their own, without a display."""

from __future__ import annotations

import functools

from desktop.operations.sample import USER
from desktop.store import keys

from benching.ratio import Bound, Measured, Pair
from benching.workshop import PASSWORD, PEOPLE, Workshop, seconds


def measure_start(shop: Workshop) -> list[Measured]:
    """Process start to the painted sign-in window."""
    _keep_folder(shop, people=0)
    pairs = shop.in_turn(lambda: shop.run("label")[0], lambda: shop.run("sign-in")[0])
    return [Measured("khởi động → cửa sổ đăng nhập", "s", pairs, Bound(most=1.8))]


def measure_sign_in(shop: Workshop) -> list[Measured]:
    """Enter in the sign-in window to the painted list of all people."""
    pairs = [Pair(label[0], ours[0]) for label, ours in _signed_in(shop)]
    ring = keys.read_keys(shop.office())
    argon = min(seconds(lambda: ring.open(USER, PASSWORD)) for _ in range(5))
    note = f"trong đó riêng Argon2id: {argon:.3f} s (tốt nhất trong 5 lần)"
    name = f"đăng nhập → danh sách {PEOPLE:,} người".replace(",", ".")
    return [Measured(name, "s", pairs, Bound(most=6), note)]


def measure_memory(shop: Workshop) -> list[Measured]:
    """Resident memory after that."""
    pairs = [Pair(label[1], ours[1]) for label, ours in _signed_in(shop)]
    return [Measured("bộ nhớ sau đó", "MB", pairs, Bound(most=3))]


@functools.cache
def _signed_in(shop: Workshop) -> list[tuple[list[float], list[float]]]:
    """The bare label and the whole way in, in turn: seconds and MB of each."""
    _keep_folder(shop, people=PEOPLE)
    told = {"SOXA_PASSWORD": PASSWORD}
    shop.run("label")
    shop.run("list", **told)
    return [(shop.run("label"), shop.run("list", **told)) for _ in range(shop.times)]


def _keep_folder(shop: Workshop, people: int) -> None:
    """Let the program find the office that was open last on this PC, and its user."""
    place = shop.folder / "home" / "SoXa"
    place.mkdir(parents=True, exist_ok=True)
    lines = ("[General]", f"folder={shop.office(people).as_posix()}", f"user={USER}", "")
    (place / "SoXa.ini").write_text("\n".join(lines), encoding="utf-8")
