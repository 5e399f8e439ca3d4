"""What the file says of itself as a whole: identifier, tags, language, title, colours, bookmarks, and what it must not hold."""

from __future__ import annotations

import re

from cbm_tracker.reports.conformance.annotations import check_action, leads_to_a_page
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Dictionary, Name, Reference, Stream, Value, text_of

_WHERE = "the catalogue"
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_COMPONENTS = {b"RGB ": 3, b"GRAY": 1}
_MOST_BOOKMARKS = 1_000_000


def check_catalogue(file: FinishedFile, faults: Faults) -> None:
    say, trailer = faults.say, file.trailer
    root = file.at(trailer, "Root")
    if not isinstance(root, dict):
        say("syntax", "the file", "it has no catalogue", "ISO 32000-1, 7.7.2")
        return
    if "Encrypt" in trailer:
        say("encryption", "the file", "it is locked", "ISO 19005-3, 6.1.3")
    identifier = file.listed(trailer.get("ID"))
    if len(identifier) != 2 or not all(isinstance(part, bytes) and part for part in identifier):
        say("file identifier", "the trailer", "the file has no identifier", "ISO 19005-3, 6.1.3")
    if file.at(root, "MarkInfo", "Marked") is not True:
        say("mark info", _WHERE, "the file does not say that it is tagged", "ISO 19005-3, 6.7.2")
    if file.at(root, "MarkInfo", "Suspects") is True:
        say("mark info", _WHERE, "the tags are called suspect", "ISO 14289-1, 7.1")
    if not _LANGUAGE.fullmatch(text_of(file.at(root, "Lang"))):
        say("language", _WHERE, "the document's language is not given", "ISO 14289-1, 7.2")
    if file.at(root, "ViewerPreferences", "DisplayDocTitle") is not True:
        say("title in the window", _WHERE, "the title is not shown in the window's bar", "ISO 14289-1, 7.1")
    _check_colours(file, root, faults)
    _check_forbidden(file, root, faults)
    _check_bookmarks(file, root, faults)


def _check_colours(file: FinishedFile, root: Dictionary, faults: Faults) -> None:
    say, clause = faults.say, "ISO 19005-3, 6.2.3"
    intents = file.listed(root.get("OutputIntents"))
    if [file.at(one, "S") for one in intents] != [Name("GTS_PDFA1")]:
        say("output intent", _WHERE, "which colours are meant is not said, or not once", clause)
    for one in intents:
        profile = file.at(one, "DestOutputProfile")
        data = profile.data() if isinstance(profile, Stream) else b""
        if data[36:40] != b"acsp" or data[12:16] not in (b"mntr", b"prtr") or data[8] >= 5:
            say("output intent", _WHERE, "its colour profile is missing or not one for a screen or printer", clause)
        elif file.at(profile, "N") != _COMPONENTS.get(data[16:20]):
            say("output intent", _WHERE, "its colour profile is not for RGB or grey, or counts other components", clause)
        if not text_of(file.at(one, "OutputConditionIdentifier")):
            say("output intent", _WHERE, "it has no identifier", "ISO 32000-1, 14.11.5")


def _check_forbidden(file: FinishedFile, root: Dictionary, faults: Faults) -> None:
    say = faults.say
    if file.at(root, "Names", "JavaScript") is not None:
        say("JavaScript", _WHERE, "the file holds a script", "ISO 19005-3, 6.5.1")
    if "AA" in root:
        say("actions", _WHERE, "actions run by themselves", "ISO 19005-3, 6.5.2")
    if isinstance(file.at(root, "OpenAction"), dict):
        check_action(file, root.get("OpenAction"), "the opening action", faults)
    if "OCProperties" in root:
        say("layers", _WHERE, "parts of pages can be hidden")
    if file.at(root, "AcroForm", "XFA") is not None or file.at(root, "NeedsRendering") is True:
        say("form", _WHERE, "the file holds an XFA form", "ISO 19005-3, 6.4.2")
    if file.at(root, "AcroForm", "NeedAppearances") is True:
        say("form", _WHERE, "how its fields look is left to the reader", "ISO 19005-3, 6.4.1")
    if file.at(root, "Names", "AlternatePresentations") is not None:
        say("presentation", _WHERE, "the file asks to be shown otherwise than as pages", "ISO 19005-3, 6.10")
    if "Requirements" in root:
        say("requirements", _WHERE, "the file asks for abilities of its reader", "ISO 19005-3, 6.11")


def _check_bookmarks(file: FinishedFile, root: Dictionary, faults: Faults) -> None:
    first = file.at(root, "Outlines", "First")
    outlines = file.at(root, "Outlines")
    waiting: list[Value] = [outlines["First"]] if isinstance(outlines, dict) and first is not None else []
    seen: set[Value] = set()
    while waiting:
        reference = waiting.pop()
        entry = file.value(reference)
        if reference in seen or not isinstance(reference, Reference) or not isinstance(entry, dict) or len(seen) > _MOST_BOOKMARKS:
            faults.say("bookmarks", "the bookmarks", "they run in a circle or lead to none", "ISO 32000-1, 12.3.3")
            return
        seen.add(reference)
        title = text_of(file.at(entry, "Title"))
        where = f"bookmark {title}"
        if not title.strip():
            faults.say("bookmarks", where, "it has no title", "ISO 32000-1, 12.3.3")
        if "A" in entry:
            check_action(file, entry["A"], where, faults)
        elif not leads_to_a_page(file, entry.get("Dest")):
            faults.say("bookmarks", where, "it leads nowhere", "ISO 32000-1, 12.3.3")
        waiting.extend(entry[key] for key in ("Next", "First") if key in entry)
