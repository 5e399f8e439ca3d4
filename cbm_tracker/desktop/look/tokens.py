"""Design tokens: every colour, size and distance of the window, and the means to measure contrast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One colour scheme. Text colours reach 4.5:1 on every ground they are used on; control edges reach 3:1."""

    name: str
    window: str  # navigation, menu bar, status bar
    surface: str  # lists and forms
    raised: str  # detail pane, sums, panels
    line: str  # hairlines between things that differ
    edge: str  # border of a control
    ink: str  # what is read first
    ink2: str  # what explains it
    ink3: str  # captions, column headings, shortcuts
    accent: str  # focus, links, the chosen row's mark
    accent_fill: str  # the one default button
    on_accent: str
    chosen: str  # ground of the chosen row
    hover: str
    overdue: str
    overdue_soft: str
    soon: str
    soon_soft: str
    met: str
    met_soft: str
    scroll: str  # scroll bar at rest
    exercise: str  # rehearsal banner: ground
    on_exercise: str


LIGHT = Colours(
    name="light", window="#F2F3F5", surface="#FFFFFF", raised="#F8F9FA", line="#E1E4E8", edge="#848D99",
    ink="#1A2027", ink2="#444D59", ink3="#5E6875", accent="#1D5A96", accent_fill="#1D5A96", on_accent="#FFFFFF",
    chosen="#E3ECF6", hover="#EEF1F4", overdue="#A3211B", overdue_soft="#FBEAE8", soon="#7A4D00",
    soon_soft="#FAF0DC", met="#1B6339", met_soft="#E5F2E9", scroll="#C3C9D0", exercise="#5B2A6E", on_exercise="#FFFFFF",
)
DARK = Colours(
    name="dark", window="#181B1F", surface="#1E2226", raised="#24292E", line="#343A41", edge="#78828F",
    ink="#E7EAEE", ink2="#BAC1CA", ink3="#9CA5B0", accent="#85B8EA", accent_fill="#2C6BA8", on_accent="#FFFFFF",
    chosen="#263A50", hover="#292F35", overdue="#FF9F95", overdue_soft="#432725", soon="#EDBD72",
    soon_soft="#3B301C", met="#86CDA0", met_soft="#20362A", scroll="#464E57", exercise="#5A3170", on_exercise="#FFFFFF",
)


@dataclass(frozen=True)
class Metrics:
    """Sizes in logical pixels at 100 %; `factor` is the reader's text size, the screen's own scale comes on top."""

    factor: float = 1.0

    def px(self, value: float) -> int:
        return max(1, round(value * self.factor))

    # type
    caption: int = 11
    small: int = 12
    body: int = 13
    lead: int = 15
    heading: int = 20
    display: int = 28
    clock: int = 40
    # shape
    radius: int = 5
    radius_panel: int = 8
    control: int = 30
    row: int = 34
    row_two: int = 50
    nav_row: int = 30
    nav_width: int = 224


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours."""
    hi, lo = sorted((luminance(a), luminance(b)), reverse=True)
    return (hi + 0.05) / (lo + 0.05)


def measured(c: Colours) -> list[tuple[str, str, float, float]]:
    """Return (text token, ground token, ratio, ratio required) for each pair the design uses."""
    grounds = ("window", "surface", "raised", "chosen", "hover")
    pairs = [(t, g, 4.5) for t in ("ink", "ink2", "ink3") for g in grounds]
    pairs += [("accent", g, 4.5) for g in ("surface", "raised", "window", "chosen")]
    pairs += [(t, g, 4.5) for t in ("overdue", "soon", "met") for g in ("surface", "raised", "window", "chosen", f"{t}_soft")]
    pairs += [(t, f"{g}_soft", 4.5) for t in ("ink", "ink2", "ink3") for g in ("overdue", "soon")]
    pairs += [("on_accent", "accent_fill", 4.5), ("on_exercise", "exercise", 4.5)]
    pairs += [("edge", g, 3.0) for g in ("surface", "raised", "window")]
    return [(t, g, contrast(getattr(c, t), getattr(c, g)), need) for t, g, need in pairs]
