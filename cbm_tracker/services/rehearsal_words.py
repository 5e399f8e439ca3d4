"""The words an invented year is made of: places, names of exercises and persons, subjects. None of them names a real measure."""

from __future__ import annotations

from dataclasses import dataclass

OWNER = "AUT"


@dataclass(frozen=True)
class Place:
    """An area in a State, its middle (latitude, longitude, degrees), and the zone its clocks show."""

    area: str
    latitude: float
    longitude: float
    zone: str


PLACES: dict[str, Place] = {
    "AUT": Place("Waldviertel", 48.7, 15.3, "Europe/Vienna"), "DEU": Place("Altmark", 52.5, 11.4, "Europe/Berlin"),
    "FRA": Place("Champagne", 48.9, 4.5, "Europe/Paris"), "ITA": Place("Friuli", 46.1, 13.0, "Europe/Rome"),
    "HUN": Place("Bakony", 47.2, 17.7, "Europe/Budapest"), "CZE": Place("Vysočina", 49.4, 15.6, "Europe/Prague"),
    "SVK": Place("Záhorie", 48.5, 17.2, "Europe/Bratislava"), "SVN": Place("Notranjska", 45.7, 14.3, "Europe/Ljubljana"),
    "POL": Place("Mazury", 53.9, 21.7, "Europe/Warsaw"), "ROU": Place("Dobrogea", 44.5, 28.2, "Europe/Bucharest"),
    "BGR": Place("Тракия", 42.4, 25.6, "Europe/Sofia"), "GRC": Place("Θεσσαλία", 39.6, 22.2, "Europe/Athens"),
    "TUR": Place("Central Anatolia", 38.9, 33.2, "Europe/Istanbul"), "UKR": Place("Поділля", 49.0, 27.5, "Europe/Kyiv"),
    "BLR": Place("Панямонне", 53.6, 24.9, "Europe/Minsk"), "RUS": Place("Приволжье", 53.2, 48.8, "Europe/Moscow"),
    "KAZ": Place("Жетысу", 45.0, 78.4, "Asia/Almaty"), "SRB": Place("Шумадија", 44.0, 20.9, "Europe/Belgrade"),
    "BIH": Place("Posavina", 44.9, 18.0, "Europe/Sarajevo"), "HRV": Place("Slavonija", 45.4, 17.9, "Europe/Zagreb"),
    "MNE": Place("Zeta", 42.4, 19.2, "Europe/Podgorica"), "SWE": Place("Dalarna", 60.9, 14.8, "Europe/Stockholm"),
    "FIN": Place("Savo", 62.8, 27.6, "Europe/Helsinki"), "NOR": Place("Trøndelag", 63.9, 11.6, "Europe/Oslo"),
    "GBR": Place("Salisbury Plain", 51.2, -1.9, "Europe/London"), "ESP": Place("Aragón", 41.7, -0.7, "Europe/Madrid"),
    "PRT": Place("Alentejo", 38.5, -7.9, "Europe/Lisbon"), "CHE": Place("Emmental", 46.9, 7.8, "Europe/Zurich"),
    "GEO": Place("Kakheti", 41.8, 45.6, "Asia/Tbilisi"),
}
ABROAD = ("USA", "CAN", "NLD", "BEL", "DNK", "EST", "LVA", "LTU", "ARM", "AZE", "MDA", "KGZ", "UZB")
"""States that take part or are called, but on whose territory nothing of the invented year happens."""
ABROAD_ZONES = {"USA": "America/New_York", "CAN": "America/Toronto", "ARM": "Asia/Yerevan", "AZE": "Asia/Baku",
                "KGZ": "Asia/Bishkek", "UZB": "Asia/Tashkent"}
EASTERN = ("RUS", "BLR", "KAZ", "KGZ", "ARM", "UZB", "SRB")
"""States that hold exercises with each other in the invented year; the others hold theirs without the first two."""
LANDLOCKED = ("AUT", "HUN", "CZE", "SVK", "BLR", "KAZ", "SRB", "CHE")
UNITS_REPORTED = {"AUT": 118, "DEU": 236, "CZE": 74, "SVK": 52, "HUN": 61, "SVN": 31, "ITA": 172, "CHE": 93}
"""Units and formations that the owner and its neighbours reported for the invented year; figures, like the year, are invented."""
NEIGHBOURS = ("DEU", "CZE", "SVK", "HUN", "SVN", "ITA", "CHE")

_QUALITIES = (
    "AMBER", "BRONZE", "COPPER", "DAPPLED", "EARLY", "FALLOW", "GENTLE", "HAZEL", "INDIGO", "LATE", "MOSSY", "OCHRE", "PALE", "PATIENT",
    "QUIET", "RUSSET", "SEVENTH", "SLATE", "SUNLIT", "TAWNY", "UPLAND", "VELVET", "WILLOW", "WINDING",
)
_THINGS = (
    "ANTHEM", "BARLEY", "CAUSEWAY", "COBBLE", "DRIFTWOOD", "FERRYMAN", "GRANARY", "HERON", "INKWELL", "JUNIPER", "KESTREL", "LATTICE",
    "MILLRACE", "NUTHATCH", "ORCHARD", "PAVILION", "QUAYSIDE", "ROWAN", "SEXTANT", "TOLLGATE", "VINEYARD", "WAYMARK",
)
EXERCISE_NAMES = tuple(f"{quality} {thing}" for quality in _QUALITIES for thing in _THINGS)
NAMES_AT_HOME: dict[str, tuple[str, ...]] = {
    "RUS": ("ТИХИЙ БРОД", "ЯСНАЯ РОЩА", "БЕЛЫЙ ПРИЧАЛ", "ДАЛЬНИЙ ХУТОР"), "BLR": ("ЦІХІ БРОД", "ЯСНЫ ГАЙ", "БЕЛАЯ СЦЕЖКА"),
    "UKR": ("ТИХИЙ ГАЙ", "ЗЕЛЕНИЙ БРІД", "ЯСНА ДОЛИНА"), "KAZ": ("АҚ ҚАЙЫҢ", "ТЫНЫҚ КӨЛ"),
    "BGR": ("ТИХА ДОЛИНА", "БЯЛА ПЪТЕКА", "ЯСЕН БРЯГ"), "SRB": ("ТИХА РЕКА", "БЕЛИ ЈАСЕН"),
    "GRC": ("ΗΣΥΧΗ ΑΚΤΗ", "ΑΣΗΜΕΝΙΑ ΕΛΙΑ", "ΛΕΥΚΟ ΜΟΝΟΠΑΤΙ", "ΚΑΘΑΡΗ ΠΗΓΗ"),
}
PURPOSES = (
    "Training of staffs and troops in defensive operations at brigade level.",
    "Interoperability of logistic chains of several States.",
    "Protection of the civilian population after a flood.",
    "Command and control of a multinational brigade.",
    "Crossing of a river by day and night.",
    "Peace support: check points, escorts, meetings with local leaders.",
)
PERSONS: dict[str, tuple[str, ...]] = {
    "AUT": ("Magdalena Riedl", "Johannes Egger", "Katharina Moser", "Stefan Gruber", "Lukas Steiner"),
    "DEU": ("Anke Petersen", "Jörg Lindner", "Miriam Vogt"), "FRA": ("Hélène Marchand", "Yves Garnier"),
    "ITA": ("Paola Ferri", "Davide Conti"), "HUN": ("Zsófia Varga", "Gábor Kelemen"), "CZE": ("Jana Dvořáková", "Tomáš Beneš"),
    "POL": ("Agnieszka Wrona", "Paweł Żak"), "RUS": ("Ирина Соболева", "Андрей Лыков"), "UKR": ("Олена Гайдук", "Тарас Мороз"),
    "GRC": ("Ελένη Μακρή", "Νίκος Δήμου"), "BGR": ("Мария Стоянова", "Петър Вълчев"), "SRB": ("Милица Јовић", "Горан Стојић"),
}
OTHER_PERSONS = ("A. Morin", "E. Lund", "I. Kask", "J. Serra", "M. Aydın", "N. Rossi", "R. Holm", "T. Novak")
UNITS = ("1st Mechanised Brigade", "4th Armoured Battalion", "Engineer Regiment 7", "Light Infantry Brigade 6", "Artillery Regiment 12")
BASES = ("air base north", "air base on the plain", "airfield by the lake")
REFUSALS = ("The quota of this year is filled.", "The unit is not in its peacetime location.")
FINDINGS = (
    "What was seen agrees with the annual exchange.",
    "Figures agree; two vehicles were away for repair.",
    "One question about the subordination of a company stays open.",
    "",
)
INCIDENTS: tuple[tuple[str, str, str], ...] = (
    ("airspace_matter", "Helicopter across the border", "A rescue helicopter strayed three kilometres; its crew was asked for the track."),
    ("incident_clarification", "Shots heard near the border", "Blank ammunition of a company exercise; the place was named."),
    ("movement_notice", "Column on the motorway", "Forty vehicles move to a training area; date and road were told."),
    ("airspace_matter", "Unmanned aircraft found", "A small unmanned aircraft without marking lay in a field; photographs were exchanged."),
    ("humanitarian", "Mountain rescue", "Two climbers were sought on both sides of the ridge."),
    ("consultation", "Question about an announced exercise", "The number of troops in two messages differed; it was cleared up."),
)
PROMISES = ("Send the flight track", "Send the names of the units", "Confirm by note verbale", "Call back after the inquiry")
MISSIONS = ("Mission Lakeland (invented)", "Mission Highland (invented)", "Mission Riverside (invented)")
REMARKS = ("", "", "", "Told by telephone first.", "Copy to the delegation.", "The text came in two parts.")
SOURCES = ("Message as received", "Note verbale", "Log of the duty officer", "Statement in the Forum")
