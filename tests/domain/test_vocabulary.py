"""The vocabularies hold every word that the references and the interface name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import RECORD_CLASSES, Link, NameInTime, Participation
from cbm_tracker.domain.vocabulary import KINDS, VOCABULARIES, check_word, spoken
from cbm_tracker.errors import InvalidMeasure

# INTERFACES.md, section 3: scripts write these words.
PROMISED = {
    "status": "draft issued superseded",
    "direction": "given received",
    "activity_type": "field_exercise transfer concentration amphibious_landing heliborne_landing parachute_assault air_exercise "
                     "naval_exercise command_post_exercise missile_launch space_launch other",
    "reply": "accepted refused",
    "contribution_kind": "troops police equipment funds in_kind host_nation_support",
    "relation": "notifies answers corrects reports_on part_of supersedes",
    "force_level": "brigade division corps above_corps",
}

_REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "other-regimes.md"
_HEADINGS = {
    "Notification kinds": "notification_kind", "Channel": "channel", "Inspection, visit, flight kinds": "inspection_kind",
    "Hotline contact kinds": "contact_purpose", "Contact outcomes": "contact_outcome",
    "Regime / participation status": "participation_status", "Activity / inspection outcome": "inspection_outcome",
    "Quota effect": "quota_effect", "Finding / compliance": "finding", "Force levels": "force_level",
    "Participation role": "participation_role",
}


def _named_in_the_reference() -> list[tuple[str, str]]:
    """(vocabulary, word) of section (c) of the domain reference, where that lies beside the project."""
    if not _REFERENCE.is_file():
        return []
    section = _REFERENCE.read_text("utf-8").partition("## (c) Controlled vocabularies")[2].partition("\n## ")[0]
    found: list[tuple[str, str]] = []
    for heading, words in re.findall(r"\*\*([^*]+):\*\* ([^*]+)", section):
        if heading in _HEADINGS:
            plain = re.sub(r"\([^)]*\)", "", words).partition("---")[0].strip().rstrip(".")
            found.extend((_HEADINGS[heading], word.strip()) for word in re.split(r"[,\n]", plain) if word.strip())
    return found


@pytest.mark.parametrize(("vocabulary", "word"), _named_in_the_reference())
def test_a_word_of_the_reference_is_there(vocabulary: str, word: str) -> None:
    check_word(vocabulary, word, "field")


@pytest.mark.parametrize(("vocabulary", "words"), PROMISED.items())
def test_a_promised_word_is_there(vocabulary: str, words: str) -> None:
    assert set(words.split()) <= set(VOCABULARIES[vocabulary])


def test_the_kinds_are_those_of_the_interface_and_the_case() -> None:
    assert set(KINDS) == set(RECORD_CLASSES)
    interface = {"notification", "inspection", "contact", "exercise", "contribution", "agreement", "state", "agreement_facts"}
    assert set(KINDS) == {*interface, "case", "obligation_note"}


@pytest.mark.parametrize("vocabulary", sorted(VOCABULARIES))
def test_no_word_stands_twice(vocabulary: str) -> None:
    words = VOCABULARIES[vocabulary]
    assert len(set(words)) == len(words)
    assert all(word.strip() == word and word for word in words)


def test_every_field_of_words_names_a_vocabulary() -> None:
    for cls in (*RECORD_CLASSES.values(), Link, Participation, NameInTime, Contingent):
        for spec in field_specs(cls):
            assert (spec.kind is FieldKind.WORD) == bool(spec.vocabulary), spec.key
            assert not spec.vocabulary or spec.vocabulary in VOCABULARIES


def test_a_wrong_word_is_told_the_near_ones() -> None:
    with pytest.raises(InvalidMeasure, match="field_exercise") as refusal:
        check_word("activity_type", "field_exercize", "activity_type")
    assert refusal.value.field == "activity_type"


@pytest.mark.parametrize(
    ("word", "said"), [("field_exercise", "Field exercise"), ("COE_arrival", "COE arrival"), ("NRRC", "NRRC"), ("", "")]
)
def test_words_are_spoken_as_a_person_reads_them(word: str, said: str) -> None:
    assert spoken(word) == said
