"""Words on the screen. The source texts are Vietnamese; a catalogue may replace them."""

from __future__ import annotations

import functools
import gettext

from desktop.base.resources import resource

DOMAIN = "soxa"


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext's tools look for
    """Mark a text that is declared here and looked up when it is shown."""
    return text


@functools.cache
def tr(text: str) -> str:
    """The text as this office reads it."""
    if not text:
        return ""
    return _catalogue().gettext(text)


@functools.cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resource("translations"), fallback=True)
