"""What our field names, kinds of rows, categories and grounds are called: on the screen and in an export."""

from __future__ import annotations

from app.domain.text import Text

FIELD_TEXTS = {  # names as in `app.domain.provider_privacy.FIELDS`
    "acceptance": Text("User terms accepted"), "consents": Text("Consent"),
    "activation_code": Text("Activation code"), "address": Text("Address"), "answers": Text("Answers given"),
    "birth_date": Text("Date of birth"),
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
    "conversations": Text("Conversations"), "messages": Text("Messages"), "drafts": Text("Drafts of messages"),
    "activity": Text("Days on which something was done"),
    "acceptances": Text("User terms accepted"), "consents": Text("Consents"), "registrations": Text("Registrations"),
    "activation_codes": Text("Activation codes"), "certificates": Text("Certificates"),
    "distinctions": Text("Told apart from somebody alike"),
    "earlier_progress": Text("Exercises tried, earlier years"), "import_links": Text("Links to source files"),
    "memberships": Text("{Groups}, over time"),
    "participants": Text("Own data"), "placements": Text("{Locations}, over time"),
    "answers": Text("Answers given"), "goals": Text("Goals"), "notes": Text("Notes"),
    "observations": Text("Observations"), "talks": Text("Talks"), "test_results": Text("Test results"),
    "progress": Text("Exercises tried"), "results": Text("Results"),
    "reviews": Text("Differences between computers"),
    "roll_over_choices": Text("Place in the new {groups}"),
    "route_assignments": Text("Learning routes"), "seats": Text("Seats, over time"),
    "standings": Text("{Programmes} tried"), "sync_touched": Text("Progress to be worked out again"),
}
CATEGORY_TEXTS = {
    "named": Text("named in the terms"), "technical": Text("needed to work, outside the list"),
    "switchable": Text("can be switched on"), "never": Text("never kept"),
}
GROUND_TEXTS = {
    "a": Text("consent"), "b": Text("agreement"), "c": Text("legal duty"), "d": Text("vital interest"),
    "e": Text("public task"), "f": Text("legitimate interest"),
}
