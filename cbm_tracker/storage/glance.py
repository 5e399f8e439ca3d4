"""A register seen from outside: what it says of itself and how much it holds, read without changing a byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver

from cbm_tracker.storage.database import translated
from cbm_tracker.storage.register_file import examine


@dataclass(frozen=True)
class Glance:
    """`records` counts those that are not in the bin."""

    info: dict[str, str]
    records: int


def glance(path: Path) -> Glance:
    """Return what a closed register holds.

    Raises:
        UnreadableFile, RecordUnavailable: it is no register, or damaged.
    """
    examine(path)
    with translated(path):
        connection = driver.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
        try:
            info = dict(connection.execute("SELECT key, value FROM info").fetchall())
            records = connection.execute("SELECT count(*) FROM record WHERE in_bin = 0").fetchone()[0]
        finally:
            connection.close()
    return Glance(info, records)
