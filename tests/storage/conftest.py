"""A store without seed records, and operations to write under."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cbm_tracker.storage import database
from cbm_tracker.storage.store import Store


@pytest.fixture
def store(register_path: Path) -> Iterator[Store]:
    made = Store(database.create(register_path))
    try:
        yield made
    finally:
        made.close()
