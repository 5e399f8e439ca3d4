"""Every kind of report: what it says, what it must be told, and who composes it."""

from __future__ import annotations

import dataclasses
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.reports.kinds.sections import chosen

if TYPE_CHECKING:
    from cbm_tracker.domain.state_names import StateNames
    from cbm_tracker.reports.material import Material
    from cbm_tracker.reports.wording import Names


class Compose(Protocol):
    """What the module of a kind offers under this name, `compose`."""

    def __call__(self, request: ReportRequest, material: Material, names: Names) -> ReportContent: ...


@dataclass(frozen=True)
class Kind:
    """A kind of report; what it says is composed by the module of its name, which is loaded when one is made.

    Args:
        name: what the kind is called.
        says: what it tells, in a line.
        states: how many States must be named; a bilateral report may name the other one alone.
        agreements: how many agreements must be named.
        record: the kind of the record that it is about; "" where it is about none.
    """

    id: str
    name: str
    says: str
    states: int = 0
    agreements: int = 0
    record: str = ""

    def check(self, request: ReportRequest) -> None:
        """Raises CbmTrackerError: the request leaves out what this kind must be told."""
        if len(request.states) < self.states:
            raise CbmTrackerError(f"A report of kind “{self.id}” is about a State, and none is named.", "Name the State.")
        if len(request.agreements) < self.agreements:
            raise CbmTrackerError(f"A report of kind “{self.id}” is about an agreement, and none is named.", "Name the agreement.")
        if self.record and not request.record:
            said = f"A report of kind “{self.id}” is about one {self.record}, and none is named."
            raise CbmTrackerError(said, f"Choose the {self.record}.")


_ALL = (
    Kind("period", "Period report", "everything the register holds of a period, with its sources and gaps"),
    Kind("hotline", "Hotline report", "contacts by channel, tests against schedule, answer times, promises open and kept"),
    Kind("contributions", "Contributions report", "who carried what: troops, equipment, funds, in kind; shares and imbalance"),
    Kind("handover", "Handover report", "for a successor: open clocks, quotas, promises, lines, deviations, drafts, plans, whom to ask"),
    Kind("gaps", "Report on gaps", "what is known, unknown, not applicable or withheld, completeness, records with the most gaps"),
    Kind("case", "Case report", "one story told through its records in order of time, and what they leave open", record="case"),
    Kind(
        "exercise", "Exercise report", "one activity: forces, what the rules ask, notifications, observers, area and contributions",
        record="exercise",
    ),
    Kind("calendar", "Annual calendar", "notifiable activities of a year of the owner or another State, or a nil return, and changes"),
    Kind(
        "agreement", "Agreement report", "compliance with one agreement: obligations met, late and open, quotas, measures, parties, rules",
        agreements=1,
    ),
    Kind(
        "inspection", "Inspection report", "one visit: its chronology against the clock, team, place, report, quota effect and rules",
        record="inspection",
    ),
    Kind("state", "State report", "one State's dealings with us: messages, visits, contacts, exercises, obligations, quotas", states=1),
    Kind("bilateral", "Bilateral report", "two States side by side: forces, messages, visits, promises, what one alone holds", states=1),
)
KINDS = {kind.id: kind for kind in _ALL}
_CORRIGENDUM = Kind("corrigendum", "Corrigendum", "what changed of a report since it was issued")


def kind_of(kind_id: str) -> Kind | None:
    """Return a kind of report; a corrigendum too, which is not chosen among the kinds but asked for by a number."""
    return _CORRIGENDUM if kind_id == _CORRIGENDUM.id else KINDS.get(kind_id)


def report_of(request: ReportRequest, material: Material, states: StateNames) -> ReportContent:
    """Return what a report says; its number is given later. Raises CbmTrackerError: a section that it does not have is asked for."""
    from cbm_tracker.reports.wording import Names
    from cbm_tracker.reports.words import words_of

    compose: Compose = importlib.import_module(f"cbm_tracker.reports.kinds.{request.kind}").compose
    shipped = frozenset(text for pack in material.packs.values() for text in (pack.name, *(party.note for party in pack.parties)) if text)
    called = {agreement.agreement: agreement.name for agreement in material.agreements}
    names = Names(states, called, request.language, shipped=shipped)
    content = compose(request, material, names)
    sections = chosen(request.kind, content.sections, request.sections) if request.sections else content.sections
    return dataclasses.replace(
        content, sections=sections, words=words_of(names), header=request.header, footer=request.footer, emblem=request.emblem,
        signed=request.signed,
    )
