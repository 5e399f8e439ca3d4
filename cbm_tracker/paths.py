"""Where bundled resources and the user's own files lie, from a checkout and from an installed wheel alike."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Return the folder of fonts, icons, rule packs, states and translations.

    A wheel carries it inside the package; in a checkout it stands beside the package.
    """
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one bundled resource, such as `resource("fonts", "Inter_400Regular.ttf")`."""
    return resources().joinpath(*parts)


def user_data() -> Path:
    """Return the folder for settings and rehearsal registers; `CBM_TRACKER_HOME` overrides it (portable mode)."""
    override = os.environ.get("CBM_TRACKER_HOME")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("cbm-tracker", appauthor=False)
