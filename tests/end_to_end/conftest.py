"""What the end-to-end tests of the commands share."""

from __future__ import annotations

import pytest

from tests.end_to_end.calls import Call, caller


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call `cbm-tracker` with these words; returns exit code and both outputs."""
    return caller(capsys)
