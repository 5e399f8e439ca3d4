"""Comparisons in words, with how far a figure lies from its limit: 12 450 troops reach the level of 9 000 by 3 450."""

from __future__ import annotations

from cbm_tracker.desktop.number_words import number_in_words
from cbm_tracker.desktop.rules.measure_words import field_in_words, noun, value_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.regimes.findings import Because

_NEAR = 0.05  # of the limit


def is_near(reason: Because) -> bool:
    """Tell whether a figure lies below a level, but within 5 per cent of it."""
    margin = reason.margin
    return margin is not None and reason.operator in (">=", ">") and not reason.holds and 0 <= -margin <= _NEAR * reason.limit


def reason_in_words(reason: Because, kind: str, names: StateNames) -> str:
    """Say one comparison as a sentence; `kind` is the kind of the record that was judged."""
    if reason.margin is not None and reason.value != 1 and noun(reason.measure, reason.value):
        return _figures(reason)
    label = field_in_words(reason.measure, kind)
    value, limit = value_in_words(reason.value, names), value_in_words(reason.limit, names)
    if reason.value is None:
        return tr("{label}: not known.").format(label=label)
    if reason.operator in _SIGNS and reason.holds is not None:
        sentence = _LABELLED[_SIGNS[reason.operator], reason.holds]
        return tr(sentence).format(label=label, value=value, limit=limit)
    if reason.holds is False and reason.operator != "known":
        sentence = tr("{label}: {value}; the rule asks for others than {limit}.") if reason.operator in ("≠", "not one of") else tr(
            "{label}: {value}; the rule asks for {limit}.")
        return sentence.format(label=label, value=value, limit=limit)
    return tr("{label}: {value}.").format(label=label, value=value)


_SIGNS = {">=": "least", ">": "more", "<=": "most", "<": "less"}
_LABELLED = {
    ("least", True): "{label}: {value}, which reaches {limit}.", ("least", False): "{label}: {value}, which is below {limit}.",
    ("more", True): "{label}: {value}, which is above {limit}.", ("more", False): "{label}: {value}, which is not above {limit}.",
    ("most", True): "{label}: {value}, which stays within {limit}.", ("most", False): "{label}: {value}, which is above {limit}.",
    ("less", True): "{label}: {value}, which is below {limit}.", ("less", False): "{label}: {value}, which is not below {limit}.",
}
_COUNTED = {  # (operator, holds, exactly at the limit)
    (">=", True, False): "{value} {what} reach the level of {limit} by {margin}.",
    (">=", True, True): "{value} {what} reach the level of {limit} exactly.",
    (">=", False, False): "{value} {what} are {margin} below {limit}.",
    (">", True, False): "{value} {what} are {margin} above {limit}.",
    (">", False, False): "{value} {what} are {margin} below {limit}.",
    (">", False, True): "{value} {what} are exactly {limit}; the level is above that.",
    ("<=", True, False): "{value} {what} stay {margin} below the limit of {limit}.",
    ("<=", True, True): "{value} {what} are exactly the limit of {limit}.",
    ("<=", False, False): "{value} {what} exceed the limit of {limit} by {margin}.",
    ("<", True, False): "{value} {what} are {margin} below {limit}.",
    ("<", False, False): "{value} {what} are {margin} above {limit}.",
    ("<", False, True): "{value} {what} are exactly {limit}; less is asked for.",
}


def _figures(reason: Because) -> str:
    margin = reason.margin or 0
    value, limit, apart = number_in_words(reason.value), number_in_words(reason.limit), number_in_words(abs(margin))
    what = noun(reason.measure, reason.value)
    if reason.holds is None:
        return tr("{value} {what} so far; the limit is {limit}.").format(value=value, what=what, limit=limit)
    sentence = _COUNTED.get((reason.operator, reason.holds, margin == 0))
    if sentence is None:
        return tr("{value} {what}; the rule names {limit}.").format(value=value, what=what, limit=limit)
    said = tr(sentence).format(value=value, what=what, limit=limit, margin=apart)
    return tr("At least {said}").format(said=said) if reason.at_least else said
