"""Records of every kind as Hypothesis strategies, made from the description of their fields."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.vocabulary import VOCABULARIES

CODES = ("DEU", "FRA", "POL", "TUR", "USA", "RUS", "IND", "PAK")
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "+05:45", "-03:30", "America/St_Johns")
K = FieldKind

plain_texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t"), max_size=20)
tricky_texts = st.sampled_from(
    ("=1+1", "'=1+1", "''", "-9", "+49", "@x", "\tx", "a;b", "[1]", "{}", '"', "'", " ", "true", "null", "0042", "1e5", "a\r\nb", "x\ny",
     'Ünal, "X"', "\u2028", "\x85", "\ufeff", "'[1]", "#N/A")
)
texts = plain_texts | tricky_texts  # what CSV readers and spreadsheets stumble on is among them
filled_texts = texts.filter(lambda text: text.strip() != "")
words_of_text = st.lists(filled_texts, max_size=3).map(tuple)
uuids = st.uuids(version=4).map(str)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    exact = draw(st.dates(date(1800, 1, 1), date(2999, 12, 31)))
    depth = draw(st.integers(1, 3))
    return PartialDate(exact.year, exact.month if depth > 1 else None, exact.day if depth > 2 else None)


@st.composite
def instants(draw: st.DrawFn) -> Instant:
    first, last = datetime(1950, 1, 1, tzinfo=UTC), datetime(2990, 1, 1, tzinfo=UTC)
    moment = draw(st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None)))
    if draw(st.booleans()):
        moment = moment.replace(microsecond=0)
    return Instant(moment.replace(tzinfo=UTC), draw(st.sampled_from(ZONES)))


amounts = st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**14).map(Decimal)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10**12, 10**12) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
points = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=3).map(tuple)
states = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple)
parties = st.lists(st.sampled_from(CODES) | filled_texts, max_size=3).map(tuple)
agreements = st.lists(st.sampled_from(("vd11", "open-skies", "in-pk-1988")), max_size=2).map(tuple)

_OF_KIND: dict[FieldKind, st.SearchStrategy[Any]] = {
    K.TEXT: texts, K.LONG_TEXT: texts, K.TEXTS: words_of_text, K.STATE: st.sampled_from(("", *CODES)), K.STATES: states,
    K.PARTIES: parties, K.AGREEMENTS: agreements, K.FLAG: st.none() | st.booleans(), K.COUNT: st.none() | st.integers(0, 2_000_000_000),
    K.AMOUNT: st.none() | amounts, K.DATE: st.none() | partial_dates(), K.INSTANT: st.none() | instants(), K.POINTS: points,
    K.OBJECT: st.dictionaries(texts, json_values, max_size=3),
}


def _field(spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.key == "distances_km":
        return st.dictionaries(filled_texts, st.integers(0, 40_000) | st.floats(0, 40_000), max_size=2)
    if spec.key in ("holdings", "base_holdings"):
        return st.dictionaries(filled_texts, st.integers(0, 10**6) | st.floats(0, 10**6), max_size=2)
    if spec.key == "shares":
        return st.dictionaries(st.sampled_from(CODES), st.integers(0, 100) | st.floats(0, 100), max_size=2)
    if spec.key == "fields_releasable_to":
        return st.dictionaries(st.sampled_from(("reference", "remarks")), st.lists(st.sampled_from(CODES), max_size=2), max_size=2)
    if spec.key == "year":
        return st.none() | st.integers(1800, 2999)
    if spec.vocabulary in ("status", "state_kind"):
        return st.sampled_from(VOCABULARIES[spec.vocabulary])
    if spec.key == "members":
        return st.lists(uuids, max_size=3).map(tuple)
    if spec.kind is K.WORD:
        return st.sampled_from(("", *VOCABULARIES[spec.vocabulary]))
    if spec.kind is K.ONE:
        assert spec.of is not None
        return st.none() | nested(spec.of).filter(lambda value: any(getattr(value, inner.key) for inner in field_specs(type(value))))
    if spec.kind is K.MANY:
        assert spec.of is not None
        unique = (lambda part: (part.state, part.phase, part.role)) if spec.of is Contingent else None
        return st.lists(nested(spec.of), max_size=2, unique_by=unique).map(tuple)
    return _OF_KIND[spec.kind]


def _needed(cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """What a class refuses to be without."""
    needed: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "Attachment": {"name": st.just("note.pdf"), "sha256": st.just("a1" * 32), "size": st.integers(0, 10**8)},
        "Link": {"relation": st.sampled_from(VOCABULARIES["relation"]), "target": uuids},
        "Promise": {"text": filled_texts}, "Contingent": {"state": st.sampled_from(CODES)},
        "Participation": {"state": st.sampled_from(CODES)}, "NameInTime": {"name": filled_texts},
        "Agreement": {"agreement": st.sampled_from(("vd11", "gemi")), "name": filled_texts},
        "StateRecord": {"code": st.sampled_from(CODES), "name": filled_texts}, "Case": {"title": filled_texts},
        "Contribution": {"currency": st.sampled_from(("EUR", "USD"))},
        "AgreementFacts": {
            "agreement": st.sampled_from(("vd11", "gemi")), "state": st.sampled_from(CODES), "currency": st.sampled_from(("EUR", "USD")),
        },
        "ObligationNote": {"rule": filled_texts, "agreement": st.sampled_from(("vd11", "gemi")), "reason": filled_texts},
    }
    return needed.get(cls.__name__, {})


def _in_order(cls: type, values: dict[str, Any]) -> dict[str, Any]:
    """Put dates and instants in the order of their fields, and mend what one field may not say against another."""
    for kind in (K.DATE, K.INSTANT):
        keys = [spec.key for spec in field_specs(cls) if spec.kind is kind and values.get(spec.key) is not None]
        told = sorted((values[key] for key in keys), key=lambda moment: moment.first_day if kind is K.DATE else moment.utc)
        values.update(zip(keys, told, strict=True))
    if values.get("receiving_state") in values.get("inspecting_states", ()):
        values["receiving_state"] = ""
    if values.get("reply") == "refused" and values.get("outcome", "").startswith("conducted"):
        values["outcome"] = "prohibited"
    if values.get("outcome") == "unanswered":
        values["answered_at"] = None
    for moment, day in (("starts_at", "starts_on"), ("ends_at", "ends_on")):
        told_at, told_on = values.get(moment), values.get(day)
        if told_at and told_on and not told_on.first_day <= told_at.utc.date() <= told_on.last_day:
            values[moment] = None
    if cls.__name__ in ("AgreementFacts", "ObligationNote") and values.get("agreements"):
        values["agreements"] = (*values["agreements"], values["agreement"])
    return values


@st.composite
def nested(draw: st.DrawFn, cls: type) -> Any:
    """A valid value of a described class."""
    needed = _needed(cls)
    values = {}
    for spec in field_specs(cls):
        if spec.key in needed:
            values[spec.key] = draw(needed[spec.key])
        elif draw(st.integers(0, 2)):  # a third of the fields is not stated
            values[spec.key] = draw(_field(spec))
    return cls(**_in_order(cls, values))


def records_of(kind: str) -> st.SearchStrategy[Record]:
    """Valid records of a kind, most fields filled."""
    return nested(RECORD_CLASSES[kind])


def records() -> st.SearchStrategy[Record]:
    """Valid records of any kind."""
    return st.sampled_from(sorted(RECORD_CLASSES)).flatmap(records_of)
