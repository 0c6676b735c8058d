"""The windows: the only floor that knows Qt."""

from __future__ import annotations

import sys
from importlib import import_module


def _is_of_no_concern(_module: object) -> bool:
    return False


import_module("PySide6")
_feature = sys.modules.get("shibokensupport.feature")
if _feature is not None:
    # PySide reads the source of every module that is imported, to learn whether its own
    # "from __feature__ import" (snake_case, true_property) could concern it. Nobody here uses
    # that; it costs a tenth of the start, and Python keeps 20 MB of what was read.
    vars(_feature)["_mod_uses_pyside"] = _is_of_no_concern
