"""The sample offices for the tests of this folder."""

from __future__ import annotations

from samples import commune, province

__all__ = ["commune", "province"]
