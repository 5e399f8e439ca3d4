"""Calls of `cbm-tracker` inside the test's own process, and what they said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cbm_tracker import cli


@dataclass(frozen=True)
class Said:
    """The outcome of a call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


Call = Callable[..., Said]


def caller(capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*words: object) -> Said:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return call


def fingerprints(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the SHA-256 of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }
