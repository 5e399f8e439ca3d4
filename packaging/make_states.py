"""Renew resources/states/states.json: names from the CLDR (through Babel), and what we add to them ourselves.

    python packaging/make_states.py
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from babel.core import get_global

LANGUAGES = ("en", "fr", "de", "it", "ru", "es", "ar", "zh")
TARGET = Path(__file__).resolve().parent.parent / "resources" / "states" / "states.json"
ADDED = TARGET.with_name("added.json")
NOT_STATES = {"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "CQ", "DY"}
# ISO 3166-1 territories that are no States; the list of CLDR does not tell them apart.
TERRITORIES = {
    "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "FK", "FO", "GF", "GG", "GI", "GL", "GP", "GS",
    "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH",
    "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT", "EH",
}
ZONES = {
    "RUS": "Europe/Moscow", "USA": "America/New_York", "CAN": "America/Toronto", "KAZ": "Asia/Almaty", "AUS": "Australia/Sydney",
    "BRA": "America/Sao_Paulo", "CHN": "Asia/Shanghai", "MNG": "Asia/Ulaanbaatar", "IDN": "Asia/Jakarta",
    "MEX": "America/Mexico_City", "UKR": "Europe/Kyiv", "ESP": "Europe/Madrid", "PRT": "Europe/Lisbon", "FRA": "Europe/Paris",
    "GBR": "Europe/London", "DEU": "Europe/Berlin", "CYP": "Asia/Nicosia", "UZB": "Asia/Tashkent", "NZL": "Pacific/Auckland",
    "ARG": "America/Argentina/Buenos_Aires", "CHL": "America/Santiago", "MYS": "Asia/Kuala_Lumpur", "NLD": "Europe/Amsterdam",
    "NOR": "Europe/Oslo", "DNK": "Europe/Copenhagen", "TUR": "Europe/Istanbul",
}
CAPITALS = {
    "ALB": "Tirana", "AND": "Andorra la Vella", "ARM": "Yerevan", "AUT": "Vienna", "AZE": "Baku", "BLR": "Minsk", "BEL": "Brussels",
    "BIH": "Sarajevo", "BGR": "Sofia", "CAN": "Ottawa", "HRV": "Zagreb", "CYP": "Nicosia", "CZE": "Prague", "DNK": "Copenhagen",
    "EST": "Tallinn", "FIN": "Helsinki", "FRA": "Paris", "GEO": "Tbilisi", "DEU": "Berlin", "GRC": "Athens", "HUN": "Budapest",
    "ISL": "Reykjavik", "IRL": "Dublin", "ITA": "Rome", "KAZ": "Astana", "KGZ": "Bishkek", "LVA": "Riga", "LIE": "Vaduz",
    "LTU": "Vilnius", "LUX": "Luxembourg", "MLT": "Valletta", "MDA": "Chișinău", "MCO": "Monaco", "MNG": "Ulaanbaatar",
    "MNE": "Podgorica", "NLD": "Amsterdam", "MKD": "Skopje", "NOR": "Oslo", "POL": "Warsaw", "PRT": "Lisbon", "ROU": "Bucharest",
    "RUS": "Moscow", "SMR": "San Marino", "SRB": "Belgrade", "SVK": "Bratislava", "SVN": "Ljubljana", "ESP": "Madrid",
    "SWE": "Stockholm", "CHE": "Bern", "TJK": "Dushanbe", "TUR": "Ankara", "TKM": "Ashgabat", "UKR": "Kyiv", "GBR": "London",
    "USA": "Washington", "UZB": "Tashkent", "IND": "New Delhi", "PAK": "Islamabad", "CHN": "Beijing", "JPN": "Tokyo",
    "KOR": "Seoul", "PRK": "Pyongyang", "AUS": "Canberra", "BRA": "Brasília", "EGY": "Cairo", "IRN": "Tehran", "IRQ": "Baghdad",
    "IDN": "Jakarta", "MEX": "Mexico City", "ARG": "Buenos Aires", "SAU": "Riyadh", "SGP": "Singapore",
}


def main() -> None:
    aliases = get_global("territory_aliases")
    alpha3 = {
        new[0]: old for old, new in sorted(aliases.items()) if len(old) == 3 and old.isalpha() and len(new) == 1 and len(new[0]) == 2
    }
    # Where several three-letter codes led to one territory, the present one of ISO 3166-1.
    alpha3.update({"DE": "DEU", "RO": "ROU", "CD": "COD", "MM": "MMR", "TL": "TLS", "RU": "RUS", "RS": "SRB", "YE": "YEM", "XK": "XKX",
                   "FR": "FRA", "LT": "LTU", "KZ": "KAZ", "SG": "SGP", "MG": "MDG", "CZ": "CZE", "SK": "SVK"})
    zones_of = get_global("territory_zones")
    english = [str(code) for code in Locale("en").territories]
    entries = []
    for alpha2 in sorted(code for code in english if len(code) == 2 and code not in NOT_STATES and code in alpha3):
        code = alpha3[alpha2]
        names = [{"name": Locale(language).territories[alpha2], "language": language, "use": "short"} for language in LANGUAGES
                 if alpha2 in Locale(language).territories]
        zones = zones_of.get(alpha2, [])
        entry = {"code": code, "alpha2": alpha2, "kind": "territory" if alpha2 in TERRITORIES else "state", "names": names}
        if code in CAPITALS:
            entry["capital"] = CAPITALS[code]
        zone = ZONES.get(code) or (zones[0] if len(zones) == 1 else "")
        if zone:
            entry["zone"] = zone
        entries.append(entry)
    by_code = {str(entry["code"]): entry for entry in entries}
    added = json.loads(ADDED.read_text("utf-8"))
    for code, names in added["names"].items():
        names_of = by_code[code]["names"]
        assert isinstance(names_of, list)
        names_of.extend(names)
    entries.extend(added["entries"])
    TARGET.write_text(json.dumps(entries, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(entries)} entries")


if __name__ == "__main__":
    main()
