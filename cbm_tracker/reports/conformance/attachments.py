"""Files inside the report: named, described, dated, typed, and associated with the document (ISO 19005-3, 6.8)."""

from __future__ import annotations

import hashlib
import re

from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Name, Stream, Unreadable, Value, text_of

_CLAUSE = "ISO 19005-3, 6.8"
_MIME = re.compile(r"[-\w+.]+/[-\w+.]+", re.ASCII)
_RELATIONSHIPS = tuple(Name(word) for word in ("Source", "Data", "Alternative", "Supplement", "Unspecified"))
_DEEPEST = 20


def check_attachments(file: FinishedFile, faults: Faults) -> None:
    associated = file.listed(file.at(file.trailer, "Root", "AF"))
    attached = dict(_named(file, file.at(file.trailer, "Root", "Names", "EmbeddedFiles"), 0))
    for one in associated:
        if one not in attached.values():
            faults.say("attachment", text_of(file.at(one, "UF")), "it is not among the embedded files", _CLAUSE)
    for name, reference in attached.items():
        where = f"attachment {name}"
        if reference not in associated:
            faults.say("attachment not associated", where, "it is not associated with the document (AF)", _CLAUSE)
        _check(file, reference, where, faults)


def _named(file: FinishedFile, node: Value, depth: int) -> list[tuple[str, Value]]:
    if depth > _DEEPEST:
        raise Unreadable("the names of its attachments are deeper than can be read")
    names = file.listed(file.at(node, "Names"))
    found = [(text_of(file.value(name)), held) for name, held in zip(names[0::2], names[1::2], strict=False)]
    for kid in file.listed(file.at(node, "Kids")):
        found += _named(file, kid, depth + 1)
    return found


def _check(file: FinishedFile, reference: Value, where: str, faults: Faults) -> None:
    say = faults.say
    if file.at(reference, "AFRelationship") not in _RELATIONSHIPS:
        say("attachment relationship", where, "how it belongs to the document is not said", _CLAUSE)
    if not text_of(file.at(reference, "UF")) or not text_of(file.at(reference, "F")):
        say("attachment name", where, "its two names are not there", _CLAUSE)
    if not text_of(file.at(reference, "Desc")).strip():
        say("attachment description", where, "what it is is not said", _CLAUSE)
    held = file.at(reference, "EF", "F")
    if not isinstance(held, Stream):
        say("attachment", where, "nothing is attached", _CLAUSE)
        return
    if not _MIME.fullmatch(str(file.at(held, "Subtype"))):
        say("attachment type", where, "its MIME type is not said", _CLAUSE)
    if not text_of(file.at(held, "Params", "ModDate")):
        say("attachment date", where, "when it was written is not said", _CLAUSE)
    digest, size = hashlib.md5(usedforsecurity=False), 0
    for piece in held.pieces():
        file.step()
        digest.update(piece)
        size += len(piece)
    if (file.at(held, "Params", "Size"), file.at(held, "Params", "CheckSum")) != (size, digest.digest()):
        say("attachment sum", where, "its size or checksum is not that of what is attached", "ISO 32000-1, 7.11.4")
