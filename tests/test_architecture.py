"""What the import contracts cannot see: what the inner layers really load."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "reportlab", "PySide6", "pypdfium2", "babel", "clevercsv", "charset_normalizer")


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("cbm_tracker.domain", ()), ("cbm_tracker.regimes", ()), ("cbm_tracker.errors", ()), ("cbm_tracker.paths", ()),
        ("cbm_tracker.exchange", ()), ("cbm_tracker.cli", ()),
    ],
)
def test_a_layer_loads_no_library_that_is_not_its_own(package: str, allowed: tuple[str, ...]) -> None:
    """Every module of the package is imported in a fresh interpreter; libraries are loaded where they are first needed."""
    script = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({package!r})\n"
        "for module in pkgutil.walk_packages(getattr(package, '__path__', []), package.__name__ + '.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in _HEAVY if name in loaded and name not in allowed] == []
