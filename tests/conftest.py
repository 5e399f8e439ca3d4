"""What tests of more than one layer stand on: a register of their own at a desk whose clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from cbm_tracker.services.desk import Desk
from tests.builders import SettableClock, fixed_desk
from tests.signing_key import signing_key

if TYPE_CHECKING:
    from cbm_tracker.bootstrap import Services
    from cbm_tracker.reports.signature import KeyFile

# The same examples each time: a red test means that the code changed. `--hypothesis-seed` or another profile looks further.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture
def register_path(tmp_path: Path) -> Path:
    return tmp_path / "register.cbm"


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    """A key to sign reports with."""
    return signing_key(tmp_path_factory.mktemp("key") / "key.p12")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def desk(clock: SettableClock) -> Desk:
    return fixed_desk(clock)


@pytest.fixture
def services(register_path: Path, desk: Desk) -> Iterator[Services]:
    """The services of a new register owned by Germany, closed afterwards."""
    from cbm_tracker import bootstrap  # the tests of the lower layers need none of what it imports

    made = bootstrap.new_register(register_path, desk, owner="DEU", name="Test register", office="Verification Centre")
    try:
        yield made
    finally:
        made.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests over sample files where there are no samples: nothing was to be collected, so nothing is skipped."""
    items[:] = [
        item for item in items
        if not any("empty parameter set" in str(mark.kwargs.get("reason", "")) for mark in item.iter_markers("skip"))
    ]  # fmt: skip
