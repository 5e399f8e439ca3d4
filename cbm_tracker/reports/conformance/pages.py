"""Each page: what it paints against what the structure claims, its boundaries, and what it draws."""

from __future__ import annotations

from cbm_tracker.reports.conformance.annotations import check_annotation
from cbm_tracker.reports.conformance.elements import Elements
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Dictionary, Name, Reference, Stream, Value
from cbm_tracker.reports.conformance.page_content import PageContent, read_content
from cbm_tracker.reports.conformance.parent_tree import ParentTree
from cbm_tracker.reports.conformance.shown_fonts import ShownFonts

_DEEPEST_FORM = 12
_BACK, _MARKS = "ISO 32000-1, 14.7.4.4", "ISO 32000-1, 14.7.4.2"


class Pages:
    """One page after another; of what they show only the codes of each font are kept."""

    def __init__(self, file: FinishedFile, elements: Elements, faults: Faults) -> None:
        self._file, self._elements, self._faults = file, elements, faults
        self._parents = ParentTree(file)
        self._fonts = ShownFonts(file, faults)
        self._resources: dict[Reference, Value] = {}

    def check(self) -> None:
        known = set()
        for number, page in self._file.pages():
            self._file.step()
            known.add(number)
            self._check(number, page, f"page {len(known)}")
        self._fonts.check()
        if self._elements.marks.keys() - known:
            self._faults.say("mark without page", "the tree", "elements claim content of a page that is not in the file", _MARKS)
        for element in self._elements.annotations.values():  # those of pages have been taken out
            self._faults.say("link", self._elements.where(element), "its annotation lies on no page", "ISO 32000-1, 14.7.4.3")

    def _check(self, number: int, page: Dictionary, where: str) -> None:
        file, say = self._file, self._faults.say
        content = self._content(page, where)
        self._check_marks(number, page, content.marks, where)
        if page.get("Tabs") != Name("S"):
            say("tab order", where, "its tab order is not that of the structure", "ISO 14289-1, 7.18.3")
        if file.at(page, "Group", "S") == Name("Transparency"):
            say("transparency", where, "it is a transparency group")
        if "AA" in page:
            say("actions", where, "actions run by themselves", "ISO 19005-3, 6.5.2")
        if "PresSteps" in page or "Trans" in page:
            say("presentation", where, "it asks to be shown as slides", "ISO 19005-3, 6.10" if "PresSteps" in page else "")
        for boundary in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"):
            if (boundary in page or boundary == "MediaBox") and not _is_a_size(file.listed(page.get(boundary))):
                say("page size", where, f"its {boundary} is missing or no size for a page", "ISO 19005-3, 6.1.13")
        for annotation in file.listed(page.get("Annots")):
            check_annotation(file, annotation, where, self._elements, self._parents, self._faults)
            for look in file.listed(file.at(annotation, "AP")):
                self._check_look(look, where)

    def _check_look(self, look: Value, where: str) -> None:
        """Check how a field is drawn (ISO 32000-1, 12.5.5); its annotation is what is read aloud."""
        drawn = self._file.at(look, "N")
        if self._file.at(look, "R") is not None or self._file.at(look, "D") is not None or not isinstance(drawn, Stream):
            self._faults.say("annotation", where, "a field is drawn in more ways than one, or in none", "ISO 19005-3, 6.3.3")
        else:
            self._read(drawn.data(), self._shared(drawn.entries.get("Resources")), where, 1)

    def _check_marks(self, number: int, page: Dictionary, marks: list[int], where: str) -> None:
        say = self._faults.say
        claimed = self._elements.marks.get(number)
        claims = claimed.tolist() if claimed is not None else []
        led = self._parents.elements_at(page.get("StructParents"))
        if claims == led and 0 not in led and sorted(marks) == list(range(len(led))):
            return
        drawn = set(marks)
        held = {mark for mark, element in enumerate(claims) if element}
        if lost := sorted(drawn - held):
            say("mark without element", where, f"no element holds the mark {lost[0]}", "ISO 14289-1, 7.1")
        if lost := sorted(held - drawn):
            says = f"it names the mark {lost[0]} of {where}, which is not drawn"
            say("element without mark", self._elements.where(claims[lost[0]]), says, _MARKS)
        if drawn and not isinstance(page.get("StructParents"), int):
            say("page without parent key", where, "its content has no way back to the structure", _BACK)
        for mark in range(max(len(claims), len(led))):
            element = claims[mark] if mark < len(claims) else 0
            if element != (led[mark] if mark < len(led) else 0):
                say("parent tree", where, f"the parent tree does not lead from the mark {mark} to the element that holds it", _BACK)
                return

    # -------------------------------------------------- what is drawn

    def _content(self, page: Dictionary, where: str) -> PageContent:
        if "Resources" not in page:
            self._faults.say("resources", where, "it does not say itself what it draws with", "ISO 19005-3, 6.2.2")
        parts = [self._file.value(part) for part in self._file.listed(page.get("Contents"))]
        stream = b"\n".join(part.data() for part in parts if isinstance(part, Stream))
        return self._read(stream, self._shared(page.get("Resources")), where, 0)

    def _shared(self, resources: Value) -> Value:
        """Return the dictionary of resources; nearly all pages name the same."""
        if not isinstance(resources, Reference):
            return resources
        if resources not in self._resources:
            held = self._file.value(resources)
            kinds = held.items() if isinstance(held, dict) else ()
            self._resources[resources] = {kind: self._file.value(entries) for kind, entries in kinds}
        return self._resources[resources]

    def _read(self, stream: bytes, resources: Value, where: str, depth: int) -> PageContent:
        def properties(name: str) -> Value:
            return self._file.at(resources, "Properties", name)

        content = read_content(stream, where, self._faults, properties, in_form=depth > 0)
        fonts = self._file.at(resources, "Font")
        for name, texts in content.shown.items():
            self._fonts.show(fonts.get(name) if isinstance(fonts, dict) else None, texts, where)
        for name in sorted(content.states):
            self._check_state(self._file.at(resources, "ExtGState", name), where)
        for name in sorted(content.drawn):
            self._check_drawn(self._file.at(resources, "XObject", name), resources, where, depth)
        return content

    def _check_drawn(self, drawn: Value, resources: Value, where: str, depth: int) -> None:
        say = self._faults.say
        if not isinstance(drawn, Stream):
            say("form", where, "something is drawn that the page does not hold", "ISO 32000-1, 8.8")
            return
        entries = drawn.entries
        if entries.keys() & {"SMask", "Group", "SMaskInData"}:
            say("transparency", where, "a drawing has a soft mask or a transparency group")
        if entries.keys() & {"Ref", "OPI", "PS", "Alternates", "Subtype2"}:
            say("outside the file", where, "a drawing has another form or refers to something else", "ISO 19005-3, 6.2.9")
        if entries.get("Subtype") == Name("Image"):
            if entries.get("Interpolate") is True:
                say("picture", where, "a picture is to be smoothed when shown", "ISO 19005-3, 6.2.8")
            if entries.get("ColorSpace") not in (Name("DeviceRGB"), Name("DeviceGray")) and entries.get("ImageMask") is not True:
                say("colour", where, "a picture has other colours than RGB or grey", "ISO 19005-3, 6.2.4.3")
            filters = self._file.listed(entries.get("Filter"))
            if any(one not in (Name("FlateDecode"), Name("DCTDecode")) for one in filters):
                say("compression", where, "a picture is packed otherwise than our reports are", "ISO 19005-3, 6.1.7")
        elif entries.get("Subtype") == Name("Form"):
            if depth == _DEEPEST_FORM:
                say("form", where, "forms are drawn inside forms without an end", "ISO 32000-1, 8.10.1")
                return
            if "Resources" not in entries:
                say("resources", where, "a form does not say itself what it draws with", "ISO 19005-3, 6.2.2")
            self._read(drawn.data(), self._shared(entries.get("Resources")), where, depth + 1)
        else:
            say("form", where, "what is drawn is neither a picture nor a form", "ISO 19005-3, 6.2.9")

    def _check_state(self, state: Value, where: str) -> None:
        say = self._faults.say
        if not isinstance(state, dict):
            say("graphics state", where, "a graphics state is named that the page lacks", "ISO 32000-1, 8.4.5")
            return
        if state.get("SMask", Name("None")) != Name("None") or state.get("BM", Name("Normal")) not in (Name("Normal"), Name("Compatible")):
            say("transparency", where, "a soft mask or a blend mode is set")
        if state.get("CA", 1) != 1 or state.get("ca", 1) != 1:
            say("transparency", where, "ink is see-through")
        if "TR" in state or "HTP" in state or state.get("TR2", Name("Default")) != Name("Default"):
            say("graphics state", where, "a transfer function is set", "ISO 19005-3, 6.2.5")


def _is_a_size(box: list[Value]) -> bool:
    sides = [side for side in box if isinstance(side, int | float)]
    return len(box) == len(sides) == 4 and all(3 <= abs(sides[at + 2] - sides[at]) <= 14_400 for at in (0, 1))
