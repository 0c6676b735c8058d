"""One file for all communes of the country: what so many recipients add to writing and opening it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from desktop.operations.sending import block_of
from desktop.sync.container import Header
from desktop.sync.device_keys import DeviceKeys
from desktop.sync.key_groups import with_key_groups
from desktop.sync.manifest import Manifest
from desktop.sync.reader import open_package
from desktop.sync.writer import Section, Written, write_package

from benching.exchange import Bench
from benching.ratio import Bound, Measured, Pair
from benching.workshop import Workshop, say, seconds

_OFFICES, _ROWS = 3321, 200
_MOST_MS, _MOST_KB = 500, 330


class _Post:
    """A province that writes the same rows for one commune and for all of them."""

    def __init__(self, shop: Workshop) -> None:
        bench = Bench(shop)
        self.sender = bench.sender
        self.rows = [block_of(one) for one in bench.rows(_ROWS)]
        self.folder = shop.folder
        self.communes = [DeviceKeys.new() for _ in range(_OFFICES)]
        self.readers = {one.device: one.public.age for one in self.communes}

    def written(self, *, many: bool) -> Written:
        """Write the file. many: for all of them, else for the first."""
        one = self.communes[0]
        header = Header(os.urandom(16), self.sender.keys.device, (one.device,), ("0",))
        recipient = one.public.age
        if many:
            header, recipient = with_key_groups(header, self.readers)
        target = self.folder / ("all.goi" if many else "one.goi")
        target.unlink(missing_ok=True)
        keys = self.sender.keys
        section = Section("0", [recipient], [_manifest(self.sender.scope), *self.rows])
        return write_package(target, header, [section], sign=keys.sign, public_key=keys.public.sign)

    def open(self, path: Path, reader: DeviceKeys) -> None:
        """Open it as one of those it is for."""
        with open_package(path, self.folder / "spool") as package:
            package.require_for(reader.device)
            package.verify(self.sender.keys.public.sign)
            package.read_section(0, reader.identities, lambda _item: None)

    def once(self, reader: DeviceKeys, *, many: bool) -> tuple[float, int]:
        """Milliseconds to write the file and to open it, and its size."""
        made: list[Written] = []
        spent = seconds(lambda: made.append(self.written(many=many)))
        spent += seconds(lambda: self.open(made[0].path, reader))
        return spent * 1000, made[0].size


def _manifest(scope: int) -> Manifest:
    return Manifest(
        from_seq=0,
        from_h=bytes(12),
        to_seq=1,
        to_h=bytes(12),
        epoch=bytes(8),
        schema=1,
        min_reader=1,
        roster_version=1,
        office=scope,
        office_name="Tỉnh",
        sender_name="Bàn đo",
        to_office=0,
        number=1,
        wall_ms=0,
        clock_ok=True,
    )


def _agreements(recipients: Sequence[bytes]) -> float:
    """Milliseconds of the bare curve, for a fresh key with each of these."""
    known = [X25519PublicKey.from_public_bytes(one) for one in recipients]

    def agree() -> None:
        for one in known:
            fresh = X25519PrivateKey.generate()
            fresh.public_key().public_bytes_raw()
            fresh.exchange(one)

    return seconds(agree) * 1000


def measure_everybody(shop: Workshop) -> list[Measured]:
    """Writing and opening one file for all, less the same file for one."""
    post = _Post(shop)
    say(f"khóa của {_OFFICES} cơ quan, {_ROWS} dòng…")
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    times: list[Pair] = []
    sizes: list[Pair] = []
    for at in range(shop.times + 1):
        reader = post.communes[-1 - at]
        floor = _agreements([public] * _OFFICES)
        one, small = post.once(post.communes[0], many=False)
        every, large = post.once(reader, many=True)
        times.append(Pair(floor, every - one))
        sizes.append(Pair(_MOST_KB, (large - small) / 1000))
    count = f"{_OFFICES:,}".replace(",", ".")
    name = f"tệp chung cho {count} cơ quan: ghi và mở thêm"
    return [
        # The first time pays for what is loaded once.
        Measured(name, "ms", times[1:], Bound(most=2.5, enough=_MOST_MS)),
        Measured("tệp chung: thêm cho mọi nơi nhận", "kB", sizes[1:], Bound(most=1.0)),
    ]
