"""What every record of the register has: its id, its parties, its links and attached files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cbm_tracker.domain.checks import check_fields
from cbm_tracker.domain.fields import FieldKind, described, field_specs
from cbm_tracker.errors import InvalidMeasure

K = FieldKind


def new_id() -> str:
    """Return the id of a new record: a random UUID (RFC 9562, version 4) in lower case."""
    return str(uuid.uuid4())


def read_record_id(text: str, field: str) -> str:
    """Return the UUID in lower case. Raises InvalidMeasure naming `field`."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise InvalidMeasure(field, f"“{text}” is not the id of a record.", "Use its UUID.") from error


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a record has to do with another: this record `relation` the target."""

    relation: str = described(K.WORD, "Relation", vocabulary="relation")
    target: str = described(K.TEXT, "Record")

    def __post_init__(self) -> None:
        if not self.relation:
            raise InvalidMeasure("relation", "is empty.", "Say how the records belong together, such as notifies.")
        check_fields(self)
        object.__setattr__(self, "target", read_record_id(self.target, "target"))


LARGEST_ATTACHMENT = 100_000_000  # bytes
FIELDS_ALWAYS_RELEASED = frozenset({
    "status", "direction", "agreements", "releasable_to", "fields_releasable_to", "links", "agreement", "code", "state_kind", "rule",
})
"""Fields that cannot be withheld by themselves: without them nobody could tell what is left."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file kept inside the register once, known by the SHA-256 of its bytes (64 hexadecimal figures)."""

    name: str = described(K.TEXT, "Name")
    sha256: str = described(K.TEXT, "SHA-256")
    size: int = described(K.COUNT, "Size, bytes", default=0)
    media_type: str = described(K.TEXT, "Type")

    def __post_init__(self) -> None:
        check_fields(self)
        if not self.name.strip() or "/" in self.name or "\\" in self.name:
            raise InvalidMeasure("name", f"“{self.name}” is not the name of a file.", "Use a name without folders.")
        if len(self.sha256) != 64 or set(self.sha256) - set("0123456789abcdef"):
            raise InvalidMeasure("sha256", "is not a SHA-256.", "Write 64 figures 0-9 and a-f.")


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where something takes place: its name, and one point or the corners of it (WGS 84, degrees)."""

    name: str = described(K.TEXT, "Area")
    points: tuple[tuple[float, float], ...] = described(K.POINTS, "Coordinates", hint="Latitude, longitude, in degrees")

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has. Subclasses set `kind` and add their own fields."""

    kind: ClassVar[str]

    id: str = field(default_factory=new_id)
    reference: str = described(K.TEXT, "Reference", hint="Message number, as it stands on the message")
    agreements: tuple[str, ...] = described(K.AGREEMENTS, "Agreements")
    direction: str = described(K.WORD, "Direction", vocabulary="direction")
    from_state: str = described(K.STATE, "From")
    to: tuple[str, ...] = described(K.PARTIES, "To")
    status: str = described(K.WORD, "Status", vocabulary="status", default="draft")
    marking: str = described(K.TEXT, "Marking")
    releasable_to: tuple[str, ...] = described(K.PARTIES, "Releasable to")
    fields_releasable_to: Mapping[str, Any] = described(
        K.OBJECT, "Fields releasable to", hint="Recipients by field, such as remarks: DEU, FRA; nobody where none is named"
    )
    remarks: str = described(K.LONG_TEXT, "Remarks")
    tags: tuple[str, ...] = described(K.TEXTS, "Tags")
    sources: tuple[str, ...] = described(K.TEXTS, "Sources", hint="Where this is known from")
    links: tuple[Link, ...] = described(K.MANY, "Links", of=Link)
    attachments: tuple[Attachment, ...] = described(K.MANY, "Attachments", of=Attachment)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "id", str(uuid.UUID(self.id)))
        except (ValueError, AttributeError, TypeError) as error:
            raise InvalidMeasure("id", f"“{self.id}” is not the id of a record.", "Use a UUID, or leave it out.") from error
        check_fields(self)
        if not self.status:
            raise InvalidMeasure("status", "is empty.", "Use draft or issued.")
        object.__setattr__(self, "fields_releasable_to", _read_releases(type(self), self.fields_releasable_to))
        for at, link in enumerate(self.links):
            if link.target == self.id:
                raise InvalidMeasure(f"links[{at}].target", "is this record itself.", "Link another record.")
        self.check()

    def check(self) -> None:
        """Check what one field says against another; subclasses extend it."""


def _read_releases(cls: type[Record], told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return recipients by field; a field may be named by its label, recipients in one text. Raises InvalidMeasure."""
    if not told:
        return {}
    named = {name: spec.key for spec in field_specs(cls) if spec.key not in FIELDS_ALWAYS_RELEASED
             for name in (spec.key, spec.label.casefold())}
    read: dict[str, list[str]] = {}
    for name, parties in told.items():
        where, key = f"fields_releasable_to.{name}", named.get(name) or named.get(name.strip().casefold())
        if key is None:
            raise InvalidMeasure(where, "is not a field that can be withheld by itself.", "Name a field of this record, such as remarks.")
        listed = parties.split(",") if isinstance(parties, str) else parties
        if not isinstance(listed, list | tuple) or not all(isinstance(party, str) for party in listed):
            raise InvalidMeasure(where, "is not a list of recipients.", "Write codes of States or names in [ ].")
        read[key] = [party.strip() for party in listed if party.strip()]
    return dict(sorted(read.items()))
