"""Catalogues are compiled for the wheel into what gettext reads."""

from __future__ import annotations

import gettext
from pathlib import Path

from compile_catalogues import compile_catalogue

_SOURCE = """msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Obligations"
msgstr "Обязательства"

#, fuzzy
msgid "Quotas"
msgstr "Квоты?"

msgid "{count} case"
msgid_plural "{count} cases"
msgstr[0] "{count} дело"
msgstr[1] "{count} дела"
msgstr[2] "{count} дел"
"""


def test_a_compiled_catalogue_says_what_its_source_says(tmp_path: Path) -> None:
    source = tmp_path / "ru" / "LC_MESSAGES" / "reports.po"
    source.parent.mkdir(parents=True)
    source.write_text(_SOURCE, "utf-8")
    compile_catalogue(source, source.with_suffix(".mo"))
    with source.with_suffix(".mo").open("rb") as file:
        told = gettext.GNUTranslations(file)
    assert told.gettext("Obligations") == "Обязательства"
    assert told.gettext("Quotas") == "Quotas"
    counted = [told.ngettext("{count} case", "{count} cases", number) for number in (21, 3, 12)]
    assert counted == ["{count} дело", "{count} дела", "{count} дел"]
