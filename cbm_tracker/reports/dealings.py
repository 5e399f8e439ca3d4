"""What two States have to do with each other, chosen from the records of a period: messages, visits, contacts, exercises, contributions."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass, field

from cbm_tracker.domain.measures import Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import summarise
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.wording import MEASURES


@dataclass
class Dealings:
    """Records in which two States deal with each other, first day first.

    Args:
        one: the State whose side is “ours”; "" where the register has no owner: then all records of the other are dealings with it.
        other: the State it deals with.
        owner: the State that keeps the register; it holds every line and sends what was given without naming anybody.
        exercises: those in which both take part; `apart` those in which the other takes part without the one.
        contributions: those of one for the other, and those of either to an exercise of both.
        elsewhere: records that name the other and are no dealings between the two, by id.
    """

    one: str
    other: str
    owner: str
    notifications: list[Notification] = field(default_factory=list)
    visits: list[Inspection] = field(default_factory=list)
    contacts: list[HotlineContact] = field(default_factory=list)
    exercises: list[JointExercise] = field(default_factory=list)
    apart: list[JointExercise] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)

    def take(self, record: Record) -> None:
        """Take a record that names the other State."""
        if isinstance(record, JointExercise):
            (self.exercises if self.are(parts_of(record)) else self.apart).append(record)
        elif isinstance(record, Notification) and self.are({self.sender(record), *self.addressees(record)}, of=self.sender(record)):
            self.notifications.append(record)
        elif isinstance(record, Inspection) and self.are({*self.visitors(record), self.visited(record)}):
            self.visits.append(record)
        elif isinstance(record, HotlineContact) and self.are(self.parties(record)):
            self.contacts.append(record)
        elif isinstance(record, Contribution) and self.are({record.state, record.beneficiary, *record.to}, of=record.state):
            self.contributions.append(record)
        else:
            self.elsewhere.add(record.id)

    def take_linked(self, record: Record) -> None:
        """Take a contribution of either to an exercise of both, once."""
        if isinstance(record, Contribution) and record.state in (self.one, self.other) and record not in self.contributions:
            self.contributions.append(record)
            self.elsewhere.discard(record.id)

    def are(self, codes: Iterable[str], of: str = "") -> bool:
        """Tell whether both States are among these; with `of`, whether that is one of the two as well."""
        among = set(codes)
        return not self.one or ({self.one, self.other} <= among and (not of or of in (self.one, self.other)))

    # -------------------------------------------------- who does what

    def sender(self, record: Record) -> str:
        """Who a record comes from; what was given without naming anybody comes from the owner."""
        return record.from_state or (self.owner if record.direction == "given" else "")

    def addressees(self, record: Record) -> set[str]:
        """Those a record names; what was received without naming anybody came to the owner."""
        return set(record.to) or ({self.owner} if record.direction == "received" and self.owner else set())

    def visitors(self, visit: Inspection) -> set[str]:
        return set(visit.inspecting_states) or {self.sender(visit)}

    def visited(self, visit: Inspection) -> str:
        return visit.receiving_state or next((code for code in visit.to), "")

    def parties(self, contact: HotlineContact) -> set[str]:
        """Those who speak in a contact, the State that keeps the register always."""
        return {*contact.with_states, contact.initiated_by, contact.from_state, *contact.to, self.owner}

    def starter(self, contact: HotlineContact) -> str:
        return contact.initiated_by or self.sender(contact)

    # -------------------------------------------------- by direction

    def sent_by(self, state: str) -> list[Notification]:
        return [each for each in self.notifications if self._is(state, {self.sender(each)})]

    def visits_of(self, state: str) -> list[Inspection]:
        """Visits of one of the two to the other."""
        host = self.one if state == self.other else self.other
        return [each for each in self.visits if self._is(state, self.visitors(each)) and self._is(host, {self.visited(each)})]

    def visits_together(self) -> list[Inspection]:
        """Visits of both to a third."""
        return [each for each in self.visits if self.one and {self.one, self.other} <= self.visitors(each)]

    def opened_by(self, state: str) -> list[HotlineContact]:
        return [each for each in self.contacts if self._is(state, {self.starter(each)})]

    def carried_by(self, state: str) -> list[Contribution]:
        return [each for each in self.contributions if self._is(state, {each.state})]

    def _is(self, state: str, among: set[str]) -> bool:
        """Tell whether a State is among these; where “ours” is nobody, whether anybody but the other is."""
        return state in among if state else bool(among - {self.other})

    @property
    def count(self) -> int:
        held: tuple[Sized, ...] = (self.notifications, self.visits, self.contacts, self.exercises, self.contributions)
        return sum(len(of_kind) for of_kind in held)


def dealings(request: ReportRequest, material: Material, one: str, other: str) -> Dealings:
    """Return what the register holds of a period, each record that names the other read once."""
    found = Dealings(one, other, material.issuer.owner)
    for record in material.records(measures_of(request, other)):
        found.take(record)
    for exercise in found.exercises:
        for record in material.linked(exercise):
            found.take_linked(record)
    found.contributions.sort(key=lambda each: (summarise(each).begins or "9999", each.id))
    return found


def measures_of(request: ReportRequest, state: str, *, undated: bool = False) -> Query:
    """Ask for the measures of the period that name a State; `undated` for those that lie in no period."""
    if undated:
        return Query(kinds=MEASURES, states=(state,), agreements=request.agreements, undated=True, descending=False)
    return Query(
        kinds=MEASURES, from_on=request.from_on, to_on=request.to_on, states=(state,), agreements=request.agreements, descending=False,
    )


def parts_of(exercise: JointExercise) -> set[str]:
    """The States that take part in an exercise, its hosts included."""
    return {*exercise.host_states, *(contingent.state for contingent in exercise.contingents)}
