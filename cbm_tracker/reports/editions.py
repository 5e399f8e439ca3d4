"""The languages that reports are written in."""

from __future__ import annotations

LANGUAGES: tuple[str, ...] = ("en", "fr", "de", "it", "ru", "es")
"""English, and each language whose catalogue is complete; a test compares it with the catalogues."""
