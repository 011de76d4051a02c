"""Countries and territories (ISO 3166-1) and time zones, named through CLDR."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from college.courseware.texts import customs_of

# CLDR also names unions, unknown places and parts of countries that ISO 3166-1 lists elsewhere.
NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])

COUNTRIES = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
)

ZONES = frozenset({"UTC", *(name for name in get_global("zone_territories") if not name.startswith("Etc/"))})


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) in a language, in the order of the names."""
    names = customs_of(language).territories
    place_of = _place_by_sound if language == "zh" else _place_by_letter
    return tuple(sorted(((code, str(names.get(code, code))) for code in COUNTRIES), key=lambda pair: place_of(pair[1])))


def _place_by_letter(name: str) -> str:
    """África stands between Afghanistan and Albania, not after Zimbabwe."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


def _place_by_sound(name: str) -> bytes:
    """Chinese in the order of sounds, in which China's own code has the common characters."""
    # A rare character goes by a common one that sounds alike.
    return name.translate(str.maketrans("斐梵瑙", "匪犯脑")).encode("gb18030")


def country(code: str, language: str) -> str:
    """The name of a country in a language."""
    return str(customs_of(language).territories.get(code, code))


# Where nearly everybody lives in one of the zones: the primary zones of Unicode's CLDR.
_MAIN_ZONES = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}


def zone_of(country_code: str) -> str:
    """The zone of a country that has one, or one that matters; elsewhere people choose for themselves."""
    if country_code in _MAIN_ZONES:
        return _MAIN_ZONES[country_code]
    found = [name for name, code in get_global("zone_territories").items() if code == country_code]
    return found[0] if len(found) == 1 else "UTC"
