"""The catalogues of the reports: renewed with what the reports say, and whole in every language that is offered."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import extract_messages
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from cbm_tracker.reports.editions import LANGUAGES
from cbm_tracker.reports.language import ENGLISH

_PLACE = re.compile(r"{\w+}")
CATALOGUES = extract_messages.catalogues()


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="reports")


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(str(form) for form in message.string) if isinstance(message.string, list | tuple) else (str(message.string or ""),)


def _missing(catalog: Catalog) -> Iterator[str]:
    """Yield what a language does not say yet, or not for certain."""
    for message in extract_messages.template():
        told = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        if message.id and (told is None or told.fuzzy or not all(_forms(told)) or told.id != message.id):
            yield str(message.id)


def test_the_template_is_what_the_reports_say() -> None:
    assert extract_messages.TARGET.read_text("utf-8") == extract_messages.text(), "run python packaging/extract_messages.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offered_language_says_everything(language: str) -> None:
    if language != ENGLISH:
        assert list(_missing(_read(CATALOGUES[language], language))) == []


@pytest.mark.parametrize(("language", "path"), CATALOGUES.items())
def test_a_complete_catalogue_is_offered(language: str, path: Path) -> None:
    assert (language in LANGUAGES) == (not list(_missing(_read(path, language))))


@pytest.mark.parametrize(("language", "path"), CATALOGUES.items())
def test_translations_have_the_places_and_plurals_of_their_messages(language: str, path: Path) -> None:
    catalog = _read(path, language)
    wrong = []
    for message in catalog:
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = _forms(message)
        if message.id and any(forms):
            wanted = [sorted(_PLACE.findall(each)) for each in ids]
            fits = all(sorted(_PLACE.findall(form)) in wanted for form in forms)
            if not fits or len(forms) != (catalog.num_plurals if len(ids) == 2 else 1):
                wrong.append(ids[0])
    assert wrong == []


def test_a_text_put_together_while_a_report_is_made_is_refused() -> None:
    with pytest.raises(extract_messages.NotExtractable, match=r"row\.py, line 1"):
        list(extract_messages.of_module('names.say(f"{count} records")', "row.py"))


def test_texts_are_collected_where_they_are_written() -> None:
    source = (
        'names.count("{count} record", "{count} records", n)\nsay("open" if one else "closed")\nnames.say(remark)\n'
        'to_say("Place")\nnames.say_as("day", "From")\ntext.count("a")'
    )
    told = [(each.text, each.more, each.meaning) for each in extract_messages.of_module(source, "row.py")]
    assert told == [
        ("{count} record", "{count} records", ""), ("open", "", ""), ("closed", "", ""), ("Place", "", ""), ("From", "", "day"),
    ]


def test_a_renewed_catalogue_keeps_translations_of_texts_that_stayed() -> None:
    old = Catalog(locale="de", domain="reports")
    old.add("Obligations", "Verpflichtungen")
    old.add("A text of long ago", "Ein alter Text")
    kept = read_po(io.BytesIO(extract_messages.renewed(old, "de").encode("utf-8")), locale="de", domain="reports")
    assert kept["Obligations"].string == "Verpflichtungen"
    assert kept.get("A text of long ago") is None
    assert kept.num_plurals == 2
    assert not kept["Exercises"].string
