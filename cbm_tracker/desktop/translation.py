"""The one function through which every visible string passes."""

from __future__ import annotations

import gettext

from cbm_tracker.paths import resource

_DOMAIN = "cbm_tracker"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak a language from now on; English where there is no catalogue for it."""
    global _catalogue
    _catalogue = gettext.translation(_DOMAIN, str(resource("translations")), [language], fallback=True)


def tr(text: str) -> str:
    """Return a visible string in the language of the window."""
    return _catalogue.gettext(text) if text else ""


def tr_count(one: str, many: str, count: int) -> str:
    """Return the form of a string that fits a count."""
    return _catalogue.ngettext(one, many, count)
