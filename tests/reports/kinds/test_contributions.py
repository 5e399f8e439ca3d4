"""What the report on contributions says: sums, shares, the equal share, agreed scales, and what is in no share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from cbm_tracker.domain.measures import Contribution, Record
from cbm_tracker.domain.release import without
from cbm_tracker.reports.content import Bar, KeyFigures, ReportContent, ReportRequest, Stacked, Table
from cbm_tracker.reports.kinds.contributions import compose
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contribution, an_exercise, day, facts
from tests.reports.kinds.held_material import held_material
from tests.reports.kinds.read_content import grounds, lead, section

REQUEST = ReportRequest("contributions", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC))


def report(*records: Record, request: ReportRequest = REQUEST, withheld: Mapping[str, int] | None = None) -> ReportContent:
    return compose(request, held_material(*records, withheld=withheld), Names(state_names(), {"vd11": "Vienna Document 2011"}))


def rows(content: ReportContent, caption: str) -> list[tuple[str, ...]]:
    """Return the cells as text, bars left out."""
    tables = [block for one in content.sections for block in one.blocks if isinstance(block, Table) and block.caption == caption]
    return [tuple(cell.main if isinstance(cell, Stacked) else str(cell) for cell in row.cells if not isinstance(cell, Bar))
            for row in tables[0].rows]


def some_troops(state: str, quantity: int) -> Record:
    return a_contribution(state=state, quantity=Decimal(quantity), amount=None, currency="", status="issued")


def funds(state: str, amount: str, **fields: object) -> Record:
    told = {"state": state, "contribution_kind": "funds", "quantity": None, "unit": "", "amount": Decimal(amount), "status": "issued"}
    return a_contribution(**{**told, **fields})


def test_each_carrier_stands_beside_the_same_equal_share() -> None:
    content = report(some_troops("HUN", 600), some_troops("AUT", 300), some_troops("AUT", 0), some_troops("SVK", 100))
    assert rows(content, "Troops by State") == [
        ("Troops, in persons", "4\u00a0contributions; equal share: 100 ÷ 3 = 33.3"),
        ("Hungary", "600", "60.0", "33.3", "+26.7"), ("Austria", "300", "30.0", "33.3", "−3.3"),
        ("Slovakia", "100", "10.0", "33.3", "−23.3"),
        ("Total", "1\u202f000", "100.0", "", "", ""),
    ]
    assert rows(content, "What was carried, and who carried most of it") == [
        ("Troops, in persons", "3", "1\u202f000", "Hungary", "60.0", "33.3", "+26.7")]
    assert lead(content, "summary") == (
        "For the period 1 January to 31 December 2027 the register holds 4 contributions of 3 States. "
        "Troops, in persons: Hungary carried the most, 600 of 1\u202f000, 60.0 % beside an equal share of 33.3 %.")
    assert lead(content, "shares").endswith("No agreed scale is recorded for them; they stand beside an equal share.")


def test_troops_and_cost_stand_side_by_side_on_one_scale() -> None:
    fuel = a_contribution(state="SVK", contribution_kind="fuel", quantity=None, unit="", amount=Decimal("74.5"), status="issued")
    content = report(some_troops("HUN", 600), some_troops("AUT", 400), funds("AUT", "25.50"), fuel, funds("AUT", "9", currency="USD"))
    assert rows(content, "Troops and cost by State, in order of troops") == [
        ("Hungary", "600", "60.0", "–", "–", "–"), ("Austria", "400", "40.0", "25.50", "25.5"),
        ("Slovakia", "–", "–", "–", "74.50", "74.5"),
        ("Total", "1\u202f000", "100.0", "", "100.00", "100.0", "")]
    table = section(content, "shares").blocks[0]
    assert isinstance(table, Table)
    assert [(spanner.head, spanner.first, spanner.columns) for spanner in table.spanners] == [
        ("Troops, in persons", 1, 3), ("Funds, and value of other contributions", 4, 3)]
    assert sum(column.width for column in table.columns) == 168
    assert [cell.hatched for row in table.rows for cell in row.cells if isinstance(cell, Bar)] == [False, False, True, True]
    assert "Troops and cost" not in str(report(some_troops("HUN", 600)))


def test_currencies_units_and_the_value_of_other_contributions_stay_apart() -> None:
    content = report(
        funds("HUN", "10.50"), funds("AUT", "4", currency="USD"),
        a_contribution(state="AUT", contribution_kind="fuel", quantity=Decimal("2.5"), unit="tonnes", amount=Decimal(9), status="issued"))
    assert [row[0] for row in rows(content, "Funds by State")] == ["Funds in EUR", "Hungary", "Total", "Funds in USD", "Austria", "Total"]
    assert rows(content, "Funds by State")[1][1] == "10.50 EUR"
    assert rows(content, "Value of other contributions by State")[1][:2] == ("Austria", "9 EUR")
    assert rows(content, "In kind by State")[:2] == [
        ("Fuel, in tonnes", "1\u00a0contribution; equal share: 100 ÷ 1 = 100.0"), ("Austria", "2.5", "100.0", "100.0", "0.0")]
    assert "Equipment by State" not in str(content)


def test_an_unknown_carrier_has_a_share_but_no_equal_share_and_nothing_has_none() -> None:
    content = report(some_troops("", 10), some_troops("AUT", 30))
    assert rows(content, "Troops by State")[1:3] == [
        ("Austria", "30", "75.0", "100.0", "−25.0"), ("State not stated", "10", "25.0", "–", "–")]
    nothing = report(some_troops("AUT", 0))
    assert rows(nothing, "Troops by State")[1:] == [("Austria", "0", "–", "–", "–"), ("Total", "0", "–", "", "", "")]


def test_an_agreed_scale_tells_shares_and_amounts_with_the_rest() -> None:
    content = report(
        funds("HUN", "70"), funds("AUT", "30.01"), funds("SVK", "900", agreements=("un-coe",)),
        facts(shares={"HUN": 50, "AUT": 25, "SVK": 25}, residue_to="SVK", amount=Decimal(200), currency="EUR"))
    assert lead(content, "shares").endswith("Beside an equal share stands 1 agreed scale.")
    assert rows(content, "Beside the agreed scale, Vienna Document 2011") == [
        ("EUR", "3\u00a0States"),
        ("Hungary", "70 EUR", "70.0", "50", "+20.0", "50 EUR", "+20 EUR"),
        ("Austria", "30.01 EUR", "30.0", "25", "+5.0", "25 EUR", "+5.01 EUR"),
        ("Slovakia", "0 EUR", "0.0", "25", "−25.0", "25.01 EUR", "−25.01 EUR"),
        ("Total", "100.01 EUR", "100.0", "100", "", "100.01 EUR", ""),
    ]
    notes = str([block.notes for block in section(content, "shares").blocks if isinstance(block, Table)][-1])
    assert "the rest of 0.01 EUR is borne by Slovakia, as recorded, and is in its part." in notes
    assert "200 EUR − 100.01 EUR = 99.99 EUR." in notes


def test_a_scale_that_does_not_come_to_100_divides_nothing() -> None:
    content = report(funds("HUN", "70"), funds("USA", "30"), facts(shares={"HUN": 33.33, "AUT": 60}))
    assert rows(content, "Beside the agreed scale, Vienna Document 2011")[1:-1] == [
        ("Hungary", "70 EUR", "70.0", "33.33", "+36.67", "–", "–"), ("United States", "30 EUR", "30.0", "–", "–", "–", "–"),
        ("Austria", "0 EUR", "0.0", "60", "−60.0", "–", "–")]
    assert "The agreed shares come to 93.33 %, not to 100 %" in str(section(content, "shares"))


def test_pledges_and_what_is_ahead_are_listed_and_in_no_share() -> None:
    content = report(
        some_troops("AUT", 30), a_contribution(state="HUN", from_on=None, to_on=None, pledged_on=day("2027-02"), status="issued"),
        a_contribution(from_on=day("2027-09-01"), to_on=None, status="issued"))
    assert lead(content, "ahead") == (
        "2 contributions are in no share: pledged without a recorded delivery: 1; beginning after this report: 1.")
    assert [(row[0], *row[4:]) for row in rows(content, "Not carried yet")] == [
        ("Hungary", "2027-02", "–"), ("France", "–", "2027-09-01")]
    assert [row[0] for row in rows(content, "Troops by State")] == ["Troops, in persons", "Austria", "Total"]


def test_receivers_are_named_with_what_came_to_them() -> None:
    content = report(
        some_troops("AUT", 30), funds("HUN", "5", to=("OSCE", "NORTHERN ARC 27")), funds("HUN", "7", to=(), beneficiary="MDA"),
        funds("HUN", "1", to=()))
    assert [(row[0], row[1], row[3]) for row in rows(content, "Contributions by receiver")] == [
        ("NORTHERN ARC 27", "2", "5 EUR"), ("Moldova", "1", "7 EUR"), ("OSCE", "1", "5 EUR"), ("Not stated", "1", "1 EUR")]


def test_the_method_says_what_was_chosen_and_what_is_left_out() -> None:
    request = replace(REQUEST, states=("HUN",), agreements=("vd11",), recipient="Poland")
    undated = a_contribution(from_on=None, to_on=None)
    bare = a_contribution(state="HUN", quantity=None, amount=None, currency="", valuation="", settlement="", status="issued")
    content = report(bare, undated, an_exercise(), request=request, withheld={"contribution": 2})
    method = grounds(content)
    assert method["Which records"].endswith("Only those that name Hungary are counted. Only those under Vienna Document 2011 are counted.")
    assert method["Not added up"].startswith("1 contribution states neither")
    assert method["Without a date"].startswith("1 record that fits")
    assert method["Withheld"].startswith("2 records are not releasable")
    assert method["Settlement"] == "Costs lie where they fall: 1; Not stated: 1"
    assert "1 record is a draft" in method["Drafts"]


def test_a_period_without_contributions_says_so() -> None:
    content = report(an_exercise())
    assert [one.id for one in content.sections] == ["summary", "grounds"]
    assert lead(content, "summary") == (
        "The register holds no contribution of the period 1 January to 31 December 2027.")
    assert set(grounds(content)) == {"Which records", "State of knowledge", "Withheld"}


def test_the_figures_of_the_summary_count() -> None:
    content = report(some_troops("AUT", 30), a_contribution(from_on=day("2027-09-01"), to_on=None))
    figures = next(block for block in section(content, "summary").blocks if isinstance(block, KeyFigures))
    assert [(figure, what) for figure, what, _ in figures.items] == [
        ("2", "contributions"), ("2", "States"), ("1", "receivers"), ("1", "pledged or ahead")]


def test_what_is_withheld_in_part_is_in_no_sum_and_said() -> None:
    def cut(*keys: str) -> Contribution:
        return without(a_contribution(state="HUN", status="issued"), keys, "withheld")

    request = replace(REQUEST, recipient="Poland")
    content = report(some_troops("AUT", 30), cut("quantity"), cut("unit"), cut("amount", "currency"), request=request)
    assert [row[:2] for row in rows(content, "Troops by State")][1:-1] == [("Austria", "30")]
    assert [row[:2] for row in rows(content, "Value of other contributions by State")][1:-1] == [("Hungary", "1\u202f250\u202f000.50 EUR")]
    assert [row[4:] for row in rows(content, "Contributions of the period")] == [
        ("30", "–"), ("withheld", "1\u202f250\u202f000.50 EUR"), ("6\u202f000", "1\u202f250\u202f000.50 EUR"), ("6\u202f000", "withheld")]
    assert grounds(content)["Withheld in part"].startswith("Of 3 contributions parts are withheld")
