"""Names of UWLR 2.2 (the agreement between pupil administrations and suppliers, edustandaard.nl)."""

from __future__ import annotations

RESULTS = "http://www.edustandaard.nl/leerresultaten/2/leerresultaten"
DOSSIER = "http://www.edustandaard.nl/oso_gegevensset/1.2/dossier"
XSD_VERSION = "2.2"
LONGEST_KEY = 256
LONGEST_NAME = 128
LONGEST_TERM = 64
