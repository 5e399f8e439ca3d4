"""The head that rules of every kind share."""

from __future__ import annotations

from typing import Any

from cbm_tracker.domain.vocabulary import KINDS
from cbm_tracker.regimes.findings import CERTAINTIES
from cbm_tracker.regimes.rules import words_of
from cbm_tracker.regimes.table import Table

SUBJECTS = (*KINDS, "year")


def read_head(table: Table) -> dict[str, Any]:
    """Read the keys of the head; what is left belongs to the kind."""
    subjects = table.texts("subject")
    if not subjects:
        raise table.wrong("“subject” is not there.")
    for subject in subjects:
        if subject not in SUBJECTS:
            raise table.wrong(f"“{subject}” is not a subject; it is one of {', '.join(SUBJECTS)}.")
    words = table.texts("words")
    known = {word for subject in subjects for kind in (KINDS if subject == "year" else (subject,)) for word in words_of(kind)}
    for word in words:
        if word not in known:
            raise table.wrong(f"“{word}” is not a kind of {' or '.join(subjects)}.")
    from_on, until_on = table.days("from_on", "until_on")
    return {
        "id": table.rule, "kind": table.text("kind"), "paragraph": table.text("paragraph"),
        "certainty": table.word("certainty", CERTAINTIES), "title": table.text("title"), "text": table.text("text"),
        "subjects": subjects, "words": frozenset(words), "from_on": from_on, "until_on": until_on, "notes": table.texts("notes"),
    }
