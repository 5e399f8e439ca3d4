"""The head that rules of every kind share."""

from __future__ import annotations

from typing import Any

from cbm_tracker.domain.vocabulary import KINDS, VOCABULARIES
from cbm_tracker.regimes.findings import CERTAINTIES
from cbm_tracker.regimes.table import Table

SUBJECTS = (*KINDS, "year")
_WORDS = frozenset(
    word for name in ("activity_type", "inspection_kind", "notification_kind", "contact_purpose", "contribution_kind")
    for word in VOCABULARIES[name]
)


def read_head(table: Table) -> dict[str, Any]:
    """Read the keys of the head; what is left belongs to the kind."""
    subjects = table.texts("subject")
    if not subjects:
        raise table.wrong("“subject” is not there.")
    for subject in subjects:
        if subject not in SUBJECTS:
            raise table.wrong(f"“{subject}” is not a subject; it is one of {', '.join(SUBJECTS)}.")
    words = table.texts("words")
    for word in words:
        if word not in _WORDS:
            raise table.wrong(f"“{word}” is not a kind of activity, inspection, notification, contact or contribution.")
    from_on, until_on = table.day("from_on"), table.day("until_on")
    if from_on and until_on and until_on < from_on:
        raise table.wrong(f"holds until {until_on}, before it begins, on {from_on}.")
    return {
        "id": table.rule, "kind": table.text("kind"), "paragraph": table.text("paragraph"),
        "certainty": table.word("certainty", CERTAINTIES), "title": table.text("title"), "text": table.text("text"),
        "subjects": subjects, "words": frozenset(words), "from_on": from_on, "until_on": until_on, "notes": table.texts("notes"),
    }
