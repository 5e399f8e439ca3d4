"""Links and signatures on a page: shown and printed, told in words, led to from the structure; and what they may do."""

from __future__ import annotations

from cbm_tracker.reports.conformance.element_kinds import KINDS
from cbm_tracker.reports.conformance.elements import Elements
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Name, Reference, Value, text_of
from cbm_tracker.reports.conformance.parent_tree import ParentTree

_HIDDEN, _PRINT, _INVISIBLE, _NO_VIEW, _TOGGLE = 2, 4, 1, 32, 256
_HARMLESS_ACTIONS = (Name("GoTo"), Name("URI"))


def check_annotation(
    file: FinishedFile, reference: Value, page: str, elements: Elements, parents: ParentTree, faults: Faults
) -> None:
    annotation, say = file.value(reference), faults.say
    if not isinstance(annotation, dict) or not isinstance(reference, Reference):
        say("annotation", page, "it holds something that is no annotation", "ISO 32000-1, 12.5.2")
        return
    kind = str(annotation.get("Subtype"))
    where = f"{page}, {kind} (object {reference.number})"
    flags = annotation.get("F")
    if not isinstance(flags, int) or not flags & _PRINT or flags & (_HIDDEN | _INVISIBLE | _NO_VIEW | _TOGGLE):
        say("annotation flags", where, "it is not set to be printed and shown", "ISO 19005-3, 6.3.2")
    if kind not in ("Link", "Widget"):
        say("annotation", where, "our reports have links and a signature, nothing else")
    elif kind == "Widget" and "AP" not in annotation and any(file.listed(annotation.get("Rect"))):
        say("annotation", where, "how it looks is not in the file", "ISO 19005-3, 6.3.3")
    if not (text_of(file.at(annotation, "Contents")) or text_of(file.at(annotation, "TU"))).strip():
        say("link without text", where, "no text says where it leads", "ISO 14289-1, 7.18.5")
    holder = elements.annotations.pop(reference.number, 0)
    if not holder or KINDS[elements.kinds[holder]] != {"Link": "Link", "Widget": "Form"}.get(kind, "Annot"):
        clause = "ISO 14289-1, 7.18.4" if kind == "Widget" else "ISO 14289-1, 7.18.5"
        say("annotation without element", where, "no element of its kind holds it", clause)
    elif parents.element_at(annotation.get("StructParent")) != holder:
        say("annotation without parent key", where, "the parent tree does not lead from it to its element", "ISO 32000-1, 14.7.4.4")
    if "A" in annotation:
        check_action(file, annotation["A"], where, faults)
    elif kind == "Link" and not leads_to_a_page(file, annotation.get("Dest")):
        say("link", where, "it leads nowhere", "ISO 32000-1, 12.5.6.5")
    sides = file.listed(annotation.get("Rect"))
    if len(sides) != 4 or not all(isinstance(side, int | float) for side in sides):
        say("annotation", where, "its place on the page is not given", "ISO 32000-1, 12.5.2")
    if "AA" in annotation:
        say("actions", where, "actions run by themselves", "ISO 19005-3, 6.4.1" if kind == "Widget" else "")
    if annotation.get("CA", 1) != 1:
        say("transparency", where, "it is see-through")


def leads_to_a_page(file: FinishedFile, target: Value) -> bool:
    """Tell whether a destination is one that names its page itself (ISO 32000-1, 12.3.2.2)."""
    parts = file.listed(target)
    return len(parts) > 1 and file.at(parts[0], "Type") == Name("Page") and isinstance(file.value(parts[1]), Name)


def check_action(file: FinishedFile, reference: Value, where: str, faults: Faults) -> None:
    kind = file.at(reference, "S")
    if kind not in _HARMLESS_ACTIONS:
        done = str(kind) if isinstance(kind, Name) else "nothing that is named"
        says = "it runs a script" if done == "JavaScript" else f"it does {done}, not a jump or an address"
        faults.say("actions", where, says, "ISO 19005-3, 6.5.1")
    if file.at(reference, "Next") is not None:
        faults.say("actions", where, "it draws another action after it")
