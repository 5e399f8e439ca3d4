"""The locks hold what pyproject.toml asks for, by hash, and what is tested is what is run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from environment import CHECKOUT, LOCKS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]


def locked(lock: Path) -> dict[str, str]:
    """Return the version of each distribution in a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("purpose", "asked"),
    [("run", line) for line in PROJECT["dependencies"]]
    + [("test", line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]],
)
def test_each_dependency_is_locked_within_its_range(purpose: str, asked: str) -> None:
    requirement = Requirement(asked)
    assert locked(LOCKS[purpose])[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_test_lock_holds_the_run_lock() -> None:
    assert locked(LOCKS["run"]).items() <= locked(LOCKS["test"]).items()


@pytest.mark.parametrize("purpose", sorted(LOCKS))
def test_each_locked_distribution_has_a_hash_and_no_address(purpose: str) -> None:
    text = LOCKS[purpose].read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
