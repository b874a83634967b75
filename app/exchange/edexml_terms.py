"""What EDEXML 2.1 says an object may hold, in which order and with which codes (2.0 and 1.03 are within it).

Source: EDEXML.structuur.xsd, EDEXML.elementen.xsd and the type files of version 2.1 (Edustandaard). Where schema
and manual give different lengths the larger counts. The list of school years in the schema ends at 2024-2025 and
is not used: a school year is checked by its form.
"""

from __future__ import annotations

from types import MappingProxyType

ROOT = "EDEX"
SECTIONS = ("school", "vestigingen", "groepen", "leerlingen", "leerkrachten")
"""Children of the root, in order."""

OBJECTS = MappingProxyType(
    {
        "vestigingen": ("vestiging",),
        "groepen": ("groep", "samengestelde_groep"),
        "leerlingen": ("leerling",),
        "leerkrachten": ("leerkracht",),
    }
)
"""Objects per section; `school` is an object itself."""

_NAME = ("achternaam", "voorvoegsel", "voornamen", "voorletters-1", "roepnaam")

CHILDREN = MappingProxyType({
    "school": (
        "schooljaar", "peildatum", "brincode", "instellingsnummer", "dependancecode", "schoolkey", "aanmaakdatum",
        "auteur", "xsdversie", "commentaar", "toevoegingen",
    ),
    "vestiging": ("naam", "omschrijving", "mutatiedatum"),
    "groep": ("naam", "jaargroep", "omschrijving", "toevoegingen", "mutatiedatum"),
    "samengestelde_groep": ("naam", "omschrijving", "toevoegingen", "mutatiedatum"),
    "leerling": (
        *_NAME, "geboortedatum", "geslacht", "start_ondw_jgr3", "jaargroep", "groep", "samengestelde_groepen",
        "vestiging", "gebruikersnaam", "emailadres", "fotourl", "etniciteit", "land", "land_vader", "land_moeder",
        "sofinummer", "bsn", "onderwijsnummer", "bsn_ondwnr-4", "rijksregisternummer", "gewicht_nieuw", "gewicht",
        "postcodenl", "postnummerbe", "postcodeoverig", "instroomdatum", "uitstroomdatum", "toevoegingen",
        "mutatiedatum",
    ),
    "leerkracht": (
        *_NAME, "gebruikersnaam", "emailadres", "rol", "rolomschrijving", "groepen", "toevoegingen", "mutatiedatum",
    ),
})  # fmt: skip
"""Children per object, in the order of the schema."""

FREE_ORDER = frozenset({"rol", "rolomschrijving"})
"""Children that may come in any number and mixed."""

READ = MappingProxyType({
    "school": frozenset({
        "schooljaar", "peildatum", "brincode", "instellingsnummer", "dependancecode", "schoolkey", "aanmaakdatum",
        "xsdversie",
    }),
    "vestiging": frozenset({"naam"}),
    "groep": frozenset({"naam", "jaargroep"}),
    "samengestelde_groep": frozenset({"naam"}),
    "leerling": frozenset({
        "achternaam", "voorvoegsel", "roepnaam", "geboortedatum", "geslacht", "jaargroep", "gebruikersnaam",
        "emailadres", "postcodenl", "postnummerbe", "postcodeoverig", "uitstroomdatum",
    }),
    "leerkracht": frozenset({"achternaam", "voorvoegsel", "roepnaam", "gebruikersnaam", "emailadres"}),
})  # fmt: skip
"""Children whose text is read; of all others it is only counted that they were filled."""

USED_ONLY = frozenset({"uitstroomdatum"})
"""Read to decide something, but not taken over: counted like the rest."""

REFERENCES = frozenset({"groep", "samengestelde_groep"})
CONTAINERS = frozenset({"groepen", "samengestelde_groepen"})
"""Children of a person that hold references to groups."""

LENGTHS = MappingProxyType({
    "naam": 64, "achternaam": 200, "voorvoegsel": 10, "roepnaam": 64, "gebruikersnaam": 64, "emailadres": 256,
    "postcodeoverig": 32,
})  # fmt: skip
"""Characters that EDEXML allows; a longer value is read with a warning."""

YEAR_GROUPS = frozenset({"B", "D", *"012345678", "11", "12", "13", "14", "15", "16", "S", "V", "C", "N", "H"})
HISTORIC = "H"
"""The year group of a person who has left."""

ROLES = frozenset({
    "ADJ", "ADM", "CON", "DIR", "ICT", "IB", "KLA", "LRK", "LOS", "LOC", "OWA", "OUD", "RT", "SMW", "STA", "TAL",
    "VAK",
})  # fmt: skip
"""Role codes of a leerkracht. They must never give rights (manual: "ten strengste afgeraden")."""

GENDERS = MappingProxyType({"0": "unknown", "1": "m", "2": "f", "9": "x"})
"""ISO 5218: unknown, boy, girl, not specified."""

VERSIONS = frozenset({"1.03", "1.0.3", "2.0", "2.1"})
OLD_VERSIONS = frozenset({"1.03", "1.0.3"})
"""Versions in which a leerling has a groep or a jaargroep, never both."""
