"""What the rules find of one record, in tables: levels and missing facts, and what of it is said in English."""

from __future__ import annotations

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.regimes.findings import Because
from cbm_tracker.reports.content import Run, Stacked, Table
from cbm_tracker.reports.finding_tables import rules_section
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contingent, an_exercise
from tests.reports.test_obligation_tables import a_finding


def tables(record: JointExercise, language: str) -> list[Table]:
    because = (Because("troops", 2_000, ">=", 9_000, holds=False), Because("activities in 2025 to 2027", 1, "<=", 1, holds=True))
    finding = a_finding(outcome="undetermined", obligation=None, because=because, missing=("contingents[0].battle_tanks",))
    names = Names(state_names(), {"vd11": "Vienna Document 2011"}, language)
    return [block for block in rules_section([finding], record, names).blocks if isinstance(block, Table)]


def test_what_the_rules_word_themselves_is_marked_as_english() -> None:
    levels, missing = tables(an_exercise(contingents=(a_contingent(battle_tanks=None),)), "fr")
    assert [row.cells[0] for row in levels.rows] == [
        Run("Prior notification", language="en"), "Effectifs", Run("Activities in 2025 to 2027", language="en")]
    assert missing.rows[0].cells == (Stacked("Prior notification", "Vienna Document 2011, par. 38", "en"), "Chars de bataille (Allemagne)")


def test_the_english_edition_marks_nothing() -> None:
    levels, missing = tables(an_exercise(contingents=(a_contingent(battle_tanks=None),)), "en")
    assert [row.cells[0] for row in levels.rows] == ["Prior notification", "Troops", "Activities in 2025 to 2027"]
    assert missing.rows[0].cells[1] == "Battle tanks of Germany"
