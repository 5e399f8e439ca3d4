"""Rule packs in words: how they stand, who takes part since when, and what a search finds in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cbm_tracker.desktop.date_words import day_in_words, partial_in_words
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.rules.finding_words import CERTAINTY_WORDS
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.measures import Participation
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.regimes.findings import CERTAINTIES
from cbm_tracker.regimes.packs import BINDING, Pack
from cbm_tracker.regimes.rules import Rule


def rules_in_words(pack: Pack) -> str:
    """12 rules; no rules."""
    count = len(pack.rules)
    return tr_count("{count} rule", "{count} rules", count).format(count=count_in_words(count)) if count else tr("no rules")


def certainty_summary(pack: Pack) -> str:
    """30 verified, 8 established, 2 provisional; empty where there are no rules."""
    counts = {word: sum(rule.certainty == word for rule in pack.rules) for word in CERTAINTIES}
    return ", ".join(
        f"{count_in_words(count)} {tr(CERTAINTY_WORDS[word]).lower()}" for word, count in counts.items() if count
    )


def pack_facts(pack: Pack) -> str:
    """VD 11, politically binding, version 2026-11."""
    version = tr("version {version}").format(version=pack.version)
    return ", ".join((short_name(pack.id), tr(spoken(pack.status)).lower(), version))


def status_mark_of(pack: Pack) -> str:
    return "met" if pack.status in BINDING else "none"


def dates_in_words(pack: Pack) -> str:
    """Signed 30 Nov 2011; in force since 1 Dec 2011; ended …"""
    told = [
        tr("signed {when}").format(when=partial_in_words(pack.signed_on)) if pack.signed_on else "",
        tr("in force from {when}").format(when=partial_in_words(pack.in_force_on)) if pack.in_force_on else "",
        tr("ended {when}").format(when=partial_in_words(pack.ended_on)) if pack.ended_on else "",
        tr("judges what begins from {when}").format(when=day_in_words(pack.valid_from)) if pack.valid_from else "",
        tr("judges what begins until {when}").format(when=day_in_words(pack.valid_until)) if pack.valid_until else "",
    ]
    said = "; ".join(part for part in told if part)
    return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class Standing:
    """States that stand alike to an agreement: “In force, from 1 Jan 2002” and their names; `note` says what is particular."""

    status: str
    states: str
    count: int
    note: str = ""


def standings(parties: Iterable[Participation], names: StateNames) -> list[Standing]:
    """Return who takes part, those together that stand alike, in the order of the pack."""
    groups: dict[tuple[str, str], list[str]] = {}
    for party in parties:
        groups.setdefault((_standing(party), party.note), []).append(names.name(party.state))
    return [Standing(status, ", ".join(sorted(told)), len(told), note) for (status, note), told in groups.items()]


def _standing(party: Participation) -> str:
    parts = [tr(spoken(party.status)), tr(spoken(party.role)).lower() if party.role else ""]
    if party.from_on:
        parts.append(tr("from {when}").format(when=partial_in_words(str(party.from_on))))
    if party.to_on:
        parts.append(tr("until {when}").format(when=partial_in_words(str(party.to_on))))
    return ", ".join(part for part in parts if part)


def rule_place(rule: Rule) -> str:
    """¶38, prior-notification; Art. VI, flight-notice."""
    place = f"¶{rule.paragraph}" if rule.paragraph[:1].isdigit() else rule.paragraph
    return ", ".join(part for part in (place, rule.id) if part)


def rule_validity(rule: Rule) -> str:
    """From 1 Jan 1999; until 31 Dec 2011; empty where it holds as long as the pack."""
    told = [
        tr("from {when}").format(when=day_in_words(rule.from_on)) if rule.from_on else "",
        tr("until {when}").format(when=day_in_words(rule.until_on)) if rule.until_on else "",
    ]
    said = ", ".join(part for part in told if part)
    return said[:1].upper() + said[1:]


def matching(pack: Pack, typed: str) -> tuple[Rule, ...] | None:
    """Return the rules in which all words typed stand; all of them where the pack itself is meant, None where nothing matches."""
    words = typed.casefold().split()
    head = f"{pack.name} {pack.id} {short_name(pack.id)} {spoken(pack.status)}".casefold()
    if all(word in head for word in words):
        return pack.rules
    found = tuple(rule for rule in pack.rules if _holds(pack, rule, words))
    return found or None


def _holds(pack: Pack, rule: Rule, words: list[str]) -> bool:
    told = " ".join((short_name(pack.id), pack.id, rule.id, f"¶{rule.paragraph}", rule.title, rule.text, rule.certainty, *rule.notes))
    return all(word in told.casefold() for word in words)
