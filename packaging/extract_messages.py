"""Renew resources/translations/reports.pot, what reports say and the catalogues translate, and bring each catalogue up to it.

    python packaging/extract_messages.py [LANGUAGE ...]

A language that is named and has no catalogue yet gets one, without translations.
Collected are the texts given to say, say_as, count and to_say in the modules of the reports, their fixed words, and the words
of the vocabularies that they print, with the key of each word as its context (msgctxt).
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from cbm_tracker.domain.forces import COUNTED
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken
from cbm_tracker.regimes.findings import CERTAINTIES, OUTCOMES
from cbm_tracker.reports import wording, words

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "translations" / "reports.pot"
_MODULES = ROOT / "cbm_tracker" / "reports"
_OTHERS = {"conformance", "pdfa"}  # these say nothing in a report
_PRINTED = (
    "status", "channel", "notification_kind", "inspection_kind", "reply", "inspection_outcome", "quota_effect",
    "contact_purpose", "contact_outcome", "activity_type", "participation_role", "contribution_kind", "valuation", "settlement",
    "participation_status", "agreement_kind",
)
_FACTS = (  # fields that rules find missing or compare
    "active_quota", "activity_type", "aircraft_kind", "alert_expected_hours", "amount", "answered_at", "arrived_at", "completed_on",
    "content", "contingents", "contribution_kind", "designated_at", "direction", "divisional_structure", "ended_at", "ends_at", "ends_on",
    "entry_planned_at", "first_day", "flight_started_at", "force_majeure", "from_state", "holdings", "host_states", "in_zone",
    "inspecting_states", "inspection_kind", "inspector_count", "links", "notification_kind", "opened_at", "outcome", "passive_quota",
    "personnel", "purpose", "received_at", "receiving_state", "refusal_ground", "replied_at", "reply", "report_sent_at",
    "request_received_at", "requested_at", "sector", "sent_at", "started_at", "starts_at", "starts_on", "team", "tonnage", "unit_count",
    "units",
)
_WIDTH = 120


class NotExtractable(Exception):
    """A text that a catalogue cannot hold; names the module and the line."""


@dataclass(frozen=True)
class Told:
    """A text to translate; `more` is its plural, `meaning` tells words of one spelling apart."""

    text: str
    place: str
    more: str = ""
    meaning: str = ""


def collected() -> list[Told]:
    """Return everything reports say, module by module. Raises NotExtractable."""
    found: list[Told] = []
    for path in sorted(_MODULES.rglob("*.py")):
        if not _OTHERS & set(path.parts):
            found.extend(of_module(path.read_text("utf-8"), path.relative_to(ROOT).as_posix()))
    place = "cbm_tracker/reports/wording.py"
    found.extend(Told(one, place, more) for one, more in wording.COUNTED.values())
    found.extend(Told(text, place) for text in (*wording.PLURALS.values(), *KIND_NAMES.values()))
    found.extend(Told(text, "cbm_tracker/reports/words.py") for text in words.messages())
    keys = [word for name in _PRINTED for word in VOCABULARIES[name]]
    keys.extend((*OUTCOMES, *CERTAINTIES, *COUNTED, *_FACTS))
    found.extend(Told(spoken(key), "cbm_tracker/domain/vocabulary.py", meaning=key) for key in keys)
    return found


def of_module(source: str, place: str) -> Iterator[Told]:
    """Yield what one module says, in the order in which it is written. Raises NotExtractable."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        if name in ("say", "to_say") and call.args:
            yield from (Told(text, place) for text in _texts(call.args[0], place))
        elif name == "say_as" and len(call.args) == 2:
            for meaning in _texts(call.args[0], place):
                yield from (Told(text, place, meaning=meaning) for text in _texts(call.args[1], place))
        elif name == "count" and len(call.args) == 3:
            one, more = _texts(call.args[0], place), _texts(call.args[1], place)
            yield from (Told(text, place, plural) for text, plural in zip(one, more, strict=True))


def _texts(node: ast.expr, place: str) -> list[str]:
    """The texts that an argument may be; none where it is a value, which was collected where it was written."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if node.value else []
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, place), *_texts(node.orelse, place)]
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise NotExtractable(f"{place}, line {node.lineno}: a text put together while the report is made; write it whole, with {{places}}.")
    return []


def template() -> Catalog:
    """Return all messages without translation. Raises NotExtractable: two plurals of one sentence."""
    catalog = Catalog(domain="reports")
    plurals: dict[str, str] = {}
    for told in collected():
        if told.more and plurals.setdefault(told.text, told.more) != told.more:
            raise NotExtractable(f"{told.place}: “{told.text}” has two plurals; use one of them in both places.")
        catalog.add((told.text, told.more) if told.more else told.text, locations=[(told.place, 1)], context=told.meaning or None)
    return catalog


def text() -> str:
    """Return the template as it is kept."""
    return _written(template())


def renewed(old: Catalog, language: str) -> str:
    """Return a catalogue with the messages of the template: translations of texts that stayed, none of those that changed."""
    kept = Catalog(locale=language, domain="reports")
    for message in template():
        if message.id:
            known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            stays = known is not None and known.id == message.id
            kept.add(message.id, known.string if known is not None and stays else None, locations=message.locations,
                     flags=_flags(known, message) if known is not None and stays else (), context=message.context)
    head = [
        f"Language: {language}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {kept.plural_forms}",
    ]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    return f'msgid ""\nmsgstr ""\n{lines}\n{_written(kept)}'


def _flags(known: Message, message: Message) -> set[str]:
    return {flag for flag in known.flags if flag == "fuzzy"} | set(message.flags)


def _written(catalog: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, catalog, width=_WIDTH, omit_header=True, include_lineno=False)
    return file.getvalue().decode("utf-8").rstrip("\n") + "\n"


def catalogues() -> dict[str, Path]:
    """Return the catalogues that are kept, by language."""
    return {path.parent.parent.name: path for path in sorted(TARGET.parent.glob("*/LC_MESSAGES/reports.po"))}


def main(languages: list[str]) -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text(), "utf-8")
    named = {language: TARGET.parent / language / "LC_MESSAGES" / "reports.po" for language in languages}
    for language, path in (named | catalogues()).items():
        old = Catalog(locale=language, domain="reports")
        if path.exists():
            with path.open("rb") as file:
                old = read_po(file, locale=Locale.parse(language), domain="reports")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(renewed(old, language), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
