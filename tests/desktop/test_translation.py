"""Every visible string of the window passes through one function."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbm_tracker.desktop import translation

DESKTOP = Path(translation.__file__).parent
SHOWN = {  # what shows its first text argument to a person
    "label", "button", "chip", "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setWindowTitle", "addAction", "addMenu", "setInformativeText", "tell", "setTitle", "addItem", "addButton", "showMessage", "Heading",
}
ROWS = {"FactRow", "CellValue"}  # what shows its first three, and those of these names
SHOWN_BY_NAME = {"tip", "hint", "about", "title", "facts", "right", "below_right"}
NAMES = {"CBM Tracker", "UTC", "SHA-256"}  # said alike in every language
WOVEN = {"format", "join", "strip", "removesuffix", "removeprefix", "capitalize"}  # methods of a text that is shown all the same
KEYS = re.compile(r"F\d+|(Ctrl|Shift|Alt)\+.*|Return|Enter|Delete|Escape")

# What services say is shown as they say it: the sentences of errors, and the labels of operations ("import of 12 records
# from visits.csv"). An operation's label is written into the register, where desks of several languages read it, and the
# history, the log and the command line quote it; a label that changed with the reader's language would name one operation
# by several names. The window's own words round it ("Undo {label}") pass through the translation.


def raw_words(node: ast.expr) -> Iterator[str]:
    """Yield the texts of an expression that reach the screen without passing through the translation."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from raw_words(part)
    elif isinstance(node, ast.FormattedValue):
        yield from raw_words(node.value)
    elif isinstance(node, ast.BinOp):
        yield from raw_words(node.left)
        yield from raw_words(node.right)
    elif isinstance(node, ast.IfExp):
        yield from raw_words(node.body)
        yield from raw_words(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from raw_words(part)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WOVEN:
        yield from raw_words(node.func.value)
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            yield from raw_words(argument)
    elif isinstance(node, ast.List | ast.Tuple):
        for part in node.elts:
            yield from raw_words(part)
    elif isinstance(node, ast.GeneratorExp | ast.ListComp):
        yield from raw_words(node.elt)


def _is_spoken_alike(words: str) -> bool:
    plain = words.strip(" ,.;:()\n\u202f–·")
    return not any(sign.isalpha() for sign in plain) or plain in NAMES or KEYS.fullmatch(plain) is not None


def untranslated(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        shown = [*(node.args[:1] if name in SHOWN else ()), *(node.args[:3] if name in ROWS else ())]
        shown += [keyword.value for keyword in node.keywords if keyword.arg in SHOWN_BY_NAME]
        found += [f"{node.lineno} {words!r}" for expression in shown for words in raw_words(expression) if not _is_spoken_alike(words)]
    return found


@pytest.mark.parametrize("path", sorted(DESKTOP.rglob("*.py")), ids=lambda path: str(path.relative_to(DESKTOP)))
def test_no_string_is_shown_past_the_translation(path: Path) -> None:
    assert untranslated(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('label("Close")', "Close"), ('label(f"{count} lines")', " lines"), ('box.setText("Saved as " + name)', "Saved as "),
        ('box.setText(tr("Saved") if done else "Not saved")', "Not saved"), ('row(tip="Closes it")', "Closes it"),
        ('FactRow(title, "in the bin")', "in the bin"), ('label("{count} lines".format(count=1))', "{count} lines"),
        ('label(", ".join(["one", tr("two")]))', "one"), ('label(told or "nothing")', "nothing"),
    ],
)
def test_a_string_past_the_translation_is_found(source: str, said: str) -> None:
    assert untranslated(source) == [f"1 {said!r}"]


def test_what_is_said_alike_everywhere_needs_no_translation() -> None:
    source = 'label("UTC"); label(f"{number} %"); button(tr("Draw"), tip="F5"); label(tr("Read") + ", " + name); label(names["Close"])'
    assert untranslated(source) == []


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
