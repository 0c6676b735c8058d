"""QR codes as rows of modules; papers and windows draw them each in their own way."""

from __future__ import annotations

import segno


def qr_modules(text: str, level: str = "m") -> tuple[bytearray, ...]:
    """The rows of the code for this text, a byte for each module: 1 is dark.

    level: how much may be covered or dirty, ``m`` 15 % or ``q`` 25 % (ISO/IEC 18004).
    """
    return tuple(segno.make(text, error=level, boost_error=level == "m", micro=False).matrix)
