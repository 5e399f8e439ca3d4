"""Does a file lie on a network share? Write-ahead logging does not work there."""

from __future__ import annotations

import sys
from pathlib import Path

NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs",
     "fuse.davfs", "davfs", "vboxsf", "fuse.vmhgfs-fuse", "virtiofs", "fuse.rclone"}
)
_DRIVE_REMOTE = 4  # GetDriveTypeW


def on_network_share(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Return whether the folder of `path` lies on a network share; False where the system does not tell.

    Args:
        mounts: the table of mounts on Linux (proc(5), mountinfo).
    """
    folder = path.resolve().parent
    if sys.platform == "win32":
        return _windows(folder)
    return filesystem_type(folder, mounts) in NETWORK_TYPES


def filesystem_type(folder: Path, mounts: Path) -> str:
    """Return the type of the file system that holds `folder`; "" where unknown."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    best, found = -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        parts, kind = left.split(), right.split()
        if len(parts) < 5 or not kind:
            continue
        point = Path(parts[4].replace("\\040", " "))
        if (point == folder or point in folder.parents) and len(point.parts) >= best:
            best, found = len(point.parts), kind[0]
    return found


def _windows(folder: Path) -> bool:
    text = str(folder)
    if text.startswith("\\\\"):
        return True
    import ctypes

    windll = getattr(ctypes, "windll", None)
    return windll is not None and windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE
