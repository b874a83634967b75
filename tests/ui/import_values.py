"""Previews of imports, as the reading gives them."""

from __future__ import annotations

from app.domain.plan import ImportPlan, PlanLine, no_counts
from app.domain.text import Text
from app.exchange.columns import FIELDS
from ui.importing.reading import Column, Preview

FILE = "cursisten november.csv"


def plan(**given: object) -> ImportPlan:
    """A plan with nothing in it, but for what is given."""
    empty = {
        "format": "table", "source": "csv", "digest": "", "counts": no_counts(), "not_taken_over": {}, "lines": (),
        "inserts": {}, "changes": {}, "gone": (), "results": None, "as_of": 1,
    }
    return ImportPlan(**(empty | given))  # type: ignore[arg-type]


def counts(**participants: int) -> dict[str, dict[str, int]]:
    found = no_counts()
    found["participants"] |= participants
    found["groups"]["new"] = 1
    return found


LINES = (
    PlanLine(FILE, 2, "new", "participants", "Yıldız Demir", Text("New {participant}")),
    PlanLine(FILE, 3, "new", "participants", "Łukasz Kowalski", Text("New {participant}")),
    PlanLine(FILE, 4, "changed", "participants", "Wilma van 't Hoff", Text("Changed: {fields}", fields="email")),
    PlanLine(FILE, 9, "doubtful", "participants", "H. de Vries", Text("Two people have this name")),
    PlanLine(FILE, 14, "refused", "participants", "", Text("This line has no name.")),
    PlanLine(FILE, 0, "new", "groups", "Dinsdagochtend", Text("New group")),
    PlanLine(FILE, 0, "gone", "participants", "Kees Peters", Text("Not in the file any more")),
)
LIST_COLUMNS = (
    Column("Roepnaam", "given_name", ("Yıldız", "Łukasz", "Wilma"), "sure"),
    Column("Achternaam", "family_name", ("Demir", "Kowalski", "Hoff"), "sure"),
    Column("Mail privé", "email", ("y.demir@voorbeeld.nl",), "likely"),
    Column("BSN", "", (), "", True),
    Column("Opmerking", "", ("wil graag 's avonds", "belt terug")),
)
CHOICES = tuple(FIELDS.items())
LIST_PREVIEW = Preview(
    ("/home/m/cursisten november.csv",),
    (plan(
        counts=counts(new=2, changed=1, unchanged=19, gone=1, doubtful=1, refused=1),
        not_taken_over={"Opmerking": 14, "BSN": 22}, lines=LINES, inserts={"participants": [{}]}, gone=(b"x" * 16,),
    ),),
    LIST_COLUMNS, CHOICES,
)
UNCLEAR_PREVIEW = Preview(
    ("/home/m/lijst.xlsx",), (),
    (Column("Kolom A", "", ("Yıldız", "Łukasz")), Column("Kolom B", "", ("Demir", "Kowalski"))), CHOICES,
)
NOTHING_PREVIEW = Preview(("/home/m/edex.xml",), (plan(counts=counts(unchanged=21)),))
REFUSED_PREVIEW = Preview(
    ("/home/m/oud.xls",),
    reasons=(Text("{file} is a workbook of an old kind (.xls).", file="oud.xls"), Text("Save it as .xlsx.")),
)
