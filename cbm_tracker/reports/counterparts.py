"""What belongs together of the records of two States: a message and its answer, two records of one activity, and what stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cbm_tracker.domain.measures import JointExercise, Notification, Record
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.summary import period_of, summarise
from cbm_tracker.reports.dealings import Dealings
from cbm_tracker.reports.material import Material

_SHORTEST = 4  # letters of a reference that may be looked for in the text of another message


@dataclass
class Counterparts:
    """Pairs of records of two States.

    Args:
        messages: a message of one and a message of the other that belong together by a link or a reference, in order of time; one of
            them may have gone to all.
        exercises: two records of one activity, the first from one, the second from the other.
    """

    found: Dealings
    material: Material
    messages: list[tuple[Notification, Notification]] = field(default_factory=list)
    exercises: list[tuple[JointExercise, JointExercise]] = field(default_factory=list)
    _linked: dict[str, tuple[Record, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pairs = {(one.id, other.id): (one, other) for one, other in (*self._by_link(), *self._by_reference())}
        self.messages.extend(sorted(pairs.values(), key=lambda pair: min((summarise(each).begins or "9999", each.id) for each in pair)))
        self.exercises.extend(self._twins())

    def linked(self, record: Record) -> tuple[Record, ...]:
        """Return what is linked with a record, read once."""
        if record.id not in self._linked:
            self._linked[record.id] = self.material.linked(record)
        return self._linked[record.id]

    def _by_link(self) -> Iterator[tuple[Notification, Notification]]:
        for message in self.found.notifications:
            for other in self.linked(message):
                if isinstance(other, Notification):
                    senders = (self.found.sender(message), self.found.sender(other))
                    if senders == (self.found.one, self.found.other):
                        yield message, other
                    elif senders == (self.found.other, self.found.one):
                        yield other, message

    def _by_reference(self) -> Iterator[tuple[Notification, Notification]]:
        texts = {message.id: _text(message) for message in self.found.notifications}
        theirs = self.found.sent_by(self.found.other)
        for one in self.found.sent_by(self.found.one):
            for other in theirs:
                if _is_named(one, texts[other.id]) or _is_named(other, texts[one.id]):
                    yield one, other

    def _twins(self) -> Iterator[tuple[JointExercise, JointExercise]]:
        taken: set[str] = set()
        of_other = [each for each in self.found.exercises if self.found.sender(each) == self.found.other]
        for ours in self.found.exercises:
            if self.found.sender(ours) != self.found.one:
                continue
            twin = next((each for each in of_other if each.id not in taken and self._are_one(ours, each)), None)
            if twin is not None:
                taken.add(twin.id)
                yield ours, twin

    def _are_one(self, ours: JointExercise, theirs: JointExercise) -> bool:
        """Tell whether two records are linked, have one reference, or have one name and meet in time."""
        if theirs in self.linked(ours) or (ours.reference and ours.reference == theirs.reference):
            return True
        return normalise(ours.designation) == normalise(theirs.designation) != "" and _meet(ours, theirs)

    # -------------------------------------------------- what follows

    @cached_property
    def activities(self) -> tuple[JointExercise, ...]:
        """The exercises of both, each once: where there are two records, that of the one."""
        doubled = {twin.id for _, twin in self.exercises}
        return tuple(each for each in self.found.exercises if each.id not in doubled)

    @cached_property
    def alone(self) -> tuple[tuple[Record, str], ...]:
        """What only one of the two tells of, with its code: messages without a counterpart, activities and visits."""
        paired = {message.id for pair in self.messages for message in pair}
        told: list[tuple[Record, str]] = [(each, self.found.sender(each)) for each in self.found.notifications if each.id not in paired]
        for record in (*self.activities, *self.found.visits):
            tellers = self._tellers(record)
            if len(tellers) == 1:
                told.append((record, tellers.pop()))
        return tuple(told)

    def _tellers(self, record: Record) -> set[str]:
        """Return which of the two tell of a record: who it comes from, who sends a message about it, and who answers that."""
        about = [each for each in self.linked(record) if isinstance(each, Notification)]
        ids = {each.id for each in about}
        answers = [message for pair in self.messages if {each.id for each in pair} & ids for message in pair]
        twins = [each for pair in self.exercises if record in pair for each in pair]
        return {self.found.sender(each) for each in (record, *about, *answers, *twins)} & {self.found.one, self.found.other}


def _text(message: Notification) -> str:
    return "\n".join((message.subject, *(str(value) for value in message.content.values())))


def _is_named(message: Notification, text: str) -> bool:
    """Tell whether a text names the reference of a message as a whole."""
    reference = message.reference.strip()
    if len(reference) < _SHORTEST or reference not in text:
        return False
    return re.search(rf"(?<![\w/]){re.escape(reference)}(?![\w/])", text) is not None


def _meet(one: JointExercise, other: JointExercise) -> bool:
    first, second = period_of(one), period_of(other)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]
