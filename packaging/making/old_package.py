"""Keep packages of this version for ever: ``dev.py old-package`` once before each release.

Every later version must take them in (tests/exchange/test_old_packages.py). They are written by the
program itself, from source: a province and a commune that know each other's keys, one file of the
commune with all that it holds, and one of the province for every office below. Both offices are
kept beside them, since nobody else has the keys to read them. As for an old office, there are only
the units of one province.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from freezing.bundle import version
from machine import TOP, CannotGoOn
from making.old_office import keep, office_in, run_with_few_units

OLD_PACKAGES = TOP / "tests" / "old_packages"
OFFICES, PACKAGES = ("tinh", "xa-1"), ("GOI.goi", "CHUNG.goi")
_SCRIPT = Path(__file__).with_name("sent_package.py")


def main() -> int:
    """Write the packages of this version; returns the exit code."""
    target = OLD_PACKAGES / version()
    if target.exists():
        raise CannotGoOn(f"Đã có {target}: tệp của một bản đã phát hành không được làm lại.")
    with tempfile.TemporaryDirectory(prefix="soxa-") as scratch:
        made = write_sample(Path(scratch))
        kept = {name: made / name for name in PACKAGES}
        for office in OFFICES:
            kept |= {f"{office}/{name}": file for name, file in office_in(made / office).items()}
        keep(target, kept)
    return 0


def write_sample(scratch: Path) -> Path:
    """Sample offices by the program of this version, and packages; the folder they lie in."""
    made = scratch / "made"
    script = [str(_SCRIPT), str(made)]
    run_with_few_units(scratch, script, "Chương trình không lập được gói mẫu")
    return made


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotGoOn as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
