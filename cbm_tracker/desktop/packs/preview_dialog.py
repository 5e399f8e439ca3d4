"""What a pack from a file would change: its rules, and the obligations that are open now. Nothing is changed before it is wished."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.packs.pack_words import certainty_summary, rule_place, rules_in_words
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark
from cbm_tracker.desktop.rules.finding_words import Voice, finding_in_words, mark_of, voice_of
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import Item, Mark, box, button, column, label, line
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.services.rule_packs import ChangedFinding, PackPreview

_MOST = 60  # changed obligations that are shown one by one


class PackPreviewDialog(FramedDialog):
    """Accepted where the pack shall judge from now on."""

    def __init__(self, theme: Theme, services: Services, preview: PackPreview, parent: QWidget | None = None) -> None:
        pack = preview.pack
        super().__init__(theme, tr("Add a pack") if preview.is_new else tr("Replace a pack"), parent)
        self._services, self._preview = services, preview
        counted = ", ".join(part for part in (rules_in_words(pack), certainty_summary(pack)) if part)
        self.add(label(pack.name, "lead", wrap=True, select=True), label(self._versions(), "quiet", wrap=True))
        self.add(label(counted, "small", wrap=True))
        self.add(self._obligations())
        known = services.rules.packs().get(pack.id)
        before = known.by_id if known else {}
        for heading, ids, rules in (
            (tr("Rules that are added"), preview.added, pack.by_id), (tr("Rules that change"), preview.changed, pack.by_id),
            (tr("Rules that go"), preview.removed, before),
        ):
            if ids:
                self.add(self._rules(heading, [rules[rule_id] for rule_id in ids]))
        if not (preview.added or preview.changed or preview.removed):
            self.add(label(tr("No rule changes."), "small", wrap=True))
        self.body.addStretch(1)
        words = tr("Add this pack") if preview.is_new else tr("Replace the pack")
        self.accept_button = button(words, theme, "check", default=True)
        self.accept_button.clicked.connect(self.accept)
        leave = button(tr("Leave it as it is"), theme)
        leave.clicked.connect(self.reject)
        self.finish_with(None, leave, self.accept_button)
        self.resize_to(760, 700)
        leave.setFocus()

    def _versions(self) -> str:
        preview = self._preview
        if preview.is_new:
            return tr("New here, version {version}. Nothing is changed before you add it.").format(version=preview.new_version)
        return tr("Version {old} becomes version {new}. Nothing is changed before you replace it.").format(
            old=preview.old_version, new=preview.new_version)

    def _rules(self, heading: str, rules: Sequence[Rule]) -> QWidget:
        theme = self.theme
        counted = tr("{heading}: {count}").format(heading=heading, count=count_in_words(len(rules)))
        items: list[Item] = [label(counted, "section")]
        for each in rules:
            items.append(box(column(label(tr(each.title), "strong", wrap=True),
                                    CertaintyMark(theme, each.certainty, short=True, further=rule_place(each)),
                                    label(tr(each.text), "small", wrap=True), gap=theme.px(2))))
        return box(column(*items, gap=theme.px(8)))

    def _obligations(self) -> QWidget:
        theme, changes, voice = self.theme, self._preview.obligations, voice_of(self._services)
        if not changes:
            return box(column(label(tr("Open obligations"), "section"), label(tr("None that is open now changes."), "small", wrap=True),
                              gap=theme.px(4)))
        count = len(changes)
        counted = tr_count("{count} open obligation changes", "{count} open obligations change", count).format(count=count_in_words(count))
        items: list[Item] = [label(counted, "section")]
        items.extend(self._change(change, voice) for change in changes[:_MOST])
        if count > _MOST:
            items.append(label(tr("and {count} more").format(count=count_in_words(count - _MOST)), "small"))
        return box(column(*items, gap=theme.px(8)))

    def _change(self, change: ChangedFinding, voice: Voice) -> QWidget:
        theme, told = self.theme, change.after or change.before
        assert told is not None
        items: list[Item] = [label(self._subject(told), "strong", wrap=True)]
        for when, finding in ((tr("Now"), change.before), (tr("Then"), change.after)):
            words = label(when, "caption")
            words.setMinimumWidth(theme.px(44))
            said = label(_said(finding, voice), wrap=True, select=True)
            mark = Mark(theme, mark_of(finding) if finding is not None else "none", 14)
            items.append(line(words, mark, (said, 1), gap=theme.px(8)))
        pad = theme.px(12)
        return box(column(*items, gap=theme.px(4), margins=(pad, theme.px(8), pad, theme.px(8))), panel="inset")

    def _subject(self, finding: Finding) -> str:
        if not finding.record:
            return f"{tr(finding.title)} {finding.period}".strip()
        try:
            return title(self._services.records.get(finding.record).record)
        except CbmTrackerError:
            return tr(finding.title)


def _said(finding: Finding | None, voice: Voice) -> str:
    """Say what a pack finds: what is owed and by when; that nothing is open where it finds nothing."""
    if finding is None:
        return tr("Nothing is open.")
    words = finding_in_words(finding, voice)
    title_ = "" if words.title in words.headline else words.title
    return ". ".join(part for part in (words.headline, words.standing, title_) if part) + "."
