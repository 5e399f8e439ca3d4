"""Every visible string of the window passes through one function."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path

import pytest

from cbm_tracker.desktop import translation

DESKTOP = Path(translation.__file__).parent
SHOWN = {  # what shows its first text argument to a person
    "label", "button", "chip", "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setWindowTitle", "addAction", "addMenu", "setInformativeText", "tell",
}
NAMES = {"CBM Tracker", "UTC"}  # said alike in every language


def _untranslated(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in SHOWN and isinstance(first, ast.Constant) and isinstance(first.value, str):
            words = first.value
            if any(sign.isalpha() for sign in words) and words not in NAMES and "+" not in words:
                found.append(f"{path.name}:{node.lineno} {words!r}")
    return found


@pytest.mark.parametrize("path", sorted(DESKTOP.rglob("*.py")), ids=lambda path: str(path.relative_to(DESKTOP)))
def test_no_string_is_shown_past_the_translation(path: Path) -> None:
    keys_alone = [line for line in _untranslated(path) if not line.split(" ", 1)[1].strip("'").startswith(("F", "Ctrl"))]
    assert keys_alone == []


def test_catalogue_decides_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    catalogue = Catalog(locale="de")
    catalogue.add("Reports", "Berichte")
    catalogue.add(("{count} record", "{count} records"), ("{count} Eintrag", "{count} Einträge"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "cbm_tracker.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(translation, "resource", lambda *parts: tmp_path)
    monkeypatch.setattr(translation, "_catalogue", gettext.NullTranslations())
    translation.use_language("de")
    assert translation.tr("Reports") == "Berichte"
    assert translation.tr("Unknown words stay") == "Unknown words stay"
    assert translation.tr_count("{count} record", "{count} records", 2) == "{count} Einträge"
    assert translation.tr("") == ""
