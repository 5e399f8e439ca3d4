"""Puts the catalogues of the reports into the wheel in the form in which they are read (.mo), beside their sources."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = "resources/translations/*/LC_MESSAGES/*.po"


def compile_catalogue(source: Path, target: Path) -> None:
    """Compile one catalogue; what is marked as not certain (fuzzy) stays out."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    with target.open("wb") as file:
        write_mo(file, catalog)


class CompileCatalogues(BuildHookInterface[Any]):
    """What hatchling calls before and after it makes a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._folder = Path(tempfile.mkdtemp())
        for source in sorted(Path(self.root).glob(_SOURCES)):
            compiled = self._folder / f"{source.parent.parent.name}-{source.stem}.mo"
            compile_catalogue(source, compiled)
            place = source.relative_to(self.root).with_suffix(".mo").as_posix()
            build_data["force_include"][str(compiled)] = f"cbm_tracker/{place}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder)
