"""Plan a visit: whose quota it would take, what it would meet, and when it may be asked for, before anybody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.quotas.visit_findings import VisitFindings
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.choice_fields import ChoiceField
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField, entry_context
from cbm_tracker.desktop.widgets.field_kinds import make_field
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label
from cbm_tracker.desktop.widgets.line_fields import TextField
from cbm_tracker.desktop.widgets.six_columns import SixColumns
from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import Area, Inspection
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure
from cbm_tracker.regimes.packs import BINDING, Pack

_NOT_BEGUN_WITH = ("id", "reference", "links", "attachments", "status", "schema")


class VisitPlanDialog(FramedDialog):
    """`wished` holds the JSON values of an inspection to begin, where that is what was wished."""

    def __init__(
        self, theme: Theme, services: Services, *, agreement: str = "", inspecting: str = "", receiving: str = "",
        parent: QWidget | None = None,
    ) -> None:
        about = tr("What a visit would use and meet. Nothing here is stored.")
        super().__init__(theme, tr("Plan a visit"), parent, about=about)
        self._services = services
        self._packs = {key: pack for key, pack in services.rules.packs().items() if _kinds(pack)}
        self.wished: dict[str, Any] | None = None
        self._before: Inspection | None = None
        context = entry_context(theme, services)
        self.fields = self._make_fields(context, agreement)
        for field in self.fields.values():
            field.edited.connect(self._judge_soon)
            field.left.connect(self._judge_soon)
        self._unread = label("", "soon", wrap=True)
        self._unread.hide()
        self.findings = VisitFindings(theme, services)
        asked = column(*self.fields.values(), self._unread, STRETCH, gap=theme.px(12))
        beside = SixColumns(theme)
        beside.add(box(asked), 2)
        beside.add(self.findings, 4)
        self.add(beside)
        self.body.addStretch(1)
        self.record_button = button(tr("Record the request"), theme, "send", default=True, tip="Ctrl+S")
        self.record_button.setShortcut("Ctrl+S")
        self.record_button.clicked.connect(self._record)
        close = button(tr("Close"), theme)
        close.clicked.connect(self.reject)
        self.finish_with(None, close, self.record_button)
        self.resize_to(980, 780)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.judge)
        self.fields["inspecting_states"].set_value((inspecting,) if inspecting else ())
        self.fields["receiving_state"].set_value(receiving)
        self.judge()
        first = "receiving_state" if inspecting and not receiving else "entry_planned_at" if receiving else "inspecting_states"
        self.fields[first].controls()[0].setFocus()

    def _make_fields(self, context: EntryContext, agreement: str) -> dict[str, EntryField]:
        specs = {spec.key: spec for spec in field_specs(Inspection)}
        chosen = agreement if agreement in self._packs else self._usual_agreement()
        agreements = sorted(((key, short_name(key)) for key in self._packs), key=lambda pair: pair[1].casefold())
        self._agreement = ChoiceField(context, tr("Agreement"), agreements)
        self._agreement.set_value(chosen)
        self._agreement.edited.connect(self._offer_kinds)
        self._kind = ChoiceField(context, tr(specs["inspection_kind"].label), [])
        made: dict[str, EntryField] = {"agreement": self._agreement, "inspection_kind": self._kind}
        made.update((key, make_field(context, specs[key])) for key in ("inspecting_states", "receiving_state", "entry_planned_at"))
        made["area"] = TextField(context, tr("Area"))
        made.update((key, make_field(context, specs[key])) for key in ("site", "units"))
        self._offer_kinds()
        return made

    def _usual_agreement(self) -> str:
        """Return the agreement with quotas that binds the owner today; of several the one with the most rules."""
        owner, today = self._services.register.info().owner, self._services.today()
        usual = [pack for pack in self._packs.values() if pack.status in BINDING and pack.holds_on(today) and owner in pack.states
                 and any(rule.kind == "quota" for rule in pack.rules)]
        return max(usual, key=lambda pack: len(pack.rules), default=next(iter(self._packs.values()))).id if self._packs else ""

    def _offer_kinds(self) -> None:
        """Offer the kinds of visit of the chosen agreement; the first is taken where the one before is not among them."""
        editor, before = self._kind.editor, self._kind.value()
        pack = self._packs.get(self._agreement.value())
        kinds = _kinds(pack) if pack else ()
        while editor.count() > 1:
            editor.removeItem(1)
        for kind in kinds:
            editor.addItem(tr(spoken(kind)), kind)
        self._kind.set_value(before if before in kinds else kinds[0] if kinds else "")

    # -------------------------------------------------- judging

    def _judge_soon(self) -> None:
        self._timer.start(0)

    def judge(self) -> None:
        """Work out anew what the visit would use and meet; what cannot be read is left out, and said."""
        values, unread = self._read()
        planned = _planned(values)
        if planned is None:
            return
        self._before = planned
        names = ", ".join(unread)
        self._unread.setText(tr("Worked out without what is typed in: {fields}.").format(fields=names) if names else "")
        self._unread.setVisible(bool(names))
        try:
            self.findings.show_plan(planned)
        except CbmTrackerError as error:
            self.findings.show_trouble(str(error))

    def _read(self) -> tuple[dict[str, Any], list[str]]:
        values: dict[str, Any] = {}
        unread = []
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except InvalidMeasure:
                unread.append(field.name)
        return values, unread

    def _record(self) -> None:
        """Hand on what is planned; where a field cannot be read, go there."""
        for field in self.fields.values():
            field.settle()
            if field.has_problem():
                field.controls()[0].setFocus()
                return
        planned = _planned(self._read()[0])
        if planned is not None:
            told = to_json(planned)
            self.wished = {key: value for key, value in told.items() if key not in _NOT_BEGUN_WITH}
            self.accept()


def _planned(values: Mapping[str, Any]) -> Inspection | None:
    """Return the visit as an inspection that nobody asked for yet; None where its States contradict each other."""
    told = dict(values)
    agreement, area = told.pop("agreement", ""), told.pop("area", "")
    inspecting = tuple(told.get("inspecting_states", ()))
    try:
        return Inspection(
            **told, agreements=(agreement,) if agreement else (), area=Area(name=area) if area else None,
            from_state=inspecting[0] if inspecting else "", to=(told["receiving_state"],) if told.get("receiving_state") else (),
        )
    except InvalidMeasure:
        return None


def _kinds(pack: Pack) -> tuple[str, ...]:
    """Return the kinds of visit a pack has rules for, in the order of its rules; those with a quota stand first."""
    rules = sorted(pack.by_subject.get("inspection", ()), key=lambda rule: rule.kind != "quota")
    return tuple(dict.fromkeys(word for rule in rules for word in sorted(rule.words)))


def ask_for_visit(
    theme: Theme, services: Services, parent: QWidget, *, agreement: str = "", inspecting: str = "", receiving: str = ""
) -> dict[str, Any] | None:
    """Let a visit be planned, by the owner where nobody else is named; return the values of its record where one shall be begun."""
    owner = services.register.info().owner
    inspecting = inspecting or (owner if receiving != owner else "")
    dialog = VisitPlanDialog(theme, services, agreement=agreement, inspecting=inspecting, receiving=receiving, parent=parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.wished
