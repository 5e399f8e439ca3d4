"""The system libraries that Qt's wheels leave to the machine: which are missing, and the line that installs them (Linux only)."""

from __future__ import annotations

import ctypes
import shutil
import sys
from collections.abc import Callable, Iterable

# What the loader must find -> the package of Debian and Ubuntu that holds it.
# Measured on a bare Debian 12: the first six serve QtWidgets, the others its X11 platform.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def loads(name: str) -> bool:
    """Tell whether the dynamic loader finds the library; the loader is the one whose answer counts when Qt starts."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(found: Callable[[str], bool] = loads) -> list[str]:
    """Return the sonames that Qt needs and the loader does not find; none on Windows and macOS, whose wheels are complete."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in QT_LIBRARIES if not found(name)]


def install_line(libraries: Iterable[str], have_command: Callable[[str], bool] = lambda name: shutil.which(name) is not None) -> str:
    """Return the line that installs the libraries with this machine's package manager, or their names if it is not one we know."""
    wanted = list(libraries)
    if have_command("apt-get"):
        return "sudo apt-get install --no-install-recommends " + " ".join(QT_LIBRARIES[name] for name in wanted)
    for manager in ("dnf", "zypper"):
        if have_command(manager):
            return f"sudo {manager} install " + " ".join(f"'{name}()(64bit)'" for name in wanted)
    return "(by this system's package manager, the packages that hold) " + " ".join(wanted)
