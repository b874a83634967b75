"""What our field names, categories and grounds are called on the screen."""

from __future__ import annotations

from app.domain.text import Text
from ui.words import show

FIELD_TEXTS = {
    "activation_code": Text("Activation code"), "address": Text("Address"), "birth_date": Text("Date of birth"),
    "birth_year": Text("Year of birth"), "certificates": Text("Certificates"),
    "course_kind": Text("Kind of course"), "course_type": Text("Type of course"), "eckid": Text("ECK iD"),
    "email": Text("E-mail address"), "family_name": Text("Family name"), "gender": Text("Gender"),
    "given_name": Text("Given name"), "group": Text("{Group}"), "ip_address": Text("IP address"),
    "location": Text("{Location}"), "messages": Text("Messages"), "mother_tongue": Text("Mother tongue"),
    "name": Text("Name"), "national_number": Text("National number (BSN)"), "notes": Text("Notes"),
    "organisation": Text("{Organisation}"), "origin": Text("Origin"), "password": Text("Password"),
    "phone": Text("Phone number"), "photo": Text("Photo"), "postcode": Text("Postcode"),
    "prefix": Text("Prefix of the name"), "results": Text("Results"), "routes": Text("Learning routes"),
    "source_key": Text("Key in the source file"), "username": Text("User name"), "visits": Text("Visits"),
    "year_group": Text("Year group"), "younger_than_16": Text("Younger than 16 until"),
}
ROW_TEXTS = {
    "activation_codes": Text("Activation codes"), "certificates": Text("Certificates"),
    "import_links": Text("Links to source files"), "memberships": Text("{Groups}, over time"),
    "participants": Text("Own data"), "placements": Text("{Locations}, over time"),
    "progress": Text("Exercises tried"), "results": Text("Results"),
    "route_assignments": Text("Learning routes"), "seats": Text("Seats, over time"),
    "standings": Text("{Programmes} tried"),
}
CATEGORY_TEXTS = {
    "named": Text("named in the terms"), "technical": Text("technical key"),
    "switchable": Text("can be switched on"), "never": Text("never kept"),
}
GROUND_TEXTS = {
    "a": Text("consent"), "b": Text("agreement"), "c": Text("legal duty"), "d": Text("vital interest"),
    "e": Text("public task"), "f": Text("legitimate interest"),
}
SUBJECT_TEXTS = {
    "participant": Text("{Participants}"), "coach": Text("{Coaches}"), "customer": Text("Customer ({administrator})"),
}


def field_label(name: str) -> str:
    """A field as people call it; a name we have no words for stands as it is."""
    return _shown(FIELD_TEXTS, name)


def rows_label(table: str) -> str:
    """A kind of rows as people call it."""
    return _shown(ROW_TEXTS, table)


def category_label(code: str, from_terms: bool = True) -> str:
    """What kind of field it is; a list that is not the terms' own is never called so."""
    if code == "named" and not from_terms:
        return show(Text("not from the terms"))
    return _shown(CATEGORY_TEXTS, code)


def ground_label(letter: str) -> str:
    """The ground of GDPR article 6(1), by its letter."""
    return _shown(GROUND_TEXTS, letter)


def subject_label(code: str) -> str:
    return _shown(SUBJECT_TEXTS, code)


def _shown(texts: dict[str, Text], code: str) -> str:
    return show(texts[code]) if code in texts else code
