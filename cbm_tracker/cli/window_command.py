"""`open`, and the call without a command: the door to the window."""

from __future__ import annotations

import argparse
import os
import sys

from cbm_tracker.cli.terminal import Terminal
from cbm_tracker.errors import CbmTrackerError


def open_window(arguments: argparse.Namespace, _: Terminal) -> int:
    """Raises CbmTrackerError: the machine cannot show a window, or the register cannot be opened."""
    if arguments.register is not None:
        from cbm_tracker.services.register_file import examine

        examine(arguments.register)
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not shown:
        raise CbmTrackerError("There is no display to show the window on.", "See cbm-tracker --help for the commands that need none.")
    try:
        from cbm_tracker.desktop.app import start
    except ImportError as error:
        raise CbmTrackerError(f"The window cannot be shown ({error}).", "See cbm-tracker doctor for what is missing.") from error
    code: int = start(arguments.register)
    return code
